use std::fmt::Write;
use std::process::ExitCode;

use serde_json::json;

use crate::cli::AuditVerifyArguments;
use crate::store::Store;
use crate::store::audit::{self, AnchorFile, Anchors, AuditKeys, Report};

/// The exit code when the trail is broken.
const BROKEN: u8 = 2;

/// Verifies the audit trail of a database. Returns the output and the exit code.
pub async fn verify(arguments: &AuditVerifyArguments) -> Result<(String, ExitCode), String> {
    let (mut connection, path) = Store::connect_read_only(&arguments.database.database_url)
        .await
        .map_err(|error| error.to_string())?;
    let keys = arguments.database.audit_key_file.clone().unwrap_or_else(|| audit::default_path(&path));
    let keys = AuditKeys::read(&keys).map_err(|error| error.to_string())?;
    let anchors = match &arguments.audit_anchor {
        Some(file) => {
            let unreadable = |error| format!("the audit anchor {} cannot be read: {error}", file.display());
            let anchors = AnchorFile::new(file).read().map_err(unreadable)?;
            if anchors == Anchors::default() {
                return Err(format!("the audit anchor {} contains no record", file.display()));
            }
            anchors
        }
        None => Anchors::default(),
    };
    let report = audit::verify(&mut connection, &keys, &anchors).await;
    let report = report.map_err(|error| format!("the audit trail cannot be read: {error}"))?;
    let is_anchored = !anchors.heads.is_empty();
    let text = if arguments.json {
        in_json(&report, arguments.head, is_anchored)
    } else {
        in_words(&report, arguments.head, is_anchored)
    };
    let code = if report.is_intact() { ExitCode::SUCCESS } else { ExitCode::from(BROKEN) };
    Ok((text.map_err(|error| error.to_string())?, code))
}

fn in_words(report: &Report, with_heads: bool, is_anchored: bool) -> serde_json::Result<String> {
    let mut text = String::new();
    for head in report.heads.iter().filter(|_| with_heads) {
        let _ = writeln!(text, "{}", serde_json::to_string(head)?);
    }
    for fault in report.faults() {
        let _ = writeln!(text, "broken: {fault}");
    }
    if report.is_intact() {
        let anchored = if is_anchored { "" } else { ", without an anchor file" };
        let _ = writeln!(text, "intact: {} rows in {} chains{anchored}", report.rows, report.heads.len());
    }
    Ok(text)
}

fn in_json(report: &Report, with_heads: bool, is_anchored: bool) -> serde_json::Result<String> {
    let mut result = json!({
        "intact": report.is_intact(),
        "anchored": is_anchored,
        "rows": report.rows,
        "chains": report.heads.len(),
        "broken": report.broken,
        "withoutKey": report.without_key,
        "faults": report.faults(),
    });
    if with_heads {
        result["heads"] = serde_json::to_value(&report.heads)?;
    }
    Ok(format!("{result}\n"))
}
