//! Writers of several programs take turns, and SQLite's log is folded beside them.

use std::fs::File;
use std::path::Path;
use std::task::Poll;
use std::time::Duration;

use store::testing::log::{self, Folding};
use store::testing::scratch;
use store::{Conn, Db, Place, values};
use tempfile::TempDir;

/// SQLite, whatever database the other tests run on.
async fn sqlite() -> (Db, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&Place::Folder(folder.path().to_owned())).await.unwrap();
    (db, folder)
}

/// The hall in which a writer waits for its turn, as every program sees it.
fn hall(folder: &Path) -> File {
    File::options().write(true).open(folder.join("tribune.waiting")).unwrap()
}

#[tokio::test]
async fn a_writer_hurries_for_people_but_not_for_workers() {
    let (db, folder) = sqlite().await;

    // A worker does not enter the hall: somebody waits there already, and it gets its turn.
    let waiting = hall(folder.path());
    waiting.lock().unwrap();
    let patient = tokio::time::timeout(Duration::from_secs(20), db.write_patiently()).await;
    drop(patient.expect("waits in the hall").unwrap());
    drop(waiting);

    let writer = db.write().await.unwrap();
    assert!(!writer.is_wanted());
    // Another program's, as a worker beside an import on the command line.
    let other = Db::open(&Place::Folder(folder.path().to_owned())).await.unwrap();
    let patient = tokio::spawn(async move { other.write_patiently().await.map(drop) });
    let person = tokio::spawn(async move { db.write().await.map(drop) });
    while hall(folder.path()).try_lock().is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(writer.is_wanted(), "lets somebody wait, whoever waits besides");
    drop(writer);
    person.await.unwrap().unwrap();
    patient.await.unwrap().unwrap();
}

async fn write(db: &Db, kilobytes: i64) {
    let mut conn = db.write().await.unwrap();
    conn.run("create table if not exists filler (bytes blob)", values![]).await.unwrap();
    conn.run("insert into filler values (zeroblob($1))", values![kilobytes << 10]).await.unwrap();
    conn.commit().await.unwrap();
}

/// Polls a future so often and drops it.
async fn cut_after<T>(polls: u32, future: impl Future<Output = T>) {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        let is_done = std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
        if is_done {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// A browser that is closed drops whatever its request was waiting for.
#[tokio::test]
async fn a_transaction_that_is_given_up_while_it_begins_leaves_its_connection_free() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    if matches!(db, Db::Sqlite { .. }) {
        return; // its connections know by themselves
    }
    for polls in (1..=40).cycle().take(2_000) {
        cut_after(polls, db.write()).await;
        let mut conn = db.read().await.unwrap();
        let within = conn.run("savepoint within", values![]).await;
        assert!(within.is_err(), "given up at poll {polls}: the connection is still within a transaction");
    }
}

/// How long the log is; one that is not there is short.
fn bytes(folder: &TempDir) -> u64 {
    folder.path().join("tribune.db-wal").metadata().map_or(0, |log| log.len())
}

#[tokio::test]
async fn the_log_is_folded_unless_somebody_reads_an_older_state() {
    let (db, folder) = sqlite().await;
    let log = log::of(&db).unwrap();
    write(&db, 4000).await;
    let mut older = db.snapshot().await.unwrap();
    assert_eq!(older.number("select count(*) from filler", values![]).await.unwrap(), 1);
    write(&db, 4000).await;

    log.fold().await.unwrap();
    assert!(bytes(&folder) > 4000 << 10, "what the reader needs went away");
    assert_eq!(older.number("select count(*) from filler", values![]).await.unwrap(), 1);

    drop(older);
    for _ in 0..1_000 {
        // The reader's connection closes in its own time.
        log.fold().await.unwrap();
        if bytes(&folder) == 0 {
            break;
        }
    }
    assert_eq!(bytes(&folder), 0);
    assert_eq!(db.read().await.unwrap().number("select count(*) from filler", values![]).await.unwrap(), 2);
}

/// Writes a row of ten kilobytes while somebody else waits for their turn, which they then have.
async fn write_beside(db: &Db) -> Conn {
    let mut conn = db.write().await.unwrap();
    conn.run("insert into filler values (zeroblob($1))", values![10i64 << 10]).await.unwrap();
    let other = db.clone();
    let other = tokio::spawn(async move { other.write().await });
    while !conn.is_wanted() {
        tokio::task::yield_now().await;
    }
    conn.commit().await.unwrap();
    other.await.unwrap().unwrap()
}

async fn end(log: &Folding) {
    while log.is_under_way() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_log_that_has_grown_is_folded_once_beside_its_writers() {
    let (db, folder) = sqlite().await;
    let log = log::of(&db).unwrap();
    log.begin_at(64 << 20);
    for _ in 0..4 {
        write(&db, 20_000).await;
        assert!(log.is_under_way(), "whoever comes at once waits for a long folding");
        end(&log).await;
    }
    write(&db, 20_000).await;
    assert!(!log.is_under_way(), "an import that nobody waits for is slowed down");
    let next = write_beside(&db).await;
    assert!(log.is_under_way(), "whoever waits next will wait for a long folding");
    let before = bytes(&folder);
    next.commit().await.unwrap();
    log.commit_beside();
    end(&log).await;
    assert!(bytes(&folder) < before);
    let next = write_beside(&db).await;
    assert!(!log.is_under_way(), "a short log is folded");
    next.commit().await.unwrap();
    write(&db, 20_000).await;
    assert!(log.is_under_way(), "who waited a moment ago is not expected again");
    end(&log).await;

    log.remember(1 << 40); // as after a long read
    for _ in 0..5 {
        write(&db, 20_000).await;
    }
    assert!(log.is_under_way(), "nobody folds a log that was long once");
}
