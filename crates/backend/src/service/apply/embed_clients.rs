use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use process::arguments::{is_loopback, origin as parse_origin};
use process::is_repetitive;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApplyError, Change, FieldChange};
use crate::seal::fingerprint;
use crate::service::embedding::is_client_id;
use crate::store::embed_clients::{self, EmbedClientRow};
use crate::store::{Connection, organizations};

const MAX_NAME_CHARS: usize = 100;
const MAX_ORIGINS: usize = 50;
/// 32 hex digits are 128 bits.
const MIN_SECRET_LENGTH: usize = 32;
const MAX_SECRET_LENGTH: usize = 255;
const HASH_PREFIX: &str = "sha256:";

/// A portal that may embed the app, as a file declares it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmbedClientEntry {
    /// The public id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// The file with the secret, relative to the folder of the declaring file. Either this or `secretHash`.
    #[serde(default)]
    pub secret_file: Option<PathBuf>,
    /// `sha256:` and the hex SHA-256 of the secret.
    #[serde(default)]
    pub secret_hash: Option<String>,
    /// The exact origins of the pages that may frame the app.
    pub origins: Vec<String>,
    /// The ids of the organizations whose pages may be embedded.
    pub organizations: Vec<i64>,
    /// Whether the client gets no codes, and its sessions end.
    #[serde(default)]
    pub disabled: bool,
}

/// The client that an entry declares. `read` reads a secret file.
///
/// # Errors
/// One sentence that names the client and the field.
pub fn client_of_entry(
    entry: EmbedClientEntry,
    read: impl Fn(&Path) -> Result<String, String>,
) -> Result<EmbedClientRow, String> {
    let EmbedClientEntry { id, name, secret_file, secret_hash, origins, organizations, disabled } = entry;
    if !is_client_id(&id) {
        return Err(format!(
            "the id {id:?} of an embed client is not 1 to 64 lower-case letters, digits, hyphens or underscores"
        ));
    }
    let fail = |text: String| format!("embed client {id}: {text}");
    if !(1..=MAX_NAME_CHARS).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(fail(format!("name is not 1 to {MAX_NAME_CHARS} printable characters")));
    }
    let secret_hash = match (secret_file, secret_hash) {
        (Some(file), None) => hash_of_secret(&read(&file).map_err(&fail)?).map_err(&fail)?,
        (None, Some(hash)) => parse_hash(&hash).ok_or_else(|| {
            fail(format!("secretHash is not {HASH_PREFIX} and the 64 hex digits of a SHA-256"))
        })?,
        _ => return Err(fail("set either secretFile or secretHash".to_owned())),
    };
    if origins.is_empty() || origins.len() > MAX_ORIGINS {
        return Err(fail(format!("origins is not a list of 1 to {MAX_ORIGINS} origins")));
    }
    for origin in &origins {
        check_origin(origin).map_err(&fail)?;
    }
    Ok(EmbedClientRow {
        origins: unique(origins, "origins").map_err(&fail)?,
        organizations: unique(organizations, "organizations").map_err(&fail)?,
        id,
        name,
        secret_hash,
        disabled,
    })
}

/// A random secret of 128 bits or more needs no slow hash, and each request for a code verifies one. So weak secrets are
/// refused instead. Hex and base64url stay unchanged in the form encoding of OAuth's `client_secret_basic`.
fn hash_of_secret(text: &str) -> Result<String, String> {
    let secret = text.trim_end_matches(['\r', '\n']);
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let fits = (MIN_SECRET_LENGTH..=MAX_SECRET_LENGTH).contains(&secret.len());
    if fits && secret.bytes().all(is_allowed) && !is_repetitive(secret.as_bytes()) {
        return Ok(fingerprint(secret));
    }
    Err(format!(
        "the secret is not {MIN_SECRET_LENGTH} to {MAX_SECRET_LENGTH} random letters, digits, hyphens or underscores: \
         generate it with openssl rand -hex 32"
    ))
}

