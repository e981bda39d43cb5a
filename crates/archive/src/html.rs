//! HTML of mails and forums as plain text: quotes marked with `>`, code fenced, lists with dashes.

/// Elements inside one another deeper than this are read as if they were not inside.
const DEPTH_MAX: usize = 200;

/// The words of an HTML text, with the line structure that a reader would see.
pub(crate) fn to_text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    // An element that never ends was met: none is passed over any more, so that nothing is searched twice.
    let mut endless = false;
    while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
        writer.text(&rest[..start]);
        rest = &rest[start..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
            continue;
        }
        let after = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if !(after.is_ascii_alphabetic() || matches!(after, b'/' | b'!' | b'?')) {
            writer.text("<");
            rest = &rest[1..];
            continue;
        }
        let end = tag_end(rest);
        let tag = &rest[1..end];
        let name = tag_name(tag);
        if !endless && is_hidden(tag, &name) {
            match element_end(rest, end, &name) {
                Some(behind) => {
                    rest = &rest[behind..];
                    continue;
                }
                None => endless = true,
            }
        }
        rest = rest.get(end + 1..).unwrap_or("");
        if matches!(name.as_str(), "script" | "style" | "title" | "head" | "template") {
            rest = skip_element(rest, &name);
            continue;
        }
        writer.tag(tag, &name);
    }
    writer.text(rest);
    writer.finish()
}

/// Where the tag ends that begins here; a `>` inside quotation marks does not end it.
pub(crate) fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if rest[..at].ends_with('=') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    rest.find('>').unwrap_or(rest.len())
}

pub(crate) fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches('/');
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    name[..end].to_ascii_lowercase()
}

/// Whether nobody sees what is inside: the first words of a newsletter that only lists of mails show.
fn is_hidden(tag: &str, name: &str) -> bool {
    let holds = !tag.starts_with('/') && !matches!(name, "img" | "br" | "hr" | "input" | "meta" | "link" | "p");
    let style = Some(tag).filter(|tag| holds && tag.contains("none")).and_then(|tag| attribute(tag, "style"));
    style.is_some_and(|style| {
        let style: String = style.to_ascii_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
        style.split(';').any(|rule| rule.trim_end_matches("!important") == "display:none")
    })
}

/// Where an element ends, with all that is inside, whose first tag ends at `from`; none where it never does.
pub(crate) fn element_end(rest: &str, from: usize, name: &str) -> Option<usize> {
    let (mut depth, mut at) = (1_usize, from);
    while let Some(found) = memchr::memchr(b'<', rest.as_bytes().get(at..)?) {
        at += found;
        let end = (at + tag_end(&rest[at..]) + 1).min(rest.len());
        let tag = &rest[at + 1..end];
        if tag_name(tag) == name {
            depth = if tag.starts_with('/') { depth - 1 } else { depth + 1 };
        }
        if depth == 0 {
            return Some(end);
        }
        at = end;
    }
    None
}

/// What follows the end of an element whose content is no text.
fn skip_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&rest.as_bytes()[from..], b"</") {
        let at = from + found + 2;
        let matches = rest.get(at..at + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
        if matches {
            return rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
        }
        from = at;
    }
    // A head that is never closed must not swallow the body.
    if name == "head" { rest } else { "" }
}

/// The value of an attribute, with its entities read.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower[from..].find(name) {
        let at = from + found;
        let after = &tag[at + name.len()..];
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let starts = lower[..at].ends_with(|before: char| before.is_whitespace() || before == '"' || before == '\'');
        if let (true, Some(value)) = (starts, value) {
            let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
            let value = match quote {
                Some(quote) => value[1..].split(quote).next().unwrap_or(""),
                None => value.split(|letter: char| letter.is_whitespace() || letter == '>').next().unwrap_or(""),
            };
            return Some(entities(value));
        }
        from = at + name.len();
    }
    None
}

#[derive(Default)]
struct Writer {
    out: String,
    quotes: usize,
    /// How deep in quotes the last word was.
    quotes_before: usize,
    preformatted: usize,
    /// The links that are open, with where their text began.
    links: Vec<(String, usize)>,
    /// Line ends that are due before the next word.
    breaks: usize,
    space: bool,
}

