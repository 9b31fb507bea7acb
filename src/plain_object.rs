//! Reads a plain JavaScript object, such as a server's answer, into a type that serde knows.
//!
//! It knows strings, booleans, whole numbers and objects, which is all that an answer holds; a reader of
//! everything that JavaScript has would be larger than the recogniser.

use std::fmt;

use js_sys::{Array, Object};
use serde::de::value::MapDeserializer;
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

/// The object as such a value; none if it is of another shape.
pub fn read<Value: DeserializeOwned>(object: JsValue) -> Option<Value> {
    Value::deserialize(Plain(object)).ok()
}

/// What exactly is unexpected is not asked: the answer is none.
#[derive(Debug)]
struct Unexpected;

impl fmt::Display for Unexpected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("unexpected")
    }
}

impl std::error::Error for Unexpected {}

impl de::Error for Unexpected {
    fn custom<Text: fmt::Display>(_: Text) -> Self {
        Self
    }
}

struct Plain(JsValue);

impl IntoDeserializer<'_, Unexpected> for Plain {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Plain {
    type Error = Unexpected;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unexpected> {
        if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if let Some(number) = self.0.as_f64() {
            // Saturates; what is no sensible number of seconds or puzzles is refused where it is used.
            visitor.visit_u64(number as u64)
        } else if let Some(answer) = self.0.as_bool() {
            visitor.visit_bool(answer)
        } else if let Some(object) = self.0.dyn_ref::<Object>() {
            visitor.visit_map(MapDeserializer::new(entries(object)))
        } else {
            Err(Unexpected)
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn entries(object: &Object) -> impl Iterator<Item = (String, Plain)> {
    Object::entries(object).into_iter().map(|entry| {
        let entry: Array = entry.unchecked_into();
        (entry.get(0).as_string().unwrap_or_default(), Plain(entry.get(1)))
    })
}
