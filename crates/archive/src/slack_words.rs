//! The words of a Slack message: names for ids, and what blocks and cards say beside the text.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::html;
use crate::scalar::{Scalar, lenient};
use crate::slack::Message;
use crate::slack_files::SlackFile;

/// How many cards of one message are read. Slack itself takes 100; what stands behind them stays in the source.
const CARDS_MAX: usize = 100;

/// What a program or a link shows below a message.
#[derive(Default, Deserialize)]
pub(crate) struct Card {
    #[serde(default)]
    pretext: Scalar,
    #[serde(default)]
    author_name: Scalar,
    #[serde(default)]
    title: Scalar,
    #[serde(default)]
    text: Scalar,
    #[serde(default)]
    fallback: Scalar,
    /// Set where the card only unfolds a link that stands in the text.
    #[serde(default)]
    from_url: Scalar,
    /// Another message that somebody shared here.
    #[serde(default)]
    is_share: bool,
    #[serde(default, deserialize_with = "lenient")]
    fields: Vec<CardField>,
    #[serde(default)]
    blocks: Value,
    #[serde(default)]
    message_blocks: Value,
    /// Files of a shared message.
    #[serde(default, deserialize_with = "lenient")]
    pub(crate) files: Vec<SlackFile>,
    #[serde(default)]
    pub(crate) image_url: Scalar,
}

/// The first [`CARDS_MAX`] cards that say something of their own: not those that unfold a link of the text.
pub(crate) fn said_cards(cards: &[Card]) -> impl Iterator<Item = &Card> {
    cards.iter().filter(|card| card.from_url.as_str().is_empty() || card.is_share).take(CARDS_MAX)
}

#[derive(Default, Deserialize)]
struct CardField {
    #[serde(default)]
    title: Scalar,
    #[serde(default)]
    value: Scalar,
}

fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// Adds the lines whose words the text does not have already.
fn add_unsaid(text: &mut String, lines: &str) {
    let bare = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let said = bare(text);
    for line in lines.lines().filter(|line| !bare(line).is_empty() && !said.contains(&bare(line))) {
        text.push('\n');
        text.push_str(line);
    }
}

/// The names that ids stand for.
#[derive(Default)]
pub(crate) struct Named {
    /// Name, and whether it is a program.
    pub(crate) users: HashMap<String, (Option<String>, bool)>,
    /// Users by the numbers that their programs have of their own.
    pub(crate) bots: HashMap<String, String>,
    /// Folder or id to id and name.
    pub(crate) rooms: HashMap<String, (String, String)>,
    /// Names that people have in their own rows, where no list tells them.
    pub(crate) told: HashMap<String, String>,
}

impl Named {
    /// The text, with what cards of programs say below it.
    pub(crate) fn text(&self, found: &Message) -> String {
        let mut text = self.plain(found.text.as_deref().unwrap_or(""));
        if text.is_empty() {
            text = self.plain(&words_of(&found.blocks));
        } else {
            // A text stands for the blocks beside it, but never for their tables.
            for table in found.blocks.as_array().into_iter().flatten().filter(|block| is_table(block)) {
                text.push('\n');
                text.push_str(&self.plain(&rows_of(table).join("\n")));
            }
            // Of programs the text is what a telephone shows when it rings; a poll stands in the blocks alone.
            if found.is_by_program() {
                add_unsaid(&mut text, &self.plain(&words_of(&found.blocks)));
            }
        }
        text = self.with_cards(text, &found.attachments);
        for line in found.files.iter().chain(&found.file).flat_map(SlackFile::mail) {
            push_line(&mut text, line);
        }
        text
    }

    /// A text and below it what its first [`CARDS_MAX`] cards say, which Mattermost has from Slack.
    pub(crate) fn with_cards(&self, mut text: String, cards: &[Card]) -> String {
        for card in said_cards(cards) {
            let said = self.card(card);
            if text.contains(&said) && !said.is_empty() {
                continue;
            }
            // Of a message that somebody shares, the quotation is enough.
            let author = if card.is_share { String::new() } else { self.plain(card.author_name.as_str()) };
            for line in [author, said].iter().filter(|line| !line.trim().is_empty()) {
                push_line(&mut text, line);
            }
        }
        text
    }

    fn card(&self, card: &Card) -> String {
        let fields = card.fields.iter().map(|field| match field.title.as_str() {
            "" => field.value.as_str().to_owned(),
            title => format!("{title}: {}", field.value.as_str()),
        });
        let heads = [&card.pretext, &card.title, &card.text].map(|said| said.as_str().to_owned());
        let said = heads.into_iter().chain(fields).map(|said| self.plain(&said));
        let mut said = said.filter(|said| !said.trim().is_empty()).collect::<Vec<_>>().join("\n");
        if said.is_empty() {
            said = self.plain(&words_of(&card.blocks));
        }
        if said.is_empty() {
            said = self.plain(&words_of(&card.message_blocks));
        }
        if said.is_empty() && card.fallback.as_str() != "[no preview available]" {
            said = self.plain(card.fallback.as_str());
        }
        if card.is_share {
            return said.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
        }
        said
    }

