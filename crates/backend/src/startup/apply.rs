use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use process::Clock;
use serde_json::{Value, json};

use crate::cli::ApplyArguments;
use crate::routes::caller::StrictJson;
use crate::service::apply::{self, ApplyFile, Change, Declarations, client_of_entry};
use crate::store::Store;

/// Runs `backend apply`, also while the service is running. Returns the output.
pub async fn apply(arguments: &ApplyArguments) -> Result<String, String> {
    let declarations = read(arguments)?;
    let changes = if arguments.dry_run {
        let opened = Store::connect_read_only(&arguments.database.database_url).await;
        let (mut connection, _) = opened.map_err(|error| error.to_string())?;
        apply::plan(&mut connection, &declarations).await.map_err(|error| error.to_string())?
    } else {
        let store =
            Store::open_with(&arguments.database.database_url, arguments.database.audit_key_file.as_deref())
                .await;
        let store = store.map_err(|error| error.to_string())?;
        let changes = apply::apply(&store, &declarations, Clock::machine().now()).await;
        store.close().await;
        changes.map_err(|error| format!("nothing was changed: {error}"))?
    };
    Ok(if arguments.json {
        in_json(&changes, arguments.dry_run)
    } else {
        in_words(&changes, arguments.dry_run)
    })
}

/// Reads and checks all files.
fn read(arguments: &ApplyArguments) -> Result<Declarations, String> {
    let mut declarations = Declarations::default();
    let mut ids = BTreeSet::new();
    for file in &arguments.files {
        let in_file = |text: String| format!("{}: {text}", file.display());
        let folder = file.parent().unwrap_or(Path::new(""));
        let read_secret = |path: &Path| {
            let path = folder.join(path);
            let unreadable = |error| format!("the secret file {} cannot be read: {error}", path.display());
            std::fs::read_to_string(&path).map_err(unreadable)
        };
        for entry in parse(file)?.embed_clients {
            if !ids.insert(entry.id.clone()) {
                return Err(in_file(format!("embed client {}: it is declared twice", entry.id)));
            }
            declarations.embed_clients.push(client_of_entry(entry, read_secret).map_err(in_file)?);
        }
    }
    Ok(declarations)
}

fn parse(file: &Path) -> Result<ApplyFile, String> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| format!("{name} cannot be read: {error}"))?;
    // For the line and the column of the error.
    serde_json::from_slice::<Value>(&bytes).map_err(|error| format!("{name} is not JSON: {error}"))?;
    let StrictJson(content) = StrictJson::<ApplyFile>::read(&bytes).map_err(|refusal| {
        let fields = refusal.problem().fields.iter();
        let faults = fields.map(|field| match (field.path.as_str(), field.code.replace('_', " ")) {
            ("", code) => format!("the content: {code}"),
            (path, code) => format!("{path}: {code}"),
        });
        format!("{name}: {}", faults.collect::<Vec<_>>().join("; "))
    })?;
    Ok(content)
}

fn in_words(changes: &[Change], is_dry_run: bool) -> String {
    let mut text = String::new();
    for change in changes {
        let _ = writeln!(text, "{} {}", change.event, change.id);
        for field in &change.fields {
            let _ = writeln!(text, "  {}: {} -> {}", field.field, field.from, field.to);
        }
    }
    text + match (changes.is_empty(), is_dry_run) {
        (true, _) => "Nothing to change.\n",
        (false, true) => "Dry run: nothing was changed.\n",
        (false, false) => "Applied.\n",
    }
}

fn in_json(changes: &[Change], is_dry_run: bool) -> String {
    let changes: Vec<Value> = changes
        .iter()
        .map(|change| json!({ "event": change.event, "id": change.id, "fields": change.in_json() }))
        .collect();
    format!("{}\n", json!({ "dryRun": is_dry_run, "changes": changes }))
}
