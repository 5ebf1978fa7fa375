use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use crate::text::Notice;

type Run = Pin<Box<dyn Future<Output = Option<Notice>>>>;

/// A user action that runs once at a time: a second click during a run does nothing. Cheap to copy.
///
/// It continues after the page is left, because a change that was sent must not be canceled.
pub struct Task<I: 'static> {
    start: StoredValue<Box<dyn Fn(I) -> Run>, LocalStorage>,
    pending: RwSignal<bool>,
    notice: RwSignal<Option<Notice>>,
}

impl<I: 'static> Clone for Task<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: 'static> Copy for Task<I> {}

impl<I: 'static> Task<I> {
    /// Creates a task. The result of `run` is the notice to show.
    pub fn new<F>(run: impl Fn(I) -> F + 'static) -> Self
    where
        F: Future<Output = Option<Notice>> + 'static,
    {
        Self {
            start: StoredValue::new_local(Box::new(move |input| Box::pin(run(input)))),
            pending: RwSignal::new(false),
            notice: RwSignal::new(None),
        }
    }

    /// Starts the task, unless it is running.
    pub fn start(self, input: I) {
        if !self.pending.get_untracked() {
            self.pending.set(true);
            self.notice.set(None);
            spawn(self.start.with_value(|start| start(input)), self.pending, self.notice);
        }
    }

    /// Whether the task is running.
    pub fn is_pending(self) -> bool {
        self.pending.get()
    }

    /// The value of `aria-disabled` and `aria-busy` for the button that starts the task.
    pub fn busy(self) -> String {
        self.pending.get().to_string()
    }

    /// The notice of the last run. It offers no Retry, because the user can press the task's button again.
    pub fn notice(self) -> Option<Notice> {
        self.notice.get().map(|notice| notice.with_retry(false))
    }

    /// Clears the notice of the last run.
    pub fn clear(self) {
        self.notice.set(None);
    }
}

fn spawn(answer: Run, pending: RwSignal<bool>, notice: RwSignal<Option<Notice>>) {
    spawn_local(async move {
        let result = answer.await;
        // The page may have been left.
        notice.try_set(result);
        pending.try_set(false);
    });
}
