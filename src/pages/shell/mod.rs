//! The shell around the pages: top bar, navigation, footer and offline banner.

mod account_menu;
mod offline_banner;
mod page_footer;
mod settings;
mod side_nav;
mod signed_in;
mod top_bar;

pub use offline_banner::OfflineBanner;
pub use page_footer::PageFooter;
pub use settings::{SettingsHome, SettingsShell};
pub use signed_in::SignedIn;
