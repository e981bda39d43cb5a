//! The hub from outside, on the database that `TEST_DATABASE_URL` names or else on SQLite.

#![expect(clippy::unwrap_used, reason = "a broken test stops where it broke")]

mod access;
mod acts;
mod ahead;
mod alerts;
mod erasing;
mod examples;
mod imports;
mod leaving;
mod openings;
mod own;
mod past;
mod reports;
mod spool;
mod topics;
mod traces;
mod undoing;
mod words;

use std::sync::atomic::{AtomicU64, Ordering};

use archive::{Map, Memory, Options, Source};
use hub::import::{Import, Sheet};
use hub::{Asked, Done, Hub};
use model::{Seen, Time, WorkspaceId};
use serde_json::Value as Json;
use store::testing::{Scratch, scratch};
use store::{Db, digest, global};

pub(crate) const NOW: Time = Time::from_seconds(1_711_000_000);

/// A clock that stands still.
pub(crate) fn now() -> Time {
    NOW
}

/// Counts instead of throwing dice: tests must repeat themselves.
pub(crate) fn entropy(bytes: &mut [u8]) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    for chunk in bytes.chunks_mut(8) {
        let number = NEXT.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).to_le_bytes();
        chunk.copy_from_slice(&number[..chunk.len()]);
    }
}

/// A hub over a database of its own, with the workspace `aurora`.
pub(crate) struct Bench {
    pub(crate) hub: Hub,
    pub(crate) seen: Seen,
    #[expect(dead_code, reason = "held so that the database stays")]
    scratch: Scratch,
}

pub(crate) async fn bench() -> Bench {
    let scratch = scratch().await.unwrap();
    let db = Db::open(&scratch.place).await.unwrap();
    let mut conn = db.write().await.unwrap();
    let workspace = global::workspace_add(&mut conn, "aurora", NOW).await.unwrap();
    conn.commit().await.unwrap();
    let hub = Hub::open(db, entropy, NOW).await.unwrap();
    Bench { hub, seen: hub::access::operator(workspace.id), scratch }
}

/// Twelve messages in four conversations by five people, in the shape of a chat archive.
pub(crate) const CHAT: &str = r#"
{"id":1,"stream":"help","topic":"install","author":"ada","ts":1709282000,"text":"The app crashes when I open the settings after the update"}
{"id":2,"stream":"help","topic":"install","author":"grace","ts":1709282600,"text":"Which version do you have?"}
{"id":3,"stream":"help","topic":"install","author":"ada","ts":1709283000,"text":"2.4.1 on Linux"}
{"id":4,"stream":"help","topic":"dark mode","author":"mary","ts":1709290000,"text":"It would be great to have a dark mode, please add one"}
{"id":5,"stream":"help","topic":"dark mode","author":"ada","ts":1709290000,"text":"+1 from me"}
{"id":6,"stream":"general","topic":"hello","author":"joan","ts":1709300000,"text":"Bonjour à tous, je suis très contente d'être ici"}
{"id":7,"stream":"general","topic":"thanks","author":"mary","ts":1709400000,"text":"Thank you so much, this is the best tool I have ever used"}
{"id":8,"stream":"general","topic":"thanks","author":"katherine","ts":1709400060,"text":"Glad to hear it! See https://example.org/more"}
{"id":9,"stream":"help","topic":"install","author":"grace","ts":1709500000,"text":"How do I reset my password?"}
{"id":10,"stream":"general","topic":"hello","author":"ada","ts":1706800000,"text":"An older hello from January"}
{"id":11,"stream":"help","topic":"dark mode","author":"grace","ts":1712000000,"text":"Done in April"}
{"id":12,"stream":"general","topic":"thanks","author":"mary","ts":1709400120,"text":""}
"#;

pub(crate) fn chat(file: &str, text: &str) -> Import {
    let map = Map::parse("text=text,author=author,time=ts,conversation=topic,channel=stream,id=id").unwrap();
    let source =
        Source::new(file, std::sync::Arc::new(Memory::file(file, text.trim_start().as_bytes().to_vec()))).unwrap();
    Import { source, options: Options { map, ..Options::default() } }
}

impl Bench {
    pub(crate) async fn import(&self, text: &str) -> Sheet {
        hub::import::run(&self.hub, &self.seen, (chat("chat.jsonl", text), now), &mut |_| {}).await.unwrap()
    }

    pub(crate) async fn act(&self, name: &str, input: Json) -> hub::Result<Done> {
        self.hub.act(&self.seen, Asked::new(name, &input), NOW).await
    }

    pub(crate) async fn state(&self) -> Vec<(String, String)> {
        digest::of_workspace(&self.hub.db, self.seen.workspace.0).await.unwrap()
    }

    /// The id of a conversation of [`CHAT`], by stream and topic.
    pub(crate) async fn conversation(&self, title: &str) -> String {
        let mut conn = self.hub.db.read().await.unwrap();
        let all = store::conversations::list(&mut conn, &self.seen, &Default::default(), 500).await.unwrap();
        all.iter().find(|one| one.title == title).unwrap().id.to_string()
    }

    /// Ids of the messages that match, newest first.
    pub(crate) async fn search(&self, query: &str) -> Vec<String> {
        let mut conn = self.hub.db.read().await.unwrap();
        let hits = hub::search::find(&mut conn, &self.seen, (query, None), 100).await.unwrap();
        hits.messages.iter().map(|message| message.native_id.clone().unwrap()).collect()
    }
}

pub(crate) fn stranger() -> WorkspaceId {
    WorkspaceId(99)
}
