//! Hate told from what only looks like it, function by function, on templates that nothing is learned from.

#[path = "../../examples/train_readings/grammar.rs"]
#[expect(dead_code, reason = "only cross-validation asks for a template's number")]
mod grammar;

use std::collections::BTreeMap;
use std::path::Path;

use text::{Input, Reader};

/// Messages drawn for each function.
const DRAWS: usize = 60;
/// Functions whose sentences are also written in disguise.
const DISGUISED: [&str; 3] = ["yes bad traits", "yes dehumanising", "yes demand"];

/// Both sets were written without a look at the learned templates' answers; the first was looked at between versions of
/// the model, the second only after the last.
#[test]
fn each_side_of_hate_is_told_from_the_other() {
    let reader = Reader::new();
    let files = [
        ("hostility_templates.txt", 0.65, 0.9),
        ("hostility_templates_2.txt", 0.72, 0.9),
        ("hostility_templates_3.txt", 0.72, 0.9),
    ];
    for (file, hate_min, rest_min) in files {
        let (yes, no) = recalls(&reader, file);
        println!("{file}: recall of hate {yes:.3}, of the rest {no:.3}, balanced {:.3}", (yes + no) / 2.0);
        assert!(yes > hate_min && no > rest_min, "{file}: recall of hate {yes:.3}, of the rest {no:.3}");
    }
}

/// The share of hate that is found, and of the rest that is left in peace.
fn recalls(reader: &Reader, file: &str) -> (f64, f64) {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/held").join(file);
    let mut cases: Vec<(String, String)> =
        grammar::draw(&templates, DRAWS).into_iter().map(|drawn| (drawn.label, drawn.message)).collect();
    let plain = cases.clone();
    for (way, disguise) in DISGUISES {
        let hidden = plain.iter().filter(|(label, _)| DISGUISED.contains(&label.as_str()));
        cases.extend(hidden.step_by(3).map(|(_, message)| (format!("yes spelling: {way}"), disguise(message))));
    }
    let mut functions: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (function, text) in &cases {
        let found = reader.read(&Input { text, ..Input::default() }).toxicity.is_yes();
        let right = found == function.starts_with("yes");
        if !right {
            println!("wrong, {function}: {text}");
        }
        let of = functions.entry(function).or_default();
        *of = (of.0 + usize::from(right), of.1 + 1);
    }
    for (function, (right, all)) in &functions {
        println!("{:.2} {function}", *right as f64 / *all as f64);
    }
    (recall(&functions, "yes"), recall(&functions, "no"))
}

fn recall(functions: &BTreeMap<&str, (usize, usize)>, side: &str) -> f64 {
    let of = functions.iter().filter(|(function, _)| function.split(' ').next() == Some(side));
    let (right, all) = of.fold((0, 0), |sum, (_, (right, all))| (sum.0 + right, sum.1 + all));
    right as f64 / all as f64
}

type Disguise = fn(&str) -> String;

const DISGUISES: [(&str, Disguise); 5] = [
    ("neighbours swapped", |text| in_longest(text, |word| [&word[..2], &word[3..4], &word[2..3], &word[4..]].concat())),
    ("a letter lost", |text| in_longest(text, |word| [&word[..3], &word[4..]].concat())),
    ("a space lost", |text| {
        let longest = longest(text);
        text.replacen(&format!(" {longest}"), longest, 1).replacen(&format!("{longest} "), longest, 1)
    }),
    ("spaced out", |text| in_longest(text, |word| word.chars().map(String::from).collect::<Vec<_>>().join(" "))),
    ("digits for letters", |text| {
        text.chars()
            .map(|letter| match letter {
                'a' => '4',
                'e' => '3',
                'i' => '1',
                'o' => '0',
                _ => letter,
            })
            .collect()
    }),
];

fn longest(text: &str) -> &str {
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic());
    words.max_by_key(|word| word.len()).unwrap_or("")
}

/// Every sentence of the templates has a word of five letters.
fn in_longest(text: &str, change: impl Fn(&str) -> String) -> String {
    text.replacen(longest(text), &change(longest(text)), 1)
}
