use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The `Stripe-Signature` header of a body that is sent at `time`, in seconds.
pub fn sign(secret: &[u8], time: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(format!("{time}.{body}").as_bytes());
    let signature = base16ct::lower::encode_string(&mac.finalize().into_bytes());
    Some(format!("t={time},v1={signature}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_is_the_hmac_of_time_and_body() {
        // printf '1700000000.{}' | openssl dgst -sha256 -hmac whsec_test
        let header = sign(b"whsec_test", 1_700_000_000, "{}").unwrap();

        assert_eq!(header, EXPECTED);
    }

    const EXPECTED: &str = "t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91";
}
