use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Ref, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{ContentBuilder, Required, SecurityRequirement};

/// Name of the response that all errors share.
pub(super) const PROBLEM: &str = "Problem";
/// Name of the response to a request head that is too large.
pub(super) const HEAD_TOO_LARGE: &str = "HeadTooLarge";
/// Security schemes and names of the session cookie: on an https origin, and on a loopback http origin.
pub(super) const SESSION: [(&str, &str); 2] =
    [("session", "__Host-tcu_session"), ("sessionOnLoopback", "tcu_session")];
/// Security scheme and header of the payment gateway's signature.
pub(super) const GATEWAY_SIGNATURE: (&str, &str) = ("gatewaySignature", "Gateway-Signature");

/// An endpoint in the table of endpoints.
pub(super) struct Endpoint {
    pub method: HttpMethod,
    pub path: &'static str,
    pub id: &'static str,
    pub summary: &'static str,
    pub caller: Caller,
    pub body: Body,
    /// Status, description and content of each successful response.
    pub answers: &'static [(&'static str, &'static str, Answer)],
    /// Error statuses in addition to those that `caller`, `path` and `body` imply.
    pub problems: &'static [&'static str],
    pub headers: &'static [Header],
    pub queries: &'static [Query],
}

/// Who may call an endpoint.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Caller {
    Anybody,
    /// A person with a session.
    Session,
    /// The payment gateway, with a signature.
    Gateway,
}

/// The body of a request.
pub(super) enum Body {
    Nothing,
    /// Strictly validated JSON, with the name of its schema.
    Json(&'static str),
    /// Optional strictly validated JSON, with the name of its schema.
    OptionalJson(&'static str),
    /// JSON with any of these media types and an optional schema.
    Raw(&'static [&'static str], Option<&'static str>),
}

/// The content of a response.
pub(super) enum Answer {
    Nothing,
    Json(&'static str),
    /// A JSON object without a schema.
    Object,
    /// A media type without a schema.
    Text(&'static str),
}

/// A required request header.
pub(super) struct Header {
    pub name: &'static str,
    pub meaning: &'static str,
    pub longest: usize,
    pub pattern: &'static str,
}

/// An optional number in the query.
pub(super) struct Query {
    pub name: &'static str,
    pub meaning: &'static str,
    pub range: RangeInclusive<i64>,
    pub default: i64,
}

/// Requests from pages that change data require the origin of the page.
const ORIGIN: Header =
    Header { name: "Origin", meaning: "The origin of the app.", longest: 255, pattern: "^https?://[^/]+$" };

impl Endpoint {
    pub fn operation(&self) -> Operation {
        let mut operation = OperationBuilder::new().operation_id(Some(self.id)).summary(Some(self.summary));
        operation = match self.caller {
            Caller::Anybody => operation.securities(Some([])),
            Caller::Session => {
                let schemes = SESSION.map(|(name, _)| SecurityRequirement::new::<_, _, &str>(name, []));
                operation.securities(Some(schemes))
            }
            Caller::Gateway => {
                operation.security(SecurityRequirement::new::<_, _, &str>(GATEWAY_SIGNATURE.0, []))
            }
        };
        for name in self.path.split('/').filter_map(|part| part.strip_prefix('{')?.split('}').next()) {
            operation = operation.parameter(path_parameter(name));
        }
        let origin = self.needs_origin().then_some(&ORIGIN);
        for header in self.headers.iter().chain(origin) {
            operation = operation.parameter(header.parameter());
        }
        for query in self.queries {
            operation = operation.parameter(query.parameter());
        }
        if let Some(body) = self.body.request() {
            operation = operation.request_body(Some(body));
        }
        for (status, meaning, answer) in self.answers {
            operation = operation.response(*status, response(meaning, answer));
        }
        for status in self.error_statuses() {
            operation = operation.response(status, Ref::from_response_name(PROBLEM));
        }
        operation.response("431", Ref::from_response_name(HEAD_TOO_LARGE)).build()
    }

    fn needs_origin(&self) -> bool {
        self.method != HttpMethod::Get && !matches!(self.body, Body::Raw(..))
    }

    /// Returns the statuses of all errors.
    fn error_statuses(&self) -> BTreeSet<&'static str> {
        // A peer other than the trusted proxy; an internal error.
        let mut statuses = BTreeSet::from(["403", "500"]);
        if self.id != "live" {
            // An incomplete body, a body that is too slow, overload.
            statuses.extend(["400", "408", "503"]);
        }
        if self.caller == Caller::Session {
            statuses.insert("401");
        }
        if self.path.contains("{org}") {
            statuses.insert("404");
        }
        match self.body {
            Body::Nothing => {}
            Body::Json(_) | Body::OptionalJson(_) => statuses.extend(["413", "415", "422"]),
            Body::Raw(..) => statuses.extend(["413"]),
        }
        statuses.extend(self.problems);
        statuses
    }
}

impl Body {
    fn request(&self) -> Option<utoipa::openapi::request_body::RequestBody> {
        let json: &[&str] = &["application/json"];
        let (types, schema, required) = match self {
            Self::Nothing => return None,
            Self::Json(schema) => (json, Some(*schema), Required::True),
            Self::OptionalJson(schema) => (json, Some(*schema), Required::False),
            Self::Raw(types, schema) => (*types, *schema, Required::True),
        };
        let mut body = RequestBodyBuilder::new().required(Some(required));
        for media_type in types {
            let content = ContentBuilder::new().schema(schema.map(Ref::from_schema_name)).build();
            body = body.content(*media_type, content);
        }
        Some(body.build())
    }
}

impl Header {
    fn parameter(&self) -> Parameter {
        let schema = string().min_length(Some(1)).max_length(Some(self.longest)).pattern(Some(self.pattern));
        let parameter = ParameterBuilder::new().name(self.name).parameter_in(ParameterIn::Header);
        let parameter = parameter.description(Some(self.meaning)).required(Required::True);
        parameter.schema(Some(schema.build())).build()
    }
}

impl Query {
    fn parameter(&self) -> Parameter {
        let schema = integer()
            .minimum(Some(*self.range.start()))
            .maximum(Some(*self.range.end()))
            .default(Some(self.default.into()));
        let parameter = ParameterBuilder::new().name(self.name).parameter_in(ParameterIn::Query);
        let parameter = parameter.description(Some(self.meaning)).required(Required::False);
        parameter.schema(Some(schema.build())).build()
    }
}

fn path_parameter(name: &str) -> Parameter {
    let schema = if name == "org" { integer().minimum(Some(1)) } else { string().min_length(Some(1)) };
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
    parameter.required(Required::True).schema(Some(schema.build())).build()
}

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String))
}

fn integer() -> ObjectBuilder {
    let format = SchemaFormat::KnownFormat(KnownFormat::Int64);
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).format(Some(format))
}

fn response(meaning: &str, answer: &Answer) -> utoipa::openapi::Response {
    let response = ResponseBuilder::new().description(meaning);
    let content = ContentBuilder::new();
    match answer {
        Answer::Nothing => response.build(),
        Answer::Json(schema) => {
            let content = content.schema(Some(Ref::from_schema_name(*schema))).build();
            response.content("application/json", content).build()
        }
        Answer::Object => {
            let object = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Object)).build();
            response.content("application/json", content.schema(Some(object)).build()).build()
        }
        Answer::Text(media_type) => {
            response.content(*media_type, content.schema(Some(string().build())).build()).build()
        }
    }
}
