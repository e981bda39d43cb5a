//! XML read piece by piece: elements, their attributes and their texts, under limits; entities that a document declares are never expanded.

use std::io::{self, BufRead};

use crate::{decode, html};

/// The longest tag or text that is read.
const PIECE_BYTES_MAX: usize = 1 << 20;

/// What comes next in a document.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    Start(Element),
    End(String),
    Text(String),
}

/// An element's name, without its prefix, and its attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, whatever its prefix and letter case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| local(known).eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads a document from its beginning.
pub(crate) struct Xml {
    reader: Box<dyn BufRead + Send>,
    /// The end of an element that was written as `<name/>`.
    ends: Option<String>,
    /// The `<` that ended a text was read already.
    at_tag: bool,
}

impl Xml {
    pub(crate) fn new(reader: Box<dyn BufRead + Send>) -> Xml {
        Xml { reader, ends: None, at_tag: false }
    }

    /// The next event; `None` at the end of the document.
    pub(crate) fn next_event(&mut self) -> io::Result<Option<Event>> {
        if let Some(name) = self.ends.take() {
            return Ok(Some(Event::End(name)));
        }
        loop {
            if std::mem::take(&mut self.at_tag)
                && let Some(event) = self.tag()?
            {
                return Ok(Some(event));
            }
            let text = self.until(b'<')?;
            self.at_tag = text.ends_with(b"<");
            let text = text.strip_suffix(b"<").unwrap_or(&text);
            if !text.is_empty() {
                let (text, _) = decode::line(text);
                return Ok(Some(Event::Text(html::entities(&text))));
            }
            if !self.at_tag {
                return Ok(None);
            }
        }
    }

    fn tag(&mut self) -> io::Result<Option<Event>> {
        let mut raw = self.until(b'>')?;
        if raw.starts_with(b"!--") {
            while !(raw.len() >= 5 && raw.ends_with(b"-->")) {
                raw.drain(3..raw.len().saturating_sub(3).max(3));
                self.more(&mut raw)?;
            }
            return Ok(None);
        }
        if raw.starts_with(b"![CDATA[") {
            while !raw.ends_with(b"]]>") {
                self.more(&mut raw)?;
            }
            let (text, _) = decode::line(&raw[8..raw.len() - 3]);
            return Ok(Some(Event::Text(text.into_owned())));
        }
        if raw.starts_with(b"!") {
            // The declarations inside a DOCTYPE have tags of their own.
            let mut open = opened(&raw);
            while open > 0 {
                let known = raw.len();
                self.more(&mut raw)?;
                open += opened(&raw[known..]);
            }
            return Ok(None);
        }
        if raw.starts_with(b"?") {
            return Ok(None);
        }
        let mut quote = quote_behind(&raw, None);
        while quote.is_some() {
            let known = raw.len();
            self.more(&mut raw)?;
            quote = quote_behind(&raw[known..], quote);
        }
        let inside = raw.strip_suffix(b">").ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        let (inside, _) = decode::line(inside);
        if let Some(name) = inside.strip_prefix('/') {
            return Ok(Some(Event::End(local(name.trim()).to_owned())));
        }
        let (inside, alone) = inside.strip_suffix('/').map_or((&*inside, false), |inside| (inside, true));
        let element = element(inside);
        self.ends = alone.then(|| element.name.clone());
        Ok(Some(Event::Start(element)))
    }

    /// The bytes up to and with `end`, or up to the end of the document.
    fn until(&mut self, end: u8) -> io::Result<Vec<u8>> {
        let mut raw = Vec::new();
        io::Read::take(&mut self.reader, PIECE_BYTES_MAX as u64 + 1).read_until(end, &mut raw)?;
        if raw.len() > PIECE_BYTES_MAX {
            return Err(crate::source::limit("a single text or tag of more than 1 MiB".to_owned()));
        }
        Ok(raw)
    }

    fn more(&mut self, raw: &mut Vec<u8>) -> io::Result<()> {
        let more = self.until(b'>')?;
        if more.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        raw.extend(more);
        if raw.len() > PIECE_BYTES_MAX {
            return Err(crate::source::limit("a single text or tag of more than 1 MiB".to_owned()));
        }
        Ok(())
    }
}

/// How many brackets of a declaration this piece of it opens and does not close.
fn opened(piece: &[u8]) -> isize {
    piece.iter().map(|byte| isize::from(*byte == b'[') - isize::from(*byte == b']')).sum()
}

/// The quotation mark that is open behind this piece of a tag: its `>` stands in the value of an attribute.
fn quote_behind(piece: &[u8], mut quote: Option<u8>) -> Option<u8> {
    for byte in piece {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    quote
}

fn element(inside: &str) -> Element {
    let end = inside.find(|letter: char| letter.is_whitespace()).unwrap_or(inside.len());
    let mut found = Element { name: local(&inside[..end]).to_owned(), attributes: Vec::new() };
    let mut rest = &inside[end..];
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|first| matches!(first, '"' | '\'')) else { break };
        let Some((value, behind)) = after[1..].split_once(quote) else { break };
        found.attributes.push((name.trim().to_owned(), html::entities(value)));
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> String {
        let mut xml = Xml::new(Box::new(io::BufReader::with_capacity(3, io::Cursor::new(xml.to_owned().into_bytes()))));
        let mut told = String::new();
        loop {
            match xml.next_event() {
                Ok(None) => return told,
                Ok(Some(Event::Start(element))) => {
                    told.push_str(&format!("<{}", element.name));
                    element.attributes().for_each(|(name, value)| told.push_str(&format!(" {name}={value}")));
                    told.push('>');
                }
                Ok(Some(Event::End(name))) => told.push_str(&format!("</{name}>")),
                Ok(Some(Event::Text(text))) => told.push_str(&text),
                Err(error) => return format!("{told} ! {error}"),
            }
        }
    }

    #[test]
    fn elements_attributes_and_texts_come_in_their_order() {
        assert_eq!(
            told(
                "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x \"y\">]>\n<!-- <b> --><x:a r:b='1 > 0' c=\"&amp;&#65;\">t&lt;<b/><![CDATA[<&]]></x:a>"
            ),
            "\n<a r:b=1 > 0 c=&A>t<<b></b><&</a>"
        );
        assert_eq!(told("<a b=c>"), "<a>");
        assert_eq!(told("text"), "text");
        assert_eq!(told("<a"), " ! unexpected end of file");
        assert_eq!(told("<!-- x"), " ! unexpected end of file");
        assert_eq!(told("<a b='>"), " ! unexpected end of file");
    }

    #[test]
    fn a_long_tag_is_gone_over_once() {
        let many = ">".repeat(1_000_000);
        assert_eq!(told(&format!("<a b='{many}'>")), format!("<a b={many}>"));
        assert_eq!(told(&format!("<!DOCTYPE a [{many}]><a>")), "<a>");
    }

    #[test]
    fn entities_of_the_document_are_not_expanded() {
        assert_eq!(told("<!DOCTYPE l [<!ENTITY l \"lol\">]><a>&l;</a>"), "<a>&l;</a>");
    }
}
