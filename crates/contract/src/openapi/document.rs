use utoipa::OpenApi;
use utoipa::openapi::path::PathItemBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, InfoBuilder, OpenApiBuilder, PathsBuilder, Ref};

use super::endpoints::{KEEPING, SERVICE, UPGRADING};
use super::operation::{GATEWAY_SIGNATURE, HEAD_TOO_LARGE, PROBLEM, SESSION};
use super::schemas::Schemas;

/// Returns the OpenAPI document as it is checked in and served: indented JSON with a final line break.
///
/// # Panics
/// Never, because a document of strings always serializes.
#[must_use]
pub fn document() -> String {
    let info = InfoBuilder::new()
        .title("TestCloud billing")
        .version("1")
        .description(Some(
            "Amounts are integers in minor units of the currency in the same object. Instants are YYYY-MM-DDTHH:MM:SSZ. \
             Errors are application/problem+json with a stable code. An unsupported method returns 405 with an Allow \
             header, and an unknown path returns 404. In plain text, a request without exactly one valid Host header \
             returns 400, and one with a transfer coding other than chunked returns 501.",
        ))
        .build();
    let mut paths = PathsBuilder::new();
    for endpoint in [SERVICE, UPGRADING, KEEPING].into_iter().flatten() {
        let item = PathItemBuilder::new().operation(endpoint.method.clone(), endpoint.operation()).build();
        paths = paths.path(endpoint.path, item);
    }
    let document =
        OpenApiBuilder::new().info(info).paths(paths.build()).components(Some(components())).build();
    let mut text = document.to_pretty_json().expect("a document of strings serializes");
    text.push('\n');
    text
}

fn components() -> Components {
    let mut components = Schemas::openapi().components.unwrap_or_default();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem = ResponseBuilder::new()
        .description(
            "An error. `code` identifies the reason. `Retry-After` is present if a later retry can succeed.",
        )
        .content("application/problem+json", content);
    components.responses.insert(PROBLEM.to_owned(), problem.into());
    let too_large =
        ResponseBuilder::new().description("The request head is too large. The response has no body.");
    components.responses.insert(HEAD_TOO_LARGE.to_owned(), too_large.into());
    let cookies = ["The session cookie on an https origin.", "The session cookie on a loopback http origin."];
    for ((name, cookie), description) in SESSION.into_iter().zip(cookies) {
        let scheme = ApiKey::Cookie(ApiKeyValue::with_description(cookie, description));
        components.add_security_scheme(name, SecurityScheme::ApiKey(scheme));
    }
    let (name, header) = GATEWAY_SIGNATURE;
    let description =
        "`t=<seconds since 1970>,v1=<hex HMAC-SHA256 of t, a period and the body>`, at most 5 minutes old.";
    let scheme = ApiKey::Header(ApiKeyValue::with_description(header, description));
    components.add_security_scheme(name, SecurityScheme::ApiKey(scheme));
    components
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn all_referenced_schemas_and_responses_exist() {
        let text = document();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();

        let named = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in named {
            assert!(json["components"]["schemas"][name].is_object(), "{name}");
        }
        let named = text.split("#/components/responses/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in named {
            assert!(json["components"]["responses"][name].is_object(), "{name}");
        }
        let methods: Vec<_> = json["paths"]["/api/v1/session"].as_object().unwrap().keys().collect();
        assert_eq!(methods, ["delete", "get", "post"]);
    }
}
