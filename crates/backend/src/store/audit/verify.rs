use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;

use super::append::{BEGINNING, link};
use super::rekey::{entry, texts};
use super::schema;
use super::{Anchors, AuditKeys};
use crate::store::Connection;
use crate::store::{Columns, StoreError};

/// The number of rows per query.
const PAGE: i64 = 1_000;
/// The maximum number of rows without a key that a message lists.
const MAX_LISTED: usize = 20;

/// The newest row of one organization's chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// The organization's id.
    pub organization: i64,
    /// The position of the row in its chain, from 1.
    pub position: i64,
    /// The position of the row in the whole trail, from 1.
    pub sequence: i64,
    /// The id of the key that signed the row.
    pub key_id: String,
    /// The MAC of the row.
    pub mac: String,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AuditFault {
    /// The row or its position differs from what was written.
    Altered,
    /// The row is missing.
    Missing,
    /// The row was signed with a key that is not in the key file.
    UnknownKey(String),
    /// The anchor file records another row at this position.
    NotAnchored,
}

/// The first broken row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Broken {
    /// The organization's id, if known.
    pub organization: Option<i64>,
    /// The position in the organization's chain, if known.
    pub position: Option<i64>,
    /// The position in the whole trail, if known.
    pub sequence: Option<i64>,
    /// What is wrong.
    pub fault: AuditFault,
}

/// The result of verifying the whole trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The number of verified rows.
    pub rows: i64,
    /// The newest row of each organization.
    pub heads: Vec<Head>,
    /// The first broken row. `None` if every chain is intact.
    pub broken: Option<Broken>,
    /// The `sequence` of each row in `audit_without_key`. Such rows are faults: the start that created the key signed
    /// all rows of earlier releases.
    pub without_key: Vec<i64>,
    /// What is wrong with the tables themselves.
    pub schema: Vec<String>,
    /// What is wrong with the anchor file itself.
    pub anchor: Vec<String>,
}

impl Report {
    /// Whether no fault was found.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.trail_faults().is_empty() && self.anchor.is_empty()
    }

    /// A message for each kind of fault.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.trail_faults();
        faults.extend(self.anchor.iter().cloned());
        faults
    }

    /// A message for each kind of fault in the database.
    #[must_use]
    pub fn trail_faults(&self) -> Vec<String> {
        let broken = self.broken.as_ref().map(ToString::to_string);
        let listed: Vec<_> = self.without_key.iter().take(MAX_LISTED).map(ToString::to_string).collect();
        let more = if self.without_key.len() > MAX_LISTED { ", ..." } else { "" };
        let without_key = (!listed.is_empty()).then(|| {
            format!(
                "{} rows in audit_without_key were added after the trail was signed with a key: sequence {}{more}",
                self.without_key.len(),
                listed.join(", "),
            )
        });
        broken.into_iter().chain(without_key).chain(self.schema.iter().cloned()).collect()
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the first broken row is")?;
        if let Some(sequence) = self.sequence {
            write!(f, " row {sequence}")?;
        }
        if let (Some(organization), Some(position)) = (self.organization, self.position) {
            write!(f, " (organization {organization}, entry {position})")?;
        }
        match &self.fault {
            AuditFault::Altered => f.write_str(": it was changed"),
            AuditFault::Missing => f.write_str(": it is missing"),
            AuditFault::UnknownKey(id) => {
                write!(f, ": it was signed with the key {id}, which is not in the key file")
            }
            AuditFault::NotAnchored => f.write_str(": the anchor file records another row at this position"),
        }
    }
}

/// Verifies every row of the trail, and that it contains every anchored row.
///
/// A row with a column that cannot be read is altered. Missing tables are faults of the report.
pub async fn verify(
    conn: &mut Connection,
    keys: &AuditKeys,
    anchors: &Anchors,
) -> Result<Report, StoreError> {
    let schema = schema::check(&mut *conn).await?;
    let mut report = Report {
        rows: 0,
        heads: Vec::new(),
        broken: None,
        without_key: Vec::new(),
        schema: schema.faults,
        anchor: anchors.faults.clone(),
    };
    if schema.has_rows_without_key {
        report.without_key = sqlx::query_scalar("SELECT sequence FROM audit_without_key ORDER BY sequence")
            .fetch_all(&mut *conn)
            .await?;
    }
    if schema.has_rows {
        verify_rows(conn, keys, &anchors.heads, &mut report).await?;
    }
    Ok(report)
}

