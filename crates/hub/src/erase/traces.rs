//! What tells of a person in others' words: names, quotes and ids, found and taken out; pure.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::ConversationId;
use serde::{Deserialize, Serialize};

/// What stands where something was taken out.
pub(super) const ERASED: &str = "[erased]";
/// A quoted line of at least this many characters is theirs wherever it stands.
const LONG_LINE_CHARS: usize = 24;
/// Shorter plain words may be anybody's: they are taken out only where they call somebody.
const PLAIN_CHARS: usize = 8;
/// Shorter ids may be any number.
const ID_CHARS: usize = 6;
/// A quote as forums write it: `[quote="ada"]words[/quote]`.
const TAG: &str = "[quote";
const CLOSE: &str = "[/quote]";

/// How a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Where it calls somebody: `@ada`, `Ada wrote:`.
    Calls,
    /// As a word wherever it stands.
    Everywhere,
}

/// Names and handles in lower case. One look for each length finds any of them: a person may have a thousand.
#[derive(Default)]
struct Names {
    reach: HashMap<Box<[char]>, Reach>,
    /// How long those are that begin with a letter.
    lengths: HashMap<char, BTreeSet<usize>>,
}

/// A text as names are looked for in it.
struct Letters {
    all: Vec<char>,
    lower: Vec<char>,
    /// Where in `lower` each of `all` begins, and its end: a letter may have several in lower case.
    begins: Vec<usize>,
}

/// All that one person is known by.
#[derive(Default)]
pub struct Traces {
    names: Names,
    ids: HashSet<String>,
    /// Lines that they wrote, in their conversations.
    lines: HashSet<(i64, String)>,
    long_lines: HashSet<String>,
}

/// Whether a name can only mean this person: it has a space, a sign or a digit, or is long and rare.
pub(super) fn is_telling(name: &str) -> bool {
    name.chars().count() >= PLAIN_CHARS
        || name.chars().any(|letter| !letter.is_alphabetic()) && name.chars().count() > 3
}

impl Traces {
    /// A name or handle; a common one is taken out only where it calls somebody.
    pub fn add_name(&mut self, name: &str, is_common: Common) {
        let name = name.trim();
        if name.chars().count() < 2 {
            return;
        }
        let everywhere = is_telling(name) && is_common == Common::No;
        let reach = if everywhere { Reach::Everywhere } else { Reach::Calls };
        self.names.add(name.chars().flat_map(char::to_lowercase).collect(), reach);
    }

    pub fn add_id(&mut self, id: &str) {
        if id.len() >= ID_CHARS {
            self.ids.insert(id.to_owned());
        }
    }

    /// What they wrote in a conversation. What they quoted is not theirs.
    pub fn add_text(&mut self, conversation: ConversationId, text: &str) {
        let own = text.lines().filter(|line| !line.trim_start().starts_with('>'));
        let mut all: Vec<String> = own.map(normal).filter(|line| !line.is_empty()).collect();
        all.push(all.join(" "));
        for line in all.into_iter().filter(|line| !line.is_empty()) {
            if line.chars().count() >= LONG_LINE_CHARS {
                self.long_lines.insert(line.clone());
            }
            self.lines.insert((conversation.0, line));
        }
    }

    pub(super) fn is_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether a text names the person, or holds an id or a long line of theirs.
    pub fn touch(&self, text: &str) -> bool {
        self.without_names(text).is_some()
            || text.split(|letter: char| !is_id_letter(letter)).any(|word| self.ids.contains(word))
            || text.lines().any(|line| self.long_lines.contains(&normal(line)))
    }

    /// The text of somebody else without this person; `None` where nothing had to go.
    pub fn cleaned(&self, conversation: ConversationId, text: &str) -> Option<String> {
        let unquoted = self.without_quotes(conversation, text);
        let unnamed = self.without_names(unquoted.as_deref().unwrap_or(text));
        unnamed.or(unquoted)
    }

    /// Names and handles, in any letter case, as whole words.
    pub fn without_names(&self, text: &str) -> Option<String> {
        let letters = Letters::of(text);
        let mut cleaned = String::new();
        let (mut at, mut from, mut found) = (0, 0, false);
        while at < letters.all.len() {
            let starts = at == 0 || !is_word(letters.all[at - 1]);
            match if starts { self.names.end_at(&letters, at) } else { None } {
                Some(end) => {
                    cleaned.extend(&letters.all[from..at]);
                    cleaned.push_str(ERASED);
                    (at, from, found) = (end, end, true);
                }
                None => at += 1,
            }
        }
        cleaned.extend(&letters.all[from..]);
        found.then_some(cleaned)
    }

