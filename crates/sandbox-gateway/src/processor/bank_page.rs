use billing::Instant;
use gateway::IntentStatus;

use super::ProcessorError;
use super::write::{Processor, about};
use crate::book::{Book, IntentRecord};
use crate::cards::Behaviour;
use crate::log::{Event, EventName};

/// The person's choice on the bank's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankDecision {
    Confirm,
    Refuse,
}

/// The content of the bank's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankPage {
    /// The confirmation is open.
    Open,
    Paid,
    Declined,
    Canceled,
    /// The time limit has passed.
    Expired,
    /// No confirmation was requested.
    NothingToConfirm,
}

impl Processor {
    /// Applies the person's first decision. Later ones change nothing. Returns the page to show.
    pub fn decide(
        &mut self,
        id: &str,
        decision: BankDecision,
        now: Instant,
    ) -> Result<(IntentRecord, BankPage), ProcessorError> {
        let (intent, page) = self.book.bank_page(id, now)?;
        if page != BankPage::Open {
            return Ok((intent, page));
        }
        let declined = |reason: &str| Event {
            reason: Some(reason.to_owned()),
            ..about(&intent, EventName::Declined, None, now)
        };
        let behaviour = self.book.card(&intent.card_ref).map(|card| card.behaviour);
        let event = match (decision, behaviour) {
            (BankDecision::Refuse, _) => declined("confirmation_refused"),
            (BankDecision::Confirm, Some(Behaviour::ConfirmationFails) | None) => {
                declined("confirmation_failed")
            }
            (BankDecision::Confirm, Some(_)) => about(&intent, EventName::Succeeded, None, now),
        };
        self.write(&[event])?;
        self.book.bank_page(id, now)
    }
}

impl Book {
    /// The page to show for an intent at a point in time.
    pub fn bank_page(&self, id: &str, now: Instant) -> Result<(IntentRecord, BankPage), ProcessorError> {
        let intent = self.intent(id).ok_or(ProcessorError::IntentUnknown)?.clone();
        let page = match intent.status {
            IntentStatus::RequiresAction if intent.is_confirmation_expired(now) => BankPage::Expired,
            IntentStatus::RequiresAction => BankPage::Open,
            IntentStatus::Succeeded => BankPage::Paid,
            IntentStatus::Declined => BankPage::Declined,
            IntentStatus::Canceled => BankPage::Canceled,
            IntentStatus::Unconfirmed | IntentStatus::Processing => BankPage::NothingToConfirm,
        };
        Ok((intent, page))
    }
}
