//! `tribune train`: labelled messages in, a model file out, with what it is worth.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use text::classify::{self, Example, Senses};

use crate::lines::Input;

/// Learns any set of labels from JSONL `{"text","title"?,"label"}`; a label is a string, or an array of strings.
#[derive(clap::Args)]
pub(crate) struct Train {
    /// The labelled messages; `-` is standard input, `.gz` is unpacked
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// Where to write the model
    #[arg(long, value_name = "MODEL")]
    out: PathBuf,
    /// Stop at the first bad row
    #[arg(long)]
    strict: bool,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    title: Option<String>,
    text: String,
    label: Labels,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Labels {
    One(String),
    Several(Vec<String>),
}

#[derive(Serialize)]
struct Quality {
    labels: usize,
    folds: usize,
    macro_f1: f64,
    ece: f64,
    rows: usize,
    accuracy: f64,
}

impl Train {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let collected = Input::of(self.data).held_to(self.strict).collect::<Row>()?;
        let examples: Vec<Example> = collected.rows.iter().map(|(_, row)| example(row)).collect();
        if examples.is_empty() {
            return collected.finish::<Quality>([]);
        }
        eprintln!("learning from {} rows", examples.len());
        let trained = classify::train(&Senses::built_in(), &examples)?;
        std::fs::write(&self.out, &trained.bytes).with_context(|| format!("cannot write {}", self.out.display()))?;
        let manifest = trained.manifest;
        collected.finish([Quality {
            labels: manifest.labels.len(),
            folds: manifest.folds,
            macro_f1: manifest.macro_f1,
            ece: manifest.ece,
            rows: manifest.rows,
            accuracy: manifest.accuracy,
        }])
    }
}

fn example(row: &Row) -> Example {
    let mut labels = match &row.label {
        Labels::One(label) => vec![label.clone()],
        Labels::Several(labels) => labels.clone(),
    };
    labels.sort();
    labels.dedup();
    Example { title: row.title.clone().unwrap_or_default(), text: row.text.clone(), labels }
}
