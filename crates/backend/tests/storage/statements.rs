//! Checks every SQL statement in the source against the migrated schema.

use std::fs;
use std::path::{Path, PathBuf};

use backend::store::Store;
use sqlx::{Executor, SqlSafeStr, Statement};

/// A statement in the source, with the code that follows it up to its execution.
struct Found {
    file: PathBuf,
    sql: String,
    /// The number of `bind` calls, or `None` if the statement is bound elsewhere.
    binds: Option<usize>,
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn statements(file: &Path) -> Vec<Found> {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = code.lines().filter(is_code).collect::<Vec<_>>().join("\n").replace("\\\"", "");
    let parts: Vec<&str> = code.split('"').collect();
    let mut found = Vec::new();
    // Every second part is inside quotation marks.
    for (index, part) in parts.iter().enumerate().skip(1).step_by(2) {
        let sql = part.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_statement =
            ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "].iter().any(|word| sql.starts_with(word));
        if !is_statement || sql.contains('{') {
            continue;
        }
        let following = parts.get(index + 1).copied().unwrap_or_default();
        let chain = following.split(".execute(").next().unwrap().split(".fetch_").next().unwrap();
        // A statement may have a name: `let query = "...";`.
        let is_whole_chain =
            chain.len() < following.len() && !chain.strip_prefix(';').unwrap_or(chain).contains(';');
        let binds = is_whole_chain.then(|| chain.matches(".bind(").count());
        found.push(Found { file: file.to_owned(), sql, binds });
    }
    found
}

/// The largest number of a `$1` parameter.
fn parameters(sql: &str) -> usize {
    let numbers = sql.split('$').skip(1).filter_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    numbers.max().unwrap_or(0)
}

#[tokio::test]
async fn every_statement_fits_the_schema_and_binds_each_parameter() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("empty.sqlite").display());
    let store = Store::open(&url).await.unwrap();
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let found: Vec<Found> = files.iter().flat_map(|file| statements(file)).collect();
    let mut transaction = store.begin().await.unwrap();
    let mut faults = Vec::new();
    for Found { file, sql, binds } in &found {
        let at = file.display();
        // Only the text of this repository is prepared.
        let prepared = transaction.prepare(sqlx::AssertSqlSafe(sql.clone()).into_sql_str()).await;
        if let Err(error) = prepared.map(|statement| statement.columns().len()) {
            faults.push(format!("{at}: {error}: {sql}"));
        }
        if sql.contains('?') {
            faults.push(format!("{at}: a parameter is not written as $1: {sql}"));
        }
        if binds.is_some_and(|binds| binds != parameters(sql)) {
            faults.push(format!("{at}: {binds:?} values for {} parameters: {sql}", parameters(sql)));
        }
    }

    let bound = found.iter().filter(|found| found.binds.is_some()).count();
    assert!(found.len() > 140 && bound > 100, "{} statements, {bound} with their values", found.len());
    assert!(faults.is_empty(), "{faults:#?}");
}
