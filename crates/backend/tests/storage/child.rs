use std::process::Command;

const CHILD: &str = "TESTCLOUD_STORAGE_TEST_CHILD";

/// Runs one test, such as `full_disk::name`, in a child process. Returns `true` in the parent after the child has
/// passed, and `false` in the child, which then runs the test.
pub fn passed_in_child(test: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return false;
    }
    // A process that exceeds its file size limit is killed by SIGXFSZ unless it ignores the signal.
    let child = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; exec "$0" "$@""#])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let output =
        String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && output.contains("1 passed"), "{output}");
    true
}
