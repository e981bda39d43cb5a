//! The repository's own files, read once for all checks.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::manifest::Manifest;
use crate::source::Source;

/// A file that is not Rust.
pub(crate) struct Document {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Everything that the checks look at.
pub(crate) struct Tree {
    pub(crate) sources: Vec<Source>,
    pub(crate) manifests: Vec<Manifest>,
    /// Templates, Markdown, SQL, scripts: all text that is neither Rust nor a manifest.
    pub(crate) documents: Vec<Document>,
}

const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "tribune-data"];
const EXTENSIONS: [&str; 12] = ["rs", "toml", "md", "html", "css", "js", "sql", "sh", "py", "svg", "txt", "json"];

/// The root of the repository that this tool was built in.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("xtask lies in the root of the repository").to_owned()
}

impl Tree {
    pub(crate) fn read(root: &Path) -> io::Result<Tree> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort();
        Ok(Tree::of(files))
    }

    /// The tree that these paths and texts make.
    pub(crate) fn of(files: impl IntoIterator<Item = (String, String)>) -> Tree {
        let mut tree = Tree { sources: Vec::new(), manifests: Vec::new(), documents: Vec::new() };
        for (path, text) in files {
            if path.ends_with(".rs") {
                tree.sources.push(Source::new(&path, &text));
            } else if path.ends_with("Cargo.toml") {
                tree.manifests.push(Manifest::new(&path, &text));
            } else {
                tree.documents.push(Document { path, text });
            }
        }
        tree
    }

    pub(crate) fn document(&self, path: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.path == path)
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if is_text(&path) || is_picture(&path) {
            let inside = path.strip_prefix(root).expect("the walk stays under the root");
            // A picture is there to be linked to; it has no text.
            let bytes = if is_picture(&path) { Vec::new() } else { fs::read(&path)? };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            files.push((inside.to_string_lossy().replace('\\', "/"), text));
        }
    }
    Ok(())
}

fn is_text(path: &Path) -> bool {
    let known = path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known));
    known || path.ends_with(".ci/run") || path.ends_with("Cargo.lock")
}

fn is_picture(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "png")
}
