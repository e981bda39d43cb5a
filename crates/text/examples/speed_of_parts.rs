//! Times each reading part on short messages and on issues, one thread, and prints a table.

use std::hint::black_box;
use std::time::Instant;

use text::similar::{Index, Text};
use text::{Input, Reader};

const MESSAGES: usize = 20_000;
/// What is timed; a number of its answer keeps the work from being left out.
type Part<'a> = dyn Fn(&str) -> usize + 'a;

const HOSTILE_BYTES: usize = 1 << 20;

fn main() {
    let start = Instant::now();
    let reader = Reader::new();
    println!(
        "Loading every model: {:.1} ms. One thread, wall clock, machine shared:\n",
        start.elapsed().as_secs_f64() * 1e3
    );
    let messages: Vec<String> = (0..MESSAGES).map(message).collect();
    let vectors = text::vectors::Vectors::built_in();
    let hostile: Vec<String> = ["a", "> ", "a@", "```\n", "東", "\u{301}", "On 1 Jan 2020 a wrote:\n"]
        .iter()
        .map(|p| p.repeat(HOSTILE_BYTES / p.len()))
        .collect();
    println!(
        "| part | µs a message of 60 characters | messages a second | worst of {} hostile MiB, ms |\n| --- | --- | --- | --- |",
        hostile.len()
    );
    let parts: [(&str, &Part); 9] = [
        ("search tokens", &|text| count(|add| text::tokens::search_tokens(text, &mut |token| add(token.len())))),
        ("words", &|text| count(|add| text::words::words(text, &mut |word| add(word.text.len())))),
        ("folded form", &|text| text::fold::folded(text).len()),
        ("language", &|text| text::language::identify(text).code.len()),
        ("own words", &|text| text::own::own_words(text).text.len()),
        ("trim", &|text| text::trim::trim(text).len()),
        ("scrub", &|text| text::scrub(text).len()),
        ("vector", &|text| vectors.embed(text).len()),
        ("all readings", &|text| reader.read(&Input { text, ..Input::default() }).keywords.len()),
    ];
    for (name, part) in parts {
        let each = time(|| messages.iter().map(|text| part(text)).sum()) / MESSAGES as f64;
        let worst = hostile.iter().map(|text| time(|| part(text))).fold(0.0, f64::max);
        println!("| {name} | {:.2} | {:.0} | {:.1} |", each * 1e6, 1.0 / each, worst * 1e3);
    }
    let mut index = Index::new();
    let insert = time(|| {
        (0..).zip(&messages).for_each(|(id, body)| index.insert(id, Text { title: "", body }));
        index.len()
    });
    let asked = messages[..50].iter();
    let query = time(|| asked.map(|body| index.query(Text { title: "", body }, 10).len()).sum());
    println!(
        "\nAn index of {MESSAGES}: {:.1} µs an insert, {:.2} ms a query.",
        insert / MESSAGES as f64 * 1e6,
        query / 50.0 * 1e3
    );
}

/// Sums what is added, so that the work cannot be left out.
fn count(work: impl FnOnce(&mut dyn FnMut(usize))) -> usize {
    let mut sum = 0;
    work(&mut |found| sum += found);
    sum
}

fn time(work: impl FnOnce() -> usize) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

fn message(at: usize) -> String {
    let words = [
        "the app",
        "crashes when",
        "I open",
        "settings",
        "since the update",
        "thanks",
        "how do I",
        "great work",
        "please add",
    ];
    let text: Vec<&str> = (0..6).map(|place| words[(at / (place + 1) + at * place) % words.len()]).collect();
    format!("{:.60}", text.join(" ") + " and then it goes on a little longer, as people do")
}
