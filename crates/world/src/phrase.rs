//! Sentences with slots and alternatives, read from the phrase books and said anew each time.
//!
//! A book is a text file. `## topic kind` opens a topic; each line below is `section: sentence`. In a
//! sentence `[a|b]` is either, and `{slot}` is filled from the conversation, or from the lines
//! `slot.NAME: value` of the topic `general`. Letters after a section tie lines together: after an
//! `open.b`, a title or an answer marked with `b` is preferred, and none that is marked otherwise.

use std::collections::HashMap;

use model::Kind;

use crate::random::{Random, mix};

/// Stands for the letter of an opening that has none.
const UNTIED: char = '-';

/// What a conversation knows when a sentence is said: the same slot gets the same value all along.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation<'a> {
    pub seed: u64,
    /// The letter of the opening, or [`UNTIED`]; `None` while there is no opening.
    pub tag: Option<char>,
    /// Names of versions, people and products: looked up first.
    pub known: &'a [(&'a str, &'a str)],
}

#[derive(Debug)]
enum Piece {
    Text(&'static str),
    Slot(&'static str),
    Either(Vec<Sentence>),
}

/// A sentence ready to be said.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// Its place in the book, so that a conversation can know that it has been said.
    id: u32,
    /// The letters of the openings to which it belongs; none: to all.
    tags: &'static str,
    pieces: Vec<Piece>,
}

/// Sentences of one topic in one language, by section.
#[derive(Debug)]
pub(crate) struct Topic {
    pub name: &'static str,
    pub kind: Kind,
    sections: HashMap<&'static str, Vec<Sentence>>,
}

/// All sentences of one language.
#[derive(Debug)]
pub(crate) struct Book {
    pub language: &'static str,
    pub topics: Vec<Topic>,
    slots: HashMap<&'static str, Vec<&'static str>>,
    general: Topic,
}

impl Topic {
    fn new(name: &'static str, kind: Kind) -> Topic {
        Topic { name, kind, sections: HashMap::new() }
    }

    /// The sentences of a section; none if the book has none.
    pub(crate) fn section(&self, section: &str) -> &[Sentence] {
        self.sections.get(section).map_or(&[], Vec::as_slice)
    }
}

impl Book {
    /// Reads a book; what it cannot read is a mistake of ours and told with its line.
    pub(crate) fn read(language: &'static str, text: &'static str) -> Result<Book, String> {
        let mut book =
            Book { language, topics: Vec::new(), slots: HashMap::new(), general: Topic::new("general", Kind::Other) };
        let mut in_general = true;
        for (number, line) in text.lines().enumerate() {
            let fault = |what: &str| format!("{language}, line {}: {what}: {line}", number + 1);
            if let Some(heading) = line.strip_prefix("## ") {
                let (name, kind) = heading.split_once(' ').unwrap_or((heading, "other"));
                in_general = name == "general";
                if !in_general {
                    book.topics.push(Topic::new(name, kind.parse().map_err(|_| fault("no such kind"))?));
                }
                continue;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (section, sentence) = line.split_once(": ").ok_or_else(|| fault("no section"))?;
            if let Some(slot) = section.strip_prefix("slot.") {
                book.slots.entry(slot).or_default().extend(sentence.split('|'));
                continue;
            }
            let topic = if in_general { Some(&mut book.general) } else { book.topics.last_mut() };
            let topic = topic.ok_or_else(|| fault("before the first topic"))?;
            let (section, tags) = section.split_once('.').unwrap_or((section, ""));
            let sentence =
                Sentence::read(sentence, (number as u32, tags)).ok_or_else(|| fault("brackets do not match"))?;
            topic.sections.entry(section).or_default().push(sentence);
        }
        Ok(book)
    }

    pub(crate) fn general(&self, section: &str) -> &[Sentence] {
        self.general.section(section)
    }

    /// Appends a sentence of `section`, of the topic if it has one, else of the general ones. Says
    /// whether there was one.
    pub(crate) fn say(
        &self,
        from: &Topic,
        section: &str,
        situation: &Situation,
        random: &mut Random,
        text: &mut String,
    ) -> bool {
        let Some(sentence) = self.pick(from, section, (situation.tag, &[]), random) else { return false };
        sentence.say(self, situation, random, text);
        true
    }

    /// A sentence of `section` that goes with the opening and was not said before.
    pub(crate) fn pick<'a>(
        &'a self,
        from: &'a Topic,
        section: &str,
        (tag, said): (Option<char>, &[u32]),
        random: &mut Random,
    ) -> Option<&'a Sentence> {
        let sentences = self.sentences(from, section);
        let own = |sentence: &Sentence| tag.is_some_and(|tag| sentence.tags.contains(tag));
        let free = |sentence: &Sentence| sentence.tags.is_empty();
        // A further detail may be of the opening or of the topic; an answer must be to the point.
        let only_own = section != "more" && sentences.iter().any(own);
        let anything = tag.is_none() || !(only_own || sentences.iter().any(free));
        let fits = |sentence: &&Sentence| {
            let goes = anything || own(sentence) || (!only_own && free(sentence));
            goes && !said.contains(&sentence.id)
        };
        let count = sentences.iter().filter(fits).count();
        if count == 0 {
            return None;
        }
        sentences.iter().filter(fits).nth(random.below(count))
    }

