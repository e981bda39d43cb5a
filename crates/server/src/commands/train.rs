//! `tribune train`: labelled messages in, a model file out, with what it is worth.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use text::classify::{self, Example, Senses};

use crate::lines::Input;

/// Learns any set of labels from JSONL `{"text","title"?,"label"}`; a label is a string, or an array of strings.
///
/// An empty array says that a row has none of the labels.
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

/// One label, several, or none of those that other rows have; no name is empty.
struct Labels(Vec<String>);

impl<'de> Deserialize<'de> for Labels {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let labels = from.deserialize_any(LabelsVisitor)?;
        if labels.iter().any(|label| label.trim().is_empty()) {
            Err(D::Error::custom("an empty label"))
        } else {
            Ok(Self(labels))
        }
    }
}

struct LabelsVisitor;

impl<'de> Visitor<'de> for LabelsVisitor {
    type Value = Vec<String>;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a string or an array of strings")
    }

    fn visit_str<E>(self, label: &str) -> Result<Self::Value, E> {
        Ok(vec![label.to_owned()])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut several: A) -> Result<Self::Value, A::Error> {
        let mut labels = Vec::new();
        while let Some(label) = several.next_element::<String>()? {
            labels.push(label);
        }
        Ok(labels)
    }
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
        ensure_writable(&self.out)?;
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

/// Learning takes minutes: that the model cannot be written is better known before.
fn ensure_writable(out: &Path) -> anyhow::Result<()> {
    let named = || format!("cannot write {}", out.display());
    anyhow::ensure!(!out.is_dir(), "{}: it is a folder", named());
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::metadata(folder.unwrap_or(Path::new("."))).map(drop).with_context(named)
}

fn example(row: &Row) -> Example {
    let mut labels = row.label.0.clone();
    labels.sort();
    labels.dedup();
    Example { title: row.title.clone().unwrap_or_default(), text: row.text.clone(), labels }
}
