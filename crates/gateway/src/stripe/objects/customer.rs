use serde::Deserialize;
use serde_json::Value;

use super::reference::parse;
use super::{Owner, ReadError};
use crate::Customer;

#[derive(Deserialize)]
struct CustomerObject {
    id: String,
}

/// Reads a customer.
pub fn customer(value: &Value, owner: &Owner) -> Result<Customer, ReadError> {
    let CustomerObject { id } = parse(value, "customer")?;
    Ok(Customer { id, organization: owner.check(value)?.organization })
}
