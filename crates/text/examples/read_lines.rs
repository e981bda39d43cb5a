//! Reads JSON lines on standard input as `tribune read` does, on one core: for measuring without building the whole program.

use std::io::{BufRead, BufWriter, Write};

use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;
use text::reading::Show;
use text::{Input, Reader};

fn main() -> std::io::Result<()> {
    let reader = Reader::new();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let input = Input { text: row["text"].as_str().unwrap_or(""), title: row["title"].as_str(), products: None };
        let reading = reader.read(&input);
        let mut serializer = serde_json::Serializer::new(&mut out);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &row["id"])?;
        reading.fields(&mut map, &input, Show::Sure)?;
        map.end()?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
