//! The payloads of the messages, in the order of the protocol's table.

use billing::{Cycle, Instant};
use contract::Role;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use crate::schema;
use crate::{
    CurrencyCode, EmbedCode, ErrorCode, FramePage, LocaleTag, Nonce, OpaqueId, PageTitle, theme::Tokens,
};

/// Defines types of a message with the derives and the casing that all of them have.
macro_rules! payloads {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)+) => {$(
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$meta])*
        pub $kind $name $body
    )+};
}

payloads! {
    /// No content.
    #[derive(Default)]
    pub struct EmptyPayload {}

    /// The frame can be initialized. Contains no billing data.
    #[serde(rename_all = "camelCase")]
    pub struct ReadyPayload {
        /// The supported major versions.
        pub versions: Vec<u32>,
        /// The nonce of the frame's document. `tcu.init` returns it.
        pub nonce: Nonce,
        /// The optional parts of the protocol that the frame supports.
        pub features: Vec<String>,
    }

    /// Starts the frame. The message transfers one `MessagePort`, which carries all further messages.
    #[serde(rename_all = "camelCase")]
    pub struct InitPayload {
        /// The major version that the parent selected from `tcu.ready`.
        pub version: u32,
        /// The nonce of `tcu.ready`.
        pub nonce: Nonce,
        /// The sign-in.
        pub auth: AuthPayload,
        /// The numeric id of the organization in TestOps.
        pub org: i64,
        /// The language of the frame.
        pub locale: LocaleTag,
        /// The direction of the text.
        pub dir: TextDirection,
        /// The appearance.
        pub theme: ThemePayload,
        /// Values for empty fields. The page labels them with the name of the portal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub prefill: Option<Prefill>,
        /// A path of the portal to return to. Anything else than a path is ignored.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub r#return: Option<String>,
        /// Whether the frame moves focus to its heading. Off by default.
        #[serde(default)]
        pub focus: bool,
        /// Whether the frame may send `tcu.telemetry`. Off by default.
        #[serde(default)]
        pub telemetry: bool,
    }

    /// A one-time code from the portal's server.
    pub struct AuthPayload {
        /// The code, valid once and for 60 seconds.
        pub code: EmbedCode,
    }

    /// Values for fields of the upgrade page. A promotion code is not part of them.
    #[derive(Default)]
    #[serde(rename_all = "camelCase")]
    pub struct Prefill {
        /// Additional sessions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub add: Option<u32>,
        /// The billing cycle.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(schema_with = "schema::optional_cycle"))]
        pub cycle: Option<Cycle>,
    }

    /// The code was exchanged and the page is drawn.
    #[serde(rename_all = "camelCase")]
    pub struct LoadedPayload {
        /// The public id of the session. The envelopes of all further messages contain it. It is not a token.
        pub session: OpaqueId,
        /// The role of the person in the organization.
        #[cfg_attr(feature = "schema", schemars(schema_with = "schema::role"))]
        pub role: Role,
        /// The height of the content in CSS pixels.
        pub height: u32,
    }

    /// The height of the content changed.
    pub struct ResizePayload {
        /// The height in CSS pixels.
        pub height: u32,
    }

    /// The frame shows another page.
    pub struct RoutePayload {
        /// The page.
        pub path: FramePage,
        /// The title of the page, in the language of the frame.
        pub title: PageTitle,
    }

    /// Opens a page of the frame. Refused while a payment is in progress.
    pub struct NavigatePayload {
        /// The page.
        pub path: FramePage,
    }

    /// The appearance of the frame.
    pub struct ThemePayload {
        /// The color scheme.
        pub scheme: ColorScheme,
        /// Colors and lengths. Values that are invalid or lack contrast are replaced with the default.
        #[serde(default)]
        pub tokens: Tokens,
    }

    /// A color scheme.
    #[derive(Copy, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum ColorScheme {
        /// Dark text on a light background.
        Light,
        /// Light text on a dark background.
        Dark,
        /// The setting of the browser.
        #[default]
        Auto,
    }

    /// The language of the frame.
    pub struct LocalePayload {
        /// The language.
        pub locale: LocaleTag,
        /// The direction of the text.
        pub dir: TextDirection,
    }

    /// The direction of text.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum TextDirection {
        /// Left to right.
        Ltr,
        /// Right to left.
        Rtl,
    }

    /// Requests a new code. The parent answers with `tcu.auth` or `tcu.auth.denied`.
    pub struct AuthRequestPayload {
        /// Why the frame needs a code.
        pub reason: AuthReason,
    }

    /// Why the frame needs a new code.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum AuthReason {
        /// The session has expired.
        Expired,
        /// The payment requires that the person has signed in to the portal recently.
        StepUp,
    }

    /// The entries of the upgrade page changed. Contains no promotion code.
    #[serde(rename_all = "camelCase")]
    pub struct DraftPayload {
        /// Additional sessions.
        pub add: u32,
        /// The selected billing cycle.
        #[cfg_attr(feature = "schema", schemars(schema_with = "schema::cycle"))]
        pub cycle: Cycle,
        /// Whether a promotion code is entered.
        pub has_code: bool,
    }

    /// The price of the entries. Amounts are in minor units of the currency.
    #[serde(rename_all = "camelCase")]
    pub struct QuotePayload {
        /// The id of the quote.
        pub quote_id: OpaqueId,
        /// The currency of the amounts.
        pub currency: CurrencyCode,
        /// The amount due now.
        pub due_minor: i64,
        /// The amount of the next renewal.
        pub renew_minor: i64,
        /// The next renewal.
        #[cfg_attr(feature = "schema", schemars(schema_with = "schema::instant"))]
        pub renews_at: Instant,
        /// The end of the quote's validity.
        #[cfg_attr(feature = "schema", schemars(schema_with = "schema::instant"))]
        pub expires_at: Instant,
        /// Whether the entries changed after the quote.
        pub stale: bool,
    }

    /// A payment started. The parent must keep the frame until `tcu.pay.settled`.
    #[serde(rename_all = "camelCase")]
    pub struct PayStartedPayload {
        /// The id of the attempt.
        pub attempt_id: OpaqueId,
    }

    /// The payment waits for the buyer.
    pub struct PayActionRequiredPayload {
        /// What the buyer has to do.
        pub kind: PayAction,
    }

    /// What the buyer has to do.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum PayAction {
        /// Confirm the payment on the bank's page, which opened in a new tab.
        Bank,
    }

    /// The payment ended. A hint only: the portal confirms the outcome with the API or a webhook.
    #[serde(rename_all = "camelCase")]
    pub struct PaySettledPayload {
        /// The id of the attempt.
        pub attempt_id: OpaqueId,
        /// The outcome.
        pub outcome: PayOutcome,
        /// The number of the receipt, if the payment succeeded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub receipt_id: Option<OpaqueId>,
    }

    /// The outcome of a payment.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum PayOutcome {
        /// The payment succeeded.
        Charged,
        /// The bank or the card network declined the charge. Nothing was charged.
        Declined,
        /// The attempt was canceled. Nothing was charged.
        Canceled,
        /// The outcome is unknown. The billing service is checking whether the payment went through.
        Unknown,
    }

    /// The subscription changed. The portal refreshes its own data.
    pub struct ChangedPayload {
        /// The version of the subscription.
        pub version: i64,
        /// The number of sessions.
        pub sessions: i64,
        /// The billing cycle.
        #[cfg_attr(feature = "schema", schemars(schema_with = "schema::cycle"))]
        pub cycle: Cycle,
    }

    /// The person requested access to billing.
    #[serde(rename_all = "camelCase")]
    pub struct AccessRequestedPayload {
        /// The id of the request.
        pub request_id: OpaqueId,
    }

    /// The frame has ended. The parent can remove it.
    #[serde(rename_all = "camelCase")]
    pub struct ExitPayload {
        /// Why the frame ended.
        pub reason: ExitReason,
        /// The error, if one is the reason.
        pub error: Option<ErrorCode>,
        /// The last payment attempt of this frame.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub attempt_id: Option<OpaqueId>,
        /// The reference for support.
        pub support_id: OpaqueId,
    }

    /// Why the frame ended.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum ExitReason {
        /// The parent sent `tcu.close`.
        Closed,
        /// The person completed the upgrade.
        Completed,
        /// The person left without an upgrade.
        Left,
        /// The session ended and was not renewed.
        SessionEnded,
        /// An error ended the frame.
        Error,
    }

    /// The frame could not complete a request of the parent, or could not start.
    #[serde(rename_all = "camelCase")]
    pub struct ErrorPayload {
        /// The code.
        pub code: ErrorCode,
        /// Whether another try can succeed.
        pub retryable: bool,
        /// The reference for support.
        pub support_id: OpaqueId,
    }

    /// The frame cannot close yet.
    pub struct CloseBlockedPayload {
        /// When the frame can close.
        pub until: CloseBlockedUntil,
    }

    /// When the frame can close.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum CloseBlockedUntil {
        /// The payment is settled.
        Settled,
    }

    /// Counters without personal data. Sent only if `tcu.init` permitted it.
    #[serde(rename_all = "camelCase")]
    pub struct TelemetryPayload {
        /// Milliseconds from the start of the frame to `tcu.loaded`.
        pub load_ms: u32,
        /// Accepted messages of the parent.
        pub accepted: u32,
        /// Dropped messages.
        pub dropped: u32,
    }
}
