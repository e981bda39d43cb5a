//! Writes the fixtures of the archive room as inputs to begin with: `cargo run --example seed`.

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in std::fs::read_dir(here.join("../crates/archive/fixtures"))? {
        let folder = folder?;
        let name = folder.file_name().to_string_lossy().into_owned();
        let mut files = Vec::new();
        collect(&folder.path(), &folder.path(), &mut files)?;
        let format = name.split('-').next().unwrap_or(&name).to_owned();
        for (target, family) in readers::FAMILIES {
            if let Some(number) = family.iter().position(|known| *known == format) {
                write(here, target, &name, &readers::input(number, &files))?;
            }
        }
    }
    let mail = b"From a@b.c Mon Mar  4 12:00:00 2024\nFrom: =?utf-8?q?Ada?= <a@b.c>\nMessage-ID: <1@x>\nReferences: <0@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>hi\n--b\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a\n\neA==\n--b--\n";
    write(here, "mail", "mbox", &readers::input(0, &[("a.mbox".to_owned(), mail.to_vec())]))?;
    write(here, "mail", "eml", &readers::input(1, &[("a.eml".to_owned(), mail[36..].to_vec())]))?;
    let flowed = b"From: a@b.c\nMessage-ID: <1@x>\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> a \n> b\n-- \n  c \n";
    write(here, "mail", "flowed", &readers::input(1, &[("a.eml".to_owned(), flowed.to_vec())]))?;
    write(here, "table", "csv", &readers::input(1, &[("a.csv".to_owned(), b"id,user,time,text,parent\n1,ada,01/02/2024,\"a \"\"b\"\"\",\n".to_vec())]))?;
    write(here, "table", "jsonl", &readers::input(0, &[("a.jsonl".to_owned(), b"{\"text\":\"x\",\"author\":{\"name\":1},\"ts\":1519660926}\n".to_vec())]))?;
    let sheet = std::fs::read(here.join("../crates/archive/fixtures/xlsx/feedback.xlsx"))?;
    write(here, "packed", "zip", &readers::input(0, &[("a.zip".to_owned(), sheet)]))
}

fn write(here: &Path, target: &str, name: &str, input: &[u8]) -> io::Result<()> {
    let folder = here.join("corpus").join(target);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(name), input)
}

fn collect(top: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(top, &path, files)?;
        } else if path.file_name().is_some_and(|name| name != "expected.txt") {
            let name = path.strip_prefix(top).map(|path| path.to_string_lossy().into_owned());
            files.push((name.unwrap_or_default(), std::fs::read(&path)?));
        }
    }
    Ok(())
}
