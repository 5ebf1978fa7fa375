use async_trait::async_trait;
use billing::Currency;

use super::client::{StripeGateway, refused};
use super::form::Form;
use super::objects::{self, RawList};
use super::{currency, locale};
use crate::{
    Account, Card, Charge, Confirmation, Customer, Dispute, GatewayError, Intent, ListQuery, NewCustomer,
    NewIntent, NewSetupSession, Page, PaymentGateway, Presence, Refund, SetupSession,
};

/// The parameter that limits a payment or a session to cards. API versions before 2026-09-30 call it
/// `payment_method_types[]`.
const ALLOWED_TYPES: &str = "allowed_payment_method_types[]";
/// The most objects of one page.
const PAGE_SIZE: u32 = 100;
/// The most pages of refunds of one charge.
const MAX_REFUND_PAGES: u32 = 10;

#[async_trait]
impl PaymentGateway for StripeGateway {
    async fn account(&self) -> Result<Account, GatewayError> {
        let account = self.get(&["v1", "account"], &Form::default()).await?;
        Ok(objects::account(&account, &self.owner)?)
    }

    async fn create_customer(&self, new: &NewCustomer) -> Result<Customer, GatewayError> {
        let form = Form::default()
            .optional("name", new.name.as_ref())
            .map("metadata", &self.owner.metadata(new.organization));
        let customer = self.post(&["v1", "customers"], &form, &new.idempotency_key).await?;
        let customer = objects::customer(&customer, &self.owner).map_err(|_| GatewayError::Unknown)?;
        expect(customer.organization == new.organization, customer)
    }

    async fn create_setup_session(&self, new: &NewSetupSession) -> Result<SetupSession, GatewayError> {
        let metadata = self.owner.metadata(new.organization);
        let form = Form::default()
            .field("mode", "setup")
            .field(ALLOWED_TYPES, "card")
            .field("customer", &new.customer)
            .field("client_reference_id", &new.reference)
            .field("success_url", &new.return_url)
            .field("cancel_url", &new.cancel_url)
            .field("locale", locale::of(&new.locale))
            .map("metadata", &metadata)
            .map("setup_intent_data[metadata]", &metadata);
        let session = self.post(&["v1", "checkout", "sessions"], &form, &new.idempotency_key).await?;
        let session = objects::setup_session(&session, &self.owner).map_err(|_| GatewayError::Unknown)?;
        let is_new = session.reference == new.reference
            && session.customer == new.customer
            && session.organization == new.organization;
        expect(is_new, session)
    }

    async fn setup_session(&self, session: &str) -> Result<SetupSession, GatewayError> {
        check_id(session)?;
        let expand = Form::default().field("expand[]", "setup_intent.payment_method");
        let response = self.get(&["v1", "checkout", "sessions", session], &expand).await?;
        let response = objects::setup_session(&response, &self.owner)?;
        expect(response.id == session, response)
    }

    async fn card(&self, card_ref: &str) -> Result<Card, GatewayError> {
        check_id(card_ref).map_err(|_| GatewayError::CardUnknown)?;
        let card = self.get(&["v1", "payment_methods", card_ref], &Form::default()).await;
        let card = card.map_err(|error| match error {
            GatewayError::NotFound => GatewayError::CardUnknown,
            error => error,
        })?;
        let card = objects::card(&card, &self.owner)?;
        expect(card.card_ref == card_ref, card)
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        let currency = Currency::parse(&new.currency).filter(|currency| currency::is_supported(*currency));
        let currency = currency.ok_or_else(|| refused("currency_unsupported"))?;
        let amount =
            currency::to_stripe(new.amount_minor, currency).ok_or_else(|| refused("amount_invalid"))?;
        let mut metadata = new.metadata.clone();
        metadata.extend(self.owner.metadata(new.organization));
        metadata.insert("attempt".to_owned(), new.attempt.clone());
        let form = Form::default()
            .field("amount", amount)
            .field("currency", currency.code().to_ascii_lowercase())
            .field("customer", &new.customer)
            .field("payment_method", &new.card_ref)
            .field(ALLOWED_TYPES, "card")
            .map("metadata", &metadata);
        let intent = self.post(&["v1", "payment_intents"], &form, &new.idempotency_key).await?;
        let intent = objects::intent(&intent, &self.owner).map_err(|_| GatewayError::Unknown)?;
        expect(intent.attempt == new.attempt, intent)
    }

