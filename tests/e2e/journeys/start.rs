//! The start of the app.

use e2e::{
    browser::Role,
    journey,
    pages::{SignIn, Upgrading, upgrade_address},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE};

#[tokio::test]
async fn console_of_a_first_visit_is_clean() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver returns the console") {
            return Ok(());
        }
        let browser = &trip.browser;
        browser.open_path("/").await?;
        SignIn::shown(browser).await?;
        browser.see(Role::Link, "Help").await?;
        assert_eq!(browser.console().await?, Vec::<String>::new());

        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        SignIn::shown(browser).await?.as_person(BILLING).await?;
        Upgrading::shown(browser).await?.costs(THREE_MORE).await?;
        assert_eq!(browser.console().await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}
