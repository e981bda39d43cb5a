//! The texts to learn from, and examples drawn from them at random but always alike.

use std::collections::BTreeMap;
use std::path::Path;

use text::language::scripts::Script;

/// The labelled sets.
pub const GOLD: [&str; 3] = ["tweets", "word-pairs", "single-words"];

/// One labelled text.
#[derive(Clone)]
pub struct Row {
    pub number: usize,
    pub set: usize,
    pub text: String,
    pub label: String,
}

/// All labelled texts.
pub struct Gold {
    pub rows: Vec<Row>,
}

#[derive(serde::Deserialize)]
struct Line {
    text: String,
    label: String,
}

impl Gold {
    pub fn read(folder: &Path) -> Self {
        let mut rows = Vec::new();
        for (set, name) in GOLD.iter().enumerate() {
            let path = folder.join(format!("langid_{name}.jsonl"));
            let lines = std::fs::read_to_string(&path).expect("GOLD can be read");
            for line in lines.lines() {
                let Line { text, label } = serde_json::from_str(line).expect("JSON lines");
                // A row's fold depends on its text, so equal texts never stand on both sides.
                let number =
                    text.bytes().fold(7usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) >> 3;
                rows.push(Row { number, set, text, label });
            }
        }
        Self { rows }
    }
}

/// Words of each language in running order, and its vocabulary with counts.
pub struct Texts {
    pub languages: BTreeMap<String, Running>,
}

#[derive(Default)]
pub struct Running {
    pub words: Vec<String>,
}

impl Texts {
    pub fn read(folder: &Path) -> Self {
        let mut languages = BTreeMap::new();
        for file in std::fs::read_dir(folder).expect("CORPUS can be read") {
            let path = file.expect("CORPUS can be listed").path();
            let Some(code) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            let lines = std::fs::read_to_string(&path).expect("UTF-8");
            let words = lines.split_whitespace().map(str::to_owned).collect();
            languages.insert(code.to_owned(), Running { words });
        }
        Self { languages }
    }
}

/// The table whose script most letters of a text belong to.
pub fn table_of(text: &str) -> Option<usize> {
    let mut counts = [0usize; 6];
    for character in text.chars() {
        if let Some(script) = Script::of(character) {
            counts[script.table().unwrap_or(5)] += 1;
        }
    }
    let best = (0..6).rev().max_by_key(|table| counts[*table])?;
    (best < 5 && counts[best] > 0).then_some(best)
}

/// A small generator (xorshift64*): the same seed gives the same examples on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize) % limit
    }
}

/// What one language of one table offers.
pub struct Source {
    words: Vec<String>,
    /// Each word as often as the square root of its count: between what is said and what is known.
    vocabulary: Vec<String>,
    gold: [Vec<String>; 3],
}

impl Source {
    pub fn new(table: usize, running: Option<&Running>, gold: Vec<&Row>) -> Self {
        let own = |word: &&String| table_of(word) == Some(table);
        let words: Vec<String> =
            running.map_or(Vec::new(), |running| running.words.iter().filter(own).cloned().collect());
        let mut counts = BTreeMap::new();
        for word in &words {
            let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
            *counts.entry(word).or_insert(0usize) += 1;
        }
        let mut vocabulary = Vec::new();
        for (word, count) in counts {
            let times = (count as f64).powf(0.4).round() as usize;
            vocabulary.extend(std::iter::repeat_n(word, times));
        }
        let mut by_set: [Vec<String>; 3] = Default::default();
        for row in gold {
            by_set[row.set].push(row.text.clone());
            if row.set == 1 {
                by_set[2].extend(row.text.split(' ').map(str::to_owned));
            }
        }
        Self { words, vocabulary, gold: by_set }
    }

    /// One example.
    pub fn draw(&self, random: &mut Random, out: &mut String) {
        out.clear();
        let long = self.words.len() > 1000;
        match random.below(100) {
            0..10 if !self.gold[0].is_empty() => {
                let tweet = &self.gold[0][random.below(self.gold[0].len())];
                let words: Vec<&str> = tweet.split(' ').collect();
                let start = random.below(words.len());
                let end = (start + 1 + random.below(12)).min(words.len());
                out.push_str(&words[start..end].join(" "));
            }
            10..20 if !self.gold[1].is_empty() => out.push_str(&self.gold[1][random.below(self.gold[1].len())]),
            20..40 if !self.gold[2].is_empty() => out.push_str(&self.gold[2][random.below(self.gold[2].len())]),
            40..75 if long => {
                out.push_str(&self.vocabulary[random.below(self.vocabulary.len())]);
                if random.below(3) == 0 {
                    out.push(' ');
                    out.push_str(&self.vocabulary[random.below(self.vocabulary.len())]);
                }
            }
            _ if long => {
                let start = random.below(self.words.len());
                let end = (start + 2 + random.below(14)).min(self.words.len());
                out.push_str(&self.words[start..end].join(" "));
            }
            _ => {
                for set in [2, 1] {
                    if !self.gold[set].is_empty() && out.is_empty() {
                        out.push_str(&self.gold[set][random.below(self.gold[set].len())]);
                    }
                }
            }
        }
    }
}
