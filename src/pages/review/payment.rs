//! The payment of a review: extends the sealed quote, pays it, and reads the outcome.

use std::{future::Future, pin::Pin, time::Duration};

use billing::{Cycle, Instant};
use contract::{PaymentMethod, Problem, ProblemCode, QuoteRequest, SealedQuote};
use leptos::{prelude::*, task::spawn_local};
use platform::{
    clock,
    dom::{self, focus_heading},
};

use super::sheet::NOTICE;
use crate::{
    api::ApiClient,
    components::PAY_AMOUNT,
    routes::Section,
    state::{
        CardSetup,
        payment::{
            FreshPrice, KeptQuote, PaymentOutcome, Reviewed, Sending, fresh_price, outcome, pay, read_outcome,
        },
        portal::{PortalEvent, report},
        session::{use_api, use_go},
    },
    text::{self, Notice, entry, payment},
    view::effect,
};

/// Poll interval for an unknown outcome, in seconds.
const POLL_SECONDS: i64 = 3;
/// Seconds after which the page explains a payment in progress.
const EXPLAIN_AFTER: i64 = 10;
const SECOND: Duration = Duration::from_secs(1);

/// The stage of the payment on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStage {
    /// Waiting for the buyer.
    Ready,
    /// The payment was sent and the response is pending.
    Paying,
    /// The payment was sent and its outcome is unknown. Nothing can be paid until it is known.
    Unknown,
    /// The quote can no longer be paid, because another user changed the subscription or is paying for it.
    Overtaken,
}

/// The payment on the review page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ReviewPayment {
    /// The quote and its key.
    pub kept: RwSignal<KeptQuote>,
    /// The card on file.
    pub card: RwSignal<Option<PaymentMethod>>,
    /// Whether the buyer confirmed the annual commitment.
    pub acknowledged: RwSignal<bool>,
    /// Whether the buyer confirmed the payment, which only a frame asks for.
    pub confirmed: RwSignal<bool>,
    /// The notice about the last event.
    pub notice: RwSignal<Option<Notice>>,
    /// The link of the notice, if any: its path and label.
    pub way_on: RwSignal<Option<(String, &'static str)>>,
    /// The stage of the payment.
    pub stage: RwSignal<PaymentStage>,
    /// Whether a request for a fresh price is in progress.
    pub is_renewing: RwSignal<bool>,
    /// How often the page was rendered again because the Pay button showed an amount other than the sealed one.
    pub redraws: RwSignal<u32>,
    api: StoredValue<ApiClient>,
    outcome: RwSignal<Option<PaymentOutcome>>,
    is_request_pending: StoredValue<bool>,
    /// Start of the countdown: the backend's time, and the seconds of the local monotonic clock.
    countdown_start: RwSignal<(Instant, i64)>,
    now: RwSignal<i64>,
    sent_at: RwSignal<i64>,
}

impl ReviewPayment {
    /// Creates the payment of a review and starts its countdown. Outcomes are handled until the page is left; a payment
    /// that was sent continues after that.
    pub fn new(review: &Reviewed, setup: CardSetup) -> Self {
        let opened = clock::monotonic_seconds();
        let payment = Self {
            kept: RwSignal::new(review.kept.clone()),
            card: RwSignal::new(review.subscription.payment_method.clone()),
            acknowledged: RwSignal::new(false),
            confirmed: RwSignal::new(false),
            notice: RwSignal::new(None),
            way_on: RwSignal::new(None),
            stage: RwSignal::new(PaymentStage::Ready),
            is_renewing: RwSignal::new(false),
            redraws: RwSignal::new(0),
            api: StoredValue::new(use_api()),
            outcome: RwSignal::new(None),
            is_request_pending: StoredValue::new(false),
            countdown_start: RwSignal::new((
                review.subscription.server_time.max(review.kept.quote.as_of),
                opened,
            )),
            now: RwSignal::new(opened),
            sent_at: RwSignal::new(opened),
        };
        effect(move || {
            if let Some(card) = setup.saved.get() {
                payment.card.set(Some(card));
            }
        });
        clock::interval(SECOND, move || payment.tick());
        let go = use_go();
        effect(move || {
            if let Some(outcome) = payment.outcome.get() {
                payment.apply_outcome(outcome, &go);
            }
        });
        payment
    }

