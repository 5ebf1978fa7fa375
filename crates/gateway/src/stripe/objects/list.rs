use serde::Deserialize;
use serde_json::Value;

use super::ReadError;
use super::reference::parse;
use crate::Page;

/// A page of objects of any owner.
#[derive(Deserialize)]
pub struct RawList {
    pub data: Vec<Value>,
    pub has_more: bool,
}

impl RawList {
    pub fn parse(value: &Value) -> Result<Self, ReadError> {
        parse(value, "list")
    }

    /// The cursor of the next page.
    pub fn next(&self) -> Result<Option<String>, ReadError> {
        if !self.has_more {
            return Ok(None);
        }
        let last = self.data.last().and_then(id).ok_or(ReadError::Unreadable)?;
        Ok(Some(last.to_owned()))
    }
}

/// Reads a page, without the objects of other deployments.
pub fn page<T>(value: &Value, read: impl Fn(&Value) -> Result<T, ReadError>) -> Result<Page<T>, ReadError> {
    let list = RawList::parse(value)?;
    let mut page = Page { items: Vec::new(), unreadable: Vec::new(), next: list.next()? };
    for object in &list.data {
        match read(object) {
            Ok(item) => page.items.push(item),
            Err(ReadError::OtherDeployment) => {}
            Err(ReadError::Unreadable) => {
                page.unreadable.push(id(object).ok_or(ReadError::Unreadable)?.to_owned());
            }
        }
    }
    Ok(page)
}

fn id(object: &Value) -> Option<&str> {
    object.get("id")?.as_str()
}