async fn verify_rows(
    conn: &mut Connection,
    keys: &AuditKeys,
    anchors: &[Head],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut anchored: BTreeMap<(i64, i64), Option<&str>> = BTreeMap::new();
    for head in anchors {
        let mac = Some(head.mac.as_str());
        let first = anchored.entry((head.organization, head.position)).or_insert(mac);
        if *first != mac {
            *first = None;
        }
    }
    let mut verifier = Verifier { keys, anchored, heads: BTreeMap::new(), broken: Vec::new() };
    let (mut rows, mut after) = (0, (i64::MIN, i64::MIN));
    loop {
        let page = sqlx::query(
            "SELECT * FROM audit WHERE (organization, position) > ($1, $2) ORDER BY organization, position LIMIT $3",
        )
        .bind(after.0)
        .bind(after.1)
        .bind(PAGE)
        .fetch_all(&mut *conn)
        .await?;
        let Some(last) = page.last() else { break };
        for row in &page {
            verifier.check_row(row);
            rows += 1;
        }
        // Every row of a STRICT table has these numbers. Without them, the scan cannot go on.
        let (Ok(organization), Ok(position)) = (last.column("organization"), last.column("position")) else {
            break;
        };
        after = (organization, position);
    }
    verifier.check_anchors();
    // Without an index, so that rows that an index does not contain count.
    let table = sqlx::query(
        "SELECT count(*) AS count, coalesce(min(sequence), 1) AS first, coalesce(max(sequence), 0) AS last
         FROM audit NOT INDEXED",
    )
    .fetch_one(&mut *conn)
    .await?;
    let (count, first, last): (i64, i64, i64) =
        (table.column("count")?, table.column("first")?, table.column("last")?);
    if count != rows {
        report.schema.push(format!("the table audit has {count} rows, but its chains have {rows}"));
    }
    if verifier.broken.is_empty() && (first, last) != (1, rows) {
        verifier.broken.push((0, missing_sequence(&mut *conn).await?));
    }
    report.rows = rows;
    report.heads = verifier.heads.into_values().collect();
    report.broken = verifier.broken.into_iter().min_by_key(|(order, _)| *order).map(|(_, broken)| broken);
    Ok(())
}

struct Verifier<'a> {
    keys: &'a AuditKeys,
    /// The anchored MACs by organization and position. `None` if different MACs are recorded.
    anchored: BTreeMap<(i64, i64), Option<&'a str>>,
    heads: BTreeMap<i64, Head>,
    /// The first broken row of each organization, with its position in the whole trail.
    broken: Vec<(i64, Broken)>,
}

impl Verifier<'_> {
    fn check_row(&mut self, row: &SqliteRow) {
        let head = match head(row) {
            Ok(head) => head,
            Err(broken) => return self.record(broken.sequence.unwrap_or_default(), broken),
        };
        let before = self.heads.get(&head.organization);
        let expected = before.map_or(1, |before| before.position.saturating_add(1));
        let previous = before.map_or(BEGINNING, |before| before.mac.as_str());
        let fault = if head.position < expected {
            // Positions start at 1.
            Some((head.position, Some(head.sequence), AuditFault::Altered))
        } else if head.position > expected {
            Some((expected, None, AuditFault::Missing))
        } else {
            let mac = self.mac(&head, row, previous);
            let fault = match self.anchored.get(&(head.organization, head.position)) {
                _ if self.keys.secret(&head.key_id).is_none() => {
                    Some(AuditFault::UnknownKey(head.key_id.clone()))
                }
                _ if mac.as_ref() != Some(&head.mac) => Some(AuditFault::Altered),
                Some(anchor) if *anchor != Some(head.mac.as_str()) => Some(AuditFault::NotAnchored),
                _ => None,
            };
            fault.map(|fault| (head.position, Some(head.sequence), fault))
        };
        if let Some((position, sequence, fault)) = fault {
            let organization = Some(head.organization);
            self.record(head.sequence, Broken { organization, position: Some(position), sequence, fault });
        }
        self.heads.insert(head.organization, head);
    }

    /// The MAC that the row should have. `None` if a column cannot be read or the key is unknown.
    fn mac(&self, head: &Head, row: &SqliteRow, previous: &str) -> Option<String> {
        let texts = texts(row).ok()?;
        let entry = entry(row, &texts).ok()?;
        let secret = self.keys.secret(&head.key_id)?;
        link(secret, &head.key_id, head.sequence, head.position, &entry, previous)
    }

    /// Reports anchored rows beyond the end of their chain as missing.
    fn check_anchors(&mut self) {
        let anchored: Vec<(i64, i64)> = self.anchored.keys().copied().collect();
        for (organization, position) in anchored {
            let end = self.heads.get(&organization).map_or(0, |head| head.position);
            if position > end {
                let broken = Broken {
                    organization: Some(organization),
                    position: Some(end.saturating_add(1)),
                    sequence: None,
                    fault: AuditFault::Missing,
                };
                self.record(i64::MAX, broken);
            }
        }
    }

    /// Records the first fault of each organization. Later faults follow from it.
    fn record(&mut self, order: i64, broken: Broken) {
        if !self.broken.iter().any(|(_, earlier)| earlier.organization == broken.organization) {
            self.broken.push((order, broken));
        }
    }
}

