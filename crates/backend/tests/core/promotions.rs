use axum::http::Method;
use contract::billing::{Cycle, Promotion};
use contract::{PromotionCheck, paths};
use http_server::Limits;
use tokio::task::JoinSet;

use crate::support::{Answer, App, Person};

async fn check(person: &Person, organization: i64, code: &str, sessions: i64, cycle: Cycle) -> Answer {
    let body = PromotionCheck { code: code.to_owned(), sessions, cycle };
    let path = format!("{}/promotion-checks", paths::testcloud(organization));
    person.send(Method::POST, &path, &body, &[]).await
}

#[tokio::test]
async fn valid_code_returns_its_terms_without_its_counters() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let promotion: Promotion = check(&buyer, 101, " last1 ", 8, Cycle::Monthly).await.is(200).json();

    assert_eq!((promotion.code.as_str(), promotion.percent_bp), ("LAST1", 1_000));
    assert_eq!((promotion.redeemed, promotion.account_redeemed, promotion.max_redemptions), (0, 0, None));
}

#[tokio::test]
async fn sample_codes_are_refused_with_the_expected_problem_code() {
    for (organization, code, sessions, cycle, status, code_of_problem) in [
        (101, "SAVE10", 8, Cycle::Monthly, 200, ""),
        (101, "LEAP15", 8, Cycle::Monthly, 409, "promo_cycle_mismatch"),
        (101, "LEAP15", 8, Cycle::Annual, 200, ""),
        (101, "RENEW20", 8, Cycle::Monthly, 200, ""),
        (101, "TAKE50", 8, Cycle::Monthly, 200, ""),
        (103, "TAKE50", 8, Cycle::Monthly, 409, "promo_currency_mismatch"),
        (101, "FREE100", 8, Cycle::Monthly, 200, ""),
        (101, "TEAM10", 9, Cycle::Monthly, 409, "promo_min_sessions"),
        (101, "TEAM10", 10, Cycle::Monthly, 200, ""),
        (101, "ENDED", 8, Cycle::Monthly, 409, "promo_expired"),
        (101, "SOON", 8, Cycle::Monthly, 409, "promo_not_started"),
        (101, "SPENT", 8, Cycle::Monthly, 409, "promo_exhausted"),
        (101, "LAST1", 8, Cycle::Monthly, 200, ""),
        (101, "OFF", 8, Cycle::Monthly, 404, "promo_unknown"),
        (101, "NEVERWAS", 8, Cycle::Monthly, 404, "promo_unknown"),
        (101, "ＳＡＶＥ10", 8, Cycle::Monthly, 404, "promo_unknown"),
        (101, "SAVE 10", 8, Cycle::Monthly, 404, "promo_unknown"),
        (101, "", 8, Cycle::Monthly, 404, "promo_unknown"),
    ] {
        let app = App::open().await;
        let buyer = app.person("billing").await;
        let answer = check(&buyer, organization, code, sessions, cycle).await;
        if status == 200 {
            answer.is(200);
        } else {
            answer.refused(status, code_of_problem);
            // A quote with the code is refused with the same problem code.
            buyer.try_quote(organization, sessions, cycle, Some(code)).await.refused(422, code_of_problem);
        }
    }
}

#[tokio::test]
async fn disabled_code_is_answered_like_an_unknown_one() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let mut off = check(&buyer, 101, "OFF", 8, Cycle::Monthly).await.refused(404, "promo_unknown");
    let mut never = check(&buyer, 101, "NEVERWAS", 8, Cycle::Monthly).await.refused(404, "promo_unknown");
    off.request_id.clear();
    never.request_id.clear();

    assert_eq!(off, never);
}

#[tokio::test]
async fn code_of_another_organization_is_answered_like_an_unknown_one() {
    let app = App::open().await;
    crate::calls::edit(&app.state, "UPDATE promotion SET organization = 103 WHERE code = 'SAVE10'").await;
    let buyer = app.person("billing").await;
    let mut anothers = check(&buyer, 101, "SAVE10", 8, Cycle::Monthly).await.refused(404, "promo_unknown");
    let mut never = check(&buyer, 101, "NEVERWAS", 8, Cycle::Monthly).await.refused(404, "promo_unknown");
    anothers.request_id.clear();
    never.request_id.clear();

    assert_eq!(anothers, never);
    check(&buyer, 103, "SAVE10", 8, Cycle::Monthly).await.is(200);
}

#[tokio::test]
async fn code_guesses_share_one_limit_across_checks_and_quotes() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for guess in 0..5 {
        check(&buyer, 101, &format!("GUESS{guess}"), 8, Cycle::Monthly).await.refused(404, "promo_unknown");
        buyer.try_quote(103, 8, Cycle::Monthly, Some("WRONG")).await.refused(422, "promo_unknown");
    }

    for organization in [101, 103, 104] {
        let answer = check(&buyer, organization, "SAVE10", 8, Cycle::Monthly).await;
        let seconds: i64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=900).contains(&seconds));
        answer.refused(429, "rate_limited");
        buyer.try_quote(organization, 8, Cycle::Monthly, Some("SAVE10")).await.refused(429, "rate_limited");
    }
    // Paying without a code is never blocked.
    buyer.quote(101, 8, Cycle::Monthly, None).await;
    // Half of the organization's limit is left for other members.
    let owner = app.person("owner").await;
    check(&owner, 101, "SAVE10", 8, Cycle::Monthly).await.is(200);

    app.wait_seconds(901);

    check(&buyer, 101, "SAVE10", 8, Cycle::Monthly).await.is(200);
}

