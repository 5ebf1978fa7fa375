//! `backend apply`: stores what files declare. Declaring the same twice changes nothing.

mod embed_clients;

use billing::Instant;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::store::audit::{self, AuditEntry};
use crate::store::embed_clients::EmbedClientRow;
use crate::store::{Connection, Store, StoreError};

pub use embed_clients::{EmbedClientEntry, client_of_entry};

/// The actor of changes in the audit trail.
const BY: &str = "backend apply";
/// The audit chain of changes that concern no single organization.
const SERVICE: i64 = 0;

/// The content of a file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplyFile {
    /// The portals that may embed the app.
    #[serde(default)]
    pub embed_clients: Vec<EmbedClientEntry>,
}

/// What all files together declare. Objects that no file contains stay as they are.
#[derive(Debug, Default)]
pub struct Declarations {
    /// The portals that may embed the app.
    pub embed_clients: Vec<EmbedClientRow>,
}

/// A change of one object.
#[derive(Clone, Debug)]
pub struct Change {
    /// The event in the audit trail.
    pub event: &'static str,
    /// The id of the object.
    pub id: String,
    /// The fields that change.
    pub fields: Vec<FieldChange>,
}

/// A change of one field. Secrets are replaced by a word.
#[derive(Clone, Debug)]
pub struct FieldChange {
    /// The name of the field.
    pub field: &'static str,
    /// The value before; null for a new object.
    pub from: Value,
    /// The value after.
    pub to: Value,
}

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// A declaration is invalid.
    #[error("{0}")]
    Invalid(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The transaction failed.
    #[error("database error: {0}")]
    Transaction(#[from] sqlx::Error),
}

impl Change {
    /// The fields as JSON: `{"name": {"from": ..., "to": ...}}`.
    #[must_use]
    pub fn in_json(&self) -> Value {
        let field =
            |change: &FieldChange| (change.field.to_owned(), json!({ "from": change.from, "to": change.to }));
        Value::Object(self.fields.iter().map(field).collect::<Map<_, _>>())
    }
}

/// The changes that [`apply`] would store. Only reads.
pub async fn plan(
    connection: &mut Connection,
    declarations: &Declarations,
) -> Result<Vec<Change>, ApplyError> {
    let mut changes = Vec::new();
    for client in &declarations.embed_clients {
        changes.extend(embed_clients::change(connection, client).await?);
    }
    Ok(changes)
}

/// Stores all declarations in one transaction, with one entry in the audit trail for each changed object.
pub async fn apply(
    store: &Store,
    declarations: &Declarations,
    now: Instant,
) -> Result<Vec<Change>, ApplyError> {
    let mut transaction = store.begin().await?;
    let mut changes = Vec::new();
    for client in &declarations.embed_clients {
        if let Some(change) = embed_clients::change(&mut transaction, client).await? {
            crate::store::embed_clients::save(&mut transaction, client).await?;
            changes.push(change);
        }
    }
    for change in &changes {
        let entry = AuditEntry {
            at: now,
            organization: SERVICE,
            actor: BY,
            event: change.event,
            subject: &change.id,
            body: &change.in_json().to_string(),
        };
        audit::append(&mut transaction, &entry).await?;
    }
    transaction.commit().await?;
    Ok(changes)
}
