//! A small named cast over a database of its own, the one that `TEST_DATABASE_URL` names or SQLite: ada owns, grace answers, mary reads, and eve
//! owns another workspace.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use hub::Hub;
use hub::access::{self, NewStaff};
use model::ids::{channel_id, identity_id};
use model::{
    ConversationId, Key, KeyOrder, Keys, Kind, MemberId, MessageId, Reaction, Role, RunId, StaffId, Time, WorkspaceId,
};
use store::global::{self, Staff};
use store::ingest::{self, Batch, NewChannel, NewConversation, NewIdentity, NewMessage};
use store::readings::NewReading;
use store::testing::{Scratch, scratch};
use store::{Db, known};
use tokio::sync::watch;
use tower::ServiceExt;

/// The moment at which every test happens: Wednesday 18 November 2026, 09:30 UTC.
pub(crate) const NOW: Time = Time::from_seconds(1_794_994_200);
pub(crate) const PASSWORD: &str = "correct horse battery";
const ORIGIN: &str = "forum.example";

pub(crate) fn now() -> Time {
    NOW
}

/// Bytes that differ each time; secrets of tests need no more.
fn entropy(bytes: &mut [u8]) {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let count = COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = count.to_be_bytes()[at % 8] ^ at as u8;
    }
}

pub(crate) struct Cast {
    pub(crate) router: Router,
    pub(crate) hub: Hub,
    pub(crate) workspace: WorkspaceId,
    pub(crate) elsewhere: WorkspaceId,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) folder: tempfile::TempDir,
    _scratch: Scratch,
}

/// Somebody at the door: nobody, a browser with a session, or a program with a token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visitor {
    pub(crate) cookie: String,
    pub(crate) token: String,
    pub(crate) csrf: String,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// One thing that somebody wrote.
pub(crate) struct Said {
    pub(crate) topic: &'static str,
    pub(crate) who: &'static str,
    pub(crate) hours_ago: i64,
    pub(crate) text: &'static str,
    pub(crate) kind: Kind,
    pub(crate) evidence: &'static str,
}

pub(crate) const SAID: &[Said] = &[
    Said {
        topic: "Export",
        who: "Linus",
        hours_ago: 50,
        text: "The export crashes after the update. See https://forum.example/t/7 please.",
        kind: Kind::Bug,
        evidence: "bug:11-18",
    },
    Said {
        topic: "Export",
        who: "Barbara",
        hours_ago: 49,
        text: "> The export crashes\nSame here, since Monday.",
        kind: Kind::Bug,
        evidence: "",
    },
    Said {
        topic: "Dark mode",
        who: "Ken",
        hours_ago: 30,
        text: "It would be great to have a dark mode.",
        kind: Kind::Idea,
        evidence: "idea:3-17",
    },
    Said {
        topic: "Hostile <b>title</b>",
        who: "Mallory",
        hours_ago: 20,
        text: "<script>alert('x')</script><img src=x onerror=alert(1)>",
        kind: Kind::Spam,
        evidence: "spam:0-8",
    },
    Said {
        topic: "Merci",
        who: "Zoé",
        hours_ago: 5,
        text: "Merci beaucoup, c'est génial !",
        kind: Kind::Praise,
        evidence: "",
    },
    Said {
        topic: "",
        who: "Dennis",
        hours_ago: 1,
        text: "How do I change my password?",
        kind: Kind::Question,
        evidence: "question:0-6",
    },
];

impl Cast {
    pub(crate) async fn new() -> Cast {
        Cast::of(web::Mode::Serve).await
    }

    pub(crate) async fn demo() -> Cast {
        let cast = Cast::new().await;
        let ada = {
            let mut conn = cast.hub.db.read().await.unwrap();
            global::staff_find(&mut conn, "ada@example.org").await.unwrap().unwrap().id
        };
        let router = web::router(web::App::new(cast.hub.clone(), now, web::Mode::Demo(ada), cast.stop.subscribe()));
        Cast { router, ..cast }
    }

