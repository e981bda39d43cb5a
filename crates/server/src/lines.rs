//! The stream contract that every command keeps: JSON lines in, JSON lines out, in order, with refusals counted.
//!
//! ```ignore
//! #[derive(clap::Args)]
//! pub(crate) struct Shout { #[command(flatten)] input: lines::Input }
//!
//! #[derive(serde::Deserialize)]
//! struct Row { #[serde(default)] id: Id, text: String }
//! #[derive(serde::Serialize)]
//! struct Answer { id: Id, text: String }
//!
//! impl Shout {
//!     pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
//!         self.input.answer(|row: Row, line| Ok(Answer { id: row.id.or_line(line), text: row.text.to_uppercase() }))
//!     }
//! }
//! ```
//!
//! [`Input::answer`] is for pure work on one row: it uses every core, keeps the order, flushes when the input pauses.
//! [`Input::collect`] is for commands that must see all rows before they can answer one; they end with
//! [`Collected::finish`]. [`Input::answer_table`] is for CSV whose answers depend on the rows before. [`Input::open`] gives the bytes to whoever reads something else than JSON lines.

mod id;
mod pool;
mod source;

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use id::Id;
use source::{Batch, Batches};

/// A longer line is refused.
pub(crate) const LINE_BYTES_MAX: usize = 1 << 20;

/// Where the rows come from and what happens to bad ones.
#[derive(clap::Args)]
pub(crate) struct Input {
    /// JSON lines; `-` or nothing is standard input, a name that ends in `.gz` is unpacked
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Stop with exit code 1 at the first bad row
    #[arg(long)]
    strict: bool,
}

impl Input {
    /// A second input beside the one of the command line.
    pub(crate) fn of(file: PathBuf) -> Self {
        Self { file: Some(file), strict: false }
    }

    /// The same, stopping at the first bad row if `strict`.
    pub(crate) fn held_to(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// Answers each row by itself, on all cores, one output line per good row in input order.
    /// `work` gets the row and its line number and returns the answer or why the row is refused.
    pub(crate) fn answer<Row, Answer, Work>(self, work: Work) -> anyhow::Result<ExitCode>
    where
        Row: DeserializeOwned,
        Answer: Serialize,
        Work: Fn(Row, u64) -> Result<Answer, String> + Send + Sync + 'static,
    {
        let batches = Batches::new(self.open()?);
        let answers = pool::in_order(batches, move |batch: &Batch| answer_batch(batch, &work));
        let mut tally = Tally::new(self.strict);
        let mut pending = answers.next_wait();
        while let Some(answered) = pending {
            let answered = answered?;
            let stop = tally.refuse(&answered.refusals);
            let kept = stop.map_or(answered.lines.len(), |refusal| answered.refusals[refusal].before);
            tally.good += answered.good;
            if print_unflushed(&answered.lines[..kept])? == Pipe::Closed {
                return Ok(ExitCode::SUCCESS);
            }
            if stop.is_some() {
                break;
            }
            pending = answers.next_now().or_else(|| {
                // The input pauses, or we are faster than it: whoever reads us shall not wait.
                flush();
                answers.next_wait()
            });
        }
        flush();
        Ok(tally.finish())
    }

    /// Answers a table row by row, one after another, for work that remembers what came before; not JSON.
    /// `begin` gets the first line and returns the header to print and what answers each later line.
    pub(crate) fn answer_table<Work>(
        self,
        begin: impl FnOnce(&str) -> Result<(String, Work), String>,
    ) -> anyhow::Result<ExitCode>
    where
        Work: FnMut(&str) -> Result<String, String>,
    {
        let mut tally = Tally::new(self.strict);
        let (mut begin, mut work) = (Some(begin), None);
        for batch in Batches::new(self.open()?) {
            let mut out = Vec::new();
            for (number, line) in batch?.lines() {
                let line = line.map_err(str::to_owned).and_then(utf8);
                if let Some(begin) = begin.take() {
                    let (header, row) = line.and_then(begin).map_err(|reason| anyhow!("line {number}: {reason}"))?;
                    out.extend_from_slice(format!("{header}\n").as_bytes());
                    work = Some(row);
                } else if let Some(work) = &mut work {
                    tally.count_row(&mut out, number, line.and_then(work));
                }
                if tally.stopped {
                    break;
                }
            }
            if print_unflushed(&out)? == Pipe::Closed {
                return Ok(ExitCode::SUCCESS);
            }
            flush();
            if tally.stopped {
                break;
            }
        }
        Ok(tally.finish())
    }

    /// Reads every row; bad ones are already reported.
    pub(crate) fn collect<Row: DeserializeOwned>(self) -> anyhow::Result<Collected<Row>> {
        let mut rows = Vec::new();
        let mut tally = Tally::new(self.strict);
        for batch in Batches::new(self.open()?) {
            for (number, line) in batch?.lines() {
                match parse(line) {
                    Ok(row) => {
                        tally.good += 1;
                        rows.push((number, row));
                    }
                    Err(reason) => {
                        if tally.refuse(&[Refusal { number, reason, before: 0 }]).is_some() {
                            return Ok(Collected { rows: Vec::new(), tally });
                        }
                    }
                }
            }
        }
        Ok(Collected { rows, tally })
    }

    /// The bytes of the input, unpacked when its name says `.gz`.
    pub(crate) fn open(&self) -> anyhow::Result<Box<dyn std::io::Read + Send>> {
        source::open(self.file.as_deref())
    }
}

/// All rows of an input, each with its line number.
pub(crate) struct Collected<Row> {
    pub(crate) rows: Vec<(u64, Row)>,
    tally: Tally,
}

impl<Row> Collected<Row> {
    /// Prints the answers, counts the refusals and gives the exit code.
    pub(crate) fn finish<Answer: Serialize>(
        self,
        answers: impl IntoIterator<Item = Answer>,
    ) -> anyhow::Result<ExitCode> {
        if self.tally.stopped {
            return Ok(self.tally.finish());
        }
        let mut out = Vec::new();
        for answer in answers {
            push_line(&mut out, &answer).map_err(anyhow::Error::msg)?;
            if out.len() >= OUT_BYTES {
                if print_unflushed(&out)? == Pipe::Closed {
                    return Ok(ExitCode::SUCCESS);
                }
                out.clear();
            }
        }
        print(&out)?;
        Ok(self.tally.finish())
    }
}

/// Output is handed on in pieces of about this size.
const OUT_BYTES: usize = 1 << 16;

/// Writes data to standard output and flushes it; a reader who has gone away is no error.
pub(crate) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    if print_unflushed(bytes)? == Pipe::Open {
        flush();
    }
    Ok(())
}

