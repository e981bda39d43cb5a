//! `tribune words`: what the text engine takes a message apart into, to see why it reads what it reads.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::lines::{Id, Input};

/// Prints the search tokens, the classifiers' words, the folded form and the own words of each row.
#[derive(clap::Args)]
pub(crate) struct Words {
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
    search: Vec<String>,
    words: Vec<Seen>,
    folded: String,
    /// The message without quotations, code, logs and markup, where it holds any.
    #[serde(skip_serializing_if = "Option::is_none")]
    own: Option<String>,
}

#[derive(Serialize)]
struct Seen {
    kind: &'static str,
    text: String,
}

impl Words {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.input.answer(|row: Row, line| {
            let mut search = Vec::new();
            text::tokens::search_tokens(&row.text, &mut |token| search.push(token.to_owned()));
            let mut words = Vec::new();
            text::words::words(&row.text, &mut |word| {
                words.push(Seen { kind: word.kind.name(), text: word.text.to_owned() });
            });
            let own = text::own::own_words(&row.text);
            let own = (!own.apart.is_empty()).then(|| own.text.into_owned());
            Ok(Answer { id: row.id.or_line(line), search, words, folded: text::fold::folded(&row.text), own })
        })
    }
}
