//! Templates carry no words of their own: words come from `paper`, so that a page speaks every language.

use super::Findings;
use crate::tree::Tree;

const REMEDY: &str = "put the words into paper and name them here";
/// Names are the same in every language.
const NAMES: [&str; 3] = ["Tribune", "English", "Français"];
const SPOKEN: [&str; 6] = ["alt", "aria-description", "aria-label", "label", "placeholder", "title"];

pub(super) fn templates(tree: &Tree, found: &mut Findings) {
    let is_template = |path: &str| path.starts_with("crates/web/templates/") && path.ends_with(".html");
    for document in tree.documents.iter().filter(|document| is_template(&document.path)) {
        for (line, words) in literal_words(&document.text) {
            let what = format!("literal text “{words}”");
            found.report_at(&document.path, line, (what, REMEDY));
        }
    }
}

/// Words that a reader would see or hear, with their lines.
fn literal_words(template: &str) -> Vec<(usize, String)> {
    let blanked = blank_code(template);
    let (mut found, mut rest, mut line) = (Vec::new(), blanked.as_str(), 1);
    while let Some(open) = rest.find('<') {
        note(&mut found, &rest[..open], line);
        let tag_end = tag_end(&rest[open..]) + open;
        let (before, tag) = (&rest[..open], &rest[open..tag_end]);
        line += before.matches('\n').count();
        for spoken in SPOKEN.iter().filter_map(|name| attribute(tag, name)) {
            note(&mut found, spoken, line);
        }
        line += tag.matches('\n').count();
        rest = &rest[tag_end..];
        if let Some(name) = ["script", "style"].iter().find(|name| tag[1..].starts_with(*name)) {
            let skipped = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            line += rest[..skipped].matches('\n').count();
            rest = &rest[skipped..];
        }
    }
    note(&mut found, rest, line);
    found
}

/// Blanks expressions, statements and comments, keeping lines; a quoted word in an expression that is
/// nothing else stays, since it would be printed as it is.
fn blank_code(template: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(template.len()), template);
    let pairs = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<!--", "-->")];
    let next = |rest: &str| pairs.iter().filter_map(|(open, close)| Some((rest.find(open)?, *close))).min();
    while let Some((at, close)) = next(rest) {
        out.push_str(&rest[..at]);
        let length = rest[at..].find(close).map_or(rest.len() - at, |end| end + close.len());
        let code = &rest[at..at + length];
        let inside = code.trim_start_matches('{').trim_end_matches('}').trim();
        if code.starts_with("{{") && inside.len() > 2 && inside.starts_with('"') && inside.ends_with('"') {
            out.push_str(inside.trim_matches('"'));
        }
        out.extend(code.chars().filter(|letter| *letter == '\n'));
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}

/// Notes the first words of `text` that hold two letters in a row, entities apart.
fn note(found: &mut Vec<(usize, String)>, text: &str, line: usize) {
    for (at, written) in text.split('\n').enumerate() {
        let spoken: String = written.split('&').enumerate().fold(String::new(), |spoken, (part, text)| {
            let entity = (part > 0).then(|| text.split_once(';')).flatten();
            spoken + " " + entity.map_or(text, |(_, after)| after)
        });
        let spoken = NAMES.iter().fold(spoken, |spoken, name| spoken.replace(name, ""));
        let letters: Vec<char> = spoken.chars().collect();
        if letters.windows(2).any(|pair| pair.iter().all(|letter| letter.is_alphabetic())) {
            found.push((line + at, spoken.split_whitespace().take(6).collect::<Vec<_>>().join(" ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, expected: &[(usize, &str)]) {
        let found = literal_words(template);
        let found: Vec<(usize, &str)> = found.iter().map(|(line, words)| (*line, words.as_str())).collect();
        assert_eq!(found, expected, "{template}");
    }

    #[test]
    fn only_what_a_reader_meets_counts() {
        check("<p>{{ w.hello }} · &nbsp;→ 3</p>", &[]);
        check("<p class=\"big\">\nHello {{ name }}</p>", &[(2, "Hello")]);
        check("<button title=\"Close it\" data-x=\"no\">×</button>", &[(1, "Close it")]);
        check("{% if a < b %}<!-- why -->{# what #}<script>let a = 1;</script>{% endif %}", &[]);
        check("<title>{{ w.today }} · Tribune</title>", &[]);
        check("<b>{{ \"Open\" }}</b>", &[(1, "Open")]);
        check("{{ w.get(\"inbox\") }}<img alt=\"{{ w.logo }}\">", &[]);
    }
}
