//! `tribune export`: everything of a workspace, as documented lines and files.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use anyhow::{Context, bail};
use archive::Pack;
use archive::pack::Shape;
use hub::access;
use hub::leave::{self, Left};

use crate::place::{self, Place};
use crate::surroundings::now;

/// Writes everything of a workspace as documented JSONL and media; `import run` brings it back whole.
#[derive(clap::Args)]
pub(crate) struct Export {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    workspace: String,
    /// A .zip, a .tar, a folder, or `-` for a tar on standard output
    #[arg(long, value_name = "FILE|DIR|-", default_value = "-")]
    out: PathBuf,
    /// Print what left as one JSON object, to standard error where the export itself goes to standard output
    #[arg(long)]
    json: bool,
}

impl Export {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.place.with_hub(|hub| async move {
            let workspace = place::workspace(&hub, &self.workspace).await?;
            let out = Packing::start(Out::open(&self.out)?)?;
            let seen = access::operator(workspace);
            let left = leave::export(&hub, &seen, &mut |path, bytes| out.add(path, bytes), now()).await;
            let told = match &left {
                Ok(_) => out.finish(),
                Err(_) => out.give_up(),
            };
            let told = told.with_context(|| format!("cannot write {}", self.out.display()))?;
            tell(&left?, (told, self.json))
        })
    }
}

/// Where a person reads what left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Output,
    Error,
}

fn tell(left: &Left, (told, json): (Told, bool)) -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    if json {
        text = format!("{}\n", serde_json::json!({ "lines": left.lines }));
    } else {
        for (noun, count) in &left.lines {
            text.push_str(&format!("{noun:16}  {count}\n"));
        }
    }
    match told {
        Told::Output => print!("{text}"),
        Told::Error => eprint!("{text}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Files that wait for the packing thread.
const FILES_AHEAD: usize = 1;

/// What the packing thread hears.
enum Next {
    File(String, Vec<u8>),
    End,
}

/// Packs on a thread of its own: one part is compressed while the next is put together.
struct Packing {
    send: SyncSender<Next>,
    thread: JoinHandle<io::Result<Told>>,
}

impl Packing {
    fn start(mut out: Out) -> io::Result<Packing> {
        let (send, next) = sync_channel(FILES_AHEAD);
        let pack = move || {
            while let Ok(next) = next.recv() {
                match next {
                    Next::File(path, bytes) => out.add(&path, &bytes)?,
                    Next::End => return out.finish(),
                }
            }
            Ok(Told::Error) // given up: whoever did says why
        };
        let thread = std::thread::Builder::new().name("packing".to_owned()).spawn(pack)?;
        Ok(Packing { send, thread })
    }

    fn add(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let sent = self.send.send(Next::File(path.to_owned(), bytes.to_vec()));
        sent.map_err(|_| io::Error::other("the packing stopped"))
    }

    fn finish(self) -> io::Result<Told> {
        let sent = self.send.send(Next::End);
        let packed = self.give_up();
        // A thread that is gone says itself what it failed of.
        packed.and_then(|told| sent.map(|()| told).map_err(|_| io::Error::other("the packing stopped")))
    }

    /// Ends without an end: what was written is no export.
    fn give_up(self) -> io::Result<Told> {
        drop(self.send);
        self.thread.join().map_err(|_| io::Error::other("the packing stopped"))?
    }
}

/// Where an export goes. A file that is not finished has another name, so that nobody takes half an
/// export for a whole one.
enum Out {
    Folder(PathBuf),
    File { pack: Pack<BufWriter<File>>, part: PathBuf, path: PathBuf },
    Stream(Pack<BufWriter<io::Stdout>>),
}

impl Out {
    fn open(path: &Path) -> anyhow::Result<Out> {
        if path.as_os_str() == "-" {
            if io::stdout().is_terminal() {
                bail!("an export is a tar, which no terminal shows; name a file or folder with --out");
            }
            return Ok(Out::Stream(Pack::new(BufWriter::new(io::stdout()), Shape::Tar)));
        }
        let shape = match path.extension().and_then(|ending| ending.to_str()) {
            Some("zip") => Shape::Zip,
            Some("tar") => Shape::Tar,
            _ => return Out::folder(path),
        };
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| format!("cannot write {}", part.display()))?;
        Ok(Out::File { pack: Pack::new(BufWriter::new(file), shape), part, path: path.to_owned() })
    }

    fn folder(path: &Path) -> anyhow::Result<Out> {
        std::fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        if std::fs::read_dir(path)?.next().is_some() {
            bail!("the folder {} is not empty; name a new one, or a .zip or .tar", path.display());
        }
        Ok(Out::Folder(path.to_owned()))
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        match self {
            Out::Folder(folder) => {
                let whole = folder.join(path);
                if let Some(above) = whole.parent() {
                    std::fs::create_dir_all(above)?;
                }
                std::fs::write(whole, bytes)
            }
            Out::File { pack, .. } => pack.add(path, bytes),
            Out::Stream(pack) => pack.add(path, bytes),
        }
    }

    fn finish(self) -> io::Result<Told> {
        match self {
            Out::Folder(_) => Ok(Told::Output),
            Out::File { pack, part, path } => {
                pack.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
                std::fs::rename(part, path)?;
                Ok(Told::Output)
            }
            Out::Stream(pack) => {
                pack.finish()?.flush()?;
                Ok(Told::Error)
            }
        }
    }
}
