mod decline;
mod digits;
mod table;
mod test_card;

pub use decline::Decline;
pub use digits::{is_expired, passes_luhn};
pub use table::TEST_CARDS;
pub use test_card::{Authentication, ChargeOutcome, TestCard};
