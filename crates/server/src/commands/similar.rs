//! `tribune similar`: which texts ask the same, in a file, among a row's own candidates, or as copies of each other.

use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use text::similar::{Index, Ranker, Text, near_duplicates};

use crate::lines::{Collected, Id, Input};

/// Ranks texts by how much they resemble each row's: {"id","ranked","scores"}.
///
/// With `--to FILE` the rows of that file are ranked. A row that brings its own
/// `candidates: [{"id","text"}]` has all of them ranked. Any other row is answered with its near duplicates in FILE.
#[derive(clap::Args)]
pub(crate) struct Similar {
    #[command(flatten)]
    input: Input,
    /// JSON lines {"id","text"[,"title"]} to find similar ones among
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// How many are answered where a row does not bring its own candidates
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Id,
    text: String,
    #[serde(default)]
    title: Option<String>,
    candidates: Option<Vec<Candidate>>,
}

#[derive(Deserialize)]
struct Candidate {
    #[serde(default)]
    id: Id,
    text: String,
    #[serde(default)]
    title: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    id: Id,
    ranked: Vec<Id>,
    scores: Vec<f32>,
}

impl Row {
    fn text(&self) -> Text<'_> {
        Text { title: self.title.as_deref().unwrap_or_default(), body: &self.text }
    }
}

impl Candidate {
    fn text(&self) -> Text<'_> {
        Text { title: self.title.as_deref().unwrap_or_default(), body: &self.text }
    }
}

impl Similar {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.to {
            Some(file) => rank_file(self.input, file, self.top),
            None => rank_within(self.input.collect()?, self.top),
        }
    }
}

fn rank_file(input: Input, file: PathBuf, top: usize) -> anyhow::Result<ExitCode> {
    let name = file.display().to_string();
    let known: Collected<Row> = Input::of(file).collect()?;
    anyhow::ensure!(!known.rows.is_empty(), "{name} has no good row to rank");
    let mut index = Index::new();
    let mut ids = Vec::with_capacity(known.rows.len());
    for (place, (line, row)) in known.rows.into_iter().enumerate() {
        index.insert(place as u64, row.text());
        ids.push(row.id.or_line(line));
    }
    input.answer(move |row: Row, line| {
        let hits = index.query(row.text(), top);
        let ranked = hits.iter().map(|hit| ids[hit.id as usize].clone()).collect();
        Ok(Answer { id: row.id.or_line(line), ranked, scores: hits.iter().map(|hit| hit.score).collect() })
    })
}

fn rank_within(mut input: Collected<Row>, top: usize) -> anyhow::Result<ExitCode> {
    let rows = std::mem::take(&mut input.rows);
    let mut ranker = Ranker::new();
    for candidate in rows.iter().filter_map(|(_, row)| row.candidates.as_ref()).flatten() {
        ranker.show(candidate.text());
    }
    let alone: Vec<usize> = (0..rows.len()).filter(|place| rows[*place].1.candidates.is_none()).collect();
    let texts: Vec<String> = alone.iter().map(|place| rows[*place].1.text().whole()).collect();
    let copies = near_duplicates(&texts.iter().map(String::as_str).collect::<Vec<_>>(), top);
    let ids: Vec<Id> = rows.iter().map(|(line, row)| row.id.clone().or_line(*line)).collect();
    let mut copies = copies.into_iter();
    let answers = rows.iter().enumerate().map(|(place, (_, row))| match &row.candidates {
        Some(candidates) => among(&ranker, (ids[place].clone(), row.text()), candidates),
        None => {
            let near = copies.next().unwrap_or_default();
            let ranked = near.iter().map(|(other, _)| ids[alone[*other]].clone()).collect();
            Answer { id: ids[place].clone(), ranked, scores: near.iter().map(|(_, alike)| *alike).collect() }
        }
    });
    input.finish(answers)
}

/// Ranks the candidates that a row brings; one without an id goes by its place, from 0.
fn among(ranker: &Ranker, (id, query): (Id, Text<'_>), candidates: &[Candidate]) -> Answer {
    let texts: Vec<Text<'_>> = candidates.iter().map(Candidate::text).collect();
    let (mut ranked, mut scores) = (Vec::new(), Vec::new());
    for (place, score) in ranker.rank(query, &texts) {
        ranked.push(candidates[place].id.clone().or_line(place as u64));
        scores.push(score);
    }
    Answer { id, ranked, scores }
}
