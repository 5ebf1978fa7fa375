//! Builds again when a migration is added: the migrations are part of the program.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    writeln!(io::stdout().lock(), "cargo:rerun-if-changed=migrations")
}
