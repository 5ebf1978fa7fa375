//! The app in a portal: in the element, in a bare frame, and with a portal that misbehaves.

use serde_json::json;

use e2e::{
    MID_MARCH, Portal, Setting, Step, TestContext,
    browser::{Browser, Key, Role, Scheme, until},
    journey, journey_in,
    pages::{Bank, Receipt, Review, SetupPage, Shell, TestCard, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR, USER};

const CONSENT: &str = "Pay $241.55 for Harbor QA";

/// From the upgrade page in the current frame to the receipt.
async fn pay_three_more(browser: &Browser) -> Step {
    let upgrading = Upgrading::shown(browser).await?;
    let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
    review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?.shows_charged(THREE_MORE).await?;
    Ok(())
}

async fn assert_paid_once(context: &TestContext) -> Step {
    context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
    Ok(())
}

async fn assert_unpaid(context: &TestContext) -> Step {
    let outcome = context.outcome(HARBOR).await?;
    assert!(outcome.attempts.is_empty() && outcome.charges.is_empty());
    Ok(())
}

#[tokio::test]
async fn upgrade_is_paid_in_the_element() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "plain.html", "").await?;

        pay_three_more(browser).await?;

        browser.leave_frame().await?;
        for event in [
            "tcu-loaded {\"session\":",
            "tcu-draft {\"add\":3,\"cycle\":\"monthly\",\"hasCode\":false}",
            "\"dueMinor\":24155,",
            "\"outcome\":\"charged\",\"receiptId\":\"R-101-000001\"}",
            "tcu-changed {\"version\":2,\"sessions\":8,\"cycle\":\"monthly\"}",
        ] {
            browser.read(event).await?;
        }
        assert_eq!(portal.requests(), ["init"]);
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn upgrade_is_paid_in_a_bare_frame() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;

        pay_three_more(browser).await?;

        let changed = browser.received("tcu.changed").await?;
        // Some drivers return whole numbers as floats.
        assert_eq!((changed["sessions"].as_f64(), &changed["cycle"]), (Some(8.0), &json!("monthly")));
        let route = browser.received("tcu.route").await?;
        assert_eq!(route["path"], "/receipts/R-101-000001");
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn element_works_in_react_vue_and_angular() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        for page in ["react.html", "vue.html", "angular.html"] {
            portal.open(browser, page, "&locale=vi").await?;
            browser.see(Role::Heading, "Nâng cấp TestCloud").await?;
            browser.leave_frame().await?;
            browser.read("tcu-draft {\"add\":0,\"cycle\":\"monthly\",\"hasCode\":false}").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn portal_sets_language_direction_appearance_and_entries() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        let prefill = "%7B%22add%22%3A3%2C%22cycle%22%3A%22annual%22%7D";
        let tokens = "%7B%22borderRadius%22%3A%220px%22%2C%22colorText%22%3A%22%23111111%22%7D";
        let parameters = format!("&locale=ar&dir=rtl&theme=dark&prefill={prefill}&tokens={tokens}");
        portal.open(browser, "bare.html", &parameters).await?;
        browser.received("tcu.loaded").await?;

        assert_eq!(
            browser
                .run("return [document.documentElement.lang, document.documentElement.dir].join()")
                .await?,
            "ar,rtl"
        );
        let style = browser.run("return document.body.style.cssText").await?;
        assert_eq!(
            style, "--radius-small: 0px; --radius: 0px; --radius-large: 0px; color-scheme: dark;",
            "a color without contrast in the scheme is left out"
        );
        until("the label of the entries", async || {
            let text = browser.run("return document.body.innerText").await?;
            Ok((text.as_str().unwrap_or_default().matches("عبّأته").count() == 2).then_some(()))
        })
        .await?;
        let stored = browser.run("return Object.keys(localStorage).join()").await?;
        assert_eq!(stored, "", "the language of the portal is not stored");

        browser
            .run_in_portal(
                "post('tcu.locale', { locale: 'en', dir: 'ltr' }); post('tcu.theme', { scheme: 'light' })",
            )
            .await?;
        // 8 sessions x $1,560.00, less the unused 16 of 31 days of 5 sessions x $156.00.
        Upgrading::shown(browser).await?.shows_amount("$12,077.42").await?;
        assert_eq!(browser.run("return document.body.style.cssText").await?, "color-scheme: light;");
        browser.read("Filled in by TestOps").await?;
        Upgrading::shown(browser).await?.add("4").await?;
        until("the label of the changed entry to disappear", async || {
            let text = browser.run("return document.body.innerText").await?;
            Ok((text.as_str().unwrap_or_default().matches("Filled in by TestOps").count() == 1).then_some(()))
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn embedded_upgrade_is_paid_without_cookies_and_storage() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("only its driver can block storage") {
            return Ok(());
        }
        let browser = &context.another_browser_without_storage().await?;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        let blocked = browser
            .run("try { return String(sessionStorage.length) } catch (error) { return error.name }")
            .await?;
        assert_eq!(blocked, "SecurityError");

        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        let quote = browser.received("tcu.quote").await?["quoteId"].clone();
        // The page is drawn again in another language. The quote and its key are kept in memory.
        browser
            .run_in_portal("received.length = 0; post('tcu.locale', { locale: 'vi', dir: 'ltr' })")
            .await?;
        browser.see_gone(Role::Button, "Pay").await?;
        browser.run_in_portal("post('tcu.locale', { locale: 'en', dir: 'ltr' })").await?;
        Review::shown(browser).await?;
        assert_eq!(browser.received("tcu.quote").await?["quoteId"], quote);
        review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;

        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn card_page_opens_in_a_new_tab_and_the_frame_shows_the_card() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        browser.press("Use another card").await?;
        browser.read("The payment provider’s page opens in a new tab.").await?;
        browser.see_focus("Continue to the card page").await?;

        browser.follow("Continue to the card page").await?;
        browser.enter_new_tab().await?;
        SetupPage::shown(browser).await?.save(TestCard::Mastercard).await?;
        browser.see(Role::Heading, "Return to the portal tab").await?;
        browser.return_to_frame().await?;

        browser.read("Card saved").await?;
        browser.read("Mastercard ending in 4444").await?;
        browser.see(Role::Button, "Use another card").await?;
        review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn bank_opens_in_a_new_tab_and_the_frame_shows_the_result() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::AsksConfirmation).await?;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        review.confirm(CONSENT).await?.pay(THREE_MORE).await?;
        browser.read("Your bank's page opens in a new tab.").await?;

        // The portal cannot end the frame or open another page of it now.
        browser.run_in_portal("post('tcu.navigate', { path: '/upgrade' }); post('tcu.close')").await?;
        assert_eq!(browser.received("tcu.error").await?["code"], "payment_in_progress");
        assert_eq!(browser.received("tcu.close.blocked").await?["until"], "settled");

        review.continue_to_bank().await?;
        browser.enter_new_tab().await?;
        Bank::shown(browser).await?.confirm().await?;
        browser.see(Role::Heading, "Return to the portal tab").await?;
        browser.return_to_frame().await?;

        Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
        assert_eq!(browser.received("tcu.pay.action_required").await?["kind"], "bank");
        assert_eq!(browser.received("tcu.pay.settled").await?["outcome"], "charged");
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn payment_after_an_old_sign_in_asks_the_portal_to_confirm_it() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.set_sign_in_age(16 * 60);
        portal.open(browser, "bare.html", "").await?;

        pay_three_more(browser).await?;

        assert_eq!(portal.requests(), ["init", "step_up"]);
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn expired_token_is_renewed_with_a_new_code() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?;
        context.expire_embed_tokens().await?;

        Upgrading::shown(browser).await?.review().await?;

        assert_eq!(portal.requests(), ["init", "expired"]);
        // Without a new code, the frame says so and offers the stand-alone page.
        portal.refuse_codes(true);
        context.expire_embed_tokens().await?;
        browser.press("Extend").await?;
        browser.read("Your session on this page has ended").await?;
        let link = browser.see(Role::Link, "Open in a new tab").await?;
        assert_eq!(
            link.attr("href").await?.as_deref(),
            Some("/organizations/101/settings/subscription-management/testcloud/upgrade")
        );
        portal.refuse_codes(false);
        browser.press("Try again").await?;
        browser.see_gone(Role::Text, "Your session on this page has ended").await?;
        assert_unpaid(context).await
    })
    .await;
}

