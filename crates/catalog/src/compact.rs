//! The form in which a message travels: its text, with a control character where something is put in.
//!
//! `\u{1}` to `\u{8}` stand for the first to the eighth argument. A selection is `\u{E}`, the argument, then for each
//! variant but the default its key, `\u{F}`, its text, `\u{F}`, then the text of the default, then `\u{10}`. The app's
//! `text::language` reads it.

/// Opens a selection.
pub const SELECT: char = '\u{e}';
/// Ends a key or the text of a variant.
pub const NEXT: char = '\u{f}';
/// Closes a selection.
pub const END: char = '\u{10}';
/// The most arguments a message can have.
pub const MOST_ARGUMENTS: usize = 8;

/// The character of an argument, counted from 0.
pub fn argument(index: usize) -> Option<char> {
    if index >= MOST_ARGUMENTS {
        return None;
    }
    u32::try_from(index).ok().and_then(|index| char::from_u32(index.saturating_add(1)))
}
