use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::fault::BodyFault;
use super::tree::Json;

impl<'de> Deserializer<'de> for &'de Json {
    type Error = BodyFault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BodyFault> {
        match self {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Integer(value) => visitor.visit_i64(*value),
            Json::OtherNumber => Err(BodyFault::new("wrong_type")),
            Json::Text(value) => visitor.visit_borrowed_str(value),
            Json::List(items) => visitor.visit_seq(Items { items: items.iter(), next: 0 }),
            Json::Object(entries) => visitor.visit_map(Entries { entries: entries.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BodyFault> {
        if matches!(self, Json::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, BodyFault> {
        if matches!(self, Json::Object(_)) {
            self.deserialize_any(visitor)
        } else {
            Err(BodyFault::new("wrong_type"))
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, BodyFault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

struct Items<'de> {
    items: std::slice::Iter<'de, Json>,
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = BodyFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, BodyFault> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let position = self.next;
        self.next += 1;
        seed.deserialize(item).map(Some).map_err(|fault| fault.within(position.to_string()))
    }
}

struct Entries<'de> {
    entries: std::slice::Iter<'de, (String, Json)>,
    value: Option<&'de (String, Json)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = BodyFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, BodyFault> {
        self.value = self.entries.next();
        self.value.map(|(key, _)| seed.deserialize(StrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, BodyFault> {
        let (key, value) = self.value.take().ok_or_else(|| BodyFault::new("invalid"))?;
        seed.deserialize(value).map_err(|fault| fault.within(key))
    }
}
