//! Hash-named files and their integrity.

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256, Sha384};

/// What names a build's files: any change of any of them is another build.
pub fn build_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Sealed off, so that a byte moved from one file to the next makes another build.
        hash.update(Sha256::digest(part));
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The value of an `integrity` attribute, as Trunk writes it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{build_hash, integrity};

    #[test]
    fn a_byte_that_moves_to_the_next_file_makes_another_build() {
        let one: [&[u8]; 2] = [b"ab", b"c"];
        let other: [&[u8]; 2] = [b"a", b"bc"];

        assert_ne!(build_hash(one), build_hash(other));
        assert_eq!(build_hash(one).len(), 16);
    }

    #[test]
    fn integrity_is_the_sha384_of_the_bytes() {
        // `printf abc | openssl dgst -sha384 -binary | base64`
        let abc = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";

        assert_eq!(integrity(b"abc"), abc);
    }
}
