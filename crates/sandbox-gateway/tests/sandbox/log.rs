use std::fs::{self, OpenOptions};
use std::io::Write;

use gateway::{Gateway, IntentStatus};
use sandbox_gateway::{Sandbox, SandboxError};

use crate::running::{config, lines, order, start};

#[tokio::test]
async fn responses_stay_valid_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let before = start(&log).await;
    let paid = before.create("a1", "card_visa").await;
    let confirmed = before.gateway.confirm(&paid.id, "a1:confirm").await.unwrap();
    let asked = before.create("a2", "card_confirm").await;
    let asking = before.gateway.confirm(&asked.id, "a2:confirm").await.unwrap();
    before.stop().await;
    let written = fs::read(&log).unwrap();

    let after = start(&log).await;

    assert_eq!(after.gateway.retrieve(&paid.id).await.unwrap().status, IntentStatus::Succeeded);
    assert_eq!(after.gateway.retrieve(&asked.id).await.unwrap().status, IntentStatus::RequiresAction);
    assert_eq!(after.gateway.create_intent(&order("a1", "card_visa")).await.unwrap(), paid);
    assert_eq!(after.gateway.confirm(&paid.id, "a1:confirm").await.unwrap(), confirmed);
    let again = after.gateway.confirm(&asked.id, "a2:confirm").await.unwrap();
    assert_eq!((again.id, again.status), (asking.id, asking.status));
    assert_eq!(fs::read(&log).unwrap(), written);
}

#[tokio::test]
async fn torn_last_line_is_removed_and_its_call_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let before = start(&log).await;
    let intent = before.create("a1", "card_visa").await;
    before.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();
    before.stop().await;
    let whole = fs::read(&log).unwrap();
    fs::write(&log, &whole[..whole.len() - 20]).unwrap();

    let after = start(&log).await;

    assert_eq!(after.events(&intent.id), ["intent_created", "confirming"]);
    assert_eq!(after.gateway.retrieve(&intent.id).await.unwrap().status, IntentStatus::Unconfirmed);
    let confirmed = after.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();
    assert_eq!(confirmed.status, IntentStatus::Succeeded);
    assert_eq!(after.events(&intent.id), ["intent_created", "confirming", "confirming", "succeeded"]);
}

#[tokio::test]
async fn second_sandbox_cannot_open_the_log_until_the_first_stops() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let first = start(&log).await;

    let second = Sandbox::open(config(&log));

    assert!(matches!(second, Err(SandboxError::LogInUse(path)) if path == log));
    first.stop().await;
    assert!(Sandbox::open(config(&log)).is_ok());
}

#[tokio::test]
async fn invalid_log_line_prevents_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let running = start(&log).await;
    running.create("a1", "card_visa").await;
    running.stop().await;
    let before = fs::read(&log).unwrap();
    for line in ["nonsense\n", "{}\n", "\n", "{\"at\":\"2026-03-16T09:30:00Z\",\"event\":\"refunded\"}\n"] {
        fs::write(&log, [before.as_slice(), line.as_bytes()].concat()).unwrap();

        let opened = Sandbox::open(config(&log));

        assert!(matches!(opened, Err(SandboxError::LogDamaged { line: 2, .. })), "{line}");
    }
}

#[tokio::test]
async fn log_with_two_successes_of_one_intent_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let running = start(&log).await;
    let intent = running.create("a1", "card_visa").await;
    running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();
    running.stop().await;
    let success = lines(&log).pop().unwrap();
    writeln!(OpenOptions::new().append(true).open(&log).unwrap(), "{success}").unwrap();

    let opened = Sandbox::open(config(&log));

    assert!(matches!(opened, Err(SandboxError::LogDamaged { line: 4, .. })));
}

#[test]
fn log_in_a_missing_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();

    let opened = Sandbox::open(config(&folder.path().join("missing/gateway.jsonl")));

    assert!(matches!(opened, Err(SandboxError::LogUnusable { .. })));
}

#[tokio::test]
async fn log_line_contains_every_field_of_a_charge() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let running = start(&log).await;
    let intent = running.create("a1", "card_visa").await;

    running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();

    let success = running.lines().pop().unwrap();
    assert!(success["at"].as_str().unwrap().starts_with("2026-03-16T09:3"));
    assert_eq!(success["event"], "succeeded");
    assert_eq!(success["intent"], intent.id);
    assert_eq!(success["idempotencyKey"], "a1:confirm");
    assert_eq!(success["organization"], 101);
    assert_eq!(success["amountMinor"], 24_155);
    assert_eq!(success["currency"], "USD");
    assert_eq!(success["cardRef"], "card_visa");
}
