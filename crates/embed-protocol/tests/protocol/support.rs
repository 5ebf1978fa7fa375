use std::{fs, io, path::PathBuf, sync::LazyLock};

use embed_protocol::{ChildMessage, DropReason, Envelope, Message, ParentMessage, ReadJson, schema};
use jsonschema::Validator;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads with `serde_json`.
pub struct TestEnvironment;

impl ReadJson for TestEnvironment {
    fn read_json<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
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

/// The type and the JSON of every example message.
pub fn examples() -> Vec<(String, Value)> {
    EXAMPLES.clone()
}

/// Returns whether `schema/tcu-1.json` accepts the message.
pub fn is_valid(json: &Value) -> bool {
    VALIDATOR.is_valid(json)
}

/// Parses a message in the directions that define its type, and serializes it again.
pub fn parse(type_name: &str, text: &str) -> Vec<Result<Value, DropReason>> {
    fn in_direction<M: Message>(text: &str) -> Result<Value, DropReason> {
        let envelope = Envelope::<M>::parse(text, &TestEnvironment)?;
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
