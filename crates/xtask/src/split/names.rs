//! Hashes for file names and `integrity` attributes.

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256, Sha384};

/// Returns the hash in the file names of a build. A change of any file changes the hash.
pub fn build_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Hash each file separately, so that moving a byte from one file to the next changes the hash.
        hash.update(Sha256::digest(part));
    }
    base16ct::lower::encode_string(&hash.finalize()[..8])
}

/// Returns the value of an `integrity` attribute, in the same format as Trunk.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{build_hash, integrity};

    #[test]
    fn moving_a_byte_between_files_changes_the_hash() {
        let one: [&[u8]; 2] = [b"ab", b"c"];
        let other: [&[u8]; 2] = [b"a", b"bc"];

        assert_ne!(build_hash(one), build_hash(other));
        assert_eq!(build_hash(one).len(), 16);
    }

    #[test]
    fn integrity_is_the_sha384_hash() {
        // `printf abc | openssl dgst -sha384 -binary | base64`
        let abc = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";

        assert_eq!(integrity(b"abc"), abc);
    }
}
