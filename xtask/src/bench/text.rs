//! `bench text`: the reading of text on every real set, beside published figures, into docs/benchmarks/text.md.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::coverage::{CUTS, Curve};
use super::gold;
use super::program::Program;
use super::score::{Score, beside};
use super::tasks::{Answer, FOLDERS, Figure, Known, TASKS, Task};
use crate::tree;

const SPEED_LINES: usize = 400_000;
const PAGE: &str = "docs/benchmarks/text.md";
/// What stands below this line on the page is written by hand and stays.
const BY_HAND: &str = "<!-- below this line: by hand -->\n";

pub(super) fn run() -> Result<(), String> {
    if !beside("score/score.py").exists() {
        return Err(
            "the real sets and their scorer are not there: bench text needs ../shared beside the checkout".to_owned()
        );
    }
    let program = Program::build()?;
    let (mut figures, mut curves) = (String::new(), String::new());
    for task in TASKS.iter().chain(&FOLDERS) {
        let measured = if knows(&program, &task.answer) { measure(&program, task)? } else { Measured::missing() };
        println!("{}: {} {}", task.name, measured.figure, measured.interval);
        figures.push_str(&figure_row(task, &measured));
        curves.push_str(&measured.curve.map_or(String::new(), |curve| curve_row(task, &curve)));
    }
    let path = tree::root().join(PAGE);
    let by_hand = fs::read_to_string(&path).map_err(failed(&path))?;
    let by_hand = by_hand.split_once(BY_HAND).map_or("", |(_, notes)| notes);
    write(&path, &format!("{}{BY_HAND}{by_hand}", page(&figures, &curves, &speed(&program)?)))
}

/// A figure as it is shown, and how sure the answers behind it were.
struct Measured {
    figure: String,
    interval: String,
    curve: Option<Curve>,
}

impl Measured {
    fn missing() -> Measured {
        Measured { figure: "not built yet".to_owned(), interval: String::new(), curve: None }
    }
}

fn figure_row(task: &Task, measured: &Measured) -> String {
    let Task { name, set, goal, published, known, .. } = task;
    let Measured { figure, interval, .. } = measured;
    let seen = match known {
        Known::Nothing => "",
        Known::Rows(_) => " (rows it learned from)",
        Known::Texts => " (texts without labels known to the vectors)",
    };
    let unseen = if let Known::Rows(unseen) = known { unseen } else { figure.as_str() };
    format!("| {name} | `{set}` | {figure}{seen} | {interval} | {unseen} | {goal} | {published} |\n")
}

fn curve_row(task: &Task, curve: &Curve) -> String {
    let cells = CUTS.map(|cut| match curve.at(cut) {
        (0.0, _) => "–".to_owned(),
        (share, right) => format!("{:.0} %: {right:.3}", share * 100.0),
    });
    format!("| {} | {} | {:.3} |\n", task.name, cells.join(" | "), curve.calibration_error())
}

fn knows(program: &Program, answer: &Answer) -> bool {
    let commands: &[&str] = match answer {
        Answer::Read => &["read"],
        Answer::Learned { .. } => &["train", "classify"],
        Answer::Topics { .. } => &["topics"],
        Answer::Candidates | Answer::Entries => &["similar"],
        Answer::Trim => &["trim"],
        Answer::Spikes => &["spikes"],
    };
    commands.iter().all(|command| program.knows(command))
}

fn measure(program: &Program, task: &Task) -> Result<Measured, String> {
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
    let accuracy = matches!(task.figure, Figure::Named("accuracy") | Figure::Accuracy).then(|| score.figure("n"));
    let interval = score.interval().filter(|_| same_measure).or(accuracy.flatten().map(|n| wilson(figure, n)));
    Ok(Measured {
        figure: shown,
        interval: interval.map_or(String::new(), |(low, high)| format!("{low:.3} – {high:.3}")),
        curve: curve(task, &asked, &predicted)?,
    })
}

