//! Finds the blocks of a message that are not its author's words, line by line.

use std::ops::Range;

use super::Apart;

/// Appends the blocks in order; each takes its line end along.
pub(super) fn set_apart(text: &str, apart: &mut Vec<(Range<usize>, Apart)>) {
    let quotes_close = text.contains("[/quote]") || text.contains("[/QUOTE]");
    let mut walk = Walk { apart, quotes_close, block: None, logs: 0, log_start: 0, after_blank: true };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        walk.line(line, at);
        at += line.len();
    }
    walk.end_log(at);
}

/// A block that is open.
enum Block {
    /// Its fence, and what stands between; `None` for the author's own words behind a fold.
    Fence { sign: char, length: usize, inside: Option<Apart> },
    /// `[quote]`, so many deep.
    Quote { depth: usize },
}

struct Walk<'a> {
    apart: &'a mut Vec<(Range<usize>, Apart)>,
    /// Somewhere a `[/quote]` stands.
    quotes_close: bool,
    block: Option<Block>,
    /// Log lines in a row so far, and where they began.
    logs: usize,
    log_start: usize,
    after_blank: bool,
}

/// Fewer lines in the form of a log are part of a sentence.
const LOG_LINES_MIN: usize = 3;

impl Walk<'_> {
    fn line(&mut self, line: &str, at: usize) {
        let trimmed = line.trim();
        let range = at..at + line.len();
        match self.block.take() {
            Some(Block::Fence { sign, length, inside }) => {
                let closes = fence(trimmed).is_some_and(|(s, l, info)| s == sign && l >= length && info.is_empty());
                match inside {
                    Some(kind) => self.push(range, kind),
                    None if closes => self.push(range, Apart::Quote),
                    None => {}
                }
                if !closes {
                    self.block = Some(Block::Fence { sign, length, inside });
                }
                return;
            }
            Some(Block::Quote { depth }) => return self.quoted(line, at, depth),
            None => {}
        }
        if self.log(line, trimmed, at) {
            return;
        }
        if let Some((sign, length, info)) = fence(trimmed) {
            let inside = match info.split_whitespace().next() {
                Some("quote") => Some(Apart::Quote),
                Some("spoiler") => None,
                _ => Some(Apart::Code),
            };
            self.push(range, inside.unwrap_or(Apart::Quote));
            self.block = Some(Block::Fence { sign, length, inside });
        } else if is_quote_line(trimmed) || names_the_quoted(trimmed) {
            self.push(range, Apart::Quote);
        } else if self.quotes_close && starts_quote(trimmed) {
            self.quoted(line, at, 0);
        } else if self.is_indented_code(line) {
            return self.push(range, Apart::Code);
        }
        self.after_blank = trimmed.is_empty();
    }

    /// Joins neighbours of one kind.
    fn push(&mut self, range: Range<usize>, kind: Apart) {
        match self.apart.last_mut() {
            Some((last, same)) if *same == kind && last.end == range.start => last.end = range.end,
            _ => self.apart.push((range, kind)),
        }
    }

    /// A line within or at the start of `[quote]`: what follows the last `[/quote]` is the author's again.
    fn quoted(&mut self, line: &str, at: usize, mut depth: usize) {
        for (sign, _) in line.match_indices('[') {
            if starts_quote(&line[sign..]) {
                depth += 1;
            } else if line[sign..].get(..8).is_some_and(|end| end.eq_ignore_ascii_case("[/quote]")) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let end = sign + "[/quote]".len();
                    let end = if line[end..].trim().is_empty() { line.len() } else { end };
                    return self.push(at..at + end, Apart::Quote);
                }
            }
        }
        self.push(at..at + line.len(), Apart::Quote);
        self.block = Some(Block::Quote { depth });
    }

    /// Counts log lines; they are set apart once a line is none.
    fn log(&mut self, line: &str, trimmed: &str, at: usize) -> bool {
        let continues =
            self.logs > 0 && (line.starts_with([' ', '\t']) || is_error_line(trimmed)) && !trimmed.is_empty();
        if is_log_line(trimmed) || continues {
            if self.logs == 0 {
                self.log_start = at;
            }
            self.logs += 1;
            return true;
        }
        self.end_log(at);
        false
    }

    fn end_log(&mut self, at: usize) {
        if self.logs >= LOG_LINES_MIN {
            self.push(self.log_start..at, Apart::Log);
        }
        self.logs = 0;
    }

    fn is_indented_code(&self, line: &str) -> bool {
        let in_code = self.apart.last().is_some_and(|(_, kind)| *kind == Apart::Code) && !self.after_blank;
        let indented = line.starts_with("    ") || line.starts_with('\t');
        indented && (self.after_blank || in_code) && line.contains([';', '{', '}', '(', '=', '<', '$'])
    }
}

