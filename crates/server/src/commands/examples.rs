//! `tribune examples`: what people said of texts, as rows that `tribune train` learns from.

use std::process::ExitCode;

use hub::access;
use model::{ExampleId, Kind, MessageId, Seen};
use serde_json::json;
use store::Conn;
use store::examples::{self, Example};
use store::readings::Said;

use crate::lines;
use crate::place::{self, Place};

/// Examples of one look at the database.
const PAGE: i64 = 200;
/// From here on a feeling counts, either way; in 1/10,000.
const FELT: i64 = 2_167;

/// Writes what people said of texts and messages as JSONL for `tribune train`: {"id","text","title"?,"label"}.
#[derive(clap::Args)]
pub(crate) struct Examples {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    workspace: String,
    /// Which part of a reading is the label
    #[arg(long, value_enum, default_value_t = Part::Kind)]
    label: Part,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Part {
    Kind,
    Sentiment,
    Language,
    Toxicity,
    Spam,
    Urgency,
    #[value(name = "asks_reply")]
    AsksReply,
}

impl Examples {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.place.with_hub(|hub| async move {
            let seen = access::operator(place::workspace(&hub, &self.workspace).await?);
            let mut conn = hub.db.read().await?;
            print_examples(&mut conn, &seen, self.label).await?;
            print_corrected(&mut conn, &seen, self.label).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

async fn print_examples(conn: &mut Conn, seen: &Seen, part: Part) -> anyhow::Result<()> {
    let mut before = ExampleId(i64::MAX);
    loop {
        let page = examples::list(conn, seen, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = last.id;
        let row = |one: &Example| {
            let id = format!("example:{}", one.id);
            let mut row = json!({ "id": id, "text": one.text, "label": label(&one.said, part)? });
            if !one.title.is_empty() {
                row["title"] = one.title.as_str().into();
            }
            Some(format!("{row}\n"))
        };
        lines::print(page.iter().filter_map(row).collect::<String>().as_bytes())?;
    }
}

async fn print_corrected(conn: &mut Conn, seen: &Seen, part: Part) -> anyhow::Result<()> {
    let mut after = MessageId(-1);
    loop {
        let page = examples::list_corrected(conn, seen, after).await?;
        let Some((last, ..)) = page.last() else { return Ok(()) };
        after = *last;
        let row = |(id, text, said): &(MessageId, String, Said)| {
            let row = json!({ "id": format!("message:{id}"), "text": text, "label": label(said, part)? });
            Some(format!("{row}\n"))
        };
        lines::print(page.iter().filter_map(row).collect::<String>().as_bytes())?;
    }
}

/// What a person said of one part; `None` where they said nothing of it.
fn label(said: &Said, part: Part) -> Option<String> {
    let yes_no = |score: i64| if score > 0 { "yes" } else { "no" };
    Some(match part {
        Part::Kind => Kind::from_number(said.kind?)?.word().to_owned(),
        Part::Sentiment => mood(said.sentiment?).to_owned(),
        Part::Language => said.language.clone()?,
        Part::Toxicity => yes_no(said.toxicity?).to_owned(),
        Part::Spam => yes_no(said.spam?).to_owned(),
        Part::Urgency => yes_no(said.urgency?).to_owned(),
        Part::AsksReply => yes_no(i64::from(said.asks_reply?)).to_owned(),
    })
}

fn mood(score: i64) -> &'static str {
    match score {
        score if score <= -FELT => "negative",
        score if score >= FELT => "positive",
        _ => "neutral",
    }
}
