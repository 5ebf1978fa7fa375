use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned, ser::SerializeStruct};

use crate::{DropReason, MessageId, OpaqueId, keys::has_forbidden_key};

/// The major version of the protocol.
pub const MAJOR: u32 = 1;
/// The largest message in bytes of JSON.
pub const MAX_BYTES: usize = 16_384;

/// A reader of JSON. The crate has none, because the app uses its own.
pub trait ReadJson {
    /// Deserializes a complete JSON text. Returns `None` if it is not JSON or does not match `T`.
    fn read_json<T: DeserializeOwned>(&self, text: &str) -> Option<T>;
}

/// The messages of one direction.
pub trait Message: Sized {
    /// The values of `type`.
    const TYPES: &'static [&'static str];

    /// Returns the value of `type`.
    fn type_name(&self) -> &'static str;

    /// Serializes the payload.
    fn serialize_payload<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads the payload of a message with this `type` from the text of the whole message. Returns the reason to drop the
    /// message if the type is unknown or the payload does not match it.
    fn read(type_name: &str, text: &str, reader: &impl ReadJson) -> Result<Self, DropReason>;
}

/// A message with its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<M> {
    /// The id of the message.
    pub id: MessageId,
    /// The id of the message that this one answers.
    pub re: Option<MessageId>,
    /// The public id of the session; `None` before `tcu.loaded`.
    pub session: Option<OpaqueId>,
    /// The type and the payload.
    pub message: M,
}

#[derive(Deserialize)]
struct Major {
    tcu: u32,
}

#[derive(Deserialize)]
struct Header {
    id: MessageId,
    r#type: String,
    #[serde(default)]
    re: Option<MessageId>,
    #[serde(default)]
    session: Option<OpaqueId>,
}

#[derive(Deserialize)]
pub struct Body<T> {
    pub payload: T,
}

impl<M: Message> Envelope<M> {
    /// Parses and checks the JSON of a message, or returns the reason to drop it. Unknown fields are ignored.
    ///
    /// The text is read three times: for the version, for the envelope, and for the payload of that type. Other keys can
    /// come first, and buffering them would need a second JSON type.
    pub fn parse(text: &str, reader: &impl ReadJson) -> Result<Self, DropReason> {
        if text.len() > MAX_BYTES {
            return Err(DropReason::TooLarge);
        }
        if has_forbidden_key(text) {
            return Err(DropReason::ForbiddenKey);
        }
        let Major { tcu } = reader.read_json(text).ok_or(DropReason::Malformed)?;
        if tcu != MAJOR {
            return Err(DropReason::Version);
        }
        let Header { id, r#type, re, session } = reader.read_json(text).ok_or(DropReason::Malformed)?;
        let message = M::read(&r#type, text, reader)?;
        Ok(Self { id, re, session, message })
    }
}

impl<M: Message> Serialize for Envelope<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Payload<'a, M>(&'a M);

        impl<M: Message> Serialize for Payload<'_, M> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize_payload(serializer)
            }
        }

        let fields = if self.re.is_some() { 6 } else { 5 };
        let mut envelope = serializer.serialize_struct("Envelope", fields)?;
        envelope.serialize_field("tcu", &MAJOR)?;
        envelope.serialize_field("id", &self.id)?;
        envelope.serialize_field("type", self.message.type_name())?;
        if let Some(re) = &self.re {
            envelope.serialize_field("re", re)?;
        }
        envelope.serialize_field("session", &self.session)?;
        envelope.serialize_field("payload", &Payload(&self.message))?;
        envelope.end()
    }
}
