//! Mails whose lines their program broke and marked, `format=flowed` of RFC 3676: their paragraphs come whole.

use archive::Options;

use crate::mutations::Random;
use crate::read::{file, rows};

const FLOWED: &str = "text/plain; charset=utf-8; format=flowed";
const WITHOUT_SPACES: &str = "text/plain; charset=utf-8; Format=\"Flowed\"; DelSp=Yes";

fn mail(kind: &str, body: &str) -> String {
    format!(
        "From: Ada <ada@example.org>\nDate: Mon, 4 Mar 2024 12:00:00 GMT\nMessage-ID: <m1@x>\nContent-Type: {kind}\n\n{body}"
    )
}

fn text(mail: &str) -> String {
    rows(&file("a.eml", mail.as_bytes()), &Options::default()).remove(0).unwrap().message.text
}

#[test]
fn lines_that_go_on_are_joined_where_the_header_says_so() {
    for (body, expected) in [
        ("one \ntwo\nthree", "one two\nthree"),
        ("one \r\ntwo  \r\nthree\r\n\r\nfour", "one two  three\n\nfour"),
        // A space before a line is stuffed in.
        (" From here \n >on\n  two", "From here >on\n two"),
        // Lines that are quoted more deeply, or less, are another's words.
        ("> said \n> so \n>> twice \n>> over\nno", "> said so \n>> twice over\nno"),
        (">said \n> so\n>\n> > odd \n> > ly", "> said so\n>\n> > odd > ly"),
        ("Ada wrote: \n> hi\nyes", "Ada wrote: \n> hi\nyes"),
        // What stands before a signature ends in a space, too.
        ("bye \n-- \nAda \nLee", "bye \n-- \nAda Lee"),
        ("bye\n> -- \n> Ada\n- -- \nAda", "bye\n> -- \n> Ada\n- -- \nAda"),
        ("at the end ", "at the end"),
        ("a space too many \n\n> there \n>\n> too", "a space too many \n\n> there \n>\n> too"),
    ] {
        assert_eq!(text(&mail(FLOWED, body)), expected, "{body:?}");
        for other in ["text/plain; charset=utf-8", "text/plain; format=fixed", "text/plain; delsp=yes"] {
            assert_eq!(text(&mail(other, body)), body.replace("\r\n", "\n").trim_end(), "{other} {body:?}");
        }
    }
    for (body, expected) in [
        ("日本 \n語 \n\n> 引 \n> 用", "日本語\n\n> 引用"),
        ("Donau \ndampf  \nschiff", "Donaudampf schiff"),
        ("bye \n-- \nAda", "bye\n-- \nAda"),
    ] {
        assert_eq!(text(&mail(WITHOUT_SPACES, body)), expected, "{body:?}");
    }
}

#[test]
fn marked_lines_are_joined_inside_parts_and_behind_encodings() {
    let encoded = "Content-Transfer-Encoding: quoted-printable";
    assert_eq!(text(&mail(&format!("{FLOWED}\n{encoded}"), "one=20\nt=C3=BCwo=\n\nthree")), "one tüwo\nthree");
    let body =
        format!("--b\nContent-Type: {FLOWED}\n\none \ntwo\n--b\nContent-Type: text/plain\n\nthree \nfour\n--b--");
    assert_eq!(text(&mail("multipart/mixed; boundary=b", &body)), "one two\n\nthree \nfour");
    let scrubbed = "one \n-------------- next part --------------\nA non-text attachment was scrubbed...\nName: a.png\nType: image/png\nSize: 9 bytes\nDesc: not available\nURL: <http://x.example/a.png>";
    let found = rows(&file("a.eml", mail(FLOWED, scrubbed).as_bytes()), &Options::default()).remove(0).unwrap();
    assert_eq!((found.message.text.as_str(), found.message.attachments.len()), ("one", 1));
}

/// Such a mail is known by its words, so that it is found again in what was imported before.
#[test]
fn a_mail_without_an_id_keeps_its_lines() {
    let unnamed = mail(FLOWED, "one \ntwo").replace("Message-ID", "X-Was");
    assert_eq!(text(&unnamed), "one \ntwo");
}

/// A line of a text that is quoted so deeply.
struct Paragraph {
    depth: usize,
    words: String,
}

impl Paragraph {
    fn any(random: &mut Random) -> Paragraph {
        const WORDS: [&str; 12] = ["a", "From", ">", ">>", "--", "-", "日本語", "é", "", "wrote:", "word", "x>"];
        let words: Vec<&str> = (0..random.below(20)).map(|_| WORDS[random.below(WORDS.len())]).collect();
        let is_signature = random.below(12) == 0;
        let words = if is_signature { "-- ".to_owned() } else { words.join(" ").trim_end().to_owned() };
        Paragraph { depth: random.below(3) * random.below(3), words }
    }

    /// As a program writes it that follows the RFC, with lines of any length.
    fn wrapped(&self, random: &mut Random, deleted: bool) -> String {
        let mut lines = vec![String::new()];
        let mut letters = self.words.chars().peekable();
        while let Some(letter) = letters.next() {
            let last = lines.last_mut().unwrap();
            last.push(letter);
            let marked = format!("{last}{}", if deleted { " " } else { "" });
            let is_mark = marked.ends_with(' ') && !matches!(marked.as_str(), "-- " | "- -- ");
            if is_mark && self.words != "-- " && letters.peek().is_some() && random.below(4) == 0 {
                *last = marked;
                lines.push(String::new());
            }
        }
        let stuffed = |line: &String| {
            let is_stuffed = self.depth > 0 || [" ", ">", "From "].iter().any(|start| line.starts_with(start));
            format!("{}{}{line}\n", ">".repeat(self.depth), if is_stuffed { " " } else { "" })
        };
        lines.iter().map(stuffed).collect()
    }

    fn shown(&self) -> String {
        let space = if self.depth > 0 && !self.words.is_empty() { " " } else { "" };
        format!("{}{space}{}\n", ">".repeat(self.depth), self.words)
    }
}

#[test]
fn what_is_wrapped_by_the_rfc_is_the_same_once_unwrapped() {
    for seed in 0..400 {
        let mut random = Random(seed);
        let paragraphs: Vec<Paragraph> = (0..1 + random.below(8)).map(|_| Paragraph::any(&mut random)).collect();
        let expected: String = paragraphs.iter().map(Paragraph::shown).collect();
        for (kind, deleted) in [(FLOWED, false), (WITHOUT_SPACES, true)] {
            let wrapped: String = paragraphs.iter().map(|paragraph| paragraph.wrapped(&mut random, deleted)).collect();
            let found = text(&mail(kind, &format!("{wrapped}end")));
            assert_eq!(found, format!("{expected}end"), "seed {seed}: {wrapped:?}");
        }
    }
}
