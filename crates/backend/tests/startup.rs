//! Tests of the executable: startup, startup errors, logs and shutdown.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use backend::seal::Seals;
use backend::service::embedding::Document;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sqlx::Connection;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

fn backend(folder: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backend"));
    prepare(&mut command, folder, options);
    command
}

fn prepare<'a>(command: &'a mut Command, folder: &Path, options: &[&str]) -> &'a mut Command {
    command.current_dir(folder).args(options).env_remove("DATABASE_URL").env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped())
}

fn run(folder: &Path, options: &[&str]) -> Output {
    backend(folder, options).output().unwrap()
}

/// The output of a start that fails. A service that starts although it should not is stopped.
fn output(command: &mut Command) -> Output {
    let mut process = command.spawn().unwrap();
    let started = Instant::now();
    while process.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(20) {
            process.kill().unwrap();
            panic!("it has not ended: {:?}", process.wait_with_output().unwrap());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    process.wait_with_output().unwrap()
}

/// The last line that a failed start prints, without the prefix.
fn startup_error(folder: &Path, options: &[&str]) -> String {
    let output = output(&mut backend(folder, options));
    assert_eq!(output.status.code(), Some(1), "{options:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    let last = stderr.lines().last().unwrap_or_default().to_owned();
    last.strip_prefix("backend: ").unwrap_or_else(|| panic!("{options:?} printed {stderr}")).to_owned()
}

const API_KEY: &str = "sk_test_4f3a9c1d7e5b24680";
const WEBHOOK_SECRET: &str = "whsec_f3a9c1d7e5b24680";

/// A client for http addresses.
fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy()
}

const LOOPBACK: [&str; 7] = [
    "--sample-data",
    "--listen",
    "127.0.0.1:0",
    "--sandbox-listen",
    "127.0.0.1:0",
    "--admin-listen",
    "127.0.0.1:0",
];

/// A running backend process, with its addresses and its log.
struct BackendProcess {
    process: Child,
    address: String,
    /// The address of the admin listener, which serves `/metrics` and `/health`.
    admin: String,
    log: std::thread::JoinHandle<String>,
}

impl BackendProcess {
    fn start(folder: &Path) -> Self {
        Self::start_command(&mut backend(folder, &LOOPBACK))
    }

    fn start_with(folder: &Path, more: &[&str]) -> Self {
        Self::start_command(&mut backend(folder, &[&LOOPBACK[..], more].concat()))
    }

    fn start_command(command: &mut Command) -> Self {
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut before = String::new();
        let (address, admin) = loop {
            let line = lines.next().unwrap_or_else(|| panic!("the process ended: {before}")).unwrap();
            let entry: Value = serde_json::from_str(&line).unwrap();
            before = before + &line + "\n";
            if entry["message"] == "listening" {
                let of = |name: &str| entry[name].as_str().unwrap().to_owned();
                break (of("listen"), of("admin"));
            }
        };
        let log = std::thread::spawn(move || {
            lines.map_while(Result::ok).fold(before, |log, line| log + &line + "\n")
        });
        Self { process, address, admin, log }
    }

    /// Sends SIGTERM and returns the exit code and the log.
    fn stop(mut self) -> (Option<i32>, String) {
        let kill = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(kill.success());
        (self.process.wait().unwrap().code(), self.log.join().unwrap())
    }
}

struct Caller {
    client: reqwest::Client,
    origin: String,
    cookie: String,
}

impl Caller {
    async fn sign_in(address: &str) -> Self {
        let origin = format!("http://{address}");
        let mut caller = Self { client: http().build().unwrap(), origin, cookie: String::new() };
        let body = json!({"email": "billing@example.com", "password": "testops"});
        let answer = caller.send("POST", "session", &body).await;
        let cookie = answer.headers().get("set-cookie").unwrap().to_str().unwrap();
        caller.cookie = cookie.split(';').next().unwrap().to_owned();
        caller
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> reqwest::Response {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let url = format!("{}/api/v1/{path}", self.origin);
        let request =
            self.client.request(method, url).header("origin", &self.origin).header("cookie", &self.cookie);
        request.json(body).send().await.unwrap()
    }
}

/// A shell command that sets the usual limit of open files and starts the process.
const USUAL_FILE_LIMIT: &str = "ulimit -Sn 1024; exec \"$0\" \"$@\"";

#[tokio::test(flavor = "multi_thread")]
async fn half_sent_request_heads_do_not_stop_service() {
    const HEADS: usize = 1_500;
    rlimit::increase_nofile_limit(4_096).unwrap();
    let folder = folder();
    let mut command = Command::new("sh");
    command.args(["-c", USUAL_FILE_LIMIT, env!("CARGO_BIN_EXE_backend")]);
    let running = BackendProcess::start_command(prepare(&mut command, folder.path(), &LOOPBACK));
    let mut held = Vec::new();
    for _ in 0..HEADS {
        let connected = tokio::net::TcpStream::connect(&running.address);
        let connected = tokio::time::timeout(Duration::from_secs(5), connected).await;
        let mut connection = connected.expect("a connection is accepted").unwrap();
        connection.write_all(b"GET /api/v1/users/me HTTP/1.1\r\nHost: a.example\r\nX-Slow: ").await.unwrap();
        held.push(connection);
    }

    let client = http().timeout(Duration::from_secs(3)).build().unwrap();
    let live = client.get(format!("http://{}/health/live", running.address)).send().await;
    let metrics = client.get(format!("http://{}/metrics", running.admin)).send().await;

    assert_eq!(live.unwrap().status(), 200);
    let metrics = metrics.unwrap().text().await.unwrap();
    let open = metrics.lines().find_map(|line| line.strip_prefix("http_connections_open ")).unwrap();
    assert!(open.parse::<usize>().unwrap() > HEADS, "{open} connections are open");
    drop(held);
    let (code, log) = running.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("\"max_connections\":10000") || log.contains("allows fewer connections"), "{log}");
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn failed_start_names_the_cause_and_the_remedy() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let with = |more: &[&'static str]| [&LOOPBACK, more].concat();
    for (options, names) in [
        (vec![], vec!["--sample-data", "--sandbox-listen"]),
        (vec!["--sample-data", "--listen", &taken], vec![taken.as_str(), "--listen"]),
        (
            [&LOOPBACK[..3], &LOOPBACK[5..], &["--sandbox-listen", &taken]].concat(),
            vec![taken.as_str(), "--sandbox-listen"],
        ),
        ([&LOOPBACK[..5], &["--admin-listen", &taken]].concat(), vec![taken.as_str(), "--admin-listen"]),
        (with(&["--database-url", "sqlite:/proc/none/t.sqlite"]), vec!["/proc/none/t.sqlite", "writable"]),
        (with(&["--database-url", "postgres://localhost/t"]), vec!["postgres", "sqlite:PATH"]),
        (with(&["--database-url", "mysql://localhost/t"]), vec!["sqlite:PATH"]),
        (with(&["--sandbox-log", "/proc/none/log"]), vec!["/proc/none/log"]),
        (with(&["--serve-dist", "nowhere"]), vec!["nowhere", "--serve-dist"]),
        (with(&["--clock", "yesterday"]), vec!["yesterday", "2026-03-16T09:30:00Z"]),
        (with(&["--public-origin", "https://a.example/app"]), vec!["https://a.example/app"]),
        (with(&["--gateway-timeout", "soon"]), vec!["soon", "seconds"]),
        (with(&["--nonsense"]), vec!["--nonsense", "--help"]),
        (vec!["--sample-data", "--listen", "0.0.0.0:0"], vec!["0.0.0.0:0", "--public-origin"]),
        (
            [&LOOPBACK[..3], &LOOPBACK[5..], &["--sandbox-listen", "0.0.0.0:0"]].concat(),
            vec!["the sandbox listens on 0.0.0.0", "--sandbox-public-origin"],
        ),
    ] {
        let error = startup_error(folder.path(), &options);
        for name in names {
            assert!(error.contains(name), "{options:?} printed {error:?} without {name:?}");
        }
    }
}

const PUBLIC: [&str; 8] = [
    "--listen",
    "127.0.0.1:0",
    "--sandbox-listen",
    "127.0.0.1:0",
    "--admin-listen",
    "127.0.0.1:0",
    "--public-origin",
    "https://a.example",
];

#[test]
fn unsafe_configurations_are_refused_at_startup() {
    let folder = folder();
    let good = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY";
    for (name, secret, expected) in [
        ("TESTCLOUD_SEAL_KEYS", "k1:c2hvcnQ".to_owned(), "shorter than 32 bytes"),
        ("TESTCLOUD_SEAL_KEYS", format!("k1:{}", "A".repeat(43)), "the seal key k1 repeats a pattern"),
        (
            "TESTCLOUD_SEAL_KEYS",
            "k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE".to_owned(),
            "repeats a pattern",
        ),
        ("TESTCLOUD_SEAL_KEYS", format!("k1:{good},k1:{good}"), "two seal keys have the id k1"),
        (
            "TESTCLOUD_SEAL_KEYS",
            format!("k1:{good},k2:{good}"),
            "the seal keys k1 and k2 have the same secret",
        ),
        ("STRIPE_WEBHOOK_SECRET", "a".repeat(16), "STRIPE_WEBHOOK_SECRET cannot be used"),
        ("STRIPE_API_KEY", format!("sk_test_{}", "ab".repeat(8)), "repeats a pattern"),
        ("STRIPE_API_KEY", "sk_live_4f3a9c1d7e5b24680".to_owned(), "charges real cards"),
        ("STRIPE_API_KEY", "nonsense".to_owned(), "STRIPE_API_KEY cannot be used"),
    ] {
        let mut command = backend(folder.path(), &LOOPBACK);
        let output = output(command.env(name, secret));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && said.contains(expected), "{expected}: {said}");
    }
    let with = |more: &'static str| [&PUBLIC[..], &[more]].concat();
    assert!(startup_error(folder.path(), &with("--sample-data")).contains("passwords of the sample people"));
    let development = with("--trunk-origin=http://127.0.0.1:8080");
    assert!(startup_error(folder.path(), &development).contains("development origin"));
}

#[test]
fn seeded_database_is_refused_at_a_public_origin() {
    let folder = folder();
    assert_eq!(BackendProcess::start(folder.path()).stop().0, Some(0));

    assert!(startup_error(folder.path(), &PUBLIC).contains("passwords of the sample people"));
}

#[test]
fn files_are_readable_by_their_owner_only() {
    let folder = folder();
    let running = BackendProcess::start(folder.path());

    let mut names = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let (name, mode) =
            (file.file_name().into_string().unwrap(), file.metadata().unwrap().permissions().mode());
        assert_eq!(mode & 0o777, 0o600, "{name}");
        names.push(name);
    }

    for expected in [
        "sandbox-gateway.jsonl",
        "testcloud.audit-key",
        "testcloud.sqlite",
        "testcloud.sqlite-shm",
        "testcloud.sqlite-wal",
    ] {
        assert!(names.iter().any(|name| name == expected), "{expected} is not among {names:?}");
    }
    assert_eq!(running.stop().0, Some(0));
}

