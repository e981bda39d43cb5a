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
    assert_eq!((first.id, first.attempts), (JobId(1), 0), "the same work asked for twice is one job");
    assert_eq!(jobs::claim(&mut conn, Lane::Any, (NOW, NOW.plus_seconds(60))).await.unwrap(), None);
    let later = NOW.plus_seconds(61);
    let again = jobs::claim(&mut conn, Lane::Any, (later, later.plus_seconds(60))).await.unwrap().unwrap();
    assert_eq!((again.claim, again.attempts), (first.claim + 1, 0), "a worker that died gives its job back");
    jobs::finish(&mut conn, &again).await.unwrap();
    assert_eq!(
        jobs::claim(&mut conn, Lane::Any, (later.plus_seconds(120), later.plus_seconds(180))).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn kills_never_end_a_job_and_failures_do() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    global::workspace_add(&mut conn, "aurora", NOW).await.unwrap();
    jobs::add_later(&mut conn, (WorkspaceId(1), JobId(1)), ("import.run", "1"), NOW).await.unwrap();
    let mut now = NOW;
    for kill in 0..20 {
        now = now.plus_seconds(61);
        let claimed = jobs::claim(&mut conn, Lane::Long, (now, now.plus_seconds(60))).await.unwrap();
        assert!(claimed.is_some(), "nobody goes on after {kill} kills");
    }
    for failure in 0..jobs::ATTEMPTS_MAX {
        now = now.plus_seconds(61);
        let job = jobs::claim(&mut conn, Lane::Long, (now, now.plus_seconds(60))).await.unwrap().unwrap();
        assert_eq!(job.attempts, failure);
        jobs::fail(&mut conn, &job, "no", now).await.unwrap();
    }
    now = now.plus_seconds(61);
    assert_eq!(jobs::claim(&mut conn, Lane::Long, (now, now.plus_seconds(60))).await.unwrap(), None);
}

#[tokio::test]
async fn who_lost_a_job_neither_ends_it_nor_lets_it_fail() {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    global::workspace_add(&mut conn, "aurora", NOW).await.unwrap();
    jobs::add_later(&mut conn, (WorkspaceId(1), JobId(1)), ("import.run", "1"), NOW).await.unwrap();
    let slow = jobs::claim(&mut conn, Lane::Any, (NOW, NOW.plus_seconds(60))).await.unwrap().unwrap();
    let later = NOW.plus_seconds(61);
    let quick = jobs::claim(&mut conn, Lane::Any, (later, later.plus_seconds(60))).await.unwrap().unwrap();
    jobs::fail(&mut conn, &slow, "too late", later).await.unwrap();
    jobs::finish(&mut conn, &slow).await.unwrap();
    assert!(jobs::renew(&mut conn, &quick, later.plus_seconds(90)).await.unwrap(), "it is still the other's");
    jobs::give_back(&mut conn, &quick, later.plus_seconds(10)).await.unwrap();
    assert_eq!(jobs::claim(&mut conn, Lane::Any, (later, later.plus_seconds(60))).await.unwrap(), None);
    let then = later.plus_seconds(10);
    let next = jobs::claim(&mut conn, Lane::Any, (then, then.plus_seconds(60))).await.unwrap().unwrap();
    assert_eq!((next.attempts, next.claim), (0, 3));
    jobs::add_later(&mut conn, (WorkspaceId(1), JobId(2)), ("import.run", "1"), then).await.unwrap();
    jobs::finish(&mut conn, &next).await.unwrap();
    let again = then.plus_seconds(60);
    assert!(jobs::claim(&mut conn, Lane::Any, (again, again.plus_seconds(60))).await.unwrap().is_some());
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
