use std::path::Path;

use serde_json::Value;

use crate::Step;

/// The gateway's append-only log at one moment.
pub struct GatewayLog {
    events: Vec<Value>,
}

/// Money that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub amount_minor: i64,
    pub currency: String,
}

impl Charge {
    /// A charge in minor units.
    pub fn of(amount_minor: i64, currency: &str) -> Self {
        Self { amount_minor, currency: currency.to_owned() }
    }
}

impl GatewayLog {
    /// Reads the log.
    ///
    /// # Errors
    /// When it is missing or a line is no JSON.
    pub fn read(file: &Path) -> Step<Self> {
        let text = std::fs::read_to_string(file)?;
        let events = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        Ok(Self { events })
    }

    /// The charges that succeeded for an organization, in order.
    pub fn charges(&self, organization: i64) -> Vec<Charge> {
        self.events_of(organization, "succeeded")
            .map(|event| Charge {
                amount_minor: event["amountMinor"].as_i64().unwrap_or_default(),
                currency: event["currency"].as_str().unwrap_or_default().to_owned(),
            })
            .collect()
    }

    /// How often something happened to an organization's intents.
    pub fn count(&self, organization: i64, event: &str) -> usize {
        self.events_of(organization, event).count()
    }

    fn events_of(&self, organization: i64, event: &str) -> impl Iterator<Item = &Value> {
        self.events
            .iter()
            .filter(move |line| line["event"] == event && line["organization"].as_i64() == Some(organization))
    }
}
