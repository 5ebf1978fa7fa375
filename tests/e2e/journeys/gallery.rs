//! Every page as people see it: at three widths, in light and in dark.

use e2e::{
    MID_MARCH, Step, Trip,
    browser::{Role, Scheme},
    journey_in,
    pages::{Shell, SignIn, Subscription, Upgrading, upgrade_address},
};

use crate::sample::{ADMIN, BILLING, DELTA, HARBOR, JUNIPER, OSPREY, TERN, THREE_MORE};

const WIDTHS: [u32; 3] = [320, 768, 1440];

async fn hang(trip: &Trip, page: &str, scheme: Scheme) -> Step {
    for width in WIDTHS {
        trip.browser.widen_to(width).await?;
        let name = format!("{page}-{width}-{}.png", scheme.word());
        trip.browser.picture(&trip.evidence_folder().join(name)).await?;
        assert_eq!(trip.browser.overhang().await?, 0, "{page} scrolls sideways at {width} px");
    }
    trip.browser.widen_to(1280).await
}

/// Walks through the pages of somebody who pays; `see` looks at each.
async fn walk_as_buyer(trip: &Trip, see: impl AsyncFn(&Trip, &str) -> Step) -> Step {
    let browser = &trip.browser;
    let sign_in = SignIn::open(browser).await?;
    see(trip, "01-sign-in").await?;
    sign_in.as_person(BILLING).await?;
    browser.see(Role::Link, "Harbor QA").await?;
    see(trip, "02-organizations").await?;
    browser.follow("Harbor QA").await?;
    browser.see(Role::Link, "Settings").await?;
    let page = Subscription::at(browser, HARBOR).await?;
    browser.read("Sample data").await?;
    see(trip, "03-subscription").await?;
    let upgrading = page.upgrade().await?;
    see(trip, "04-upgrading-empty").await?;
    upgrading.add("3").await?.costs(THREE_MORE).await?;
    see(trip, "05-upgrading").await?;
    let review = upgrading.review().await?;
    see(trip, "06-review").await?;
    review.pay_to_receipt(THREE_MORE).await?.says_charged(THREE_MORE).await?;
    see(trip, "07-receipt").await?;
    Subscription::at(browser, HARBOR).await?;
    see(trip, "08-subscription-after").await?;
    // 11 x 1,560.00 = 17,160.00, less 15 %, less 402.58 and 241.55 for what is left of March.
    Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15").await?.costs("$13,941.87").await?;
    see(trip, "09-upgrading-annual-with-code").await?;
    browser.open_path(&format!("/organizations/{HARBOR}/settings/payment-method")).await?;
    browser.see(Role::Frame, "Card").await?;
    see(trip, "10-payment-method").await?;
    browser.open_path(&upgrade_address(DELTA, "")).await?;
    browser.see(Role::Heading, "Access denied").await?;
    see(trip, "11-access-denied").await?;
    browser.open_path("/no/such/page").await?;
    browser.see(Role::Heading, "Page not found").await?;
    see(trip, "12-not-found").await
}

#[tokio::test]
#[ignore = "run by `cargo xtask screenshots`"]
async fn every_page_is_pictured() {
    for scheme in [Scheme::Light, Scheme::Dark] {
        journey_in(MID_MARCH.seen_in(scheme), async |trip| {
            walk_as_buyer(trip, async |trip: &Trip, page: &str| hang(trip, page, scheme).await).await
        })
        .await;
    }
}

#[tokio::test]
async fn no_page_scrolls_sideways_on_a_narrow_phone() {
    journey_in(MID_MARCH.seen_in(Scheme::Light), async |trip| {
        trip.browser.widen_to(320).await?;
        walk_as_buyer(trip, async |trip: &Trip, page: &str| {
            assert_eq!(trip.browser.overhang().await?, 0, "{page} scrolls sideways at 320 px");
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn an_admin_finds_a_way_to_ask_on_a_narrow_phone() {
    journey_in(MID_MARCH.seen_in(Scheme::Dark), async |trip| {
        trip.browser.widen_to(320).await?;
        Shell::enter_only(&trip.browser, ADMIN).await?;
        trip.browser.open_path(&upgrade_address(HARBOR, "")).await?;

        trip.browser.see(Role::Button, "Send request").await?;

        assert_eq!(trip.browser.overhang().await?, 0);
        Ok(())
    })
    .await;
}

/// Holds the page against axe-core's rules.
async fn is_accessible(trip: &Trip, page: &str) -> Step {
    assert_eq!(trip.faults().await?, Vec::<String>::new(), "{page}");
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_of_the_walk_in_light() {
    journey_in(MID_MARCH.seen_in(Scheme::Light), async |trip| walk_as_buyer(trip, is_accessible).await).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_of_the_walk_in_the_dark() {
    journey_in(MID_MARCH.seen_in(Scheme::Dark), async |trip| walk_as_buyer(trip, is_accessible).await).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_something_is_in_the_way_in_light() {
    journey_in(MID_MARCH.seen_in(Scheme::Light), what_is_in_the_way_is_accessible).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_something_is_in_the_way_in_the_dark() {
    journey_in(MID_MARCH.seen_in(Scheme::Dark), what_is_in_the_way_is_accessible).await;
}

async fn what_is_in_the_way_is_accessible(trip: &Trip) -> Step {
    Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
    for (organization, state) in [(JUNIPER, "canceled"), (TERN, "no card"), (OSPREY, "past due")] {
        Subscription::at(&trip.browser, organization).await?;
        trip.browser.read("Sample data").await?;
        is_accessible(trip, &format!("the subscription, {state}")).await?;
        trip.browser.open_path(&upgrade_address(organization, "?add=2")).await?;
        trip.browser.see_page("TestCloud Upgrading").await?;
        is_accessible(trip, &format!("upgrading, {state}")).await?;
    }
    trip.browser.open_path(&upgrade_address(HARBOR, "?add=-3&from=x&cycle=weekly")).await?;
    trip.browser.see(Role::Button, "Review upgrade").await?;
    is_accessible(trip, "an address with nonsense").await?;
    trip.browser.press("Review upgrade").await?;
    trip.browser.see(Role::Heading, "Before you go on").await?;
    is_accessible(trip, "what is missing").await
}