/// The 95 % interval of a share (Wilson 1927).
fn wilson(share: f64, n: f64) -> (f64, f64) {
    const Z: f64 = 1.96;
    let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (middle - half, middle + half)
}

/// How sure the answers were, for figures that are about labels.
fn curve(task: &Task, asked: &Path, predicted: &Path) -> Result<Option<Curve>, String> {
    let field = match (&task.answer, task.measure) {
        (Answer::Learned { .. }, _) => "",
        (Answer::Read, [_, "--field", "kinds", ..]) => "\"kinds\"",
        (Answer::Read, ["language"]) => "\"language\"",
        _ => return Ok(None),
    };
    let curve = Curve::of(&read(asked)?, &read(predicted)?, field, &[("idea", "feature")]);
    Ok(Some(curve).filter(|curve| !curve.is_empty()))
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
        program.run(arguments, &asked, &predicted).map(|_| ())
    };
    match task.answer {
        Answer::Read => ask(&["read"], &read(&source)?)?,
        Answer::Learned { folds } => learned(program, &read(&source)?, folds, (&asked, &predicted))?,
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

/// Learns on what is not in each of the first `folds` folds and asks for those; all of them in the two files.
fn learned(program: &Program, set: &str, folds: usize, (asked, predicted): (&Path, &Path)) -> Result<(), String> {
    let place = |name: &str| program.scratch.join(name);
    let (data, model, part, said) = (place("learn.jsonl"), place("model"), place("part.jsonl"), place("said.jsonl"));
    let (mut all, mut answers) = (String::new(), String::new());
    for fold in 0..folds {
        let (learn, ask) = gold::fold(set, fold);
        write(&data, &learn)?;
        write(&part, &ask)?;
        let (data_name, out) = (data.to_string_lossy(), model.to_string_lossy());
        program.run(&["train", "--data", &data_name, "--out", &out], &data, &said)?;
        program.run(&["classify", "--model", &out], &part, &said)?;
        all.push_str(&ask);
        answers.push_str(&read(&said)?);
    }
    write(asked, &all)?;
    write(predicted, &answers)
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
         start and one message: {:.0} ms.\n\n{}",
        SPEED_LINES as f64 / cost.seconds,
        start.seconds * 1000.0,
        parts()?
    ))
}

/// A row for each part of the reading, as the example of the text room prints them.
fn parts() -> Result<String, String> {
    let output = Command::new("cargo")
        .args(["run", "--release", "--quiet", "--package", "tribune-text", "--example", "speed_of_parts"])
        .current_dir(tree::root())
        .output();
    let output = output.map_err(|reason| format!("cannot run cargo: {reason}"))?;
    if !output.status.success() {
        return Err("the example speed_of_parts failed".to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn page(figures: &str, curves: &str, speed: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "# How well text is read\n\n\
         The tables are written by `cargo xtask bench text`, on {cores} cores that other work shared; the notes below them by hand.\n\
         Intervals are 95 %: the scorer's bootstrap (for issues: of macro F1 over all rows), Wilson's for accuracy. Unsure answers count like all others.\n\
         \"Learned on four fifths\" trains on what is not in a fold and asks the fold; \"built-in\" is the shipped model.\n\
         Where the shipped model has learned from the rows, the first figure only says how well it remembers; *unseen* is what rows left out \
         of learning gave, as the recipes print it. Must and aim are the issue's, meant for held-back halves.\n\n\
         | task | set | figure | 95 % | unseen | must / aim | published |\n| --- | --- | --- | --- | --- | --- | --- |\n{figures}\n\
         ## Coverage: share answered at a confidence, and how many of those are right\n\n\
         ECE is the expected calibration error over 15 bins. For languages the rows are known to the model.\n\n\
         | task | all | ≥ .5 | ≥ .6 | ≥ .7 | ≥ .8 | ≥ .9 | ECE |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n{curves}\n\
         ## Speed\n\n{speed}\n"
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
