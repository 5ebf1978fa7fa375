use serde_json::Value;

use super::execute::require;
use crate::engine::Draft;
use crate::records::{Customer, Kind, Record};
use crate::request::{ApiError, Call, Page, Params};

/// Executes a call that lists objects.
pub fn list(draft: &Draft<'_>, call: &Call, params: &mut Params) -> Result<Value, ApiError> {
    let page = Page::parse(params)?;
    let store = draft.store();
    let customer = match call {
        Call::ListIntents | Call::ListCharges | Call::ListSessions => params.text("customer")?,
        _ => None,
    };
    let intent = match call {
        Call::ListCharges | Call::ListRefunds | Call::ListDisputes | Call::ListSessions => {
            params.text("payment_intent")?
        }
        _ => None,
    };
    let charge = match call {
        Call::ListRefunds | Call::ListDisputes => params.text("charge")?,
        _ => None,
    };
    let is = |wanted: &Option<String>, field: Option<&String>| wanted.is_none() || wanted.as_ref() == field;
    match call {
        Call::ListCustomers => {
            let email = params.text("email")?;
            params.finish()?;
            page.of(store, Kind::Customer, "/v1/customers", |record| match record {
                Record::Customer(found) => is(&email, found.email.as_ref()),
                _ => false,
            })
        }
        Call::ListCustomerPaymentMethods(id) => {
            params.choice("type", &["card"])?;
            params.finish()?;
            require::<Customer>(draft, id, "customer")?;
            let url = format!("/v1/customers/{id}/payment_methods");
            page.of(store, Kind::PaymentMethod, &url, |record| match record {
                Record::PaymentMethod(found) => found.customer.as_ref() == Some(id),
                _ => false,
            })
        }
        Call::ListSessions => {
            params.finish()?;
            page.of(store, Kind::Session, "/v1/checkout/sessions", |record| match record {
                Record::Session(found) => intent.is_none() && is(&customer, found.customer.as_ref()),
                _ => false,
            })
        }
        Call::ListIntents => {
            params.finish()?;
            page.of(store, Kind::PaymentIntent, "/v1/payment_intents", |record| match record {
                Record::PaymentIntent(found) => is(&customer, found.customer.as_ref()),
                _ => false,
            })
        }
        Call::ListCharges => {
            params.finish()?;
            page.of(store, Kind::Charge, "/v1/charges", |record| match record {
                Record::Charge(found) => {
                    is(&customer, found.customer.as_ref()) && is(&intent, Some(&found.payment_intent))
                }
                _ => false,
            })
        }
        Call::ListRefunds => {
            params.finish()?;
            page.of(store, Kind::Refund, "/v1/refunds", |record| match record {
                Record::Refund(found) => {
                    is(&charge, Some(&found.charge)) && is(&intent, Some(&found.payment_intent))
                }
                _ => false,
            })
        }
        Call::ListDisputes => {
            params.finish()?;
            page.of(store, Kind::Dispute, "/v1/disputes", |record| match record {
                Record::Dispute(found) => {
                    is(&charge, Some(&found.charge)) && is(&intent, Some(&found.payment_intent))
                }
                _ => false,
            })
        }
        _ => {
            let (name, names) = (params.text("type")?, params.list("types")?);
            params.flag("delivery_success")?;
            params.finish()?;
            page.of(store, Kind::Event, "/v1/events", |record| match record {
                Record::Event(found) => {
                    is(&name, Some(&found.name)) && (names.is_empty() || names.contains(&found.name))
                }
                _ => false,
            })
        }
    }
}
