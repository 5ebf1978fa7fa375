use billing::{
    Currency, Cycle, Instant, MAX_SESSIONS, Money, Promotion, Quote, QuoteError, Snapshot, Target,
};
use contract::Subscription;
use leptos::prelude::*;
use platform::intl;

use super::{Draft, EntryProblem, Priced, parse_sessions, price};
use crate::text::upgrade;

/// A draft that was created when the subscription had another number of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreparedForOther {
    /// Number of sessions when the draft was created.
    pub from: i64,
    /// Additional sessions.
    pub add: i64,
}

/// The inputs of the upgrading page and the memo that prices them. Cheap to copy.
#[derive(Clone, Copy)]
pub struct UpgradeForm {
    subscription: StoredValue<Subscription>,
    as_of: RwSignal<Instant>,
    /// The text of the sessions field.
    pub entry: RwSignal<String>,
    /// The selected billing cycle.
    pub cycle: RwSignal<Cycle>,
    /// The text of the promotion field.
    pub code_entry: RwSignal<String>,
    /// The code from the link, until another one is typed. Only a linked code and a confirmed code are written to the
    /// URL, because a typed text may be a secret.
    pub linked_code: RwSignal<Option<String>>,
    /// The confirmed code with its terms. It is applied whenever the entered upgrade meets them.
    pub promotion: RwSignal<Option<Promotion>>,
    /// Why the typed code was not confirmed.
    pub code_problem: RwSignal<Option<String>>,
    /// Set until the buyer chooses how to apply a draft that was created for another number of sessions.
    pub prepared_for_other: RwSignal<Option<PreparedForOther>>,
    /// Notifies each time the form is filled from a draft.
    pub filled: Trigger,
    /// The backend's snapshot, at the instant of the estimate.
    pub snapshot: Memo<Snapshot>,
    /// Additional sessions, parsed from the entry.
    pub added: Memo<Result<i64, EntryProblem>>,
    /// The price of the entered upgrade, computed without a request.
    pub priced: Memo<Result<Priced, QuoteError>>,
}

impl UpgradeForm {
    /// Creates a form for a subscription and fills it from a draft.
    pub fn new(subscription: Subscription, draft: &Draft) -> Self {
        let engine = subscription.engine.clone();
        let (sessions_now, cycle_now) = (engine.subscription.sessions, engine.subscription.cycle);
        let most = subscription.max_sessions.min(MAX_SESSIONS).saturating_sub(sessions_now).max(0);
        let as_of = RwSignal::new(engine.as_of);
        let entry = RwSignal::new(String::new());
        let cycle = RwSignal::new(cycle_now);
        let promotion = RwSignal::new(None);

        let separator = intl::group_separator();
        let added = Memo::new(move |_| entry.with(|typed| parse_sessions(typed, most, separator)));
        let snapshot = Memo::new(move |_| Snapshot { as_of: as_of.get(), ..engine.clone() });
        let priced = Memo::new(move |_| {
            let added = added.get().map_err(|_| QuoteError::SessionsOutOfRange)?;
            let target = Target { sessions: sessions_now.saturating_add(added), cycle: cycle.get() };
            promotion.with(|promotion| snapshot.with(|snapshot| price(snapshot, target, promotion.as_ref())))
        });

        let form = Self {
            subscription: StoredValue::new(subscription),
            as_of,
            entry,
            cycle,
            code_entry: RwSignal::new(String::new()),
            linked_code: RwSignal::new(None),
            promotion,
            code_problem: RwSignal::new(None),
            prepared_for_other: RwSignal::new(None),
            filled: Trigger::new(),
            snapshot,
            added,
            priced,
        };
        form.fill(draft);
        form
    }

    /// Fills the form from a draft, for example from a link.
    pub fn fill(self, draft: &Draft) {
        self.entry.set(draft.entry.clone().unwrap_or_else(|| draft.add.to_string()));
        // An annual subscription cannot change to monthly, even if a link requests it.
        let cycle_now = self.cycle_now();
        self.cycle.set(if cycle_now == Cycle::Annual { cycle_now } else { draft.cycle.unwrap_or(cycle_now) });
        self.code_entry.set(draft.code.clone().unwrap_or_default());
        self.linked_code.set(draft.code.clone());
        self.promotion.set(None);
        self.code_problem.set(None);
        let other = draft.from.filter(|from| draft.add > 0 && *from != self.sessions_now());
        self.prepared_for_other.set(other.map(|from| PreparedForOther { from, add: draft.add }));
        self.filled.notify();
    }

    /// Tracks all inputs and the instant of the estimate.
    pub fn track(self) {
        self.added.track();
        self.cycle.track();
        self.priced.track();
        self.promotion.track();
        self.snapshot.track();
    }

