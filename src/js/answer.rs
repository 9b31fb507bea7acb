//! Reads a server's answer, a plain JavaScript object, into a type that serde knows.
//!
//! It asks the object for each field that the type has, in turn: a reader that goes through whatever an
//! object holds is two kilobytes larger (compressed), and `serde-wasm-bindgen` fifteen. It knows texts,
//! whole numbers, yes and no, and objects, which is all that an answer has.

use core::fmt;

use js_sys::Reflect;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use wasm_bindgen::JsValue;

/// The answer as such a value; none if it is of another shape.
pub fn read<Value: DeserializeOwned>(answer: JsValue) -> Option<Value> {
    Value::deserialize(Plain(answer)).ok()
}

/// What exactly is unexpected is not asked: the answer is none.
#[derive(Debug)]
struct Unexpected;

impl fmt::Display for Unexpected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("unexpected")
    }
}

impl core::error::Error for Unexpected {}

impl de::Error for Unexpected {
    fn custom<Text: fmt::Display>(_: Text) -> Self {
        Self
    }
}

struct Plain(JsValue);

impl<'de> Deserializer<'de> for Plain {
    type Error = Unexpected;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unexpected> {
        Err(Unexpected)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_string(self.0.as_string().ok_or(Unexpected)?)
    }

    /// Saturates; what is no sensible number of seconds or puzzles is refused where it is used.
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_u32(self.0.as_f64().ok_or(Unexpected)? as u32)
    }

    /// What is not said is no.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        visitor.visit_bool(self.0.is_truthy())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unexpected> {
        visitor.visit_seq(Fields { object: self.0, names: names.iter() })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u64 f32 f64 char str bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Fields {
    object: JsValue,
    names: core::slice::Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Unexpected;

    /// What is no object has no fields, and a field that is not there is undefined.
    fn next_element_seed<Seed: DeserializeSeed<'de>>(
        &mut self,
        seed: Seed,
    ) -> Result<Option<Seed::Value>, Unexpected> {
        let Some(name) = self.names.next() else { return Ok(None) };
        let field = Reflect::get(&self.object, &JsValue::from_str(name)).unwrap_or_default();
        seed.deserialize(Plain(field)).map(Some)
    }
}
