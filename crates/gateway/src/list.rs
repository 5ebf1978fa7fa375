use billing::Instant;

/// Which page of a list to read. Lists are ordered from new to old.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Only objects created at this time or later.
    pub created_since: Option<Instant>,
    /// [`Page::next`] of the page before. `None` for the first page.
    pub after: Option<String>,
}

/// A page of objects of this deployment, from new to old. It can be empty although there is a next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The objects.
    pub items: Vec<T>,
    /// The ids of objects of this deployment that cannot be interpreted, such as one whose metadata was edited.
    pub unreadable: Vec<String>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}
