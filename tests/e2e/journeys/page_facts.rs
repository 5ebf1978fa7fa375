//! Statements of docs/ux.md about what stands on the pages: what is listed together, named, seen and kept.

use e2e::{
    MID_MARCH, Setting, Step,
    browser::{Browser, Key, Role, Stop, until},
    journey, journey_in,
    pages::{
        AccessDenied, CardField, Organizations, Review, Shell, SignIn, Subscription, TestCard, Upgrading,
        upgrade_address,
    },
};

use crate::sample::{ADMIN, BILLING, HARBOR, OWNER, SAKURA, THREE_MORE};

async fn upgrading<'a>(browser: &'a Browser, draft: &str) -> Step<Upgrading<'a>> {
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Upgrading::at(browser, HARBOR, draft).await
}

async fn read_in(browser: &Browser, region: &str, text: &str) -> Step {
    until(&format!("\"{text}\" in \"{region}\""), async || {
        Ok(browser.glimpse_in(region, Role::Text, text).await?.map(drop))
    })
    .await
}

async fn has_focus(browser: &Browser, name: &str) -> Step {
    until(&format!("the focus on \"{name}\""), async || {
        Ok(browser.focused().await?.starts_with(name).then_some(()))
    })
    .await
}

#[tokio::test]
async fn the_review_lists_everything_and_each_edit_keeps_what_was_entered() {
    journey(async |trip| {
        let browser = &trip.browser;
        // 8 x 1,560.00 = 12,480.00; 15 % off is 1,872.00; 780.00 x 16 / 31 = 402.58 come back: 10,205.42.
        let page = upgrading(browser, "?add=3&cycle=annual&code=LEAP15").await?;
        for edit_in in ["What changes", "Amount due today"] {
            page.costs("$10,205.42").await?.review().await?;

            for (region, texts) in [
                (
                    "What changes",
                    ["Harbor QA", "Bea Manager", "5 sessions, monthly → 8 sessions, annual"].as_slice(),
                ),
                ("What changes", &["Renews automatically at $12,480.00 on Mar 16, 2027. No refunds."]),
                ("Payment", &["Visa ending in 4242, expires"]),
                ("Amount due today", &["8 sessions x $1,560.00 for one year = $12,480.00"]),
                ("Amount due today", &["Promotion code LEAP15", "15% of $12,480.00 = -$1,872.00"]),
                (
                    "Amount due today",
                    &["Credit for unused time", "$780.00 paid x 16 of 31 days unused = -$402.58"],
                ),
            ] {
                for text in texts {
                    read_in(browser, region, text).await?;
                }
            }

            browser.follow_in(edit_in, "Edit").await?;
            Upgrading::shown(browser).await?;
            browser.read("LEAP15 is applied.").await?;
            assert_eq!(browser.value("Additional sessions").await?, "3");
            assert!(browser.see(Role::Radio, "Annual").await?.is_selected().await?);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tax_discount_credit_and_renewal_stand_together_before_paying() {
    journey(async |trip| {
        let browser = &trip.browser;
        Shell::enter(browser, BILLING, "Sakura Works").await?;

        // 4 x 198,000 = 792,000; 15 % off is 118,800; 10 % tax on 673,200 is 67,320. The 59,400 paid for 28 February to
        // 31 March give back 59,400 x 15 / 31 = 28,741.9..., and of their tax 5,940 x 15 / 31 = 2,874.1...
        // 792,000 - 118,800 + 67,320 - 28,742 - 2,874 = 708,904. The renewal is 792,000 and 79,200 tax.
        let page = Upgrading::at(browser, SAKURA, "?add=1&cycle=annual&code=LEAP15").await?;
        page.costs("¥708,904").await?;
        for region in ["Summary", "Amount due today"] {
            for text in [
                "4 sessions x ¥198,000 for one year = ¥792,000",
                "15% of ¥792,000 = -¥118,800",
                "10% of ¥673,200 = ¥67,320",
                "¥59,400 paid x 15 of 31 days unused = -¥28,742, with -¥2,874 of the tax paid on it",
                "¥708,904",
            ] {
                read_in(browser, region, text).await?;
            }
            browser.read("Renews automatically at ¥871,200 on Mar 16, 2027. No refunds.").await?;
            if region == "Summary" {
                page.review().await?;
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_says_what_it_does_at_the_renewal() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;

        // 8 x 156.00 = 1,248.00, less 20 % 998.40; now 241.55 less 48.31 are 193.24, and less 24.16 are 217.39.
        page.apply("RENEW20").await?.costs("$193.24").await?;
        browser
            .read("It also takes 20% off the next 3 renewals: renews at $998.40 from Apr 1, 2026.")
            .await?;
        page.remove_code().await?.apply("SAVE10").await?.costs("$217.39").await?;

        browser.read("It does not change renewals: renews at $1,248.00 from Apr 1, 2026.").await
    })
    .await;
}

#[tokio::test]
async fn annual_names_the_day_until_which_there_is_no_way_back_and_is_not_ticked() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "").await?;
        assert!(browser.glimpse(Role::Text, "Annual cannot be changed back").await?.is_none());

        // 12 months from 16 March 2026; 5 x 1,560.00 less 402.58
        let page = page.annual().await?;
        browser.read("Monthly can be subscribed again from Mar 16, 2027, when the annual term ends.").await?;
        page.costs("$7,397.42").await?.review().await?;

        let label = "I understand that annual cannot be changed back to monthly before Mar 16, 2027.";
        assert!(!browser.see(Role::Checkbox, label).await?.is_selected().await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_waits_behind_its_disclosure_and_leads_the_focus_on() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;
        browser.see(Role::Button, "I have a promotion code").await?;
        assert!(browser.glimpse(Role::Field, "Promotion code").await?.is_none());

        page.apply("SAVE10").await?.costs("$217.39").await?;
        has_focus(browser, "Remove").await?;
        browser.strike(Key::Enter).await?;

        page.costs(THREE_MORE).await?;
        has_focus(browser, "Promotion code").await
    })
    .await;
}

#[tokio::test]
async fn a_refused_code_says_what_to_do_and_stays_typed() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;

        for (code, answer) in [
            ("ENDED", "This code has expired. Continue without it, or enter another."),
            ("SOON", "This code is not valid yet. Try it later, or continue without it."),
            ("SPENT", "This code has been used up. Continue without it, or enter another."),
            ("OFF", "We do not know this code. Check the code or continue without it."),
        ] {
            page.apply(code).await?;
            browser.read(answer).await?;
            assert_eq!(browser.value("Promotion code").await?, code);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_sessions_field_answers_what_it_cannot_take_and_its_buttons_have_names() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "").await?;
        let field = browser.see(Role::Field, "Additional sessions").await?;
        assert_eq!(
            (field.attr("type").await?.as_deref(), field.attr("inputmode").await?.as_deref()),
            (Some("text"), Some("numeric"))
        );

        for (entry, answer) in [
            ("12.5", "Enter a whole number from 0 to 9,995, in digits only."),
            ("three", "Enter a whole number from 0 to 9,995, in digits only."),
            ("10001", "This plan allows 9,995 more sessions. Enter a number from 0 to 9,995."),
            ("", "Enter how many sessions to add, from 0 to 9,995."),
        ] {
            page.add(entry).await?.complains().await?.costs("–").await?;
            until(answer, async || {
                Ok(browser.description_of("additional-sessions").await?.contains(answer).then_some(()))
            })
            .await?;
        }
        page.add("２").await?.costs("$161.03").await?;
        browser.press("Add one session").await?;
        page.costs(THREE_MORE).await?;
        browser.press("Remove one session").await?;
        page.costs("$161.03").await?;
        Ok(())
    })
    .await;
}

