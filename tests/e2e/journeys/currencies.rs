//! Currencies without decimals and with three.

use e2e::{journey, pages::Shell};

use crate::sample::{BILLING, GULF, SAKURA};
