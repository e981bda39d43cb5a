//! A served desk to measure: a filled folder, a restarted process, somebody signed in.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::http::Client;
use super::program::Program;

const EMAIL: &str = "bench@example.org";
const PASSWORD: &str = "a long password of the bench";
/// The brand of the fictional community.
pub(super) const WORKSPACE: &str = "Tidewick";

/// A running `tribune serve`; it ends when this is dropped.
pub(super) struct Desk {
    process: Child,
    /// Held open, so that the program's standard output does not close.
    _output: BufReader<std::process::ChildStdout>,
    pub(super) address: String,
    /// Seconds from the start to the first answer of `/healthz`.
    pub(super) start_seconds: f64,
}

impl Drop for Desk {
    fn drop(&mut self) {
        // tidy(swallow): a process that has ended already needs no end
        drop(self.process.kill().and_then(|()| self.process.wait()));
    }
}

/// A folder with about so many messages of the fictional community, made once and kept.
pub(super) fn filled(program: &Program, messages: usize) -> Result<String, String> {
    let folder = program.kept(&format!("world-{messages}"));
    let done = folder.join("done");
    let data = folder.to_string_lossy().into_owned();
    if done.exists() {
        return Ok(data);
    }
    println!("filling {messages} messages: some minutes, once");
    let count = messages.to_string();
    program.say(&["demo", "--fill", "--data", &data, "--messages", &count, "--months", "1"])?;
    let password = program.scratch.join("password.txt");
    fs::write(&password, PASSWORD).map_err(|reason| format!("cannot write the password: {reason}"))?;
    let add = ["user", "--data", &data, "add", EMAIL, "--workspace", WORKSPACE, "--role", "agent", "--password-stdin"];
    program.run(&add, &password, Path::new("/dev/null"))?;
    fs::write(&done, "").map_err(|reason| format!("cannot mark {}: {reason}", done.display()))?;
    Ok(data)
}

impl Desk {
    pub(super) fn open(program: &Program, data: &str) -> Result<Desk, String> {
        let start = Instant::now();
        let mut process = Command::new(&program.binary)
            .args(["serve", "--data", data, "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|reason| format!("cannot start tribune: {reason}"))?;
        let mut output = BufReader::new(process.stdout.take().ok_or("tribune has no standard output")?);
        let mut line = String::new();
        output.read_line(&mut line).map_err(|reason| format!("cannot read where it listens: {reason}"))?;
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_default().to_owned();
        let mut desk = Desk { process, _output: output, address, start_seconds: 0.0 };
        let alive = desk.client("").get("/healthz")?;
        if alive.status != 200 {
            return Err(format!("/healthz answers {}", alive.status));
        }
        desk.start_seconds = start.elapsed().as_secs_f64();
        Ok(desk)
    }

    pub(super) fn client(&self, headers: &str) -> Client {
        Client::new(&self.address, headers)
    }

    /// The header of somebody who has signed in.
    pub(super) fn sign_in(&self) -> Result<String, String> {
        let form = format!("email={}&password={}&next=/", EMAIL.replace('@', "%40"), PASSWORD.replace(' ', "+"));
        let origin = format!("origin: http://{}\r\nsec-fetch-site: same-origin\r\n", self.address);
        let answer = self.client(&origin).post("/sign-in", ("application/x-www-form-urlencoded", &form))?;
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
        if answer.status != 303 || cookie.is_empty() {
            return Err(format!("signing in answers {}", answer.status));
        }
        Ok(format!("cookie: {cookie}\r\n"))
    }

    /// Memory that it holds now, in MiB.
    pub(super) fn memory_mib(&self) -> f64 {
        super::program::held_mib(self.process.id()).unwrap_or(f64::NAN)
    }
}

/// The `p`-th percentile, by the nearest rank, in milliseconds.
pub(super) fn percentile(seconds: &mut [f64], p: f64) -> f64 {
    seconds.sort_by(f64::total_cmp);
    let rank = (seconds.len() as f64 * p / 100.0).ceil() as usize;
    seconds.get(rank.saturating_sub(1)).map_or(f64::NAN, |seconds| seconds * 1000.0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let mut seconds: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!([50.0, 99.0, 100.0].map(|p| super::percentile(&mut seconds, p)), [50_000.0, 99_000.0, 100_000.0]);
    }
}
