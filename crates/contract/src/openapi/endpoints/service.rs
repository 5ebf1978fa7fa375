use utoipa::openapi::path::HttpMethod::{Delete, Get, Post};

use crate::openapi::operation::Answer::{Json, Nothing, Text};
use crate::openapi::operation::Endpoint;

/// Sign-in, the gateway, and operations.
pub(in crate::openapi) const SERVICE: &[Endpoint] = &[
    Endpoint {
        method: Post,
        path: "/api/v1/session",
        id: "signIn",
        summary: "Signs in; the session is an HttpOnly cookie.",
        body: Some("SignIn"),
        answers: &[("204", "Signed in; the cookie is set.", Nothing)],
        problems: &["400", "401", "403", "413", "415", "422", "429", "503"],
        headers: &[],
        queries: &[],
    },
    Endpoint {
        method: Delete,
        path: "/api/v1/session",
        id: "signOut",
        summary: "Signs out.",
        body: None,
        answers: &[("204", "Signed out.", Nothing)],
        problems: &["401", "403"],
        headers: &[],
        queries: &[],
    },
    Endpoint {
        method: Get,
        path: "/api/v1/users/me",
        id: "me",
        summary: "The signed-in person and their organizations.",
        body: None,
        answers: &[("200", "The person.", Json("User"))],
        problems: &["401"],
        headers: &[],
        queries: &[],
    },
    Endpoint {
        method: Post,
        path: "/api/v1/gateway/events",
        id: "gatewayEvent",
        summary: "A signed event of the payment gateway.",
        body: None,
        answers: &[("200", "Processed, or already seen.", Nothing)],
        problems: &["400", "413"],
        headers: &[],
        queries: &[],
    },
    Endpoint {
        method: Get,
        path: "/api/v1/openapi.json",
        id: "openapi",
        summary: "This document.",
        body: None,
        answers: &[("200", "OpenAPI 3.1.", Text("application/json"))],
        problems: &[],
        headers: &[],
        queries: &[],
    },
    Endpoint {
        method: Get,
        path: "/health/live",
        id: "live",
        summary: "Whether the process runs.",
        body: None,
        answers: &[("200", "It does.", Json("Health"))],
        problems: &[],
        headers: &[],
        queries: &[],
    },
];
