use std::path::Path;

use serde_json::Value;

use crate::Step;

/// A snapshot of the gateway's append-only log.
pub struct GatewayLog {
    events: Vec<Value>,
}

/// A successful charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub amount_minor: i64,
    pub currency: String,
}

impl Charge {
    /// Creates a charge in minor units.
    pub fn of(amount_minor: i64, currency: &str) -> Self {
        Self { amount_minor, currency: currency.to_owned() }
    }
}

impl GatewayLog {
    /// Reads the log.
    pub fn read(file: &Path) -> Step<Self> {
        let text = std::fs::read_to_string(file)?;
        let events = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        Ok(Self { events })
    }

    /// Returns the successful charges of an organization, in order.
    pub fn charges(&self, organization: i64) -> Vec<Charge> {
        self.events_of(organization, "succeeded")
            .map(|event| Charge {
                // The gateway's units are minor units in every currency of the sample data.
                amount_minor: event["amount"].as_i64().unwrap_or_default(),
                currency: event["currency"].as_str().unwrap_or_default().to_uppercase(),
            })
            .collect()
    }

    /// Returns the charged intents of an organization, in order.
    pub fn charged_intents(&self, organization: i64) -> Vec<String> {
        let intents = self.events_of(organization, "succeeded").map(|event| event["intent"].as_str());
        intents.flatten().map(str::to_owned).collect()
    }

    /// Counts the events of this name for an organization's intents.
    pub fn count(&self, organization: i64, event: &str) -> usize {
        self.events_of(organization, event).count()
    }

    fn events_of(&self, organization: i64, event: &str) -> impl Iterator<Item = &Value> {
        self.events
            .iter()
            .filter(move |line| line["event"] == event && line["organization"].as_i64() == Some(organization))
    }
}
