//! The `id` of a row: echoed unchanged, be it a string or a number.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A string or a number as it was written, or nothing. Put `#[serde(default)]` on the field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Id(Option<Box<RawValue>>);

impl Id {
    /// The id itself, or the line number where there is none.
    pub(crate) fn or_line(self, line: u64) -> Self {
        match self.0 {
            Some(raw) => Self(Some(raw)),
            None => Self(Some(serde_json::value::to_raw_value(&line).expect("a line number is JSON"))),
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        match raw.get().as_bytes().first() {
            Some(b'"' | b'-' | b'0'..=b'9') => Ok(Self(Some(raw))),
            Some(b'n') => Ok(Self(None)),
            _ => Err(D::Error::custom("`id` is neither a string nor a number")),
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}