    async fn of(mode: web::Mode) -> Cast {
        let folder = tempfile::tempdir().unwrap();
        let scratch = scratch().await.unwrap();
        let db = Db::open(&scratch.place).await.unwrap();
        let hub = Hub::open(db, entropy, NOW).await.unwrap().with_spool(folder.path().to_owned());
        let (workspace, elsewhere) = {
            let mut conn = hub.db.write().await.unwrap();
            let first = global::workspace_add(&mut conn, "Lumen", NOW).await.unwrap().id;
            let second = global::workspace_add(&mut conn, "Elsewhere", NOW).await.unwrap().id;
            conn.commit().await.unwrap();
            (first, second)
        };
        let staff = [("ada", Role::Owner), ("grace", Role::Agent), ("mary", Role::Analyst)];
        for (name, role) in staff {
            add_staff(&hub, workspace, (name, role)).await;
        }
        add_staff(&hub, elsewhere, ("eve", Role::Owner)).await;
        ingest_all(&hub, workspace).await;
        let (stop, stopping) = watch::channel(false);
        let router = web::router(web::App::new(hub.clone(), now, mode, stopping));
        Cast { router, hub, workspace, elsewhere, stop, folder, _scratch: scratch }
    }

    /// Opens a session and learns the csrf token; that a password opens one is told by `doors`.
    pub(crate) async fn sign_in(&self, name: &str) -> Visitor {
        let email = format!("{name}@example.org");
        let staff = {
            let mut conn = self.hub.db.read().await.unwrap();
            global::staff_find(&mut conn, &email).await.unwrap().unwrap().id
        };
        let secret = access::session_open(&self.hub, staff, NOW).await.unwrap();
        let signed = access::session_find(&self.hub, &secret, NOW).await.unwrap().unwrap();
        Visitor { cookie: format!("tribune_session={secret}"), csrf: signed.csrf, ..Visitor::default() }
    }

    pub(crate) async fn token(&self, scopes: &str) -> Visitor {
        let token = access::token_add(&self.hub, self.workspace, ("test", scopes), NOW).await.unwrap();
        Visitor { token, ..Visitor::default() }
    }

    pub(crate) async fn get(&self, visitor: &Visitor, path: &str) -> Answer {
        self.ask(Method::GET, visitor, (path, &[], String::new())).await
    }

    /// Sends a form as a page of ours does.
    pub(crate) async fn post(&self, visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", visitor.csrf.as_str())];
        all.extend_from_slice(fields);
        let pairs: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let kind = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.ask(Method::POST, visitor, (path, &kind, pairs.join("&"))).await
    }