    async fn confirm(
        &self,
        intent: &str,
        confirmation: &Confirmation,
        idempotency_key: &str,
    ) -> Result<Intent, GatewayError> {
        check_id(intent)?;
        let form = Form::default().field("payment_method", &confirmation.card_ref);
        let form = match &confirmation.presence {
            Presence::OnSession { return_url } => form.field("return_url", return_url),
            Presence::OffSession => form.field("off_session", true),
        };
        let path = ["v1", "payment_intents", intent, "confirm"];
        let response = self.post_confirm(&path, &form, idempotency_key).await?;
        let response = objects::intent(&response, &self.owner).map_err(|_| GatewayError::Unknown)?;
        expect(response.id == intent, response)
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        check_id(intent)?;
        let response = self.get(&["v1", "payment_intents", intent], &Form::default()).await?;
        let response = objects::intent(&response, &self.owner)?;
        expect(response.id == intent, response)
    }

    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        check_id(intent)?;
        let path = ["v1", "payment_intents", intent, "cancel"];
        let response = self.post(&path, &Form::default(), idempotency_key).await?;
        let response = objects::intent(&response, &self.owner).map_err(|_| GatewayError::Unknown)?;
        expect(response.id == intent, response)
    }

    async fn intents(&self, query: &ListQuery) -> Result<Page<Intent>, GatewayError> {
        let list = self.get(&["v1", "payment_intents"], &list_form(query)).await?;
        Ok(objects::page(&list, |intent| objects::intent(intent, &self.owner))?)
    }

    async fn charges(&self, query: &ListQuery) -> Result<Page<Charge>, GatewayError> {
        let list = self.get(&["v1", "charges"], &list_form(query)).await?;
        Ok(objects::page(&list, |charge| objects::charge(charge, &self.owner))?)
    }

    async fn charge(&self, charge: &str) -> Result<Charge, GatewayError> {
        check_id(charge)?;
        let response = self.get(&["v1", "charges", charge], &Form::default()).await?;
        let response = objects::charge(&response, &self.owner)?;
        expect(response.id == charge, response)
    }

    async fn refunds(&self, charge: &str) -> Result<Vec<Refund>, GatewayError> {
        check_id(charge)?;
        let mut refunds = Vec::new();
        let mut query = ListQuery::default();
        for _ in 0..MAX_REFUND_PAGES {
            let list = self.get(&["v1", "refunds"], &list_form(&query).field("charge", charge)).await?;
            let list = RawList::parse(&list)?;
            for object in &list.data {
                let refund = objects::refund(object)?;
                refunds.push(expect(refund.charge == charge, refund)?);
            }
            query.after = list.next()?;
            if query.after.is_none() {
                return Ok(refunds);
            }
        }
        // More refunds than a charge can have.
        Err(GatewayError::Unknown)
    }

    async fn refund(&self, refund: &str) -> Result<Refund, GatewayError> {
        check_id(refund)?;
        let response = self.get(&["v1", "refunds", refund], &Form::default()).await?;
        let response = objects::refund(&response)?;
        expect(response.id == refund, response)
    }

    async fn dispute(&self, dispute: &str) -> Result<Dispute, GatewayError> {
        check_id(dispute)?;
        let response = self.get(&["v1", "disputes", dispute], &Form::default()).await?;
        let response = objects::dispute(&response, &self.owner)?;
        expect(response.id == dispute, response)
    }

    fn max_amount_minor(&self, currency: &str) -> i64 {
        Currency::parse(currency).map_or(0, currency::max_amount_minor)
    }
}

fn list_form(query: &ListQuery) -> Form {
    Form::default()
        .field("limit", PAGE_SIZE)
        .optional("created[gte]", query.created_since.map(billing::Instant::epoch_seconds))
        .optional("starting_after", query.after.as_ref())
}

/// Checks an id before it becomes a part of a path.
fn check_id(id: &str) -> Result<(), GatewayError> {
    let is_id =
        (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_id { Ok(()) } else { Err(GatewayError::NotFound) }
}

/// A response about something else proves nothing.
fn expect<T>(is_expected: bool, response: T) -> Result<T, GatewayError> {
    if is_expected { Ok(response) } else { Err(GatewayError::Unknown) }
}
