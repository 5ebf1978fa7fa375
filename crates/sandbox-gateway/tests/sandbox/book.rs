use std::fs::{self, OpenOptions};
use std::io::Write;

use sandbox_gateway::{Sandbox, SandboxError};

use crate::running::{config, lines, start};

#[tokio::test]
async fn state_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let before = start(&book).await;
    let (customer, card) = before.saved_card("pm_card_visa").await;
    let paid = before.intent("pm_card_visa").await;
    before.confirm(&paid).await;
    let asked = before.intent("pm_card_authenticationRequired").await;
    before.confirm(&asked).await;
    let paths = [
        format!("/v1/payment_intents/{paid}?expand[]=latest_charge"),
        "/v1/payment_intents?limit=5".to_owned(),
        format!("/v1/customers/{customer}/payment_methods"),
        format!("/v1/payment_methods/{card}"),
        "/v1/events?limit=100".to_owned(),
    ];
    let mut answers = Vec::new();
    for path in &paths {
        answers.push(before.get(path).await.text);
    }
    before.stop().await;
    let written = fs::read(&book).unwrap();

    let after = start(&book).await;

    for (path, answer) in paths.iter().zip(&answers) {
        assert_eq!(&after.get(path).await.text, answer, "{path}");
    }
    assert_eq!(fs::read(&book).unwrap(), written);
}

#[tokio::test]
async fn torn_last_line_is_removed_and_its_call_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let before = start(&book).await;
    let intent = before.intent("pm_card_visa").await;
    let path = format!("/v1/payment_intents/{intent}/confirm");
    before.post_with_key(&path, "k", "").await;
    before.stop().await;
    let whole = fs::read(&book).unwrap();
    fs::write(&book, &whole[..whole.len() - 20]).unwrap();

    let after = start(&book).await;

    assert_eq!(after.entries(&intent), ["intent_created", "confirming"]);
    assert_eq!(after.status(&intent).await, "requires_confirmation");
    assert_eq!(after.post_with_key(&path, "k", "").await.body["status"], "succeeded");
    assert_eq!(after.entries(&intent), ["intent_created", "confirming", "confirming", "succeeded"]);
}

#[tokio::test]
async fn second_sandbox_cannot_open_the_book_until_the_first_stops() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let first = start(&book).await;

    let second = Sandbox::open(config(&book));

    assert!(matches!(second, Err(SandboxError::BookInUse(path)) if path == book));
    first.stop().await;
    assert!(Sandbox::open(config(&book)).is_ok());
}

#[tokio::test]
async fn invalid_line_prevents_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let running = start(&book).await;
    running.intent("pm_card_visa").await;
    running.stop().await;
    let before = fs::read(&book).unwrap();
    for line in ["nonsense\n", "{}\n", "\n", "{\"at\":\"2026-03-16T09:30:00Z\",\"event\":\"paid\"}\n"] {
        fs::write(&book, [before.as_slice(), line.as_bytes()].concat()).unwrap();

        let opened = Sandbox::open(config(&book));

        assert!(matches!(opened, Err(SandboxError::BookDamaged { line: 2, .. })), "{line}");
    }
}

#[tokio::test]
async fn book_with_two_successes_of_one_intent_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let running = start(&book).await;
    let intent = running.intent("pm_card_visa").await;
    running.confirm(&intent).await;
    running.stop().await;
    let success = fs::read_to_string(&book).unwrap().lines().last().unwrap().to_owned();
    // The same success with another charge.
    let charge = lines(&book).pop().unwrap()["records"][0]["id"].as_str().unwrap().to_owned();
    let second = success.replace(&charge, "ch_another");
    writeln!(OpenOptions::new().append(true).open(&book).unwrap(), "{second}").unwrap();

    let opened = Sandbox::open(config(&book));

    assert!(matches!(opened, Err(SandboxError::BookDamaged { line: 4, .. })), "{opened:?}");
}

#[test]
fn book_in_a_missing_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();

    let opened = Sandbox::open(config(&folder.path().join("missing/book.jsonl")));

    assert!(matches!(opened, Err(SandboxError::BookUnusable { .. })));
}

#[tokio::test]
async fn line_contains_every_field_of_a_charge() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let running = start(&book).await;
    let intent = running.intent("pm_card_visa").await;

    running.post_with_key(&format!("/v1/payment_intents/{intent}/confirm"), "d:a1:confirm", "").await;

    let success = running.lines().pop().unwrap();
    assert!(success["at"].as_str().unwrap().starts_with("2026-03-16T09:3"));
    assert_eq!((&success["event"], &success["intent"]), (&"succeeded".into(), &intent.into()));
    assert_eq!(success["idempotencyKey"], "d:a1:confirm");
    assert_eq!((&success["organization"], &success["attempt"]), (&101.into(), &"a1".into()));
    assert_eq!((&success["amount"], &success["currency"]), (&24_155.into(), &"usd".into()));
    assert!(success["cardRef"].as_str().unwrap().starts_with("pm_"));
    assert!(!fs::read_to_string(&book).unwrap().contains(crate::running::KEY));
}
