//! What single words are known for: valence and classes, read from the data files that are embedded in the program.

use super::hash::{hash_bytes, hash_word};

/// A set of word classes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClass(pub(crate) u32);

impl WordClass {
    pub(crate) const NONE: WordClass = WordClass(0);
    pub(crate) const NEGATOR: WordClass = WordClass(1);
    pub(crate) const BOOSTER: WordClass = WordClass(1 << 1);
    pub(crate) const DAMPENER: WordClass = WordClass(1 << 2);
    pub(crate) const BUT: WordClass = WordClass(1 << 3);
    /// Says nothing of the subject: never a keyword.
    pub(crate) const STOP: WordClass = WordClass(1 << 4);
    pub(crate) const QUESTION: WordClass = WordClass(1 << 5);
    pub(crate) const FIRST: WordClass = WordClass(1 << 6);
    pub(crate) const SECOND: WordClass = WordClass(1 << 7);
    pub(crate) const THIRD: WordClass = WordClass(1 << 8);
    /// A protected group as a noun: "women", "immigrants".
    pub(crate) const GROUP: WordClass = WordClass(1 << 9);
    /// A protected group as an adjective that needs a noun: "black", "gay", "disabled".
    pub(crate) const GROUP_ADJECTIVE: WordClass = WordClass(1 << 10);
    pub(crate) const PERSON: WordClass = WordClass(1 << 11);
    pub(crate) const SLUR: WordClass = WordClass(1 << 12);
    pub(crate) const INSULT: WordClass = WordClass(1 << 13);
    pub(crate) const PROFANE: WordClass = WordClass(1 << 14);
    pub(crate) const HATE_VERB: WordClass = WordClass(1 << 15);
    pub(crate) const HARM_VERB: WordClass = WordClass(1 << 16);
    /// Vermin, filth, disease: said of people, it takes their humanity.
    pub(crate) const DEHUMAN: WordClass = WordClass(1 << 17);
    /// A trait that is an attack when said of a whole group: "inferior", "disgusting".
    pub(crate) const BAD_TRAIT: WordClass = WordClass(1 << 18);
    pub(crate) const OUGHT: WordClass = WordClass(1 << 19);
    /// "said", "called", "hashtag", "tweet": what follows is reported speech.
    pub(crate) const REPORTS: WordClass = WordClass(1 << 20);
    /// "wrong", "racist", "unacceptable": the author objects.
    pub(crate) const OBJECTS: WordClass = WordClass(1 << 21);
    pub(crate) const URGENT: WordClass = WordClass(1 << 22);
    pub(crate) const SEXUAL: WordClass = WordClass(1 << 23);
    pub(crate) const COPULA: WordClass = WordClass(1 << 24);
    /// A thing, so that abuse of it hurts nobody: "bug", "movie", "traffic".
    pub(crate) const THING: WordClass = WordClass(1 << 25);
    pub(crate) const FRENCH: WordClass = WordClass(1 << 26);
    pub(crate) const ENGLISH: WordClass = WordClass(1 << 27);
    /// What every person is owed; denied to a group, it is hate.
    pub(crate) const DIGNITY: WordClass = WordClass(1 << 29);
    /// "a", "every": what follows is a noun, or belongs to one.
    pub(crate) const DETERMINER: WordClass = WordClass(1 << 30);
    /// A language, or what comes from a country, as well as its people: "Chinese".
    pub(crate) const LANGUAGE: WordClass = WordClass(1 << 31);
    /// Something that may begin a cue phrase.
    pub(crate) const CUE: WordClass = WordClass(1 << 28);

    pub(crate) const fn has(self, other: WordClass) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: WordClass) -> WordClass {
        WordClass(self.0 | other.0)
    }
}

