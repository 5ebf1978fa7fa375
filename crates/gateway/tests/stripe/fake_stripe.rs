use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, Query, Request, State};
use axum::http::{HeaderMap, Method, Response};
use axum::routing::any;
use futures_util::stream;
use gateway::stripe::{ApiKey, StripeGateway, StripeOptions, Timeouts};
use serde_json::Value;
use tokio::net::TcpListener;

/// The deployment of the client in these tests.
pub const DEPLOYMENT: &str = "main";
pub const KEY: &str = "rk_test_abcdefgh12345";

/// A server on this machine that answers with a script and records what it received.
pub struct FakeStripe {
    pub base: String,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request as received.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: Method,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub form: BTreeMap<String, String>,
    pub headers: HeaderMap,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// One answer of the script.
#[derive(Clone, Debug)]
pub enum Answer {
    Json(u16, Value),
    /// A status with a header and no body.
    Header(u16, &'static str, String),
    /// A success whose body ends in the middle.
    Truncated(String),
    /// A success, followed by this many spaces.
    Large(Value, usize),
    /// A success after a pause.
    Late(Duration, Value),
}

#[derive(Clone)]
struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl FakeStripe {
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let script =
            Script { answers: Arc::new(Mutex::new(answers.into_iter().collect())), received: Arc::default() };
        let received = Arc::clone(&script.received);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(any(answer)).with_state(script);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, received }
    }

    pub async fn json(status: u16, body: Value) -> Self {
        Self::start([Answer::Json(status, body)]).await
    }

    /// A client with a test key and a time limit of 300 ms.
    pub fn client(&self) -> StripeGateway {
        client(&self.base, KEY)
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The only request.
    pub fn request(&self) -> Received {
        let [request] = <[Received; 1]>::try_from(self.received()).expect("one request");
        request
    }
}

pub fn client(base: &str, key: &str) -> StripeGateway {
    StripeGateway::new(StripeOptions {
        base: base.to_owned(),
        key: ApiKey::parse(key).unwrap(),
        deployment: DEPLOYMENT.to_owned(),
        timeouts: Timeouts::uniform(Duration::from_millis(300)),
    })
    .unwrap()
}

async fn answer(State(script): State<Script>, request: Request) -> Response<Body> {
    let query = Query::try_from_uri(request.uri()).map(|Query(query)| query).unwrap_or_default();
    let (method, path, headers) =
        (request.method().clone(), request.uri().path().to_owned(), request.headers().clone());
    let form = match method {
        Method::POST => Form::from_request(request, &()).await.map(|Form(form)| form).unwrap(),
        _ => BTreeMap::new(),
    };
    script.received.lock().unwrap().push(Received { method, path, query, form, headers });
    let answer = script.answers.lock().unwrap().pop_front();
    let status = |status| Response::builder().status(status);
    match answer.expect("no more answers") {
        Answer::Json(code, body) => status(code).body(body.to_string().into()),
        Answer::Header(code, name, value) => status(code).header(name, value).body(Body::empty()),
        Answer::Truncated(start) => status(200).body(Body::from_stream(stream::iter([
            Ok(Bytes::from(start)),
            Err(std::io::Error::other("truncated")),
        ]))),
        Answer::Large(body, size) => status(200).body(format!("{body}{}", " ".repeat(size)).into()),
        Answer::Late(pause, body) => {
            tokio::time::sleep(pause).await;
            status(200).body(body.to_string().into())
        }
    }
    .unwrap()
}
