//! The compact form of a message: its text, with control characters for arguments and selections.
//!
//! `\u{1}` to `\u{8}` represent the first to the eighth argument. A selection is `\u{E}`, the argument, then for each
//! variant except the default its key, `\u{F}`, its text, `\u{F}`, then the text of the default, then `\u{10}`. The
//! app's `text::language` module parses this form.

/// Starts a selection.
pub const SELECT: char = '\u{e}';
/// Ends a key or the text of a variant.
pub const NEXT: char = '\u{f}';
/// Ends a selection.
pub const END: char = '\u{10}';
/// Maximum number of arguments of a message.
pub const MOST_ARGUMENTS: usize = 8;

/// Returns the character that represents an argument. The index starts at 0.
pub fn argument(index: usize) -> Option<char> {
    if index >= MOST_ARGUMENTS {
        return None;
    }
    u32::try_from(index).ok().and_then(|index| char::from_u32(index.saturating_add(1)))
}
