//! `bench text`: the reading of text on every real set, beside published figures, into docs/benchmarks/text.md.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::answers::{self, Form, Row};
use super::gold;
use super::measures::{Measure, SHARES, calibration_error};
use super::program::Program;
use super::reading_speed;
use super::score::{Score, beside};
use super::tasks::{Answer, Known, TASKS, Task};
use crate::tree;

const PAGE: &str = "docs/benchmarks/text.md";
/// Figures of rows left out, written by the recipe of the readings.
const LEFT_OUT: &str = "crates/text/models/readings.tsv";
/// What stands above each mark is written by that part of this command; what stands below the last, by hand.
const MARKS: [&str; 2] =
    ["<!-- above: `cargo xtask bench text quality` -->\n", "<!-- above: `cargo xtask bench text speed` -->\n"];
/// How far our own figure may be from the scorer's, which rounds to four places.
const ROUNDING: f64 = 0.0002;

/// Measures everything, or only `quality` or `speed`, and puts that part on the page.
pub(super) fn run(part: &str) -> Result<(), String> {
    if !["", "quality", "speed"].contains(&part) {
        return Err(format!("bench text has no part `{part}`; there are: quality, speed"));
    }
    if !beside("score/score.py").exists() {
        return Err(
            "the real sets and their scorer are not there: bench text needs ../shared beside the checkout".to_owned()
        );
    }
    let program = Program::build()?;
    let page = tree::root().join(PAGE);
    if part != "speed" {
        put(&page, 0, &quality(&program)?)?;
    }
    if part != "quality" {
        put(&page, 1, &reading_speed::section(&program)?)?;
    }
    Ok(())
}

/// Replaces one part of the page.
fn put(page: &Path, part: usize, text: &str) -> Result<(), String> {
    let old = read(page)?;
    let mut rest = old.as_str();
    let mut new = String::new();
    for (at, mark) in MARKS.iter().enumerate() {
        let (before, after) = rest.split_once(mark).ok_or_else(|| format!("{PAGE} has lost the mark {mark}"))?;
        new.push_str(if at == part { text } else { before });
        new.push_str(mark);
        rest = after;
    }
    write(page, &(new + rest))
}

fn quality(program: &Program) -> Result<String, String> {
    let left_out = read(&tree::root().join(LEFT_OUT))?;
    let (mut figures, mut curves) = (String::new(), String::new());
    for task in &TASKS {
        let start = Instant::now();
        let rows = answered(program, task)?;
        let figure = task.measure.of(&rows.iter().collect::<Vec<_>>());
        println!("{}: {figure:.4} ({:.1} s)", task.name, start.elapsed().as_secs_f64());
        figures.push_str(&figure_row(task, &rows, figure, &left_out)?);
        if let Some(curve) = task.measure.curve(&rows) {
            curves.push_str(&curve_row(task, &rows, &curve));
        }
    }
    figures.push_str(&trimming(program)?);
    figures.push_str(&spikes(program)?);
    Ok(page(&figures, &curves))
}

/// Asks the program and the scorer; fails if our own figure is not the scorer's.
fn answered(program: &Program, task: &Task) -> Result<Vec<Row>, String> {
    let (asked, predicted) = predict(program, task)?;
    let rows = answers::rows(&read(&asked)?, &read(&predicted)?, task.form);
    if task.figure.is_empty() {
        return Ok(rows);
    }
    let kinds = program.scratch.join("kinds.json");
    write(&kinds, "{\"idea\": \"feature\"}")?;
    let kinds = kinds.to_string_lossy();
    let options: Vec<&str> =
        task.scorer.iter().map(|word| if *word == "kinds.json" { &kinds } else { *word }).collect();
    let theirs = Score::of(&options, &asked, &predicted)?.figure(task.figure);
    let theirs = theirs.ok_or_else(|| format!("{}: the scorer gave no {}", task.name, task.figure))?;
    let ours = task.measure.of(&rows.iter().collect::<Vec<_>>());
    if (ours - theirs).abs() > ROUNDING {
        return Err(format!("{}: we count {ours:.4}, the scorer {theirs:.4}", task.name));
    }
    Ok(rows)
}

