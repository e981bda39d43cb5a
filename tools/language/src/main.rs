//! Learns `crates/text/models/language.bin` and says by cross-validation what it is worth.
//!
//! `cargo run --release -- CORPUS GOLD cross|speed|write OUT`: CORPUS holds one `<code>.txt` per language, a sentence or phrase a
//! line; GOLD holds `langid_{tweets,word-pairs,single-words}.jsonl`. `cross` trains on four fifths of GOLD and measures on the
//! rest, five times; `speed` times the shipped model beside whatlang; `write` trains on everything. The same input gives the same bytes. See README.md for the sources.

mod learn;
mod sample;

use std::path::Path;

use text::language::{self, TABLES, model::Model};

use sample::{GOLD, Gold, Texts};

const FOLDS: usize = 5;
/// Confidences below which an answer might be withheld.
const CUTS: [f32; 8] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [corpus, gold, what, rest @ ..] = &arguments[..] else {
        panic!("usage: CORPUS GOLD cross|speed|write OUT");
    };
    let texts = Texts::read(Path::new(corpus));
    let gold = Gold::read(Path::new(gold));
    match (what.as_str(), rest) {
        ("cross", folds) => cross(&texts, &gold, folds.first().map_or(FOLDS, |folds| folds.parse().expect("a number"))),
        ("speed", []) => speed(&gold),
        ("write", [out]) => std::fs::write(out, train(&texts, &gold.rows)).expect("OUT can be written"),
        _ => panic!("usage: CORPUS GOLD cross|speed|write OUT"),
    }
}

/// All tables, as bytes.
fn train(texts: &Texts, gold: &[sample::Row]) -> Vec<u8> {
    let learned: Vec<_> = (0..TABLES).map(|table| learn::table(table, texts, gold)).collect();
    Model { tables: learned.iter().map(learn::Learned::as_table).collect() }.write()
}

fn cross(texts: &Texts, gold: &Gold, folds: usize) {
    let mut right = [[0usize; 2]; 3];
    let mut confused = std::collections::BTreeMap::new();
    let mut below = [[[0usize; 2]; CUTS.len()]; 3];
    let (mut sure, mut bins) = (0.0, [[0.0f64; 3]; 10]);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..folds)
            .collect::<Vec<_>>()
            .chunks(folds.div_ceil(2))
            .map(|folds| {
                let folds = folds.to_vec();
                scope.spawn(move || folds.iter().map(|fold| run_fold(texts, gold, *fold)).collect::<Vec<_>>())
            })
            .collect();
        for answer in runs.into_iter().flat_map(|run| run.join().expect("no panic")).flatten() {
            let good = answer.said == answer.label;
            right[answer.set][usize::from(good)] += 1;
            for (cut, counts) in CUTS.iter().zip(&mut below[answer.set]) {
                counts[usize::from(good)] += usize::from(answer.confidence < *cut);
            }
            let bin = &mut bins[((answer.confidence * 10.0) as usize).min(9)];
            bin[0] += 1.0;
            bin[1] += f64::from(answer.confidence);
            bin[2] += f64::from(u8::from(good));
            sure += 1.0;
            if !good {
                *confused.entry((answer.set, answer.label, answer.said)).or_insert(0) += 1;
            }
        }
    });
    for (name, [wrong, right]) in GOLD.iter().zip(right) {
        println!("{name}: {:.4} of {}", right as f64 / (right + wrong) as f64, right + wrong);
    }
    for (cut, limit) in CUTS.iter().enumerate() {
        let lost = |set: usize| below[set][cut][1] as f64 / (right[set][0] + right[set][1]).max(1) as f64;
        let spared = |set: usize| below[set][cut][0] as f64 / (right[set][0] + right[set][1]).max(1) as f64;
        let of = |set: usize| format!("{} right −{:.4} wrong −{:.4}", GOLD[set], lost(set), spared(set));
        println!("`und` below {limit}: {}; {}; {}", of(0), of(1), of(2));
    }
    let error: f64 = bins.iter().map(|[_, said, good]| (said - good).abs()).sum::<f64>() / sure;
    println!("expected calibration error {error:.3}");
    let mut confused: Vec<_> = confused.into_iter().map(|(key, count)| (count, key)).collect();
    confused.sort_unstable();
    for (count, (set, label, said)) in confused.iter().rev().take(40) {
        print!("{}:{label}→{said} {count}  ", &GOLD[*set][..1]);
    }
    println!();
}

/// Microseconds a text, by set, on one thread: ours and whatlang's.
fn speed(gold: &Gold) {
    const ROUNDS: usize = 10;
    for (set, name) in GOLD.iter().enumerate() {
        let texts: Vec<&str> = gold.rows.iter().filter(|row| row.set == set).map(|row| row.text.as_str()).collect();
        let each = |work: &dyn Fn(&str) -> usize| {
            let start = std::time::Instant::now();
            let sum: usize = (0..ROUNDS).flat_map(|_| &texts).map(|text| work(text)).sum();
            std::hint::black_box(sum);
            start.elapsed().as_secs_f64() * 1e6 / (ROUNDS * texts.len()) as f64
        };
        let ours = each(&|text| language::identify(text).code.len());
        let whatlang = each(&|text| whatlang::detect(text).map_or(0, |info| info.lang().code().len()));
        println!("{name}: {ours:.2} µs, whatlang {whatlang:.2} µs: {:.1} times as fast", whatlang / ours);
    }
}

struct Answer {
    set: usize,
    label: String,
    said: &'static str,
    confidence: f32,
}

/// Every fifth row is held out.
fn run_fold(texts: &Texts, gold: &Gold, fold: usize) -> Vec<Answer> {
    let (test, seen): (Vec<_>, Vec<_>) = gold.rows.iter().cloned().partition(|row| row.number % FOLDS == fold);
    let bytes: &'static [u8] = train(texts, &seen).leak();
    let model = Model::parse(bytes).expect("what was written can be read");
    let answer = |row: sample::Row| {
        let said = language::identify_with(&model, &row.text);
        Answer { set: row.set, label: row.label, said: said.code, confidence: said.confidence }
    };
    test.into_iter().map(answer).collect()
}
