//! What surrounds the pages: the shell (top bar, navigation, footer, offline banner), the page frame, and the frames
//! for loading, failed and missing content.

mod account_menu;
mod card_setup_form;
mod departure_button;
mod load_failed;
mod loaded;
mod missing_page;
mod offline_banner;
mod page_footer;
mod page_frame;
mod renewal_confirmation;
mod renewal_notice;
mod settings_shell;
mod side_nav;
mod signed_in;
mod top_bar;

pub use card_setup_form::CardSetupForm;
pub use load_failed::{LoadFailed, is_missing};
pub use loaded::{PageSkeleton, framed, loaded};
pub use missing_page::MissingPage;
pub use offline_banner::OfflineBanner;
pub use page_footer::PageFooter;
pub use page_frame::{Crumb, PageFrame, expect_page, show_errors_in_title, testcloud_crumbs, waiting};
pub use renewal_confirmation::unconfirmed_renewal;
pub use renewal_notice::renewal_notice;
pub use settings_shell::SettingsShell;
pub use side_nav::SideNav;
pub use signed_in::SignedIn;
