use std::{collections::HashMap, fs, io, path::PathBuf, sync::LazyLock};

use contract::Role;
use embed_protocol::{
    Child, ChildConfig, ChildEnvironment, ChildMessage, ChildOutput, DropReason, Envelope, LoadedPayload,
    Message, MessageId, MessageSource, Nonce, OpaqueId, ParentMessage, PostTarget, ReadJson, schema,
};
use jsonschema::Validator;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads with `serde_json`, and returns ids that count up.
#[derive(Debug, Default)]
pub struct TestEnvironment {
    ids: u64,
}

impl ReadJson for TestEnvironment {
    fn read_json<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }
}

impl ChildEnvironment for TestEnvironment {
    fn new_message_id(&mut self) -> MessageId {
        self.ids += 1;
        MessageId::parse(&format!("00000000-0000-4000-8000-{:012x}", self.ids)).unwrap()
    }
}

static EXAMPLES: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("messages");
    let read = |file: io::Result<fs::DirEntry>| {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    let mut examples: Vec<(String, Value)> = fs::read_dir(folder).unwrap().map(read).collect();
    examples.sort_by(|one, other| one.0.cmp(&other.0));
    examples
});

static VALIDATOR: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&schema::document()).unwrap());

static TEXT_VALIDATORS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
    let document = schema::document();
    let texts =
        document["$defs"].as_object().unwrap().iter().filter(|(_, schema)| schema["type"] == "string");
    texts.map(|(name, schema)| (name.clone(), jsonschema::draft202012::new(schema).unwrap())).collect()
});

/// The type and the JSON of every example message.
pub fn examples() -> Vec<(String, Value)> {
    EXAMPLES.clone()
}

/// The example message of a type.
pub fn example(type_name: &str) -> Value {
    EXAMPLES.iter().find(|(name, _)| name == type_name).map(|(_, json)| json.clone()).unwrap()
}

/// Returns whether `schema/tcu-1.json` accepts the message.
pub fn is_valid(json: &Value) -> bool {
    VALIDATOR.is_valid(json)
}

/// Returns whether the schema of a string type accepts the text.
pub fn is_valid_text(type_name: &str, text: &str) -> bool {
    TEXT_VALIDATORS[type_name].is_valid(&Value::from(text))
}

/// Parses a message in the directions that define its type, and serializes it again.
pub fn parse(type_name: &str, text: &str) -> Vec<Result<Value, DropReason>> {
    fn in_direction<M: Message>(text: &str) -> Result<Value, DropReason> {
        let envelope = Envelope::<M>::parse(text, &TestEnvironment::default())?;
        Ok(serde_json::to_value(&envelope).unwrap())
    }
    let mut results = Vec::new();
    if ParentMessage::TYPES.contains(&type_name) {
        results.push(in_direction::<ParentMessage>(text));
    }
    if ChildMessage::TYPES.contains(&type_name) {
        results.push(in_direction::<ChildMessage>(text));
    }
    results
}

/// The origin of the portal in the tests.
pub const PORTAL: &str = "https://portal.example.com";
/// Another allowed origin.
pub const OTHER: &str = "https://portal.example.com:8443";
/// The code of the example messages.
pub const CODE: &str = "m3Jx8Qk2Lr9Tz5Vb1Nc7Wd";

/// A message event of the portal's window.
pub const WINDOW: MessageSource<'static> =
    MessageSource::Window { is_parent: true, origin: PORTAL, has_port: false };
/// A message event of the portal's window that transfers a port.
pub const WINDOW_WITH_PORT: MessageSource<'static> =
    MessageSource::Window { is_parent: true, origin: PORTAL, has_port: true };

pub fn child() -> Child<TestEnvironment> {
    Child::new(TestEnvironment::default(), config())
}

pub fn config() -> ChildConfig {
    let ready = example("tcu.ready");
    ChildConfig {
        allowed_origins: vec![PORTAL.to_owned(), OTHER.to_owned()],
        nonce: Nonce::parse(ready["payload"]["nonce"].as_str().unwrap()).unwrap(),
        organization: 101,
        support_id: OpaqueId::parse("req_01hx5").unwrap(),
    }
}

/// The example message of a type without a session and without `re`.
pub fn message(type_name: &str) -> Value {
    let mut json = example(type_name);
    json["session"] = Value::Null;
    json["re"] = Value::Null;
    json
}

pub fn loaded() -> LoadedPayload {
    LoadedPayload { session: OpaqueId::parse("es_7Kq2mZ").unwrap(), role: Role::Owner, height: 800 }
}

/// The posted messages as target, type and JSON.
pub fn posts(outputs: &[ChildOutput]) -> Vec<(PostTarget, &'static str, Value)> {
    let post = |output: &ChildOutput| match output {
        ChildOutput::Post { to, envelope } => {
            Some((to.clone(), envelope.message.type_name(), serde_json::to_value(envelope).unwrap()))
        }
        _ => None,
    };
    outputs.iter().filter_map(post).collect()
}
