//! The app in other languages.

use e2e::{
    BEHIND_PROXY, TestContext,
    browser::{Key, Role},
    journey, journey_in,
    pages::{Shell, SignIn, Upgrading, upgrade_address},
};

use crate::sample::{BILLING, HARBOR, SAKURA, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn first_page_uses_the_language_of_the_browser() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver changes the languages of a running browser") {
            return Ok(());
        }
        context.browser.prefer_languages("tlh,ja-JP,en").await?;

        context.browser.open_path("/sign-in").await?;

        context.browser.see(Role::Heading, "TestOps にサインイン").await?;
        context.browser.see_language("ja").await?;
        assert_eq!(context.browser.title().await?, "TestOps にサインイン · TestOps");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn chosen_language_overrides_the_browser_and_is_stored() {
    journey(async |context| {
        let browser = &context.browser;
        SignIn::open(browser).await?;

        browser.switch_language("vi").await?;
        browser.see(Role::Heading, "Đăng nhập vào TestOps").await?;
        browser.reload().await?;

        browser.see(Role::Heading, "Đăng nhập vào TestOps").await?;
        browser.switch_language("en").await?;
        browser.see(Role::Heading, "Sign in to TestOps").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn entry_survives_a_language_change() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
        browser.see_address("add=3").await?;

        browser.switch_language("ja").await?;

        browser.read_output("$241.55").await?;
        browser.read("現在 5 + 追加 3 = 8 セッション").await?;
        assert_eq!(browser.value("追加").await?, "3");
        Ok(())
    })
    .await;
}

/// Pays for three more sessions in a language, with the keyboard. The labels are in that language.
async fn pays_in(context: &TestContext, tag: &str, review: &str, pay: &str, receipt: &str) -> e2e::Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Upgrading::at(browser, HARBOR, "?add=3").await?.shows_amount(THREE_MORE).await?;
    browser.switch_language(tag).await?;
    browser.tab_to(Role::Button, review).await?;
    browser.press_key(Key::Enter).await?;
    browser.tab_to(Role::Button, pay).await?;
    browser.press_key(Key::Enter).await?;
    browser.see(Role::Heading, receipt).await?;

    context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
    Ok(())
}

#[tokio::test]
async fn three_more_sessions_are_paid_in_japanese() {
    journey(async |context| pays_in(context, "ja", "内容を確認", "$241.55 を支払う", "領収書").await).await;
}

#[tokio::test]
async fn three_more_sessions_are_paid_in_arabic() {
    journey(async |context| pays_in(context, "ar", "مراجعة الترقية", "دفع", "الإيصال").await).await;
}

#[tokio::test]
async fn amounts_keep_their_direction_in_right_to_left_pages() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        Upgrading::at(browser, HARBOR, "?add=3&cycle=annual").await?;
        browser.switch_language("ar").await?;

        // Between the isolates, the text runs from left to right: digits, then the currency.
        browser.read("\u{2066}12,077.42\u{a0}US$\u{2069}").await?;
        browser.read("\u{2066}-402.58\u{a0}US$\u{2069}").await?;
        for width in [320, 768, 1440] {
            browser.set_viewport_width(width).await?;
            assert_eq!(browser.horizontal_overflow().await?, 0, "scrolls horizontally at {width} px");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn plural_forms_follow_the_language() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        // 5 sessions plus the added ones: 6, 11 and 100 are the Arabic plural categories few, many and other.
        for (added, words) in [("1", "جلسات"), ("6", "جلسة"), ("95", "جلسة")] {
            Upgrading::at(browser, HARBOR, &format!("?add={added}")).await?;
            browser.switch_language("ar").await?;
            let total = 5 + added.parse::<i64>()?;
            browser.read(&format!("\u{2068}{total}\u{2069} {words}")).await?;
            browser.switch_language("en").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn failed_language_load_shows_a_notice_and_keeps_the_page() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        Upgrading::at(browser, HARBOR, "?add=3").await?.shows_amount(THREE_MORE).await?;
        context.block(Some("/catalogs/"))?;

        browser.choose_language("ja").await?;

        browser.read("This language could not be loaded").await?;
        browser.read_output(THREE_MORE).await?;
        context.block(None)?;
        browser.switch_language("ja").await?;
        browser.read("現在 5 + 追加 3 = 8 セッション").await
    })
    .await;
}

#[tokio::test]
async fn yen_amounts_use_the_japanese_format() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Sakura Works").await?;
        browser.open_path(&upgrade_address(SAKURA, "?add=1")).await?;
        browser.see_page("TestCloud Upgrading").await?;
        browser.switch_language("ja").await?;

        browser.read("￥").await
    })
    .await;
}