#[derive(PartialEq)]
enum Pipe {
    Open,
    Closed,
}

fn print_unflushed(bytes: &[u8]) -> anyhow::Result<Pipe> {
    match std::io::stdout().lock().write_all(bytes) {
        Ok(()) => Ok(Pipe::Open),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Pipe::Closed),
        Err(error) => Err(error).context("cannot write to standard output"),
    }
}

fn flush() {
    if let Err(error) = std::io::stdout().lock().flush()
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("cannot write to standard output: {error}");
    }
}

/// What became of a batch of lines.
struct Answered {
    lines: Vec<u8>,
    good: u64,
    refusals: Vec<Refusal>,
}

struct Refusal {
    number: u64,
    reason: String,
    /// Bytes of output that precede it in its batch.
    before: usize,
}

fn answer_batch<Row, Answer>(batch: &Batch, work: &impl Fn(Row, u64) -> Result<Answer, String>) -> Answered
where
    Row: DeserializeOwned,
    Answer: Serialize,
{
    let mut answered = Answered { lines: Vec::with_capacity(batch.bytes()), good: 0, refusals: Vec::new() };
    for (number, line) in batch.lines() {
        let before = answered.lines.len();
        let done =
            parse(line).and_then(|row| work(row, number)).and_then(|answer| push_line(&mut answered.lines, &answer));
        match done {
            Ok(()) => answered.good += 1,
            Err(reason) => {
                answered.lines.truncate(before);
                answered.refusals.push(Refusal { number, reason, before });
            }
        }
    }
    answered
}

fn parse<Row: DeserializeOwned>(line: Result<&[u8], &'static str>) -> Result<Row, String> {
    let line = utf8(line?)?;
    serde_json::from_str(line).map_err(|error| {
        // The position inside a one-line document would read "line 1".
        let said = error.to_string();
        let reason = said.split(" at line 1").next().unwrap_or(&said);
        format!("{reason} (column {})", error.column())
    })
}

fn utf8(line: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(line).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1))
}

fn push_line(out: &mut Vec<u8>, answer: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(&mut *out, answer).map_err(|error| error.to_string())?;
    out.push(b'\n');
    Ok(())
}

/// Counts good and refused rows, and turns the counts into an exit code.
struct Tally {
    strict: bool,
    good: u64,
    refused: u64,
    stopped: bool,
}

impl Tally {
    fn new(strict: bool) -> Self {
        Self { strict, good: 0, refused: 0, stopped: false }
    }

    /// Reports refusals; with `--strict` the index of the one that stops everything.
    fn refuse(&mut self, refusals: &[Refusal]) -> Option<usize> {
        let reported = if self.strict { refusals.len().min(1) } else { refusals.len() };
        for refusal in &refusals[..reported] {
            self.refused += 1;
            eprintln!("line {}: {}", refusal.number, refusal.reason);
        }
        self.stopped = self.strict && reported > 0;
        self.stopped.then_some(0)
    }

    /// Puts a good row's answer into `out`, or reports why it is refused.
    fn count_row(&mut self, out: &mut Vec<u8>, number: u64, answer: Result<String, String>) {
        match answer {
            Ok(answer) => {
                self.good += 1;
                out.extend_from_slice(answer.as_bytes());
                out.push(b'\n');
            }
            Err(reason) => {
                self.refuse(&[Refusal { number, reason, before: 0 }]);
            }
        }
    }

    fn finish(&self) -> ExitCode {
        if self.refused > 0 {
            eprintln!("refused: {}", self.refused);
        }
        if self.stopped || (self.good == 0 && self.refused > 0) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}
