use utoipa::OpenApi;
use utoipa::openapi::path::PathItemBuilder;
use utoipa::openapi::{InfoBuilder, OpenApiBuilder, PathsBuilder};

use super::endpoints::{KEEPING, SERVICE, UPGRADING};
use super::schemas::Schemas;

/// The document as it is checked in and served: indented JSON with a final line break.
///
/// # Panics
/// Never: the document is made of texts alone.
#[must_use]
pub fn document() -> String {
    let info = InfoBuilder::new()
        .title("TestCloud billing")
        .version("1")
        .description(Some(
            "Money is integer minor units of the currency beside it; instants are YYYY-MM-DDTHH:MM:SSZ. \
             Refusals are application/problem+json with a stable code.",
        ))
        .build();
    let mut paths = PathsBuilder::new();
    for endpoint in [SERVICE, UPGRADING, KEEPING].into_iter().flatten() {
        let item = PathItemBuilder::new().operation(endpoint.method.clone(), endpoint.operation()).build();
        paths = paths.path(endpoint.path, item);
    }
    let document = OpenApiBuilder::new()
        .info(info)
        .paths(paths.build())
        .components(Schemas::openapi().components)
        .build();
    let mut text = document.to_pretty_json().expect("a document of texts can be written");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn every_schema_that_is_named_is_there() {
        let text = document();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();

        let named = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in named {
            assert!(json["components"]["schemas"][name].is_object(), "{name}");
        }
        let methods: Vec<_> = json["paths"]["/api/v1/session"].as_object().unwrap().keys().collect();
        assert_eq!(methods, ["delete", "get", "post"]);
    }
}
