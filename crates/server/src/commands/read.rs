//! `tribune read`: what the text engine says of each message, one line per line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use text::reading::Show;
use text::{Input, Products, Reader, Reading, scrub};

use crate::lines::{self, Id};

/// Reads messages: language, sentiment, kinds, urgency, toxicity, spam, keywords, entities, and whether an answer is awaited.
#[derive(clap::Args)]
pub(crate) struct Read {
    #[command(flatten)]
    input: lines::Input,
    /// Give all ten kinds with their confidences
    #[arg(long)]
    all: bool,
    /// Names of products to be found as entities: one a line, other spellings behind it as in `Name = other, other`
    #[arg(long, value_name = "FILE")]
    products: Option<PathBuf>,
    /// Add `scrubbed`: the text without e-mail addresses, telephone, card and account numbers
    #[arg(long)]
    scrub: bool,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Id,
    text: String,
    #[serde(default)]
    title: Option<String>,
}

struct Answer {
    id: Id,
    text: String,
    title: Option<String>,
    reading: Reading,
    show: Show,
    products: Option<Arc<Products>>,
    scrubbed: Option<String>,
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        let input = Input { products: self.products.as_deref(), ..input(&self.text, self.title.as_deref()) };
        self.reading.fields(&mut map, &input, self.show)?;
        if let Some(scrubbed) = &self.scrubbed {
            map.serialize_entry("scrubbed", scrubbed)?;
        }
        map.end()
    }
}

fn input<'a>(text: &'a str, title: Option<&'a str>) -> Input<'a> {
    Input { text, title, products: None }
}

impl Read {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let reader = Reader::new();
        let show = if self.all { Show::All } else { Show::Sure };
        let products = self.products.as_deref().map(products).transpose()?.map(Arc::new);
        self.input.answer(move |row: Row, line| {
            let Row { id, text, title } = row;
            let products = products.clone();
            let reading = reader.read(&Input { products: products.as_deref(), ..input(&text, title.as_deref()) });
            let scrubbed = self.scrub.then(|| scrub(&text));
            Ok(Answer { id: id.or_line(line), text, title, reading, show, products, scrubbed })
        })
    }
}

/// A list of names as the workspace's products.
fn products(list: &Path) -> anyhow::Result<Products> {
    let names = std::fs::read_to_string(list).with_context(|| format!("cannot read {}", list.display()))?;
    Ok(Products::listed(&names))
}
