//! What the review does with its sealed quote: extend it, pay it, and find out what became of the payment.

use std::{future::Future, pin::Pin, time::Duration};

use billing::{Cycle, Instant};
use contract::{PaymentMethod, Problem, ProblemCode, QuoteRequest, SealedQuote};
use leptos::{prelude::*, task::spawn_local};

use super::sheet::NOTICE;
use crate::{
    api::ApiClient,
    components::{PAY_AMOUNT, effect},
    pages::{focus_heading, outcome},
    platform::{clock, dom},
    routes,
    state::{
        payment::{FreshPrice, HeldQuote, PaymentOutcome, Reviewed, Sending, pay, read_outcome, reseal},
        session::{use_api, use_go},
    },
    text::{self, Notice, payment},
};

/// How often the outcome of a payment without an answer is asked for.
const ASK_EVERY: i64 = 3;
/// Seconds after which paying is explained.
const EXPLAIN_AFTER: i64 = 10;
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
    /// Whether a fresh price is being fetched.
    pub is_renewing: RwSignal<bool>,
    /// How often the page was drawn again because its Pay button showed another amount than the sealed one.
    pub redraws: RwSignal<u32>,
    api: StoredValue<ApiClient>,
    outcome: RwSignal<Option<PaymentOutcome>>,
    is_asking: StoredValue<bool>,
    /// The backend's time when the countdown began, and ours; only differences of ours are used.
    began: RwSignal<(Instant, i64)>,
    now: RwSignal<i64>,
    sent_at: RwSignal<i64>,
}

impl Payment {
    /// The payment of a review, with its countdown running. Acts on what comes back for as long as the page is there;
    /// the payment itself goes on without it.
    pub fn new(review: &Reviewed) -> Self {
        let opened = clock::monotonic_seconds();
        let payment = Self {
            held: RwSignal::new(review.held.clone()),
            card: RwSignal::new(review.subscription.payment_method.clone()),
            acknowledged: RwSignal::new(false),
            notice: RwSignal::new(None),
            way_on: RwSignal::new(None),
            stage: RwSignal::new(Stage::Ready),
            is_renewing: RwSignal::new(false),
            redraws: RwSignal::new(0),
            api: StoredValue::new(use_api()),
            outcome: RwSignal::new(None),
            is_asking: StoredValue::new(false),
            began: RwSignal::new((review.subscription.server_time.max(review.held.quote.as_of), opened)),
            now: RwSignal::new(opened),
            sent_at: RwSignal::new(opened),
        };
        clock::interval(SECOND, move || payment.tick());
        let go = use_go();
        effect(move || {
            if let Some(outcome) = payment.outcome.get() {
                payment.act(outcome, &go);
            }
        });
        payment
    }

    /// Whole seconds the price still holds.
    pub fn seconds_left(self) -> i64 {
        let (backend_time, ours) = self.began.get();
        let left = self.held.with(|held| held.quote.expires_at.seconds_since(backend_time));
        left.saturating_sub(self.now.get().saturating_sub(ours)).max(0)
    }

    /// Whether the payment has been on its way long enough to say what is safe to do.
    pub fn takes_long(self) -> bool {
        let seconds = self.now.get().saturating_sub(self.sent_at.get());
        self.stage.get() == Stage::Paying && seconds >= EXPLAIN_AFTER
    }

    /// Seconds until it is asked again what became of the payment, while that is not known.
    pub fn next_check_in(self) -> Option<i64> {
        let now = self.now.get();
        (self.stage.get() == Stage::Unknown).then(|| ASK_EVERY.saturating_sub(now.rem_euclid(ASK_EVERY)))
    }

    /// Sends the payment, unless one is already on its way.
    pub fn submit(self) {
        if self.stage.get_untracked() != Stage::Ready || self.is_renewing.get_untracked() {
            return;
        }
        if self.is_amount_shown() {
            self.send();
        }
    }

    fn send(self) {
        self.stage.set(Stage::Paying);
        self.notice.set(None);
        self.way_on.set(None);
        self.now.set(clock::monotonic_seconds());
        self.sent_at.set(clock::monotonic_seconds());
        let (api, held) = (self.api.get_value(), self.held.get_untracked());
        let card =
            self.card.get_untracked().filter(|_| held.quote.output.amount_due_minor > 0).map(|card| card.id);
        let acknowledged = goes_annual(&held.quote).then(|| self.acknowledged.get_untracked());
        self.settle(Box::pin(async move { pay(&api, held, card, acknowledged).await }));
    }

    /// Compares the figure on the Pay button, as it is in the document, with the sealed quote. A browser that translates
    /// the page or an extension may have changed it. Where they differ the page is drawn again.
    fn is_amount_shown(self) -> bool {
        let sealed = self
            .held
            .with_untracked(|held| (held.quote.output.amount_due_minor != 0).then(|| amount(&held.quote)));
        if dom::text(PAY_AMOUNT) == sealed {
            return true;
        }
        let redraws = self.redraws.get_untracked();
        self.notice.set(Some(outcome::amount_not_shown(redraws > 0)));
        self.way_on.set(None);
        self.redraws.set(redraws.saturating_add(1));
        dom::focus(NOTICE);
        false
    }

