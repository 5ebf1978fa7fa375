//! What is measured.

/// A page and what is its own among the limits.
pub struct Page {
    /// Its name in the table and in the names of its reports.
    pub name: &'static str,
    /// Its path with the query.
    pub path: &'static str,
    /// Whether somebody signed in opens it.
    pub signed_in: bool,
    /// When its largest part has to be painted, in milliseconds.
    pub largest_paint: f64,
}

/// The page a first visit begins with, and the one all the others lead to.
pub const PAGES: [Page; 2] = [
    Page { name: "sign-in", path: "/sign-in", signed_in: false, largest_paint: 1_200.0 },
    Page {
        name: "upgrading",
        path: "/organizations/101/settings/subscription-management/testcloud/upgrade?add=3",
        signed_in: true,
        largest_paint: 1_800.0,
    },
];
