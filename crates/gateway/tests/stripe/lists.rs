use billing::Instant;
use gateway::{GatewayError, ListQuery, PaymentGateway};
use serde_json::{Value, json};

use crate::fake_stripe::{Answer, FakeStripe};
use crate::fixtures::{self, with};

fn id(object: Value, id: &str) -> Value {
    with(object, json!({"id": id}))
}

#[tokio::test]
async fn list_is_read_from_a_time_and_after_a_cursor() {
    let stripe = FakeStripe::json(200, fixtures::list(&[], false)).await;
    let query =
        ListQuery { created_since: Instant::parse("2026-03-16T09:30:00Z"), after: Some("ch_9".into()) };

    stripe.client().charges(&query).await.unwrap();

    let request = stripe.request();
    assert_eq!(request.path, "/v1/charges");
    assert_eq!(request.query["created[gte]"], "1773653400");
    assert_eq!(request.query["starting_after"], "ch_9");
    assert_eq!(request.query["limit"], "100");
}

#[tokio::test]
async fn cursor_is_the_last_object_of_any_deployment() {
    let foreign = with(fixtures::charge(), json!({"id": "ch_2", "metadata": {}, "currency": "xxx"}));
    let page = fixtures::list(&[fixtures::charge(), foreign], true);
    let stripe = FakeStripe::json(200, page).await;

    let page = stripe.client().charges(&ListQuery::default()).await.unwrap();

    assert_eq!(page.items.len(), 1);
    assert_eq!(page.next.as_deref(), Some("ch_2"));
    assert!(page.unreadable.is_empty());
}

#[tokio::test]
async fn object_with_edited_metadata_is_reported_not_lost() {
    let edited = json!({"deployment": "main", "organization": "one hundred", "attempt": "att_1"});
    let page = fixtures::list(
        &[
            id(with(fixtures::intent(), json!({"metadata": edited})), "pi_1"),
            id(with(fixtures::succeeded(), json!({"livemode": true})), "pi_2"),
            id(fixtures::succeeded(), "pi_3"),
        ],
        false,
    );
    let stripe = FakeStripe::json(200, page).await;

    let page = stripe.client().intents(&ListQuery::default()).await.unwrap();

    assert_eq!(page.unreadable, ["pi_1", "pi_2"]);
    assert_eq!(page.items.iter().map(|intent| intent.id.as_str()).collect::<Vec<_>>(), ["pi_3"]);
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn all_refunds_of_a_charge_are_read() {
    let stripe = FakeStripe::start([
        Answer::Json(200, fixtures::list(&[id(fixtures::refund(), "re_2")], true)),
        Answer::Json(200, fixtures::list(&[id(fixtures::refund(), "re_1")], false)),
    ])
    .await;

    let refunds = stripe.client().refunds("ch_1").await.unwrap();

    assert_eq!(refunds.iter().map(|refund| refund.id.as_str()).collect::<Vec<_>>(), ["re_2", "re_1"]);
    let requests = stripe.received();
    assert_eq!(requests[0].query["charge"], "ch_1");
    assert_eq!(requests[1].query["starting_after"], "re_2");
}

#[tokio::test]
async fn endless_list_of_refunds_ends() {
    let page = Answer::Json(200, fixtures::list(&[fixtures::refund()], true));
    let stripe = FakeStripe::start(vec![page; 10]).await;

    assert_eq!(stripe.client().refunds("ch_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(stripe.received().len(), 10);
}

#[tokio::test]
async fn page_without_a_cursor_is_unknown() {
    for body in [
        fixtures::list(&[], true),
        fixtures::list(&[json!({"object": "charge"})], true),
        fixtures::list(&[json!("ch_1")], false),
        json!({"object": "list", "data": []}),
        json!([]),
        fixtures::charge(),
    ] {
        let stripe = FakeStripe::json(200, body.clone()).await;
        let page = stripe.client().charges(&ListQuery::default()).await;
        assert_eq!(page.unwrap_err(), GatewayError::Unknown, "{body}");
    }
}
