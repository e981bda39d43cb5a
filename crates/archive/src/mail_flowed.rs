//! Text of RFC 3676, `format=flowed`: lines that a program broke are put together again.

use mail_parser::{MessagePart, MimeHeaders};

/// What becomes of the space that marks a line as going on.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    Kept,
    /// `delsp=yes`, for languages that write without spaces.
    Deleted,
}

/// How the lines of a part are marked, where its header says that they are.
pub(crate) fn mark(part: &MessagePart) -> Option<Mark> {
    let kind = part.content_type()?;
    let says =
        |name: &str, word: &str| kind.attribute(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(word));
    let mark = if says("delsp", "yes") { Mark::Deleted } else { Mark::Kept };
    says("format", "flowed").then_some(mark)
}

/// The text with its paragraphs whole. A line goes on only in one that is quoted as deeply, and never in an empty one:
/// people type spaces at the end of a paragraph, too.
pub(crate) fn joined(text: &str, mark: Mark) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_first, mut open) = (true, None);
    for line in text.lines().map(Line::of) {
        if open != Some(line.depth) || line.words.is_empty() || line.is_signature() {
            out.push_str(if is_first { "" } else { "\n" });
            line.quote(&mut out);
        }
        is_first = false;
        let is_flowed = line.is_flowed();
        open = is_flowed.then_some(line.depth);
        let marked = is_flowed && matches!(mark, Mark::Deleted);
        out.push_str(if marked { &line.words[..line.words.len() - 1] } else { line.words });
    }
    out
}

struct Line<'a> {
    /// How many quotation marks stand before it.
    depth: usize,
    words: &'a str,
}

impl Line<'_> {
    fn of(line: &str) -> Line<'_> {
        let words = line.trim_start_matches('>');
        // A space was put before what would have looked like a quotation or a separator.
        Line { depth: line.len() - words.len(), words: words.strip_prefix(' ').unwrap_or(words) }
    }

    /// The line before a signature ends in a space, too; PGP writes another dash before it.
    fn is_signature(&self) -> bool {
        matches!(self.words, "-- " | "- -- ")
    }

    fn is_flowed(&self) -> bool {
        self.words.ends_with(' ') && !self.is_signature()
    }

    /// Writes the quotation marks, parted from the words as people write them.
    fn quote(&self, out: &mut String) {
        out.extend(std::iter::repeat_n('>', self.depth));
        out.push_str(if self.depth > 0 && !self.words.is_empty() { " " } else { "" });
    }
}
