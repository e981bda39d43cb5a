//! Values of JSON that sources write in more than one way.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de::DeserializeOwned};

/// A field that is not what a message stands on: in a shape that nobody expects it counts as
/// missing, so that a new version of a program does not cost the message.
pub(crate) fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_else(|_| T::default()))
}

impl Scalar {
    /// The text, where there is some.
    pub(crate) fn text(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty())
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or("")
    }
}

/// A string, number or truth as text; null is the empty text, lists are joined, objects left out but for those that
/// MongoDB writes in the place of a value: `{"$date": …}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scalar(pub(crate) Option<String>);

impl<'de> serde::Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(ScalarVisitor).map(Scalar)
    }
}

/// How MongoDB calls values that JSON has none for.
pub(crate) const EXTENDED: [&str; 6] =
    ["$date", "$oid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal"];

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<String>, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Option<String>, E> {
        Ok(Some(value))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(Some(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<String>, A::Error> {
        let mut joined = Vec::new();
        while let Some(Scalar(item)) = list.next_element()? {
            joined.extend(item.filter(|item| !item.is_empty()));
        }
        Ok(Some(joined.join("\n")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut told = None;
        while let Some(name) = map.next_key::<std::borrow::Cow<str>>()? {
            if EXTENDED.contains(&&*name) {
                told = map.next_value::<Scalar>()?.0;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(told)
    }
}
