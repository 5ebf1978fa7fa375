mod bank;
mod card_entry;
mod checkout;
mod guard;
mod headers;
mod html;
mod layout;
mod setup_form;
mod test_card_table;
mod texts;

pub use bank::{decide, show as show_bank};
pub use checkout::{show as show_checkout, submit};
pub use guard::{no_web_page, own_pages_only};
pub use headers::add as add_headers;
pub use layout::{not_found, stylesheet};