    /// Takes a fresh price for the same upgrade, unless one is being paid or fetched.
    pub fn renew_price(self) {
        if self.stage.get_untracked() != Stage::Ready || self.is_renewing.get_untracked() {
            return;
        }
        let seconds_left = untrack(move || self.seconds_left());
        match self.held.with_untracked(|held| held.sending).fresh_price(seconds_left) {
            FreshPrice::NewQuote => {}
            FreshPrice::SendAgain => return self.send(),
            FreshPrice::KeepKey => {
                self.notice.set(Some(outcome::not_received()));
                dom::focus(NOTICE);
                return;
            }
        }
        self.is_renewing.set(true);
        let (api, old) = (self.api.get_value(), self.held.get_untracked());
        spawn_local(async move {
            let fresh = reseal(&api, &old.user, old.organization, old.request.clone()).await;
            self.is_renewing.try_set(false);
            match fresh {
                Ok(fresh) => {
                    let (was, is) = (amount(&old.quote), amount(&fresh.quote));
                    if was != is {
                        self.notice.try_set(Some(outcome::amount_changed(&was, &is)));
                    }
                    if self.hold(fresh) && was == is {
                        dom::announce(payment::price_extended());
                    }
                }
                Err(error) => {
                    self.notice.try_set(Some(text::notice_for(&error)));
                }
            }
        });
    }

    /// Answers whether the page is still there to show it.
    fn hold(self, held: HeldQuote) -> bool {
        self.began.try_set((held.quote.as_of, clock::monotonic_seconds()));
        self.held.try_set(held).is_none()
    }

    /// Every second: the countdown, and the question what became of a payment without an answer.
    fn tick(self) {
        let now = clock::monotonic_seconds();
        self.now.try_set(now);
        let is_unknown = self.stage.try_get_untracked() == Some(Stage::Unknown);
        if is_unknown && now.rem_euclid(ASK_EVERY) == 0 && !self.is_asking.get_value() {
            let (api, held) = (self.api.get_value(), self.held.get_untracked());
            self.settle(Box::pin(async move { read_outcome(&api, &held).await }));
        }
    }

    fn settle(self, outcome: Pin<Box<dyn Future<Output = PaymentOutcome>>>) {
        self.is_asking.set_value(true);
        spawn_local(async move {
            let outcome = outcome.await;
            self.is_asking.try_set_value(false);
            self.outcome.try_set(Some(outcome));
        });
    }

    fn act(self, outcome: PaymentOutcome, go: &impl Fn(&str, bool)) {
        let organization = self.held.with_untracked(|held| held.organization);
        match outcome {
            PaymentOutcome::Answered(answer) => go(&outcome::path(organization, &answer), true),
            PaymentOutcome::NotReceived => {
                self.held.update(|held| held.sending = Sending::Unanswered);
                self.stage.set(Stage::Ready);
                self.notice.set(Some(outcome::not_received()));
                dom::focus(NOTICE);
            }
            // Said once; the question is repeated in silence.
            PaymentOutcome::Unknown if self.stage.get_untracked() == Stage::Unknown => {}
            PaymentOutcome::Unknown => {
                self.stage.set(Stage::Unknown);
                // The pay button is gone, and with it the focus; the heading stands above what is said now.
                focus_heading();
                let reference = self.held.with_untracked(|held| held.quote.id.clone());
                self.notice.set(Some(outcome::unknown_notice(&reference)));
            }
            PaymentOutcome::Refused(problem) => match &problem.receipt {
                Some(receipt) if problem.code == ProblemCode::QuoteAlreadyPaid => {
                    go(&routes::receipt(organization, &receipt.number), true);
                }
                _ => self.refused(*problem),
            },
        }
    }

    /// Shows why the payment was refused, and holds a fresh quote if the same upgrade can still be paid.
    fn refused(self, problem: Problem) {
        let old = self.held.get_untracked();
        let (notice, way_on) = outcome::refused(&problem, &old);
        let is_overtaken = matches!(problem.code, ProblemCode::VersionChanged | ProblemCode::AttemptOpen);
        self.stage.set(if is_overtaken { Stage::Overtaken } else { Stage::Ready });
        self.notice.set(Some(notice));
        self.way_on.set(way_on);
        // It stands above the button that was pressed, on a small screen out of sight.
        dom::focus(NOTICE);
        match problem.quote {
            _ if is_overtaken => {}
            Some(quote) => {
                let request = request_of(&quote);
                self.hold(HeldQuote::hold(&old.user, old.organization, request, *quote));
            }
            None => {
                // Refused for certain, so the next price may have a key of its own.
                self.held.update(|held| held.sending = Sending::NotYet);
                self.renew_price();
            }
        }
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
