use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};

use crate::api::ApiError;
use crate::view::effect;

type Pending = Pin<Box<dyn Future<Output = ()>>>;

/// A backend response, fetched at once, again whenever a signal that `fetch` reads changes, and on [`refetch`].
///
/// The last response is kept until the next one arrives, so that a page keeps its content during a refresh. Created by
/// a page; leaving the page cancels the requests in progress.
///
/// [`refetch`]: Remote::refetch
pub struct Remote<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, ApiError>>>,
    requests: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Fetches now, and again whenever a signal changes that `fetch` reads before its first await.
    pub fn new<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let (answer, requests) = (RwSignal::new(None), RwSignal::new(0));
        run(
            requests,
            Box::new(move || {
                let fetched = fetch();
                Box::pin(async move { answer.set(Some(fetched.await)) })
            }),
        );
        Self { answer, requests }
    }

    /// The last response; `None` before the first.
    pub fn get(self) -> Option<Result<T, ApiError>> {
        self.answer.get()
    }

    /// The last response, untracked.
    pub fn get_untracked(self) -> Option<Result<T, ApiError>> {
        self.answer.get_untracked()
    }

    /// Fetches again.
    pub fn refetch(self) {
        self.requests.update(|requests| *requests = requests.wrapping_add(1));
    }
}

/// Not generic, to avoid one copy per type.
fn run(requests: RwSignal<u32>, start: Box<dyn Fn() -> Pending>) {
    // The task is scoped to this run of the effect: the next run, or leaving the page, cancels it.
    effect(move || {
        requests.track();
        spawn_local_scoped_with_cancellation(start());
    });
}