/// Goes once through the page, a step with each stroke.
async fn stops(browser: &Browser, stroke: impl AsyncFn() -> Step) -> Step<Vec<Stop>> {
    const MOST: usize = 60;
    let mut stops: Vec<Stop> = Vec::new();
    while stops.len() < MOST {
        stroke().await?;
        match browser.stop().await? {
            Some(stop) if stops.first().is_some_and(|first| first.name == stop.name) => break,
            Some(stop) => stops.push(stop),
            None if stops.is_empty() => {}
            None => break,
        }
    }
    Ok(stops)
}

/// On one line are things whose middles are no further apart than this.
const LINE: f64 = 12.0;

fn goes_down(before: &Stop, after: &Stop) -> bool {
    let [down, on] = [after.middle.1 - before.middle.1, after.middle.0 - before.middle.0];
    down > LINE || (down.abs() <= LINE && on > 0.0)
}

#[tokio::test]
async fn the_focus_goes_down_the_page_and_is_always_seen() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;
        for (width, height) in [(1280, 700), (375, 640), (320, 256)] {
            browser.fit_screen(width, height).await?;
            browser.reload().await?;
            Upgrading::shown(browser).await?.costs(THREE_MORE).await?;

            let down = stops(browser, async || browser.strike(Key::Tab).await).await?;
            let up = stops(browser, async || browser.tab_back().await).await?;

            for stops in [&down, &up] {
                assert!(stops.iter().any(|stop| stop.name == "Review upgrade"), "{stops:#?}");
            }
            for stop in down.iter().chain(&up) {
                assert!(stop.is_seen && stop.is_outlined, "at {width} x {height}: {stop:#?}");
            }
            for two in down.windows(2) {
                let [before, after] = two else { continue };
                assert!(
                    before.column.is_none() || before.column != after.column || goes_down(before, after),
                    "at {width} x {height}: {two:#?}"
                );
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_summary_stays_in_sight_only_where_the_screen_is_high_enough() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;

        browser.fit_screen(1280, 1000).await?;
        assert_eq!(browser.position_of("Summary").await?, "sticky");
        browser.fit_screen(1280, 479).await?;

        assert_eq!(browser.position_of("Summary").await?, "static");
        Ok(())
    })
    .await;
}

