use std::net::SocketAddr;
use std::sync::Arc;

use gateway::{GatewayError, Intent, IntentStatus};
use process::Clock;
use serde_json::{Value, json};
use uuid::Uuid;

use super::payment_gateway;
use super::run::print;
use super::serve::{config, deployment_id};
use crate::app::AppState;
use crate::cli::{AttemptsCommand, HeldArguments, ResolveArguments, ServeArguments, ServeSettings};
use crate::seal::Seals;
use crate::service::payment::{self, HeldAttempt, Resolved};
use crate::service::renewals::{self, HeldRenewal};
use crate::store::attempts::AttemptRow;
use crate::store::{Store, UnreadableRow};

const REFUND: &str = "The gateway kept the charge. Refund it there, if that is not done yet.\n";

/// Runs `backend attempts`, also while the service is running.
pub async fn attempts(command: AttemptsCommand) -> Result<(), String> {
    match command {
        AttemptsCommand::Held(arguments) => list(arguments).await,
        AttemptsCommand::Resolve(arguments) => settle(arguments).await,
    }
}

async fn list(arguments: HeldArguments) -> Result<(), String> {
    let state = open(arguments.service).await?;
    let (attempts, bad_attempts) = payment::held(&state).await.map_err(|error| error.to_string())?;
    let (renewals, bad_renewals) = renewals::held(&state).await.map_err(|error| error.to_string())?;
    state.store.close().await;
    if arguments.json {
        let attempts = attempts.iter().map(in_json);
        let bad_attempts = bad_attempts.iter().map(|row| unreadable_in_json("attempt", row));
        let renewals = renewals.iter().map(renewal_in_json);
        let bad_renewals = bad_renewals.iter().map(|row| unreadable_in_json("renewal", row));
        let list = attempts.chain(bad_attempts).chain(renewals).chain(bad_renewals).collect();
        return print(&format!("{}\n", Value::Array(list)));
    }
    let attempts = attempts.iter().map(in_words);
    let attempts = attempts.chain(bad_attempts.iter().map(unreadable_in_words));
    let renewals = renewals.iter().map(renewal_in_words);
    let renewals = renewals.chain(bad_renewals.iter().map(unreadable_in_words));
    let list: Vec<String> = attempts.chain(renewals).collect();
    if list.is_empty() {
        return print("No attempt or renewal is held.\n");
    }
    print(&list.join("\n"))
}

async fn settle(arguments: ResolveArguments) -> Result<(), String> {
    if arguments.attempt.starts_with("renewal:") {
        return settle_renewal(arguments).await;
    }
    let state = open(arguments.service).await?;
    let held = payment::held_one(&state, &arguments.attempt).await.map_err(|error| error.to_string())?;
    if !arguments.json {
        print(&in_words(&held))?;
    }
    let before = in_json(&held);
    let resolved = payment::resolve(&state, held, arguments.outcome.into(), &arguments.because).await;
    state.store.close().await;
    let Resolved { attempt, needs_refund } = resolved.map_err(|error| error.to_string())?;
    if arguments.json {
        let result = json!({
            "held": before,
            "attempt": attempt.view(),
            "needsRefund": needs_refund,
        });
        return print(&format!("{result}\n"));
    }
    print(&format!("settled: {}, charged: {}\n", attempt.state.as_str(), attempt.view().charged.as_str()))?;
    if needs_refund {
        print(REFUND)?;
    }
    Ok(())
}

async fn settle_renewal(arguments: ResolveArguments) -> Result<(), String> {
    let state = open(arguments.service).await?;
    let held = renewals::held_one(&state, &arguments.attempt).await.map_err(|error| error.to_string())?;
    if !arguments.json {
        print(&renewal_in_words(&held))?;
    }
    let before = renewal_in_json(&held);
    let decision = payment::Decision::from(arguments.outcome);
    let resolved = renewals::resolve(&state, held, decision, &arguments.because).await;
    state.store.close().await;
    let needs_refund = resolved.map_err(|error| error.to_string())?;
    if arguments.json {
        let result = json!({ "held": before, "outcome": decision.as_str(), "needsRefund": needs_refund });
        return print(&format!("{result}\n"));
    }
    print(&format!("settled: {}\n", decision.as_str()))?;
    if needs_refund {
        print(REFUND)?;
    }
    Ok(())
}

