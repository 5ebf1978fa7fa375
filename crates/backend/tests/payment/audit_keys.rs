//! The key of the audit trail, and rows of earlier releases that were chained without a key.

use std::fs;
use std::process::Command;

use backend::alarm::Alarm;
use backend::seal::fingerprint;
use backend::service::audit_trail::check_trail;
use backend::store::Store;
use backend::store::audit::{self, Anchors, AuditEntry};
use serde_json::{Value, json};

use crate::audit_trail::change;
use crate::support::{App, Books};

const ROWS: [(i64, &str); 3] =
    [(101, "subscription.seeded"), (102, "subscription.seeded"), (101, "subscription.canceled")];

async fn insert_without_key(app: &App, rows: &[(i64, &str)]) {
    let mut previous = "0".repeat(64);
    for (sequence, (organization, event)) in (1_i64..).zip(rows) {
        let row = json!([sequence, 1_700_000_000, organization, "u_owner", event, "sub_1", "{}", previous]);
        let hash = fingerprint(&row.to_string());
        change(
            app,
            format!(
                "INSERT INTO audit_without_key
                   (sequence, at, organization, actor, event, subject, body, previous_hash, hash)
                 VALUES ({sequence}, 1700000000, {organization}, 'u_owner', '{event}', 'sub_1', '{{}}',
                         '{previous}', '{hash}')"
            ),
        )
        .await;
        previous = hash;
    }
}

async fn boundary(books: &Books) -> Value {
    let bodies =
        books.texts("SELECT body FROM audit WHERE event = 'audit.rekeyed' ORDER BY sequence DESC").await;
    serde_json::from_str(&bodies[0]).unwrap()
}

/// Creates a database as an earlier release without a key left it.
async fn database_without_key() -> App {
    let app = App::open().await;
    change(&app, "DELETE FROM audit".to_owned()).await;
    insert_without_key(&app, &ROWS).await;
    fs::remove_file(app.file("billing.audit-key")).unwrap();
    app
}

fn url(app: &App) -> String {
    format!("sqlite:{}", app.database_file().display())
}

async fn is_rekeyed(app: &App) -> bool {
    let report =
        app.second_instance(app.gateway()).await.store.verify_audit(&Anchors::default()).await.unwrap();
    // The three rows and the boundary.
    report.is_intact() && report.rows == 4 && app.file("billing.audit-key").exists()
}

#[tokio::test]
async fn rows_of_earlier_releases_get_a_key_at_the_first_start() {
    let app = database_without_key().await;
    assert!(is_rekeyed(&app).await);
    let books = app.books();
    assert_eq!(books.number("SELECT count(*) FROM audit_without_key").await, 0);
    assert_eq!(boundary(&books).await, json!({"rows": 3, "firstBrokenRow": null}));
    assert_eq!(books.number("SELECT count(*) FROM audit WHERE event = 'subscription.canceled'").await, 1);

    // A row is altered before the start, and the links of later rows are unchanged.
    for altered in ["actor = 'u_bea'", "previous_hash = 'x'"] {
        let app = database_without_key().await;
        change(&app, format!("UPDATE audit_without_key SET {altered} WHERE sequence = 2")).await;
        assert!(is_rekeyed(&app).await);
        assert_eq!(boundary(&app.books()).await, json!({"rows": 3, "firstBrokenRow": 2}), "{altered}");
    }
}

#[tokio::test]
async fn rows_added_without_a_key_later_are_reported_and_never_signed() {
    let app = App::open().await;
    let books = app.books();
    let signed = books.number("SELECT count(*) FROM audit").await;
    insert_without_key(&app, &[(101, "subscription.canceled")]).await;

    let restarted = app.second_instance(app.gateway()).await;

    assert_eq!(books.number("SELECT count(*) FROM audit").await, signed);
    assert_eq!(books.number("SELECT count(*) FROM audit_without_key").await, 1, "they are kept as evidence");
    let report = restarted.store.verify_audit(&Anchors::default()).await.unwrap();
    assert_eq!((report.broken.clone(), report.without_key.clone()), (None, vec![1]));
    assert!(report.faults()[0].contains("sequence 1"), "{:?}", report.faults());
    check_trail(&restarted).await.unwrap();
    assert_eq!(restarted.alarms.count(Alarm::AuditBroken), 1);
    assert!(restarted.metrics.encode().lines().any(|line| line == "audit_intact 0"));
}

