//! Sentences before an organization's pages: sign-in, the picker, the shell, denied and missing pages.

use contract::Role;

/// Heading of the sign-in page.
pub const SIGN_IN_TITLE: &str = "Sign in to TestOps";
/// The button that signs in.
pub const SIGN_IN: &str = "Sign in";
/// While signing in.
pub const SIGNING_IN: &str = "Signing in \u{2026}";
/// Label of the address.
pub const EMAIL: &str = "E-mail";
/// Label of the password.
pub const PASSWORD: &str = "Password";
/// No address typed.
pub const EMAIL_MISSING: &str = "Enter your e-mail address.";
/// No password typed.
pub const PASSWORD_MISSING: &str = "Enter your password.";
/// Ends the session.
pub const SIGN_OUT: &str = "Sign out";

/// Heading of the picker.
pub const ORGANIZATIONS_TITLE: &str = "Select an organization";
/// Name of the selector while the address names none.
pub const NO_ORGANIZATION: &str = "Select an organization";
/// Nobody has taken the person in.
pub const NO_ORGANIZATIONS: &str =
    "You do not belong to an organization yet. Ask a colleague who does to add you.";

/// Name of the selector in the top bar.
#[must_use]
pub fn organization_selector(name: &str) -> String {
    format!("Organization: {name}")
}

/// Name of the person's menu.
#[must_use]
pub fn account_menu(name: &str) -> String {
    format!("Signed in as {name}")
}

/// A sibling that other software shows.
pub const NOT_PART_OF_THIS_APP: &str = "not part of this app";
/// Siblings of TestCloud before it and after it.
pub const TESTOPS: &str = "TestOps";
/// See [`TESTOPS`].
pub const STUDIO: &str = "Studio";

/// Shown while the browser has no connection.
pub const OFFLINE: &str = "You are offline. What you entered is kept; prices and payments need a connection.";

/// On the settings of somebody without billing.
#[must_use]
pub fn no_settings(role: Role) -> String {
    format!("Your role here is {}. Nothing in these settings is open to it.", super::role_name(role))
}

/// Heading where the role does not reach.
pub const ACCESS_DENIED_TITLE: &str = "Access denied";

/// Why, and what for.
#[must_use]
pub fn access_denied(organization: &str, role: Role) -> String {
    format!(
        "In {organization} your role is {}. Only an Owner or a Billing Manager can see and upgrade the TestCloud subscription.",
        super::role_name(role)
    )
}

/// Above the people who can.
pub const WHO_CAN_ACT: &str = "Who can do it";
/// Nobody is named.
pub const NOBODY_NAMED: &str = "An Owner or a Billing Manager of the organization.";
/// Heading of the form.
pub const ASK_THEM: &str = "Ask them for an upgrade";
/// What the form does.
pub const ASK_THEM_HOW: &str = "They see your request on the TestCloud Subscription page, with the upgrade prepared. Nothing is bought by asking.";
/// Label of the number of sessions.
pub const ASK_SESSIONS: &str = "Additional sessions";
/// What may be entered.
pub const ASK_SESSIONS_HINT: &str = "Optional. A whole number from 1 to 9,999.";
/// Not such a number.
pub const ASK_SESSIONS_PROBLEM: &str = "Enter a whole number from 1 to 9,999, or leave it empty.";
/// Legend of the cycle.
pub const ASK_CYCLE: &str = "Billing cycle";
/// Leaves the cycle to them.
pub const ASK_CYCLE_ANY: &str = "As it is";
/// Label of the note.
pub const ASK_NOTE: &str = "Note";
/// What may be entered.
pub const ASK_NOTE_HINT: &str = "Optional, up to 500 characters. No passwords or card numbers.";
/// Too much.
pub const ASK_NOTE_PROBLEM: &str = "Shorten the note to 500 characters.";
/// An empty form.
pub const ASK_SOMETHING: &str = "Say how many sessions, which billing cycle, or write a note.";
/// The button.
pub const ASK: &str = "Send request";
/// While sending.
pub const ASKING: &str = "Sending \u{2026}";
/// Sent.
pub const ASKED_TITLE: &str = "Request sent";
/// Sent, and what follows.
pub const ASKED: &str =
    "Those who can act see it on the TestCloud Subscription page. Nothing has been bought.";

/// Heading of an address without a page.
pub const NOT_FOUND_TITLE: &str = "Page not found";
/// What to do there.
pub const NOT_FOUND: &str =
    "There is nothing at this address, or it belongs to an organization you are not a member of.";
/// The way out.
pub const TO_ENTRANCE: &str = "Go to your organizations";
