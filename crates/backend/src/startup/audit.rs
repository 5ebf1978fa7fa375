use std::fmt::Write;
use std::process::ExitCode;

use crate::cli::AuditVerifyArguments;
use crate::store::Store;
use crate::store::audit::{self, AnchorFile, AuditKeys};

/// The exit code of a check that found a fault.
const BROKEN: u8 = 2;

/// Checks the audit trail of a database file, and returns what to print and the exit code.
pub async fn verify(arguments: &AuditVerifyArguments) -> Result<(String, ExitCode), String> {
    let (mut connection, path) =
        Store::connect_read_only(&arguments.database_url).await.map_err(|error| error.to_string())?;
    let keys = arguments.audit_key_file.clone().unwrap_or_else(|| audit::default_path(&path));
    let keys = AuditKeys::read(&keys).map_err(|error| error.to_string())?;
    let anchors = match &arguments.audit_anchor {
        Some(file) => {
            let unreadable = |error| format!("the audit anchor {} cannot be read: {error}", file.display());
            let anchors = AnchorFile::new(file).read().map_err(unreadable)?;
            if anchors.is_empty() {
                return Err(format!("the audit anchor {} holds no record", file.display()));
            }
            anchors
        }
        None => Vec::new(),
    };
    let report = audit::verify(&mut connection, &keys, &anchors).await;
    let report = report.map_err(|error| format!("the audit trail cannot be read: {error}"))?;
    let mut text = String::new();
    if arguments.head {
        for head in &report.heads {
            let head = serde_json::to_string(head).map_err(|error| error.to_string())?;
            let _ = writeln!(text, "{head}");
        }
    }
    for fault in report.faults() {
        let _ = writeln!(text, "broken: {fault}");
    }
    if !report.is_intact() {
        return Ok((text, ExitCode::from(BROKEN)));
    }
    let anchored = if anchors.is_empty() { ", without an anchor file" } else { "" };
    let _ = writeln!(text, "intact: {} rows in {} chains{anchored}", report.rows, report.heads.len());
    Ok((text, ExitCode::SUCCESS))
}
