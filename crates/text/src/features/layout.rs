//! A body without its code, comments, pictures and tags, and how much of each there was.

/// A body's own prose, and what was taken out of it by name and count.
pub struct Plain {
    /// A space stands for each piece of markup.
    pub text: String,
    /// Names of markup, of kinds of lines and of marks, each with its count.
    pub layout: Vec<(&'static str, f32)>,
}

/// The first `bytes_max` bytes, at most, cut between characters.
pub(super) fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// Takes markup out of a body.
pub fn plain(text: &str) -> Plain {
    let mut kept = String::with_capacity(text.len());
    let mut seen = Seen::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`', '!']) {
        kept.push_str(&rest[..at]);
        let (taken, bytes) = markup(&rest[at..]);
        if let Some(count) = taken.map(|name| seen.count(name)) {
            *count += 1.0;
            kept.push(' ');
        } else {
            kept.push_str(&rest[at..at + bytes]);
        }
        rest = &rest[at + bytes..];
    }
    kept.push_str(rest);
    seen.prose(&kept);
    Plain { text: kept, layout: seen.0 }
}

/// The name of the markup that `rest` begins with, if any, and its length in bytes; one byte where it is none.
fn markup(rest: &str) -> (Option<&'static str>, usize) {
    let until = |start: usize, end: &str| rest[start..].find(end).map_or(rest.len(), |at| start + at + end.len());
    if rest.starts_with("<!--") {
        return (Some("comment"), until(4, "-->"));
    }
    if rest.starts_with("```") {
        return (Some("code"), until(3, "```"));
    }
    if rest.starts_with("![") {
        let label = until(2, "](");
        return (Some("picture"), rest[label..].find(')').map_or(2, |at| label + at + 1));
    }
    if let Some(inside) = rest.strip_prefix('<') {
        let end = rest.find('>').map_or(usize::MAX, |at| at + 1);
        let tag = inside.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
        if tag && end < 400 {
            return (Some(if rest.starts_with("<img") { "picture" } else { "tag" }), end);
        }
    }
    (None, 1)
}

#[derive(Default)]
struct Seen(Vec<(&'static str, f32)>);

impl Seen {
    fn count(&mut self, name: &'static str) -> &mut f32 {
        let at = self.0.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.0.push((name, 0.0));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Counts the layout of the prose itself.
    fn prose(&mut self, text: &str) {
        for line in text.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
            *self.count("line") += 1.0;
            let name = match line.as_bytes() {
                [b'#', b'#', ..] | [b'#', b' ', ..] => "heading",
                [b'-' | b'*' | b'+', b' ', ..] => "item",
                [b'1'..=b'9', b'.' | b')', ..] => "step",
                [b'>', ..] => "quote",
                [.., b'?'] => "asking line",
                _ => continue,
            };
            *self.count(name) += 1.0;
        }
        for (mark, name) in [('?', "question mark"), ('!', "exclamation mark")] {
            let count = text.matches(mark).count();
            if count > 0 {
                *self.count(name) += count as f32;
            }
        }
        *self.count("length") += (text.len() / 64) as f32;
    }
}
