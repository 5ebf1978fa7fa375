use serde_json::Value;

use crate::records::Find;
use crate::request::ApiError;

/// The deepest path that can be expanded.
const MAX_DEPTH: usize = 4;
/// The fields that contain ids of other objects.
const EXPANDABLE: [&str; 7] = [
    "charge",
    "customer",
    "latest_charge",
    "payment_intent",
    "payment_method",
    "setup_intent",
    "balance_transaction",
];

/// Replaces ids by their objects, along paths such as `setup_intent.payment_method` and `data.latest_charge`.
///
/// # Errors
/// When a path does not exist or is not an id.
pub fn expand(value: &mut Value, paths: &[String], find: &dyn Find) -> Result<(), ApiError> {
    for path in paths {
        let segments: Vec<&str> = path.split('.').collect();
        if segments.len() > MAX_DEPTH {
            return Err(ApiError::parameter_invalid(
                "expand",
                "Properties can be expanded up to four levels deep.",
            ));
        }
        replace(value, &segments, find).ok_or_else(|| {
            let path: String = path.chars().take(100).collect();
            ApiError::parameter_invalid("expand", format!("This property cannot be expanded ({path})."))
        })?;
    }
    Ok(())
}

fn replace(value: &mut Value, path: &[&str], find: &dyn Find) -> Option<()> {
    let Some((name, rest)) = path.split_first() else { return Some(()) };
    let field = value.as_object_mut()?.get_mut(*name)?;
    if let Value::Array(items) = field {
        return items.iter_mut().try_for_each(|item| replace(item, rest, find)).filter(|()| *name == "data");
    }
    if let Value::String(id) = field {
        let object = find.find(id).filter(|_| EXPANDABLE.contains(name))?.to_json(find);
        *field = object;
    }
    match field {
        // The property of an absent object is absent.
        Value::Null => EXPANDABLE.contains(name).then_some(()),
        Value::Object(_) if rest.is_empty() => EXPANDABLE.contains(name).then_some(()),
        Value::Object(_) => replace(field, rest, find),
        _ => None,
    }
}
