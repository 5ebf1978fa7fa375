use serde::Deserialize;
use serde_json::Value;

use super::reference::parse;
use super::{Owner, ReadError};
use crate::Account;

#[derive(Deserialize)]
struct AccountObject {
    id: String,
}

/// Reads an account. Its mode is that of the key.
pub fn account(value: &Value, owner: &Owner) -> Result<Account, ReadError> {
    let AccountObject { id } = parse(value, "account")?;
    Ok(Account { id, live: owner.live })
}