fn parse_hash(text: &str) -> Option<String> {
    let hash = text.strip_prefix(HASH_PREFIX)?.to_ascii_lowercase();
    (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
}

fn check_origin(text: &str) -> Result<(), String> {
    // Compared as text with what browsers send, so another spelling of the same origin would never match.
    // A parser of URLs accepts hosts with characters that have a meaning in a policy, such as `*` and `;`.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/[]".contains(&byte);
    let is_exact = text.bytes().all(is_plain) && parse_origin(text).is_ok_and(|origin| origin == text);
    if is_exact && (text.starts_with("https://") || is_loopback(text)) {
        return Ok(());
    }
    Err(format!(
        "{text:?} is not an exact origin such as https://testops.example.com, with http for loopback addresses only"
    ))
}

fn unique<T: Ord>(values: Vec<T>, field: &str) -> Result<BTreeSet<T>, String> {
    let count = values.len();
    let values: BTreeSet<T> = values.into_iter().collect();
    if values.len() == count { Ok(values) } else { Err(format!("{field} contains an entry twice")) }
}

/// The difference between a declared and the stored client. `None` if they are equal.
pub(super) async fn change(
    connection: &mut Connection,
    client: &EmbedClientRow,
) -> Result<Option<Change>, ApplyError> {
    for organization in &client.organizations {
        if !organizations::exists(connection, *organization).await? {
            let id = &client.id;
            return Err(ApplyError::Invalid(format!(
                "embed client {id}: the organization {organization} does not exist"
            )));
        }
    }
    let stored = embed_clients::find(connection, &client.id).await?;
    let event = if stored.is_some() { "embed_client.changed" } else { "embed_client.created" };
    let fields = fields(stored.as_ref(), client);
    Ok((!fields.is_empty()).then(|| Change { event, id: client.id.clone(), fields }))
}

fn fields(stored: Option<&EmbedClientRow>, client: &EmbedClientRow) -> Vec<FieldChange> {
    let of = |field, value: fn(&EmbedClientRow) -> Value| {
        let (from, to) = (stored.map_or(Value::Null, value), value(client));
        (from != to).then_some(FieldChange { field, from, to })
    };
    let has_secret = stored.is_some_and(|stored| stored.secret_hash == client.secret_hash);
    let secret = FieldChange {
        field: "secret",
        from: stored.map_or(Value::Null, |_| json!("another secret")),
        to: json!("a new secret"),
    };
    let others = [
        of("name", |client| json!(client.name)),
        of("origins", |client| json!(client.origins)),
        of("organizations", |client| json!(client.organizations)),
        of("disabled", |client| json!(client.disabled)),
    ];
    (!has_secret).then_some(secret).into_iter().chain(others.into_iter().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdeX";

    fn entry() -> EmbedClientEntry {
        EmbedClientEntry {
            id: "testops".to_owned(),
            name: "TestOps".to_owned(),
            secret_file: Some(PathBuf::from("secret")),
            secret_hash: None,
            origins: vec!["https://testops.example.com".to_owned()],
            organizations: vec![101],
            disabled: false,
        }
    }

    fn client(entry: EmbedClientEntry) -> Result<EmbedClientRow, String> {
        client_of_entry(entry, |_| Ok(format!("{SECRET}\n")))
    }

    #[test]
    fn secret_is_stored_as_its_sha_256() {
        let hash = fingerprint(SECRET);
        let by_hash =
            EmbedClientEntry { secret_file: None, secret_hash: Some(format!("sha256:{hash}")), ..entry() };

        assert_eq!(client(entry()).unwrap().secret_hash, hash);
        assert_eq!(client(by_hash), client(entry()));
    }

    #[test]
    fn weak_and_undecodable_secrets_are_refused() {
        for secret in ["", "short", &"a".repeat(40), &"0123456789abcdef".repeat(2), &format!("{SECRET}+")] {
            let error = client_of_entry(entry(), |_| Ok(secret.to_owned())).unwrap_err();
            assert!(error.starts_with("embed client testops: ") && error.contains("openssl rand"), "{error}");
            assert!(secret.is_empty() || !error.contains(secret), "{error}");
        }
        for (secret_file, secret_hash) in [
            (None, None),
            (Some(PathBuf::from("secret")), Some(format!("sha256:{}", "0".repeat(64)))),
            (None, Some("0".repeat(64))),
            (None, Some(format!("sha256:{}", "g".repeat(64)))),
        ] {
            assert!(client(EmbedClientEntry { secret_file, secret_hash, ..entry() }).is_err());
        }
    }

    #[test]
    fn only_exact_https_and_loopback_origins_are_accepted() {
        let with = |origin: &str| client(EmbedClientEntry { origins: vec![origin.to_owned()], ..entry() });

        for origin in
            ["https://a.example", "https://a.example:8443", "http://localhost:5173", "http://127.0.0.1:9000"]
        {
            assert!(with(origin).is_ok(), "{origin}");
        }
        for origin in [
            "http://a.example",
            "https://a.example/",
            "https://a.example:443",
            "https://A.example",
            "https://*.example",
            "https://a.example;x",
            "https://'self'",
            "https://a.example/app",
            "null",
            "*",
            "",
            "http://127.0.0.1.evil.example",
        ] {
            assert!(with(origin).is_err(), "{origin}");
        }
        assert!(client(EmbedClientEntry { origins: vec![], ..entry() }).is_err());
        let twice = vec!["https://a.example".to_owned(), "https://a.example".to_owned()];
        assert!(client(EmbedClientEntry { origins: twice, ..entry() }).unwrap_err().contains("twice"));
    }

    #[test]
    fn invalid_id_is_refused() {
        for id in ["", "Test", "a b", "a:b", "ä", &"a".repeat(65)] {
            assert!(client(EmbedClientEntry { id: id.to_owned(), ..entry() }).is_err(), "{id}");
        }
    }
}
