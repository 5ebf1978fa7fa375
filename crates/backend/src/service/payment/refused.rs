use billing::Target;
use contract::QuoteRequest;

use super::call::Call;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::quoting;
use crate::store::StoreError;

/// A payment refused before its key was claimed, and the quote to make in place of the one it named.
#[derive(Debug)]
pub struct Refused {
    refusal: Refusal,
    again: Option<QuoteRequest>,
}

impl Refused {
    /// A refusal after which the buyer needs a new price for the same upgrade.
    pub fn priced_again(refusal: Refusal, target: Target, promotion_code: Option<String>) -> Self {
        Self { refusal, again: Some(QuoteRequest { target, promotion_code }) }
    }

    /// See [`Refusal::before_claim`].
    pub fn before_claim(self) -> Self {
        Self { refusal: self.refusal.before_claim(), ..self }
    }

    /// The answer, with a fresh quote where one can be made.
    pub async fn answer(self, state: &AppState, call: &Call) -> Refusal {
        let Some(again) = self.again else { return self.refusal };
        // No price any more, such as for fewer sessions than there are now: the refusal says enough by itself.
        let quote = quoting::quote(state, &call.user, call.organization, &again).await.ok();
        self.refusal.quote(quote)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, again: None }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Refusal::from(error).into()
    }
}