#[tokio::test]
async fn reloaded_frame_asks_for_a_new_code_and_keeps_its_page() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        browser.run("location.reload()").await?;
        browser.leave_frame().await?;
        browser.enter_frame().await?;

        let review = Review::shown(browser).await?;
        assert_eq!(portal.requests(), ["init", "init"]);
        review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn portal_that_removes_or_reloads_the_frame_while_paying_is_charged_once() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::TimesOutCharged).await?;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        review.confirm(CONSENT).await?.pay(THREE_MORE).await?;
        // The payment is sent a moment after the press.
        browser.see(Role::Button, "Paying").await?;
        browser.leave_frame().await?;
        browser.run("document.querySelector('iframe').remove()").await?;

        // The outcome is found again in a new frame.
        portal.open(browser, "bare.html", "").await?;
        until("the receipt", async || Ok((context.outcome(HARBOR).await?.receipts.len() == 1).then_some(())))
            .await?;
        browser.run_in_portal("post('tcu.navigate', { path: '/subscription' })").await?;
        browser.see_page("TestCloud Subscription").await?;
        browser.read("R-101-000001").await?;
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn portal_that_changes_the_language_while_paying_learns_the_outcome() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::TimesOutCharged).await?;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        review.confirm(CONSENT).await?.pay(THREE_MORE).await?;
        browser.see(Role::Button, "Paying").await?;

        let misbehave = "post('tcu.locale', { locale: 'vi', dir: 'ltr' }); post('tcu.close')";
        browser.run_in_portal(misbehave).await?;

        assert_eq!(browser.received("tcu.close.blocked").await?["until"], "settled");
        browser.see(Role::Heading, "Biên lai").await?;
        let settled = browser.received("tcu.pay.settled").await?;
        assert_eq!((&settled["outcome"], &settled["receiptId"]), (&json!("charged"), &json!("R-101-000001")));
        assert_eq!(browser.received("tcu.changed").await?["sessions"].as_f64(), Some(8.0));
        browser.run_in_portal("post('tcu.close')").await?;
        assert_eq!(browser.received("tcu.exit").await?["reason"], "closed");
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn frame_that_is_closed_while_it_signs_in_shows_nothing_and_has_no_session() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "&close=early").await?;

        assert_eq!(browser.received("tcu.exit").await?["reason"], "closed");
        // Long enough for the exchange of the code and for a page.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let shown = browser.run("return document.body.innerText").await?;
        assert!(!shown.as_str().unwrap_or_default().contains("Additional sessions"), "{shown}");
        assert_eq!(context.embed_sessions().await?, 0);
        assert!(
            browser.run_in_portal("return received.every(({ type }) => type !== 'tcu.loaded')").await?
                == true
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn portal_that_answers_twice_or_never_keeps_the_frame_usable() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "&auth=twice").await?;
        Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?;
        context.expire_embed_tokens().await?;
        let review = Upgrading::shown(browser).await?.review().await?;
        review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;
        assert_paid_once(context).await?;

        portal.open(browser, "bare.html", "&auth=silent").await?;
        Upgrading::shown(browser).await?.add("3").await?;
        context.expire_embed_tokens().await?;
        browser.press("Review upgrade").await?;
        // The frame waits 30 seconds for an answer.
        tokio::time::sleep(std::time::Duration::from_secs(20)).await;
        browser.read("Your session on this page has ended").await?;
        assert_eq!(browser.received("tcu.error").await?["code"], "auth_timeout");
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn payment_needs_the_box_and_a_visible_button() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("only Chromium reports covered elements") {
            return Ok(());
        }
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        let review = Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        review.pay(THREE_MORE).await?;
        browser.read("Select the box to confirm the payment").await?;

        // The portal covers the frame, but lets clicks pass.
        let cover = "const cover = document.createElement('div'); cover.id = 'cover'; \
            cover.style.cssText = 'position:fixed;inset:0;background:white;pointer-events:none'; document.body.append(cover)";
        browser.run_in_portal(cover).await?;
        review.confirm(CONSENT).await?.pay(THREE_MORE).await?;
        browser.read("The payment was not sent").await?;
        browser.see(Role::Link, "Open in a new tab").await?;
        browser.run_in_portal("document.getElementById('cover').remove(); document.querySelector('iframe').style.opacity = 0.01").await?;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        review.pay(THREE_MORE).await?;
        browser.read("The payment was not sent").await?;
        assert_unpaid(context).await?;
        browser.run_in_portal("document.querySelector('iframe').style.opacity = 1").await?;

        // The portal covers the frame when the person presses the button, which takes the focus from the portal's page.
        browser.run_in_portal(&format!("addEventListener('blur', () => {{ {cover} }}, {{ once: true }}); focus()")).await?;
        browser.leave_frame().await?;
        browser.run("document.getElementById('before').focus()").await?;
        browser.enter_frame().await?;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        review.pay(THREE_MORE).await?;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        let covers = browser.run_in_portal("return document.querySelectorAll('#cover').length").await?;
        assert_eq!(covers.as_f64(), Some(1.0));
        assert_unpaid(context).await?;
        browser.run_in_portal("document.getElementById('cover').remove()").await?;

        // The portal shrinks the frame, so that nobody can read the amount.
        browser.run_in_portal("document.querySelector('iframe').style.zoom = 0.1").await?;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        browser.run("document.querySelector('.pay-button').click()").await?;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        assert_unpaid(context).await?;
        browser.run_in_portal("document.querySelector('iframe').style.zoom = 1").await?;

        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        review.pay_to_receipt(THREE_MORE).await?;
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn messages_of_a_hostile_portal_change_nothing() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "&telemetry").await?;
        let upgrading = Upgrading::shown(browser).await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        let hostile = "for (const type of ['pay.now', 'tcu.pay', 'tcu.pay.settled', 'tcu.role', 'tcu.promotion']) post(type, { role: 'OWNER' }); \
            post('tcu.navigate', { path: '/settings' }); post('tcu.navigate', { path: 'https://evil.example' }); \
            post('tcu.theme', { scheme: 'light', tokens: { colorText: 'url(https://evil.example)' } }); \
            post('tcu.locale', JSON.parse('{\"locale\":\"vi\",\"dir\":\"ltr\",\"__proto__\":{}}')); \
            post('tcu.locale', { locale: 'x'.repeat(5_000_000), dir: 'ltr' }); \
            for (let n = 0; n < 10_000; n++) post('tcu.ping'); \
            document.querySelector('iframe').contentWindow.postMessage(envelope('tcu.close', {}), '*')";
        browser.run_in_portal(hostile).await?;

        let dropped = async || {
            let telemetry = browser.received("tcu.telemetry").await?;
            Ok((telemetry["dropped"].as_i64() >= Some(9_900)).then_some(()))
        };
        until("the dropped messages to be counted", dropped).await?;
        let review = Review::shown(browser).await?;
        assert_unpaid(context).await?;
        review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;
        assert_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn frame_without_a_valid_start_shows_the_stand_alone_link() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        for parameters in ["&silent", "&nonce=0123456789abcdef0123456789abcdef", "&version=2"] {
            portal.open(browser, "bare.html", parameters).await?;
            browser.read("This page could not be started in the portal").await?;
            browser.see(Role::Link, "Open in a new tab").await?;
        }
        portal.refuse_codes(true);
        browser.open_url(&portal.url("plain.html", "")).await?;
        until("the link of the element", async || {
            let script = "return document.querySelector('testcloud-upgrade').shadowRoot?.querySelector('a')?.href ?? ''";
            let href = browser.run(script).await?;
            let expected = "/organizations/101/settings/subscription-management/testcloud/upgrade";
            Ok(href.as_str().is_some_and(|href| href.ends_with(expected)).then_some(()))
        })
        .await?;
        assert_unpaid(context).await
    })
    .await;
}

