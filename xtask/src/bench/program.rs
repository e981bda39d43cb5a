//! Runs the built `tribune`, with files for its streams, and says how long it took and what memory it held.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::tree;

const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The release binary and a folder for what the benchmark writes.
pub(crate) struct Program {
    pub(crate) binary: PathBuf,
    pub(crate) scratch: PathBuf,
}

/// What one run cost.
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The most memory that it held, in MiB; nothing where the system does not say.
    pub(crate) memory_mib: Option<f64>,
}

/// Whether cargo sets this variable for the program that it runs.
fn is_cargo_own(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|start| name.starts_with(start))
}

impl Program {
    /// Builds `tribune` in release and empties the scratch folder.
    pub(crate) fn build() -> Result<Program, String> {
        let mut command = Command::new("cargo");
        // What cargo told this program of itself would be news to some build scripts, and everything built again.
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_cargo_own(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        let status = command.args(["build", "--release", "--package", "tribune"]).current_dir(tree::root()).status();
        if !status.map_err(|reason| format!("cannot run cargo: {reason}"))?.success() {
            return Err("tribune does not build".to_owned());
        }
        // The tools and the program are built into the same target folder.
        let own = std::env::current_exe().map_err(|reason| format!("cannot find the target folder: {reason}"))?;
        let target = own.ancestors().nth(2).ok_or("cannot find the target folder")?;
        let scratch = target.join("bench");
        if scratch.exists() {
            fs::remove_dir_all(&scratch).map_err(|reason| format!("cannot empty {}: {reason}", scratch.display()))?;
        }
        fs::create_dir_all(&scratch).map_err(|reason| format!("cannot make {}: {reason}", scratch.display()))?;
        Ok(Program { binary: target.join("release/tribune"), scratch })
    }

    /// Runs with `input` as standard input and `output` taking standard output; fails unless it exits with 0.
    pub(crate) fn run(&self, arguments: &[&str], input: &Path, output: &Path) -> Result<Cost, String> {
        let open = |reason: std::io::Error| format!("cannot open a stream of {}: {reason}", arguments.join(" "));
        let errors = self.scratch.join("errors.txt");
        let start = Instant::now();
        let mut child = Command::new(&self.binary)
            .args(arguments)
            .stdin(Stdio::from(File::open(input).map_err(open)?))
            .stdout(Stdio::from(File::create(output).map_err(open)?))
            .stderr(Stdio::from(File::create(&errors).map_err(open)?))
            .spawn()
            .map_err(|reason| format!("cannot start tribune: {reason}"))?;
        let (success, memory_mib) = wait(&mut child)?;
        let seconds = start.elapsed().as_secs_f64();
        if success {
            return Ok(Cost { seconds, memory_mib });
        }
        let said = fs::read_to_string(&errors).map_err(open)?;
        Err(format!("tribune {} failed: {}", arguments.join(" "), said.lines().next().unwrap_or("it said nothing")))
    }
}

impl Program {
    /// An empty folder for data.
    pub(crate) fn folder(&self, name: &str) -> Result<String, String> {
        let folder = self.scratch.join(name);
        let empty = if folder.exists() { fs::remove_dir_all(&folder) } else { Ok(()) };
        let made = empty.and_then(|()| fs::create_dir_all(&folder));
        made.map_err(|reason| format!("cannot make {}: {reason}", folder.display()))?;
        Ok(folder.to_string_lossy().into_owned())
    }

    /// A folder that outlives this run, since filling it takes minutes.
    pub(crate) fn kept(&self, name: &str) -> PathBuf {
        self.scratch.with_file_name(format!("bench-{name}"))
    }

    /// What the program prints, once it has succeeded.
    pub(crate) fn say(&self, arguments: &[&str]) -> Result<String, String> {
        Ok(self.measured(arguments)?.0)
    }

    /// What it prints and what it cost.
    pub(crate) fn measured(&self, arguments: &[&str]) -> Result<(String, Cost), String> {
        let (input, output) = (Path::new("/dev/null"), self.scratch.join("said.txt"));
        let cost = self.run(arguments, input, &output)?;
        let said = fs::read_to_string(&output).map_err(|reason| format!("cannot read what it said: {reason}"))?;
        Ok((said, cost))
    }

    /// Starts it without waiting.
    pub(crate) fn start(&self, arguments: &[&str]) -> Result<Child, String> {
        let started = Command::new(&self.binary).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        started.map_err(|reason| format!("cannot start tribune: {reason}"))
    }
}

/// Waits for the end, looking at the memory now and then.
fn wait(child: &mut Child) -> Result<(bool, Option<f64>), String> {
    let mut most = None;
    loop {
        most = memory_mib(child.id()).or(most);
        match child.try_wait() {
            Ok(Some(status)) => return Ok((status.success(), most)),
            Ok(None) => thread::sleep(LOOK_EVERY),
            Err(reason) => return Err(format!("cannot wait for tribune: {reason}")),
        }
    }
}

/// The high-water mark of resident memory, where `/proc` tells it.
fn memory_mib(process: u32) -> Option<f64> {
    status_mib(process, "VmHWM:")
}

/// Memory resident now, where `/proc` tells it.
pub(crate) fn held_mib(process: u32) -> Option<f64> {
    status_mib(process, "VmRSS:")
}

fn status_mib(process: u32, name: &str) -> Option<f64> {
    // tidy(swallow): a process that has ended, or a system without /proc, has no figure
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    // tidy(swallow): a line of another form has no figure
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}
