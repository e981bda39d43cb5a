//! What a message of Skype says in its own markup: words, quotes, mentions, and the files that it shares.

use model::Time;
use serde_json::Value;

use crate::base64;
use crate::dates::{self, Order};
use crate::html;
use crate::json;

/// Quotes inside one another deeper than this are read as if they were not inside.
const QUOTES_MAX: usize = 4;
/// How many files of a message are looked at.
const FILES_MAX: usize = 100;

/// What stands in the content of a message.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) files: Vec<Shared>,
    /// The id of the message that is quoted.
    pub(crate) answers: Option<String>,
    pub(crate) edited: Option<Time>,
}

/// A file that lies on Skype's servers, and in the export's folder `media` under the same id.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) id: String,
    pub(crate) url: Option<String>,
    pub(crate) name: Option<String>,
}

impl Words {
    /// Reads the content of a message of this kind.
    pub(crate) fn of(kind: &str, content: &str) -> Words {
        match kind {
            // Nobody marks anything there.
            "Text" => Words { text: plain(content), ..Words::default() },
            "RichText/Html" => Words { text: html::to_text(content), ..Reader::read(content) },
            _ => Reader::read(content),
        }
    }
}

#[derive(Default)]
struct Reader {
    out: Words,
    /// Where the quotes begin that are open, in the text.
    quotes: Vec<usize>,
    /// Where the words of a link begin, and where it leads.
    link: Option<(usize, String)>,
    code: Option<usize>,
    file: Option<Shared>,
    /// An element that never ends was met: none is passed over any more, so that nothing is searched twice.
    endless: bool,
}

impl Reader {
    fn read(content: &str) -> Words {
        let mut reader = Reader::default();
        let mut rest = content;
        while let Some(start) = memchr::memchr(b'<', rest.as_bytes()) {
            reader.text(&rest[..start]);
            rest = &rest[start..];
            let after = rest.as_bytes().get(1).copied().unwrap_or(b' ');
            if !(after.is_ascii_alphabetic() || after == b'/') {
                reader.text("<");
                rest = &rest[1..];
                continue;
            }
            let end = html::tag_end(rest);
            let tag = rest[1..end].trim_end_matches('/');
            rest = rest.get(end + 1..).unwrap_or("");
            // What older programs show in the place of a quote.
            if name(tag) == "legacyquote" && !reader.endless {
                let end = rest.find("</legacyquote>");
                reader.endless = end.is_none();
                rest = end.map_or(rest, |end| &rest[end + "</legacyquote>".len()..]);
                continue;
            }
            reader.tag(tag);
        }
        reader.text(rest);
        reader.finish()
    }

    fn text(&mut self, words: &str) {
        // Inside a file's element stands how to open it in a browser.
        if self.file.is_none() {
            self.out.text.push_str(&plain(words));
        }
    }

    fn tag(&mut self, tag: &str) {
        match name(tag).to_ascii_lowercase().as_str() {
            "quote" if self.quotes.len() < QUOTES_MAX => self.quote(tag),
            "/quote" => self.end_quote(),
            "a" if self.file.is_none() => {
                self.link = html::attribute(tag, "href").map(|href| (self.out.text.len(), href));
            }
            "/a" => self.end_link(),
            "at" if !self.out.text.ends_with('@') => self.out.text.push('@'),
            "pre" => {
                self.begin_line();
                self.out.text.push_str("```\n");
                self.code = Some(self.out.text.len());
            }
            "/pre" if self.code.take().is_some() => {
                self.begin_line();
                self.out.text.push_str("```\n");
            }
            "e_m" => self.edited(tag),
            "uriobject" => self.file = Some(shared(tag)),
            "/uriobject" => self.end_file(),
            "originalname" => {
                let name = html::attribute(tag, "v").filter(|name| !name.is_empty());
                if let Some(file) = &mut self.file {
                    file.name = name.or(file.name.take());
                }
            }
            "c" => self.contact(tag),
            "swift" => self.card(tag),
            "br" => self.out.text.push('\n'),
            _ => {}
        }
    }

