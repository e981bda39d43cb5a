//! `tribune report`: the monthly report of a workspace.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use hub::{access, report};
use model::Month;
use paper::Language;
use paper::report::Rendering;

use crate::place::{self, Place};

/// Makes the report of a month.
#[derive(clap::Args)]
pub(crate) struct Report {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    workspace: String,
    /// The month, like 2024-03
    #[arg(long)]
    month: Month,
    #[arg(long, default_value = "md")]
    format: Format,
    /// en or fr
    #[arg(long, default_value = "en")]
    language: String,
    /// The public address of the server, for the links of a report that is mailed
    #[arg(long, value_name = "URL", default_value = "")]
    base: String,
    /// Write here instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Html,
    Md,
    Json,
}

impl Report {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let language = Language::from_code(&self.language);
        let language = language.with_context(|| format!("--language is en or fr, not `{}`", self.language))?;
        self.place.with_hub(|hub| async move {
            let workspace = place::workspace(&hub, &self.workspace).await?;
            let seen = access::operator(workspace);
            for month in [self.month.previous(), self.month] {
                report::ensure_topics(&hub, &seen, month).await?;
            }
            let made = report::make(&hub, &seen, self.month).await?;
            let rendering = Rendering { language, base: &self.base };
            let text = match self.format {
                Format::Html => paper::report::html(&made, rendering),
                Format::Md => paper::report::markdown(&made, rendering),
                Format::Json => paper::report::json(&made, language),
            };
            match &self.out {
                Some(path) => {
                    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
                }
                None => print!("{text}"),
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}