impl Writer {
    fn text(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let text = entities(raw);
        if self.preformatted > 0 {
            for (count, line) in text.split('\n').enumerate() {
                if count > 0 {
                    self.newline();
                }
                self.push(line.trim_end_matches('\r'));
            }
            return;
        }
        let is_space = |letter: char| matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        self.space |= text.starts_with(is_space);
        let mut first = true;
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            if !first || self.space {
                self.pad();
            }
            first = false;
            self.space = false;
            self.push(word);
        }
        self.space |= text.ends_with(is_space);
    }

    fn tag(&mut self, tag: &str, name: &str) {
        let closes = tag.starts_with('/');
        match name {
            "br" => self.newline(),
            "p" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" | "article" | "aside" => {
                self.block(2)
            }
            "div" | "tr" | "dt" | "dd" | "header" | "footer" | "figure" | "figcaption" | "details" | "summary" => {
                self.block(1)
            }
            "hr" => {
                self.block(1);
                self.push("---");
                self.block(1);
            }
            "li" if !closes => {
                self.block(1);
                self.push("- ");
            }
            "td" | "th" if closes => self.space = true,
            "blockquote" if closes => {
                self.block(2);
                self.quotes = self.quotes.saturating_sub(1);
            }
            "blockquote" => {
                self.block(2);
                self.quotes = (self.quotes + 1).min(DEPTH_MAX);
            }
            "pre" => self.fence(closes),
            "code" | "tt" if self.preformatted == 0 => self.mark("`", closes),
            "a" => self.link(tag, closes),
            "img" => self.image(tag),
            _ => {}
        }
    }

    fn fence(&mut self, closes: bool) {
        if closes && self.preformatted > 0 {
            if !self.out.ends_with('\n') {
                self.newline();
            }
            self.preformatted -= 1;
            self.push("```");
            self.block(2);
        } else if !closes {
            self.block(2);
            self.push("```");
            self.newline();
            self.preformatted += 1;
        }
    }

    fn mark(&mut self, mark: &str, closes: bool) {
        if !closes && self.space {
            self.pad();
            self.space = false;
        }
        self.push(mark);
    }

    fn link(&mut self, tag: &str, closes: bool) {
        if !closes {
            if self.space {
                self.pad();
                self.space = false;
            }
            if self.links.len() < DEPTH_MAX {
                self.links.push((attribute(tag, "href").unwrap_or_default(), self.out.len()));
            }
            return;
        }
        let Some((href, start)) = self.links.pop() else { return };
        let said = self.out.get(start..).unwrap_or("").trim();
        let address = href.strip_prefix("mailto:").unwrap_or(&href);
        let told = said.contains(address) || address.contains(said) && said.contains('.');
        if href.contains("://") && !told && !said.starts_with(['@', '#']) {
            self.push(&format!(" <{href}>"));
        }
    }

    fn image(&mut self, tag: &str) {
        if let Some(words) = attribute(tag, "alt").filter(|words| !words.trim().is_empty()) {
            if self.space {
                self.pad();
                self.space = false;
            }
            self.push(words.trim());
        }
    }

    /// A word, after the line ends that were due.
    fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.out.is_empty() {
            self.breaks = 0;
            self.out.push_str(&"> ".repeat(self.quotes));
        }
        let breaks = std::mem::take(&mut self.breaks);
        for left in (0..breaks).rev() {
            // The blank line between a quote and what is around it is not quoted.
            let level = if left > 0 { self.quotes.min(self.quotes_before) } else { self.quotes };
            self.newline_at(level);
        }
        self.quotes_before = self.quotes;
        self.out.push_str(words);
    }

    fn pad(&mut self) {
        let starts_line = self.breaks > 0 || self.out.is_empty() || self.out.ends_with(['\n', ' ']);
        if !starts_line {
            self.out.push(' ');
        }
    }

    fn newline(&mut self) {
        self.newline_at(self.quotes);
    }

    fn newline_at(&mut self, quotes: usize) {
        self.space = false;
        while self.out.ends_with(' ') && !self.out.ends_with("> ") {
            self.out.pop();
        }
        self.out.push('\n');
        self.out.push_str(&"> ".repeat(quotes));
    }

    /// A block begins or ends: at least so many line ends before the next word.
    fn block(&mut self, breaks: usize) {
        self.space = false;
        let there = self
            .out
            .bytes()
            .rev()
            .filter(|byte| !matches!(byte, b'>' | b' '))
            .take_while(|byte| *byte == b'\n')
            .count();
        self.breaks = self.breaks.max(breaks.saturating_sub(there));
    }

    fn finish(self) -> String {
        let lines = self.out.lines().map(str::trim_end).collect::<Vec<_>>();
        lines.join("\n").trim_matches('\n').to_owned()
    }
}

