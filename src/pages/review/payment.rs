//! What the review does with its sealed quote: extend it, pay it, and find out what became of the payment.

use std::time::Duration;

use billing::{Cycle, Instant};
use contract::{PaymentMethod, Problem, ProblemCode, QuoteRequest, SealedQuote};
use leptos::prelude::*;

use crate::{
    components::Notice,
    pages::outcome,
    platform::clock,
    routes,
    state::{
        payment::{HeldQuote, PaymentOutcome, Reviewed, pay, read_outcome, reseal},
        session::{use_api, use_go},
    },
    text,
};

/// How often the outcome of a payment without an answer is asked for.
const ASK_EVERY: Duration = Duration::from_secs(3);
const SECOND: Duration = Duration::from_secs(1);

/// How far the payment has come on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waiting for the buyer.
    Ready,
    /// Sent.
    Paying,
    /// Sent, and not known to have been answered. Nothing can be paid until it is.
    Unknown,
    /// The quote cannot be paid any more: somebody changed the subscription, or is paying for it.
    Overtaken,
}

/// The payment of one review. A small handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Payment {
    /// The quote and its key.
    pub held: RwSignal<HeldQuote>,
    /// The card on file.
    pub card: RwSignal<Option<PaymentMethod>>,
    /// The buyer ticked that annual is one-way.
    pub acknowledged: RwSignal<bool>,
    /// What happened last.
    pub notice: RwSignal<Option<Notice>>,
    /// Where the notice leads, if anywhere.
    pub way_on: RwSignal<Option<(String, &'static str)>>,
    /// How far it has come.
    pub stage: RwSignal<Stage>,
    /// Whole seconds since the payment was sent.
    pub paying_for: Memo<i64>,
    /// Whole seconds the price still holds.
    pub seconds_left: Memo<i64>,
    extend: Action<(), ()>,
    send: Action<(), PaymentOutcome>,
    now: RwSignal<i64>,
    sent_at: RwSignal<i64>,
}

impl Payment {
    /// The payment of a review, with its countdown running.
    pub fn new(review: &Reviewed) -> Self {
        let api = use_api();
        let opened = clock::monotonic_seconds();
        let now = RwSignal::new(opened);
        let sent_at = RwSignal::new(opened);
        let held = RwSignal::new(review.held.clone());
        let card = RwSignal::new(review.subscription.payment_method.clone());
        let acknowledged = RwSignal::new(false);
        let notice = RwSignal::new(None::<Notice>);
        // The backend's time when the countdown began, and ours; only differences of ours are used.
        let began = RwSignal::new((review.subscription.server_time.max(review.held.quote.as_of), opened));

        let seconds_left = Memo::new(move |_| {
            let (backend_time, ours): (Instant, i64) = began.get();
            let left = held.with(|held| held.quote.expires_at.seconds_since(backend_time));
            left.saturating_sub(now.get().saturating_sub(ours)).max(0)
        });
        let extend = Action::new_unsync({
            let api = api.clone();
            move |(): &()| {
                let (api, old) = (api.clone(), held.get_untracked());
                async move {
                    match reseal(&api, &old.user, old.organization, old.request.clone()).await {
                        Ok(fresh) => {
                            began.set((fresh.quote.as_of, clock::monotonic_seconds()));
                            let (was, is) = (amount(&old.quote), amount(&fresh.quote));
                            if was != is {
                                notice.set(Some(outcome::amount_changed(&was, &is)));
                            }
                            held.set(fresh);
                        }
                        Err(error) => notice.set(Some(text::notice_for(&error))),
                    }
                }
            }
        });
        let send = Action::new_unsync({
            let api = api.clone();
            move |(): &()| {
                let (api, held) = (api.clone(), held.get_untracked());
                let due = held.quote.output.amount_due_minor;
                let card = card.get_untracked().filter(|_| due > 0).map(|card| card.id);
                let acknowledged = goes_annual(&held.quote).then(|| acknowledged.get_untracked());
                async move { pay(&api, held, card, acknowledged).await }
            }
        });
        let paying_for = Memo::new(move |_| now.get().saturating_sub(sent_at.get()).max(0));
        let stage = RwSignal::new(Stage::Ready);
        let way_on = RwSignal::new(None);
        let payment = Self {
            held,
            card,
            acknowledged,
            notice,
            way_on,
            stage,
            paying_for,
            seconds_left,
            extend,
            send,
            now,
            sent_at,
        };
        clock::interval(SECOND, move || {
            now.try_set(clock::monotonic_seconds());
        });
        payment.follow(began);
        payment
    }

