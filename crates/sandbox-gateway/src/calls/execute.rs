use serde_json::Value;

use super::{account, attach, cancel, checkout, confirm, create_intent, customers, lists, refunds};
use crate::engine::Draft;
use crate::records::{
    Charge, Customer, Dispute, Event, Find, Object, PaymentIntent, PaymentMethod, Record, Refund, Session,
    SetupIntent,
};
use crate::request::{ApiError, Call, Params};

/// Executes a call and returns the body of its answer.
///
/// # Errors
/// An error in Stripe's format. The draft may contain changes that belong to it, such as a failed charge.
pub fn execute(
    draft: &mut Draft<'_>,
    call: &Call,
    params: &mut Params,
    account: &str,
) -> Result<Value, ApiError> {
    let id = match call {
        Call::RetrieveAccount => {
            params.finish()?;
            return Ok(account::to_json(account));
        }
        Call::ListCustomers
        | Call::ListSessions
        | Call::ListIntents
        | Call::ListCharges
        | Call::ListRefunds
        | Call::ListDisputes
        | Call::ListEvents
        | Call::ListCustomerPaymentMethods(_) => return lists::list(draft, call, params),
        Call::RetrieveCustomer(id) => retrieve::<Customer>(draft, id, "id", params)?,
        Call::RetrieveSession(id) => {
            params.finish()?;
            super::expire_due_session(draft, id);
            retrieve::<Session>(draft, id, "session", params)?
        }
        Call::RetrieveSetupIntent(id) => retrieve::<SetupIntent>(draft, id, "intent", params)?,
        Call::RetrievePaymentMethod(id) => retrieve::<PaymentMethod>(draft, id, "payment_method", params)?,
        Call::RetrieveIntent(id) => retrieve::<PaymentIntent>(draft, id, "intent", params)?,
        Call::RetrieveCharge(id) => retrieve::<Charge>(draft, id, "charge", params)?,
        Call::RetrieveRefund(id) => retrieve::<Refund>(draft, id, "refund", params)?,
        Call::RetrieveDispute(id) => retrieve::<Dispute>(draft, id, "dispute", params)?,
        Call::RetrieveEvent(id) => retrieve::<Event>(draft, id, "id", params)?,
        Call::CreateCustomer => customers::create(draft, params)?,
        Call::UpdateCustomer(id) => customers::update(draft, id, params)?,
        Call::CreateSession => checkout::create(draft, params)?,
        Call::ExpireSession(id) => checkout::expire(draft, id, params)?,
        Call::AttachPaymentMethod(id) => attach::attach(draft, id, params)?,
        Call::DetachPaymentMethod(id) => attach::detach(draft, id, params)?,
        Call::CreateIntent => create_intent::create(draft, params)?,
        Call::ConfirmIntent(id) => confirm::confirm(draft, id, params)?,
        Call::CancelIntent(id) => cancel::cancel(draft, id, params)?,
        Call::CreateRefund => refunds::create(draft, params)?,
    };
    let object = draft.find(&id).map(|record: &Record| record.to_json(draft));
    object.ok_or_else(|| ApiError::api("The sandbox lost an object."))
}

/// The object with this id.
///
/// # Errors
/// 404 when it does not exist.
pub fn require<T: Object>(draft: &Draft<'_>, id: &str, parameter: &str) -> Result<T, ApiError> {
    draft.current(id).ok_or_else(|| ApiError::missing(T::NAME, id, parameter))
}

fn retrieve<T: Object>(
    draft: &Draft<'_>,
    id: &str,
    parameter: &str,
    params: &Params,
) -> Result<String, ApiError> {
    params.finish()?;
    require::<T>(draft, id, parameter).map(|_| id.to_owned())
}
