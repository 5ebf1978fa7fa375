//! Form fields: accepted values, error messages and autofill names.

use e2e::{
    Step,
    browser::{Browser, Role, until},
    journey,
    pages::{PaymentMethod, Shell, SignIn},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE},
    steps::upgrading,
};

#[tokio::test]
async fn sessions_field_explains_invalid_entries_and_names_its_buttons() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "").await?;
        let field = browser.see(Role::Field, "Additional sessions").await?;
        assert_eq!(
            (field.attr("type").await?.as_deref(), field.attr("inputmode").await?.as_deref()),
            (Some("text"), Some("numeric"))
        );

        for (entry, answer) in [
            ("12.5", "Enter a whole number from 0 to 9,995, using digits only."),
            ("three", "Enter a whole number from 0 to 9,995, using digits only."),
            ("10001", "Enter a number from 0 to 9,995. The plan allows no more."),
            ("", "Enter the number of sessions to add, from 0 to 9,995."),
        ] {
            page.add(entry).await?.shows_error().await?.shows_amount("–").await?;
            until(answer, async || {
                Ok(browser.description_of("additional-sessions").await?.contains(answer).then_some(()))
            })
            .await?;
        }
        page.add("２").await?.shows_amount("$161.03").await?;
        browser.press("Add one session").await?;
        page.shows_amount(THREE_MORE).await?;
        browser.press("Remove one session").await?;
        page.shows_amount("$161.03").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_field_accepts_the_digits_of_every_script() {
    journey(async |context| {
        let page = upgrading(&context.browser, "").await?;
        for (entry, amount) in [("٣", THREE_MORE), ("２", "$161.03"), ("۱", "$80.52")] {
            page.add(entry).await?.shows_amount(amount).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_field_at_zero_explains_why_it_cannot_go_lower() {
    journey(async |context| {
        upgrading(&context.browser, "").await?;

        context.browser.read("You cannot remove sessions here.").await
    })
    .await;
}

#[tokio::test]
async fn sign_in_and_card_fields_support_autofill_and_paste() {
    journey(async |context| {
        let browser = &context.browser;
        SignIn::open(browser).await?;
        support_autofill_and_paste(
            browser,
            &[("E-mail", "email", "username"), ("Password", "password", "current-password")],
        )
        .await?;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        PaymentMethod::at(browser, HARBOR).await?.use_another_card().await?;

        support_autofill_and_paste(
            browser,
            &[
                ("Card number", "number", "cc-number"),
                ("Expiry date", "expiry", "cc-exp"),
                ("Security code", "cvc", "cc-csc"),
            ],
        )
        .await
    })
    .await;
}

async fn support_autofill_and_paste(browser: &Browser, fields: &[(&str, &str, &str)]) -> Step {
    for (name, id, token) in fields {
        let field = browser.see(Role::Field, name).await?;
        assert_eq!(field.attr("autocomplete").await?.as_deref(), Some(*token), "{name}");
        assert!(browser.accepts_paste(id).await?, "{name} does not accept pasted text");
    }
    Ok(())
}
