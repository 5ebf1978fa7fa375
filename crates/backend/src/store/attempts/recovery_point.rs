/// The last committed step of an attempt. Recovery continues from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryPoint {
    /// The row is claimed. No intent is stored, so nothing was charged.
    Claimed,
    /// The intent is stored and may have been confirmed.
    IntentStored,
    /// The bank requires the buyer's confirmation.
    ActionRequired,
    /// The response to the confirm request was lost.
    OutcomeUnknown,
    /// The payment is charged and the upgrade is applied.
    Committed,
    /// The attempt ended without applying the upgrade.
    Released,
}

impl RecoveryPoint {
    const ALL: [Self; 6] = [
        Self::Claimed,
        Self::IntentStored,
        Self::ActionRequired,
        Self::OutcomeUnknown,
        Self::Committed,
        Self::Released,
    ];

    /// The value in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Claimed => "R0",
            Self::IntentStored => "R1",
            Self::ActionRequired => "R2",
            Self::OutcomeUnknown => "R2u",
            Self::Committed => "R3",
            Self::Released => "R4",
        }
    }

    /// Parses a value of the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.as_str() == word)
    }
}
