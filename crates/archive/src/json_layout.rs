//! How a file of JSON lays out its objects: a line each, one after the other, or in a list.

use std::io::{self, Cursor};

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::decode;
use crate::fields::{Field, Map};
use crate::generic;
use crate::jsonl::{self, Shape};
use crate::lines::Lines;
use crate::source::{File, Source};
use crate::walk::{self, HEAD_BYTES, Patterns, Piece, Text, Walk};

/// Where the objects of a file stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Layout {
    /// One a line.
    Lines,
    /// Behind each other, over several lines or none.
    Documents,
    /// In one list.
    List,
    /// In the list of this name, inside the one object of the file.
    Inside(String),
}

const TOP: Patterns = &[];
const LIST: Patterns = &[&["*"]];
const INSIDE: Patterns = &[&["*", "*"]];

impl Layout {
    /// The layout of a file, and the file from its beginning. A list inside an object has its texts where the map says,
    /// or, without a map, where they are guessed.
    pub(crate) fn open(source: &Source, file: &File, map: &Map) -> io::Result<(Layout, String, Text)> {
        let (head, text) = walk::open_with_head(source, file)?;
        let known = Layout::of_lines(&head);
        let layout = known.map_or_else(|| Layout::of_object(source, file, &head, map), Ok)?;
        Ok((layout, head, text))
    }

    /// What the first lines tell.
    fn of_lines(head: &str) -> Option<Layout> {
        if head.trim_start().starts_with('[') {
            return Some(Layout::List);
        }
        let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next().filter(|line| line.starts_with('{'));
        let is_whole = first.is_none_or(|line| serde_json::from_str::<IgnoredAny>(line).is_ok());
        (is_whole && (first.is_none() || lines.next().is_some())).then_some(Layout::Lines)
    }

    fn of_object(source: &Source, file: &File, head: &str, map: &Map) -> io::Result<Layout> {
        let survey = Survey::open(source, file, head)?;
        if let [name] = survey.lists_with_text(map).as_slice() {
            return Ok(Layout::Inside((*name).to_owned()));
        }
        let documents = are_documents(head) || survey.is_one && survey.spans_lines;
        Ok(if documents { Layout::Documents } else { Layout::Lines })
    }

    /// Where the objects are, for whoever walks to them; none where they stand a line each.
    pub(crate) fn patterns(&self) -> Option<Patterns> {
        match self {
            Layout::Lines => None,
            Layout::Documents => Some(TOP),
            Layout::List => Some(LIST),
            Layout::Inside(_) => Some(INSIDE),
        }
    }

    /// Whether this is one of the objects.
    pub(crate) fn takes(&self, piece: &Piece) -> bool {
        match self {
            Layout::Inside(name) => list_of(piece).is_some_and(|list| list == name),
            _ => true,
        }
    }

    /// Goes over the objects of a file, as they are written, as long as `more` says so.
    pub(crate) fn each(&self, text: Text, mut more: impl FnMut(&[u8]) -> bool) {
        if let Some(patterns) = self.patterns() {
            let mut walk = Walk::new(text, patterns);
            while let Some(Ok(piece)) = walk.next_piece() {
                if self.takes(&piece) && !more(&piece.raw) {
                    break;
                }
            }
            return;
        }
        let mut lines = Lines::new(text, "".into());
        while let Some(line) = lines.next_line() {
            let Ok(line) = line else { continue };
            if !more(line) {
                break;
            }
        }
    }
}

/// Whether a file begins with several objects that do not stand a line each.
pub(crate) fn are_documents(head: &str) -> bool {
    let mut walk = Walk::new(Box::new(Cursor::new(head.as_bytes().to_vec())), TOP);
    let Some(Ok(first)) = walk.next_piece() else { return false };
    let behind = head.trim_start().get(first.raw.len()..).unwrap_or_default();
    let is_line = !first.raw.contains(&b'\n') && behind.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    !is_line && behind.trim_start().starts_with('{') && serde_json::from_slice::<IgnoredAny>(&first.raw).is_ok()
}

/// The name of the list that an item stands in.
pub(crate) fn list_of(piece: &Piece) -> Option<&str> {
    match piece.path.as_slice() {
        [name, number] if number.bytes().all(|byte| byte.is_ascii_digit()) => Some(name),
        _ => None,
    }
}

/// What the one object of a file holds.
#[derive(Default)]
pub(crate) struct Survey {
    /// The names of its fields, and of those in its objects.
    names: Vec<String>,
    lists: Vec<List>,
    /// Whether nothing stands behind it.
    is_one: bool,
    spans_lines: bool,
}

/// A list, and its first objects as they are written.
#[derive(Default)]
struct List {
    name: String,
    objects: Vec<Vec<u8>>,
    bytes: usize,
}

