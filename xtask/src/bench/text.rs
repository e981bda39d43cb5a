//! `bench text`: the reading of text on every real set, beside published figures, into docs/benchmarks/text.md.

use std::fs;
use std::path::{Path, PathBuf};

use super::gold;
use super::program::Program;
use super::score::{Score, beside};
use super::tasks::{Answer, FOLDERS, Figure, TASKS, Task};
use crate::tree;

const SPEED_LINES: usize = 400_000;
const PAGE: &str = "docs/benchmarks/text.md";

pub(super) fn run() -> Result<(), String> {
    if !beside("score/score.py").exists() {
        return Err(
            "the real sets and their scorer are not there: bench text needs ../shared beside the checkout".to_owned()
        );
    }
    let program = Program::build()?;
    let mut table = String::new();
    for task in TASKS.iter().chain(&FOLDERS) {
        let said = if knows(&program, &task.answer) { measure(&program, task)? } else { "not built yet |".to_owned() };
        println!("{}: {said}", task.name);
        table.push_str(&format!("| {} | `{}` | {said} | {} |\n", task.name, task.set, task.published));
    }
    let page = page(&table, &speed(&program)?);
    let path = tree::root().join(PAGE);
    fs::create_dir_all(path.parent().ok_or("no folder for the page")?)
        .and_then(|()| fs::write(&path, page))
        .map_err(failed(&path))
}

fn knows(program: &Program, answer: &Answer) -> bool {
    let commands: &[&str] = match answer {
        Answer::Read => &["read"],
        Answer::Learned => &["train", "classify"],
        Answer::Topics { .. } => &["topics"],
        Answer::Candidates | Answer::Entries => &["similar"],
        Answer::Trim => &["trim"],
        Answer::Spikes => &["spikes"],
    };
    commands.iter().all(|command| program.knows(command))
}

/// The figure and its interval as two cells.
fn measure(program: &Program, task: &Task) -> Result<String, String> {
    let (asked, predicted) = predict(program, task)?;
    let kinds = program.scratch.join("kinds.json");
    write(&kinds, "{\"idea\": \"feature\"}")?;
    let kinds = kinds.to_string_lossy();
    let measure: Vec<&str> =
        task.measure.iter().map(|word| if *word == "kinds.json" { &kinds } else { *word }).collect();
    let score = Score::of(&measure, &asked, &predicted)?;
    let figure = match task.figure {
        Figure::Named(name) => score.figure(name),
        Figure::Accuracy | Figure::F1 => from_sides(&score, &read(&asked)?, &task.figure),
    };
    let figure = figure.ok_or_else(|| format!("{}: the scorer gave no such figure", task.name))?;
    let of = score.figure("n").filter(|_| matches!(task.answer, Answer::Trim));
    let shown = match of {
        Some(all) => format!("{figure:.0} of {all:.0}"),
        None if figure > 1.0 => format!("{figure:.1}"),
        None => format!("{figure:.3}"),
    };
    let same_measure =
        matches!(task.figure, Figure::Named(name) if name != "accuracy" || task.measure[0] == "language");
    let interval = score.interval().filter(|_| same_measure);
    Ok(format!("{shown} | {}", interval.map_or(String::new(), |(low, high)| format!("{low:.3} – {high:.3}"))))
}

/// Accuracy or F1 of spam, from how much of each side was right.
fn from_sides(score: &Score, set: &str, figure: &Figure) -> Option<f64> {
    let spam = gold::count_label(set, "spam") as f64;
    let ham = set.lines().count() as f64 - spam;
    let (caught, blocked) = (score.figure("yes")? * spam, (1.0 - score.figure("no")?) * ham);
    Some(match figure {
        Figure::F1 => 2.0 * caught / (caught + blocked + spam),
        _ => (caught + ham - blocked) / (spam + ham),
    })
}

