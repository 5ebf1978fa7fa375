//! Starts the upgrade page in a frame of a portal.

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    testcloud_upgrading::start_frame();
}