/// Sign, length and info of a fence.
fn fence(trimmed: &str) -> Option<(char, usize, &str)> {
    let sign = trimmed.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = trimmed.chars().take_while(|c| *c == sign).count();
    let info = trimmed[length..].trim();
    (length >= 3 && !info.contains('`')).then_some((sign, length, info))
}

/// `> …` but no angry face and no arrow.
fn is_quote_line(trimmed: &str) -> bool {
    let rest = trimmed.strip_prefix('>').or_else(|| trimmed.strip_prefix("&gt;"));
    rest.is_some_and(|rest| !rest.starts_with([':', ';', '_', '.', '=', '-', '<', '/']))
}

fn starts_quote(text: &str) -> bool {
    let start = text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("[quote"));
    start && text[6..].starts_with([']', '=', ' '])
}

/// `@_**Ada|12** [said](https://…):`, as chat puts it above a quotation.
fn names_the_quoted(trimmed: &str) -> bool {
    trimmed.starts_with("@_**") && trimmed.ends_with(':') && trimmed.contains("** [")
}

/// A line that begins with a time stamp or a level, or a frame of a stack trace.
fn is_log_line(trimmed: &str) -> bool {
    let bytes = trimmed.as_bytes();
    let Some(first) = bytes.first() else { return false };
    match first {
        b'0'..=b'9' | b'[' | b'(' => {
            let stamp = trimmed.trim_start_matches(['[', '(']).as_bytes();
            let digits =
                |from: usize, to: usize| stamp.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
            let day = digits(0, 4) && matches!(stamp.get(4), Some(b'-' | b'/')) && digits(5, 7);
            let time = digits(0, 2) && stamp.get(2) == Some(&b':') && digits(3, 5) && stamp.get(5) == Some(&b':');
            day || time || starts_with_level(trimmed.trim_start_matches('['))
        }
        b'a' => trimmed.starts_with("at ") && trimmed.contains(['(', ':', '/']),
        b'F' => trimmed.starts_with("File \"") && trimmed.contains(", line "),
        b'T' => trimmed.starts_with("Traceback (most recent call last)") || starts_with_level(trimmed),
        b'C' => trimmed.starts_with("Caused by: "),
        b'.' => trimmed.starts_with("... ") && trimmed.ends_with(" more"),
        b'E' | b'W' | b'I' | b'D' => starts_with_level(trimmed),
        _ => false,
    }
}

fn starts_with_level(text: &str) -> bool {
    ["ERROR", "WARN", "WARNING", "INFO", "DEBUG", "TRACE"]
        .iter()
        .any(|level| text.strip_prefix(level).is_some_and(|rest| rest.starts_with([' ', ':', ']', '\t', '['])))
}

/// `NameError: x`, the last line of a trace.
fn is_error_line(trimmed: &str) -> bool {
    let name = trimmed.split([':', ' ']).next().unwrap_or("");
    name.ends_with("Error") || name.ends_with("Exception")
}
