//! `tribune topics`: what many messages are about.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use text::topics::{Settings, Topic, discover};

use crate::lines::{Collected, Id, Input};

/// Sorts messages into topics: {"id","topic"}, numbered from 0, the largest first; -1 belongs to none.
///
/// The same rows in the same order give the same topics.
#[derive(clap::Args)]
pub(crate) struct Topics {
    #[command(flatten)]
    input: Input,
    /// At most K topics, and every message in one; without it, as many as there are
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..=2000))]
    count: Option<u32>,
    /// Where to write the topics: JSON lines with name, keywords, messages and a typical sentence
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Id,
    text: String,
    #[serde(default)]
    title: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    id: Id,
    topic: i32,
}

#[derive(Serialize)]
struct TableRow<'a> {
    topic: usize,
    name: &'a str,
    keywords: &'a [String],
    messages: usize,
    typical: &'a Id,
    sentence: &'a str,
}

impl Topics {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let stdout = self.table.as_ref().is_some_and(|path| path.as_os_str() == "-");
        anyhow::ensure!(!stdout, "--table needs a file: standard output says which topic each message has");
        let mut input: Collected<Row> = self.input.collect()?;
        let (mut ids, mut texts) = (Vec::new(), Vec::new());
        for (line, row) in std::mem::take(&mut input.rows) {
            ids.push(row.id.or_line(line));
            texts.push(row.title.map_or(row.text.clone(), |title| format!("{title}\n{}", row.text)));
        }
        let bare: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = discover(&bare, Settings { count: self.count.map(|count| count as usize), seed: 0 });
        if let Some(path) = &self.table {
            write_table(path, &found, &ids).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let mut topics = vec![-1; ids.len()];
        for (number, topic) in found.iter().enumerate() {
            topic.messages.iter().for_each(|place| topics[*place] = number as i32);
        }
        input.finish(ids.into_iter().zip(topics).map(|(id, topic)| Answer { id, topic }))
    }
}

fn write_table(path: &std::path::Path, topics: &[Topic], ids: &[Id]) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (number, topic) in topics.iter().enumerate() {
        let row = TableRow {
            topic: number,
            name: &topic.name,
            keywords: &topic.keywords,
            messages: topic.messages.len(),
            typical: &ids[topic.typical],
            sentence: &topic.sentence,
        };
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
