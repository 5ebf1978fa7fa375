/// The last commit of an attempt, which is where a process that finds it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryPoint {
    /// The row is claimed; no intent is stored, so nothing can have been charged.
    Claimed,
    /// The intent is stored; it may have been confirmed.
    IntentStored,
    /// The bank asks for the buyer's confirmation.
    ActionRequired,
    /// The answer to the confirm was lost.
    OutcomeUnknown,
    /// Charged and applied.
    Committed,
    /// Ended without applying the upgrade.
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

    /// The word in the database.
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

    /// The recovery point a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.as_str() == word)
    }
}
