//! Source records at rest: packed where packing helps, never changed.

use model::{MessageId, WorkspaceId};

use crate::{Conn, Error, Result, values};

const PLAIN: u8 = 0;
const LZ4: u8 = 1;
/// Shorter records do not shrink.
const PACK_BYTES_MIN: usize = 400;

/// A record as it lies in the database. A small one may hold a large text, so whoever reads many unpacks one
/// after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(pub(crate) Vec<u8>);

impl Packed {
    /// Packs a record.
    pub fn new(record: Vec<u8>) -> Packed {
        Packed(pack(record))
    }

    /// The record as its source gave it.
    pub fn unpack(&self) -> Result<Vec<u8>> {
        unpack(&self.0)
    }
}

/// One byte that tells the packing, then the record.
pub(crate) fn pack(mut record: Vec<u8>) -> Vec<u8> {
    if record.len() >= PACK_BYTES_MIN {
        let packed = lz4_flex::compress_prepend_size(&record);
        if packed.len() < record.len() {
            let mut bytes = Vec::with_capacity(packed.len() + 1);
            bytes.push(LZ4);
            bytes.extend(packed);
            return bytes;
        }
    }
    record.insert(0, PLAIN);
    record
}

pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<u8>> {
    match bytes.split_first() {
        Some((&PLAIN, record)) => Ok(record.to_vec()),
        Some((&LZ4, packed)) => lz4_flex::decompress_size_prepended(packed)
            .map_err(|error| Error::Damaged(format!("a source record: {error}"))),
        _ => Err(Error::Damaged("a source record without its packing".to_owned())),
    }
}

const FIND: &str = "select record from message_source where workspace_id = $1 and message_id = $2 limit 1";

/// The record as its source gave it.
pub async fn find(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> Result<Option<Vec<u8>>> {
    let Some(row) = conn.find(FIND, values![workspace, id]).await? else { return Ok(None) };
    unpack(&row.get::<Vec<u8>>(0)?).map(Some)
}
