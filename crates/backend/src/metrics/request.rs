use std::time::Duration;

use axum::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds of the request duration buckets in seconds.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

/// Requests and their durations by route.
#[derive(Clone, Debug)]
pub(super) struct Requests {
    count: Family<RequestLabels, Counter>,
    duration: Family<RouteLabels, Histogram>,
}

impl Requests {
    pub fn register(registry: &mut Registry) -> Self {
        let count = Family::default();
        registry.register("http_requests", "Answered requests", Family::clone(&count));
        let duration = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        registry.register_with_unit(
            "http_request_duration",
            "Time from the request head to the response head",
            Unit::Seconds,
            Family::clone(&duration),
        );
        Self { count, duration }
    }

    pub fn observe(&self, method: &Method, route: &str, status: u16, duration: Duration) {
        let (method, route) = (method_label(method), route.to_owned());
        self.duration
            .get_or_create(&RouteLabels { method, route: route.clone() })
            .observe(duration.as_secs_f64());
        self.count.get_or_create(&RequestLabels { method, route, status }).inc();
    }
}

/// The name of a standard method, otherwise `other`, because clients can send any text as a method.
#[must_use]
pub fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
