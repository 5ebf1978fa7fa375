/// Submits a decision, `confirm` or `refuse`, on the bank's page.
pub async fn answer_bank(page: &str, decision: &str) {
    let address = url::Url::parse(page).unwrap();
    let answer = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
        .post(page)
        .header("origin", address.origin().ascii_serialization())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("decision={decision}"))
        .send()
        .await
        .unwrap();
    // The page redirects back to the service.
    assert!(answer.status().is_redirection() || answer.status().is_success(), "{}", answer.status());
}
