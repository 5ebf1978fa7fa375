use crate::{Step, browser::Browser};

/// A test card of the sandbox gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestCard {
    Pays,
    Declined,
    AsksConfirmation,
    ConfirmationFails,
    TimesOutCharged,
    TimesOutLost,
}

impl TestCard {
    fn number(self) -> &'static str {
        match self {
            Self::Pays => "4242 4242 4242 4242",
            Self::Declined => "4000 0000 0000 0002",
            Self::AsksConfirmation => "4000 0025 0000 3155",
            Self::ConfirmationFails => "4000 0084 0000 1629",
            Self::TimesOutCharged => "4000 0000 0000 5043",
            Self::TimesOutLost => "4000 0000 0000 4087",
        }
    }

    /// Returns the last four digits, which every page shows.
    pub fn last_four(self) -> &'static str {
        let number = self.number();
        number.get(number.len() - 4..).unwrap_or(number)
    }
}

/// The gateway's card field, in a frame of the gateway's origin.
pub struct CardField<'a>(&'a Browser);

impl<'a> CardField<'a> {
    /// Returns the card field of the page.
    pub fn of(browser: &'a Browser) -> Self {
        Self(browser)
    }

    /// Enters a card and waits until the app shows its last four digits.
    pub async fn enter(&self, card: TestCard) -> Step {
        self.0
            .in_frame("Card details", async |frame: &Browser| {
                frame.fill("Card number", card.number()).await?;
                frame.fill("Expiry", "12/30").await?;
                frame.fill("Security code", "123").await?;
                frame.press("Use this card").await
            })
            .await?;
        self.0.read(card.last_four()).await
    }
}
