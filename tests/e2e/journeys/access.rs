//! Who can open the upgrade, and the responses and pages for everybody else.

use e2e::{
    Step, TestContext,
    browser::Role,
    journey,
    pages::{AccessDenied, Organizations, Shell, SignIn, Subscription, Upgrading, upgrade_address},
};

use crate::sample::{ADMIN, BILLING, DELTA, HARBOR, OWNER, OWNER_NAME, THREE_MORE, USER};

use serde_json::json;

async fn is_refused_by_menu_and_address(context: &TestContext, email: &str) -> Step {
    SignIn::open(&context.browser).await?.sign_in_as(email).await?;
    Organizations::choose_if_shown(&context.browser, "Harbor QA").await?;
    context.browser.follow("Settings").await?;

    assert!(!Shell::offers_testcloud(&context.browser).await?, "the menu shows TestCloud to {email}");
    context.browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
    AccessDenied::shown(&context.browser).await?.names(OWNER_NAME).await?;
    assert!(!context.browser.visible_text().await.contains('$'), "a price is shown to {email}");
    Ok(())
}

async fn is_refused_by_the_api(context: &TestContext, email: &str) -> Step {
    let api = context.api(email).await?;
    let testcloud = format!("organizations/{HARBOR}/testcloud");
    let quote = json!({ "target": { "sessions": 8, "cycle": "monthly" } });
    let check = json!({ "code": "SAVE10", "sessions": 8, "cycle": "monthly" });
    let pay = json!({ "quoteId": "q", "quoteHash": "h", "seal": "s", "expectedDueMinor": 24_155 });
    let paying = [("Idempotency-Key", "k-1"), ("If-Match", "\"1\"")];
    let refusals = [
        api.get(&format!("{testcloud}/subscription")).await?,
        api.post(&format!("{testcloud}/quotes"), &[], quote).await?,
        api.post(&format!("{testcloud}/promotion-checks"), &[], check).await?,
        api.post(&format!("{testcloud}/upgrades"), &paying, pay).await?,
        api.post(&format!("{testcloud}/cancellation"), &[], json!({})).await?,
        api.get(&format!("{testcloud}/receipts")).await?,
        api.post(
            &format!("organizations/{HARBOR}/payment-method/setup-sessions"),
            &[],
            json!({ "return": "/x" }),
        )
        .await?,
    ];
    for refusal in refusals {
        assert_eq!((refusal.status.as_u16(), refusal.code()), (403, "role_required"), "{}", refusal.body);
        assert!(
            refusal.body["whoCanAct"].as_array().is_some_and(|people| people.len() == 2),
            "{}",
            refusal.body
        );
    }
    context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&[]);
    Ok(())
}

#[tokio::test]
async fn admin_is_refused_by_menu_and_url() {
    journey(async |context| is_refused_by_menu_and_address(context, ADMIN).await).await;
}

#[tokio::test]
async fn user_is_refused_by_menu_and_url() {
    journey(async |context| is_refused_by_menu_and_address(context, USER).await).await;
}

#[tokio::test]
async fn admin_is_refused_by_the_api() {
    journey(async |context| is_refused_by_the_api(context, ADMIN).await).await;
}

#[tokio::test]
async fn user_is_refused_by_the_api() {
    journey(async |context| is_refused_by_the_api(context, USER).await).await;
}

#[tokio::test]
async fn foreign_organization_looks_like_a_missing_one() {
    journey(async |context| {
        let api = context.api(ADMIN).await?;

        let foreign = api.get(&format!("organizations/{DELTA}/testcloud/subscription")).await?;
        let unknown = api.get("organizations/999/testcloud/subscription").await?;

        assert_eq!((foreign.status.as_u16(), unknown.status.as_u16()), (404, 404));
        assert_eq!(foreign.code(), unknown.code());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn role_changes_with_the_selected_organization() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;

        shell.switch_to("Delta Mobile").await?;
        context.browser.open_path(&upgrade_address(DELTA, "")).await?;
        AccessDenied::shown(&context.browser).await?;
        shell.switch_to("Harbor QA").await?;
        Subscription::at(&context.browser, HARBOR).await?.upgrade().await?;

        Ok(())
    })
    .await;
}

#[tokio::test]
async fn visitor_returns_to_the_draft_after_sign_in() {
    journey(async |context| {
        context.browser.open_path(&upgrade_address(HARBOR, "?add=3&from=5")).await?;
        SignIn::shown(&context.browser).await?.sign_in_as(OWNER).await?;

        Upgrading::shown(&context.browser).await?.shows_amount("$241.55").await?;

        Ok(())
    })
    .await;
}

#[tokio::test]
async fn wrong_password_shows_an_error() {
    journey(async |context| {
        let page = SignIn::open(&context.browser).await?;

        page.submit(BILLING, "not the password").await?;

        context.browser.read("Wrong e-mail or password").await?;
        SignIn::shown(&context.browser).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn removed_role_denies_access_at_the_next_step() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;

        context.set_role(BILLING, HARBOR, "USER").await?;
        browser.press("Review upgrade").await?;

        AccessDenied::shown(browser).await?.names(OWNER_NAME).await?;
        assert!(!Shell::offers_testcloud(browser).await?, "the menu still shows TestCloud");
        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&[]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn access_denied_page_names_the_role_and_links_to_settings() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter_single(browser, ADMIN).await?;
        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        AccessDenied::shown(browser).await?;

        browser.read("Your role in Harbor QA is Admin.").await?;
        browser.read("Only an Owner or a Billing Manager can see and upgrade").await?;
        browser.follow_in("Breadcrumb", "Settings").await?;

        browser.see_gone(Role::Heading, "Access denied").await?;
        browser.see(Role::Heading, "Settings").await?;
        Ok(())
    })
    .await;
}
