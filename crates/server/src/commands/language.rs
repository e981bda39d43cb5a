//! `tribune language`: which language each row is written in, and its parts where there are several.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::lines::{Id, Input};

/// Prints the language of each row, 54 and more, `und` when there is nothing to read.
#[derive(clap::Args)]
pub(crate) struct Language {
    #[command(flatten)]
    input: Input,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Id,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    id: Id,
    language: Named,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Named {
    code: &'static str,
    confidence: f64,
}

#[derive(Serialize)]
struct Part {
    code: &'static str,
    text: String,
}

impl Language {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.input.answer(|row: Row, line| {
            let found = text::language::identify(&row.text);
            let language = Named { code: found.code, confidence: (f64::from(found.confidence) * 1e4).round() / 1e4 };
            let mut parts = text::language::parts(&row.text);
            if parts.len() < 2 {
                parts.clear();
            }
            let part = |part: text::language::Part| Part {
                code: part.language.code,
                text: row.text[part.at].trim().to_owned(),
            };
            Ok(Answer { id: row.id.or_line(line), language, parts: parts.into_iter().map(part).collect() })
        })
    }
}
