//! A billing service for a test, in place of the browser's `fetch`.

use js_sys::{Array, Function, JSON, Reflect};
use leptos::prelude::window;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;

/// Answers `[method and path, status, body]` in order, and repeats the last answer of each request. Status 0 fails as a
/// connection does. Other requests are not found.
const FETCH: &str = "
const taken = new Map();
window.sentRequests = [];
return async request => {
  const name = `${request.method} ${new URL(request.url).pathname}`;
  window.sentRequests.push(request.method === 'GET' ? name : `${name} ${await request.text()}`);
  const own = answers.filter(answer => answer[0] === name);
  const number = taken.get(name) ?? 0;
  taken.set(name, number + 1);
  const [, status, body] = own[Math.min(number, own.length - 1)] ?? [name, 404, {}];
  if (status === 0) throw new TypeError('no connection');
  return new Response(JSON.stringify(body), { status });
}";

/// The service. The browser's `fetch` is back when it is dropped.
pub struct Service {
    fetch: JsValue,
}

impl Service {
    /// Starts to answer requests.
    pub fn start(answers: &[(&str, u16, Value)]) -> Self {
        let answers = JSON::parse(&json!(answers).to_string()).expect("JSON");
        let make = Function::new_with_args("answers", FETCH);
        let stub = make.call1(&JsValue::NULL, &answers).expect("a function");
        let fetch = Reflect::get(&window(), &"fetch".into()).expect("fetch");
        Reflect::set(&window(), &"fetch".into(), &stub).expect("set");
        Self { fetch }
    }

    /// Returns the requests with this method and path, each followed by its body.
    pub fn sent(&self, name: &str) -> Vec<String> {
        let sent = Reflect::get(&window(), &"sentRequests".into()).expect("the requests");
        Array::from(&sent)
            .iter()
            .filter_map(|request| request.as_string())
            .filter(|request| request.starts_with(name))
            .collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.fetch).expect("set");
    }
}
