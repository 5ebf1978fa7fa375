use crate::running::{Running, instant, start};

async fn ids(sandbox: &Running, path: &str) -> (Vec<String>, bool) {
    let list = sandbox.get(path).await;
    assert_eq!(list.body["object"], "list", "{}", list.text);
    let ids =
        list.body["data"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
    (ids.collect(), list.body["has_more"].as_bool().unwrap())
}

#[tokio::test]
async fn list_is_newest_first_and_cursors_reach_every_object_once() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let mut created = Vec::new();
    for _ in 0..5 {
        created.insert(0, sandbox.intent("pm_card_visa").await);
    }

    let (first, more) = ids(&sandbox, "/v1/payment_intents?limit=2").await;
    assert_eq!((&first[..], more), (&created[..2], true));
    let (second, more) =
        ids(&sandbox, &format!("/v1/payment_intents?limit=2&starting_after={}", first[1])).await;
    assert_eq!((&second[..], more), (&created[2..4], true));
    let (third, more) =
        ids(&sandbox, &format!("/v1/payment_intents?limit=2&starting_after={}", second[1])).await;
    assert_eq!((&third[..], more), (&created[4..], false));
    let (back, more) =
        ids(&sandbox, &format!("/v1/payment_intents?limit=2&ending_before={}", third[0])).await;
    assert_eq!((&back[..], more), (&created[2..4], true));
}

#[tokio::test]
async fn creation_time_and_owner_filter_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let early = sandbox.intent("pm_card_visa").await;
    sandbox.clock.stop_at(instant("2026-03-20T00:00:00Z"));
    let since = instant("2026-03-20T00:00:00Z").epoch_seconds();
    let customer = sandbox.customer().await;
    let form = format!("amount=100&currency=usd&customer={customer}");
    let late = sandbox.post("/v1/payment_intents", &form).await.id();

    for (query, expected) in [
        (format!("created[gte]={since}"), vec![&late]),
        (format!("created[gt]={since}"), vec![]),
        (format!("created[lt]={since}"), vec![&early]),
        (format!("created[lte]={since}"), vec![&late, &early]),
        (format!("created={since}"), vec![&late]),
        (format!("customer={customer}"), vec![&late]),
        (format!("created[gte]={since}&starting_after={early}"), vec![]),
        (format!("created[lt]={since}&starting_after={late}"), vec![&early]),
    ] {
        let (found, _) = ids(&sandbox, &format!("/v1/payment_intents?{query}")).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
}

#[tokio::test]
async fn invalid_pages_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let customer = sandbox.customer().await;

    for (query, status) in [
        ("limit=0".to_owned(), 400),
        ("limit=101".to_owned(), 400),
        ("limit=x".to_owned(), 400),
        ("created[since]=1".to_owned(), 400),
        ("starting_after=pi_none".to_owned(), 404),
        (format!("starting_after={customer}"), 404),
        ("starting_after=a&ending_before=b".to_owned(), 400),
        ("nonsense=1".to_owned(), 400),
    ] {
        assert_eq!(sandbox.get(&format!("/v1/payment_intents?{query}")).await.status, status, "{query}");
    }
}
