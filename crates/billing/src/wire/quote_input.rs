//! JSON form of the engine's input: one flat object. The Rust type separates the backend's data from the buyer's
//! target.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{nullable_object, object};
use crate::{Granularity, Instant, Prices, Promotion, QuoteInput, Snapshot, SubscriptionTerms, Target};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Form {
    engine: String,
    currency: String,
    exponent: i64,
    granularity: Granularity,
    as_of: Instant,
    #[serde(deserialize_with = "object")]
    prices: Prices,
    tax_bp: i64,
    balance_minor: i64,
    charge_step_minor: i64,
    #[serde(deserialize_with = "object")]
    subscription: SubscriptionTerms,
    #[serde(deserialize_with = "object")]
    target: Target,
    #[serde(deserialize_with = "nullable_object")]
    promo: Option<Promotion>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FormRef<'a> {
    engine: &'a str,
    currency: &'a str,
    exponent: i64,
    granularity: Granularity,
    as_of: Instant,
    prices: Prices,
    tax_bp: i64,
    balance_minor: i64,
    charge_step_minor: i64,
    subscription: &'a SubscriptionTerms,
    target: Target,
    promo: Option<&'a Promotion>,
}

impl<'de> Deserialize<'de> for QuoteInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form: Form = object(deserializer)?;
        let snapshot = Snapshot {
            engine: form.engine,
            currency: form.currency,
            exponent: form.exponent,
            granularity: form.granularity,
            as_of: form.as_of,
            prices: form.prices,
            tax_bp: form.tax_bp,
            balance_minor: form.balance_minor,
            charge_step_minor: form.charge_step_minor,
            subscription: form.subscription,
        };
        Ok(Self { snapshot, target: form.target, promo: form.promo })
    }
}

impl Serialize for QuoteInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Snapshot {
            ref engine,
            ref currency,
            exponent,
            granularity,
            as_of,
            prices,
            tax_bp,
            balance_minor,
            charge_step_minor,
            ref subscription,
        } = self.snapshot;
        let form = FormRef {
            engine,
            currency,
            exponent,
            granularity,
            as_of,
            prices,
            tax_bp,
            balance_minor,
            charge_step_minor,
            subscription,
            target: self.target,
            promo: self.promo.as_ref(),
        };
        form.serialize(serializer)
    }
}