/// Names of the Latin-1 letters from U+00A0 on.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
    "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
    "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
    "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve",
    "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
    "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc",
    "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

const NAMED: [(&str, char); 83] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("bull", '•'),
    ("euro", '€'),
    ("trade", '™'),
    ("rarr", '→'),
    ("larr", '←'),
    ("oelig", 'œ'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("hearts", '♥'),
    ("spades", '♠'),
    ("clubs", '♣'),
    ("diams", '♦'),
    ("uarr", '↑'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("rArr", '⇒'),
    ("lArr", '⇐'),
    ("hArr", '⇔'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("infin", '∞'),
    ("sum", '∑'),
    ("radic", '√'),
    ("part", '∂'),
    ("prime", '′'),
    ("Prime", '″'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("permil", '‰'),
    ("OElig", 'Œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("theta", 'θ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("phi", 'φ'),
    ("omega", 'ω'),
    ("check", '✓'),
    ("star", '☆'),
    ("minus", '−'),
];

/// Reads `&amp;`, `&#39;` and `&#x27;`; what is no entity stays as it is.
pub(crate) fn entities(text: &str) -> String {
    const NAME_BYTES_MAX: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(NAME_BYTES_MAX + 2).position(|byte| byte == b';');
        let closed = end.and_then(|end| entity(&rest[1..end]).map(|letter| (end + 1, letter)));
        match closed.or_else(|| unclosed(rest)) {
            Some((end, letter)) => {
                // A soft hyphen is no letter of the word.
                out.extend((letter != '\u{ad}').then_some(if letter == '\u{a0}' { ' ' } else { letter }));
                rest = &rest[end..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `&copy 2024`: an old name without its semicolon, where no address may go on so.
fn unclosed(rest: &str) -> Option<(usize, char)> {
    const OLD: [&str; 6] = ["amp", "lt", "gt", "quot", "nbsp", "copy"];
    let end = rest[1..].find(|letter: char| !letter.is_ascii_alphanumeric())? + 1;
    let name = OLD.contains(&&rest[1..end]).then(|| &rest[1..end]).filter(|_| !rest[end..].starts_with('='))?;
    entity(name).map(|letter| (end, letter))
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|letter| *letter != '\0');
    }
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
    named.or_else(|| {
        let place = LATIN.iter().position(|known| *known == name)?;
        char::from_u32(0xa0 + u32::try_from(place).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_reads_as_a_person_sees_it() {
        for (html, text) in [
            (
                "<p>Hello <b>world</b>,<br>it&#39;s &eacute;t&eacute;&nbsp;&amp; hot</p><p>Bye</p>",
                "Hello world,\nit's été & hot\n\nBye",
            ),
            ("a <b>b</b>c <i> d</i>\n e", "a bc d e"),
            ("<blockquote><p>said <em>so</em></p><p>twice</p></blockquote><p>No.</p>", "> said so\n>\n> twice\n\nNo."),
            ("<pre><code>if a &lt; b {\n    c\n}\n</code></pre>after", "```\nif a < b {\n    c\n}\n```\n\nafter"),
            ("use <code>x</code> now", "use `x` now"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            (
                "<a href=\"https://example.org/a\">docs</a> and <a href='https://example.org'>https://example.org</a>",
                "docs <https://example.org/a> and https://example.org",
            ),
            (
                "<html><head><title>t</title><style>p{}</style></head><body>x<script>alert('<p>')</script>y</body></html>",
                "xy",
            ),
            ("1 < 2 && 3 > 2 <3", "1 < 2 && 3 > 2 <3"),
            ("<img src=x alt=\":smile:\"> hi <img src=y>", ":smile: hi"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("never <a href=\"closed", "never"),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }
}
