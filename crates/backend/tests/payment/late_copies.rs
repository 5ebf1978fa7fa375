//! A copy of a payment request that arrives after another copy was refused.

use contract::billing::Cycle;
use contract::{AttemptState, Charged};

use crate::support::{App, Fault, FaultyGateway, Person, TestPayment};

const PENDING: &str =
    "SELECT COUNT(*) FROM upgrade_attempt WHERE state NOT IN ('charged', 'declined', 'canceled')";

/// A refusal that ends, with the steps that cause it before the first copy and end it before the late one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reason {
    RenewalInProgress,
    QuoteExpired,
    QuoteStale,
    PromoExhausted,
    AttemptOpen,
    TooManyDeclines,
    RateLimited,
    GatewayUnreachable,
    GatewayBusy,
    CardRefused,
}

impl Reason {
    const ALL: [(Self, u16, &'static str); 10] = [
        (Self::RenewalInProgress, 409, "renewal_in_progress"),
        (Self::QuoteExpired, 410, "quote_expired"),
        (Self::QuoteStale, 409, "quote_stale"),
        (Self::PromoExhausted, 409, "promo_exhausted"),
        (Self::AttemptOpen, 409, "attempt_open"),
        (Self::TooManyDeclines, 429, "too_many_declines"),
        (Self::RateLimited, 429, "rate_limited"),
        (Self::GatewayUnreachable, 503, "gateway_unavailable"),
        (Self::GatewayBusy, 503, "gateway_unavailable"),
        (Self::CardRefused, 503, "gateway_unavailable"),
    ];

    /// Prepares a payment of organization 101 that is refused for this reason.
    async fn begin(self, app: &App, gateway: &FaultyGateway, buyer: &Person) -> TestPayment {
        let declines = match self {
            Self::TooManyDeclines => 5,
            Self::RateLimited => 4,
            _ => 0,
        };
        for _ in 0..declines {
            let payment = buyer.prepare(104, 3, "pm_card_chargeCustomerFail").await;
            buyer.pay(&payment).await.refused(402, "payment_declined");
        }
        if self == Self::RateLimited {
            let open = buyer.prepare(104, 3, "pm_card_visa").await;
            gateway.set(|faults| faults.confirm = Fault::RequestLost);
            buyer.pay(&open).await.is(202);
            gateway.set(|faults| faults.confirm = Fault::None);
        }
        if self == Self::TooManyDeclines {
            app.wait_seconds(3_590);
        }
        let card = buyer.use_card(101, "pm_card_visa").await;
        let code = matches!(self, Self::QuoteStale | Self::PromoExhausted).then_some("SAVE10");
        let quote = buyer.quote(101, 8, Cycle::Monthly, code).await;
        let payment = TestPayment::of(101, &quote, &card.id);
        match self {
            Self::RenewalInProgress => app.set_time("2026-04-01T00:00:00Z"),
            Self::QuoteExpired => app.set_time("2026-03-17T09:30:00Z"),
            Self::QuoteStale => app.books().change("UPDATE promotion SET disabled = 1").await,
            Self::PromoExhausted => {
                app.books().change("UPDATE promotion SET max_redemptions = 1, used_before = 1").await;
            }
            Self::AttemptOpen => {
                let other = buyer.quote(101, 7, Cycle::Monthly, None).await;
                gateway.set(|faults| faults.confirm = Fault::RequestLost);
                buyer.pay(&TestPayment::of(101, &other, &card.id)).await.is(202);
                gateway.set(|faults| faults.confirm = Fault::None);
            }
            Self::GatewayUnreachable => gateway.set(|faults| faults.create = Fault::Unreachable),
            Self::GatewayBusy => gateway.set(|faults| faults.create = Fault::Busy),
            Self::CardRefused => gateway.set(|faults| faults.create = Fault::Refused),
            Self::TooManyDeclines | Self::RateLimited => {}
        }
        payment
    }

    async fn end(self, app: &App, gateway: &FaultyGateway) {
        gateway.set(|faults| faults.create = Fault::None);
        match self {
            Self::RenewalInProgress | Self::QuoteExpired => app.set_time("2026-03-16T09:31:00Z"),
            Self::QuoteStale => app.books().change("UPDATE promotion SET disabled = 0").await,
            Self::PromoExhausted => {
                app.books().change("UPDATE promotion SET max_redemptions = NULL, used_before = 0").await;
            }
            Self::TooManyDeclines => app.wait_seconds(60),
            Self::AttemptOpen | Self::RateLimited => {
                // Recovery cancels the intent of the other payment, which was never confirmed.
                assert_eq!(app.run_recovery().await, 1);
            }
            Self::GatewayUnreachable | Self::GatewayBusy | Self::CardRefused => {}
        }
    }
}

#[tokio::test]
async fn copy_that_arrives_after_another_was_refused_is_charged_at_most_once() {
    for (reason, status, code) in Reason::ALL {
        let mut app = App::open().await;
        let gateway = FaultyGateway::new(app.gateway());
        app.use_gateway(gateway.clone());
        let buyer = app.person("billing").await;
        let payment = reason.begin(&app, &gateway, &buyer).await;
        let key = payment.key.clone().unwrap();

        let refused = buyer.pay(&payment).await.refused(status, code);

        // About this request, or about the other payment that is open.
        let about = if reason == Reason::AttemptOpen { Charged::Unknown } else { Charged::No };
        assert_eq!(refused.charged, about, "{reason:?}");
        let by_key = buyer.attempt_by_key(101, &key).await.refused(404, "attempt_unknown");
        assert_eq!(by_key.charged, Charged::Unknown, "{reason:?}");
        assert!(app.log().charges().is_empty(), "{reason:?}");

        reason.end(&app, &gateway).await;
        let late = buyer.pay(&payment).await.is(201).upgrade();

        let due = payment.body.expected_due_minor;
        assert_eq!(app.log().charges(), [due], "{reason:?}");
        let by_key = buyer.attempt_by_key(101, &key).await.is(200).upgrade().attempt;
        assert_eq!((by_key.id, by_key.state), (late.attempt.id.clone(), AttemptState::Charged), "{reason:?}");
        assert_eq!(by_key.charged, Charged::Yes, "{reason:?}");
        for _ in 0..2 {
            assert_eq!(buyer.pay(&payment).await.is(200).upgrade().attempt.id, late.attempt.id, "{reason:?}");
        }
        app.run_recovery().await;
        let books = app.books();
        assert_eq!(app.log().charges(), [due], "{reason:?}");
        assert_eq!(books.cash().await, due, "{reason:?}");
        assert_eq!(books.number(PENDING).await, 0, "{reason:?}");
        books.are_sound().await;
    }
}