    fn begin_line(&mut self) {
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.out.text.push('\n');
        }
    }

    fn quote(&mut self, tag: &str) {
        if self.quotes.is_empty() && self.out.answers.is_none() {
            self.out.answers = html::attribute(tag, "messageid").filter(|id| !id.is_empty());
        }
        self.begin_line();
        self.quotes.push(self.out.text.len());
    }

    fn end_quote(&mut self) {
        let Some(start) = self.quotes.pop() else { return };
        let quoted = self.out.text.split_off(start.min(self.out.text.len()));
        for line in quoted.trim().lines() {
            self.out.text.push_str(&format!("> {line}\n"));
        }
    }

    /// `docs <https://acme.example/docs>`, where the words do not say where the link leads.
    fn end_link(&mut self) {
        let Some((start, href)) = self.link.take() else { return };
        let bare = |url: &str| url.split_once("://").map_or(url, |(_, bare)| bare).trim_end_matches('/').to_owned();
        let said = self.out.text.get(start..).map(|said| bare(said.trim()));
        if said.is_some_and(|said| said != bare(&href)) {
            self.out.text.push_str(&format!(" <{href}>"));
        }
    }

    fn edited(&mut self, tag: &str) {
        let moment = ["ts_ms", "ts"].iter().find_map(|field| html::attribute(tag, field));
        self.out.edited = moment.and_then(|moment| dates::parse(&moment, Order::Unknown, 0)).or(self.out.edited);
    }

    fn end_file(&mut self) {
        let file = self.file.take().filter(|file| file.name.is_some() || file.url.is_some());
        self.out.files.extend(file.filter(|_| self.out.files.len() < FILES_MAX));
    }

    /// `<c t="s" s="grace" f="Grace Hopper"/>`: somebody's name, and how to reach them.
    fn contact(&mut self, tag: &str) {
        let said = |field: &str| html::attribute(tag, field).filter(|said| !said.is_empty());
        let parts: Vec<String> = [said("f"), said("s"), said("p")].into_iter().flatten().collect();
        self.begin_line();
        self.out.text.push_str(&parts.join(", "));
    }

    /// What a program lays out: `<Swift b64="…"/>` holds JSON.
    fn card(&mut self, tag: &str) {
        let packed = html::attribute(tag, "b64").and_then(|packed| base64::decode(&packed)).unwrap_or_default();
        let card: Value = serde_json::from_slice(&packed).unwrap_or_default(); // tidy(swallow): a card without words
        for content in json::list(&card, "attachments").iter().take(FILES_MAX).filter_map(|part| part.get("content")) {
            for words in ["title", "subtitle", "text"].iter().filter_map(|field| json::text(content, field)) {
                self.begin_line();
                self.out.text.push_str(&words);
            }
        }
    }

    fn finish(mut self) -> Words {
        if self.file.is_some() {
            self.end_file();
        }
        while !self.quotes.is_empty() {
            self.end_quote();
        }
        if self.code.is_some() {
            self.begin_line();
            self.out.text.push_str("```");
        }
        let text = self.out.text.trim();
        // Older programs showed an edit as a message of its own.
        let text = text.strip_prefix("Edited previous message: ").filter(|_| self.out.edited.is_some()).unwrap_or(text);
        self.out.text = text.to_owned();
        self.out
    }
}

/// Words with their entities read; Windows ends lines with two signs, older programs with the first of them alone.
fn plain(words: &str) -> String {
    html::entities(words).replace("\r\n", "\n").replace('\r', "\n")
}

/// The name of a tag; Skype has some with a line under them: `e_m`.
fn name(tag: &str) -> &str {
    let from = usize::from(tag.starts_with('/'));
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let end = tag[from..].find(|letter| !is_part(letter)).map_or(tag.len(), |end| from + end);
    &tag[..end]
}

