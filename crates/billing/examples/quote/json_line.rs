//! Parses one engine input from one line of JSON.

use billing::{QuoteError, QuoteInput};

/// Returns whether a line contains only spaces, tabs and line ends.
pub fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| b" \t\r\n".contains(byte))
}

/// Parses one input object.
///
/// # Errors
/// Returns `InvalidInput` unless the line is exactly one valid input object in UTF-8 JSON.
pub fn parse(line: &[u8]) -> Result<QuoteInput, QuoteError> {
    let mut line = line.to_vec();
    let negative_zeros = negative_zeros(&line);
    for at in negative_zeros {
        line.splice(at..=at, *b" ");
    }
    serde_json::from_slice(&line).map_err(|_| QuoteError::InvalidInput)
}

/// Returns the positions of the integer `-0` outside strings. serde_json parses it as a float, which integer fields
/// reject.
fn negative_zeros(line: &[u8]) -> Vec<usize> {
    let mut positions = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in line.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'-' if !in_string && is_negative_zero(line, at) => positions.push(at),
            _ => {}
        }
    }
    positions
}

/// Returns whether the minus sign at `minus` starts the integer `-0`.
fn is_negative_zero(line: &[u8], minus: usize) -> bool {
    let before = minus.checked_sub(1).and_then(|at| line.get(at));
    let mut after = line.iter().skip(minus.saturating_add(1));
    let follows_a_separator = before.is_none_or(|byte| b" \t\r\n:,[".contains(byte));
    follows_a_separator
        && after.next() == Some(&b'0')
        && after.next().is_none_or(|byte| b" \t\r\n,]}".contains(byte))
}
