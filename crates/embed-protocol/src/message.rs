use serde::{Serialize, Serializer};

use crate::{
    DropReason, Message, ReadJson,
    envelope::Body,
    payload::{
        AccessRequestedPayload, AuthPayload, AuthRequestPayload, ChangedPayload, CloseBlockedPayload,
        DraftPayload, EmptyPayload, ErrorPayload, ExitPayload, InitPayload, LoadedPayload, LocalePayload,
        NavigatePayload, PayActionRequiredPayload, PaySettledPayload, PayStartedPayload, QuotePayload,
        ReadyPayload, ResizePayload, RoutePayload, TelemetryPayload, ThemePayload,
    },
};

/// Defines the messages of one direction, each with its payload and its `type`.
macro_rules! messages {
    ($(#[doc = $doc:literal])* $direction:ident { $($(#[doc = $message_doc:literal])* $variant:ident($payload:ty) = $name:literal,)+ }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $direction {
            $($(#[doc = $message_doc])* $variant($payload),)+
        }

        impl Message for $direction {
            const TYPES: &'static [&'static str] = &[$($name),+];

            fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)+
                }
            }

            fn serialize_payload<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(payload) => payload.serialize(serializer),)+
                }
            }

            fn read(type_name: &str, text: &str, reader: &impl ReadJson) -> Result<Self, DropReason> {
                match type_name {
                    $($name => {
                        let body: Option<Body<$payload>> = reader.read_json(text);
                        body.map(|body| Self::$variant(body.payload)).ok_or(DropReason::Malformed)
                    })+
                    _ => Err(DropReason::UnknownType),
                }
            }
        }

        #[cfg(feature = "schema")]
        impl $direction {
            /// The schemas of the envelopes, by `type`.
            pub(crate) fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<schemars::Schema> {
                vec![$(crate::schema::envelope(generator.subschema_for::<$payload>(), $name, concat!($($message_doc),*))),+]
            }
        }
    };
}

messages! {
    /// A message from the portal's page to the frame.
    ParentMessage {
        /// The parent is ready to receive messages. The frame answers with `tcu.ready`.
        Hello(EmptyPayload) = "tcu.hello",
        /// Starts the frame.
        Init(Box<InitPayload>) = "tcu.init",
        /// Opens a page of the frame.
        Navigate(NavigatePayload) = "tcu.navigate",
        /// Changes the appearance.
        Theme(Box<ThemePayload>) = "tcu.theme",
        /// Changes the language and the direction of the text.
        Locale(LocalePayload) = "tcu.locale",
        /// Answers `tcu.auth.request` with a new code.
        Auth(AuthPayload) = "tcu.auth",
        /// Answers `tcu.auth.request` without a code.
        AuthDenied(EmptyPayload) = "tcu.auth.denied",
        /// Requests the end of the frame. The frame answers with `tcu.exit` or `tcu.close.blocked`.
        Close(EmptyPayload) = "tcu.close",
        /// Checks that the frame responds.
        Ping(EmptyPayload) = "tcu.ping",
        /// Answers `tcu.ping`.
        Pong(EmptyPayload) = "tcu.pong",
    }
}

messages! {
    /// A message from the frame to the portal's page.
    ChildMessage {
        /// The frame can be initialized.
        Ready(ReadyPayload) = "tcu.ready",
        /// The code was exchanged and the page is drawn.
        Loaded(LoadedPayload) = "tcu.loaded",
        /// The height of the content changed.
        Resize(ResizePayload) = "tcu.resize",
        /// The frame shows another page.
        Route(RoutePayload) = "tcu.route",
        /// Requests a new code.
        AuthRequest(AuthRequestPayload) = "tcu.auth.request",
        /// The entries of the upgrade page changed.
        Draft(DraftPayload) = "tcu.draft",
        /// The price of the entries changed.
        Quote(QuotePayload) = "tcu.quote",
        /// A payment started.
        PayStarted(PayStartedPayload) = "tcu.pay.started",
        /// The payment waits for the buyer.
        PayActionRequired(PayActionRequiredPayload) = "tcu.pay.action_required",
        /// The payment ended.
        PaySettled(PaySettledPayload) = "tcu.pay.settled",
        /// The subscription changed.
        Changed(ChangedPayload) = "tcu.changed",
        /// The person requested access to billing.
        AccessRequested(AccessRequestedPayload) = "tcu.access.requested",
        /// The frame has ended.
        Exit(ExitPayload) = "tcu.exit",
        /// A request of the parent failed, or the frame could not start.
        Error(ErrorPayload) = "tcu.error",
        /// Counters without personal data.
        Telemetry(TelemetryPayload) = "tcu.telemetry",
        /// Answers `tcu.close` while a payment is in progress.
        CloseBlocked(CloseBlockedPayload) = "tcu.close.blocked",
        /// Checks that the parent responds.
        Ping(EmptyPayload) = "tcu.ping",
        /// Answers `tcu.ping`.
        Pong(EmptyPayload) = "tcu.pong",
    }
}