/// The first gap in the whole trail. If all chains are intact, the chain of an organization is missing.
async fn missing_sequence(conn: &mut Connection) -> Result<Broken, StoreError> {
    let first: Option<i64> = sqlx::query_scalar(
        "SELECT min(expected) FROM (SELECT sequence, row_number() OVER (ORDER BY sequence) AS expected FROM audit)
         WHERE sequence <> expected",
    )
    .fetch_one(conn)
    .await?;
    Ok(Broken { organization: None, position: None, sequence: first, fault: AuditFault::Missing })
}

/// The position of the newest row in the whole trail, or 0 if there are no rows.
pub async fn last_sequence(conn: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT coalesce(max(sequence), 0) FROM audit").fetch_one(conn).await?)
}

/// Whether the database has neither audit rows nor organizations.
pub async fn is_new(conn: &mut Connection) -> Result<bool, StoreError> {
    let is_new = "SELECT NOT EXISTS (SELECT 1 FROM audit) AND NOT EXISTS (SELECT 1 FROM organization)";
    Ok(sqlx::query_scalar(is_new).fetch_one(conn).await?)
}

/// The newest row of each organization with rows after `sequence`, in the order of the trail. Rows that cannot be read
/// are `Err`.
pub async fn heads_since(
    conn: &mut Connection,
    sequence: i64,
) -> Result<Vec<Result<Head, Broken>>, StoreError> {
    let rows = sqlx::query(
        "SELECT organization, max(position) AS position, sequence, key_id, mac FROM audit
         WHERE sequence > $1 GROUP BY organization ORDER BY sequence",
    )
    .bind(sequence)
    .fetch_all(conn)
    .await?;
    Ok(rows.iter().map(head).collect())
}

/// The first recorded head whose row is missing or differs.
pub async fn find_replaced(conn: &mut Connection, recorded: &[&Head]) -> Result<Option<Broken>, StoreError> {
    for recorded in recorded {
        let row = sqlx::query("SELECT * FROM audit WHERE organization = $1 AND position = $2")
            .bind(recorded.organization)
            .bind(recorded.position)
            .fetch_optional(&mut *conn)
            .await?;
        let fault = match row.as_ref().map(head) {
            Some(Ok(head)) if head == **recorded => continue,
            Some(Ok(_)) => AuditFault::NotAnchored,
            Some(Err(_)) => AuditFault::Altered,
            None => AuditFault::Missing,
        };
        return Ok(Some(Broken {
            organization: Some(recorded.organization),
            position: Some(recorded.position),
            sequence: Some(recorded.sequence),
            fault,
        }));
    }
    Ok(None)
}

/// The row as a head. If a column cannot be read, for example because its text is not UTF-8, the row was altered.
fn head(row: &SqliteRow) -> Result<Head, Broken> {
    let number = |name| row.column::<i64>(name).ok();
    let text = |name| row.column::<String>(name).ok();
    let (organization, position, sequence) = (number("organization"), number("position"), number("sequence"));
    match (organization, position, sequence, text("key_id"), text("mac")) {
        (Some(organization), Some(position), Some(sequence), Some(key_id), Some(mac)) => {
            Ok(Head { organization, position, sequence, key_id, mac })
        }
        _ => Err(Broken { organization, position, sequence, fault: AuditFault::Altered }),
    }
}