fn shared(tag: &str) -> Shared {
    let is_card = html::attribute(tag, "type").is_some_and(|kind| kind.starts_with("SWIFT"));
    let url = html::attribute(tag, "uri").filter(|url| !url.is_empty() && !is_card);
    let last = url.as_deref().and_then(|url| url.split('/').find(|part| part.starts_with("0-")));
    let id = html::attribute(tag, "doc_id").filter(|id| !id.is_empty()).or_else(|| last.map(str::to_owned));
    Shared { id: id.unwrap_or_default(), url, name: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &str, expected: &str) {
        assert_eq!(Words::of("RichText", content).text, expected, "{content}");
    }

    #[test]
    fn the_markup_of_a_message_reads_as_people_see_it() {
        check("Tom &amp; <b raw_pre=\"*\" raw_post=\"*\">Ada</b>\nit&apos;s 1 < 2", "Tom & Ada\nit's 1 < 2");
        check(
            "<ss type=\"smile\">:)</ss> <at id=\"8:live:grace\">Grace</at>, @<at id=\"8:a\">Ada</at>",
            ":) @Grace, @Ada",
        );
        check("<a href=\"https://acme.example/a\">https://acme.example/a</a>", "https://acme.example/a");
        check(
            "see <a href=\"https://acme.example/?a=1&amp;b\">the docs</a>.",
            "see the docs <https://acme.example/?a=1&b>.",
        );
        check("run<pre raw_pre=\"!! \">cargo test</pre>now", "run\n```\ncargo test\n```\nnow");
        check("<pre>open", "```\nopen\n```");
        check("Edited previous message: fine<e_m a=\"ada\" ts=\"1709560000\" t=\"61\"/>", "fine");
        check("Edited previous message: so it said", "Edited previous message: so it said");
        check(
            "<contacts alt=\"Ada sent Grace.\"><c t=\"s\" s=\"grace\" f=\"Grace Hopper\"/></contacts>",
            "Grace Hopper, grace",
        );
        check("one\r\ntwo &#13;", "one\ntwo");
        check("one\rtwo&#13;&#10;three", "one\ntwo\nthree");
        check("<b", "");
        check("a <", "a <");
    }

    #[test]
    fn quotes_are_marked_and_tell_what_is_answered() {
        let quote = |words: &str| {
            format!(
                "<quote author=\"grace\" authorname=\"Grace\" timestamp=\"1709560000\" conversation=\"8:grace\" messageid=\"1709560000123\"><legacyquote>[13:46] Grace: </legacyquote>{words}<legacyquote>\n\n&lt;&lt;&lt; </legacyquote></quote>"
            )
        };
        let words = Words::of("RichText", &format!("{}yes", quote("shall we?\nnow?")));
        assert_eq!(
            (words.text.as_str(), words.answers.as_deref()),
            ("> shall we?\n> now?\nyes", Some("1709560000123"))
        );
        let words = Words::of("RichText", &format!("{}no", quote(&quote("one").replace("messageid", "x"))));
        assert_eq!(words.text, "> > one\nno");
        check(&format!("{}x", "<quote>".repeat(1000)), "> > > > x");
        check("<quote messageid=\"\">a</quote></quote>b", "> a\nb");
        check("<quote><legacyquote>never closed", "> never closed");
    }

    #[test]
    fn a_shared_file_has_its_name_and_no_words() {
        let content = "<URIObject type=\"Picture.1\" uri=\"https://api.asm.skype.com/v1/objects/0-weu-d1-abc\" url_thumbnail=\"https://api.asm.skype.com/v1/objects/0-weu-d1-abc/views/imgt1\">To view this shared photo, go to: <a href=\"https://login.skype.com/\">https://login.skype.com/</a><OriginalName v=\"pic.png\"/><FileSize v=\"7\"/><meta type=\"photo\" originalName=\"pic.png\"/></URIObject>";
        let words = Words::of("RichText/UriObject", content);
        let file = &words.files[0];
        assert_eq!((words.text.as_str(), words.files.len()), ("", 1));
        assert_eq!((file.id.as_str(), file.name.as_deref()), ("0-weu-d1-abc", Some("pic.png")));
        let open = &content[..content.find("</URIObject>").unwrap()];
        assert_eq!(Words::of("RichText/UriObject", open).files.len(), 1);
        assert_eq!(Words::of("RichText/UriObject", &content.repeat(200)).files.len(), FILES_MAX);
    }
}