    /// Quote blocks that hold a line of theirs, or that a line introduces which names them.
    fn without_quotes(&self, conversation: ConversationId, text: &str) -> Option<String> {
        let lines: Vec<&str> = text.split('\n').collect();
        let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
        let (mut at, mut found, mut before) = (0, false, "");
        while at < lines.len() {
            let (end, rest) = block_end(&lines, at);
            if end == at {
                before = if lines[at].trim().is_empty() { before } else { lines[at] };
                kept.push(lines[at]);
                at += 1;
                continue;
            }
            let introduced = before.trim_end().ends_with(':') && self.without_names(before).is_some();
            if introduced || lines[at..end].iter().any(|line| self.is_line(conversation, line)) {
                kept.push("> [erased]");
                kept.extend(Some(rest.trim()).filter(|rest| !rest.is_empty()));
                found = true;
            } else {
                kept.extend(&lines[at..end]);
            }
            (at, before) = (end, "");
        }
        found.then(|| kept.join("\n"))
    }

    fn is_line(&self, conversation: ConversationId, line: &str) -> bool {
        let line = normal(line);
        !line.is_empty() && (self.long_lines.contains(&line) || self.lines.contains(&(conversation.0, line)))
    }
}

/// Whether many others say a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Common {
    Yes,
    No,
}

impl Names {
    fn add(&mut self, letters: Box<[char]>, reach: Reach) {
        let Some(first) = letters.first() else { return };
        self.lengths.entry(*first).or_default().insert(letters.len());
        let known = self.reach.entry(letters).or_insert(reach);
        *known = reach.max(*known);
    }

    /// Where the longest name ends that starts at `at` and stands there as it must.
    fn end_at(&self, letters: &Letters, at: usize) -> Option<usize> {
        let begin = letters.begins[at];
        let lengths = self.lengths.get(letters.lower.get(begin)?)?;
        lengths.iter().rev().find_map(|length| {
            let reach = self.reach.get(letters.lower.get(begin..begin + length)?)?;
            let end = letters.begins.binary_search(&(begin + length)).ok()?; // tidy(swallow): within a letter ends no name
            let ends = letters.all.get(end).is_none_or(|letter| !is_word(*letter));
            (ends && (*reach == Reach::Everywhere || calls(&letters.all, at, end))).then_some(end)
        })
    }
}

impl Letters {
    fn of(text: &str) -> Letters {
        let all: Vec<char> = text.chars().collect();
        let (mut lower, mut begins) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len() + 1));
        for letter in &all {
            begins.push(lower.len());
            lower.extend(letter.to_lowercase());
        }
        begins.push(lower.len());
        Letters { all, lower, begins }
    }
}

fn calls(letters: &[char], at: usize, end: usize) -> bool {
    let before: String = letters[at.saturating_sub(4)..at].iter().collect();
    let after: String = letters[end..letters.len().min(end + 10)].iter().collect();
    ["@", "@**", "@_**"].iter().any(|sign| before.ends_with(sign))
        || [" wrote:", " said:", " a écrit"].iter().any(|word| after.starts_with(word))
}

/// Where the quote ends that starts at `at`, and what its last line says behind it; `at` itself where none
/// starts.
fn block_end<'a>(lines: &[&'a str], at: usize) -> (usize, &'a str) {
    let opens = lines[at].trim_start();
    if opens.starts_with(TAG) {
        let close = (at..lines.len()).find_map(|line| Some((line + 1, lines[line].rsplit_once(CLOSE)?.1)));
        return close.unwrap_or((lines.len(), ""));
    }
    if opens.starts_with("```quote") || opens.starts_with("~~~quote") {
        let closes = |line: &&str| ["```", "~~~"].contains(&line.trim());
        return (lines[at + 1..].iter().position(closes).map_or(lines.len(), |past| at + past + 2), "");
    }
    (at + lines[at..].iter().take_while(|line| line.trim_start().starts_with('>')).count(), "")
}

/// A line of a quote without the tags around it.
fn untagged(line: &str) -> &str {
    let line = line.rsplit_once(CLOSE).map_or(line, |(quoted, _)| quoted);
    let opened = line.trim_start().strip_prefix(TAG).and_then(|rest| rest.split_once(']'));
    opened.map_or(line, |(_, quoted)| quoted)
}

/// A line as it is compared: without quote signs and tags, in lower case, with single spaces.
fn normal(line: &str) -> String {
    let own = untagged(line).trim_start_matches(|letter: char| letter == '>' || letter.is_whitespace());
    let words: Vec<String> = own.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn is_id_letter(letter: char) -> bool {
    letter.is_alphanumeric() || "@._$+-=/".contains(letter)
}
