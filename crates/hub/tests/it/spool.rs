//! Files that people hand in: their names, the room that they share, and when they go.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hub::spool::{ABANDONED_SECONDS, SPOOL_BYTES_MAX, Spooled, Upload};
use model::{FileId, WorkspaceId};
use tempfile::TempDir;

use crate::{Bench, NOW, bench};

/// A bench with a folder for files, and that folder.
async fn bench_with_files() -> (Bench, TempDir, PathBuf) {
    let mut bench = bench().await;
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    bench.hub = bench.hub.with_spool(files.clone());
    (bench, folder, files)
}

async fn begin(bench: &Bench, name: &str) -> Upload {
    bench.hub.upload(&bench.seen, name, NOW).await.unwrap()
}

async fn upload(bench: &Bench, name: &str) -> Spooled {
    let mut upload = begin(bench, name).await;
    upload.write(b"x").await.unwrap();
    upload.finish().await.unwrap()
}

fn names(files: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(files).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// What a file that somebody handed in is called in the folder.
fn ours() -> String {
    format!("{}-{}.data", WorkspaceId(1), FileId(77))
}

#[tokio::test]
async fn names_lose_their_folders_and_what_cannot_be_shown() {
    let (bench, _folder, _) = bench_with_files().await;
    for (name, kept) in [("C:\\mail\\list.mbox", "list.mbox"), ("../../etc/pass\u{0}wd", "passwd"), (" \n", "file")] {
        assert_eq!(upload(&bench, name).await.name, kept);
    }
}

#[tokio::test]
async fn only_names_of_ours_are_swept() {
    let (bench, _folder, files) = bench_with_files().await;
    std::fs::create_dir_all(&files).unwrap();
    for name in [ours(), "tribune.db".to_owned(), "notes".to_owned()] {
        let file = File::create_new(files.join(name)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }
    assert_eq!(bench.hub.spool().unwrap().sweep(&BTreeSet::new(), NOW).unwrap(), 1);
    assert_eq!(names(&files), BTreeSet::from(["tribune.db", "notes"].map(str::to_owned)));
}

#[tokio::test]
async fn uploads_side_by_side_share_the_room() {
    let (bench, _folder, files) = bench_with_files().await;
    std::fs::create_dir_all(&files).unwrap();
    // A file with nothing in it but its length, which leaves ten bytes of room.
    File::create_new(files.join(ours())).unwrap().set_len(SPOOL_BYTES_MAX - 10).unwrap();
    let (mut first, mut second) = (begin(&bench, "a.csv").await, begin(&bench, "a.csv").await);
    first.write(b"123456").await.unwrap();
    let refused = second.write(b"123456").await.unwrap_err();
    assert!(refused.to_string().contains("fill their"), "{refused}");
    first.write(b"7890").await.unwrap();
    first.finish().await.unwrap();
    drop(second);
    assert!(begin(&bench, "a.csv").await.write(b"1").await.is_err(), "what is finished still fills the room");
}

#[tokio::test]
async fn a_sweep_takes_what_nobody_waits_for() {
    let (bench, _folder, files) = bench_with_files().await;
    let (first, second) = (upload(&bench, "a.csv").await, upload(&bench, "a.csv").await);
    begin(&bench, "a.csv").await.write(b"x").await.unwrap();
    assert_eq!(names(&files).len(), 4, "what was cut off left nothing");
    let key = |file: &Spooled| (file.workspace, file.id);
    let (spool, kept) = (bench.hub.spool().unwrap(), BTreeSet::from([key(&second)]));
    assert_eq!(spool.sweep(&kept, NOW).unwrap(), 0, "somebody may still look at them");
    spool.sweep(&kept, NOW.plus_seconds(ABANDONED_SECONDS)).unwrap();
    assert!(spool.find(key(&first)).unwrap().is_none());
    assert!(spool.find(key(&second)).unwrap().is_some());
}