#[tokio::test]
async fn frame_with_an_altered_file_shows_the_stand_alone_link() {
    journey_in(Setting { altered: Some(".wasm"), ..MID_MARCH }, async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;

        browser.see(Role::Alert, "This page could not be loaded.").await?;

        let link = browser.run("return document.querySelector('#tcu-stopped a').href").await?;
        let page = "/organizations/101/settings/subscription-management/testcloud/upgrade";
        assert_eq!(link, format!("{}{page}", context.app_url()));
        assert_unpaid(context).await
    })
    .await;
}

#[tokio::test]
async fn other_sites_cannot_embed_the_app() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        // The same server under a name that is not declared.
        let other = portal.url("bare.html", "").replacen("localhost", "127.0.0.1", 1);
        browser.open_url(&other).await?;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(browser.run("return received.length").await?, 0);
        assert_eq!(portal.requests(), Vec::<String>::new());

        // An unknown client and an organization that the client does not have.
        for parameters in ["&client=other", "&organization=110"] {
            let url = portal.url("bare.html", "").replace("&organization=101", "") + parameters;
            browser.open_url(&url).await?;
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            assert_eq!(browser.run("return received.length").await?, 0, "{parameters}");
        }
        assert_unpaid(context).await
    })
    .await;
}

#[tokio::test]
async fn role_without_billing_requests_access_in_the_frame() {
    journey(async |context| {
        let browser = &context.browser;
        let portal = Portal::start(context, USER, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        browser.see_page("Access denied").await?;
        assert_eq!(browser.received("tcu.route").await?["path"], "/access-denied");
        // An element with no height would make the portal's page jump.
        assert!(
            browser.run_in_portal("return received.every(({ payload }) => payload.height !== 0)").await?
                == true
        );

        browser.fill("Additional sessions", "2").await?;
        browser.press("Send request").await?;

        let request = browser.received("tcu.access.requested").await?;
        assert!(request["requestId"].as_str().is_some_and(|id| id.starts_with("ar_")), "{request}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn keyboard_enters_and_leaves_the_frame() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("its driver sends keys to the frame that has the focus") {
            return Ok(());
        }
        let browser = &context.browser;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "&focus").await?;
        Upgrading::shown(browser).await?;
        let focused = browser.run("return document.activeElement.id").await?;
        assert_eq!(focused, "page-title", "the portal asked for the focus");

        browser.leave_frame().await?;
        browser.run("document.getElementById('before').focus()").await?;
        browser.press_key(Key::Tab).await?;
        assert_eq!(browser.run("return document.activeElement.tagName").await?, "IFRAME");
        until("the focus to leave the frame", async || {
            browser.press_key(Key::Tab).await?;
            Ok((browser.run("return document.activeElement.id").await? == "after").then_some(()))
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn frame_has_no_accessibility_faults_and_no_overflow_at_320_pixels() {
    for scheme in [Scheme::Light, Scheme::Dark] {
        journey_in(MID_MARCH.with_scheme(scheme), async |context| {
            let browser = &context.browser;
            let portal = Portal::start(context, BILLING, HARBOR).await?;
            portal.open(browser, "bare.html", "").await?;
            browser.run_in_portal("document.querySelector('iframe').style.width = '320px'").await?;
            let upgrading = Upgrading::shown(browser).await?;
            assert_fits(context).await?;
            let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
            assert_fits(context).await?;
            review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;
            assert_fits(context).await?;
            // The height follows the content and does not grow by itself.
            let height =
                browser.run_in_portal("return document.querySelector('iframe').style.height").await?;
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            assert_eq!(
                browser.run_in_portal("return document.querySelector('iframe').style.height").await?,
                height
            );
            let inner = browser
                .run("return `${Math.ceil(document.documentElement.getBoundingClientRect().height)}px`")
                .await?;
            assert_eq!(inner, height);
            Ok(())
        })
        .await;
    }
}

async fn assert_fits(context: &TestContext) -> Step {
    let overflow = context.browser.run("return document.documentElement.scrollWidth - innerWidth").await?;
    assert!(overflow.as_i64() <= Some(0), "{overflow} pixels too wide");
    let faults = context.faults().await?;
    assert!(faults.is_empty(), "{faults:#?}");
    Ok(())
}
