//! `tribune classify`: the best label of each message under a model of `tribune train`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use text::classify::{Model, Senses};

use crate::lines::{self, Id};

/// Names the best label of each message: JSONL in, `{"id","label","confidence","evidence"}` out.
#[derive(clap::Args)]
pub(crate) struct Classify {
    /// A file made by `tribune train`
    #[arg(long)]
    model: PathBuf,
    #[command(flatten)]
    input: lines::Input,
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
    label: String,
    confidence: f64,
    evidence: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unsure: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Vec<String>>,
}

impl Classify {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let named = || format!("cannot read the model {}", self.model.display());
        let bytes = std::fs::read(&self.model).with_context(named)?;
        let model = Model::from_bytes(&bytes).with_context(named)?;
        let senses = Senses::built_in();
        self.input.answer(move |row: Row, line| {
            let said = model.classify(&senses, row.title.as_deref().unwrap_or_default(), &row.text);
            Ok(Answer {
                id: row.id.or_line(line),
                label: said.label.to_owned(),
                confidence: (f64::from(said.confidence) * 1e4).round() / 1e4,
                unsure: said.unsure.then_some(true),
                labels: said.labels.map(|labels| labels.into_iter().map(str::to_owned).collect()),
                evidence: said.evidence,
            })
        })
    }
}
