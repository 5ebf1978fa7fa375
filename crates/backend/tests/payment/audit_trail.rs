use std::path::PathBuf;

use backend::alarm::Alarm;
use backend::app::AppState;
use backend::seal::fingerprint;
use backend::service::audit_trail::{HeadsRecorded, check_trail, create_anchor, record_heads};
use backend::store::audit::{self, AnchorFile, Anchors, AuditEntry, AuditFault, Broken};
use backend::store::{Store, StoreError};
use contract::SetupSession;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row};

use crate::support::App;

/// An upgrade of organization 101, then one of 103. 101 has the entries seeded, card, started, intent stored, charged.
async fn two_upgrades() -> App {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for organization in [101, 103] {
        let payment = buyer.prepare(organization, 8, "pm_card_visa").await;
        buyer.pay(&payment).await.is(201);
    }
    app
}

/// Changes the database like somebody who hides it: the triggers that prevent it are removed and created again.
pub async fn change(app: &App, statement: String) {
    let triggers = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'";
    let triggers = app.books().texts(triggers).await;
    let mut statements = vec![
        "DROP TRIGGER audit_is_never_changed".to_owned(),
        "DROP TRIGGER audit_is_never_deleted".to_owned(),
        statement,
    ];
    statements.extend(triggers);
    let mut transaction = app.state.store.begin().await.unwrap();
    for statement in statements {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

async fn broken(app: &App) -> Option<Broken> {
    app.state.store.verify_audit(&Anchors::default()).await.unwrap().broken
}

fn position_and_fault_of_101(broken: Option<Broken>) -> (Option<i64>, AuditFault) {
    let broken = broken.unwrap();
    assert_eq!(broken.organization, Some(101));
    (broken.position, broken.fault)
}

/// [`two_upgrades`] with an anchor file.
async fn two_upgrades_with_anchor() -> (App, PathBuf) {
    let mut app = two_upgrades().await;
    let anchor = app.file("audit.anchor");
    std::fs::write(&anchor, "").unwrap();
    let mut config = (*app.state.config).clone();
    config.audit_anchor = Some(anchor.clone());
    app.state.config = config.into();
    (app, anchor)
}

/// Whether the service has reported a broken trail.
fn is_reported(state: &AppState) -> bool {
    let metrics = state.metrics.encode();
    state.alarms.count(Alarm::AuditBroken) == 1 && metrics.lines().any(|line| line == "audit_intact 0")
}

#[tokio::test]
async fn untouched_trail_is_intact_and_chained_per_organization() {
    let app = two_upgrades().await;

    let report = app.state.store.verify_audit(&Anchors::default()).await.unwrap();

    assert_eq!(report.broken, None);
    assert_eq!(report.rows, app.books().number("SELECT count(*) FROM audit").await);
    let head = report.heads.iter().find(|head| head.organization == 101).unwrap();
    assert_eq!(head.position, 5);
    assert_eq!(app.books().number("SELECT count(DISTINCT key_id) FROM audit").await, 1);
}

#[tokio::test]
async fn edit_of_any_column_is_detected_at_its_row() {
    for (column, value) in [
        ("at", "at + 1"),
        ("actor", "'u_owner'"),
        ("event", "'attempt.canceled'"),
        ("subject", "'att_other'"),
        ("body", "replace(body, 'started', 'charged')"),
        ("sequence", "1000"),
        ("mac", "replace(mac, substr(mac, 1, 1), 'x')"),
    ] {
        let app = two_upgrades().await;
        change(
            &app,
            format!("UPDATE audit SET {column} = {value} WHERE organization = 101 AND position = 3"),
        )
        .await;

        assert_eq!(position_and_fault_of_101(broken(&app).await), (Some(3), AuditFault::Altered), "{column}");
    }
}

#[tokio::test]
async fn deleted_moved_and_reordered_rows_are_detected() {
    let app = two_upgrades().await;
    change(&app, "DELETE FROM audit WHERE organization = 101 AND position = 3".to_owned()).await;
    assert_eq!(position_and_fault_of_101(broken(&app).await), (Some(3), AuditFault::Missing));

    let app = two_upgrades().await;
    for (from, to) in [(3, 99), (4, 3), (99, 4)] {
        change(
            &app,
            format!("UPDATE audit SET position = {to} WHERE organization = 101 AND position = {from}"),
        )
        .await;
    }
    assert_eq!(position_and_fault_of_101(broken(&app).await), (Some(3), AuditFault::Altered));

    // A row moved from the end of one chain to the end of another.
    let app = two_upgrades().await;
    change(
        &app,
        "UPDATE audit SET organization = 103, position = 6 WHERE organization = 101 AND position = 5"
            .to_owned(),
    )
    .await;
    let moved = broken(&app).await.unwrap();
    assert_eq!((moved.organization, moved.position, moved.fault), (Some(103), Some(6), AuditFault::Altered));

    // A deleted chain: all other chains are intact, but the sequence over all organizations has a gap.
    let app = two_upgrades().await;
    let first = app.books().number("SELECT min(sequence) FROM audit WHERE organization = 101").await;
    change(&app, "DELETE FROM audit WHERE organization = 101".to_owned()).await;
    let gone = broken(&app).await.unwrap();
    assert_eq!((gone.sequence, gone.fault), (Some(first), AuditFault::Missing));
}

#[tokio::test]
async fn trail_rebuilt_without_the_key_is_detected() {
    let app = two_upgrades().await;
    change(
        &app,
        "UPDATE audit SET body = replace(body, '24155', '14155') WHERE organization = 101 AND position = 5"
            .to_owned(),
    )
    .await;
    let mut reader = app.state.store.reader().await.unwrap();
    let rows = sqlx::query("SELECT * FROM audit WHERE organization = 101 ORDER BY position")
        .fetch_all(&mut *reader)
        .await
        .unwrap();
    drop(reader);
    let mut previous = String::new();
    for row in rows {
        let text = |name: &str| Value::from(row.get::<String, _>(name));
        let number = |name: &str| Value::from(row.get::<i64, _>(name));
        let link = json!([
            "tcu-audit/1",
            text("key_id"),
            number("organization"),
            number("position"),
            number("sequence"),
            number("at"),
            text("actor"),
            text("event"),
            text("subject"),
            text("body"),
            previous
        ]);
        previous = fingerprint(&link.to_string());
        change(&app, format!("UPDATE audit SET mac = '{previous}' WHERE sequence = {}", number("sequence")))
            .await;
    }

    assert_eq!(position_and_fault_of_101(broken(&app).await), (Some(1), AuditFault::Altered));
}

#[tokio::test]
async fn row_signed_with_another_key_is_detected() {
    let app = two_upgrades().await;
    change(&app, "UPDATE audit SET key_id = 'other' WHERE organization = 101 AND position = 4".to_owned())
        .await;

    let (position, fault) = position_and_fault_of_101(broken(&app).await);
    assert_eq!((position, fault), (Some(4), AuditFault::UnknownKey("other".to_owned())));
}

#[tokio::test]
async fn truncated_trail_is_detected_by_the_anchor_file() {
    let (app, anchor) = two_upgrades_with_anchor().await;
    let mut recorded = HeadsRecorded::default();
    record_heads(&app.state, &mut recorded).await;
    record_heads(&app.state, &mut recorded).await;
    let heads = AnchorFile::new(&anchor).read().unwrap();
    assert_eq!(
        heads.heads.len(),
        app.state.store.verify_audit(&Anchors::default()).await.unwrap().heads.len(),
        "each head once"
    );
    assert_eq!(app.state.store.verify_audit(&heads).await.unwrap().broken, None);

    // The newest row of the trail. The database alone does not show that it is missing.
    change(&app, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)".to_owned()).await;
    assert_eq!(broken(&app).await, None);
    let cut = app.state.store.verify_audit(&heads).await.unwrap().broken.unwrap();
    assert_eq!((cut.organization, cut.position, cut.fault), (Some(103), Some(5), AuditFault::Missing));

    // The service continues to sign rows and to record anchors.
    app.person("billing").await.use_card(103, "pm_card_visa").await;
    record_heads(&app.state, &mut recorded).await;
    assert_eq!(broken(&app).await, None);
    let heads = AnchorFile::new(&anchor).read().unwrap();
    let replaced = app.state.store.verify_audit(&heads).await.unwrap().broken.unwrap();
    assert_eq!(
        (replaced.organization, replaced.position, replaced.fault),
        (Some(103), Some(5), AuditFault::NotAnchored)
    );
}

#[tokio::test]
async fn anchor_line_cut_by_a_crash_is_skipped() {
    let (app, anchor) = two_upgrades_with_anchor().await;
    std::fs::write(&anchor, "{\"organization\":101,\"posi").unwrap();

    record_heads(&app.state, &mut HeadsRecorded::default()).await;

    let heads = AnchorFile::new(&anchor).read().unwrap();
    assert_eq!(
        heads.heads.len(),
        app.state.store.verify_audit(&Anchors::default()).await.unwrap().heads.len()
    );
}

/// Replaces the newest row of the trail, which belongs to organization 103, by another row at the same position.
async fn replace_newest_row(app: &App) {
    change(app, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)".to_owned()).await;
    app.person("billing").await.use_card(103, "pm_card_visa").await;
}

#[tokio::test]
async fn anchor_of_a_replaced_row_is_never_superseded() {
    let (app, anchor) = two_upgrades_with_anchor().await;
    record_heads(&app.state, &mut HeadsRecorded::default()).await;
    replace_newest_row(&app).await;
    // A start that records every head again, as with an anchor file that only contains the replaced rows.
    let before = std::fs::read_to_string(&anchor).unwrap();
    std::fs::write(&anchor, "").unwrap();
    record_heads(&app.state, &mut HeadsRecorded::default()).await;
    let after = std::fs::read_to_string(&anchor).unwrap();

    for lines in [before.clone() + &after, after + &before] {
        std::fs::write(&anchor, lines).unwrap();
        let heads = AnchorFile::new(&anchor).read().unwrap();
        let replaced = app.state.store.verify_audit(&heads).await.unwrap().broken.unwrap();
        assert_eq!(
            (replaced.organization, replaced.position, replaced.fault),
            (Some(103), Some(5), AuditFault::NotAnchored)
        );
    }
}

#[tokio::test]
async fn running_service_reports_replaced_rows_and_records_them() {
    let (app, anchor) = two_upgrades_with_anchor().await;
    let mut recorded = HeadsRecorded::default();
    record_heads(&app.state, &mut recorded).await;
    app.state.metrics.audit_intact.set(1);

    replace_newest_row(&app).await;
    record_heads(&app.state, &mut recorded).await;

    assert!(is_reported(&app.state));
    let heads = AnchorFile::new(&anchor).read().unwrap();
    let macs: Vec<_> =
        heads.heads.iter().filter(|head| (head.organization, head.position) == (103, 5)).collect();
    assert_eq!(macs.len(), 2, "the recorded row and the one in its place");
    let replaced = app.state.store.verify_audit(&heads).await.unwrap().broken.unwrap();
    assert_eq!((replaced.position, replaced.fault), (Some(5), AuditFault::NotAnchored));
    let lines = heads.heads.len();
    record_heads(&app.state, &mut recorded).await;
    assert_eq!(AnchorFile::new(&anchor).read().unwrap().heads.len(), lines, "the rows are recorded once");
}

#[tokio::test]
async fn running_service_reports_a_truncated_trail_without_an_anchor_file() {
    let app = two_upgrades().await;
    let mut recorded = HeadsRecorded::default();
    record_heads(&app.state, &mut recorded).await;

    change(&app, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)".to_owned()).await;
    record_heads(&app.state, &mut recorded).await;

    assert!(is_reported(&app.state));
    // The daily check alone reports every chain as intact.
    check_trail(&app.state).await.unwrap();
    record_heads(&app.state, &mut recorded).await;
    assert!(is_reported(&app.state));
}

#[tokio::test]
async fn restarted_service_reports_rows_removed_while_it_was_stopped() {
    let (app, _) = two_upgrades_with_anchor().await;
    record_heads(&app.state, &mut HeadsRecorded::default()).await;

    // The end of the chain of 101, which is not the end of the trail, is replaced by another entry 5.
    change(&app, "DELETE FROM audit WHERE organization = 101 AND position = 5".to_owned()).await;
    app.person("billing").await.use_card(101, "pm_card_visa").await;
    record_heads(&app.state, &mut HeadsRecorded::default()).await;

    assert!(is_reported(&app.state));
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_an_altered_row() {
    for (column, value) in [
        ("actor", "CAST(x'ff' AS TEXT)"),
        ("event", "CAST(x'ff' AS TEXT)"),
        ("subject", "CAST(x'ff' AS TEXT)"),
        ("body", "CAST(x'ff' AS TEXT)"),
        ("key_id", "CAST(x'ff' AS TEXT)"),
        ("mac", "CAST(x'ff' || substr(mac, 2) AS TEXT)"),
    ] {
        let app = two_upgrades().await;
        change(
            &app,
            format!("UPDATE audit SET {column} = {value} WHERE organization = 101 AND position = 3"),
        )
        .await;

        assert_eq!(position_and_fault_of_101(broken(&app).await), (Some(3), AuditFault::Altered), "{column}");
        check_trail(&app.state).await.unwrap();
        assert!(is_reported(&app.state), "{column}");
    }
}

#[tokio::test]
async fn newest_row_that_is_not_utf_8_is_reported_and_later_rows_are_anchored() {
    for is_recorded in [false, true] {
        let (app, anchor) = two_upgrades_with_anchor().await;
        let mut recorded = HeadsRecorded::default();
        if is_recorded {
            record_heads(&app.state, &mut recorded).await;
        }
        app.state.metrics.audit_intact.set(1);
        let mac = "CAST(x'ff' || substr(mac, 2) AS TEXT)";
        let newest = "(SELECT max(sequence) FROM audit)";
        change(&app, format!("UPDATE audit SET mac = {mac}, actor = 'forged' WHERE sequence = {newest}"))
            .await;

        record_heads(&app.state, &mut recorded).await;

        assert!(is_reported(&app.state), "recorded: {is_recorded}");
        // Both the altered chain and others go on.
        for organization in [101, 103] {
            app.person("billing").await.use_card(organization, "pm_card_visa").await;
        }
        record_heads(&app.state, &mut recorded).await;
        let anchors = AnchorFile::new(&anchor).read().unwrap();
        for (organization, position) in [(101, 6), (103, 6)] {
            let is_later = anchors
                .heads
                .iter()
                .any(|head| (head.organization, head.position) == (organization, position));
            assert!(is_later, "recorded: {is_recorded}, {organization}: {anchors:?}");
        }
        let altered = broken(&app).await.unwrap();
        assert_eq!((altered.organization, altered.position), (Some(103), Some(5)));
        assert_eq!(altered.fault, AuditFault::Altered);
    }
}

#[tokio::test]
async fn missing_tables_of_the_trail_are_reported() {
    for table in ["audit_without_key", "audit"] {
        let app = two_upgrades().await;
        app.state.metrics.audit_intact.set(1);
        app.books().change(&format!("DROP TABLE {table}")).await;

        record_heads(&app.state, &mut HeadsRecorded::default()).await;

        assert!(is_reported(&app.state), "{table}");
        let report = app.state.store.verify_audit(&Anchors::default()).await.unwrap();
        assert!(!report.is_intact() && report.faults()[0].contains(table), "{table}: {report:?}");
    }
}

#[tokio::test]
async fn service_starts_without_the_table_of_earlier_rows_and_reports_it() {
    let app = two_upgrades().await;
    app.books().change("DROP TABLE audit_without_key").await;

    let restarted = app.second_instance(app.gateway()).await;

    check_trail(&restarted).await.unwrap();
    assert!(is_reported(&restarted));
}

#[tokio::test]
async fn trail_that_stays_unreadable_raises_an_alarm() {
    let app = two_upgrades().await;
    app.state.store.close().await;
    let mut recorded = HeadsRecorded::default();

    record_heads(&app.state, &mut recorded).await;
    assert_eq!(app.state.alarms.count(Alarm::AuditBroken), 0, "one failure may be temporary");
    for _ in 0..5 {
        record_heads(&app.state, &mut recorded).await;
    }

    assert_eq!(app.state.alarms.count(Alarm::AuditBroken), 1);
}

#[tokio::test]
async fn malformed_anchor_lines_are_reported_and_the_others_count() {
    for malformed in [&b"\xff\xfe"[..], b"{\"organization\":101}", b"no head"] {
        let (app, anchor) = two_upgrades_with_anchor().await;
        record_heads(&app.state, &mut HeadsRecorded::default()).await;
        let mut bytes = std::fs::read(&anchor).unwrap();
        let lines = AnchorFile::new(&anchor).read().unwrap().heads.len();
        bytes.extend([malformed, b"\n"].concat());
        std::fs::write(&anchor, bytes).unwrap();
        app.state.metrics.audit_intact.set(1);
        app.person("billing").await.use_card(101, "pm_card_visa").await;

        record_heads(&app.state, &mut HeadsRecorded::default()).await;

        assert!(is_reported(&app.state), "{malformed:?}");
        let anchors = AnchorFile::new(&anchor).read().unwrap();
        assert_eq!(anchors.heads.len(), lines + 1, "the new row is recorded");
        let report = app.state.store.verify_audit(&anchors).await.unwrap();
        assert!(report.broken.is_none() && !report.is_intact(), "{report:?}");
        assert!(report.faults()[0].contains(&format!("line {}", lines + 1)), "{report:?}");
        // The other lines still show what was removed.
        change(&app, "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)".to_owned()).await;
        assert_eq!(
            position_and_fault_of_101(app.state.store.verify_audit(&anchors).await.unwrap().broken),
            (Some(6), AuditFault::Missing)
        );
    }
}

const CARDS: &str = "SELECT organization || id FROM payment_card ORDER BY organization";

#[tokio::test]
async fn entry_that_a_trigger_skips_fails_its_transaction() {
    let app = two_upgrades().await;
    let books = app.books();
    let cards = books.texts(CARDS).await;
    books.change("CREATE TRIGGER quiet BEFORE INSERT ON AUDIT BEGIN SELECT RAISE(IGNORE); END").await;
    let entry = AuditEntry {
        at: app.state.clock.now(),
        organization: 101,
        actor: "u_owner",
        event: "subscription.canceled",
        subject: "sub_1",
        body: "{}",
    };

    let mut transaction = app.state.store.begin().await.unwrap();
    let appended = audit::append(&mut transaction, &entry).await;
    drop(transaction);

    assert!(matches!(appended, Err(StoreError::NotAudited)), "{appended:?}");
    let buyer = app.person("billing").await;
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    buyer.enter_card(&session, "pm_card_visa").await;
    buyer.complete_setup(101, &session.id).await.is(500);
    assert_eq!(books.texts(CARDS).await, cards);
}

#[tokio::test]
async fn added_removed_and_changed_triggers_are_reported() {
    for (statements, fault) in [
        (&["DROP TRIGGER audit_is_never_changed"][..], "audit_is_never_changed is missing"),
        (&["DROP TRIGGER audit_is_never_deleted"], "audit_is_never_deleted is missing"),
        (
            &[
                "DROP TRIGGER audit_is_never_changed",
                "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT 1; END",
            ],
            "audit_is_never_changed was changed",
        ),
        (
            &["CREATE TRIGGER Quiet BEFORE INSERT ON AUDIT BEGIN SELECT RAISE(IGNORE); END"],
            "quiet is not part of this release",
        ),
        (
            &[
                "CREATE TRIGGER quiet AFTER INSERT ON audit_without_key BEGIN DELETE FROM audit_without_key; END",
            ],
            "quiet is not part of this release",
        ),
    ] {
        let app = two_upgrades().await;
        app.state.metrics.audit_intact.set(1);
        for statement in statements {
            app.books().change(statement).await;
        }

        record_heads(&app.state, &mut HeadsRecorded::default()).await;

        assert!(is_reported(&app.state), "{fault}");
        let report = app.state.store.verify_audit(&Anchors::default()).await.unwrap();
        assert_eq!(report.broken, None);
        assert_eq!(report.faults(), [format!("the trigger {fault}")]);
    }
}

#[tokio::test]
async fn rows_outside_of_every_chain_are_found() {
    let mac = "a".repeat(64);
    for (sequence, organization, position) in [
        (0, 0, i64::MIN),
        (0, 101, 0),
        (-7, 101, -1),
        (i64::MIN, i64::MIN, i64::MIN),
        (0, i64::MIN, i64::MIN),
        (i64::MAX, i64::MAX, i64::MAX),
    ] {
        let app = two_upgrades().await;
        let mut writing = app.state.store.begin().await.unwrap();
        sqlx::query("PRAGMA ignore_check_constraints = 1").execute(&mut *writing).await.unwrap();
        let row = format!(
            "INSERT INTO audit VALUES ({sequence}, {organization}, {position}, 1773650000, 'u_owner',
             'attempt.resolved', 'att_x', '{{}}', 'k1', '{mac}')"
        );
        sqlx::query(AssertSqlSafe(row)).execute(&mut *writing).await.unwrap();
        writing.commit().await.unwrap();

        let report = app.state.store.verify_audit(&Anchors::default()).await.unwrap();

        assert!(!report.is_intact(), "{sequence} {organization} {position}: {report:?}");
        check_trail(&app.state).await.unwrap();
        assert!(is_reported(&app.state), "{sequence} {organization} {position}");
    }
}

#[tokio::test]
async fn missing_anchor_file_is_reported_and_not_created() {
    let (app, anchor) = two_upgrades_with_anchor().await;
    record_heads(&app.state, &mut HeadsRecorded::default()).await;
    let lines = AnchorFile::new(&anchor).read().unwrap().heads.len();
    std::fs::remove_file(&anchor).unwrap();
    app.state.metrics.audit_intact.set(1);

    let mut recorded = HeadsRecorded::default();
    create_anchor(&app.state.store, &anchor).await.unwrap();
    record_heads(&app.state, &mut recorded).await;

    assert!(is_reported(&app.state));
    assert_eq!(app.state.alarms.count(Alarm::AuditAnchorUnwritable), 1);
    assert!(!anchor.exists());
    // An operator creates the file; it gets every head.
    std::fs::write(&anchor, "").unwrap();
    record_heads(&app.state, &mut recorded).await;
    assert_eq!(AnchorFile::new(&anchor).read().unwrap().heads.len(), lines);

    // The same while the service runs: nothing that it has recorded is forgotten.
    std::fs::remove_file(&anchor).unwrap();
    record_heads(&app.state, &mut recorded).await;
    assert!(!anchor.exists());
    std::fs::write(&anchor, "").unwrap();
    record_heads(&app.state, &mut recorded).await;
    assert_eq!(AnchorFile::new(&anchor).read().unwrap().heads.len(), lines);
    record_heads(&app.state, &mut recorded).await;
    assert_eq!(AnchorFile::new(&anchor).read().unwrap().heads.len(), lines, "each head once");
}

#[tokio::test]
async fn emptied_trail_does_not_get_a_new_anchor_file() {
    let (app, anchor) = two_upgrades_with_anchor().await;
    change(&app, "DELETE FROM audit".to_owned()).await;
    std::fs::remove_file(&anchor).unwrap();

    create_anchor(&app.state.store, &anchor).await.unwrap();

    assert!(!anchor.exists());
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("new.sqlite").display());
    create_anchor(&Store::open(&url).await.unwrap(), &anchor).await.unwrap();
    assert!(anchor.exists(), "a new database gets one");
}
