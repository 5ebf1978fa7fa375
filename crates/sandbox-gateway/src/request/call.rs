use axum::http::Method;

/// A call of the API, with the id in its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    RetrieveAccount,
    CreateCustomer,
    ListCustomers,
    RetrieveCustomer(String),
    UpdateCustomer(String),
    ListCustomerPaymentMethods(String),
    CreateSession,
    ListSessions,
    RetrieveSession(String),
    ExpireSession(String),
    RetrieveSetupIntent(String),
    RetrievePaymentMethod(String),
    AttachPaymentMethod(String),
    DetachPaymentMethod(String),
    CreateIntent,
    ListIntents,
    RetrieveIntent(String),
    ConfirmIntent(String),
    CancelIntent(String),
    ListCharges,
    RetrieveCharge(String),
    CreateRefund,
    ListRefunds,
    RetrieveRefund(String),
    ListDisputes,
    RetrieveDispute(String),
    ListEvents,
    RetrieveEvent(String),
}

impl Call {
    /// The call of a method and a path, such as `/v1/payment_intents/pi_1/confirm`.
    pub fn parse(method: &Method, path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix("/v1/")?.trim_end_matches('/').split('/').collect();
        let is_id = |id: &str| {
            (1..=255).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let get = *method == Method::GET;
        let post = *method == Method::POST;
        let call = match segments.as_slice() {
            ["account"] if get => Self::RetrieveAccount,
            ["customers"] if get => Self::ListCustomers,
            ["customers"] if post => Self::CreateCustomer,
            ["customers", id] if get && is_id(id) => Self::RetrieveCustomer((*id).to_owned()),
            ["customers", id] if post && is_id(id) => Self::UpdateCustomer((*id).to_owned()),
            ["customers", id, "payment_methods"] if get && is_id(id) => {
                Self::ListCustomerPaymentMethods((*id).to_owned())
            }
            ["checkout", "sessions"] if get => Self::ListSessions,
            ["checkout", "sessions"] if post => Self::CreateSession,
            ["checkout", "sessions", id] if get && is_id(id) => Self::RetrieveSession((*id).to_owned()),
            ["checkout", "sessions", id, "expire"] if post && is_id(id) => {
                Self::ExpireSession((*id).to_owned())
            }
            ["setup_intents", id] if get && is_id(id) => Self::RetrieveSetupIntent((*id).to_owned()),
            ["payment_methods", id] if get && is_id(id) => Self::RetrievePaymentMethod((*id).to_owned()),
            ["payment_methods", id, "attach"] if post && is_id(id) => {
                Self::AttachPaymentMethod((*id).to_owned())
            }
            ["payment_methods", id, "detach"] if post && is_id(id) => {
                Self::DetachPaymentMethod((*id).to_owned())
            }
            ["payment_intents"] if get => Self::ListIntents,
            ["payment_intents"] if post => Self::CreateIntent,
            ["payment_intents", id] if get && is_id(id) => Self::RetrieveIntent((*id).to_owned()),
            ["payment_intents", id, "confirm"] if post && is_id(id) => Self::ConfirmIntent((*id).to_owned()),
            ["payment_intents", id, "cancel"] if post && is_id(id) => Self::CancelIntent((*id).to_owned()),
            ["charges"] if get => Self::ListCharges,
            ["charges", id] if get && is_id(id) => Self::RetrieveCharge((*id).to_owned()),
            ["refunds"] if get => Self::ListRefunds,
            ["refunds"] if post => Self::CreateRefund,
            ["refunds", id] if get && is_id(id) => Self::RetrieveRefund((*id).to_owned()),
            ["disputes"] if get => Self::ListDisputes,
            ["disputes", id] if get && is_id(id) => Self::RetrieveDispute((*id).to_owned()),
            ["events"] if get => Self::ListEvents,
            ["events", id] if get && is_id(id) => Self::RetrieveEvent((*id).to_owned()),
            _ => return None,
        };
        Some(call)
    }

    /// The name of the call, by which faults select it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RetrieveAccount => "account.retrieve",
            Self::CreateCustomer => "customers.create",
            Self::ListCustomers => "customers.list",
            Self::RetrieveCustomer(_) => "customers.retrieve",
            Self::UpdateCustomer(_) => "customers.update",
            Self::ListCustomerPaymentMethods(_) => "customers.payment_methods",
            Self::CreateSession => "checkout.sessions.create",
            Self::ListSessions => "checkout.sessions.list",
            Self::RetrieveSession(_) => "checkout.sessions.retrieve",
            Self::ExpireSession(_) => "checkout.sessions.expire",
            Self::RetrieveSetupIntent(_) => "setup_intents.retrieve",
            Self::RetrievePaymentMethod(_) => "payment_methods.retrieve",
            Self::AttachPaymentMethod(_) => "payment_methods.attach",
            Self::DetachPaymentMethod(_) => "payment_methods.detach",
            Self::CreateIntent => "payment_intents.create",
            Self::ListIntents => "payment_intents.list",
            Self::RetrieveIntent(_) => "payment_intents.retrieve",
            Self::ConfirmIntent(_) => "payment_intents.confirm",
            Self::CancelIntent(_) => "payment_intents.cancel",
            Self::ListCharges => "charges.list",
            Self::RetrieveCharge(_) => "charges.retrieve",
            Self::CreateRefund => "refunds.create",
            Self::ListRefunds => "refunds.list",
            Self::RetrieveRefund(_) => "refunds.retrieve",
            Self::ListDisputes => "disputes.list",
            Self::RetrieveDispute(_) => "disputes.retrieve",
            Self::ListEvents => "events.list",
            Self::RetrieveEvent(_) => "events.retrieve",
        }
    }
}
