use serde::de::{Deserializer, Visitor};

use super::{
    Unreadable,
    access::{Elements, Name},
    text::Text,
};

/// Deserializes the next value of a [`Text`].
pub struct ValueDeserializer<'t, 'a>(pub &'t mut Text<'a>);

macro_rules! whole_numbers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.0.whole()?)
        }
    )+};
}

macro_rules! texts {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_string(self.0.string()?)
        }
    )+};
}

macro_rules! not_in_the_contract {
    ($($method:ident($($kind:ty),*))+) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $kind,)* _: V) -> Result<V::Value, Unreadable> {
            Err(Unreadable)
        }
    )+};
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_, '_> {
    type Error = Unreadable;

    whole_numbers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }
    texts! { deserialize_str deserialize_string deserialize_identifier deserialize_char }
    not_in_the_contract! {
        deserialize_any() deserialize_f32() deserialize_f64() deserialize_bytes() deserialize_byte_buf() deserialize_unit()
        deserialize_unit_struct(&'static str) deserialize_tuple(usize) deserialize_tuple_struct(&'static str, usize)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.take("true") {
            visitor.visit_bool(true)
        } else {
            self.0.expect("false")?;
            visitor.visit_bool(false)
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.take("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.enter("[")?;
        let value = visitor.visit_seq(Elements::new(self.0))?;
        self.0.leave("]")?;
        Ok(value)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.enter("{")?;
        let value = visitor.visit_map(Elements::new(self.0))?;
        self.0.leave("}")?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Name(self.0))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.skip()?;
        visitor.visit_unit()
    }
}