fn figure_row(task: &Task, rows: &[Row], figure: f64, left_out: &str) -> Result<String, String> {
    let Task { name, set, goal, published, known, .. } = task;
    let (low, high) = task.measure.interval(rows);
    let places = if matches!(task.measure, Measure::Blocked) { 4 } else { 3 };
    let (seen, unseen) = match known {
        Known::Nothing => ("", format!("{figure:.places$}")),
        Known::Texts => (" (its texts, not its labels, known to the vectors)", format!("{figure:.places$}")),
        Known::Remembered => (" (learned from)", "not known".to_owned()),
        Known::Printed(unseen) => (" (learned from)", (*unseen).to_owned()),
        Known::Rows(name) => {
            let line = left_out.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
            let line = line.ok_or_else(|| format!("{LEFT_OUT} has no figure `{name}`; run its recipe"))?;
            (" (learned from)", line.to_owned())
        }
    };
    Ok(format!(
        "| {name} | `{set}` | {figure:.places$}{seen} | {low:.places$} – {high:.places$} | {unseen} | {goal} | {published} |\n"
    ))
}

fn curve_row(task: &Task, rows: &[Row], curve: &[f64; SHARES.len()]) -> String {
    let cells = curve.map(|figure| format!("{figure:.3}"));
    let error = match task.form {
        Form::Label | Form::Field(_) => format!("{:.3}", calibration_error(rows)),
        _ => "–".to_owned(),
    };
    format!("| {} | {} | {error} |\n", task.name, cells.join(" | "))
}

/// Writes what is asked and what the program answers; returns both places.
fn predict(program: &Program, task: &Task) -> Result<(PathBuf, PathBuf), String> {
    let source = beside("data").join(task.set);
    let (asked, predicted) = (program.scratch.join("asked.jsonl"), program.scratch.join("predicted.jsonl"));
    let set = read(&source)?;
    let ask = |arguments: &[&str], text: &str| {
        write(&asked, text)?;
        program.run(arguments, &asked, &predicted).map(|_| ())
    };
    match task.answer {
        Answer::Read => ask(&["read"], &set)?,
        Answer::Learned { folds } => {
            let parts: Vec<_> = (0..folds).map(|fold| gold::fold(&set, fold)).collect();
            learned(program, &parts, (&asked, &predicted))?
        }
        Answer::Unseen => learned(program, &gold::without_each_repository(&set), (&asked, &predicted))?,
        Answer::Topics { count, without } => ask(&["topics", "--count", count], &gold::without_label(&set, without))?,
        Answer::Candidates => {
            ask(&["similar"], &gold::with_candidate_ids(&set))?;
            return Ok((source, predicted));
        }
        Answer::Entries => {
            let (questions, entries) = gold::questions_and_entries(&set);
            let to = program.scratch.join("entries.jsonl");
            write(&to, &entries)?;
            ask(&["similar", "--to", &to.to_string_lossy()], &questions)?
        }
    }
    Ok((asked, predicted))
}

/// Learns on the first of each pair and asks for the second; all that was asked in the two files.
fn learned(program: &Program, parts: &[(String, String)], (asked, predicted): (&Path, &Path)) -> Result<(), String> {
    let place = |name: &str| program.scratch.join(name);
    let (data, model, part, said) = (place("learn.jsonl"), place("model"), place("part.jsonl"), place("said.jsonl"));
    let (mut all, mut answers) = (String::new(), String::new());
    for (learn, ask) in parts {
        write(&data, learn)?;
        write(&part, ask)?;
        let (data_name, out) = (data.to_string_lossy(), model.to_string_lossy());
        program.run(&["train", "--data", &data_name, "--out", &out], &data, &said)?;
        program.run(&["classify", "--model", &out], &part, &said)?;
        all.push_str(ask);
        answers.push_str(&read(&said)?);
    }
    write(asked, &all)?;
    write(predicted, &answers)
}

