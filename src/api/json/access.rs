use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor};

use super::{Unreadable, text::Text, value::ValueDeserializer};

/// The elements of a list, or the entries of an object.
pub struct Elements<'t, 'a> {
    text: &'t mut Text<'a>,
    is_first: bool,
}

impl<'t, 'a> Elements<'t, 'a> {
    pub const fn new(text: &'t mut Text<'a>) -> Self {
        Self { text, is_first: true }
    }

    fn more(&mut self, close: &str) -> Result<bool, Unreadable> {
        let more = self.text.more(close, self.is_first);
        self.is_first = false;
        more
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.more("]")? { seed.deserialize(ValueDeserializer(self.text)).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Elements<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        if self.more("}")? { seed.deserialize(ValueDeserializer(self.text)).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        self.text.expect(":")?;
        seed.deserialize(ValueDeserializer(self.text))
    }
}

/// A unit variant, encoded as its name.
pub struct Name<'t, 'a>(pub &'t mut Text<'a>);

impl<'de> EnumAccess<'de> for Name<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unreadable> {
        seed.deserialize(ValueDeserializer(self.0)).map(|name| (name, self))
    }
}

impl<'de> VariantAccess<'de> for Name<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unreadable> {
        refuse()
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unreadable> {
        refuse()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unreadable> {
        refuse()
    }
}

fn refuse<T>() -> Result<T, Unreadable> {
    Err(serde::de::Error::invalid_type(Unexpected::UnitVariant, &"a name"))
}
