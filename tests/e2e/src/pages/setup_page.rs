use super::Bank;
use crate::{
    Step,
    browser::{Browser, Role},
};

/// A test card of the sandbox gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestCard {
    Pays,
    /// Pays, and is not the card of the sample data.
    Mastercard,
    /// Refused on the gateway's page.
    NotSaved,
    /// Saved, and then declined.
    Declined,
    /// The bank asks when the card is saved, and for every payment by a person.
    AsksConfirmation,
    /// The bank asks when the card is saved, and for every payment, renewals included.
    AsksForRenewals,
    TimesOutCharged,
    TimesOutLost,
}

impl TestCard {
    fn number(self) -> &'static str {
        match self {
            Self::Pays => "4242 4242 4242 4242",
            Self::Mastercard => "5555 5555 5555 4444",
            Self::NotSaved => "4000 0000 0000 0002",
            Self::Declined => "4000 0000 0000 0341",
            Self::AsksConfirmation => "4000 0025 0000 3155",
            Self::AsksForRenewals => "4000 0027 6000 3184",
            Self::TimesOutCharged => "4000 0000 0000 5043",
            Self::TimesOutLost => "4000 0000 0000 4087",
        }
    }

    /// Whether the bank asks when the card is saved.
    fn asks_when_saved(self) -> bool {
        matches!(self, Self::AsksConfirmation | Self::AsksForRenewals)
    }

    /// Returns the last four digits, which every page shows.
    pub fn last_four(self) -> &'static str {
        let number = self.number();
        number.get(number.len() - 4..).unwrap_or(number)
    }
}

/// The gateway's page that saves a card, on the gateway's origin.
pub struct SetupPage<'a>(&'a Browser);

impl<'a> SetupPage<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Save a card").await?;
        Ok(Self(browser))
    }

    /// Enters a card and submits it.
    pub async fn enter(&self, card: TestCard) -> Step {
        self.0.fill("Card number", card.number()).await?;
        self.0.fill("Expiry date", "12/30").await?;
        self.0.fill("Security code", "123").await?;
        self.0.press("Save card").await
    }

    /// Enters a card, and confirms it with the bank if the bank asks.
    pub async fn save(&self, card: TestCard) -> Step {
        self.enter(card).await?;
        if card.asks_when_saved() { Bank::shown_for_card(self.0).await?.confirm().await } else { Ok(()) }
    }

    /// Leaves without a card.
    pub async fn cancel(&self) -> Step {
        self.0.follow("Back to").await
    }
}
