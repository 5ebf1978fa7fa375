//! The start of the app in a portal's frame.

use leptos::prelude::*;
use platform::{dom, panic};

use super::{lazy_modules::include_upgrading, router_view::section_page};
use crate::{
    config::{Config, FrameConfig},
    frame,
    routes::Section,
};

/// Starts the app in the frame of a portal: the upgrade page and the pages of a payment, without sign-in and shell.
pub fn start_frame() {
    panic::install();
    include_upgrading();
    match FrameConfig::read() {
        Some(config) => frame::start(Config::read(), config, page),
        // The backend writes these settings into the page of every frame.
        None => dom::reveal_stopped("frame settings"),
    }
}

/// The page of a section. Loads only the code that the frame draws.
fn page(section: Memo<Option<Section>>) -> AnyView {
    section_page(section)
}
