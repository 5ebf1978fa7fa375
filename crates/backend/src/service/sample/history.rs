use billing::{Instant, Target};
use contract::{Plan, Receipt, ReceiptKind};

use super::dates::Dates;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::service::canonical_json::canonical;
use crate::service::quoting::{SEALED_FORMAT, SealedTerms};
use crate::service::renewals::{Booking, next_try};
use crate::service::snapshot;
use crate::store::Connection;
use crate::store::ledger::{self, Posting};
use crate::store::quotes::{self, QuoteRow};
use crate::store::receipts::Source;
use crate::store::renewals::{self, RenewalRow, RenewalState};
use crate::store::subscriptions::{self, ChangeKind, NextVersion, SubscriptionRow};
use crate::store::{Lease, cards, receipts};

const BY_ID: &str = "u_billing";
const BY_NAME: &str = "Bea Manager";
/// The day before the first start, and the second of that day, on which the upgrade was paid.
const DAYS_AGO: i64 = 6;
const SECOND_OF_DAY: i64 = 8 * 3_600;

/// Inserts an upgrade that was paid a few days ago in the current period: quote, ledger, version and receipt, as the
/// engine computes them.
pub(super) async fn upgrade(
    conn: &mut Connection,
    organization: i64,
    sessions: i64,
    dates: Dates,
) -> Result<(), Refusal> {
    let day = dates.days_ago(DAYS_AGO);
    let at = day.checked_add_seconds(SECOND_OF_DAY).unwrap_or(day);
    let before = snapshot::load(conn, organization).await?;
    let target = Target { sessions, cycle: before.terms.cycle };
    let terms = price(&before, target, at)?;
    let quote_hash = insert_quote(conn, &terms).await?;
    let output = &terms.output;
    let after = billing::after_upgrade(&before.terms, target, None, output, "s2");
    let next = NextVersion {
        kind: ChangeKind::Upgrade,
        by: BY_NAME,
        at,
        status: before.status,
        terms: &after,
        balance_minor: output.balance_after_minor,
    };
    subscriptions::advance(conn, &before, &next).await?;
    let posting = Posting {
        group: format!("sample:{}:s2", before.id),
        organization,
        currency: before.currency.clone(),
        cash_minor: output.amount_due_minor,
        tax_minor: output.tax_minor,
        balance_rise_minor: output.balance_after_minor - before.balance_minor,
        intent_id: None,
        at,
    };
    ledger::post(conn, &posting).await?;
    let (sequence, number) = receipts::next_number(conn, organization).await?;
    let receipt = Receipt {
        number,
        kind: ReceiptKind::Upgrade,
        at,
        organization: before.organization.clone(),
        tax_id: before.tax_id.clone(),
        currency: before.currency.clone(),
        quoted_minor: output.amount_due_minor,
        charged_minor: output.amount_due_minor,
        total_minor: output.total_minor,
        balance_before_minor: before.balance_minor,
        balance_after_minor: output.balance_after_minor,
        quote_id: Some(terms.quote_id.clone()),
        quote_hash: Some(quote_hash),
        // Paid before this gateway existed.
        gateway_reference: None,
        by: BY_NAME.to_owned(),
        before: before.plan(),
        after: Plan { sessions: target.sessions, cycle: target.cycle },
        effective_at: output.effective_at,
        period_end: output.period_end,
        renewal_estimate_minor: output.renewal.estimated_due_minor,
        lines: output.lines.clone(),
        credited: terms.credited(),
        code_terms: None,
        payment_method: cards::on_file(conn, organization).await?.map(|card| card.summary(at)),
        sample_data: true,
        notes: Vec::new(),
    };
    receipts::insert(conn, sequence, &receipt, Source::SampleData).await?;
    Ok(())
}

fn price(before: &SubscriptionRow, target: Target, at: Instant) -> Result<SealedTerms, Refusal> {
    let snapshot = before.snapshot(at);
    let output = billing::quote(&snapshot, target, None).map_err(|error| Refusal::internal(&error))?;
    Ok(SealedTerms {
        format: SEALED_FORMAT,
        quote_id: format!("q_sample_{}", before.organization.id),
        organization: before.organization.id,
        user: BY_ID.to_owned(),
        subscription: before.id.clone(),
        version: before.version,
        price_version: before.price_version,
        promotion_version: None,
        tax_version: before.tax_version,
        expires_at: output.quote_expires_at,
        input: billing::QuoteInput { snapshot, target, promo: None },
        output,
    })
}

async fn insert_quote(conn: &mut Connection, terms: &SealedTerms) -> Result<String, Refusal> {
    let sealed = serde_json::to_value(terms).ok().as_ref().and_then(canonical);
    let sealed = sealed.ok_or_else(|| Refusal::internal(&"the sealed terms have no canonical JSON form"))?;
    let quote_hash = fingerprint(&sealed);
    let row = QuoteRow {
        id: terms.quote_id.clone(),
        organization: terms.organization,
        user: terms.user.clone(),
        subscription: terms.subscription.clone(),
        version: terms.version,
        as_of: terms.input.snapshot.as_of,
        expires_at: terms.expires_at,
        quote_hash: quote_hash.clone(),
        sealed,
    };
    quotes::insert(conn, &row).await?;
    Ok(quote_hash)
}

/// Inserts a declined renewal at the end of the period.
pub(super) async fn decline_renewal(
    conn: &mut Connection,
    organization: i64,
    dates: Dates,
) -> Result<(), Refusal> {
    let row = snapshot::load(conn, organization).await?;
    let booking = Booking::of(&row)?;
    let due_at = row.terms.period_end;
    let renewal = RenewalRow {
        subscription: row.id.clone(),
        due_at,
        state: RenewalState::Declined,
        tries: 1,
        version: row.version,
        booking: booking.to_text()?,
        tax_bp: row.tax_bp,
        amount_minor: booking.renewal.estimated_due_minor,
        currency: row.currency,
        card: None,
        card_ref: None,
        intent_id: None,
        confirm_sent: false,
        unanswered: 0,
        checks: 0,
        fence: 1,
        lease: Lease::starting(dates.now, 0),
        next_try_at: next_try(due_at, dates.now),
        alarm: None,
        confirmable: false,
        confirmations: 0,
        confirm_until: None,
        at_work: false,
    };
    renewals::upsert(conn, &renewal).await?;
    Ok(())
}