const NAMES_MAX: usize = 1_000;
const LISTS_MAX: usize = 20;
/// What is kept of one list: its first objects may all be without words.
const LIST_BYTES_MAX: usize = 1 << 20;
/// Words in a list's name that tell that only a map may make it public.
const PRIVATE: [&str; 10] = [
    "private",
    "internal",
    "draft",
    "direct",
    "note",
    "staff",
    "confidential",
    "whisper",
    "inbox",
    "conversationmessage",
];
/// The same, where they are a word for themselves.
const PRIVATE_WORDS: [&str; 4] = ["dm", "dms", "pm", "pms"];
const OBJECT_BYTES_MAX: usize = 64 << 10;

impl Survey {
    /// Looks through a file, unless its objects stand a line each or in one list.
    pub(crate) fn of_file(source: &Source, file: &File) -> io::Result<Survey> {
        let (head, _) = walk::open_with_head(source, file)?;
        if Layout::of_lines(&head).is_some() { Ok(Survey::default()) } else { Survey::open(source, file, &head) }
    }

    /// Looks through a file as far as it is one object.
    fn open(source: &Source, file: &File, head: &str) -> io::Result<Survey> {
        if (head.len() as u64) < HEAD_BYTES {
            return Ok(Survey::of_head(head));
        }
        let mut survey = Survey::of(source.open_text_beside(file)?);
        survey.spans_lines = spans_lines(head);
        Ok(survey)
    }

    pub(crate) fn of_head(head: &str) -> Survey {
        let mut survey = Survey::of(Box::new(Cursor::new(head.as_bytes().to_vec())));
        survey.spans_lines = spans_lines(head);
        survey
    }

    fn of(text: Text) -> Survey {
        let mut survey = Survey { is_one: true, ..Survey::default() };
        let mut walk = Walk::new(text, INSIDE);
        while let Some(piece) = walk.next_piece() {
            match piece {
                Ok(piece) if walk.ended == 0 && survey.has_room() => survey.take(piece),
                // What is cut short is one object for all that is there.
                Err(walk::Fault::Io(_)) if walk.ended == 0 => break,
                _ => return Survey::default(),
            }
        }
        survey
    }

    fn has_room(&self) -> bool {
        self.names.len() < NAMES_MAX && self.lists.len() <= LISTS_MAX
    }

    fn take(&mut self, piece: Piece) {
        let Some(name) = list_of(&piece) else {
            self.names.push(piece.path.join("."));
            return;
        };
        if !piece.raw.starts_with(b"{") {
            return;
        }
        let known = self.lists.iter().position(|list| list.name == name);
        let at = known.unwrap_or_else(|| {
            self.lists.push(List { name: name.to_owned(), ..List::default() });
            self.lists.len() - 1
        });
        if let Some(list) = self.lists.get_mut(at)
            && piece.raw.len() <= OBJECT_BYTES_MAX
            && list.bytes + piece.raw.len() <= LIST_BYTES_MAX
        {
            list.bytes += piece.raw.len();
            list.objects.push(piece.raw);
        }
    }

    /// The lists of objects.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|list| list.name.as_str())
    }

    /// The lists whose objects have a text; none where the object around them has one.
    pub(crate) fn lists_with_text(&self, map: &Map) -> Vec<&str> {
        let own = Map::guess(self.names.iter().map(String::as_str));
        let said = if map.is_empty() { &own } else { map }.get(Field::Text);
        let has = |path: &str| self.names.iter().any(|name| name == path);
        if said.is_some_and(|said| said.split('+').any(has)) {
            return Vec::new();
        }
        let may_be_read = |list: &&List| !map.is_empty() || !is_private(&list.name);
        self.lists.iter().filter(may_be_read).filter(|list| list.has_text(map)).map(|list| list.name.as_str()).collect()
    }
}

fn is_private(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let joined = name.replace(['_', '-'], "");
    PRIVATE.iter().any(|word| joined.contains(word))
        || name.split(['_', '-', ' ']).any(|word| PRIVATE_WORDS.contains(&word))
}

impl List {
    fn has_text(&self, map: &Map) -> bool {
        let guessed = || {
            let mut names = Vec::new();
            for object in &self.objects {
                if let Ok(Value::Object(object)) = serde_json::from_str(&decode::line(object).0) {
                    jsonl::collect_names(&object, "", &mut names);
                }
            }
            Map::guess(names.iter().map(String::as_str))
        };
        let is_told = !map.is_empty();
        let map = if map.is_empty() { guessed() } else { map.clone() };
        let shape = Shape::of(&map);
        let read = |object: &Vec<u8>| jsonl::values(&decode::line(object).0, &shape).ok(); // tidy(swallow): told when it is read
        let values = self.objects.iter().filter_map(read);
        let texts: Vec<_> = values.map(|mut values| values.0[Field::Text as usize].take()).collect();
        texts.iter().flatten().any(|text| !text.is_empty()) && (is_told || generic::are_said(&texts))
    }
}

fn spans_lines(head: &str) -> bool {
    head.trim_start().lines().next().is_some_and(|line| serde_json::from_str::<IgnoredAny>(line).is_err())
        && head.trim().contains('\n')
}