    /// Acts on what comes back, for as long as the page is there. The payment itself goes on without it.
    fn follow(self, began: RwSignal<(Instant, i64)>) {
        let api = use_api();
        let go = use_go();
        let ask = Action::new_unsync(move |(): &()| {
            let (api, held) = (api.clone(), self.held.get_untracked());
            async move { read_outcome(&api, &held).await }
        });
        clock::interval(ASK_EVERY, move || {
            let is_unknown = self.stage.try_get_untracked() == Some(Stage::Unknown);
            if is_unknown && !ask.pending().get_untracked() {
                ask.dispatch(());
            }
        });
        let act = move |outcome: PaymentOutcome| match outcome {
            PaymentOutcome::Answered(answer) => {
                let organization = self.held.with_untracked(|held| held.organization);
                go(&outcome::path(organization, &answer), true);
            }
            PaymentOutcome::NotReceived => {
                self.stage.set(Stage::Ready);
                self.notice.set(Some(outcome::not_received()));
            }
            PaymentOutcome::Unknown => {
                self.stage.set(Stage::Unknown);
                let reference = self.held.with_untracked(|held| held.quote.id.clone());
                self.notice.set(Some(outcome::unknown_notice(&reference)));
            }
            PaymentOutcome::Refused(problem) => {
                if let Some(receipt) =
                    problem.receipt.as_ref().filter(|_| problem.code == ProblemCode::QuoteAlreadyPaid)
                {
                    let organization = self.held.with_untracked(|held| held.organization);
                    go(&routes::receipt(organization, &receipt.number), true);
                } else {
                    self.refused(*problem, began);
                }
            }
        };
        let act_on_answer = act.clone();
        let (sent, asked) = (self.send.value(), ask.value());
        Effect::new(move |_| sent.get().into_iter().for_each(&act));
        Effect::new(move |_| asked.get().into_iter().for_each(&act_on_answer));
    }

    /// Nothing was charged. Says why, and holds a fresh quote where the same upgrade can still be paid.
    fn refused(self, problem: Problem, began: RwSignal<(Instant, i64)>) {
        let old = self.held.get_untracked();
        let (notice, way_on) = outcome::refused(&problem, &old);
        let is_overtaken = matches!(problem.code, ProblemCode::VersionChanged | ProblemCode::AttemptOpen);
        self.stage.set(if is_overtaken { Stage::Overtaken } else { Stage::Ready });
        self.notice.set(Some(notice));
        self.way_on.set(way_on);
        if is_overtaken {
            return;
        }
        match problem.quote {
            Some(quote) => {
                began.set((quote.as_of, clock::monotonic_seconds()));
                let request = request_of(&quote);
                self.held.set(HeldQuote::hold(&old.user, old.organization, request, *quote));
            }
            None => {
                self.extend.dispatch(());
            }
        }
    }

    /// Sends the payment, unless one is already on its way.
    pub fn submit(self) {
        if self.stage.get_untracked() != Stage::Ready || self.send.pending().get_untracked() {
            return;
        }
        self.stage.set(Stage::Paying);
        self.notice.set(None);
        self.way_on.set(None);
        self.sent_at.set(clock::monotonic_seconds());
        self.now.set(clock::monotonic_seconds());
        self.send.dispatch(());
    }

    /// Takes a fresh price for the same upgrade, unless one is being paid.
    pub fn renew_price(self) {
        if self.stage.get_untracked() == Stage::Ready && !self.extend.pending().get_untracked() {
            self.extend.dispatch(());
        }
    }

    /// Whether a fresh price is being fetched.
    pub fn is_renewing(self) -> bool {
        self.extend.pending().get()
    }
}

/// Whether a quote changes a monthly subscription to annual.
pub fn goes_annual(quote: &SealedQuote) -> bool {
    quote.input.snapshot.subscription.cycle == Cycle::Monthly && quote.input.target.cycle == Cycle::Annual
}

/// The amount due, written for the reader.
pub fn amount(quote: &SealedQuote) -> String {
    outcome::written(quote, quote.output.amount_due_minor)
}

fn request_of(quote: &SealedQuote) -> QuoteRequest {
    let promotion_code = quote.input.promo.as_ref().map(|promotion| promotion.code.clone());
    QuoteRequest { target: quote.input.target, promotion_code }
}
