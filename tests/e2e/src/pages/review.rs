use std::time::Duration;

use crate::{
    Step,
    browser::{Browser, Role, until},
    pages::{Receipt, SetupPage, TestCard},
};

/// Longer than the button must be visible before it pays.
const BUTTON_VISIBLE_FOR: Duration = Duration::from_millis(1_200);

/// The review of a sealed quote, with the pay button.
pub struct Review<'a>(&'a Browser);

impl<'a> Review<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("Review your upgrade").await?;
        Ok(Self(browser))
    }

    /// Checks the box that acknowledges the annual commitment.
    pub async fn acknowledge(&self) -> Step<&Self> {
        self.0.choose(Role::Checkbox, "I understand").await?;
        Ok(self)
    }

    /// Selects the box that names the amount, which a frame shows, after the time for which the button must be visible.
    pub async fn confirm(&self, sentence: &str) -> Step<&Self> {
        self.0.choose(Role::Checkbox, sentence).await?;
        // A person sees the button before pressing it. The driver would scroll to it at that moment.
        self.0.run("document.getElementById('pay-area').scrollIntoView({ block: 'center' })").await?;
        tokio::time::sleep(BUTTON_VISIBLE_FOR).await;
        Ok(self)
    }

    /// Presses the pay button that shows this amount.
    pub async fn pay(&self, amount: &str) -> Step {
        self.0.press(&format!("Pay {amount}")).await
    }

    /// Pays and waits for the receipt.
    pub async fn pay_to_receipt(&self, amount: &str) -> Step<Receipt<'a>> {
        self.pay(amount).await?;
        Receipt::shown(self.0).await
    }

    /// Confirms an upgrade with nothing due and waits for the receipt.
    pub async fn confirm_free_to_receipt(&self) -> Step<Receipt<'a>> {
        self.0.press("Confirm upgrade, nothing to pay").await?;
        Receipt::shown(self.0).await
    }

    /// Leaves for the gateway's page.
    pub async fn use_another_card(&self) -> Step<SetupPage<'a>> {
        self.0.press("Use another card").await?;
        SetupPage::shown(self.0).await
    }

    /// Replaces the card on file, and waits until this page shows the new one.
    pub async fn replace_card(&self, card: TestCard) -> Step {
        self.use_another_card().await?.save(card).await?;
        Self::shown(self.0).await?;
        self.0.read("Card saved").await?;
        self.0.read(&format!("ending in {}", card.last_four())).await
    }

    /// Opens the bank's page.
    pub async fn continue_to_bank(&self) -> Step {
        self.0.follow("Continue to your bank").await
    }

    /// Waits until the quote has counted down by some seconds, then extends it and waits for the new countdown.
    pub async fn renew_price(&self) -> Step {
        const TOTAL: u64 = 15 * 60;
        const ELAPSED: u64 = 6;
        self.wait_for_countdown("the countdown to run", |left| left < TOTAL - ELAPSED).await?;
        self.0.press("Extend").await?;
        self.wait_for_countdown("the countdown to restart", |left| left >= TOTAL - ELAPSED).await
    }

    async fn wait_for_countdown(&self, what: &str, is_reached: impl Fn(u64) -> bool) -> Step {
        until(what, async || {
            let Some(countdown) = self.0.find_visible(Role::Text, "This price is valid for").await? else {
                return Ok(None);
            };
            Ok(seconds(&countdown.text().await?).filter(|left| is_reached(*left)).map(drop))
        })
        .await
    }
}

/// Parses the seconds of "This price is valid for 14:59".
fn seconds(countdown: &str) -> Option<u64> {
    let (minutes, seconds) = countdown.split_whitespace().last()?.split_once(':')?;
    Some(minutes.parse::<u64>().ok()? * 60 + seconds.parse::<u64>().ok()?)
}
