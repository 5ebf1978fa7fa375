//! The OpenAPI document. Each handler declares its own part; this module adds what several endpoints share.

use axum::http::StatusCode;
use contract::Problem;
use contract::paths::API_BASE;
use utoipa::openapi::path::{HttpMethod, Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
};
use utoipa::{PartialSchema, ToResponse, ToSchema};
use utoipa_axum::router::OpenApiRouter;

/// The security schemes of the session cookie, with the cookie's name and a description.
const SESSION: [(&str, &str, &str); 2] = [
    ("session", "__Host-tcu_session", "The session cookie on an https origin."),
    ("sessionOnLoopback", "tcu_session", "The session cookie on a loopback http origin."),
];

/// The security scheme of embedded pages.
const EMBED_SESSION: &str = "embedSession";

/// The response that all errors share.
pub(super) struct ProblemResponse;

impl ToResponse<'_> for ProblemResponse {
    fn response() -> (&'static str, RefOr<Response>) {
        let description =
            "An error. `code` identifies the reason. `Retry-After` is present if a later retry can succeed.";
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        let response = ResponseBuilder::new().description(description);
        ("Problem", response.content("application/problem+json", content).build().into())
    }
}

/// The response to a request head that is too large.
struct HeadTooLarge;

impl ToResponse<'_> for HeadTooLarge {
    fn response() -> (&'static str, RefOr<Response>) {
        let description = "The request head is too large. The response has no body.";
        ("HeadTooLarge", ResponseBuilder::new().description(description).build().into())
    }
}

/// The endpoints of the public listener.
pub(super) struct Endpoints<S> {
    /// Endpoints of the API for the app's pages.
    pub browser: OpenApiRouter<S>,
    /// Endpoints of the API for other callers.
    pub other_api: OpenApiRouter<S>,
    /// Endpoints outside the API.
    pub operations: OpenApiRouter<S>,
}

/// Returns the OpenAPI 3.1 document as it is checked in and served: indented JSON with a final line break.
///
/// # Panics
/// Never, because a document of strings always serializes.
pub(super) fn document<S: Clone + Send + Sync + 'static>(endpoints: Endpoints<S>) -> String {
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
    let Endpoints { browser: mut api, other_api, operations } = endpoints;
    for (_, method, operation) in operations_mut(api.get_openapi_mut()) {
        describe_browser_request(operation, &method);
    }
    let mut api = api.merge(other_api);
    for (_, _, operation) in operations_mut(api.get_openapi_mut()) {
        // An incomplete body, a body that is too slow, overload.
        add_problems(operation, &[400, 408, 503]);
    }
    let document = OpenApiBuilder::new().info(info).components(Some(components())).build();
    let endpoints = OpenApiRouter::with_openapi(document).nest(API_BASE, api);
    let mut document = endpoints.merge(operations).into_openapi();
    for (path, _, operation) in operations_mut(&mut document) {
        describe_request(operation, path);
    }
    let mut text = document.to_pretty_json().expect("a document of strings serializes");
    text.push('\n');
    text
}

fn operations_mut(document: &mut OpenApi) -> impl Iterator<Item = (&str, HttpMethod, &mut Operation)> {
    document.paths.paths.iter_mut().flat_map(|(path, item)| {
        let PathItem { get, put, post, delete, .. } = item;
        let operations = [
            (HttpMethod::Get, get),
            (HttpMethod::Put, put),
            (HttpMethod::Post, post),
            (HttpMethod::Delete, delete),
        ];
        operations
            .into_iter()
            .filter_map(|(method, operation)| Some((path.as_str(), method, operation.as_mut()?)))
    })
}

/// Adds the common parts of requests from the app's pages: the `Origin` header of requests that change something, and
/// the errors of strictly validated bodies. The body of a DELETE request is optional.
fn describe_browser_request(operation: &mut Operation, method: &HttpMethod) {
    if *method != HttpMethod::Get {
        let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255));
        let origin = ParameterBuilder::new()
            .name("Origin")
            .parameter_in(ParameterIn::Header)
            .description(Some("The origin of the app."))
            .required(Required::True)
            .schema(Some(schema.pattern(Some("^https?://[^/]+$")).build()));
        operation.parameters.get_or_insert_default().push(origin.build().into());
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        if *method == HttpMethod::Delete {
            body.required = Some(Required::False);
        }
        add_problems(operation, &[413, 415, 422]);
    }
}

/// Adds the common parts of every request: the session unless the handler declares another security, the parameters of the
/// path, and the errors of the layers around the routes.
fn describe_request(operation: &mut Operation, path: &str) {
    if operation.security.is_none() {
        let schemes = SESSION.map(|(scheme, ..)| SecurityRequirement::new::<_, _, &str>(scheme, []));
        let mut schemes = schemes.to_vec();
        schemes.push(SecurityRequirement::new::<_, _, &str>(EMBED_SESSION, []));
        operation.security = Some(schemes);
        add_problems(operation, &[401]);
    }
    let names = path.split('/').filter_map(|segment| segment.strip_prefix('{')?.split('}').next());
    for name in names.collect::<Vec<_>>().into_iter().rev() {
        let schema = match name {
            "org" => ObjectBuilder::new()
                .schema_type(Type::Integer)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
                .minimum(Some(1)),
            _ => ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)),
        };
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        let parameter = parameter.required(Required::True).schema(Some(schema.build())).build();
        operation.parameters.get_or_insert_default().insert(0, parameter.into());
    }
    if path.contains("{org}") {
        add_problems(operation, &[404]);
    }
    // `derive(OpenApi)` adds an empty list.
    operation.tags = None;
    // A peer other than the trusted proxy, an internal error.
    add_problems(operation, &[403, 500]);
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.as_str().to_owned();
    operation.responses.responses.insert(status, reference::<HeadTooLarge>());
}

fn add_problems(operation: &mut Operation, statuses: &[u16]) {
    for status in statuses {
        operation.responses.responses.insert(status.to_string(), reference::<ProblemResponse>());
    }
}

fn reference<T: for<'a> ToResponse<'a>>() -> RefOr<Response> {
    RefOr::Ref(Ref::from_response_name(T::response().0))
}

fn components() -> Components {
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    let mut components = ComponentsBuilder::new().schemas_from_iter(schemas);
    for (name, response) in [ProblemResponse::response(), HeadTooLarge::response()] {
        components = components.response(name, response);
    }
    let mut components = components.build();
    for (scheme, cookie, description) in SESSION {
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(cookie, description));
        components.add_security_scheme(scheme, SecurityScheme::ApiKey(cookie));
    }
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let token = token.description(Some(
        "The token of `POST /embed-sessions`, for the pages of its organization. Cookies are then ignored.",
    ));
    components.add_security_scheme(EMBED_SESSION, SecurityScheme::Http(token.build()));
    let secret = HttpBuilder::new().scheme(HttpAuthScheme::Basic);
    let secret =
        secret.description(Some("The id and the secret of an embed client (`client_secret_basic`)."));
    components.add_security_scheme("clientSecretBasic", SecurityScheme::Http(secret.build()));
    let description =
        "`t=<seconds since 1970>,v1=<hex HMAC-SHA256 of t, a period and the body>`, at most 5 minutes old.";
    let signature = ApiKey::Header(ApiKeyValue::with_description("Stripe-Signature", description));
    components.add_security_scheme("gatewaySignature", SecurityScheme::ApiKey(signature));
    components
}
