use reqwest::Method;

use crate::running::{KEY, order, send, start};

#[tokio::test]
async fn account_is_returned_to_the_right_key_only() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let account = || sandbox.request(Method::GET, "/v1/account");

    let bearer = send(account().bearer_auth(KEY)).await;
    let basic = send(account().basic_auth(KEY, Some(""))).await;

    assert_eq!((bearer.status, &bearer.body["object"]), (200, &"account".into()));
    assert_eq!(basic.body, bearer.body);
    assert!(bearer.header("request-id").unwrap().starts_with("req_"));
    assert_eq!(bearer.header("stripe-version"), Some(sandbox_gateway::API_VERSION));
    for refused in [
        send(account()).await,
        send(account().bearer_auth("sk_test_anotherKeyOfAnother1")).await,
        send(account().bearer_auth("sk_live_4eC39HqLyjWDarjtT1zdp7dc")).await,
    ] {
        assert_eq!((refused.status, &refused.body["error"]["type"]), (401, &"invalid_request_error".into()));
        assert!(!refused.text.contains("4eC39") && !refused.text.contains("anotherKey"));
    }
}

#[tokio::test]
async fn other_versions_of_the_api_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let version = |version| {
        sandbox.request(Method::GET, "/v1/account").bearer_auth(KEY).header("stripe-version", version)
    };

    assert_eq!(send(version(sandbox_gateway::API_VERSION)).await.status, 200);
    assert_eq!(send(version("2019-02-11")).await.status, 400);
}

#[tokio::test]
async fn unknown_addresses_objects_and_methods_get_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;

    for path in ["/v1", "/v1/", "/v1/nothing", "/v1/customers/x/y", "/v1/customers/%2e%2e"] {
        let answer = sandbox.get(path).await;
        assert_eq!(
            (answer.status, &answer.body["error"]["type"]),
            (404, &"invalid_request_error".into()),
            "{path}"
        );
    }
    let deleted = send(sandbox.request(Method::DELETE, "/v1/customers/cus_1").bearer_auth(KEY)).await;
    assert_eq!(deleted.status, 404);
    for path in [
        "/v1/customers/cus_none",
        "/v1/checkout/sessions/cs_none",
        "/v1/setup_intents/seti_none",
        "/v1/payment_methods/pm_none",
        "/v1/payment_intents/pi_none",
        "/v1/charges/ch_none",
        "/v1/refunds/re_none",
        "/v1/disputes/du_none",
        "/v1/events/evt_none",
        // An object of another type.
        &format!("/v1/charges/{}", sandbox.customer().await),
    ] {
        assert_eq!(sandbox.get(path).await.error(), (404, "resource_missing"), "{path}");
    }
}

#[tokio::test]
async fn unknown_and_missing_parameters_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;

    for (path, form, code, parameter) in [
        ("/v1/customers", "nonsense=1", "parameter_unknown", "nonsense"),
        ("/v1/payment_intents", "currency=usd", "parameter_missing", "amount"),
        ("/v1/payment_intents", "amount=100", "parameter_missing", "currency"),
        ("/v1/payment_intents", "amount=ten&currency=usd", "parameter_invalid_integer", "amount"),
        ("/v1/checkout/sessions", "mode=setup", "parameter_missing", "success_url"),
        (
            "/v1/checkout/sessions",
            "mode=setup&success_url=https://a.example",
            "parameter_missing",
            "currency",
        ),
        // The pinned version has another name for it.
        (
            "/v1/payment_intents",
            "amount=100&currency=usd&payment_method_types[]=card",
            "parameter_unknown",
            "payment_method_types",
        ),
        ("/v1/checkout/sessions", "mode=setup&success_url=javascript:alert(1)", "url_invalid", "success_url"),
        ("/v1/payment_intents", "amount=100&currency=usd&customer=cus_none", "resource_missing", "customer"),
    ] {
        let answer = sandbox.post(path, form).await;

        assert_eq!(answer.body["error"]["code"], code, "{form}: {}", answer.text);
        assert_eq!(answer.body["error"]["param"], parameter, "{form}");
    }
    assert!(sandbox.lines().is_empty());
}

#[tokio::test]
async fn malformed_bodies_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;

    for form in ["metadata=text", "metadata[a][b]=1", "metadata[a=1", "name[x]=1", "expand=x"] {
        assert_eq!(sandbox.post("/v1/customers", form).await.status, 400, "{form}");
    }
    let json = sandbox.request(Method::POST, "/v1/customers").bearer_auth(KEY);
    assert_eq!(send(json.header("content-type", "application/json").body("{}")).await.status, 400);
    let large = sandbox.post("/v1/customers", &"a".repeat(40_000)).await;
    assert_eq!(large.status, 413);
    let key = sandbox.post_with_key("/v1/customers", &"k".repeat(256), "name=a").await;
    assert_eq!((key.status, &key.body["error"]["type"]), (400, &"idempotency_error".into()));
}

#[tokio::test]
async fn amounts_outside_the_rules_of_their_currency_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;

    for (amount, currency, code) in [
        ("49", "usd", "amount_too_small"),
        ("0", "usd", "parameter_invalid_integer"),
        ("-1", "usd", "parameter_invalid_integer"),
        ("100000000", "usd", "amount_too_large"),
        ("12345", "kwd", "parameter_invalid_integer"),
        ("150", "isk", "parameter_invalid_integer"),
        ("100", "irr", ""),
        ("100", "xx", ""),
    ] {
        let form = format!("amount={amount}&currency={currency}");
        let answer = sandbox.post("/v1/payment_intents", &form).await;
        assert_eq!(answer.error(), (400, code), "{form}");
    }
    for (amount, currency) in
        [("50", "USD"), ("99999999", "usd"), ("12340", "kwd"), ("100", "isk"), ("50", "jpy")]
    {
        let form = format!("amount={amount}&currency={currency}");
        let answer = sandbox.post("/v1/payment_intents", &form).await;
        assert_eq!(answer.status, 200, "{form}");
        assert_eq!(answer.body["currency"], currency.to_lowercase());
    }
}

#[tokio::test]
async fn only_ids_can_be_expanded() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox
        .post("/v1/payment_intents", &format!("{}&expand[]=payment_method", order("pm_card_visa")))
        .await;
    assert_eq!(intent.body["payment_method"]["card"]["last4"], "4242");
    sandbox.confirm(&intent.id()).await;

    let path = format!("/v1/payment_intents/{}", intent.id());
    let expanded =
        sandbox.get(&format!("{path}?expand[]=latest_charge.payment_intent&expand[]=customer")).await;
    assert_eq!(expanded.body["latest_charge"]["payment_intent"]["id"], intent.id());
    let list = sandbox.get("/v1/payment_intents?expand[]=data.latest_charge").await;
    assert_eq!(list.body["data"][0]["latest_charge"]["object"], "charge");
    for wrong in ["status", "metadata", "nothing", "latest_charge.amount", "a.b.c.d.e", "data"] {
        assert_eq!(sandbox.get(&format!("{path}?expand[]={wrong}")).await.status, 400, "{wrong}");
    }
}