    /// Names in the place of `<@U1>`, `<#C1|general>`, `<https://…|label>`, `<!here>`.
    pub(crate) fn plain(&self, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            // None is closed behind one that is not.
            let Some((inside, behind)) = after.split_once('>') else {
                rest = &rest[before.len()..];
                break;
            };
            let (target, label) =
                inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
            out.push_str(&self.reference(target, label));
            rest = behind;
        }
        out.push_str(rest);
        html::entities(&out)
    }

    fn reference(&self, target: &str, label: Option<&str>) -> String {
        let label = label.filter(|label| !label.is_empty());
        if let Some(user) = target.strip_prefix('@') {
            let known = self.users.get(user).and_then(|(name, _)| name.as_deref());
            let name = known.or_else(|| self.told.get(user).map(String::as_str));
            return format!("@{}", name.or(label).unwrap_or(user));
        }
        if let Some(room) = target.strip_prefix('#') {
            let name = self.rooms.values().find(|(id, _)| id == room).map(|(_, name)| name.as_str());
            return format!("#{}", label.or(name).unwrap_or(room));
        }
        if let Some(command) = target.strip_prefix('!') {
            let (word, id) = command.split_once('^').unwrap_or((command, ""));
            let unnamed = if word == "subteam" { id } else { word };
            return label.map_or_else(|| format!("@{unnamed}"), str::to_owned);
        }
        match label.filter(|label| *label != target && !target.ends_with(label) && !is_number_of(label, target)) {
            Some(label) => format!("{label} &lt;{target}&gt;"),
            None if target.starts_with("tel:") => label.unwrap_or(&target["tel:".len()..]).to_owned(),
            None => target.strip_prefix("mailto:").unwrap_or(target).to_owned(),
        }
    }
}

/// Whether a label is the number that a link calls, written in groups.
fn is_number_of(label: &str, target: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|sign| !" -()./".contains(*sign)).collect::<String>();
    target.strip_prefix("tel:").is_some_and(|number| bare(number) == bare(label))
}

/// The words of blocks, which programs send in the place of a text, in Slack's own marks.
pub(crate) fn words_of(blocks: &Value) -> String {
    let mut lines = Vec::new();
    collect(blocks, &mut lines);
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

fn collect(block: &Value, lines: &mut Vec<String>) {
    if let Value::Array(list) = block {
        list.iter().for_each(|block| collect(block, lines));
        return;
    }
    let Value::Object(fields) = block else { return };
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or("");
    match (kind, fields.get("text")) {
        // Buttons and menus say nothing.
        ("actions" | "button" | "overflow" | "checkboxes" | "radio_buttons", _) => {}
        (menu, _) if menu.ends_with("_select") || menu.ends_with("picker") => {}
        ("table", _) => lines.extend(rows_of(block)),
        ("rich_text_section" | "rich_text_preformatted" | "rich_text_quote", _) => {
            let parts = fields.get("elements").and_then(Value::as_array).into_iter().flatten();
            lines.push(parts.map(inline).collect());
        }
        ("plain_text", Some(Value::String(text))) => lines.push(escaped(text)),
        (_, Some(Value::String(text))) => lines.push(text.clone()),
        _ => fields.values().for_each(|field| collect(field, lines)),
    }
}

fn is_table(block: &Value) -> bool {
    block.get("type").and_then(Value::as_str) == Some("table")
}

/// The rows of a table, a line each.
fn rows_of(table: &Value) -> Vec<String> {
    let rows = table.get("rows").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_array);
    rows.map(|row| row.iter().map(|cell| words_of(cell).replace('\n', " ")).collect::<Vec<_>>().join(" | ")).collect()
}

/// One part of a line of rich text.
fn inline(part: &Value) -> String {
    let field = |name: &str| part.get(name).and_then(Value::as_str).unwrap_or("");
    match field("type") {
        "user" => format!("<@{}>", field("user_id")),
        "usergroup" => format!("<!subteam^{}>", field("usergroup_id")),
        "channel" => format!("<#{}>", field("channel_id")),
        "broadcast" => format!("<!{}>", field("range")),
        "emoji" => format!(":{}:", field("name")),
        "link" if field("text").is_empty() => format!("<{}>", field("url")),
        "link" => format!("<{}|{}>", field("url"), escaped(field("text"))),
        "date" => escaped(field("fallback")),
        _ => escaped(field("text")),
    }
}

/// Slack writes these three letters as entities everywhere but in rich text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