/// Writes what is asked and what the program answers; returns both places.
fn predict(program: &Program, task: &Task) -> Result<(PathBuf, PathBuf), String> {
    let source = beside("data").join(task.set);
    let (asked, predicted) = (program.scratch.join("asked.jsonl"), program.scratch.join("predicted.jsonl"));
    let ask = |arguments: &[&str], text: &str| {
        write(&asked, text)?;
        program.run(arguments, &asked, &predicted)
    };
    match task.answer {
        Answer::Read => ask(&["read"], &read(&source)?)?,
        Answer::Learned => {
            let (learn, rest) = gold::halves(&read(&source)?);
            let (learned, model) = (program.scratch.join("learn.jsonl"), program.scratch.join("model"));
            write(&learned, &learn)?;
            let (data, out) = (learned.to_string_lossy(), model.to_string_lossy());
            program.run(&["train", "--data", &data, "--out", &out], &learned, &predicted)?;
            ask(&["classify", "--model", &out], &rest)?
        }
        Answer::Topics { count, without } => {
            ask(&["topics", "--count", count], &gold::without_label(&read(&source)?, without))?
        }
        Answer::Candidates => {
            ask(&["similar"], &gold::with_candidate_ids(&read(&source)?))?;
            return Ok((source, predicted));
        }
        Answer::Entries => {
            let (questions, entries) = gold::questions_and_entries(&read(&source)?);
            let to = program.scratch.join("entries.jsonl");
            write(&to, &entries)?;
            ask(&["similar", "--to", &to.to_string_lossy()], &questions)?
        }
        Answer::Trim => return folder(program, &source.join("emails"), source.join("trimmed"), "trim"),
        Answer::Spikes => return folder(program, &source, source.join("windows.json"), "spikes"),
    };
    Ok((asked, predicted))
}

/// Runs the command over each file of a folder, into a folder of the same names.
fn folder(program: &Program, from: &Path, gold: PathBuf, command: &str) -> Result<(PathBuf, PathBuf), String> {
    let into = program.scratch.join(command);
    fs::create_dir_all(&into).map_err(failed(&into))?;
    for entry in fs::read_dir(from).map_err(failed(from))? {
        let path = entry.map_err(failed(from))?.path();
        let name = path.file_name().ok_or("a file without a name")?;
        if path.is_file() && !name.to_string_lossy().ends_with(".json") {
            program.run(&[command], &path, &into.join(name))?;
        }
    }
    Ok((gold, into))
}

/// `read` over short messages: lines a second and memory, and the time to start and read one.
fn speed(program: &Program) -> Result<String, String> {
    let words =
        ["the app", "crashes when", "I open", "settings", "since the update", "thanks", "how do I", "great work"];
    let message = |at: usize| {
        let text: Vec<&str> = (0..6).map(|place| words[(at / (place + 1) + at * place) % words.len()]).collect();
        format!(
            "{{\"id\":{at},\"text\":\"{:.60}\"}}\n",
            text.join(" ") + " and then it goes on a little longer, as people do"
        )
    };
    let (many, one, out) =
        (program.scratch.join("many.jsonl"), program.scratch.join("one.jsonl"), program.scratch.join("out.jsonl"));
    write(&many, &(0..SPEED_LINES).map(message).collect::<String>())?;
    write(&one, &message(0))?;
    let start = program.run(&["read"], &one, &out)?;
    let cost = program.run(&["read"], &many, &out)?;
    let memory = cost.memory_mib.map_or("unknown".to_owned(), |mib| format!("{mib:.0} MiB"));
    Ok(format!(
        "`tribune read` over {SPEED_LINES} messages of 60 characters: {:.0} a second, at most {memory}; \
         start and one message: {:.0} ms.\n",
        SPEED_LINES as f64 / cost.seconds,
        start.seconds * 1000.0
    ))
}

fn page(table: &str, speed: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "# How well text is read\n\n\
         Written by `cargo xtask bench text`, on {cores} cores that other work may share; do not edit.\n\
         \"Learned on half\" trains on every other line of the set and asks the rest; \"built-in\" learned nothing here.\n\
         Intervals are 95 % bootstrap intervals. Unsure answers count like all others.\n\n\
         | task | set | figure | 95 % | published |\n| --- | --- | --- | --- | --- |\n{table}\n## Speed\n\n{speed}"
    )
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(failed(path))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(failed(path))
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> String {
    let name = path.display().to_string();
    move |reason| format!("cannot use {name}: {reason}")
}
