//! `bench text speed`: messages a second, memory, time to load, and hostile text, of the built program.

use std::process::Command;

use super::program::Program;
use super::score::beside;
use super::text::{read, write};
use crate::tree;

const LINES: usize = 400_000;
const LETTERS: usize = 60;
/// Runs of which the fastest counts: other work only ever slows one down.
const RUNS: usize = 3;
const HOSTILE_BYTES: usize = 1_000_000;
/// Real messages, cut to length; the sets are only measured on.
const SETS: [&str; 4] =
    ["vader_tweets.jsonl", "tweeteval_sentiment.jsonl", "airline_sentiment.jsonl", "clinc150.jsonl"];
const HOSTILE: [(&str, &str); 14] = [
    ("one letter", "a"),
    ("quotation marks", "> "),
    ("addresses", "a@b."),
    ("fences", "```\\n"),
    ("CJK", "東"),
    ("accents without letters", "\u{301}"),
    ("openings of replies", "On 1 Jan 2020 a wrote:\\n"),
    ("comments", "<!--"),
    ("brackets", "[("),
    ("threats", "kill all women "),
    ("spaced letters", "w o m e n "),
    ("numbers", "1.1.1."),
    ("emoji", "🎉"),
    ("right-to-left marks", "\u{202e}x"),
];

pub(super) fn section(program: &Program) -> Result<String, String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (many, one, out) =
        (program.scratch.join("many.jsonl"), program.scratch.join("one.jsonl"), program.scratch.join("out.jsonl"));
    let lines = messages()?;
    write(&many, &lines)?;
    write(&one, lines.lines().next().unwrap_or(""))?;
    let fastest = |input, arguments: &[&str]| -> Result<(f64, f64), String> {
        let mut best = (f64::INFINITY, 0.0f64);
        for _ in 0..RUNS {
            let cost = program.run(arguments, input, &out)?;
            best = (best.0.min(cost.seconds), best.1.max(cost.memory_mib.unwrap_or(0.0)));
        }
        Ok(best)
    };
    let (start, _) = fastest(&one, &["read"])?;
    let (seconds, memory) = fastest(&many, &["read"])?;
    let each = LINES as f64 / seconds;
    println!("read: {each:.0}/s, {memory:.0} MiB, start {:.0} ms", start * 1e3);
    let mut hostile = (0.0, "", "");
    for (name, piece) in HOSTILE {
        let text = piece.repeat(HOSTILE_BYTES / piece.len());
        for (command, asked) in [("read", format!("{{\"text\":\"{text}\"}}\n")), ("trim", text.replace("\\n", "\n"))] {
            write(&one, &asked)?;
            let took = fastest(&one, &[command])?.0;
            println!("{command} of a hostile megabyte of {name}: {:.0} ms", took * 1e3);
            hostile = if took > hostile.0 { (took, command, name) } else { hostile };
        }
    }
    let (worst, command, name) = hostile;
    Ok(format!(
        "\n## Speed\n\nOn {cores} cores, the fastest of {RUNS} runs of the whole process.\n\n\
         | what | measured | must / aim |\n| --- | --- | --- |\n\
         | `tribune read`, all readings, {LINES} real messages cut to {LETTERS} letters | {each:.0} a second | 40,000 / 100,000 |\n\
         | its memory at most | {memory:.0} MiB | 100 / 60 MB |\n\
         | start, load every model, read one message, end | {:.0} ms | 60 / 20 ms |\n\
         | the worst of {} hostile texts of 1 MB through `read` and `trim`: {name}, `{command}` | {:.0} ms | 200 ms |\n\n{}\n",
        start * 1e3,
        2 * HOSTILE.len(),
        worst * 1e3,
        parts()?
    ))
}

/// Lines of the sets cut to length and numbered, over and over; those with escaped letters are left out.
fn messages() -> Result<String, String> {
    let mut texts = Vec::new();
    for set in SETS {
        for line in read(&beside("data").join(set))?.lines() {
            let text = line.split_once("\"text\": \"").and_then(|(_, rest)| rest.split_once('"')).map(|(text, _)| text);
            let end = text.and_then(|text| text.char_indices().nth(LETTERS)).map(|(end, _)| end);
            if let (Some(text), Some(end)) = (text.filter(|text| !text.contains('\\')), end) {
                texts.push(text[..end].to_owned());
            }
        }
    }
    if texts.is_empty() {
        return Err("the sets hold no message that is long enough".to_owned());
    }
    Ok((0..LINES).map(|at| format!("{{\"id\":{at},\"text\":\"{}\"}}\n", texts[at % texts.len()])).collect())
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
