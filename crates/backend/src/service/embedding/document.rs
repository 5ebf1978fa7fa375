use billing::Instant;
use uuid::Uuid;

use super::sessions::LIFETIME_SECONDS;
use crate::seal::Seals;

/// The longest accepted nonce, in bytes.
const MAX_NONCE_LENGTH: usize = 255;

/// One loaded document of a frame. Its HTML contains a sealed nonce, which only this service can make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// A random id.
    pub id: String,
    /// The organization in the frame's address.
    pub organization: i64,
    /// When the nonce expires, and with it the session of this document.
    expires_at: i64,
}

impl Document {
    /// A new document for an organization.
    #[must_use]
    pub fn new(organization: i64, now: Instant) -> Self {
        let id = Uuid::new_v4().simple().to_string();
        Self { id, organization, expires_at: now.epoch_seconds().saturating_add(LIFETIME_SECONDS) }
    }

    /// The nonce for the HTML of this document: `<id>.<organization>.<expiry>.<seal>`. The seal includes the client.
    #[must_use]
    pub fn nonce(&self, seals: &Seals, client: &str) -> String {
        let Self { id, organization, expires_at } = self;
        format!("{id}.{organization}.{expires_at}.{}", seals.seal(&self.sealed_text(client)))
    }

    /// The document of a nonce. `None` if the nonce was altered, has expired, or is for another client.
    #[must_use]
    pub fn of_nonce(seals: &Seals, client: &str, nonce: &str, now: Instant) -> Option<Self> {
        let mut parts = Some(nonce).filter(|nonce| nonce.len() <= MAX_NONCE_LENGTH)?.splitn(4, '.');
        let (id, organization, expires_at, seal) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let document = Self {
            id: id.to_owned(),
            organization: organization.parse().ok()?,
            expires_at: expires_at.parse().ok()?,
        };
        let is_valid =
            seals.verify(&document.sealed_text(client), seal) && now.epoch_seconds() < document.expires_at;
        is_valid.then_some(document)
    }

    /// A text that is no quote: those are JSON objects.
    fn sealed_text(&self, client: &str) -> String {
        let Self { id, organization, expires_at } = self;
        format!("embed-document/1 {client} {id} {organization} {expires_at}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seals(first: u8) -> Seals {
        Seals::new([("k1".to_owned(), (first..first + 32).collect())]).unwrap()
    }

    fn now() -> Instant {
        Instant::parse("2026-03-16T09:30:00Z").unwrap()
    }

    #[test]
    fn nonce_is_valid_for_its_client_until_it_expires() {
        let document = Document::new(101, now());
        let nonce = document.nonce(&seals(1), "testops");
        let at = |seconds| now().checked_add_seconds(seconds).unwrap();

        assert_eq!(Document::of_nonce(&seals(1), "testops", &nonce, at(8 * 3_600 - 1)), Some(document));
        assert_eq!(Document::of_nonce(&seals(1), "testops", &nonce, at(8 * 3_600)), None);
        assert_eq!(Document::of_nonce(&seals(1), "other", &nonce, now()), None);
        assert_eq!(Document::of_nonce(&seals(2), "testops", &nonce, now()), None);
    }

    #[test]
    fn altered_nonce_is_invalid() {
        let nonce = Document::new(101, now()).nonce(&seals(1), "testops");
        let (id, rest) = nonce.split_once('.').unwrap();
        let other_organization = format!("{id}.{}", rest.replacen("101", "102", 1));
        let long = format!("{nonce}{}", "A".repeat(300));
        for altered in ["", "...", id, &nonce[1..], &format!("{nonce}A"), &other_organization, &long] {
            assert_eq!(Document::of_nonce(&seals(1), "testops", altered, now()), None, "{altered}");
        }
    }
}