#[tokio::test]
async fn code_guesses_of_all_members_share_the_organizations_limit() {
    let app = App::open().await;
    for name in ["billing", "owner"] {
        let person = app.person(name).await;
        for guess in 0..10 {
            check(&person, 101, &format!("GUESS{guess}"), 8, Cycle::Monthly)
                .await
                .refused(404, "promo_unknown");
        }
    }
    crate::calls::edit(
        &app.state,
        "UPDATE membership SET role = 'OWNER' WHERE person = 'u_admin' AND organization = 101",
    )
    .await;
    let third = app.person("admin").await;

    check(&third, 101, "SAVE10", 8, Cycle::Monthly).await.refused(429, "rate_limited");
}

#[tokio::test]
async fn parallel_guesses_share_one_limit() {
    let mut app = App::open().await;
    let limits = Limits::default().for_one_client();
    app.state = app.state.with_limits(&limits);
    let other = backend::routes::router(app.second_instance(app.gateway()).await.with_limits(&limits));
    let buyer = app.person("billing").await;
    let mut running = JoinSet::new();
    for guess in 0..300 {
        let buyer = if guess % 2 == 0 { buyer.clone() } else { buyer.at(other.clone()) };
        running.spawn(async move {
            match guess % 3 {
                0 => buyer.try_quote(101, 8, Cycle::Monthly, Some("WRONG")).await,
                _ => check(&buyer, 103, &format!("GUESS{guess}"), 8, Cycle::Monthly).await,
            }
        });
    }
    let (mut looked_up, mut limited) = (0, 0);
    while let Some(answer) = running.join_next().await {
        match answer.unwrap().status.as_u16() {
            404 | 422 => looked_up += 1,
            429 => limited += 1,
            other => panic!("{other}"),
        }
    }

    assert_eq!((looked_up, limited), (10, 290));
}

#[tokio::test]
async fn accepted_codes_do_not_use_up_the_limit() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for _ in 0..15 {
        check(&buyer, 101, "SAVE10", 8, Cycle::Monthly).await.is(200);
        buyer.quote(101, 8, Cycle::Monthly, Some("SAVE10")).await;
    }

    let mut reader = app.state.store.reader().await.unwrap();
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM rate_limit WHERE purpose LIKE 'code%'")
        .fetch_one(&mut *reader)
        .await
        .unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn guesses_of_others_do_not_lock_out_an_organization() {
    let app = App::open().await;
    crate::calls::stop_time(&app.state, "2026-03-16T09:30:00Z");
    let buyer = app.person("billing").await;
    // 1773653400 is that instant. The overall limit of 500 guesses, restored by one every 2 s, is used up.
    crate::calls::edit(
        &app.state,
        "INSERT INTO rate_limit (purpose, scope, restored_at)
         VALUES ('code_overall', 'everybody', 1773653400 + 1000)",
    )
    .await;

    for _ in 0..5 {
        check(&buyer, 101, "SAVE10", 8, Cycle::Monthly).await.is(200);
    }
    for guess in 0..3 {
        check(&buyer, 103, &format!("GUESS{guess}"), 8, Cycle::Monthly).await.refused(404, "promo_unknown");
    }
    check(&buyer, 103, "GUESS4", 8, Cycle::Monthly).await.refused(429, "rate_limited");
    check(&buyer, 101, "SAVE10", 8, Cycle::Monthly).await.is(200);
}

#[tokio::test]
async fn code_refused_for_the_entry_is_returned_with_its_terms() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for (code, sessions, cycle, code_of_problem) in [
        ("TEAM10", 6, Cycle::Monthly, "promo_min_sessions"),
        ("LEAP15", 6, Cycle::Monthly, "promo_cycle_mismatch"),
    ] {
        let problem = check(&buyer, 101, code, sessions, cycle).await.refused(409, code_of_problem);
        let accepted: Promotion = check(&buyer, 101, code, 11, Cycle::Annual).await.is(200).json();

        assert_eq!(problem.promotion.as_deref(), Some(&accepted));
    }
}

#[tokio::test]
async fn code_that_no_entry_makes_valid_is_returned_without_terms() {
    let app = App::open().await;
    crate::calls::edit(
        &app.state,
        "UPDATE promotion SET min_sessions = 10 WHERE code IN ('SPENT', 'ENDED', 'OFF')",
    )
    .await;
    let buyer = app.person("billing").await;
    for (code, status, code_of_problem) in [
        ("SPENT", 409, "promo_min_sessions"),
        ("ENDED", 409, "promo_expired"),
        ("OFF", 404, "promo_unknown"),
        ("NEVERWAS", 404, "promo_unknown"),
    ] {
        let problem = check(&buyer, 101, code, 6, Cycle::Monthly).await.refused(status, code_of_problem);

        assert_eq!(problem.promotion, None, "{code}");
    }
}

#[tokio::test]
async fn card_number_as_a_code_is_refused_before_it_is_looked_up() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for code in ["4111111111111111", "4111 1111 1111 1111 12/30", "٤١١١١١١١١١١١١١١١"] {
        let checked = check(&buyer, 101, code, 8, Cycle::Monthly).await;
        assert_eq!(checked.refused(422, "card_number_in_text").fields[0].path, "code");

        let quoted = buyer.try_quote(101, 8, Cycle::Monthly, Some(code)).await;
        assert_eq!(quoted.refused(422, "card_number_in_text").fields[0].path, "promotionCode");
    }
}
