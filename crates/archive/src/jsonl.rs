//! JSONL of any fields, or objects in one list or document, read through a map of names.

use std::fmt;
use std::io;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::chatwoot_table;
use crate::decode::{self, Encoding};
use crate::fields::{Field, Map};
use crate::foreign;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::generic::{self, Maps, Shared, Values};
use crate::json_layout::{self, Layout, Survey};
use crate::left::{self, Beside};
use crate::lines::Lines;
use crate::phpmyadmin;
use crate::record::{Place, Reason, Row, Rows, Skip, Warning, Warnings};
use crate::scalar::{EXTENDED, Scalar};
use crate::source::{File, Source};
use crate::threads::{Roots, Threads};
use crate::walk::{self, Text};

pub(crate) const FORMAT: Format = Format {
    name: "jsonl",
    title: "JSONL (one JSON object a line), or a list of objects",
    losses: &[Loss::OtherFields],
    mapped: Mapped::ByMap,
    detect,
    open,
};

/// How many lines are looked at for the names of fields.
const SAMPLE_LINES: usize = 200;
/// How many files are looked at for one with a text.
const SAMPLE_FILES: usize = 20;
/// How many lists a refusal names, and how much of the name of each.
const NAMED_MAX: usize = 5;
const NAME_CHARS_MAX: usize = 40;

fn detect(probe: &Probe) -> Confidence {
    let Some(file) = files(probe.source()).next() else { return Confidence::No };
    let head = probe.text(file);
    let line = head.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
    if head.trim_start().starts_with('[') {
        let objects = head.trim_start()[1..].trim_start().starts_with('{');
        return if objects { Confidence::Maybe } else { Confidence::No };
    }
    if !line.starts_with('{') {
        return Confidence::No;
    }
    match serde_json::from_str::<IgnoredAny>(line) {
        Ok(_) if file.has_ending("jsonl") || file.has_ending("ndjson") => Confidence::Likely,
        Ok(_) if head.lines().filter(|line| line.starts_with('{')).count() > 1 => Confidence::Likely,
        Ok(_) => Confidence::Maybe,
        Err(_) if file.has_ending("jsonl") || file.has_ending("ndjson") => Confidence::Maybe,
        Err(_) if holds_objects(probe, &head) => Confidence::Maybe,
        Err(_) => Confidence::No,
    }
}

/// Whether objects stand over several lines, or in lists of one object. Tables beside such a document are more likely
/// what somebody wants read.
fn holds_objects(probe: &Probe, head: &str) -> bool {
    let is_table = |file: &File| ["csv", "tsv", "xlsx"].iter().any(|ending| file.has_ending(ending));
    let holds = || json_layout::are_documents(head) || Survey::of_head(head).lists().next().is_some();
    !probe.source().files().iter().any(is_table) && holds() && foreign::unread(probe).is_none()
}

/// The files to read: those named so, else all that are no other JSON.
fn files(source: &Source) -> impl Iterator<Item = &File> {
    let named = |file: &File| file.has_ending("jsonl") || file.has_ending("ndjson");
    let any_named = source.files().iter().any(named);
    source.files().iter().filter(move |file| !any_named || named(file))
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    if let Some(exports) = phpmyadmin::exports(source, files(source)) {
        return phpmyadmin::open(source, options, exports);
    }
    if let Some(foreign) = unread(source, options) {
        return Err(foreign);
    }
    let maps = Maps::of(options, guess(source))?;
    let (is_unknown, is_told) = (maps.first.get(Field::Text).is_none(), !options.map.is_empty());
    if is_unknown && is_told {
        return Err(Error::Map("--map names no text; add text=…".to_owned()));
    }
    if (is_unknown || is_told)
        && let Some(why) = why_unsure(source, &options.map)
    {
        return Err(Error::Map(format!("{}: {why}", source.name())));
    }
    let shared = Shared::new(source, options, maps.first.clone());
    let files: Vec<File> = files(source).cloned().collect();
    let mut all = All { each: maps.each && files.len() > 1, maps, shared };
    all.shared.threads = all.find_threads(source, &files).map(Arc::new);
    Ok(each_file(source, files, move |source, file| {
        let Opened { text, layout, shape, shared } = all.open(source, file)?;
        if let Some(patterns) = layout.patterns() {
            let mut beside = Beside::default();
            return walk::rows_of(text, file, patterns, move |piece, place| match layout.takes(&piece) {
                true => read_line(piece.raw, &shape, &shared, place),
                false => {
                    let list = json_layout::list_of(&piece);
                    list.and_then(|list| beside.row(list, &piece.raw, &place)).into_iter().collect()
                }
            });
        }
        let lines = Lines::new(text, Arc::clone(&file.path));
        Ok(Box::new(lines.rows_of_each(move |line, place| read_line(line, &shape, &shared, place))))
    }))
}