    /// Hands a file in as a page of ours does; the plan's address is in the answer.
    pub(crate) async fn hand_in(&self, visitor: &Visitor, (name, text): (&str, &str)) -> Answer {
        let csrf = format!("--X\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n", visitor.csrf);
        let head = format!("--X\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = format!("{csrf}{head}{text}\r\n--X--\r\n");
        let kind = [("content-type", "multipart/form-data; boundary=X"), ("sec-fetch-site", "same-origin")];
        self.ask(Method::POST, visitor, (&format!("/w/{}/imports", self.workspace), &kind, body)).await
    }

    /// Does what waits to be done.
    pub(crate) async fn work(&self) {
        while hub::workers::work_one(&self.hub, now).await.unwrap() {}
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        visitor: &Visitor,
        (path, headers, body): (&str, &[(&str, &str)], String),
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !visitor.cookie.is_empty() {
            request = request.header(header::COOKIE, &visitor.cookie);
        }
        if !visitor.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", visitor.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 10 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub(crate) fn conversation(&self, topic: &str) -> ConversationId {
        keys(self.workspace).conversation(ORIGIN, topic)
    }

    pub(crate) fn member(&self, name: &str) -> MemberId {
        MemberId(identity_id(self.workspace, ORIGIN, name).0)
    }

    /// The first message of a conversation.
    pub(crate) fn message(&self, topic: &str) -> MessageId {
        let (at, said) = SAID.iter().enumerate().find(|(_, said)| said.topic == topic).unwrap();
        message_id(at, said)
    }
}

/// The first colleague of a test run comes in as they do in the product; all have the same password, hashed once.
async fn add_staff(hub: &Hub, workspace: WorkspaceId, (name, role): (&str, Role)) {
    static HASH: OnceLock<String> = OnceLock::new();
    let email = format!("{name}@example.org");
    let Some(hash) = HASH.get() else {
        let new = NewStaff { email: &email, name, password: PASSWORD, language: "en", role };
        access::staff_add(hub, workspace, new, NOW).await.unwrap();
        let mut conn = hub.db.read().await.unwrap();
        let staff = global::staff_find(&mut conn, &email).await.unwrap().unwrap();
        HASH.get_or_init(|| staff.password_hash);
        return;
    };
    let id = StaffId(hub.mint.next(NOW));
    let (name, language, password_hash) = (name.to_owned(), "en".to_owned(), hash.clone());
    let mut conn = hub.db.write().await.unwrap();
    global::staff_add(&mut conn, &Staff { id, email, name, password_hash, language }, NOW).await.unwrap();
    global::role_set(&mut conn, workspace, id, role).await.unwrap();
    conn.commit().await.unwrap();
}

fn key(at: usize) -> Key {
    Key::of(&[b"cast", &(at as u64).to_be_bytes()])
}

async fn ingest_all(hub: &Hub, workspace: WorkspaceId) {
    let channel = channel_id(workspace, ORIGIN, "general");
    let mut batch = Batch {
        workspace,
        run: RunId(0),
        now: NOW,
        open_since: NOW.plus_seconds(-90 * 24 * 3600),
        channels: vec![NewChannel {
            id: channel,
            kind: "forum".to_owned(),
            origin: ORIGIN.to_owned(),
            name: "general".to_owned(),
        }],
        identities: Vec::new(),
        messages: Vec::new(),
    };
    for (at, said) in SAID.iter().enumerate() {
        let identity = identity_id(workspace, ORIGIN, said.who);
        if batch.identities.iter().all(|known| known.id != identity) {
            batch.identities.push(NewIdentity {
                id: identity,
                origin: ORIGIN.to_owned(),
                handle: said.who.to_lowercase(),
                name: said.who.to_owned(),
                folded: said.who.to_lowercase(),
                bot: false,
            });
        }
        batch.messages.push(message(workspace, (at, said), channel));
    }
    let mut conn = hub.db.write().await.unwrap();
    ingest::lock(&mut conn, workspace).await.unwrap();
    let known = known::find(&mut conn, (workspace, batch.run), &mut batch.messages).await.unwrap();
    ingest::write(&mut conn, batch, known).await.unwrap();
    conn.commit().await.unwrap();
}

fn first_of(topic: &str) -> usize {
    SAID.iter().position(|said| said.topic == topic).unwrap()
}

/// What people left on the first message about the export.
fn signs() -> Vec<Reaction> {
    let left = [("+1", 3), ("<b>crab</b>", 1_200)];
    left.map(|(name, count)| Reaction { name: name.to_owned(), count }).to_vec()
}

fn keys(workspace: WorkspaceId) -> Keys {
    Keys { workspace, order: KeyOrder::LATEST }
}

fn message_id(at: usize, said: &Said) -> MessageId {
    keys(WorkspaceId(1)).message_id(NOW.plus_seconds(-3600 * said.hours_ago), &key(at))
}

fn message(workspace: WorkspaceId, (at, said): (usize, &Said), channel: model::ChannelId) -> NewMessage {
    let kind = said.kind;
    let words = said.text.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), " ");
    let author = identity_id(workspace, ORIGIN, said.who);
    NewMessage {
        id: message_id(at, said),
        key: key(at),
        conversation: NewConversation {
            id: keys(workspace).conversation(ORIGIN, said.topic),
            origin: ORIGIN.to_owned(),
            key: said.topic.to_owned(),
            title: said.topic.to_owned(),
        },
        channel,
        identity: author,
        native_id: Some(at.to_string()),
        reply_to: None,
        sent_at: Some(NOW.plus_seconds(-3600 * said.hours_ago)),
        edited_at: None,
        deleted: false,
        outbound: false,
        text: said.text.to_owned(),
        source: said.text.as_bytes().to_vec(),
        attachments: Vec::new(),
        reactions: if said.topic == "Export" && at == first_of("Export") { signs() } else { Vec::new() },
        reading: NewReading {
            model: "test.1".to_owned(),
            language: if said.text.starts_with("Merci") { "fr" } else { "en" }.to_owned(),
            language_confidence: 9_000,
            kind: kind as i64,
            kinds: format!("{kind}:9300"),
            urgency: if kind == Kind::Bug { 7_000 } else { 500 },
            evidence: said.evidence.to_owned(),
            ..NewReading::default()
        },
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        facets: format!("{} k{kind} xlink {}", store::search::EVERYTHING, store::search::author(author)),
    }
}

fn encode(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
