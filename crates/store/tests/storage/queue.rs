//! Jobs and leases: claimed once, given back, tried again.

use model::{JobId, Time, WorkspaceId};
use store::jobs::Lane;
use store::testing::scratch;
use store::{Db, global, jobs};

const NOW: Time = Time::from_seconds(1_700_000_000);

#[tokio::test]
async fn a_job_is_claimed_once_until_its_lease_ends() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    global::workspace_add(&mut conn, "aurora", NOW).await.unwrap();
    for id in [1, 2] {
        jobs::add_later(&mut conn, (WorkspaceId(1), JobId(id)), ("topics.month", "2024-03"), NOW).await.unwrap();
    }
    let first = jobs::claim(&mut conn, Lane::Any, (NOW, NOW.plus_seconds(60))).await.unwrap().unwrap();
    assert_eq!((first.id, first.attempts), (JobId(1), 1), "the same work asked for twice is one job");
    assert_eq!(jobs::claim(&mut conn, Lane::Any, (NOW, NOW.plus_seconds(60))).await.unwrap(), None);
    let later = NOW.plus_seconds(61);
    let again = jobs::claim(&mut conn, Lane::Any, (later, later.plus_seconds(60))).await.unwrap().unwrap();
    assert_eq!(again.attempts, 2, "a worker that died gives its job back");
    jobs::finish(&mut conn, &again).await.unwrap();
    assert_eq!(
        jobs::claim(&mut conn, Lane::Any, (later.plus_seconds(120), later.plus_seconds(180))).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn a_lease_has_one_holder() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    let until = NOW.plus_seconds(10);
    assert!(global::lease_take(&mut conn, ("sealer", 1), (NOW, until)).await.unwrap());
    assert!(global::lease_take(&mut conn, ("sealer", 1), (NOW, until)).await.unwrap(), "the holder prolongs");
    assert!(!global::lease_take(&mut conn, ("sealer", 2), (NOW, until)).await.unwrap());
    assert!(global::lease_take(&mut conn, ("sealer", 2), (until, until.plus_seconds(10))).await.unwrap());
}