/// The map that the plan shows and that is used when none is given: that of the first file with a text.
pub(crate) fn guess(source: &Source) -> Result<Map, Error> {
    if let Some(exports) = phpmyadmin::exports(source, files(source)) {
        return phpmyadmin::guess(source, &exports);
    }
    let (mut first, mut inside) = (None, None);
    for file in files(source).take(SAMPLE_FILES) {
        let opened = Layout::open(source, file, &Map::default());
        let (layout, _, text) = opened.map_err(|error| Error::unreadable(file, error))?;
        let names = names(text, &layout);
        let map = Map::guess(names.iter().map(String::as_str));
        match (map.get(Field::Text), layout) {
            (None, _) => first.get_or_insert(map),
            (Some(_), Layout::Lines | Layout::List) => return Ok(map),
            // What is a message in plain sight tells more than a list inside what may be settings.
            (Some(_), _) => inside.get_or_insert(map),
        };
    }
    Ok(inside.or(first).unwrap_or_default())
}

/// What a document is that another program wrote: no list in it has all the words.
fn unread(source: &Source, options: &Options) -> Option<Error> {
    let is_document = |file: &File| {
        let layout = Layout::open(source, file, &Map::default()).map(|(layout, ..)| layout);
        matches!(layout, Ok(Layout::Documents | Layout::Inside(_)))
    };
    let first = files(source).next().filter(|_| options.map.is_empty());
    let foreign = first.and_then(|_| foreign::unread(&Probe::new(source)));
    foreign.filter(|_| first.is_some_and(is_document))
}

/// Why no text was found, or too many were, and what to do.
fn why_unsure(source: &Source, map: &Map) -> Option<String> {
    let of_file = |file| Survey::of_file(source, file).ok(); // tidy(swallow): who guessed has read the file before
    let survey = files(source).next().and_then(of_file).unwrap_or_default();
    let shown = |list: &&str| format!("`{}`", list.chars().take(NAME_CHARS_MAX).collect::<String>());
    let named = |lists: &[&str]| lists.iter().take(NAMED_MAX).map(shown).collect::<Vec<_>>().join(", ");
    let (lists, said) = (survey.lists().collect::<Vec<_>>(), survey.lists_with_text(map));
    match (lists.as_slice(), said.as_slice()) {
        (_, [_, _, ..]) => {
            Some(format!("its lists {} all hold texts; make each a file of its own, such as with jq", named(&said)))
        }
        _ if !map.is_empty() => None,
        ([], _) => Some("no field is called like a text; say which with --map text=…".to_owned()),
        (lists, _) => Some(format!(
            "no field is called like a text, nor any of the objects in {}; say which of theirs is with --map text=…",
            named(lists)
        )),
    }
}

/// The names in the first objects of a file.
fn names(text: Text, layout: &Layout) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut seen = 0;
    layout.each(text, |object| {
        let (text, _) = decode::line(object);
        // A line that is no object is told about when it is read.
        if let Ok(serde_json::Value::Object(object)) = serde_json::from_str(&text) {
            collect_names(&object, "", &mut names);
        }
        seen += 1;
        seen < SAMPLE_LINES
    });
    names
}

/// The texts of the first objects of a file.
fn texts(head: String, layout: &Layout, map: &Map) -> Vec<Option<String>> {
    let (shape, mut texts) = (Shape::of(map), Vec::new());
    layout.each(Box::new(io::Cursor::new(head.into_bytes())), |object| {
        // The last object may not be whole.
        if let Ok(mut values) = values(&decode::line(object).0, &shape) {
            texts.push(values.0[Field::Text as usize].take());
        }
        texts.len() < SAMPLE_LINES
    });
    texts
}

/// How the files of a source are read.
struct All {
    maps: Maps,
    shared: Shared,
    /// Whether a file may have a map of its own.
    each: bool,
}

/// A file that is open, and how its objects are read.
struct Opened {
    text: Text,
    layout: Layout,
    shape: Shape,
    shared: Shared,
}

impl All {
    fn open(&self, source: &Source, file: &File) -> io::Result<Opened> {
        let guessed = Map::default();
        let map = if self.maps.each { &guessed } else { &self.maps.first };
        let (layout, head, text) = Layout::open(source, file, map)?;
        if !self.each {
            let shape = Shape::of(&self.maps.first);
            return Ok(Opened { text, layout, shape, shared: self.shared.clone() });
        }
        let names = names(Box::new(io::Cursor::new(head.clone().into_bytes())), &layout);
        // Where the first text stands the first map holds: what is rare may come only behind the beginning.
        let said = self.maps.first.get(Field::Text).unwrap_or_default();
        let known = said.split('+').any(|said| names.iter().any(|name| name == said));
        let own = (!known).then(|| self.maps.shared(&self.shared, &names, |map| texts(head, &layout, map)));
        let shared = own.unwrap_or_else(|| self.shared.clone().without_strange_threads());
        Ok(Opened { text, layout, shape: Shape::of(&shared.map), shared })
    }

