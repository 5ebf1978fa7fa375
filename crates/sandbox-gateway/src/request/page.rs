use std::collections::HashSet;

use serde_json::{Value, json};

use super::error::ApiError;
use super::params::{Params, parse_integer};
use crate::engine::Store;
use crate::records::{Find, Kind, Record};

const DEFAULT_LIMIT: i64 = 10;
const MAX_LIMIT: i64 = 100;

/// The parameters of a list: limit, cursors, and bounds of the creation time.
#[derive(Debug)]
pub struct Page {
    limit: usize,
    starting_after: Option<String>,
    ending_before: Option<String>,
    /// The first and the last creation time, in seconds.
    created: (i64, i64),
}

impl Page {
    pub fn parse(params: &mut Params) -> Result<Self, ApiError> {
        let limit = params.integer("limit")?.unwrap_or(DEFAULT_LIMIT);
        let limit =
            usize::try_from(limit).ok().filter(|_| (1..=MAX_LIMIT).contains(&limit)).ok_or_else(|| {
                ApiError::parameter_invalid("limit", "The limit must be from 1 to 100.")
                    .code("parameter_invalid_integer")
            })?;
        let page = Self {
            limit,
            starting_after: params.text("starting_after")?,
            ending_before: params.text("ending_before")?,
            created: created(params)?,
        };
        if page.starting_after.is_some() && page.ending_before.is_some() {
            return Err(ApiError::invalid("Use starting_after or ending_before, not both."));
        }
        Ok(page)
    }

    /// The objects of a kind that are kept, newest first.
    ///
    /// # Errors
    /// When a cursor is not an object of this kind.
    pub fn of(
        &self,
        store: &Store,
        kind: Kind,
        url: &str,
        keep: impl Fn(&Record) -> bool,
    ) -> Result<Value, ApiError> {
        let (first, last) = self.created;
        let kept: Vec<&Record> = store
            .newest_records(kind)
            .filter(|record| (first..=last).contains(&record.created()) && keep(record))
            .collect();
        let position = |cursor: &str, name: &str| {
            let is_known = store.find(cursor).is_some_and(|record| record.kind() == kind);
            if !is_known {
                return Err(ApiError::missing("object", cursor, name));
            }
            // A cursor that the filter does not keep still marks a place among all objects.
            let before: HashSet<&str> =
                store.newest_records(kind).map(Record::id).take_while(|id| *id != cursor).collect();
            let place = kept.iter().take_while(|record| before.contains(record.id())).count();
            let is_kept = kept.get(place).is_some_and(|record| record.id() == cursor);
            Ok((place, is_kept))
        };
        let (slice, has_more) = if let Some(cursor) = &self.ending_before {
            let (end, _) = position(cursor, "ending_before")?;
            let start = end.saturating_sub(self.limit);
            (kept.get(start..end).unwrap_or_default(), start > 0)
        } else {
            let start = match &self.starting_after {
                None => 0,
                Some(cursor) => {
                    let (place, is_kept) = position(cursor, "starting_after")?;
                    place + usize::from(is_kept)
                }
            };
            let rest = kept.get(start..).unwrap_or_default();
            (rest.get(..self.limit).unwrap_or(rest), rest.len() > self.limit)
        };
        let content: Vec<Value> = slice.iter().map(|record| record.to_json(store)).collect();
        Ok(json!({ "object": "list", "data": content, "has_more": has_more, "url": url }))
    }
}

/// The bounds of `created`, which is an instant or `gte`, `gt`, `lte` and `lt`.
fn created(params: &mut Params) -> Result<(i64, i64), ApiError> {
    let (mut first, mut last) = (i64::MIN, i64::MAX);
    if params.is_text("created") {
        if let Some(instant) = params.integer("created")? {
            (first, last) = (instant, instant);
        }
    } else if let Some(mut bounds) = params.nested("created")? {
        for name in ["gte", "gt", "lte", "lt"] {
            let Some(text) = bounds.text(name)? else { continue };
            let instant = parse_integer(&format!("created[{name}]"), &text)?;
            match name {
                "gte" => first = first.max(instant),
                "gt" => first = first.max(instant.saturating_add(1)),
                "lte" => last = last.min(instant),
                _ => last = last.min(instant.saturating_sub(1)),
            }
        }
        bounds.finish()?;
    }
    Ok((first, last))
}