    fn sentences<'a>(&'a self, from: &'a Topic, section: &str) -> &'a [Sentence] {
        let own = from.section(section);
        if own.is_empty() { self.general(section) } else { own }
    }

    fn fill<'a>(&self, slot: &str, situation: &Situation<'a>) -> Option<&'a str> {
        if let Some((_, value)) = situation.known.iter().find(|(name, _)| *name == slot) {
            return Some(value);
        }
        let values = self.slots.get(slot)?;
        let hash = slot.bytes().fold(situation.seed, |hash, byte| mix(hash ^ u64::from(byte)));
        values.get((hash % values.len() as u64) as usize).copied()
    }
}

impl Sentence {
    fn read(text: &'static str, (id, tags): (u32, &'static str)) -> Option<Sentence> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['[', '{']) {
            if at > 0 {
                pieces.push(Piece::Text(&rest[..at]));
            }
            if rest.as_bytes()[at] == b'{' {
                let end = at + rest[at..].find('}')?;
                pieces.push(Piece::Slot(&rest[at + 1..end]));
                rest = &rest[end + 1..];
            } else {
                let end = closing(rest, at)?;
                let choices =
                    split_choices(&rest[at + 1..end]).into_iter().map(|choice| Sentence::read(choice, (id, tags)));
                pieces.push(Piece::Either(choices.collect::<Option<_>>()?));
                rest = &rest[end + 1..];
            }
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        Some(Sentence { id, tags, pieces })
    }

    pub(crate) const fn id(&self) -> u32 {
        self.id
    }

    /// The letter by which what follows is tied to this opening.
    pub(crate) fn tag(&self) -> char {
        self.tags.chars().next().unwrap_or(UNTIED)
    }

    pub(crate) fn say(&self, book: &Book, situation: &Situation, random: &mut Random, text: &mut String) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Slot(slot) => text.push_str(book.fill(slot, situation).unwrap_or(slot)),
                Piece::Either(choices) => random.pick(choices).say(book, situation, random, text),
            }
        }
    }

    /// The slots that the sentence names, for the test that all can be filled.
    #[cfg(test)]
    fn slots(&self) -> Vec<&'static str> {
        let of_piece = |piece: &Piece| match piece {
            Piece::Text(_) => Vec::new(),
            Piece::Slot(slot) => vec![*slot],
            Piece::Either(choices) => choices.iter().flat_map(Sentence::slots).collect(),
        };
        self.pieces.iter().flat_map(of_piece).collect()
    }
}

/// Where the bracket that opens at `from` closes.
fn closing(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The alternatives between bars that stand outside inner brackets.
fn split_choices(text: &'static str) -> Vec<&'static str> {
    let (mut depth, mut from, mut choices) = (0_usize, 0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => {
                choices.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    choices.push(&text[from..]);
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BOOKS;

    const SITUATION: Situation = Situation { seed: 3, tag: None, known: &[("fw", "2.4")] };

    #[test]
    fn slots_keep_their_value_and_alternatives_vary() {
        let book = Book::read(
            "en",
            "slot.gear: drum machine|sampler|laptop\n## clock bug\nopen: My {gear} and {fw} [drift|part [now|again]].\n",
        );
        let book = book.unwrap();
        let mut random = Random::new(1);
        let mut said = std::collections::BTreeSet::new();
        for _ in 0..50 {
            let mut text = String::new();
            assert!(book.say(&book.topics[0], "open", &SITUATION, &mut random, &mut text));
            said.insert(text);
        }
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(!book.say(&book.topics[0], "answer", &SITUATION, &mut random, &mut String::new()));
    }

    #[test]
    fn an_answer_is_to_the_opening() {
        let book = "## x bug\nopen.a: A\nopen.b: B\nanswer.a: to A\nanswer: to all\nmore.b: of B\nmore: of all\n";
        let book = Book::read("en", book).unwrap();
        let pick = |section, tag| {
            let said = (0..20).filter_map(|seed| {
                let sentence = book.pick(&book.topics[0], section, (tag, &[]), &mut Random::new(seed))?;
                let mut text = String::new();
                sentence.say(&book, &SITUATION, &mut Random::new(1), &mut text);
                Some(text)
            });
            said.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("|")
        };
        assert_eq!(pick("open", None), "A|B");
        assert_eq!([pick("answer", Some('a')), pick("answer", Some('b'))], ["to A", "to all"]);
        assert_eq!([pick("more", Some('a')), pick("more", Some('b'))], ["of all", "of B|of all"]);
    }

    #[test]
    fn a_wrong_book_says_where() {
        for (text, fault) in
            [("## x nokind\n", "line 1"), ("\nhello\n", "line 2"), ("## x bug\nopen: [a|b\n", "line 2")]
        {
            assert!(Book::read("en", text).unwrap_err().contains(fault), "{text}");
        }
    }

    #[test]
    fn every_slot_of_every_book_can_be_filled() {
        for (language, text) in BOOKS {
            let book = Book::read(language, text).unwrap();
            let topics = book.topics.iter().chain([&book.general]);
            for slot in topics.flat_map(|topic| topic.sections.values().flatten()).flat_map(Sentence::slots) {
                let known = crate::story::KNOWN_SLOTS.contains(&slot) || book.slots.contains_key(slot);
                assert!(known, "{language}: {slot}");
            }
        }
    }
}