    /// Whole seconds until the price expires.
    pub fn seconds_left(self) -> i64 {
        let (backend_time, local_seconds) = self.countdown_start.get();
        let left = self.kept.with(|kept| kept.quote.expires_at.seconds_since(backend_time));
        left.saturating_sub(self.now.get().saturating_sub(local_seconds)).max(0)
    }

    /// Whether the payment takes so long that the page explains what is safe to do.
    pub fn takes_long(self) -> bool {
        let seconds = self.now.get().saturating_sub(self.sent_at.get());
        self.stage.get() == PaymentStage::Paying && seconds >= EXPLAIN_AFTER
    }

    /// Seconds until the outcome is polled again, while it is unknown.
    pub fn next_check_in(self) -> Option<i64> {
        let now = self.now.get();
        (self.stage.get() == PaymentStage::Unknown)
            .then(|| POLL_SECONDS.saturating_sub(now.rem_euclid(POLL_SECONDS)))
    }

    /// Sends the payment, unless one is in progress. The only place from which a payment is sent.
    pub fn submit(self) {
        if !self.is_idle() || !self.is_amount_shown() {
            return;
        }
        report(|| PortalEvent::PaymentSent);
        self.stage.set(PaymentStage::Paying);
        self.notice.set(None);
        self.way_on.set(None);
        self.now.set(clock::monotonic_seconds());
        self.sent_at.set(clock::monotonic_seconds());
        let (api, kept) = (self.api.get_value(), self.kept.get_untracked());
        let card =
            self.card.get_untracked().filter(|_| kept.quote.output.amount_due_minor > 0).map(|card| card.id);
        let acknowledged = goes_annual(&kept.quote).then(|| self.acknowledged.get_untracked());
        self.await_outcome(Box::pin(async move { pay(&api, kept, card, acknowledged).await }));
    }

    /// Sends nothing, and asks the person to look at the button. Offers the stand-alone page.
    pub fn ask_to_look(self, alone: String) {
        self.notice.set(Some(outcome::button_not_visible()));
        self.way_on.set(Some((alone, entry::open_in_new_tab())));
        dom::focus(NOTICE);
    }

    fn is_idle(self) -> bool {
        self.stage.get_untracked() == PaymentStage::Ready && !self.is_renewing.get_untracked()
    }

