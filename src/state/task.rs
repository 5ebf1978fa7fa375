use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use crate::text::Notice;

type Answer = Pin<Box<dyn Future<Output = Option<Notice>>>>;

/// Something a person sets off once at a time: a second click while it runs does nothing. A small handle: copy it.
///
/// It goes on when the page is left, because what was sent must not be given up.
pub struct Task<I: 'static> {
    start: StoredValue<Box<dyn Fn(I) -> Answer>, LocalStorage>,
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
    /// A task; what it answers is the notice to show.
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

    /// Begins, unless it is running.
    pub fn start(self, input: I) {
        if !self.pending.get_untracked() {
            self.pending.set(true);
            self.notice.set(None);
            spawn(self.start.with_value(|start| start(input)), self.pending, self.notice);
        }
    }

    /// Whether it is running.
    pub fn is_pending(self) -> bool {
        self.pending.get()
    }

    /// For `aria-disabled` and `aria-busy` of the button that starts it.
    pub fn busy(self) -> String {
        self.pending.get().to_string()
    }

    /// What came of the last run. Retry is the button itself, so the notice offers none.
    pub fn notice(self) -> Option<Notice> {
        self.notice.get().map(|notice| Notice { retry: false, ..notice })
    }

    /// Forgets what came of the last run.
    pub fn clear(self) {
        self.notice.set(None);
    }
}

fn spawn(answer: Answer, pending: RwSignal<bool>, notice: RwSignal<Option<Notice>>) {
    spawn_local(async move {
        let said = answer.await;
        // The page may be gone by now.
        notice.try_set(said);
        pending.try_set(false);
    });
}
