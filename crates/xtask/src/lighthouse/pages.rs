//! The measured pages.

/// A page and its own limit.
pub struct Page {
    /// The name in the table and in the file names of the reports.
    pub name: &'static str,
    /// The path with the query.
    pub path: &'static str,
    /// Whether the page is opened with a session.
    pub signed_in: bool,
    /// Limit for the largest contentful paint, in milliseconds.
    pub largest_paint: f64,
}

/// The first page of a new user, and the page with the upgrade.
pub const PAGES: [Page; 2] = [
    Page { name: "sign-in", path: "/sign-in", signed_in: false, largest_paint: 1_200.0 },
    Page {
        name: "upgrading",
        path: "/organizations/101/settings/subscription-management/testcloud/upgrade?add=3",
        signed_in: true,
        largest_paint: 1_800.0,
    },
];