#[tokio::test]
async fn verify_command_lists_rows_added_without_a_key() {
    let app = App::open().await;
    let verify = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backend"));
        command.args(["audit", "verify", "--database-url", &url(&app)]).args(more);
        let output = command.env_remove("TESTCLOUD_AUDIT_ANCHOR").output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let json = |more: &[&str]| {
        let (code, text) = verify(more);
        (code, serde_json::from_str::<Value>(&text).unwrap())
    };
    let (code, intact) = json(&["--json", "--head"]);
    assert_eq!((code, &intact["intact"], &intact["anchored"]), (Some(0), &json!(true), &json!(false)));
    assert_eq!(intact["heads"].as_array().unwrap().len(), intact["chains"]);

    insert_without_key(&app, &ROWS).await;

    let (code, text) = verify(&[]);
    assert_eq!(code, Some(2));
    assert!(text.starts_with("broken: 3 rows in audit_without_key") && text.contains("1, 2, 3"), "{text}");
    let (code, broken) = json(&["--json"]);
    assert_eq!((code, &broken["intact"], &broken["broken"]), (Some(2), &json!(false), &Value::Null));
    assert_eq!(broken["withoutKey"], json!([1, 2, 3]));
    change(&app, "UPDATE audit SET actor = 'x' WHERE organization = 101 AND position = 1".to_owned()).await;
    let (_, broken) = json(&["--json"]);
    assert_eq!(
        broken["broken"],
        json!({"organization": 101, "position": 1, "sequence": 1, "fault": "altered"})
    );
    assert_eq!(broken["faults"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn emptied_trail_with_rows_without_a_key_is_refused() {
    let app = database_without_key().await;
    // A key file that exists before the rows.
    fs::write(app.file("billing.audit-key"), "k1:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY\n").unwrap();

    let error = Store::open(&url(&app)).await.unwrap_err().to_string();

    assert!(error.contains("3 audit rows") && error.contains("move the key file away"), "{error}");
    assert_eq!(app.books().number("SELECT count(*) FROM audit").await, 0);
    fs::rename(app.file("billing.audit-key"), app.file("prepared.audit-key")).unwrap();
    assert!(is_rekeyed(&app).await);
}

#[tokio::test]
async fn failed_rekeying_is_repeated_by_the_next_start() {
    let app = database_without_key().await;
    change(&app, format!("UPDATE audit_without_key SET at = {} WHERE sequence = 2", i64::MAX)).await;

    assert!(Store::open(&url(&app)).await.is_err(), "the second row is unreadable");

    assert_eq!(app.books().number("SELECT count(*) FROM audit").await, 0);
    assert!(!app.file("billing.audit-key").exists());
    change(&app, "UPDATE audit_without_key SET at = 1700000000".to_owned()).await;
    assert!(is_rekeyed(&app).await);
}

#[tokio::test]
async fn next_start_uses_the_key_of_a_start_that_ended_after_rekeying() {
    let app = database_without_key().await;
    assert!(is_rekeyed(&app).await);
    // The state between the commit and the rename of the draft.
    let (key, draft) = (app.file("billing.audit-key"), app.file("billing.audit-key.draft"));
    fs::rename(&key, &draft).unwrap();

    assert!(is_rekeyed(&app).await);

    assert!(!draft.exists());
    // A draft with another key does not match the trail.
    fs::rename(&key, app.file("kept")).unwrap();
    fs::write(&draft, "k1:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY\n").unwrap();
    let error = Store::open(&url(&app)).await.unwrap_err().to_string();
    assert!(error.contains("restore that file"), "{error}");
}

#[tokio::test]
async fn stores_opened_in_parallel_use_the_same_key() {
    for rows in [3, 0] {
        let app = database_without_key().await;
        change(&app, format!("DELETE FROM audit_without_key WHERE sequence > {rows}")).await;
        let url = url(&app);
        let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
        let stores = [one.unwrap(), other.unwrap()];
        for store in &stores {
            let entry = AuditEntry {
                at: app.state.clock.now(),
                organization: 101,
                actor: "u_owner",
                event: "subscription.canceled",
                subject: "sub_1",
                body: "{}",
            };
            let mut transaction = store.begin().await.unwrap();
            audit::append(&mut transaction, &entry).await.unwrap();
            transaction.commit().await.unwrap();
        }
        for store in &stores {
            assert!(store.verify_audit(&Anchors::default()).await.unwrap().is_intact(), "{rows} rows");
        }
        assert!(!app.file("billing.audit-key.draft").exists());
    }
}

#[tokio::test]
async fn store_does_not_open_without_the_key_of_its_trail() {
    let app = App::open().await;
    let (database, key) = (app.file("billing.sqlite"), app.file("billing.audit-key"));
    let url = format!("sqlite:{}", database.display());
    let key_text = fs::read_to_string(&key).unwrap();
    let bytes = fs::read(&database).unwrap();
    let secret = key_text.trim().split_once(':').unwrap().1;
    assert!(!String::from_utf8_lossy(&bytes).contains(secret), "the key is not in the database");
    let mut writing = app.state.store.begin().await.unwrap();
    let temporary: i64 = sqlx::query_scalar("PRAGMA temp_store").fetch_one(&mut *writing).await.unwrap();
    assert_eq!(temporary, 2, "temporary tables are in memory");
    drop(writing);

    for text in [None, Some("k2:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY\n")] {
        match text {
            None => fs::remove_file(&key).unwrap(),
            Some(text) => fs::write(&key, text).unwrap(),
        }
        let error = Store::open(&url).await.unwrap_err().to_string();
        assert!(error.contains("billing.audit-key") && error.contains("restore"), "{error}");
    }

    // A key is added: new rows are signed with it, and old rows still verify.
    fs::write(&key, format!("{key_text}k2:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY\n")).unwrap();
    let rotated = app.second_instance(app.gateway()).await;
    let buyer = app.person("billing").await.at(backend::routes::router(rotated.clone()));
    buyer.use_card(101, "pm_card_visa").await;
    assert_eq!(rotated.store.verify_audit(&Anchors::default()).await.unwrap().broken, None);
    assert_eq!(app.books().number("SELECT count(*) FROM audit WHERE key_id = 'k2'").await, 1);
}
