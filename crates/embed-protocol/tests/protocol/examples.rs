use std::{collections::BTreeSet, fs};

use embed_protocol::{ChildMessage, DropReason, MAX_BYTES, Message, ParentMessage, schema};
use serde_json::{Value, json};

use crate::support::{examples, is_valid, parse};

/// Asserts that every direction drops the message for the reason.
fn assert_dropped(type_name: &str, json: &Value, reason: DropReason) {
    for result in parse(type_name, &json.to_string()) {
        assert_eq!(result, Err(reason), "{json}");
    }
}

/// The pointers to all values inside the message.
fn pointers(json: &Value, prefix: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match json {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in children {
        let pointer = format!("{prefix}/{key}");
        pointers(value, &pointer, found);
        found.push(pointer);
    }
}

#[test]
fn schema_file_matches_the_types() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/tcu-1.json");
    let file: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert!(
        file == schema::document(),
        "run `cargo run -p embed-protocol --features schema --example write-schema`"
    );
}

#[test]
fn every_type_has_an_example() {
    let types: BTreeSet<_> = ParentMessage::TYPES.iter().chain(ChildMessage::TYPES).copied().collect();
    let examples = examples();
    let names: BTreeSet<_> = examples.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, types);
    for (name, json) in &examples {
        assert_eq!(json["type"], **name);
    }
}

#[test]
fn examples_round_trip_and_match_the_schema() {
    for (name, json) in examples() {
        assert!(is_valid(&json), "{name}");
        for result in parse(&name, &json.to_string()) {
            assert_eq!(result.as_ref(), Ok(&json));
        }
    }
}

#[test]
fn missing_fields_are_dropped_as_the_schema_requires() {
    for (name, json) in examples() {
        let mut dropped = 0;
        let mut found = Vec::new();
        pointers(&json, "", &mut found);
        for pointer in found {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            let mut mutated = json.clone();
            let Some(Value::Object(fields)) = mutated.pointer_mut(parent) else { continue };
            fields.remove(key);
            for result in parse(&name, &mutated.to_string()) {
                assert_eq!(result.is_ok(), is_valid(&mutated), "{mutated}");
                dropped += usize::from(result.is_err());
            }
        }
        assert!(dropped >= 4, "{name}: tcu, id, type and payload are required");
    }
}

#[test]
fn wrong_types_are_dropped_as_the_schema_requires() {
    for (name, json) in examples() {
        let mut found = Vec::new();
        pointers(&json, "", &mut found);
        for pointer in found {
            for value in
                [json!(null), json!(true), json!("x"), json!(""), json!(-1), json!(2.5), json!({ "a": 1 })]
            {
                let mut mutated = json.clone();
                *mutated.pointer_mut(&pointer).unwrap() = value;
                for result in parse(&name, &mutated.to_string()) {
                    assert_eq!(result.is_ok(), is_valid(&mutated), "{pointer}: {mutated}");
                }
            }
        }
    }
}

#[test]
fn payload_of_another_form_is_dropped() {
    for (name, mut json) in examples() {
        for payload in [json!(null), json!("x"), json!(1)] {
            json["payload"] = payload;
            assert_dropped(&name, &json, DropReason::Malformed);
        }
    }
}

#[test]
fn long_strings_are_dropped_as_the_schema_requires() {
    for (name, json) in examples() {
        let mut found = Vec::new();
        pointers(&json, "", &mut found);
        for pointer in found {
            let mut mutated = json.clone();
            let value = mutated.pointer_mut(&pointer).unwrap();
            if value.is_string() && pointer != "/type" {
                *value = json!("a".repeat(1_000));
                for result in parse(&name, &mutated.to_string()) {
                    assert_eq!(result.is_ok(), is_valid(&mutated), "{pointer}");
                }
            }
        }
    }
}

#[test]
fn messages_above_the_size_limit_are_dropped() {
    for (name, mut json) in examples() {
        json["padding"] = json!("");
        let padding = MAX_BYTES - json.to_string().len();
        json["padding"] = json!("a".repeat(padding));
        assert!(parse(&name, &json.to_string()).iter().all(Result::is_ok), "{name}");
        json["padding"] = json!("a".repeat(padding + 1));
        assert_dropped(&name, &json, DropReason::TooLarge);
    }
}

#[test]
fn prototype_keys_are_dropped() {
    for (name, json) in examples() {
        for key in ["__proto__", "constructor", "prototype"] {
            let mut outside = json.clone();
            outside[key] = json!({ "isAdmin": true });
            assert_dropped(&name, &outside, DropReason::ForbiddenKey);
            let mut inside = json.clone();
            inside["payload"][key] = json!({ "isAdmin": true });
            assert_dropped(&name, &inside, DropReason::ForbiddenKey);
        }
    }
}

#[test]
fn other_major_versions_are_dropped() {
    for (name, mut json) in examples() {
        for version in [0, 2, u32::MAX] {
            json["tcu"] = json!(version);
            assert_dropped(&name, &json, DropReason::Version);
        }
        // The envelope of another version can have any form.
        assert_dropped(&name, &json!({ "tcu": 2 }), DropReason::Version);
        json["tcu"] = json!("1");
        assert_dropped(&name, &json, DropReason::Malformed);
    }
}

#[test]
fn unknown_fields_are_ignored() {
    for (name, json) in examples() {
        let mut mutated = json.clone();
        mutated["later"] = json!([{ "a": 1 }]);
        mutated["payload"]["later"] = json!({ "a": null });
        assert!(is_valid(&mutated), "{mutated}");
        for result in parse(&name, &mutated.to_string()) {
            assert_eq!(result.as_ref(), Ok(&json));
        }
    }
}

#[test]
fn unknown_types_are_dropped() {
    for (name, mut json) in examples() {
        for unknown in ["pay.now", "tcu.pay", "tcu.pay.now", "tcu.role", "tcu.code.apply", "TCU.INIT", ""] {
            json["type"] = json!(unknown);
            assert_dropped(&name, &json, DropReason::UnknownType);
        }
    }
}

#[test]
fn no_message_of_the_parent_pays_or_applies_a_code_or_changes_a_role() {
    assert_eq!(
        ParentMessage::TYPES,
        [
            "tcu.hello",
            "tcu.init",
            "tcu.navigate",
            "tcu.theme",
            "tcu.locale",
            "tcu.auth",
            "tcu.auth.denied",
            "tcu.close",
            "tcu.ping",
            "tcu.pong",
        ]
    );
    // A promotion code or a role in `tcu.init` is an unknown field.
    let (name, json) = examples().into_iter().find(|(name, _)| name == "tcu.init").unwrap();
    let mut mutated = json.clone();
    mutated["payload"]["prefill"]["code"] = json!("TEAM10");
    mutated["payload"]["role"] = json!("OWNER");
    mutated["payload"]["pay"] = json!(true);
    assert_eq!(parse(&name, &mutated.to_string()), [Ok(json)]);
}
