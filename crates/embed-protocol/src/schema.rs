//! The JSON Schema of the protocol. It describes what the Rust types accept.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::Value;

use crate::{ChildMessage, MessageId, OpaqueId, ParentMessage};

/// Returns the JSON Schema of all messages. `$defs/ParentMessage` and `$defs/ChildMessage` are the directions.
#[must_use]
pub fn document() -> Value {
    let mut generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let parent = ParentMessage::schemas(&mut generator);
    let child = ChildMessage::schemas(&mut generator);
    generator.subschema_for::<MessageId>();
    generator.subschema_for::<OpaqueId>();
    let mut definitions = generator.take_definitions(true);
    let one_of = |description: &str, schemas: Vec<Schema>| {
        json_schema!({ "description": description, "oneOf": schemas }).into()
    };
    definitions
        .insert("ParentMessage".to_owned(), one_of("A message from the portal's page to the frame.", parent));
    definitions
        .insert("ChildMessage".to_owned(), one_of("A message from the frame to the portal's page.", child));
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tcu/1",
        "description": "The messages between a portal's page and the embedded app. Unknown fields are ignored, and messages \
                        of unknown types or of more than 16,384 bytes are dropped.",
        "anyOf": [{ "$ref": "#/$defs/ParentMessage" }, { "$ref": "#/$defs/ChildMessage" }],
        "$defs": definitions,
    })
    .into()
}

/// The schema of a message with its envelope.
pub fn envelope(payload: Schema, name: &str, description: &str) -> Schema {
    json_schema!({
        "title": name,
        "description": description.trim(),
        "type": "object",
        "properties": {
            "tcu": { "const": 1 },
            "id": { "$ref": "#/$defs/MessageId" },
            "type": { "const": name },
            "re": { "anyOf": [{ "$ref": "#/$defs/MessageId" }, { "type": "null" }] },
            "session": { "anyOf": [{ "$ref": "#/$defs/OpaqueId" }, { "type": "null" }] },
            "payload": payload,
        },
        "required": ["tcu", "id", "type", "payload"],
    })
}

/// The schema of [`billing::Cycle`].
pub fn cycle(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["monthly", "annual"] })
}

/// The schema of an optional [`billing::Cycle`].
pub fn optional_cycle(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["monthly", "annual", null] })
}

/// The schema of [`contract::Role`].
pub fn role(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["OWNER", "ADMIN", "BILLING_MANAGER", "USER"] })
}

/// The schema of [`billing::Instant`].
pub fn instant(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
    })
}
