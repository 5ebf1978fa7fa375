use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use axum::http::Method;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::Answer;

/// The OpenAPI document that responses are checked against.
struct Document {
    json: Value,
    /// The validators, by the text of the schema.
    validators: Mutex<HashMap<String, &'static Validator>>,
}

static DOCUMENT: OnceLock<Document> = OnceLock::new();

/// Panics unless the document declares the status, the media type and the schema of a response. Undocumented paths and
/// methods must be refused with 403, 404 or 405.
#[track_caller]
pub fn check(method: &Method, uri: &str, answer: &Answer) {
    let document = DOCUMENT.get_or_init(|| Document {
        json: serde_json::from_str(include_str!("../../../../contract/openapi.json")).unwrap(),
        validators: Mutex::default(),
    });
    document.check(method, uri.split('?').next().unwrap(), answer);
}

impl Document {
    #[track_caller]
    fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let status = answer.status.as_u16();
        let at = format!("{method} {path} {status}: {}", String::from_utf8_lossy(&answer.body));
        if !path.starts_with("/api/") && path != "/health/live" {
            return;
        }
        let Some(operation) = self.operation(method, path) else {
            assert!(matches!(status, 403..=405) || method == Method::HEAD, "not in the document: {at}");
            return;
        };
        let declared = &operation["responses"][status.to_string()];
        assert!(declared.is_object(), "undeclared status: {at}");
        let declared = match declared["$ref"].as_str() {
            Some(reference) => self.json.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
            None => declared,
        };
        let media_type = answer.header("content-type").map(|kind| kind.split(';').next().unwrap());
        match (declared["content"].as_object(), media_type) {
            (None, None) => assert!(answer.body.is_empty(), "undeclared body: {at}"),
            (Some(content), Some(media_type)) => {
                let schema =
                    &content.get(media_type).unwrap_or_else(|| panic!("{media_type}: {at}"))["schema"];
                if media_type.ends_with("json") {
                    let body: Value = serde_json::from_slice(&answer.body).unwrap();
                    let errors: Vec<_> =
                        self.validator(schema).iter_errors(&body).map(|e| e.to_string()).collect();
                    assert!(errors.is_empty(), "{errors:?}: {at}");
                }
            }
            (declared, sent) => panic!("{sent:?} instead of {declared:?}: {at}"),
        }
    }

    /// Returns the operation of a path. Paths without parameters take precedence.
    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let segments: Vec<&str> = path.split('/').collect();
        let paths = self.json["paths"].as_object().unwrap();
        let mut found: Vec<_> = paths.iter().filter(|(template, _)| matches(template, &segments)).collect();
        found.sort_by_key(|(template, _)| template.split('/').map(parameter_rank).collect::<Vec<_>>());
        found.iter().find_map(|(_, item)| item.get(method.as_str().to_lowercase()))
    }

    fn validator(&self, schema: &Value) -> &'static Validator {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        validators.entry(schema.to_string()).or_insert_with(|| {
            let whole = json!({ "allOf": [schema], "components": self.json["components"] });
            Box::leak(Box::new(jsonschema::draft202012::new(&whole).unwrap()))
        })
    }
}

/// Ranks a path segment: 0 for literal text, 1 for a parameter with a suffix, 2 for a parameter.
fn parameter_rank(segment: &str) -> u8 {
    match segment.strip_prefix('{') {
        Some(rest) if rest.ends_with('}') => 2,
        Some(_) => 1,
        None => 0,
    }
}

fn matches(template: &str, segments: &[&str]) -> bool {
    let templates: Vec<&str> = template.split('/').collect();
    templates.len() == segments.len()
        && templates.iter().zip(segments).all(|(template, segment)| match template.split_once('}') {
            Some((_, ending)) => segment.len() > ending.len() && segment.ends_with(ending),
            None => template == segment,
        })
}
