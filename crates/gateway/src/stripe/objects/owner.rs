use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::GatewayError;

/// Whose objects this service reads: those of its deployment, in the mode of its key.
#[derive(Clone, Debug)]
pub struct Owner {
    pub deployment: String,
    pub live: bool,
}

/// Why an object of Stripe was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It belongs to another deployment or another service that uses the account.
    OtherDeployment,
    /// It lacks something, or contradicts the request.
    Unreadable,
}

impl From<ReadError> for GatewayError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::OtherDeployment => Self::OtherDeployment,
            ReadError::Unreadable => Self::Unknown,
        }
    }
}

/// The metadata of an object of this deployment.
#[derive(Clone, Debug)]
pub struct Owned {
    pub organization: i64,
    pub metadata: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Header {
    livemode: bool,
    metadata: Option<BTreeMap<String, String>>,
}

impl Owner {
    /// The metadata that every object of this deployment has.
    pub fn metadata(&self, organization: i64) -> BTreeMap<String, String> {
        BTreeMap::from([
            ("deployment".to_owned(), self.deployment.clone()),
            ("organization".to_owned(), organization.to_string()),
        ])
    }

    /// Checks that an object is of this deployment.
    pub fn check(&self, object: &Value) -> Result<Owned, ReadError> {
        let Header { livemode, metadata } = Header::deserialize(object).map_err(|_| ReadError::Unreadable)?;
        let metadata = metadata.unwrap_or_default();
        if metadata.get("deployment") != Some(&self.deployment) {
            return Err(ReadError::OtherDeployment);
        }
        if livemode != self.live {
            return Err(ReadError::Unreadable);
        }
        let organization = metadata.get("organization").and_then(|text| text.parse().ok());
        Ok(Owned { organization: organization.ok_or(ReadError::Unreadable)?, metadata })
    }
}

impl Owned {
    pub fn attempt(&self) -> Result<String, ReadError> {
        self.metadata.get("attempt").cloned().ok_or(ReadError::Unreadable)
    }
}
