/// Defines the reasons for dropping a message.
macro_rules! drop_reasons {
    ($($(#[doc = $doc:literal])* $variant:ident,)+) => {
        /// Why a message was dropped. The sender gets no answer, except for the first message with another version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum DropReason {
            $($(#[doc = $doc])* $variant,)+
        }

        impl DropReason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

drop_reasons! {
    /// The sender is not the parent window.
    Source,
    /// The origin is not allowed, or another one than the pinned origin.
    Origin,
    /// The message came through the window after the handshake, or through a port before it.
    Channel,
    /// More than 50 messages in one second.
    Rate,
    /// More than 16,384 bytes.
    TooLarge,
    /// A key that changes JavaScript prototypes, or a key with escapes.
    ForbiddenKey,
    /// Not JSON, or not the schema of the type.
    Malformed,
    /// Another major version.
    Version,
    /// A type that the frame does not know.
    UnknownType,
    /// The nonce is not the one of this document.
    Nonce,
    /// `tcu.init` names another organization than the frame's URL.
    Organization,
    /// `tcu.init` did not transfer a port.
    Port,
    /// The session is not the one of `tcu.loaded`.
    Session,
    /// The message is not expected in this phase, for example a second `tcu.init`.
    Phase,
    /// An answer to a request that the frame did not send.
    Unrequested,
    /// Navigation while a payment is in progress. Answered with `tcu.error`.
    PaymentInProgress,
}

/// Counts dropped messages by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DropCounts([u32; DropReason::ALL.len()]);

impl DropCounts {
    /// Counts a message.
    pub(crate) fn add(&mut self, reason: DropReason) {
        if let Some(count) = self.0.get_mut(reason as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// Returns the number of messages dropped for a reason.
    #[must_use]
    pub fn get(&self, reason: DropReason) -> u32 {
        self.0.get(reason as usize).copied().unwrap_or(0)
    }

    /// Returns the number of all dropped messages.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.iter().fold(0, |total, count| total.saturating_add(*count))
    }
}
