//! A message's text as HTML: everything escaped, links made, quotes quiet, code as code, evidence marked.

use paper::html::escape;

/// Longer texts are cut, with a way to see all.
pub(crate) const TEXT_CHARS_MAX: usize = 4_000;
/// Links in one text; the rest stays text.
const LINKS_MAX: usize = 40;

/// Byte ranges of `text` to mark.
pub(crate) type Marks = Vec<(usize, usize)>;

/// The first `chars_max` characters, and whether that is all.
pub(crate) fn cut(text: &str, chars_max: usize) -> (&str, bool) {
    match text.char_indices().nth(chars_max) {
        Some((at, _)) => (&text[..at], false),
        None => (text, true),
    }
}

/// `text` as HTML for a block that keeps its line breaks.
pub(crate) fn html(text: &str, marks: &Marks) -> String {
    let marks = settle(text, marks);
    let mut out = String::with_capacity(text.len() * 5 / 4 + 64);
    let (mut at, mut links, mut blank, mut is_code) = (0, 0, false, false);
    for line in text.split_inclusive('\n') {
        // One blank line says as much as three, in less room.
        let was_blank = std::mem::replace(&mut blank, line.trim().is_empty());
        if was_blank && blank {
            at += line.len();
            continue;
        }
        let is_fence = line.trim_start().starts_with("```");
        let (open, close) = match (is_code && !is_fence, line.trim_start().starts_with('>')) {
            (true, _) => ("<code>", "</code>"),
            (false, true) => ("<span class=\"said-before\">", "</span>"),
            (false, false) => ("", ""),
        };
        is_code ^= is_fence;
        out.push_str(open);
        write_line(&mut out, (line, at), (&marks, &mut links));
        out.push_str(close);
        at += line.len();
    }
    out
}

/// Sorted, without overlaps, on the borders of characters.
fn settle(text: &str, marks: &Marks) -> Marks {
    let mut sorted: Marks = marks.iter().copied().filter(|(from, to)| from < to).collect();
    sorted.retain(|(from, to)| text.is_char_boundary(*from) && text.is_char_boundary(*to) && *to <= text.len());
    sorted.sort_unstable();
    let mut settled: Marks = Vec::with_capacity(sorted.len());
    for (from, to) in sorted {
        match settled.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => settled.push((from, to)),
        }
    }
    settled
}

fn write_line(out: &mut String, (line, start): (&str, usize), (marks, links): (&Marks, &mut usize)) {
    let mut at = 0;
    while at < line.len() {
        let found = if *links < LINKS_MAX { find_link(&line[at..]) } else { None };
        let Some((from, to)) = found.map(|(from, to)| (at + from, at + to)) else { break };
        *links += 1;
        write_marked(out, (&line[at..from], start + at), marks);
        let address = escape(&line[from..to]);
        out.push_str(&format!("<a href=\"{address}\" rel=\"noopener noreferrer nofollow ugc\">"));
        write_marked(out, (&line[from..to], start + from), marks);
        out.push_str("</a>");
        at = to;
    }
    write_marked(out, (&line[at..], start + at), marks);
}

/// Where the next web address stands; what closes a sentence after it is not part of it.
fn find_link(text: &str) -> Option<(usize, usize)> {
    let from = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let ends =
        |letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '<' | '>' | '"' | '`' | '|');
    let to = text[from..].find(ends).map_or(text.len(), |length| from + length);
    let address = text[from..to].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*', '_']);
    let host = address.split_once("://").map_or("", |(_, rest)| rest);
    if host.is_empty() { None } else { Some((from, from + address.len())) }
}

fn write_marked(out: &mut String, (piece, start): (&str, usize), marks: &Marks) {
    let (mut at, end) = (start, start + piece.len());
    for (from, to) in marks.iter().filter(|(from, to)| *from < end && *to > start) {
        let (from, to) = ((*from).max(at), (*to).min(end));
        out.push_str(&escape(&piece[at - start..from - start]));
        out.push_str("<mark>");
        out.push_str(&escape(&piece[from - start..to - start]));
        out.push_str("</mark>");
        at = to;
    }
    out.push_str(&escape(&piece[at - start..]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(usize, usize)], expected: &str) {
        assert_eq!(html(text, &marks.to_vec()), expected);
    }

    #[test]
    fn hostile_text_stays_text() {
        check("<script>alert(1)</script>", &[], "&lt;script&gt;alert(1)&lt;/script&gt;");
        check("<b onclick='x'>", &[(0, 2)], "<mark>&lt;b</mark> onclick=&#39;x&#39;&gt;");
        assert!(!html("javascript:alert(1) data:text/html,x", &Vec::new()).contains("<a "));
        assert!(!html("http://a\"onmouseover=alert(1)", &Vec::new()).contains("\"onmouseover"));
    }

    #[test]
    fn fenced_code_is_code() {
        check(
            "a\n```\n> x<y\n```\n> b",
            &[],
            "a\n```\n<code>&gt; x&lt;y\n</code>```\n<span class=\"said-before\">&gt; b</span>",
        );
    }

    #[test]
    fn links_end_before_the_full_stop() {
        let link = "<a href=\"https://a.example/x?y=1&amp;z\" rel=\"noopener noreferrer nofollow ugc\">https://a.example/x?y=1&amp;z</a>";
        check("see https://a.example/x?y=1&z.", &[], &format!("see {link}."));
        check("http:// is nothing", &[], "http:// is nothing");
    }

    #[test]
    fn marks_survive_quotes_links_and_nonsense() {
        check("> old\nnew bug", &[(6, 13)], "<span class=\"said-before\">&gt; old\n</span><mark>new bug</mark>");
        check("caf\u{e9} x", &[(4, 6), (3, 5), (90, 99)], "caf<mark>\u{e9}</mark> x");
        check("ab", &[(0, 1), (1, 2)], "<mark>ab</mark>");
        check("a\n\n\n\nbc", &[(5, 6)], "a\n\n<mark>b</mark>c");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("d\u{e9}j\u{e0}", 2), ("d\u{e9}", false));
        assert_eq!(cut("ab", 2), ("ab", true));
    }
}
