//! `tribune read`: what the text engine says of each message, one line per line.

use std::process::ExitCode;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use text::reading::Show;
use text::{Input, Reader, Reading};

use crate::lines::{self, Id};

/// Reads messages: language, sentiment, kinds, urgency, toxicity, spam, keywords, entities, and whether an answer is awaited.
#[derive(clap::Args)]
pub(crate) struct Read {
    #[command(flatten)]
    input: lines::Input,
    /// Give all ten kinds with their confidences
    #[arg(long)]
    all: bool,
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
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        self.reading.fields(&mut map, &input(&self.text, self.title.as_deref()), self.show)?;
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
        self.input.answer(move |row: Row, line| {
            let Row { id, text, title } = row;
            let reading = reader.read(&input(&text, title.as_deref()));
            Ok(Answer { id: id.or_line(line), text, title, reading, show })
        })
    }
}