fn trimming(program: &Program) -> Result<String, String> {
    let source = beside("data/email_reply");
    let into = folder(program, &source.join("emails"), "trim")?;
    let score = Score::of(&["trim"], &source.join("trimmed"), &into)?;
    let (exact, all) = (score.figure("exact").unwrap_or(0.0), score.figure("n").unwrap_or(0.0));
    println!("reply trimming: {exact} of {all}");
    let row = |at: usize| Row { score: f64::from(u8::from((at as f64) < exact)), ..Row::default() };
    let (low, high) = Measure::Mean.interval(&(0..all as usize).map(row).collect::<Vec<_>>());
    Ok(format!(
        "| reply trimming, exact mails | `email_reply` | {exact} of {all} (rules written with them in view) | {:.0} – {:.0} | none | \
         24 / 32 of 35 others | the best libraries get a third |\n",
        low * all,
        high * all
    ))
}

fn spikes(program: &Program) -> Result<String, String> {
    let source = beside("data/nab_realTweets");
    let into = folder(program, &source, "spikes")?;
    let score = Score::of(&["spikes", "--at", "0.5"], &source.join("windows.json"), &into)?;
    let at = score.figure("at").unwrap_or(0.0);
    println!("spikes: {at:.1}");
    Ok(format!(
        "| spikes in mentions, NAB score at 0.5 | `nab_realTweets` | {at:.1} (settings chosen on them) | five series: none | none | \
         68 / 80 on five others | at each one's best threshold: ARTime 81.8, CAD OSE 74.5 |\n"
    ))
}

/// Runs the command over each file of a folder, into a folder of the same names.
fn folder(program: &Program, from: &Path, command: &str) -> Result<PathBuf, String> {
    let into = program.scratch.join(command);
    fs::create_dir_all(&into).map_err(failed(&into))?;
    for entry in fs::read_dir(from).map_err(failed(from))? {
        let path = entry.map_err(failed(from))?.path();
        let name = path.file_name().ok_or("a file without a name")?;
        if path.is_file() && !name.to_string_lossy().ends_with(".json") {
            program.run(&[command], &path, &into.join(name))?;
        }
    }
    Ok(into)
}

fn page(figures: &str, curves: &str) -> String {
    format!(
        "# How well text is read\n\n\
         `cargo xtask bench text` asks the built program, checks each figure against the scorer's, and writes the tables; `quality` or `speed` behind it\n\
         writes only that part. Intervals are 95 %, by 200 bootstrap draws of the rows (for V-measure by 200 halves of them, because a row drawn twice agrees with itself). Unsure answers count like all others.\n\
         \"Learned on four fifths\" trains on what is not in a fold and asks the fold; \"built-in\" is the shipped model.\n\
         Where the shipped model has learned from the rows, the first figure and its interval only say how well it remembers; *unseen* is what rows left\n\
         out of learning gave, as the recipes print it. Must and aim are the issue's, meant for held-back halves.\n\n\
         | task | set | figure | 95 % | unseen | must / aim | published |\n| --- | --- | --- | --- | --- | --- | --- |\n{figures}\n\
         ## Coverage: the same figure on the share of rows that the program was surest of\n\n\
         Sure is the confidence, the distance of a score from its decision, or the lead of the first answer over the second. ECE is the expected\n\
         calibration error over 15 bins, where a confidence is said. Topics, trimming and spikes say none. Of sets that taught the model, the rows are known.\n\n\
         | task | all | 80 % | 60 % | 40 % | 20 % | ECE |\n| --- | --- | --- | --- | --- | --- | --- |\n{curves}\n"
    )
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(failed(path))
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(failed(path))
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> String {
    let name = path.display().to_string();
    move |reason| format!("cannot use {name}: {reason}")
}
