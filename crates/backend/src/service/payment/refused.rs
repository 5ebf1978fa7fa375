use billing::Target;
use contract::QuoteRequest;

use super::call::Call;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::quoting;
use crate::store::StoreError;

/// A payment that is refused before its key is claimed, with the request for a new quote if the buyer needs one.
#[derive(Debug)]
pub struct Refused {
    refusal: Refusal,
    requote: Option<QuoteRequest>,
}

impl Refused {
    /// A refusal after which the buyer needs a new price for the same upgrade.
    pub fn priced_again(refusal: Refusal, target: Target, promotion_code: Option<String>) -> Self {
        Self { refusal, requote: Some(QuoteRequest { target, promotion_code }) }
    }

    /// See [`Refusal::before_claim`].
    pub fn before_claim(self) -> Self {
        Self { refusal: self.refusal.before_claim(), ..self }
    }

    /// The refusal, with a new quote if the upgrade can still be quoted.
    pub async fn answer(self, state: &AppState, call: &Call) -> Refusal {
        let Some(request) = self.requote else { return self.refusal };
        // There may be no price any more, for example for fewer sessions than now. The refusal is then sufficient.
        let quote = quoting::quote(state, &call.user, call.organization, &request).await.ok();
        self.refusal.quote(quote)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, requote: None }
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