    /// First pass over a source whose conversations are chains of replies; none where no file needs it.
    fn find_threads(&self, source: &Source, files: &[File]) -> Option<Roots> {
        if !self.each && !self.shared.needs_threads() {
            return None;
        }
        let mut threads = Threads::default();
        for file in files {
            // The second pass tells what cannot be opened.
            let Ok(Opened { text, layout, shape, shared }) = self.open(source, file) else { continue };
            if !shared.needs_threads() {
                continue;
            }
            layout.each(text, |object| {
                let (text, _) = decode::line(object);
                if let Ok(mut values) = values(&text, &shape)
                    && let Some((Some(id), parent)) = shared.ids(&mut values)
                {
                    threads.take(&id, parent.as_deref());
                }
                true
            });
            threads.end(&file.path);
        }
        Some(threads.roots())
    }
}

pub(crate) fn collect_names(
    object: &serde_json::Map<String, serde_json::Value>,
    before: &str,
    names: &mut Vec<String>,
) {
    for (name, value) in object {
        let path = format!("{before}{name}");
        match value {
            serde_json::Value::Object(inner) if inner.keys().any(|key| EXTENDED.contains(&key.as_str())) => {
                if !names.contains(&path) {
                    names.push(path);
                }
            }
            serde_json::Value::Object(inner) if before.is_empty() => collect_names(inner, &format!("{path}."), names),
            serde_json::Value::Object(_) | serde_json::Value::Array(_) => {}
            _ if names.contains(&path) => {}
            _ => names.push(path),
        }
    }
}

/// The names to look for, level by level.
#[derive(Debug, Default)]
pub(crate) struct Shape(Vec<(String, Want)>);

#[derive(Debug)]
enum Want {
    Value(Vec<Field>),
    Inside(Shape),
}

impl Shape {
    pub(crate) fn of(map: &Map) -> Shape {
        let mut shape = Shape::default();
        let paths = map.iter().flat_map(|(field, paths)| paths.split('+').map(move |path| (field, path)));
        for (field, path) in paths {
            let parts: Vec<&str> = path.split('.').collect();
            // A flat name with a dot in it is found too.
            shape.add(path, &[], field);
            if let [first, rest @ ..] = parts.as_slice()
                && !rest.is_empty()
            {
                shape.add(first, rest, field);
            }
        }
        shape
    }

    fn add(&mut self, name: &str, rest: &[&str], field: Field) {
        let known = self.0.iter_mut().find(|(known, _)| known == name);
        match (known, rest) {
            (Some((_, Want::Value(fields))), []) => fields.push(field),
            (Some((_, Want::Inside(shape))), [next, rest @ ..]) => shape.add(next, rest, field),
            (Some(_), _) => {}
            (None, []) => self.0.push((name.to_owned(), Want::Value(vec![field]))),
            (None, [next, rest @ ..]) => {
                let mut shape = Shape::default();
                shape.add(next, rest, field);
                self.0.push((name.to_owned(), Want::Inside(shape)));
            }
        }
    }
}

/// Reads the wanted values of one object; everything else is passed over without being kept.
pub(crate) fn values(text: &str, shape: &Shape) -> serde_json::Result<Values> {
    let mut values = Values::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Object { shape, values: &mut values }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(values)
}

struct Object<'a> {
    shape: &'a Shape,
    values: &'a mut Values,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Name>()? {
            match self.shape.0.iter().find(|(known, _)| *known == name.0) {
                None => drop(map.next_value::<IgnoredAny>()?),
                Some((_, Want::Inside(shape))) => map.next_value_seed(Inside(Object { shape, values: self.values }))?,
                Some((_, Want::Value(fields))) => {
                    let value = map.next_value::<Scalar>()?.0;
                    for field in fields {
                        self.values.add(*field, value.clone());
                    }
                }
            }
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

/// An inner object; anything else in its place is passed over.
struct Inside<'a>(Object<'a>);

impl<'de> DeserializeSeed<'de> for Inside<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.visit_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The message of an object, and what it holds besides of other people's words.
fn read_line(line: Vec<u8>, shape: &Shape, shared: &Shared, place: Place) -> Vec<Row> {
    let mut warnings = Warnings::default();
    let (text, encoding) = decode::line(&line);
    if encoding == Encoding::Guessed {
        warnings.add(Warning::Encoding);
    }
    if let Some((reason, detail)) = chatwoot_table::why_object_left(&text) {
        return vec![Err(Skip { place, reason, detail: detail.to_owned() })];
    }
    match values(&text, shape) {
        Ok(values) => {
            let is_read = |name: &str| shape.0.iter().any(|(known, _)| known == name);
            let left = left::rows_of(text.as_bytes(), is_read, &place);
            std::iter::once(generic::row(values, shared, place, line, warnings)).chain(left).collect()
        }
        Err(error) => vec![Err(refuse(place, &error))],
    }
}

/// Why a JSON text is no row.
pub(crate) fn refuse(place: Place, error: &serde_json::Error) -> Skip {
    let detail = error.to_string();
    let reason = if detail.starts_with("recursion limit") { Reason::TooDeep } else { Reason::Malformed };
    Skip { place, reason, detail }
}