#[test]
fn help_lists_every_option_and_openapi_prints_the_document() {
    let folder = folder();

    let help = run(folder.path(), &["--help"]);
    let document = run(folder.path(), &["openapi"]);

    assert!(help.status.success() && document.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    for option in [
        "--listen",
        "--admin-listen",
        "--database-url",
        "--sample-data",
        "--serve-dist",
        "--public-origin",
        "--gateway-timeout",
        "--recovery-interval",
        "--sandbox-listen",
        "--sandbox-log",
        "--sandbox-control-listen",
        "--gateway-url",
        "--clock",
        "--trunk-origin",
        "--trusted-proxy",
        "--forwarded-header",
        "--audit-key-file",
        "--audit-anchor",
        "DATABASE_URL",
        "TESTCLOUD_SERVE_DIST",
        "TESTCLOUD_SEAL_KEYS",
        "STRIPE_API_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "openapi",
        "apply",
    ] {
        assert!(help.contains(option), "{option} is not explained in {help}");
    }
    assert_eq!(String::from_utf8(document.stdout).unwrap(), backend::routes::document());
}

#[test]
fn openapi_writes_the_document_into_a_file() {
    let folder = folder();
    let file = folder.path().join("openapi.json");

    let written = run(folder.path(), &["openapi", "--write", file.to_str().unwrap()]);

    assert!(written.status.success() && written.stdout.is_empty(), "{written:?}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), backend::routes::document());
    let error = startup_error(folder.path(), &["openapi", "--write", "nowhere/openapi.json"]);
    assert!(error.contains("nowhere/openapi.json"), "{error}");
}

#[test]
fn options_can_be_set_in_the_environment() {
    let folder = folder();

    let output = backend(folder.path(), &[]).env("TESTCLOUD_CLOCK", "soon").output().unwrap();

    assert!(String::from_utf8(output.stderr).unwrap().contains("soon is not an instant"));
}

#[test]
fn second_process_cannot_use_the_same_gateway_log() {
    let folder = folder();
    let first = BackendProcess::start(folder.path());

    let error =
        startup_error(folder.path(), &[&LOOPBACK[..], &["--database-url", "sqlite:other.sqlite"]].concat());

    assert!(error.contains("sandbox-gateway.jsonl") && error.contains("in use"), "{error}");
    assert_eq!(first.stop().0, Some(0));
}

#[tokio::test]
async fn service_stops_cleanly_and_continues_after_a_restart() {
    let folder = folder();
    let first = BackendProcess::start(folder.path());
    let caller = Caller::sign_in(&first.address).await;
    let order = json!({"target": {"sessions": 8, "cycle": "monthly"}});
    let quote = caller.send("POST", "organizations/101/testcloud/quotes", &order).await;
    let quote: Value = serde_json::from_slice(&quote.bytes().await.unwrap()).unwrap();

    let (code, log) = first.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.lines().last().unwrap().contains("\"stopped\""), "{log}");

    let second = BackendProcess::start(folder.path());
    let caller = Caller { origin: format!("http://{}", second.address), ..caller };
    let seen =
        caller.client.get(format!("{}/api/v1/users/me", caller.origin)).header("cookie", &caller.cookie);
    assert_eq!(seen.send().await.unwrap().status(), 200);
    let pay = json!({
        "quoteId": quote["id"], "quoteHash": quote["quoteHash"], "seal": quote["seal"],
        "expectedDueMinor": quote["output"]["amountDueMinor"], "paymentMethodId": "pm_101",
    });
    let url = format!("{}/api/v1/organizations/101/testcloud/upgrades", caller.origin);
    let request = caller.client.post(url).header("origin", &caller.origin).header("cookie", &caller.cookie);
    let paid = request
        .header("idempotency-key", "a-key")
        .header("if-match", "\"1\"")
        .json(&pay)
        .send()
        .await
        .unwrap();
    assert_eq!(paid.status(), 201);
    let (_, log) = second.stop();
    assert!(!log.contains("sample data seeded"), "{log}");
}

#[tokio::test]
async fn metrics_and_readiness_are_served_on_the_admin_listener() {
    let folder = folder();
    let running = BackendProcess::start(folder.path());
    let get = async |address: &str, path: &str| {
        let answer = http().build().unwrap().get(format!("http://{address}{path}")).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };

    assert_eq!(get(&running.address, "/health/live").await.0, 200);
    let (status, metrics) = get(&running.admin, "/metrics").await;
    assert_eq!(get(&running.address, "/metrics").await.0, 404);
    assert_eq!(get(&running.address, "/health/ready").await.0, 404);
    assert_eq!(get(&running.admin, "/health/ready").await.0, 200);

    assert_eq!(status, 200);
    assert!(metrics.contains("http_requests_total{method=\"GET\",route=\"/health/live\",status=\"200\"} 1"));
    assert_eq!(running.stop().0, Some(0));
}

#[tokio::test]
async fn log_names_each_request_and_contains_no_secrets() {
    let folder = folder();
    let running = BackendProcess::start(folder.path());
    let caller = Caller::sign_in(&running.address).await;
    let wrong = json!({"email": "who@example.com", "password": "hunter2-hunter2"});
    caller.send("POST", "session", &wrong).await;
    let order = json!({"target": {"sessions": 8, "cycle": "monthly"}, "promotionCode": "GUESSEDCODE"});
    caller.send("POST", "organizations/101/testcloud/quotes?code=GUESSEDCODE", &order).await;
    let check = json!({"code": "SAVE10", "sessions": 8, "cycle": "monthly"});
    let answer = caller.send("POST", "organizations/101/testcloud/promotion-checks", &check).await;
    let request_id = answer.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
    let page = json!({"return": "/organizations/101/settings/payment-method"});
    caller.send("POST", "organizations/101/payment-method/setup-sessions", &page).await;
    let note = json!({"note": "4242 4242 4242 4242"});
    caller.send("POST", "organizations/101/testcloud/access-requests", &note).await;

    caller.send("MADEUPMETHOD", "users/me", &json!({})).await;

    let (_, log) = running.stop();

    assert!(!log.contains("MADEUPMETHOD"), "{log}");
    assert!(log.contains(&request_id), "{log}");
    let token = caller.cookie.split('=').nth(1).unwrap();
    for secret in
        [token, "testops", "hunter2", "GUESSEDCODE", "SAVE10", "pm_card_visa", "4242 4242", "who@example.com"]
    {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        assert!(entry["timestamp"].is_string() && entry["level"].is_string(), "{line}");
    }
}

#[tokio::test]
async fn audit_verify_names_the_first_broken_row() {
    let folder = folder();
    let running = BackendProcess::start_with(folder.path(), &["--audit-anchor", "audit.anchor"]);
    let caller = Caller::sign_in(&running.address).await;
    caller.send("POST", "organizations/101/testcloud/cancellation", &json!({})).await;
    let (_, log) = running.stop();
    assert!(log.contains("\"audit head\"") && log.contains("the audit trail is intact"), "{log}");
    let verify = |more: &[&str]| {
        let output = run(folder.path(), &[&["audit", "verify"], more].concat());
        (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };

    let (code, output) = verify(&["--head", "--audit-anchor", "audit.anchor"]);
    assert_eq!(code, Some(0), "{output}");
    assert!(
        output.contains("intact: ") && output.contains("\"organization\":101,\"position\":2"),
        "{output}"
    );

    let url = format!("sqlite:{}", folder.path().join("testcloud.sqlite").display());
    let database = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::raw_sql(
        "DROP TRIGGER audit_is_never_deleted;
         DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit);
         CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
         BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END",
    )
    .execute(&database)
    .await
    .unwrap();
    assert_eq!(verify(&[]).0, Some(0), "a missing newest row is not detected without the anchor file");
    let (code, output) = verify(&["--audit-anchor", "audit.anchor"]);
    assert_eq!(code, Some(2), "{output}");
    assert!(output.contains("organization 101, entry 2") && output.contains("missing"), "{output}");

    sqlx::raw_sql(
        "DROP TRIGGER audit_is_never_changed; UPDATE audit SET actor = 'somebody' WHERE sequence = 3",
    )
    .execute(&database)
    .await
    .unwrap();
    database.close().await;
    let (code, output) = verify(&[]);
    assert_eq!(code, Some(2), "{output}");
    assert!(output.contains("row 3 (organization 103, entry 1)"), "{output}");

    for options in [&["--audit-key-file", "none"][..], &["--database-url", "sqlite:none.sqlite"]] {
        let (code, report) = verify(options);
        assert_eq!(code, Some(1), "{options:?}: {report}");
        assert!(report.contains("none"), "{options:?}: {report}");
    }
    assert!(!folder.path().join("none.sqlite").exists());
    let (code, report) = verify(&["--audit-anchor", "none"]);
    assert_eq!(code, Some(2), "{report}");
    assert!(report.contains("broken: the anchor file none does not exist"), "{report}");
    assert!(!folder.path().join("none").exists());
}

#[test]
fn processes_that_start_at_once_create_one_database() {
    const PROCESSES: usize = 4;
    for round in 0..5 {
        let folder = folder();
        let start = || {
            let listen = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
            let options = [&listen[..], &["--gateway-url", "http://127.0.0.1:1"]].concat();
            let mut command = backend(folder.path(), &options);
            command
                .env("STRIPE_API_KEY", API_KEY)
                .env("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)
                .spawn()
                .unwrap()
        };
        let started: Vec<Child> = (0..PROCESSES).map(|_| start()).collect();

        for mut process in started {
            let mut said = Vec::new();
            for line in BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok) {
                let is_listening = line.contains("\"listening\"");
                said.push(line);
                if is_listening {
                    break;
                }
            }
            process.kill().unwrap();
            process.wait().unwrap();
            assert!(
                said.last().is_some_and(|line| line.contains("\"listening\"")),
                "round {round}: {said:?}"
            );
        }
        assert_eq!(run(folder.path(), &["audit", "verify"]).status.code(), Some(0));
    }
}

#[test]
fn attempts_command_refuses_a_missing_database_and_creates_none() {
    let folder = folder();
    for options in
        [&["attempts", "held"][..], &["attempts", "resolve", "att_1", "--as", "charged", "--because", "x"]]
    {
        let mut command =
            backend(folder.path(), &[options, &["--gateway-url", "http://127.0.0.1:1"]].concat());
        let output =
            output(command.env("STRIPE_API_KEY", API_KEY).env("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET));

        assert_eq!(output.status.code(), Some(1), "{options:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("testcloud.sqlite cannot be opened"), "{said}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{options:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn service_answers_and_stops_while_nobody_reads_its_log() {
    let folder = folder();
    let mut process = backend(folder.path(), &LOOPBACK).spawn().unwrap();
    // Kept open and not read after the first lines. A pipe holds about 230 lines of requests.
    let mut log = BufReader::new(process.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("\"listening\"") {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0, "the process has ended");
    }
    let entry: Value = serde_json::from_str(&line).unwrap();
    let client = http().timeout(Duration::from_secs(20)).build().unwrap();
    let url = format!("http://{}/api/v1/session", entry["listen"].as_str().unwrap());

    for _ in 0..600 {
        assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
    }

    let kill = Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let stopping = Instant::now();
    while process.try_wait().unwrap().is_none() {
        assert!(stopping.elapsed() < Duration::from_secs(15), "it does not stop");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Starts the backend on 16 March 2026 and closes its standard error. Returns the process and the
/// addresses of the public listener, the admin listener and the control listener of the sandbox gateway.
fn start_without_a_log(folder: &Path) -> (Child, [String; 3]) {
    let options = ["--clock", "2026-03-16T09:30:00Z", "--recovery-interval", "1"];
    let control = ["--sandbox-control-listen", "127.0.0.1:0"];
    let mut process = backend(folder, &[&LOOPBACK[..], &options, &control].concat()).spawn().unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut found = |name: &str| {
        let line = lines.find(|line| line.contains(&format!("\"{name}\":"))).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()
    };
    let (control, listening) = (found("control"), found("listen"));
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    (process, [text(&listening, "listen"), text(&listening, "admin"), text(&control, "control")])
}

async fn amounts(folder: &Path, query: &'static str) -> Vec<i64> {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.join("testcloud.sqlite"));
    let mut database = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query_scalar(query).fetch_all(&mut database).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_and_renewals_are_completed_when_the_log_cannot_be_written() {
    let folder = folder();
    let (mut process, [address, admin, control]) = start_without_a_log(folder.path());
    let caller = Caller::sign_in(&address).await;
    let organization = "organizations/101";
    let target = json!({"target": {"sessions": 8, "cycle": "monthly"}});
    let quote = caller.send("POST", &format!("{organization}/testcloud/quotes"), &target).await;
    let quote: Value = quote.json().await.unwrap();
    let payment = json!({
        "quoteId": quote["id"],
        "quoteHash": quote["quoteHash"],
        "seal": quote["seal"],
        "expectedDueMinor": quote["output"]["amountDueMinor"],
        "paymentMethodId": "pm_101",
    });
    let url = format!("{}/api/v1/{organization}/testcloud/upgrades", caller.origin);
    let request = caller.client.post(url).header("origin", &caller.origin).header("cookie", &caller.cookie);
    let request = request.header("idempotency-key", "key-1").header("if-match", "\"1\"").json(&payment);
    assert_eq!(request.send().await.unwrap().status(), 201);

    let clock = caller.client.post(format!("http://{control}/clock"));
    let clock = clock.json(&json!({"instant": "2026-04-01T00:00:05Z"})).send().await.unwrap();
    assert_eq!(clock.status(), 200);
    let paid = "SELECT amount_minor FROM renewal WHERE state = 'paid' AND subscription = 'sub_101'";
    let started = Instant::now();
    while amounts(folder.path(), paid).await.is_empty() && started.elapsed() < Duration::from_secs(30) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    // 8 sessions at 156.00, no tax.
    assert_eq!(amounts(folder.path(), paid).await, [124_800]);
    let ready = caller.client.get(format!("http://{admin}/health/ready")).send().await.unwrap();
    assert_eq!(ready.json::<Value>().await.unwrap(), json!({"status": "ok", "degraded": []}));
    let metrics = caller.client.get(format!("http://{admin}/metrics")).send().await.unwrap();
    let metrics = metrics.text().await.unwrap();
    let lost = metrics.lines().find_map(|line| line.strip_prefix("log_lines_lost_total ")).unwrap();
    assert!(lost.parse::<u64>().unwrap() > 0, "{lost}");
    assert!(metrics.contains("alarms_total{alarm=\"task_panicked\"} 0"), "{metrics}");
    process.kill().unwrap();
    process.wait().unwrap();
    let log = std::fs::read_to_string(folder.path().join("sandbox-gateway.jsonl")).unwrap();
    let events = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let charged: i64 = events
        .filter(|event| event["event"] == "succeeded")
        .map(|event| event["amount"].as_i64().unwrap())
        .sum();
    let cash = "SELECT SUM(amount_minor) FROM ledger_entry WHERE account = 'cash' AND intent_id IS NOT NULL";
    assert_eq!(amounts(folder.path(), cash).await, [charged]);
    assert!(charged > 124_800, "{charged}");
}

const CLIENT_SECRET: &str = "5b1c7f0e9a3d4c2b8e6f7a1d0c9b8e7f";
const SEAL_KEY: &str = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY";

/// Writes a file for `backend apply` and the secret that it names.
fn write_clients(folder: &Path, clients: &Value) {
    std::fs::write(folder.join("portal.secret"), format!("{CLIENT_SECRET}\n")).unwrap();
    std::fs::write(folder.join("clients.json"), json!({ "embedClients": clients }).to_string()).unwrap();
}

fn client(changes: &Value) -> Value {
    let mut client = json!({
        "id": "portal",
        "name": "The portal",
        "secretFile": "portal.secret",
        "origins": ["https://portal.example.com"],
        "organizations": [101, 103],
    });
    client.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    client
}

/// Runs `backend apply` on the file of [`write_clients`] from another folder. Returns the exit code and the output.
fn apply(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let file = folder.join("clients.json");
    let database = format!("sqlite:{}", folder.join("testcloud.sqlite").display());
    let options = ["apply", file.to_str().unwrap(), "--database-url", &database];
    let output = run(Path::new("/"), &[&options, more].concat());
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn apply_prints_and_stores_the_difference_once() {
    let folder = folder();
    let running = BackendProcess::start(folder.path());
    write_clients(folder.path(), &json!([client(&json!({}))]));
    let created = "embed_client.created portal\n  secret: null -> \"a new secret\"\n  name: null -> \"The portal\"\n  \
                   origins: null -> [\"https://portal.example.com\"]\n  organizations: null -> [101,103]\n  \
                   disabled: null -> false\n";

    let dry_run = (Some(0), format!("{created}Dry run: nothing was changed.\n"));
    assert_eq!(apply(folder.path(), &["--dry-run"]), dry_run);
    assert_eq!(apply(folder.path(), &["--dry-run"]), dry_run);
    assert_eq!(apply(folder.path(), &[]), (Some(0), format!("{created}Applied.\n")));
    assert_eq!(apply(folder.path(), &[]), (Some(0), "Nothing to change.\n".to_owned()));

    write_clients(folder.path(), &json!([client(&json!({ "organizations": [101] }))]));
    let (code, changed) = apply(folder.path(), &["--json"]);
    let changed: Value = serde_json::from_str(&changed).unwrap();
    let fields = json!({ "organizations": { "from": [101, 103], "to": [101] } });
    let change = json!({ "event": "embed_client.changed", "id": "portal", "fields": fields });
    assert_eq!((code, changed), (Some(0), json!({ "dryRun": false, "changes": [change] })));
    assert_eq!(running.stop().0, Some(0));
    let verified = run(folder.path(), &["audit", "verify"]);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
}

#[test]
fn apply_names_the_field_of_an_invalid_file() {
    let folder = folder();
    let running = BackendProcess::start(folder.path());
    for (clients, expected) in [
        (json!([client(&json!({ "orgins": [] }))]), "clients.json: embedClients.0.orgins: unknown field"),
        (json!([client(&json!({ "organizations": ["101"] }))]), "embedClients.0.organizations.0: wrong type"),
        (json!([client(&json!({ "organizations": [999] }))]), "portal: the organization 999 does not exist"),
        (json!([client(&json!({ "secretFile": "none" }))]), "/none cannot be read"),
        (json!([client(&json!({ "origins": ["http://portal.example.com"] }))]), "is not an exact origin"),
        (json!([client(&json!({})), client(&json!({}))]), "embed client portal: it is declared twice"),
        (json!([client(&json!({})), client(&json!({ "id": "B" }))]), "the id \"B\" of an embed client"),
        (json!({}), "embedClients: wrong type"),
    ] {
        write_clients(folder.path(), &clients);
        let (code, output) = apply(folder.path(), &[]);
        assert!(code == Some(1) && output.contains(expected), "{output}");
        assert!(output.lines().count() == 1 && !output.contains(CLIENT_SECRET), "{output}");
    }
    std::fs::write(folder.path().join("clients.json"), "{\n  embedClients: []\n}").unwrap();
    assert!(apply(folder.path(), &[]).1.contains("is not JSON: key must be a string at line 2 column 3"));
    write_clients(folder.path(), &json!([]));
    assert_eq!(apply(folder.path(), &[]).1, "Nothing to change.\n");
    assert_eq!(running.stop().0, Some(0));
}

#[tokio::test]
async fn log_names_client_and_reason_of_a_refused_code_but_no_secret() {
    let folder = folder();
    let mut command = backend(folder.path(), &LOOPBACK);
    command.env("TESTCLOUD_SEAL_KEYS", format!("k1:{SEAL_KEY}")).env("RUST_LOG", "debug");
    let running = BackendProcess::start_command(&mut command);
    write_clients(folder.path(), &json!([client(&json!({}))]));
    assert_eq!(apply(folder.path(), &[]).0, Some(0));
    let seals = Seals::new([("k1".to_owned(), URL_SAFE_NO_PAD.decode(SEAL_KEY).unwrap())]).unwrap();
    let now = process::Clock::machine().now();
    let nonce = Document::new(101, now).nonce(&seals, "portal");
    let http = http().build().unwrap();
    let url = |path: &str| format!("http://{}/api/v1/{path}", running.address);
    let origin = format!("http://{}", running.address);
    let code = json!({
        "email": "billing@example.com",
        "organization": 101,
        "origin": "https://portal.example.com",
        "authenticatedAt": now.to_string(),
    });
    let request_code = async |secret: &str| {
        http.post(url("embed-codes")).basic_auth("portal", Some(secret)).json(&code).send().await.unwrap()
    };
    let exchange = async |code: &str, origin_of_portal: &str| {
        let body = json!({ "code": code, "client": "portal", "nonce": nonce, "origin": origin_of_portal });
        http.post(url("embed-sessions")).header("origin", &origin).json(&body).send().await.unwrap()
    };

    let issued: Value = request_code(CLIENT_SECRET).await.json().await.unwrap();
    let code_text = issued["code"].as_str().unwrap();
    let session: Value = exchange(code_text, "https://portal.example.com").await.json().await.unwrap();
    let token = session["token"].as_str().unwrap();
    let subscription = http.get(url("organizations/101/testcloud/subscription")).bearer_auth(token);
    assert_eq!(subscription.send().await.unwrap().status(), 200);
    assert_eq!(exchange(code_text, "https://portal.example.com").await.status(), 401);
    let other: Value = request_code(CLIENT_SECRET).await.json().await.unwrap();
    let other = other["code"].as_str().unwrap();
    assert_eq!(exchange(other, "https://evil.example").await.status(), 401);
    assert_eq!(request_code("a-wrong-secret").await.status(), 401);
    let database = std::fs::read(folder.path().join("testcloud.sqlite")).unwrap();
    let (code, log) = running.stop();

    assert_eq!(code, Some(0));
    for reason in ["the code was used before", "the code is for another origin", "wrong secret"] {
        let line = log.lines().find(|line| line.contains(reason)).unwrap();
        assert!(line.contains("\"client\":\"portal\""), "{line}");
    }
    let secrets = [code_text, other, token, CLIENT_SECRET, "a-wrong-secret", &nonce, "billing@example.com"];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    let contains = |secret: &str| database.windows(secret.len()).any(|window| window == secret.as_bytes());
    for secret in [code_text, other, token, CLIENT_SECRET] {
        assert!(!contains(secret), "{secret} is in the database");
    }
}
