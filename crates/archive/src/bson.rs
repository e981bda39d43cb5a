//! Documents as MongoDB keeps them (BSON, what `mongodump` writes), read as JSON.

use std::io::{BufRead, Read};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::record::{Place, Reason, Skip};
use crate::walk::VALUE_BYTES_MAX;

/// MongoDB's limit is 16 MiB, with a little room for what it adds itself.
const DOCUMENT_BYTES_MAX: usize = VALUE_BYTES_MAX + (16 << 10);
const DEPTH_MAX: usize = 128;

/// The documents of a file, one behind the other.
pub(crate) struct Documents {
    reader: Box<dyn BufRead + Send>,
    path: Arc<str>,
    row: u64,
    ended: bool,
}

impl Documents {
    pub(crate) fn new(reader: Box<dyn BufRead + Send>, path: &Arc<str>) -> Documents {
        Documents { reader, path: Arc::clone(path), row: 0, ended: false }
    }

    fn refuse(&self, reason: Reason, detail: &str) -> Skip {
        let place = Place { path: Arc::clone(&self.path), row: self.row };
        Skip { place, reason, detail: detail.to_owned() }
    }

    /// The bytes of the next document behind its length; nothing at the end.
    fn next_bytes(&mut self) -> Result<Option<Vec<u8>>, Skip> {
        let mut length = Vec::new();
        let unreadable = |this: &Documents, error: &std::io::Error| this.refuse(Reason::Broken, &error.to_string());
        (&mut self.reader).take(4).read_to_end(&mut length).map_err(|error| unreadable(self, &error))?;
        if length.is_empty() {
            return Ok(None);
        }
        let cut = || self.refuse(Reason::Broken, "ends inside a document");
        let length = i32::from_le_bytes(length.try_into().map_err(|_| cut())?);
        let rest = usize::try_from(length).ok().and_then(|length| length.checked_sub(4)); // tidy(swallow): refused on the next line
        let Some(rest) = rest.filter(|rest| (1..=DOCUMENT_BYTES_MAX).contains(rest)) else {
            return Err(self.refuse(Reason::Broken, "no document of MongoDB's"));
        };
        let mut bytes = Vec::new();
        (&mut self.reader).take(rest as u64).read_to_end(&mut bytes).map_err(|error| unreadable(self, &error))?;
        if bytes.len() < rest { Err(self.refuse(Reason::Broken, "ends inside a document")) } else { Ok(Some(bytes)) }
    }
}

impl Iterator for Documents {
    type Item = Result<(Value, Place), Skip>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.row += 1;
        match self.next_bytes() {
            Ok(None) => None,
            Ok(Some(bytes)) => {
                let place = Place { path: Arc::clone(&self.path), row: self.row };
                Some(match fields(&mut Bytes(&bytes), DEPTH_MAX) {
                    Ok(fields) => Ok((Value::Object(fields), place)),
                    Err(reason) => Err(self.refuse(reason, "")),
                })
            }
            Err(skip) => {
                self.ended = true;
                Some(Err(skip))
            }
        }
    }
}

/// What is left of a document.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Reason> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Reason::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        self.take(N)?.try_into().map_err(|_| Reason::Malformed)
    }

    fn length(&mut self) -> Result<usize, Reason> {
        usize::try_from(i32::from_le_bytes(self.array()?)).map_err(|_| Reason::Malformed)
    }

    /// A text that ends at the first NUL.
    fn name(&mut self) -> Result<String, Reason> {
        let end = memchr::memchr(0, self.0).ok_or(Reason::Malformed)?;
        let name = String::from_utf8_lossy(self.take(end)?).into_owned();
        self.take(1)?;
        Ok(name)
    }

    /// A text with its length before it and a NUL behind it.
    fn text(&mut self) -> Result<String, Reason> {
        let length = self.length()?;
        let text = self.take(length)?.split_last().ok_or(Reason::Malformed)?.1;
        Ok(String::from_utf8_lossy(text).into_owned())
    }
}

fn fields(bytes: &mut Bytes, depth: usize) -> Result<Map<String, Value>, Reason> {
    let mut fields = Map::new();
    loop {
        let [kind] = bytes.array()?;
        if kind == 0 {
            return Ok(fields);
        }
        let name = bytes.name()?;
        fields.insert(name, value(kind, bytes, depth)?);
    }
}

/// A document or list inside another, behind its length.
fn inside(bytes: &mut Bytes, depth: usize) -> Result<Map<String, Value>, Reason> {
    let depth = depth.checked_sub(1).ok_or(Reason::TooDeep)?;
    bytes.length()?;
    fields(bytes, depth)
}

/// One value by the number of its kind.
fn value(kind: u8, bytes: &mut Bytes, depth: usize) -> Result<Value, Reason> {
    Ok(match kind {
        0x01 => f64::from_le_bytes(bytes.array()?).into(),
        0x02 | 0x0d | 0x0e => bytes.text()?.into(),
        0x03 => Value::Object(inside(bytes, depth)?),
        // The numbers of a list are its fields' names, in order.
        0x04 => inside(bytes, depth)?.into_iter().map(|(_, item)| item).collect(),
        0x05 => {
            let length = bytes.length()?;
            bytes.take(length.saturating_add(1))?;
            Value::Null
        }
        0x06 | 0x0a | 0x7f | 0xff => Value::Null,
        0x07 => bytes.take(12)?.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
        0x08 => (bytes.array::<1>()? != [0]).into(),
        0x09 => json!({ "$date": { "$numberLong": i64::from_le_bytes(bytes.array()?).to_string() } }),
        0x0b => format!("/{}/{}", bytes.name()?, bytes.name()?).into(),
        0x0c => {
            bytes.text()?;
            bytes.take(12)?;
            Value::Null
        }
        0x0f => {
            let length = bytes.length()?;
            bytes.take(length.checked_sub(4).ok_or(Reason::Malformed)?)?;
            Value::Null
        }
        0x10 => i32::from_le_bytes(bytes.array()?).into(),
        0x11 | 0x12 => i64::from_le_bytes(bytes.array()?).into(),
        0x13 => {
            bytes.take(16)?;
            Value::Null
        }
        _ => return Err(Reason::Malformed),
    })
}
