//! The lines of vCard and iCalendar: `NAME;PARAM=value:value`, folded over several lines, in components.

use std::collections::BTreeMap;
use std::io;

use crate::base64;
use crate::decode::{self, Encoding};
use crate::format::{Confidence, Probe};
use crate::lines::Lines;
use crate::record::{Place, Reason, Skip, Warning, Warnings};
use crate::source::{File, Source};

/// What one component may hold, pictures and what is inside it included.
const COMPONENT_BYTES_MAX: usize = 16 << 20;
/// What a line costs in memory beside its letters.
const LINE_COST_BYTES: usize = 128;
const PARAMETERS_MAX: usize = 100;
const NAME_CHARS_MAX: usize = 100;
/// A picture in a line of its own may be longer than a line of talk.
const LINE_BYTES_MAX: usize = 8 << 20;
const DEPTH_MAX: usize = 16;

/// Whether one of the first files begins with this component.
pub(crate) fn detect(probe: &Probe, begin: &[u8]) -> Confidence {
    let found = probe.source().files().iter().take(20).any(|file| {
        let head = probe.head(file);
        head.trim_ascii_start().get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin))
    });
    if found { Confidence::Sure } else { Confidence::No }
}

/// The files with one of these endings, or the only file.
pub(crate) fn files(source: &Source, endings: [&str; 2]) -> Vec<File> {
    let all = source.files();
    let named = |file: &&File| all.len() == 1 || endings.iter().any(|ending| file.has_ending(ending));
    all.iter().filter(named).cloned().collect()
}

/// One line: its name in capital letters without a group, its parameters, its value as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Property {
    pub(crate) name: String,
    parameters: Vec<(String, String)>,
    raw: String,
}

impl Property {
    fn parse(line: &str) -> Option<Property> {
        let mut quoted = false;
        let colon = line.char_indices().find(|(_, letter)| {
            quoted ^= *letter == '"';
            *letter == ':' && !quoted
        });
        let (head, raw) = (&line[..colon?.0], &line[colon?.0 + 1..]);
        let mut parts = split_outside_quotes(head, ';').take(PARAMETERS_MAX);
        let name = parts.next()?;
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name).trim().to_ascii_uppercase();
        let parameters = parts.map(|part| match part.split_once('=') {
            Some((name, value)) => (name.trim().to_ascii_uppercase(), value.trim_matches('"').to_owned()),
            // vCard 2.1 writes `TEL;HOME:`.
            None => ("TYPE".to_owned(), part.trim().to_owned()),
        });
        let known = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        known.then(|| Property { parameters: parameters.collect(), name, raw: raw.to_owned() })
    }

    /// The value of the first parameter called so.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.parameters
            .iter()
            .any(|(known, found)| (known == name || known == "TYPE") && found.eq_ignore_ascii_case(value))
    }

    fn is_quoted_printable(&self) -> bool {
        self.has("ENCODING", "QUOTED-PRINTABLE")
    }

    /// Whether the value is a file in letters.
    pub(crate) fn is_binary(&self) -> bool {
        self.has("ENCODING", "B") || self.has("ENCODING", "BASE64") || self.raw.starts_with("data:")
    }

    /// The bytes of a file in letters.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        let written = self.raw.split_once(";base64,").map_or(self.raw.as_str(), |(_, written)| written);
        base64::decode(&written.split_ascii_whitespace().collect::<String>())
    }

    /// The value as it stands, with the encoding of vCard 2.1 taken off.
    pub(crate) fn value(&self) -> String {
        if !self.is_quoted_printable() {
            return self.raw.clone();
        }
        let bytes = unquote_printable(&self.raw);
        let charset = self.parameter("CHARSET").unwrap_or("utf-8");
        match charset.to_ascii_lowercase().as_str() {
            "utf-8" | "us-ascii" => decode::line(&bytes).0.into_owned(),
            other => mail_parser::decoders::charsets::map::charset_decoder(other.as_bytes())
                .map_or_else(|| decode::line(&bytes).0.into_owned(), |decoder| decoder(&bytes)),
        }
    }

    /// The value as a text: `\n`, `\,`, `\;` and `\\` are what they stand for.
    pub(crate) fn text(&self) -> String {
        unescape(&self.value()).trim().to_owned()
    }

    /// The parts of a value between `;`, as texts.
    pub(crate) fn parts(&self, separator: char) -> Vec<String> {
        split_unescaped(&self.value(), separator).iter().map(|part| unescape(part).trim().to_owned()).collect()
    }
}

fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |letter| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    })
}

fn split_unescaped(text: &str, separator: char) -> Vec<&str> {
    let mut escaped = false;
    text.split(|letter| {
        let splits = letter == separator && !escaped;
        escaped = letter == '\\' && !escaped;
        splits
    })
    .collect()
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

/// `=C3=A9` is a byte each; what is no such pair stays.
fn unquote_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        let digits = rest.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok()); // tidy(swallow): no pair, so it stays
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            // tidy(swallow): as above
            Some(byte) => {
                out.push(byte);
                rest = &rest[at + 3..];
            }
            None => {
                out.push(b'=');
                rest = &rest[at + 1..];
            }
        }
    }
    out.extend_from_slice(rest);
    out
}

/// One component, `BEGIN:X` to `END:X`, with those inside it.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) properties: Vec<Property>,
    pub(crate) inside: Vec<Component>,
    pub(crate) place: Option<Place>,
    pub(crate) raw: Vec<u8>,
    pub(crate) warnings: Warnings,
    /// What it holds, with all inside it.
    bytes: usize,
}

impl Component {
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The texts of all properties called so that have one.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        self.all(name).map(Property::text).filter(|text| !text.is_empty()).collect()
    }
}

/// Facts of a thing, without those that are empty.
pub(crate) fn facts<const N: usize>(known: [(&str, Vec<String>); N]) -> BTreeMap<String, Vec<String>> {
    let full = known.into_iter().map(|(name, mut values)| {
        values.retain(|value| !value.trim().is_empty());
        (name.to_owned(), values)
    });
    full.filter(|(_, values)| !values.is_empty()).collect()
}

/// The components of a file that are called as wanted, wherever they stand.
pub(crate) struct Components {
    lines: Lines,
    wanted: fn(&str) -> bool,
    /// The line that was read behind a folded one.
    ahead: Option<(Vec<u8>, Place)>,
    /// Where the line begins that was read last.
    at: Place,
    /// The components around the place that has been reached.
    open: Vec<Component>,
}

impl Components {
    pub(crate) fn open(source: &Source, file: &File, wanted: fn(&str) -> bool) -> io::Result<Components> {
        let lines = Lines::open(source, file)?.with_bytes_max(LINE_BYTES_MAX);
        let at = lines.place();
        Ok(Components { lines, wanted, ahead: None, at, open: Vec::new() })
    }

    /// The next line with those that are folded onto it.
    fn next_line(&mut self) -> Option<Result<Vec<u8>, Skip>> {
        let mut line = match self.ahead.take() {
            Some((line, at)) => {
                self.at = at;
                line
            }
            None => match self.lines.next_line()? {
                Ok(line) => {
                    let line = line.to_vec();
                    self.at = self.lines.place();
                    line
                }
                Err(skip) => return Some(Err(skip)),
            },
        };
        let head = line.split(|byte| *byte == b':').next().unwrap_or(b"").to_ascii_uppercase();
        let quoted = memchr::memmem::find(&head, b"QUOTED-PRINTABLE").is_some();
        let binary = memchr::memmem::find(&head, b"BASE64").is_some();
        loop {
            match self.lines.next_line() {
                None => return Some(Ok(line)),
                Some(Err(skip)) => return Some(Err(skip)),
                Some(Ok(next)) if quoted && line.ends_with(b"=") => {
                    line.pop();
                    line.extend_from_slice(next);
                }
                Some(Ok([b' ' | b'\t', next @ ..])) => line.extend_from_slice(next),
                // vCard 2.1 ends a file in letters with an empty line.
                Some(Ok(next)) if binary && !next.is_empty() && !next.contains(&b':') => line.extend_from_slice(next),
                Some(Ok(next)) => {
                    let next = next.to_vec();
                    self.ahead = Some((next, self.lines.place()));
                    return Some(Ok(line));
                }
            }
            if line.len() > LINE_BYTES_MAX {
                return Some(Err(Skip { place: self.lines.place(), reason: Reason::TooLong, detail: String::new() }));
            }
        }
    }

