//! The language model's file: hashed runs of letters, one row of small integers per bucket, one column per language.
//!
//! `TRLANG1\0`, the number of tables, and for each: log2 of the buckets, the lanes of a row (a multiple of 8), the number of
//! languages (one byte each), the worth of one unit and the exponent of the length (f32, little endian), the codes (three
//! bytes each, padded with spaces), and the rows (i8). `tools/language` writes it.

const MAGIC: &[u8] = b"TRLANG1\0";

/// Rows are as wide as this or a multiple.
pub const LANES: usize = 8;

/// The widest row.
pub const LANES_MAX: usize = 32;

/// A model read in place.
#[derive(Debug)]
pub struct Model<'a> {
    pub tables: Vec<Table<'a>>,
}

/// Tells the languages of one script apart.
#[derive(Debug)]
pub struct Table<'a> {
    pub bits: u32,
    pub lanes: usize,
    pub unit: f32,
    pub exponent: f32,
    pub codes: Vec<&'a str>,
    pub rows: &'a [u8],
}

impl<'a> Model<'a> {
    /// Reads a model; `None` when the bytes are none.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = take(&mut rest, 1)?[0];
        let mut tables = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            tables.push(Table::parse(&mut rest)?);
        }
        rest.is_empty().then_some(Self { tables })
    }

    /// The bytes that [`Model::parse`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(self.tables.len() as u8);
        for table in &self.tables {
            out.extend([table.bits as u8, table.lanes as u8, table.codes.len() as u8]);
            out.extend(table.unit.to_le_bytes());
            out.extend(table.exponent.to_le_bytes());
            for code in &table.codes {
                out.extend(format!("{code:<3}").bytes());
            }
            out.extend(table.rows);
        }
        out
    }
}

impl<'a> Table<'a> {
    fn parse(rest: &mut &'a [u8]) -> Option<Self> {
        let [bits, lanes, languages] = take(rest, 3)?.try_into().ok()?;
        let unit = f32::from_le_bytes(take(rest, 4)?.try_into().ok()?);
        let exponent = f32::from_le_bytes(take(rest, 4)?.try_into().ok()?);
        let mut codes = Vec::new();
        for _ in 0..languages {
            // tidy(swallow): a damaged table has no answer; the embedded one is tested
            codes.push(std::str::from_utf8(take(rest, 3)?).ok()?.trim_end());
        }
        let lanes = usize::from(lanes);
        let sound = bits <= 24 && lanes % LANES == 0 && lanes <= LANES_MAX && (1..=lanes).contains(&codes.len());
        let rows = if sound { take(rest, lanes << bits)? } else { return None };
        Some(Self { bits: bits.into(), lanes, unit, exponent, codes, rows })
    }

    /// The bucket of a hash.
    #[inline]
    pub fn bucket(&self, hash: u32) -> usize {
        (hash >> (32 - self.bits)) as usize
    }
}

fn take<'a>(rest: &mut &'a [u8], bytes: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(bytes)?;
    *rest = left;
    Some(taken)
}

/// Adds up rows, in 16 bits for as long as these cannot overflow.
pub struct Sum<'m, 'a> {
    table: &'m Table<'a>,
    far: [i32; LANES_MAX],
    count: u32,
}

/// So many bytes add up without leaving 16 bits.
const ADDED_MAX: usize = 256;

impl<'m, 'a> Sum<'m, 'a> {
    /// Nothing added yet.
    pub fn new(table: &'m Table<'a>) -> Self {
        Self { table, far: [0; LANES_MAX], count: 0 }
    }

    /// Adds the rows of runs of letters.
    pub fn add(&mut self, hashes: &[u32]) {
        // The compiler makes straight vector code of a width that it knows.
        match self.table.lanes {
            8 => self.add_rows::<8>(hashes),
            16 => self.add_rows::<16>(hashes),
            24 => self.add_rows::<24>(hashes),
            _ => self.add_rows::<32>(hashes),
        }
    }

    #[inline]
    fn add_rows<const WIDTH: usize>(&mut self, hashes: &[u32]) {
        let (rows, _) = self.table.rows.as_chunks::<WIDTH>();
        for some in hashes.chunks(ADDED_MAX) {
            let mut near = [0i16; WIDTH];
            for hash in some {
                let row = &rows[self.table.bucket(*hash)];
                for (sum, value) in near.iter_mut().zip(row) {
                    *sum += i16::from(*value as i8);
                }
            }
            for (far, near) in self.far.iter_mut().zip(near) {
                *far += i32::from(near);
            }
        }
        self.count += hashes.len() as u32;
    }

    /// The languages, in the order of the logits.
    pub fn codes(&self) -> &'m [&'a str] {
        &self.table.codes
    }

    /// The scores of the languages as logits: sums over the number of runs to the power of the table's exponent.
    pub fn logits(self) -> ([f32; LANES_MAX], usize) {
        let scale = self.table.unit / (self.count.max(1) as f32).powf(self.table.exponent);
        (self.far.map(|sum| sum as f32 * scale), self.table.codes.len())
    }
}
