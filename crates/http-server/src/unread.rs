use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

use super::network_limit::NetworkPlace;

/// A response extension: the body is shared by all responses, so an unread copy takes no additional memory.
#[derive(Clone, Copy, Debug)]
pub struct SharedBody;

/// Holds a place until the connection has taken the whole body or has ended. Empty and shared bodies need no place.
pub(super) fn hold_until_read(response: Response, place: NetworkPlace) -> Response {
    if response.body().is_end_stream() || response.extensions().get::<SharedBody>().is_some() {
        return response;
    }
    response.map(|body| Body::new(HeldBody { body, _place: place }))
}

#[derive(Debug)]
struct HeldBody {
    body: Body,
    _place: NetworkPlace,
}

impl HttpBody for HeldBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