    /// The current draft, for the URL.
    pub fn draft(self) -> Draft {
        let cycle = self.cycle.get();
        let code =
            self.promotion.with(|promotion| promotion.as_ref().map(|promotion| promotion.code.clone()));
        let prepared_for = self.prepared_for_other.get().map(|prepared| prepared.from);
        let added = self.added.get();
        let is_invalid = matches!(added, Err(EntryProblem::NotWhole | EntryProblem::OutOfRange));
        Draft {
            add: added.unwrap_or(0),
            entry: is_invalid.then(|| self.entry.get()),
            from: Some(prepared_for.unwrap_or_else(|| self.sessions_now())),
            cycle: (cycle != self.cycle_now()).then_some(cycle),
            code: code.or_else(|| self.linked_code.get()),
        }
    }

    /// Rewrites a valid entry in plain digits when the field loses the focus.
    pub fn tidy(self) {
        // A field that is removed with the page also loses the focus, after its signals are disposed.
        if let Some(Ok(added)) = self.added.try_get_untracked() {
            self.entry.set(added.to_string());
        }
    }

    /// Moves the instant of the estimate to the backend's time, for plans that prorate by the day. A plan that
    /// prorates by the second keeps the snapshot's instant, so that the amount does not change under the reader.
    pub fn set_as_of(self, backend_time: Instant) {
        self.as_of.set(backend_time);
    }

    /// The subscription that the form was created for.
    pub fn subscription(self) -> Subscription {
        self.subscription.get_value()
    }

    /// Sessions before the upgrade.
    pub fn sessions_now(self) -> i64 {
        self.subscription.with_value(|subscription| subscription.engine.subscription.sessions)
    }

    /// Billing cycle before the upgrade.
    pub fn cycle_now(self) -> Cycle {
        self.subscription.with_value(|subscription| subscription.engine.subscription.cycle)
    }

    /// Maximum number of additional sessions.
    pub fn most(self) -> i64 {
        let allowed = self.subscription.with_value(|subscription| subscription.max_sessions);
        allowed.min(MAX_SESSIONS).saturating_sub(self.sessions_now()).max(0)
    }

    /// The subscription after the upgrade; `None` while the entry is invalid.
    pub fn target(self) -> Option<Target> {
        let added = self.added.get().ok()?;
        Some(Target { sessions: self.sessions_now().saturating_add(added), cycle: self.cycle.get() })
    }

    /// The quote for the entered upgrade; `None` while there is none.
    pub fn quote(self) -> Option<Quote> {
        self.with_quote(Quote::clone)
    }

    /// Reads the quote for the entered upgrade without cloning it.
    pub fn with_quote<T>(self, read: impl FnOnce(&Quote) -> T) -> Option<T> {
        self.priced.with(|priced| priced.as_ref().ok().map(|priced| read(&priced.quote)))
    }

    /// The code for a quote request: confirmed, and applicable to the entered upgrade.
    pub fn usable_code(self) -> Option<String> {
        let fits =
            self.priced.with(|priced| priced.as_ref().is_ok_and(|priced| priced.code_left_out.is_none()));
        self.promotion
            .with(|promotion| promotion.as_ref().filter(|_| fits).map(|promotion| promotion.code.clone()))
    }

    /// Handles a change of the promotion field's text.
    pub fn change_code(self, typed: String) {
        self.code_problem.set(None);
        self.linked_code.set(None);
        self.promotion.set(None);
        self.code_entry.set(typed);
    }

    /// The target to check a code for: like [`Self::target`], but with the current sessions while the entry is invalid.
    pub fn entered(self) -> Target {
        let sessions = self.sessions_now().saturating_add(self.added.get().unwrap_or(0));
        Target { sessions, cycle: self.cycle.get() }
    }

    /// Why the entered code is not applied; `None` without a code, with an applied code, and before the lookup.
    pub fn code_left_out(self) -> Option<String> {
        let Target { sessions, cycle } = self.entered();
        let check = move |code: &Promotion| {
            self.snapshot
                .with(|snapshot| code.check(&snapshot.currency, cycle, sessions, snapshot.as_of))
                .err()
        };
        match self.promotion.with(|code| code.as_ref().and_then(check)) {
            Some(reason) => Some(upgrade::code_refused(reason).to_owned()),
            None => self.code_problem.get(),
        }
    }

    /// Whether the entered code was not looked up yet.
    pub fn has_unchecked_code(self) -> bool {
        self.promotion.with(Option::is_none)
            && self.code_problem.with(Option::is_none)
            && self.code_entry.with(|typed| !typed.is_empty())
    }

    /// An amount in the subscription's currency.
    pub fn money(self, minor: i64) -> Option<Money> {
        let currency =
            self.subscription.with_value(|subscription| Currency::parse(&subscription.engine.currency));
        currency.map(|currency| Money::new(minor, currency))
    }
}
