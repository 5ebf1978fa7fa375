use billing::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::UpgradeForm;
use crate::{api::json, platform::storage};

const KEY: &str = "tcu.estimate";

/// The amount the buyer last saw while editing, to be held against the sealed one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// Whose subscription.
    pub organization: i64,
    /// The subscription's version it was worked out from.
    pub version: i64,
    /// The instant it was worked out for.
    pub as_of: Instant,
    /// The amount due, in minor units.
    pub amount_due_minor: i64,
    /// Why the entered promotion code is not part of it.
    pub code_left_out: Option<String>,
}

impl Estimate {
    /// The last one in this tab for an organization.
    #[must_use]
    pub fn last(organization: i64) -> Option<Self> {
        let estimate: Self = json::read(&storage::read(KEY)?).ok()?;
        (estimate.organization == organization).then_some(estimate)
    }

    /// Forgets it, once it has been held against the sealed amount.
    pub fn forget() {
        storage::remove(KEY);
    }
}

/// Notes the amount on the page, before the review seals it.
pub fn remember_estimate(form: UpgradeForm) {
    let subscription = form.subscription();
    let amount =
        form.priced.with_untracked(|priced| priced.as_ref().ok().map(|priced| priced.quote.amount_due_minor));
    let Some(amount_due_minor) = amount else { return };
    let estimate = Estimate {
        organization: subscription.organization.id,
        version: subscription.version,
        as_of: form.snapshot.with_untracked(|snapshot| snapshot.as_of),
        amount_due_minor,
        code_left_out: untrack(move || form.code_left_out()).map(|reason| {
            form.promotion.with_untracked(|code| match code {
                Some(code) => format!("{}: {reason}", code.code),
                None => reason,
            })
        }),
    };
    if let Ok(text) = serde_json::to_string(&estimate) {
        storage::write(KEY, &text);
    }
}