    /// Takes one line in; gives a component that it ends, if that is wanted.
    fn take(&mut self, line: &[u8]) -> Option<Result<Component, Skip>> {
        let (text, encoding) = decode::line(line);
        let Some(property) = Property::parse(&text) else { return self.keep(line) };
        let name: String = property.raw.trim().chars().take(NAME_CHARS_MAX).collect();
        let name = name.to_ascii_uppercase();
        let wanted = self.wanted;
        // Some programs write what they did not mean before it: `NoneBEGIN:VEVENT`.
        let begins = property.name == "BEGIN" || property.name.ends_with("BEGIN") && wanted(&name);
        match property.name.as_str() {
            _ if begins => {
                let place = Some(self.at.clone());
                if self.open.len() < DEPTH_MAX {
                    self.open.push(Component { name, place, ..Component::default() });
                }
                self.keep(line)
            }
            "END" => {
                let fault = self.keep(line);
                let at = self.open.iter().rposition(|open| open.name == name);
                if at.is_none() && wanted(&name) {
                    let detail = format!("an end of {name} without its beginning");
                    return Some(Err(Skip { place: self.at.clone(), reason: Reason::Malformed, detail }));
                }
                let ended = at.and_then(|at| self.open.drain(at..).next());
                if fault.is_some() { fault } else { ended.and_then(|ended| self.finish(ended)) }
            }
            _ => {
                let fault = self.keep(line);
                let kept = self.open.iter().any(|open| wanted(&open.name));
                if let Some(open) = self.open.last_mut().filter(|_| kept) {
                    if encoding == Encoding::Guessed {
                        open.warnings.add(Warning::Encoding);
                    }
                    open.properties.push(property);
                }
                fault
            }
        }
    }

    /// Keeps the line for the source record of the outermost wanted component.
    fn keep(&mut self, line: &[u8]) -> Option<Result<Component, Skip>> {
        let wanted = self.wanted;
        let outer = self.open.iter_mut().find(|open| wanted(&open.name))?;
        outer.bytes += line.len() + LINE_COST_BYTES;
        if outer.bytes > COMPONENT_BYTES_MAX {
            let place = outer.place.clone()?;
            self.open.clear();
            return Some(Err(Skip { place, reason: Reason::TooLong, detail: "more than 16 MiB".to_owned() }));
        }
        outer.raw.extend_from_slice(line);
        outer.raw.extend_from_slice(b"\r\n");
        None
    }

    fn finish(&mut self, ended: Component) -> Option<Result<Component, Skip>> {
        let wanted = self.wanted;
        if !self.open.iter().any(|open| wanted(&open.name)) {
            return wanted(&ended.name).then_some(Ok(ended));
        }
        if let Some(parent) = self.open.last_mut().filter(|parent| parent.inside.len() < 1_000) {
            parent.inside.push(ended);
        }
        None
    }
}

impl Iterator for Components {
    type Item = Result<Component, Skip>;

    fn next(&mut self) -> Option<Self::Item> {
        let wanted = self.wanted;
        loop {
            let line = match self.next_line() {
                None => break,
                Some(Err(skip)) => return Some(Err(skip)),
                Some(Ok(line)) => line,
            };
            if let Some(found) = self.take(&line) {
                return Some(found);
            }
        }
        // The file ends inside a component.
        let cut = self.open.drain(..).find(|open| wanted(&open.name))?;
        let place = cut.place?;
        Some(Err(Skip { place, reason: Reason::Malformed, detail: format!("BEGIN:{} is never ended", cut.name) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_its_name_its_parameters_and_its_value() {
        let line = Property::parse("item1.tel;type=\"voice,home\";X=\"a:b;c\";PREF:+1 (2)").expect("a property");
        assert_eq!(
            (line.name.as_str(), line.parameter("TYPE"), line.parameter("X"), line.text().as_str()),
            ("TEL", Some("voice,home"), Some("a:b;c"), "+1 (2)")
        );
        assert_eq!(Property::parse("no colon"), None);
        assert_eq!(Property::parse(":x"), None);
        let parts = Property::parse("N:O\\;B;Ada\\, Dr.\\n;;").expect("a property").parts(';');
        assert_eq!(parts, ["O;B", "Ada, Dr.", "", ""]);
    }

    #[test]
    fn the_encodings_of_old_cards_are_taken_off() {
        for (line, expected) in [
            ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Andr=C3=A9", "André"),
            ("FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Andr=E9 =", "André ="),
            ("FN;ENCODING=QUOTED-PRINTABLE:a=0Ab=zz", "a\nb=zz"),
        ] {
            assert_eq!(Property::parse(line).expect("a property").text(), expected);
        }
    }
}
