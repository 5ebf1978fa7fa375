//! What a first visit downloads, kept under its limit.

use std::{fs, path::Path};

use crate::{
    compress::{KINDS, brotli, shipped},
    console::say,
    failure::{Context, Failure, Outcome},
    workspace,
};

/// What a first visit may weigh.
const BUDGET_KIB: usize = 160;
const AIM_KIB: usize = 140;
/// What it weighs today, rounded up. The budget is not met yet; until it is, this may only be lowered, so that no
/// change makes it worse unseen.
const RATCHET_KIB: usize = 236;
const KIB: usize = 1024;

/// Prints the parts of a first visit after brotli 11 and holds them against the budget and the ratchet.
///
/// # Errors
/// When there is no release build in `dist/` or the sum is above the ratchet.
pub fn check() -> Outcome {
    let parts = parts(&workspace::path("dist"))?;
    for (kind, bytes) in &parts {
        say(&format!("{kind:>6}  {bytes:>8} bytes  {:>6} KiB", kib(*bytes)));
    }
    let total: usize = parts.iter().map(|(_, bytes)| bytes).sum();
    say(&format!("   all  {total:>8} bytes  {:>6} KiB (budget {BUDGET_KIB}, aim {AIM_KIB})", kib(total)));
    if let Some(over) = total.checked_sub(BUDGET_KIB * KIB).filter(|over| *over > 0) {
        say(&format!("OVER THE BUDGET by {} KiB; fails above {RATCHET_KIB} KiB", kib(over)));
    }
    judge(total)
}

fn parts(dist: &Path) -> Outcome<Vec<(&'static str, usize)>> {
    let files = shipped(dist)?;
    let mut parts = Vec::new();
    for kind in KINDS {
        let mut sum = 0;
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == kind)) {
            let plain = fs::read(file).context(|| format!("cannot read {}", file.display()))?;
            sum += brotli(&plain)?.len();
        }
        if sum == 0 {
            let dist = dist.display();
            return Err(Failure::new(format!(
                "{dist} holds no {kind} file; build it with `cargo xtask build --release`"
            )));
        }
        parts.push((kind, sum));
    }
    Ok(parts)
}

fn judge(total: usize) -> Outcome {
    if total > RATCHET_KIB * KIB {
        return Err(Failure::new(format!(
            "a first visit downloads {} KiB, {RATCHET_KIB} were enough before",
            kib(total)
        )));
    }
    Ok(())
}

fn kib(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(KIB);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{judge, kib, parts};

    #[test]
    fn as_much_as_before_is_allowed() {
        assert_eq!(judge(241_664), Ok(()));
    }

    #[test]
    fn one_byte_more_is_not() {
        assert_eq!(
            judge(241_665).unwrap_err().to_string(),
            "a first visit downloads 236.1 KiB, 236 were enough before"
        );
    }

    #[test]
    fn sizes_are_never_understated() {
        assert_eq!(kib(1025), "1.1");
        assert_eq!(kib(2048), "2.0");
    }

    #[test]
    fn a_folder_without_a_build_is_not_small_but_wrong() {
        assert!(parts(&std::env::temp_dir().join("xtask-no-dist")).is_err());
    }
}
