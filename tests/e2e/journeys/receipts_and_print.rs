//! The contents of receipts, and how quotes and receipts print.

use e2e::{
    Step, TestContext,
    browser::{A4, LETTER},
    journey,
    pages::{Shell, Upgrading},
};

use crate::{
    sample::{BILLING, SAKURA},
    steps::upgrading,
};

// 8 x 1,560.00 = 12,480.00, less 15 % (1,872.00), less the credit of 780.00 x 16 / 31 = 402.58: 10,205.42.
const ANNUAL_WITH_CODE: &str = "?add=3&cycle=annual&code=LEAP15";
const DUE: &str = "$10,205.42";
const FORMULAS: [&str; 3] = [
    "8 sessions x $1,560.00 for one year = $12,480.00",
    "15% of $12,480.00 = -$1,872.00",
    "$780.00 paid x 16 of 31 days unused = -$402.58",
];

#[tokio::test]
async fn receipt_repeats_every_formula_of_the_review() {
    journey(async |context| {
        let review =
            upgrading(&context.browser, ANNUAL_WITH_CODE).await?.shows_amount(DUE).await?.review().await?;
        for formula in FORMULAS {
            context.browser.read_in("Amount due today", formula).await?;
        }
        review.acknowledge().await?;

        let receipt = review.pay_to_receipt(DUE).await?;

        let region = format!("Receipt {}", receipt.number().await?);
        for formula in FORMULAS {
            context.browser.read_in(&region, formula).await?;
        }
        Ok(())
    })
    .await;
}

/// Asserts that a page prints on one sheet, with these texts and without controls.
async fn assert_prints_on_one_sheet(context: &TestContext, texts: &[&str]) -> Step {
    let browser = &context.browser;
    for paper in [A4, LETTER] {
        assert_eq!(browser.printed_sheets(paper).await?, 1, "{paper:?}");
    }
    browser.emulate_print(true).await?;
    let words = browser.visible_text().await;
    for text in texts {
        assert!(words.contains(text), "{text} is not in: {words}");
    }
    for text in ["Help", "Settings", "Skip to", "Edit", "Pay ", "Print", "Language", "Sign out"] {
        assert!(!words.contains(text), "{text} is in: {words}");
    }
    assert_eq!(browser.print_colours().await?, ("#ffffff".to_owned(), "#000000".to_owned()));
    browser.emulate_print(false).await
}

#[tokio::test]
async fn quote_and_receipt_print_on_one_sheet_without_controls() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver prints to PDF in the same way") {
            return Ok(());
        }
        Shell::enter(&context.browser, BILLING, "Sakura Works").await?;
        // 2 x 19,800 x 15 / 31 = 19,161.29..., so 19,161, plus 10 % tax (1,916): 21,077.
        let page = Upgrading::at(&context.browser, SAKURA, "?add=2").await?;
        let lines = ["2 sessions x ¥19,800 x 15 of 31 days = ¥19,161", "10% of ¥19,161 = ¥1,916", "¥21,077"];
        let common_texts = ["Sakura Works", "JP-SAMPLE-103", "Mar 16, 2026", lines[0], lines[1], lines[2]];

        page.shows_amount("¥21,077").await?;
        assert_prints_on_one_sheet(
            context,
            &[&["Sakura Works", "Mar 16, 2026", "Before and after"], &lines[..]].concat(),
        )
        .await?;

        let review = page.review().await?;
        assert_prints_on_one_sheet(context, &[&common_texts[..], &["Reference q_"]].concat()).await?;

        let receipt = review.pay_to_receipt("¥21,077").await?;
        let number = receipt.number().await?;
        assert_prints_on_one_sheet(
            context,
            &[&common_texts[..], &[number.as_str(), "Quoted ¥21,077, charged ¥21,077"]].concat(),
        )
        .await
    })
    .await;
}
