//! Checks that the backend writes and reads every column of the database. A column that is never read is useless, and a
//! column that is never written has no effect.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::App;

const OPERATIONS: &str = include_str!("../../../../docs/operations.md");
/// Prefixes of accepted findings, each with the reason.
const EXCEPTIONS: [(&str, &str); 9] = [
    ("deployment.created_at is never read", "for operators"),
    ("gateway_customer.created_at is never read", "for operators"),
    ("ledger_entry.id is never written", "SQLite numbers the rows"),
    ("outbox.id is never written", "SQLite numbers the rows"),
    ("outbox.created_at is never read", "nothing sends the messages yet"),
    ("audit_without_key.", "earlier releases wrote these rows"),
    ("health_check.id is never written", "a migration inserts the only row"),
    ("health_check.id is never read", "there is one row"),
    ("health_check.checks is never read", "the write itself is the check"),
];

/// The statements of one folder or file of the store.
struct Module {
    text: String,
    statements: Vec<String>,
}

impl Module {
    fn read(files: &[PathBuf]) -> Self {
        let text: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let text = text.lines().filter(is_code).collect::<Vec<_>>().join(" ").replace("\\\"", "");
        // Every second part is inside quotation marks.
        let statements = statements(text.split('"').skip(1).step_by(2));
        Self { text, statements }
    }

    /// Returns the statements documented for operators.
    fn documented() -> Self {
        let blocks = OPERATIONS.split("```sql").skip(1).filter_map(|rest| rest.split("```").next());
        Self { text: String::new(), statements: statements(blocks.flat_map(|block| block.split(';'))) }
    }

    fn writes(&self, table: &str, column: &str) -> bool {
        self.statements.iter().any(|statement| {
            let inserted = statement.strip_prefix(&format!("INSERT INTO {table} ("));
            let inserted = inserted.and_then(|rest| rest.split_once(')'));
            let updated = statement.strip_prefix(&format!("UPDATE {table} SET "));
            let updated = updated.and_then(|rest| rest.split(" WHERE ").next());
            inserted.is_some_and(|(columns, _)| words(columns).contains(column))
                || updated.is_some_and(|sets| format!(", {sets}").contains(&format!(", {column} = ")))
        })
    }

    fn reads(&self, table: &str, column: &str) -> bool {
        self.statements.iter().any(|statement| {
            let names_table = ["FROM", "JOIN", "UPDATE"]
                .iter()
                .any(|word| format!("{statement} ").replace(')', " ").contains(&format!("{word} {table} ")));
            // The columns that an UPDATE sets do not count as read.
            let read = match statement.split_once(" SET ") {
                Some((_, rest)) => rest.split_once(" WHERE ").map_or("", |(_, condition)| condition),
                None => statement,
            };
            let reads_all = ["SELECT *", "RETURNING *", ".*"].iter().any(|all| statement.contains(all));
            names_table
                && (words(read).contains(column) || reads_all && self.text.contains(&format!("\"{column}\"")))
        })
    }
}

fn statements<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_statement = |text: &String| {
        ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "].iter().any(|word| text.starts_with(word))
    };
    texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(is_statement).collect()
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').collect()
}

/// Returns the modules of a folder. Each subfolder is one module.
fn modules(folder: &Path) -> Vec<Module> {
    let entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let module = |path: &PathBuf| match path.is_dir() {
        true => {
            Module::read(&fs::read_dir(path).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>())
        }
        false => Module::read(std::slice::from_ref(path)),
    };
    entries.iter().map(module).collect()
}

#[tokio::test]
async fn every_column_is_written_and_read() {
    let app = App::open().await;
    let columns = "SELECT tables.name || '.' || columns.name FROM sqlite_master AS tables
                   JOIN pragma_table_info(tables.name) AS columns
                   WHERE tables.type = 'table' AND tables.name NOT GLOB '_sqlx*' AND tables.name NOT GLOB 'sqlite_*'";
    let columns = app.books().texts(columns).await;
    let mut modules = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"));
    modules.push(Module::documented());
    let mut findings = Vec::new();
    for name in &columns {
        let (table, column) = name.split_once('.').unwrap();
        if !modules.iter().any(|module| module.writes(table, column)) {
            findings.push(format!("{name} is never written"));
        }
        if !modules.iter().any(|module| module.reads(table, column)) {
            findings.push(format!("{name} is never read"));
        }
    }

    assert!(columns.len() > 150, "{}", columns.len());
    for (exception, reason) in EXCEPTIONS {
        let found = findings.len();
        findings.retain(|finding| !finding.starts_with(exception));
        assert!(findings.len() < found, "{exception} ({reason}) is not needed");
    }
    assert!(findings.is_empty(), "{findings:#?}");
}

#[tokio::test]
async fn documented_statements_fit_the_schema() {
    let app = App::open().await;
    let documented = Module::documented().statements;
    assert!(documented.len() >= 6, "{documented:?}");
    let mut transaction = app.state.store.begin().await.unwrap();
    for statement in documented {
        let run = sqlx::query(sqlx::AssertSqlSafe(statement.clone())).fetch_all(&mut *transaction).await;
        assert!(run.is_ok(), "{statement}: {run:?}");
    }
}
