use super::execute::require;
use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::Customer;
use crate::request::{ApiError, Params};

pub fn create(draft: &mut Draft<'_>, params: &mut Params) -> Result<String, ApiError> {
    let customer = Customer {
        id: Draft::new_id("cus"),
        created: draft.seconds(),
        name: params.text("name")?,
        email: params.text("email")?,
        description: params.text("description")?,
        metadata: params.metadata()?,
    };
    params.finish()?;
    let id = customer.id.clone();
    draft.write(draft.entry(EntryName::CustomerCreated, &id, &customer.metadata));
    draft.put(customer);
    draft.announce("customer.created", &id);
    Ok(id)
}

pub fn update(draft: &mut Draft<'_>, id: &str, params: &mut Params) -> Result<String, ApiError> {
    let (name, email, description) =
        (params.text("name")?, params.text("email")?, params.text("description")?);
    let metadata = params.metadata()?;
    params.finish()?;
    let mut customer: Customer = require(draft, id, "customer")?;
    customer.name = name.or(customer.name);
    customer.email = email.or(customer.email);
    customer.description = description.or(customer.description);
    customer.metadata.extend(metadata);
    draft.write(draft.entry(EntryName::CustomerUpdated, id, &customer.metadata));
    draft.put(customer);
    draft.announce("customer.updated", id);
    Ok(id.to_owned())
}
