//! Reads an archive to its end and says how fast: `cargo run --release -p tribune-archive --example read -- FILE`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::sync::Arc;

use archive::{Entry, Options, ReadSeek, Source, Tree};

struct Single(PathBuf);

impl Tree for Single {
    fn list(&self) -> io::Result<Vec<Entry>> {
        let name = self.0.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(vec![Entry { path: name, bytes: self.0.metadata()?.len() }])
    }

    fn open(&self, _: &str) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(BufReader::new(File::open(&self.0)?)))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = PathBuf::from(std::env::args().nth(1).ok_or("which file?")?);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source::new(&name, Arc::new(Single(path)))?;
    let started = std::time::Instant::now();
    let plan = archive::plan(&source, &Options::default())?;
    println!("plan     {} rows of {} in {:.2} s", plan.rows, plan.format.name, started.elapsed().as_secs_f64());
    let started = std::time::Instant::now();
    let (format, rows) = archive::open(&source, &Options::default())?;
    println!("opened   {} in {:.2} s", format.name, started.elapsed().as_secs_f64());
    let (mut messages, mut skipped) = (0_u64, BTreeMap::<&str, u64>::new());
    for row in rows {
        match row {
            Ok(_) => messages += 1,
            Err(skip) => *skipped.entry(skip.reason.word()).or_default() += 1,
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("messages {messages} in {seconds:.1} s: {:.0} a second; skipped {skipped:?}", messages as f64 / seconds);
    if let Some(peak) = std::fs::read_to_string("/proc/self/status")?.lines().find(|line| line.starts_with("VmHWM")) {
        println!("{peak}");
    }
    Ok(())
}