/// The class that a heading of the data files stands for.
fn class_of(heading: &str) -> Option<WordClass> {
    let class = match heading {
        "negator" => WordClass::NEGATOR,
        "booster" => WordClass::BOOSTER,
        "dampener" => WordClass::DAMPENER,
        "but" => WordClass::BUT,
        "stop" => WordClass::STOP,
        "question" => WordClass::QUESTION,
        "first" => WordClass::FIRST,
        "second" => WordClass::SECOND,
        "third" => WordClass::THIRD,
        "group" => WordClass::GROUP,
        "group adjective" => WordClass::GROUP_ADJECTIVE,
        "person" => WordClass::PERSON,
        "slur" => WordClass::SLUR,
        "insult" => WordClass::INSULT,
        "profane" => WordClass::PROFANE,
        "hate verb" => WordClass::HATE_VERB,
        "harm verb" => WordClass::HARM_VERB,
        "dehuman" => WordClass::DEHUMAN,
        "bad trait" => WordClass::BAD_TRAIT,
        "ought" => WordClass::OUGHT,
        "reports" => WordClass::REPORTS,
        "objects" => WordClass::OBJECTS,
        "urgent" => WordClass::URGENT,
        "sexual" => WordClass::SEXUAL,
        "french" => WordClass::FRENCH,
        "english" => WordClass::ENGLISH,
        "dignity" => WordClass::DIGNITY,
        "copula" => WordClass::COPULA,
        "thing" => WordClass::THING,
        "language" => WordClass::LANGUAGE,
        "determiner" => WordClass::DETERMINER,
        _ => return None,
    };
    Some(class)
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    hash: u32,
    pub(crate) class: WordClass,
    /// Valence in tenths, -40…40.
    pub(crate) valence: i8,
}

/// A hash table of words with open addressing; hash 0 is an empty place.
#[derive(Debug)]
pub(crate) struct Lexicon {
    places: Vec<Entry>,
}

const PLACES: usize = 1 << 14;

const CLASSES: [&str; 2] =
    [include_str!("../../data/lexicon/classes.txt"), include_str!("../../data/lexicon/hostility.txt")];
const VALENCES: [&str; 3] = [
    include_str!("../../data/lexicon/valence_en.txt"),
    include_str!("../../data/lexicon/valence_fr.txt"),
    include_str!("../../data/lexicon/valence_marks.txt"),
];

impl Lexicon {
    /// The lexicon of the embedded data files.
    pub(crate) fn embedded() -> Lexicon {
        let mut lexicon = Lexicon { places: vec![Entry::default(); PLACES] };
        CLASSES.into_iter().for_each(|text| lexicon.add_classes(text));
        VALENCES.into_iter().for_each(|text| lexicon.add_valences(text));
        lexicon
    }

    /// The words of hostility and their targets, as written in the data file.
    pub(crate) fn alarming_words() -> impl Iterator<Item = &'static str> {
        CLASSES[1].lines().filter(|line| !line.starts_with(['#', '['])).flat_map(str::split_whitespace)
    }

    /// Every word of the data files.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        let classes = CLASSES.into_iter().flat_map(str::lines).filter(|line| !line.starts_with(['#', '[']));
        let valences = VALENCES.into_iter().flat_map(str::lines).filter_map(|line| Some(line.split_once('\t')?.1));
        classes.chain(valences).flat_map(str::split_whitespace)
    }

    /// Lines `[class]` followed by words, white space between them.
    fn add_classes(&mut self, text: &str) {
        let mut class = WordClass::NONE;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                class = class_of(heading).unwrap_or(WordClass::NONE);
            } else {
                line.split_whitespace().for_each(|word| self.add_class(hash_any(word), class));
            }
        }
    }

    /// Lines `valence: words`, the valence between -4 and 4.
    fn add_valences(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((valence, words)) = line.split_once('\t') else { continue };
            let Ok(valence) = valence.parse::<f32>() else { continue };
            for word in words.split_whitespace() {
                self.entry(hash_any(word)).valence = (valence * 10.0) as i8;
            }
        }
    }

    pub(crate) fn add_class(&mut self, hash: u32, class: WordClass) {
        let entry = self.entry(hash);
        entry.class = entry.class.with(class);
    }

    pub(crate) fn find(&self, hash: u32) -> Option<Entry> {
        let mut place = hash as usize & (PLACES - 1);
        loop {
            let entry = self.places[place];
            if entry.hash == hash {
                return Some(entry).filter(|entry| entry.hash != 0);
            }
            if entry.hash == 0 {
                return None;
            }
            place = (place + 1) & (PLACES - 1);
        }
    }

    fn entry(&mut self, hash: u32) -> &mut Entry {
        let mut place = hash as usize & (PLACES - 1);
        while self.places[place].hash != 0 && self.places[place].hash != hash {
            place = (place + 1) & (PLACES - 1);
        }
        self.places[place].hash = hash;
        &mut self.places[place]
    }
}

/// Words are folded; emoji and emoticons are hashed as they stand.
fn hash_any(word: &str) -> u32 {
    let is_word = word.chars().next().is_some_and(char::is_alphanumeric) && !word.starts_with("\u{2122}");
    if is_word { hash_word(word) } else { hash_bytes(word.as_bytes()) }
}