/// Looks at what a page that was gone to has in the same place as every other.
async fn is_a_page(browser: &Browser, heading: &str, way: &[&str]) -> Step {
    browser.see_page(heading).await?;
    has_focus(browser, heading).await?;
    assert_eq!(browser.title().await?, format!("{heading} · TestOps"));
    assert_eq!(browser.links_below().await?, ["Help"], "below {heading}");
    for step in way {
        read_in(browser, "Breadcrumb", step).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_has_its_title_its_focus_its_way_and_help_in_one_place() {
    journey(async |trip| {
        let browser = &trip.browser;
        let way = ["Settings", "Subscription Management", "TestCloud"];
        SignIn::open(browser).await?.as_person(BILLING).await?;
        Organizations::shown(browser).await?;
        is_a_page(browser, "Select an organization", &[]).await?;
        browser.follow("Harbor QA").await?;
        is_a_page(browser, "TestCloud Subscription", &way[..2]).await?;
        let page = Subscription::shown(browser).await?.upgrade().await?;
        is_a_page(browser, "TestCloud Upgrading", &way).await?;
        let review = page.add("3").await?.costs(THREE_MORE).await?.review().await?;
        is_a_page(browser, "Review your upgrade", &way).await?;
        let receipt = review.pay_to_receipt(THREE_MORE).await?;
        is_a_page(browser, "Receipt", &way).await?;

        let number = receipt.number().await?;
        for text in [
            number.as_str(),
            "Mar 16, 2026",
            "5 sessions, monthly → 8 sessions, monthly",
            "Counts from",
            "Bea Manager",
            "Visa ending in 4242",
            "3 sessions x $156.00 x 16 of 31 days = $241.55",
        ] {
            read_in(browser, &format!("Receipt {number}"), text).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_change_by_somebody_else_names_them_and_leads_to_a_choice() {
    journey(async |trip| {
        let browser = &trip.browser;
        let review = upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?.review().await?;
        let colleague = trip.another_browser().await?;
        Shell::enter(&colleague, OWNER, "Harbor QA").await?;
        // 156.00 x 16 / 31 = 80.516...
        let theirs = Upgrading::at(&colleague, HARBOR, "?add=1").await?;
        theirs.costs("$80.52").await?.review().await?.pay_to_receipt("$80.52").await?;
        colleague.close().await;

        review.pay(THREE_MORE).await?;
        browser.read("Olga Owner changed it from 5 sessions, monthly to 6 sessions, monthly").await?;
        browser.follow("Look at the upgrade again").await?;

        browser
            .read("This upgrade was prepared when there were 5 sessions: 3 more. Today there are 6.")
            .await?;
        browser.see(Role::Button, "Add 3 to today’s (9 in total)").await?;
        browser.see(Role::Button, "Reach the 8 in total as prepared (add 2)").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_role_reads_why_and_its_way_up_is_open() {
    journey(async |trip| {
        let browser = &trip.browser;
        Shell::enter_only(browser, ADMIN).await?;
        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        AccessDenied::shown(browser).await?;

        browser.read("In Harbor QA your role is Admin.").await?;
        browser.read("Only an Owner or a Billing Manager can see and upgrade").await?;
        browser.follow_in("Breadcrumb", "Settings").await?;

        browser.see_gone(Role::Heading, "Access denied").await?;
        browser.see(Role::Heading, "Settings").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn paying_locks_the_button_and_says_after_ten_seconds_what_is_safe() {
    journey_in(Setting { gateway_timeout: 16, ..MID_MARCH }, async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::TimesOutCharged).await?;
        let page = Upgrading::at(browser, HARBOR, "?add=3").await?;
        page.costs(THREE_MORE).await?.review().await?.pay(THREE_MORE).await?;

        let button = browser.see(Role::Button, "Paying …").await?;
        assert_eq!(
            (button.attr("aria-disabled").await?.as_deref(), button.attr("disabled").await?),
            (Some("true"), None)
        );
        has_focus(browser, "Paying …").await?;
        browser.strike(Key::Enter).await?;
        browser.read("This takes longer than usual. Your payment is safe: it is made at most once").await?;

        assert_eq!(trip.gateway()?.count(HARBOR, "intent_created"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_price_warns_in_its_last_minute_and_one_press_extends_it() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(browser, "?add=3&code=SAVE10").await?.costs("$217.39").await?.review().await?;

        // Sealed at 09:30 for 15 minutes; a reload counts from the backend's time.
        trip.set_clock("2026-03-16T09:44:10Z").await?;
        browser.reload().await?;
        Review::shown(browser).await?;
        browser.read("This price holds for less than a minute. You can extend it.").await?;
        browser.press("Extend").await?;

        browser.see_gone(Role::Text, "This price holds for less than a minute.").await?;
        browser.read("This price holds for 14:").await?;
        browser.see(Role::Button, "Pay $217.39").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn fields_of_people_and_cards_are_named_for_filling_in_and_take_a_paste() {
    journey(async |trip| {
        let browser = &trip.browser;
        SignIn::open(browser).await?;
        are_filled_in(
            browser,
            &[("E-mail", "email", "username"), ("Password", "password", "current-password")],
        )
        .await?;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        browser.open_path(&format!("/organizations/{HARBOR}/settings/payment-method")).await?;

        browser
            .in_frame("Card details", async |frame: &Browser| {
                are_filled_in(
                    frame,
                    &[
                        ("Card number", "card-number", "cc-number"),
                        ("Expiry", "card-expiry", "cc-exp"),
                        ("Security code", "card-cvc", "cc-csc"),
                    ],
                )
                .await
            })
            .await
    })
    .await;
}

async fn are_filled_in(browser: &Browser, fields: &[(&str, &str, &str)]) -> Step {
    for (name, id, token) in fields {
        let field = browser.see(Role::Field, name).await?;
        assert_eq!(field.attr("autocomplete").await?.as_deref(), Some(*token), "{name}");
        assert!(browser.takes_paste(id).await?, "{name} takes no paste");
    }
    Ok(())
}

#[tokio::test]
async fn a_decline_says_who_acts_next_and_the_banks_question_takes_the_focus() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::Declined).await?;
        let page = Upgrading::at(browser, HARBOR, "?add=3&code=SAVE10").await?;
        let review = page.costs("$217.39").await?.review().await?;

        review.pay("$217.39").await?;
        browser.read("The payment was declined. You were not charged.").await?;
        browser.read("The bank refused without a reason. Ask the bank, or use another card.").await?;
        review.another_card().await?;
        CardField::of(browser).enter(TestCard::AsksConfirmation).await?;
        Review::shown(browser).await?.pay("$217.39").await?;

        browser.read("Your bank asks you to confirm this payment").await?;
        has_focus(browser, "Your payment").await?;
        let spoken = browser.spoken().await?;
        assert!(
            spoken.iter().any(|text| text.contains("Your bank asks you to confirm this payment")),
            "{spoken:?}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn from_right_to_left_the_organizations_open_beneath_their_button() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(browser, "").await?;
        browser.speak("ar").await?;

        browser.press("المؤسسة").await?;

        let button = browser.see(Role::Button, "المؤسسة").await?.rect().await?;
        let choice = browser.see(Role::Link, "Delta Mobile").await?.rect().await?;
        let middle = button.x + button.width / 2.0;
        assert!(
            choice.x <= middle && middle <= choice.x + choice.width,
            "{choice:?} is not beneath {button:?}"
        );
        assert!(choice.y >= button.y + button.height, "{choice:?} is not beneath {button:?}");
        Ok(())
    })
    .await;
}

async fn targets_are_large_enough(browser: &Browser, page: &str) -> Step {
    for width in [320, 1280] {
        browser.widen_to(width).await?;
        assert_eq!(browser.small_targets().await?, [""; 0], "{page} at {width} px");
    }
    Ok(())
}

#[tokio::test]
async fn every_target_is_as_large_as_a_finger_needs() {
    journey(async |trip| {
        let browser = &trip.browser;
        SignIn::open(browser).await?;
        targets_are_large_enough(browser, "sign-in").await?;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        Subscription::at(browser, HARBOR).await?;
        targets_are_large_enough(browser, "subscription").await?;
        let page = Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15").await?;
        page.costs("$10,205.42").await?;
        browser.read("LEAP15 is applied.").await?;
        targets_are_large_enough(browser, "upgrading").await?;
        let review = page.review().await?;
        targets_are_large_enough(browser, "review").await?;
        review.pay("$10,205.42").await?;
        browser.see(Role::Heading, "Before you go on").await?;
        targets_are_large_enough(browser, "what is missing").await?;
        review.acknowledge().await?;
        review.pay_to_receipt("$10,205.42").await?;
        targets_are_large_enough(browser, "receipt").await?;
        browser.open_path(&format!("/organizations/{HARBOR}/settings/payment-method")).await?;
        browser.see(Role::Frame, "Card details").await?;
        targets_are_large_enough(browser, "payment method").await
    })
    .await;
}

#[tokio::test]
async fn a_lost_session_comes_back_to_the_code_that_was_typed() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;
        browser.press("I have a promotion code").await?;
        browser.fill("Promotion code", "SAVE10").await?;
        browser.at_address("code=SAVE10").await?;

        browser.lose_session().await?;
        browser.press("Apply").await?;
        SignIn::shown(browser).await?.as_person(BILLING).await?;

        Upgrading::shown(browser).await?.costs("$217.39").await?;
        browser.read("SAVE10 is applied.").await
    })
    .await;
}
