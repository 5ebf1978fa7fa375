use billing::{Instant, Line, PromotionKind, renewal_preview};
use contract::{CodeTerms, Receipt, ReceiptKind};
use gateway::Intent;

use super::{Booking, settle::BY};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::unreadable;
use crate::store::receipts::{self, Source};
use crate::store::renewals::RenewalRow;
use crate::store::subscriptions::SubscriptionRow;
use crate::store::{Transaction, cards, redemptions};

/// Writes the receipt of a renewal that is booked in the same transaction. Returns the receipt's number.
pub(super) async fn write(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    booking: &Booking,
    intent: Option<&Intent>,
    now: Instant,
) -> Result<String, Refusal> {
    let organization = row.organization.id;
    let (sequence, number) = receipts::next_number(transaction, organization).await?;
    let discount = row.terms.renewal_discount.filter(|discount| discount.left > 0);
    let code = match discount {
        Some(_) => {
            let code = redemptions::renewing_code(transaction, organization).await;
            let subject = format!("promotion of organization {organization}");
            unreadable::or_default(state, &subject, code)?.unwrap_or_default()
        }
        None => String::new(),
    };
    let card = match &renewal.card {
        Some(card) => {
            let card = cards::by_id(transaction, organization, card).await;
            unreadable::or_default(state, &unreadable::subject_of_card(organization), card)?
        }
        None => None,
    };
    let after = SubscriptionRow {
        terms: booking.subscription.clone(),
        balance_minor: booking.balance_after_minor,
        ..row.clone()
    };
    let next = renewal_preview(&after.snapshot(renewal.due_at)).map_err(|error| Refusal::internal(&error))?;
    let receipt = Receipt {
        number,
        kind: ReceiptKind::Renewal,
        at: now,
        organization: row.organization.clone(),
        tax_id: row.tax_id.clone(),
        currency: renewal.currency.clone(),
        quoted_minor: renewal.amount_minor,
        charged_minor: intent.map_or(0, |intent| intent.amount_minor),
        total_minor: booking.renewal.total_minor,
        balance_before_minor: booking.balance_before_minor,
        balance_after_minor: booking.balance_after_minor,
        quote_id: None,
        quote_hash: None,
        gateway_reference: intent.map(|intent| intent.id.clone()),
        by: BY.to_owned(),
        before: row.plan(),
        after: row.plan(),
        effective_at: renewal.due_at,
        period_end: booking.subscription.period_end,
        renewal_estimate_minor: next.estimated_due_minor,
        lines: lines(row, renewal, booking, discount.map(|_| code)),
        credited: Vec::new(),
        code_terms: discount.map(|discount| CodeTerms {
            kind: PromotionKind::Percent,
            percent_bp: discount.percent_bp,
            amount_minor: 0,
        }),
        payment_method: card.map(|card| card.summary(now)).filter(|_| intent.is_some()),
        sample_data: row.sample_data,
        notes: Vec::new(),
    };
    receipts::insert(transaction, sequence, &receipt, Source::Renewal(&renewal.name())).await?;
    Ok(receipt.number)
}

/// The lines of a renewal, in the order of a quote's: charge, discount, tax.
fn lines(row: &SubscriptionRow, renewal: &RenewalRow, booking: &Booking, code: Option<String>) -> Vec<Line> {
    let (from, to) = (booking.subscription.period_start, booking.subscription.period_end);
    let units = to.seconds_since(from) / row.granularity.seconds();
    let price = &booking.renewal;
    let mut lines = vec![Line::Charge {
        sessions: booking.subscription.sessions,
        unit_price_minor: booking.subscription.unit_price_minor,
        units,
        of: units,
        from,
        to,
        amount_minor: price.list_minor,
    }];
    lines.extend(code.map(|code| Line::Discount { code, amount_minor: -price.discount_minor }));
    lines.extend((renewal.tax_bp > 0).then(|| Line::Tax {
        rate_bp: renewal.tax_bp,
        base_minor: price.list_minor - price.discount_minor,
        amount_minor: price.tax_minor,
    }));
    lines
}
