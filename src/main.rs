//! Starts the app in the browser.

fn main() {
    testcloud_upgrading::start();
}
