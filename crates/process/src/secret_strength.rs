//! The rule that every configured secret follows, in addition to its minimum length.

/// Whether a secret repeats a pattern of at most half its length, such as one byte. Such secrets are placeholders.
#[must_use]
pub fn is_repetitive(secret: &[u8]) -> bool {
    (1..=secret.len() / 2).any(|length| secret.iter().zip(secret.iter().skip(length)).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_bytes_and_patterns_are_found() {
        let repeated: [&[u8]; 6] = [
            &[0; 32],
            b"aaaaaaaaaaaaaaaa",
            b"abababababababab",
            b"secretsecretsecr",
            &[b'x'; 17],
            b"12341234123412341",
        ];
        for secret in repeated {
            assert!(is_repetitive(secret), "{secret:?}");
        }
        let distinct: [&[u8]; 4] =
            [b"", b"aaaaaaaaaaaaaaab", b"a-secret-for-the-sandbox-gateway", b"0123456789abcdef0"];
        for secret in distinct {
            assert!(!is_repetitive(secret), "{secret:?}");
        }
    }
}
