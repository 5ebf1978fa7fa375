use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Ref, SchemaType, Type};
use utoipa::openapi::{ContentBuilder, Required};

/// One line of the table of endpoints.
pub(super) struct Endpoint {
    pub method: HttpMethod,
    pub path: &'static str,
    pub id: &'static str,
    pub summary: &'static str,
    /// The name of the body's schema.
    pub body: Option<&'static str>,
    /// Status, meaning, and the name of the answer's schema or its media type.
    pub answers: &'static [(&'static str, &'static str, Answer)],
    /// Statuses answered with a problem.
    pub problems: &'static [&'static str],
    pub headers: &'static [(&'static str, &'static str)],
    pub queries: &'static [(&'static str, &'static str)],
}

/// What an answer consists of.
pub(super) enum Answer {
    Nothing,
    Json(&'static str),
    /// A media type without a schema.
    Text(&'static str),
}

impl Endpoint {
    pub fn operation(&self) -> Operation {
        let mut operation = OperationBuilder::new().operation_id(Some(self.id)).summary(Some(self.summary));
        for name in self.path.split('/').filter_map(|part| part.strip_prefix('{')?.split('}').next()) {
            let kind = if name == "org" { Type::Integer } else { Type::String };
            operation = operation.parameter(parameter(name, ParameterIn::Path, None, kind, Required::True));
        }
        for (name, meaning) in self.headers {
            let parameter =
                parameter(name, ParameterIn::Header, Some(*meaning), Type::String, Required::True);
            operation = operation.parameter(parameter);
        }
        for (name, meaning) in self.queries {
            let parameter =
                parameter(name, ParameterIn::Query, Some(*meaning), Type::Integer, Required::False);
            operation = operation.parameter(parameter);
        }
        if let Some(schema) = self.body {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
            let body = RequestBodyBuilder::new().content("application/json", content);
            operation = operation.request_body(Some(body.required(Some(Required::True)).build()));
        }
        for (status, meaning, answer) in self.answers {
            operation = operation.response(*status, response(meaning, answer));
        }
        for status in self.problems {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            let response =
                ResponseBuilder::new().description("Refused").content("application/problem+json", content);
            operation = operation.response(*status, response.build());
        }
        operation.build()
    }
}

fn parameter(
    name: &str,
    place: ParameterIn,
    meaning: Option<&str>,
    kind: Type,
    required: Required,
) -> utoipa::openapi::path::Parameter {
    let schema = ObjectBuilder::new().schema_type(SchemaType::Type(kind)).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .description(meaning)
        .required(required)
        .schema(Some(schema))
        .build()
}

fn response(meaning: &str, answer: &Answer) -> utoipa::openapi::Response {
    let response = ResponseBuilder::new().description(meaning);
    match answer {
        Answer::Nothing => response.build(),
        Answer::Json(schema) => {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(*schema))).build();
            response.content("application/json", content).build()
        }
        Answer::Text(media_type) => {
            let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).build();
            response.content(*media_type, ContentBuilder::new().schema(Some(text)).build()).build()
        }
    }
}
