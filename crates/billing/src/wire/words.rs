//! Values that are one word or one instant in JSON.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

use crate::{Cycle, Granularity, Instant, PromotionCode, PromotionKind};

struct WordVisitor<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of the agreed words")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        (self.0)(word).ok_or_else(|| E::custom("not one of the agreed words"))
    }
}

macro_rules! word_in_json {
    ($type:ty, $parse:expr, $write:expr) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(WordVisitor($parse))
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let write: fn(&Self) -> Cow<'_, str> = $write;
                serializer.serialize_str(&write(self))
            }
        }
    };
}

word_in_json!(Cycle, Cycle::parse, |cycle| Cow::Borrowed(cycle.as_str()));
word_in_json!(Granularity, Granularity::parse, |granularity| Cow::Borrowed(granularity.as_str()));
word_in_json!(PromotionKind, PromotionKind::parse, |kind| Cow::Borrowed(kind.as_str()));
word_in_json!(PromotionCode, PromotionCode::parse, |code| Cow::Borrowed(code.as_str()));
word_in_json!(Instant, Instant::parse, |instant| Cow::Owned(instant.to_string()));
