//! Values that are strings in JSON: enums, promotion codes and instants.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

use crate::{Cycle, Granularity, Instant, PromotionCode, PromotionKind};

struct StringVisitor<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for StringVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of the allowed values")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        (self.0)(value).ok_or_else(|| E::custom("not one of the allowed values"))
    }
}

macro_rules! string_in_json {
    ($type:ty, $parse:expr, $write:expr) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(StringVisitor($parse))
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

string_in_json!(Cycle, Cycle::parse, |cycle| Cow::Borrowed(cycle.as_str()));
string_in_json!(Granularity, Granularity::parse, |granularity| Cow::Borrowed(granularity.as_str()));
string_in_json!(PromotionKind, PromotionKind::parse, |kind| Cow::Borrowed(kind.as_str()));
string_in_json!(PromotionCode, PromotionCode::parse, |code| Cow::Borrowed(code.as_str()));
string_in_json!(Instant, Instant::parse, |instant| Cow::Owned(instant.to_string()));
