//! Prices JSON lines. Reads one engine input per line from standard input and writes one result for each non-blank line
//! to standard output.
//!
//! ```text
//! cargo run -q -p billing --example quote < inputs.jsonl
//! ```

mod json_line;

use std::io::{self, BufRead, BufWriter, Write};

use billing::{Quote, QuoteError};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !json_line::is_blank(&line) {
            write_result(&mut out, price(&line))?;
        }
        line.clear();
    }
    out.flush()
}

fn price(line: &[u8]) -> Result<Quote, QuoteError> {
    json_line::parse(line)?.quote()
}

fn write_result(out: &mut impl Write, result: Result<Quote, QuoteError>) -> io::Result<()> {
    match result {
        Ok(quote) => serde_json::to_writer(&mut *out, &quote)?,
        Err(error) => write!(out, "{{\"error\":\"{error}\"}}")?,
    }
    out.write_all(b"\n")
}
