//! Who may do what, and how people and programs sign in.

use hub::access::{self, NewStaff};
use hub::{ACTS, Asked, Error};
use model::{Capability, Role};
use serde_json::json;

use crate::{NOW, bench};

#[tokio::test]
async fn every_act_is_refused_to_whoever_lacks_its_capability() {
    let bench = bench().await;
    for role in Role::ALL {
        let email = format!("{role}@example.org");
        let new = NewStaff { email: &email, name: "x", password: "correct horse", language: "en", role };
        access::staff_add(&bench.hub, bench.seen.workspace, new, NOW).await.unwrap();
        let seen = access::staff_seen(&bench.hub, bench.seen.workspace, &email).await.unwrap();
        for act in ACTS {
            let refused = bench.hub.act(&seen, Asked::new(act.name, &json!({})), NOW).await.unwrap_err();
            let forbidden = matches!(refused, Error::Forbidden(capability) if capability == act.needs);
            assert_eq!(forbidden, !role.capabilities().has(act.needs), "{} as {role}: {refused}", act.name);
        }
    }
}

#[tokio::test]
async fn people_sign_in_with_their_password_and_no_other() {
    let bench = bench().await;
    let new = NewStaff {
        email: "Ada@Example.org",
        name: "Ada",
        password: "correct horse",
        language: "en",
        role: Role::Owner,
    };
    access::staff_add(&bench.hub, bench.seen.workspace, new, NOW).await.unwrap();
    assert!(access::sign_in(&bench.hub, "ada@example.org", "wrong", NOW).await.unwrap().is_none());
    assert!(access::sign_in(&bench.hub, "nobody@example.org", "correct horse", NOW).await.unwrap().is_none());
    let secret = access::sign_in(&bench.hub, "ADA@example.org ", "correct horse", NOW).await.unwrap().unwrap();
    let ada = access::session_find(&bench.hub, &secret, NOW).await.unwrap().unwrap();
    assert_eq!(ada.name, "Ada");
    assert!(ada.seen(bench.seen.workspace).unwrap().may(Capability::Administer));
    assert!(ada.seen(crate::stranger()).is_err());
    let expired = NOW.plus_seconds(access::SESSION_SECONDS);
    assert!(access::session_find(&bench.hub, &secret, expired).await.unwrap().is_none());
    access::sign_out(&bench.hub, &secret).await.unwrap();
    assert!(access::session_find(&bench.hub, &secret, NOW).await.unwrap().is_none());
}

#[tokio::test]
async fn a_token_allows_its_scopes_only() {
    let bench = bench().await;
    let workspace = bench.seen.workspace;
    let read = access::token_add(&bench.hub, workspace, ("ci", "read"), NOW).await.unwrap();
    let write = access::token_add(&bench.hub, workspace, ("ci", "read,write"), NOW).await.unwrap();
    assert!(access::token_add(&bench.hub, workspace, ("ci", "all"), NOW).await.is_err());
    let read = access::token_find(&bench.hub, &read).await.unwrap().unwrap();
    let write = access::token_find(&bench.hub, &write).await.unwrap().unwrap();
    assert!(read.may(Capability::Read) && !read.may(Capability::Answer));
    assert!(write.may(Capability::Answer) && write.may(Capability::Import) && !write.may(Capability::Administer));
    assert!(access::token_find(&bench.hub, "tribune_0").await.unwrap().is_none());
}
