use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};

use crate::{api::ApiError, view::effect};

type Pending = Pin<Box<dyn Future<Output = ()>>>;

/// An answer of the backend: fetched at once, again whenever a signal it is made from changes, and on [`refetch`].
///
/// The last answer stays until the next one is there, so that a page keeps its content while it is fetched anew. Made
/// in a page; what is still running when the page is left is given up.
///
/// [`refetch`]: Remote::refetch
pub struct Remote<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, ApiError>>>,
    asked: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Fetches now. Signals that `fetch` reads before its first await make it run again.
    pub fn new<Answer>(fetch: impl Fn() -> Answer + 'static) -> Self
    where
        Answer: Future<Output = Result<T, ApiError>> + 'static,
    {
        let (answer, asked) = (RwSignal::new(None), RwSignal::new(0));
        run(
            asked,
            Box::new(move || {
                let fetched = fetch();
                Box::pin(async move { answer.set(Some(fetched.await)) })
            }),
        );
        Self { answer, asked }
    }

    /// The last answer; `None` before the first.
    pub fn get(self) -> Option<Result<T, ApiError>> {
        self.answer.get()
    }

    /// The last answer, without following it.
    pub fn get_untracked(self) -> Option<Result<T, ApiError>> {
        self.answer.get_untracked()
    }

    /// Fetches again.
    pub fn refetch(self) {
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }
}

/// Apart from the generic part, so that it exists once in the binary.
fn run(asked: RwSignal<u32>, start: Box<dyn Fn() -> Pending>) {
    // The task belongs to this run of the effect: the next run, or leaving the page, drops it.
    effect(move || {
        asked.track();
        spawn_local_scoped_with_cancellation(start());
    });
}
