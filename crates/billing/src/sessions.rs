use crate::MAX_SESSIONS;

/// A number of sessions of a subscription or an upgrade, 1 to 10,000.
///
/// ```
/// use billing::SessionCount;
///
/// assert_eq!(SessionCount::new(8).map(SessionCount::get), Some(8));
/// assert_eq!(SessionCount::new(0), None);
/// assert_eq!(SessionCount::new(10_001), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionCount(i64);

impl SessionCount {
    /// Creates a count. Returns `None` if `count` is outside 1 to [`MAX_SESSIONS`].
    #[must_use]
    pub const fn new(count: i64) -> Option<Self> {
        if count >= 1 && count <= MAX_SESSIONS { Some(Self(count)) } else { None }
    }

    /// Returns the number of sessions.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}
