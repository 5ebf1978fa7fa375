use billing::{Instant, Segment, SubscriptionTerms};
use contract::{Change, Plan, SubscriptionStatus};

use super::codes::codes;
use super::dates::Dates;
use super::history::{decline_renewal, upgrade};
use super::organizations::{CardOnFile, Organization, PRICE_LIST, organizations, prices};
use super::people::{MEMBERSHIPS, PASSWORD, PEOPLE};
use crate::error::Refusal;
use crate::passwords::hash_password;
use crate::store::Connection;
use crate::store::audit::{self, AuditEntry};
use crate::store::cards::{self, CardRow};
use crate::store::ledger::{self, Posting};
use crate::store::organizations::{NewOrganization, insert, insert_price_list};
use crate::store::people::{NewPerson, insert as insert_person, join};
use crate::store::promotions::{self, PromotionRow};
use crate::store::subscriptions::{self, ChangeKind, NewSubscription};
use crate::store::{Store, StoreError, organizations as stored};

/// The organization with a paid upgrade in its current period.
const WITH_AN_UPGRADE: i64 = 104;
/// Month and year in which valid sample cards expire, as in the sandbox gateway.
const CARD_EXPIRES: (u8, u16) = (12, 2030);

/// Seeds an empty database. Returns `false` and changes nothing when the database already has an organization.
///
/// Sample payments are booked without a gateway intent, so that the reconciler does not look for them at the gateway.
pub async fn seed(store: &Store, now: Instant) -> Result<bool, Refusal> {
    let mut transaction = store.begin().await?;
    if stored::any(&mut transaction).await? {
        return Ok(false);
    }
    let dates = Dates { now };
    // The same hash for all people. The password is published in the README.
    let hash = hash_password(PASSWORD).map_err(|error| Refusal::internal(&error))?;
    for person in &PEOPLE {
        let new = NewPerson {
            id: person.id,
            email: person.email,
            first_name: person.first_name,
            last_name: person.last_name,
            password_hash: &hash,
        };
        insert_person(&mut transaction, new).await?;
    }
    for (currency, prices) in PRICE_LIST {
        insert_price_list(&mut transaction, currency, 1, prices).await?;
    }
    for organization in organizations(dates) {
        seed_organization(&mut transaction, &organization, dates).await?;
    }
    for (organization, person, role) in MEMBERSHIPS {
        join(&mut transaction, person, organization, role).await?;
    }
    // After the memberships, because the upgrade refers to a member.
    upgrade(&mut transaction, WITH_AN_UPGRADE, 2, dates).await?;
    for promotion in codes(dates) {
        promotions::insert(&mut transaction, &PromotionRow { promotion, version: 1 }).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    tracing::info!(%now, "sample data seeded");
    Ok(true)
}

async fn seed_organization(
    conn: &mut Connection,
    organization: &Organization,
    dates: Dates,
) -> Result<(), Refusal> {
    let id = organization.id;
    let new = NewOrganization {
        id,
        name: organization.name,
        currency: organization.currency,
        granularity: organization.granularity,
        tax_bp: organization.tax_bp,
        tax_id: organization.tax_id,
        balance_minor: organization.balance_minor,
        sample_data: true,
    };
    insert(conn, new).await?;
    let terms = terms(organization, dates);
    let subscription = format!("sub_{id}");
    let canceled = organization.status == SubscriptionStatus::Canceled;
    let new = NewSubscription {
        id: &subscription,
        organization: id,
        version: if canceled { 2 } else { 1 },
        status: organization.status,
        terms: &terms,
    };
    subscriptions::insert(conn, &new).await?;
    book_payment(conn, organization, &subscription, &terms).await?;
    if let Some(card) = card(organization, dates) {
        cards::replace(conn, id, &card, None, dates.months_ago(12)).await?;
    }
    if canceled {
        let plan = Plan { sessions: organization.sessions, cycle: organization.cycle };
        let at = dates.days_ago(2);
        let change = Change { by: "Bea Manager".to_owned(), at, before: plan, after: plan };
        subscriptions::insert_change(conn, &subscription, 2, ChangeKind::Cancellation, &change).await?;
    }
    if organization.status == SubscriptionStatus::PastDue {
        decline_renewal(conn, id, dates).await?;
    }
    let entry = AuditEntry {
        at: dates.now,
        organization: id,
        actor: "sample data",
        event: "subscription.seeded",
        subject: &subscription,
        body: "{}",
    };
    audit::append(conn, &entry).await?;
    Ok(())
}

fn terms(organization: &Organization, dates: Dates) -> SubscriptionTerms {
    let Organization { anchor, cycle, sessions, currency, .. } = *organization;
    let past_due = organization.status == SubscriptionStatus::PastDue;
    let (period_start, period_end) = if past_due {
        (anchor, billing::boundary_after(anchor, cycle, anchor).unwrap_or(dates.now))
    } else {
        dates.current_period(anchor, cycle)
    };
    let unit_price_minor = prices(currency).of(cycle);
    let net_minor = sessions * unit_price_minor;
    SubscriptionTerms {
        cycle,
        sessions,
        unit_price_minor,
        anchor,
        period_start,
        period_end,
        segments: vec![Segment {
            id: "s1".into(),
            net_minor,
            tax_minor: net_minor * organization.tax_bp / 10_000,
            from: period_start,
            to: period_end,
        }],
        renewal_discount: None,
    }
}

/// Books the payment of the first period, and the opening balance.
async fn book_payment(
    conn: &mut Connection,
    organization: &Organization,
    subscription: &str,
    terms: &SubscriptionTerms,
) -> Result<(), StoreError> {
    let paid = terms.segments.iter().map(|segment| segment.net_minor + segment.tax_minor).sum::<i64>();
    let tax_minor = terms.segments.iter().map(|segment| segment.tax_minor).sum();
    let posting = Posting {
        group: format!("sample:{subscription}:s1"),
        organization: organization.id,
        currency: organization.currency.to_owned(),
        cash_minor: paid + organization.balance_minor,
        tax_minor,
        balance_rise_minor: organization.balance_minor,
        intent_id: None,
        at: terms.period_start,
    };
    ledger::post(conn, &posting).await
}

fn card(organization: &Organization, dates: Dates) -> Option<CardRow> {
    let (expires_month, expires_year) = match organization.card {
        CardOnFile::None => return None,
        CardOnFile::Valid => CARD_EXPIRES,
        CardOnFile::Expired => month_of(dates.months_ago(3)),
    };
    Some(CardRow {
        id: format!("pm_{}", organization.id),
        card_ref: "pm_card_visa".to_owned(),
        brand: "visa".to_owned(),
        last4: "4242".to_owned(),
        expires_month,
        expires_year,
    })
}

fn month_of(instant: Instant) -> (u8, u16) {
    let text = instant.to_string();
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u16>().ok());
    let month = number(5..7).and_then(|month| u8::try_from(month).ok()).unwrap_or(1);
    (month, number(0..4).unwrap_or(1970))
}