    /// Compares the amount on the Pay button in the document with the sealed quote. A page translation or a browser
    /// extension may have changed it. If they differ, the page is rendered again.
    fn is_amount_shown(self) -> bool {
        let sealed = self
            .kept
            .with_untracked(|kept| (kept.quote.output.amount_due_minor != 0).then(|| amount(&kept.quote)));
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

    /// Requests a fresh price for the same upgrade, unless a payment or such a request is in progress.
    pub fn renew_price(self) {
        if !self.is_idle() {
            return;
        }
        self.is_renewing.set(true);
        let (api, old) = (self.api.get_value(), self.kept.get_untracked());
        spawn_local(async move {
            let fresh = fresh_price(&api, old.clone()).await;
            self.is_renewing.try_set(false);
            match fresh {
                Ok(FreshPrice::Quote(fresh)) => {
                    let (old_amount, new_amount) = (amount(&old.quote), amount(&fresh.quote));
                    if old_amount != new_amount {
                        self.notice.try_set(Some(outcome::amount_changed(&old_amount, &new_amount)));
                    } else if old.sending == Sending::Unanswered {
                        // The notice says that the payment was not received yet.
                        self.notice.try_set(None);
                    }
                    if self.replace_quote(*fresh) && old_amount == new_amount {
                        dom::announce(payment::price_extended());
                    }
                }
                Ok(FreshPrice::Sent(outcome, server_time)) => {
                    self.countdown_start.try_set((server_time, clock::monotonic_seconds()));
                    self.outcome.try_set(Some(outcome));
                }
                Err(error) => {
                    self.notice.try_set(Some(text::notice_for(&error)));
                }
            }
        });
    }

    /// Shows another quote and restarts the countdown. Returns whether the page still exists.
    fn replace_quote(self, kept: KeptQuote) -> bool {
        self.countdown_start.try_set((kept.quote.as_of, clock::monotonic_seconds()));
        self.kept.try_set(kept).is_none()
    }

    /// Updates the countdown and polls an unknown outcome. Called every second.
    fn tick(self) {
        let now = clock::monotonic_seconds();
        self.now.try_set(now);
        let is_unknown = self.stage.try_get_untracked() == Some(PaymentStage::Unknown);
        if is_unknown && now.rem_euclid(POLL_SECONDS) == 0 && !self.is_request_pending.get_value() {
            let (api, kept) = (self.api.get_value(), self.kept.get_untracked());
            self.await_outcome(Box::pin(async move { read_outcome(&api, &kept).await }));
        }
    }

    fn await_outcome(self, outcome: Pin<Box<dyn Future<Output = PaymentOutcome>>>) {
        self.is_request_pending.set_value(true);
        spawn_local(async move {
            let outcome = outcome.await;
            // Also if the page was left or drawn again.
            report_outcome(&outcome);
            self.is_request_pending.try_set_value(false);
            self.outcome.try_set(Some(outcome));
        });
    }

    fn apply_outcome(self, outcome: PaymentOutcome, go: &impl Fn(&str, bool)) {
        let organization = self.kept.with_untracked(|kept| kept.organization);
        match outcome {
            PaymentOutcome::Answered(answer) => go(&outcome::path(organization, &answer), true),
            PaymentOutcome::NotReceived => {
                self.kept.update(|kept| kept.sending = Sending::Unanswered);
                self.stage.set(PaymentStage::Ready);
                self.notice.set(Some(outcome::not_received()));
                dom::focus(NOTICE);
            }
            // The notice is already shown. Later polls do not repeat it.
            PaymentOutcome::Unknown if self.stage.get_untracked() == PaymentStage::Unknown => {}
            PaymentOutcome::Unknown => {
                self.stage.set(PaymentStage::Unknown);
                // The Pay button is removed and loses the focus, so move the focus to the heading above the notice.
                focus_heading();
                let reference = self.kept.with_untracked(|kept| kept.quote.id.clone());
                self.notice.set(Some(outcome::unknown_notice(&reference)));
            }
            PaymentOutcome::Refused(problem) => match &problem.receipt {
                Some(receipt) if problem.code == ProblemCode::QuoteAlreadyPaid => {
                    go(&Section::Receipt(receipt.number.clone()).path(organization), true);
                }
                _ => self.handle_refusal(*problem),
            },
        }
    }

    /// Shows why the payment was refused, and takes a fresh quote if the same upgrade can still be paid.
    fn handle_refusal(self, problem: Problem) {
        let old = self.kept.get_untracked();
        let (notice, way_on) = outcome::refused(&problem, &old);
        let is_overtaken = matches!(problem.code, ProblemCode::VersionChanged | ProblemCode::AttemptOpen);
        self.stage.set(if is_overtaken { PaymentStage::Overtaken } else { PaymentStage::Ready });
        self.notice.set(Some(notice));
        self.way_on.set(way_on);
        // The notice is above the Pay button, which on a small screen is outside the viewport.
        dom::focus(NOTICE);
        match problem.quote {
            _ if is_overtaken => {}
            Some(quote) => {
                let request = request_of(&quote);
                self.replace_quote(KeptQuote::create(&old.user, old.organization, request, *quote));
            }
            None => {
                // The payment was refused, so the next quote can use a new key.
                self.kept.update(|kept| kept.sending = Sending::NotYet);
                self.renew_price();
            }
        }
    }
}

fn report_outcome(outcome: &PaymentOutcome) {
    match outcome {
        PaymentOutcome::Answered(answer) => report(|| PortalEvent::of_attempt(answer)),
        PaymentOutcome::NotReceived | PaymentOutcome::Refused(_) => report(|| PortalEvent::PaymentEnded),
        PaymentOutcome::Unknown => {}
    }
}

/// Whether a quote changes a monthly subscription to annual.
pub fn goes_annual(quote: &SealedQuote) -> bool {
    quote.input.snapshot.subscription.cycle == Cycle::Monthly && quote.input.target.cycle == Cycle::Annual
}

/// The formatted amount due.
pub fn amount(quote: &SealedQuote) -> String {
    outcome::written(quote, quote.output.amount_due_minor)
}

fn request_of(quote: &SealedQuote) -> QuoteRequest {
    let promotion_code = quote.input.promo.as_ref().map(|promotion| promotion.code.clone());
    QuoteRequest { target: quote.input.target, promotion_code }
}
