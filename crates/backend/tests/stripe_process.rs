//! The backend with a key of Stripe: the gateway is another process, and the data are no sample data.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use backend::service::sample;
use backend::store::Store;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};

const KEY: &str = "sk_test_4f3a9c1d7e5b24680";
const SECRET: &str = "whsec_f3a9c1d7e5b24680";
const CLOCK: &str = "2026-03-16T09:30:00Z";
const ORGANIZATION: &str = "organizations/101";

/// A process that is killed at the end of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The executable of the sandbox, which is built beside that of the backend.
fn sandbox_executable() -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_backend")).with_file_name("sandbox-gateway");
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--locked", "--package", "sandbox-gateway"]);
    assert!(build.status().unwrap().success());
    path
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Starts a process and waits until it logs a text.
fn start(command: &mut Command, folder: &Path, ready: &str) -> Running {
    let command =
        command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut process = Running(command.env_remove("DATABASE_URL").env_remove("RUST_LOG").spawn().unwrap());
    let mut lines = BufReader::new(process.0.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut log = String::new();
    loop {
        let line = lines.next().unwrap_or_else(|| panic!("the process ended: {log}"));
        log = log + &line + "\n";
        if line.contains(ready) {
            break;
        }
    }
    // Read on, so that the process does not wait for its log.
    std::thread::spawn(move || lines.for_each(drop));
    process
}

/// Writes a database with an organization that is no sample data, and without a card on file.
async fn write_fixture(path: &Path) {
    let store = Store::open(&format!("sqlite:{}", path.display())).await.unwrap();
    sample::seed(&store, contract::billing::Instant::parse(CLOCK).unwrap()).await.unwrap();
    store.close().await;
    let mut database = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    for statement in ["UPDATE organization SET sample_data = 0", "DELETE FROM payment_card"] {
        sqlx::query(statement).execute(&mut database).await.unwrap();
    }
    database.close().await.unwrap();
}

struct Service {
    client: reqwest::Client,
    origin: String,
    cookie: String,
    control: String,
    folder: tempfile::TempDir,
    _processes: [Running; 2],
}

impl Service {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_fixture(&folder.path().join("billing.sqlite")).await;
        let [gateway, control, service] = [free_port(), free_port(), free_port()];
        let origin = format!("http://127.0.0.1:{service}");
        let mut sandbox = Command::new(sandbox_executable());
        sandbox
            .args(["--sandbox-listen", &format!("127.0.0.1:{gateway}")])
            .args(["--sandbox-control-listen", &format!("127.0.0.1:{control}")])
            .args(["--webhook-url", &format!("{origin}/api/v1/gateway/events"), "--clock", CLOCK])
            .env("STRIPE_API_KEY", KEY)
            .env("STRIPE_WEBHOOK_SECRET", SECRET);
        let sandbox = start(&mut sandbox, folder.path(), "the sandbox is listening");
        let mut backend = Command::new(env!("CARGO_BIN_EXE_backend"));
        backend
            .args(["--listen", &format!("127.0.0.1:{service}"), "--admin-listen", "127.0.0.1:0"])
            .args(["--gateway-url", &format!("http://127.0.0.1:{gateway}"), "--clock", CLOCK])
            .args(["--database-url", "sqlite:billing.sqlite"])
            .env("STRIPE_API_KEY", KEY)
            .env("STRIPE_WEBHOOK_SECRET", SECRET);
        let backend = start(&mut backend, folder.path(), "\"listening\"");
        let client =
            reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        let mut service = Self {
            client: client.unwrap(),
            origin,
            cookie: String::new(),
            control: format!("http://127.0.0.1:{control}"),
            folder,
            _processes: [backend, sandbox],
        };
        let credentials = json!({ "email": "billing@example.com", "password": "testops" });
        let answer = service.send("POST", "session", &credentials, &[]).await;
        let cookie = answer.headers().get("set-cookie").unwrap().to_str().unwrap();
        service.cookie = cookie.split(';').next().unwrap().to_owned();
        service
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> reqwest::Response {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method.clone(), format!("{}/api/v1/{path}", self.origin));
        let mut request = request.header("origin", &self.origin).header("cookie", &self.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if method != reqwest::Method::GET {
            request = request.json(body);
        }
        request.send().await.unwrap()
    }

    async fn subscription(&self) -> Value {
        let path = format!("{ORGANIZATION}/testcloud/subscription");
        self.send("GET", &path, &Value::Null, &[]).await.json().await.unwrap()
    }

    /// Waits until a webhook has changed the subscription.
    async fn wait_until(&self, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let subscription = self.subscription().await;
            if holds(&subscription) {
                return subscription;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "no webhook: {what}: {subscription}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Opens the gateway's page and saves a card on it. Only the gateway's webhook reports it.
    async fn save_card(&self, token: &str) {
        let form = json!({ "return": "/organizations/101/settings/payment-method" });
        let path = format!("{ORGANIZATION}/payment-method/setup-sessions");
        let opened = self.send("POST", &path, &form, &[]).await;
        assert_eq!(opened.status(), 201);
        let session: Value = opened.json().await.unwrap();
        let page = session["url"].as_str().unwrap();
        let shown = self.client.get(page).send().await.unwrap();
        assert_eq!(shown.status(), 200);
        let id = page.rsplit('/').next().unwrap();
        let completed = self.client.post(format!("{}/setup-sessions/{id}/completion", self.control));
        let completed = completed.json(&json!({ "payment_method": token })).send().await.unwrap();
        assert_eq!(completed.status(), 200);
    }

    async fn pay_three_more(&self, key: &str) -> reqwest::Response {
        let target = json!({ "target": { "sessions": 8, "cycle": "monthly" } });
        let quote = self.send("POST", &format!("{ORGANIZATION}/testcloud/quotes"), &target, &[]).await;
        let quote: Value = quote.json().await.unwrap();
        let payment = json!({
            "quoteId": quote["id"],
            "quoteHash": quote["quoteHash"],
            "seal": quote["seal"],
            "expectedDueMinor": 24_155,
            "paymentMethodId": self.subscription().await["paymentMethod"]["id"],
        });
        let version = format!("\"{}\"", quote["version"]);
        let headers = [("idempotency-key", key), ("if-match", version.as_str())];
        self.send("POST", &format!("{ORGANIZATION}/testcloud/upgrades"), &payment, &headers).await
    }

    /// The amounts that the gateway has charged.
    fn charges(&self) -> Vec<i64> {
        let book = std::fs::read_to_string(self.folder.path().join("sandbox-gateway.jsonl")).unwrap();
        let entries = book.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        entries
            .filter(|entry| entry["event"] == "succeeded")
            .map(|entry| entry["amount"].as_i64().unwrap())
            .collect()
    }

    async fn cash(&self) -> i64 {
        let path = self.folder.path().join("billing.sqlite");
        let mut database = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
        let query =
            "SELECT SUM(amount_minor) FROM ledger_entry WHERE account = 'cash' AND intent_id IS NOT NULL";
        sqlx::query_scalar(query).fetch_one(&mut database).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn card_and_payment_at_a_gateway_in_another_process_reach_a_receipt() {
    let service = Service::start().await;
    let before = service.subscription().await;
    assert_eq!((&before["paymentMethod"], &before["sampleData"]), (&Value::Null, &json!(false)));

    service.save_card("pm_card_visa").await;
    let card = service.wait_until("the card", |now| !now["paymentMethod"].is_null()).await;
    assert_eq!(card["paymentMethod"]["last4"], "4242");
    let paid = service.pay_three_more("key-1").await;

    assert_eq!(paid.status(), 201);
    let paid: Value = paid.json().await.unwrap();
    assert_eq!(
        (&paid["receipt"]["chargedMinor"], &paid["receipt"]["sampleData"]),
        (&json!(24_155), &json!(false))
    );
    assert_eq!((service.charges(), service.cash().await), (vec![24_155], 24_155));
}

#[tokio::test(flavor = "multi_thread")]
async fn payment_confirmed_at_the_bank_is_settled_by_a_webhook() {
    let service = Service::start().await;
    service.save_card("pm_card_authenticationRequired").await;
    service.wait_until("the card", |now| !now["paymentMethod"].is_null()).await;
    let waiting = service.pay_three_more("key-1").await;
    assert_eq!(waiting.status(), 202);
    let waiting: Value = waiting.json().await.unwrap();
    let page = waiting["attempt"]["confirmationUrl"].as_str().unwrap();

    // The person confirms and closes the browser.
    let answer = confirm(&service, page).await;

    let return_url = answer.headers().get("location").unwrap().to_str().unwrap();
    let attempt = waiting["attempt"]["id"].as_str().unwrap();
    let own = format!(
        "{}/organizations/101/settings/subscription-management/testcloud/attempts/{attempt}?",
        service.origin
    );
    assert!(return_url.starts_with(&own), "{return_url}");
    service.wait_until("the payment", |now| now["version"] == 2).await;
    assert_eq!((service.charges(), service.cash().await), (vec![24_155], 24_155));
}

async fn confirm(service: &Service, page: &str) -> reqwest::Response {
    let address = url::Url::parse(page).unwrap();
    let answer = service.client.post(page).header("origin", address.origin().ascii_serialization());
    let form = answer.header("content-type", "application/x-www-form-urlencoded").body("decision=confirm");
    form.send().await.unwrap()
}
