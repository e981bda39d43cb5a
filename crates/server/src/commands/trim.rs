//! `tribune trim`: a plain-text mail on standard input, the author's own words on standard output.

use std::io::{Read, Write};
use std::process::ExitCode;

use anyhow::Context;

/// Prints the own words of a plain-text mail: no quotes, signatures or disclaimers.
#[derive(clap::Args)]
pub(crate) struct Trim {}

/// A mail longer than this is refused: no mail body is, and memory stays bounded.
const MAIL_BYTES_MAX: u64 = 64 << 20;

impl Trim {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(MAIL_BYTES_MAX + 1).read_to_end(&mut bytes).context("cannot read the mail")?;
        anyhow::ensure!(bytes.len() as u64 <= MAIL_BYTES_MAX, "the mail is longer than {} MiB", MAIL_BYTES_MAX >> 20);
        if bytes.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let mail = String::from_utf8_lossy(&bytes);
        let own = text::trim::trim(mail.strip_prefix('\u{feff}').unwrap_or(&mail));
        crate::lines::print(format!("{own}\n").as_bytes())?;
        std::io::stdout().flush().context("cannot write")?;
        Ok(ExitCode::SUCCESS)
    }
}
