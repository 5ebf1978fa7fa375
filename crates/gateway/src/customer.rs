/// An organization at the gateway, which cards are saved for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The gateway's id.
    pub id: String,
    /// The organization.
    pub organization: i64,
}

/// A customer to create. Each organization has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCustomer {
    /// A repeated request with the same key and content returns the same customer.
    pub idempotency_key: String,
    /// The organization.
    pub organization: i64,
    /// The name that the gateway's operators see.
    pub name: Option<String>,
}
