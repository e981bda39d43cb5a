//! The product names of a workspace, found in messages whatever their case, accents, hyphens and spaces.

use crate::reader::hash::{bare_letter, is_wide_script};

/// The workspace's product names, ready to be found in messages, without regard to case and accents.
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// How each product is called.
    names: Vec<String>,
    /// What may be written and whose name it is, in the order of the letters; of one beginning the longest first.
    spellings: Vec<(Vec<char>, usize)>,
}

impl Products {
    /// Products that have one spelling each.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Products {
        Products::spelt(names.into_iter().map(|name| (name, std::iter::empty())))
    }

    /// Products by their names, each with its other spellings.
    pub fn spelt<'a, Others>(products: impl IntoIterator<Item = (&'a str, Others)>) -> Products
    where
        Others: IntoIterator<Item = &'a str>,
    {
        let mut list = Products::default();
        for (name, others) in products {
            let place = list.names.len();
            list.names.push(name.trim().to_owned());
            for spelling in std::iter::once(name).chain(others) {
                let letters = folded(spelling.trim_start_matches(never_begins));
                if letters.iter().any(|letter| letter.is_alphanumeric()) {
                    list.spellings.push((letters, place));
                }
            }
        }
        // The first letters together, and among them the longest first; whoever was named first wins among equals.
        list.spellings.sort_by(|a, b| a.0[0].cmp(&b.0[0]).then(b.0.len().cmp(&a.0.len())).then(a.1.cmp(&b.1)));
        list
    }

    /// Products as a person lists them: one a line, with other spellings behind it as in `Name = other, other`.
    pub fn listed(lines: &str) -> Products {
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        Products::spelt(lines.map(|line| {
            let (name, others) = line.split_once('=').unwrap_or((line, ""));
            (name, others.split(',').map(str::trim).filter(|other| !other.is_empty()))
        }))
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    /// How the product is called that is written as `words`; `None` where they are no spelling of one.
    pub fn name_of(&self, words: &str) -> Option<&str> {
        let (length, product) = self.at_front(words)?;
        (length == words.len()).then(|| self.names[product].as_str())
    }

    /// How many bytes the longest name at the front of `text` takes, and the place of the product that it names, from 0 in
    /// the order in which they were listed; `None` where no name stands there.
    pub fn at_front(&self, text: &str) -> Option<(usize, usize)> {
        let mut letters = Letters::of(text);
        let first = letters.next()?.0;
        let from = self.spellings.partition_point(|(spelling, _)| spelling[0] < first);
        let same_start = self.spellings[from..].iter().take_while(|(spelling, _)| spelling[0] == first);
        let fitting = |(spelling, product): &(Vec<char>, usize)| Some((end_of(spelling, text)?, *product));
        same_start.filter_map(fitting).next()
    }
}

/// Signs that no name is found by; `.NET` and `@name` are.
fn never_begins(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '.' && letter != '@'
}

/// Where a spelling at the front of `text` ends, if it stands there as a whole.
fn end_of(spelling: &[char], text: &str) -> Option<usize> {
    let mut letters = Letters::of(text);
    let mut end = 0;
    for wanted in spelling {
        let (letter, after) = letters.next()?;
        if letter != *wanted {
            return None;
        }
        end = after;
    }
    let last = *spelling.last()?;
    end += text[end..].chars().take_while(|letter| is_accent(*letter)).map(char::len_utf8).sum::<usize>();
    let goes_on = text[end..].starts_with(char::is_alphanumeric);
    (!goes_on || !last.is_alphanumeric() || is_wide_script(last)).then_some(end)
}

fn folded(text: &str) -> Vec<char> {
    Letters::of(text.trim()).map(|(letter, _)| letter).collect()
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The letters of a text, lower-case and without accents, with the byte behind each; blanks and hyphens between words
/// are one blank.
struct Letters<'a> {
    text: &'a str,
    at: usize,
    /// Further letters of one whose lower case has several.
    rest: std::char::ToLowercase,
    is_blank: bool,
}

impl Letters<'_> {
    fn of(text: &str) -> Letters<'_> {
        let mut none = ' '.to_lowercase();
        none.next();
        Letters { text, at: 0, rest: none, is_blank: false }
    }
}

impl Iterator for Letters<'_> {
    type Item = (char, usize);

    fn next(&mut self) -> Option<(char, usize)> {
        loop {
            if let Some(letter) = self.rest.next() {
                if !is_accent(letter) {
                    return Some((bare_letter(letter), self.at));
                }
                continue;
            }
            let letter = self.text[self.at..].chars().next()?;
            self.at += letter.len_utf8();
            let was_blank = std::mem::replace(&mut self.is_blank, matches!(letter, ' ' | '\t' | '\u{a0}' | '-' | '_'));
            match (self.is_blank, was_blank) {
                (true, true) => {}
                (true, false) => return Some((' ', self.at)),
                (false, _) => self.rest = letter.to_lowercase(),
            }
        }
    }
}
