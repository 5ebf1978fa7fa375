use billing::Instant;
use leptos::prelude::*;
use platform::storage;
use serde::{Deserialize, Serialize};

use super::UpgradeForm;
use crate::api::json;

const KEY: &str = "tcu.estimate";

/// The amount that the buyer last saw while editing. The review compares it with the sealed amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// Id of the organization.
    pub organization: i64,
    /// The version of the subscription that the estimate is based on.
    pub version: i64,
    /// The instant of the estimate.
    pub as_of: Instant,
    /// The amount due, in minor units.
    pub amount_due_minor: i64,
    /// Why the entered promotion code was not applied.
    pub code_left_out: Option<String>,
}

impl Estimate {
    /// The last estimate in this tab for an organization.
    #[must_use]
    pub fn load(organization: i64) -> Option<Self> {
        let estimate: Self = json::read(&storage::read(KEY)?).ok()?;
        (estimate.organization == organization).then_some(estimate)
    }

    /// Removes the estimate, once it was compared with the sealed amount.
    pub fn remove() {
        storage::remove(KEY);
    }
}

/// Stores the amount on the page, before the review requests a sealed quote.
pub fn save_estimate(form: UpgradeForm) {
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
