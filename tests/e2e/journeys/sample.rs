//! The sample data that the journeys use.

pub const HARBOR: i64 = 101;
pub const DELTA: i64 = 102;
pub const SAKURA: i64 = 103;
pub const GULF: i64 = 104;
pub const JUNIPER: i64 = 106;
pub const TERN: i64 = 107;
pub const OSPREY: i64 = 108;

pub const OWNER: &str = "owner@example.com";
pub const BILLING: &str = "billing@example.com";
pub const ADMIN: &str = "admin@example.com";
pub const USER: &str = "user@example.com";

pub const OWNER_NAME: &str = "Olga Owner";

/// Three more sessions for 16 of the 31 days of March: 3 x 156.00 x 16 / 31 = 7,488.00 / 31 = 241.548..., so 241.55.
pub const THREE_MORE: &str = "$241.55";
pub const THREE_MORE_MINOR: i64 = 24_155;