/// Opens the database and the gateway of a running service, without serving.
async fn open(service: ServeArguments) -> Result<AppState, String> {
    let settings = ServeSettings::new(service)?;
    // Opening the store would create a missing database, in which nothing is held.
    let existing = Store::connect_read_only(&settings.arguments.database_url).await;
    drop(existing.map_err(|error| error.to_string())?);
    let clock = Arc::new(settings.arguments.clock.map_or_else(Clock::machine, Clock::starting_at));
    let store =
        Store::open_with(&settings.arguments.database_url, settings.arguments.audit_key_file.as_deref())
            .await
            .map_err(|error| error.to_string())?;
    let deployment = deployment_id(&store, &clock).await?;
    let gateway = payment_gateway::open(&settings, deployment, None).await?;
    // This command seals nothing, so it does not generate a key in the database.
    let unused = [Uuid::new_v4(), Uuid::new_v4()].map(Uuid::into_bytes).concat();
    let seals = Seals::new(vec![("unused".to_owned(), unused)]).map_err(|error| error.to_string())?;
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = config(&settings, nowhere);
    Ok(AppState::new(store, clock, gateway.client, seals, config))
}

fn unreadable_in_json(kind: &str, row: &UnreadableRow) -> Value {
    json!({ kind: row.id, "unreadable": row.error.to_string() })
}

fn unreadable_in_words(row: &UnreadableRow) -> String {
    format!("{}\n  unreadable:   {}\n", row.id, row.error)
}

fn in_json(held: &HeldAttempt) -> Value {
    let AttemptRow { id, organization, currency, amount_due_minor, alarm, intent_id, started_at, .. } =
        &held.attempt;
    let (gateway, error) = match &held.intent {
        Ok(intent) => (Some(payment::intent_report(intent)), None),
        Err(error) => (None, Some(error.to_string())),
    };
    json!({
        "attempt": id,
        "organization": organization,
        "startedAt": started_at,
        "by": held.attempt.by_name,
        "before": held.attempt.before,
        "after": held.attempt.after,
        "amountDueMinor": amount_due_minor,
        "currency": currency,
        "alarm": alarm,
        "intent": intent_id,
        "gateway": gateway,
        "gatewayError": error,
        "unreadable": held.attempt.card().err().map(|error| error.to_string()),
    })
}

fn in_words(held: &HeldAttempt) -> String {
    let attempt = &held.attempt;
    let plan = |plan: contract::Plan| format!("{} sessions {}", plan.sessions, plan.cycle.as_str());
    format!(
        "{}\n  organization: {}\n  started:      {} by {}\n  upgrade:      {} -> {}\n  amount due:   {} {} (minor \
         units)\n  held because: {}\n  gateway:      {}\n{}",
        attempt.id,
        attempt.organization,
        attempt.started_at,
        attempt.by_name,
        plan(attempt.before),
        plan(attempt.after),
        attempt.amount_due_minor,
        attempt.currency,
        attempt.alarm.as_deref().unwrap_or("-"),
        gateway_report(&held.intent),
        attempt.card().err().map_or_else(String::new, |error| format!("  unreadable:   {error}\n")),
    )
}

fn renewal_in_json(held: &HeldRenewal) -> Value {
    let HeldRenewal { organization, renewal, intent } = held;
    let (gateway, error) = match intent {
        Ok(intent) => (Some(payment::intent_report(intent)), None),
        Err(error) => (None, Some(error.to_string())),
    };
    json!({
        "renewal": renewal.name(),
        "organization": organization,
        "dueAt": renewal.due_at,
        "try": renewal.tries,
        "amountDueMinor": renewal.amount_minor,
        "currency": renewal.currency,
        "alarm": renewal.alarm,
        "intent": renewal.intent_id,
        "gateway": gateway,
        "gatewayError": error,
        "unreadable": held.unreadable().map(|error| error.to_string()),
    })
}

fn renewal_in_words(held: &HeldRenewal) -> String {
    let renewal = &held.renewal;
    format!(
        "{}\n  organization: {}\n  due:          {}, try {}\n  amount due:   {} {} (minor units)\n  held because: {}\n  \
         gateway:      {}\n{}",
        renewal.name(),
        held.organization,
        renewal.due_at,
        renewal.tries,
        renewal.amount_minor,
        renewal.currency,
        renewal.alarm.as_deref().unwrap_or("-"),
        gateway_report(&held.intent),
        held.unreadable().map_or_else(String::new, |error| format!("  unreadable:   {error}\n")),
    )
}

fn gateway_report(intent: &Result<Intent, GatewayError>) -> String {
    match intent {
        Ok(intent) => {
            let status = match intent.status {
                IntentStatus::Unconfirmed => "unconfirmed",
                IntentStatus::Processing => "processing",
                IntentStatus::RequiresAction => "waiting for the bank's confirmation",
                IntentStatus::Succeeded => "charged",
                IntentStatus::Declined => "declined",
                IntentStatus::Canceled => "canceled",
            };
            format!("{} {status}, {} {}", intent.id, intent.amount_minor, intent.currency)
        }
        Err(error) => error.to_string(),
    }
}
