//! The pages: one file each, with its query, its view and its handlers; and what surrounds them all.

pub(crate) mod acts;
pub(crate) mod bench;
pub(crate) mod docs;
pub(crate) mod each;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod inbox;
pub(crate) mod journal;
pub(crate) mod member;
pub(crate) mod members;
pub(crate) mod preferences;
pub(crate) mod products;
pub(crate) mod report;
pub(crate) mod sign_in;
pub(crate) mod today;
pub(crate) mod topics;

use model::{Capability, EntryId};
use paper::{Language, Words};
use store::Conn;

use crate::access::Can;
use crate::assets::Assets;
use crate::fault::Fault;
use crate::toast::Toast;
use crate::{App, Mode, assets, paths, toast};

/// The rooms of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Today,
    Inbox,
    Members,
    Report,
    Journal,
    Topics,
    Imports,
    Bench,
}

/// One link of the rail.
#[derive(Clone)]
pub(crate) struct RailLink {
    pub(crate) address: String,
    pub(crate) title: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) key: &'static str,
    pub(crate) is_here: bool,
}

/// A view or a label of the inbox with how much is in it.
#[derive(Clone)]
pub(crate) struct ViewLink {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) count: String,
    pub(crate) is_here: bool,
}

/// What stands around every page: the rail, the banner, the toast, the person.
#[derive(Clone)]
pub(crate) struct Shell {
    pub(crate) w: &'static Words,
    pub(crate) lang: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) assets: Assets,
    pub(crate) base: String,
    pub(crate) workspace: String,
    pub(crate) others: Vec<(String, String)>,
    pub(crate) signed_in_as: String,
    pub(crate) csrf: String,
    pub(crate) here: String,
    pub(crate) is_demo: bool,
    pub(crate) toast: Option<Toast>,
    pub(crate) rooms: Vec<RailLink>,
    pub(crate) views: Vec<ViewLink>,
    pub(crate) labels: Vec<ViewLink>,
    pub(crate) more_labels: Vec<ViewLink>,
    /// The newest journal entry that this page knows: news is what comes after it.
    pub(crate) since: EntryId,
    pub(crate) may_answer: bool,
    pub(crate) may_correct: bool,
    pub(crate) may_merge: bool,
    pub(crate) may_import: bool,
    pub(crate) may_administer: bool,
}

impl Shell {
    pub(crate) async fn load<N>(app: &App, conn: &mut Conn, (who, room): (&Can<N>, Room)) -> Result<Shell, Fault> {
        let visitor = &who.visitor;
        let w = visitor.language.words();
        let others = visitor.signed.workspaces.iter().filter(|(one, _)| one.id != who.workspace.id);
        Ok(Shell {
            w,
            lang: visitor.language.code(),
            theme: visitor.theme,
            assets: assets::names(),
            base: paths::workspace(who.workspace.id),
            workspace: who.workspace.name.clone(),
            others: others.map(|(one, _)| (one.name.clone(), paths::today(one.id))).collect(),
            signed_in_as: (w.shell.signed_in_as)(&visitor.signed.name),
            csrf: visitor.signed.csrf.clone(),
            // Whoever comes back selects anew: what the list holds by then may be something else.
            here: paths::without(&visitor.here, "pick"),
            is_demo: app.mode != Mode::Serve,
            toast: toast::load(conn, (&who.seen, w), &visitor.toast).await?,
            rooms: rooms(who, room),
            views: Vec::new(),
            labels: Vec::new(),
            more_labels: Vec::new(),
            since: store::journal::find_last(conn, who.workspace.id).await?,
            may_answer: who.seen.may(Capability::Answer),
            may_correct: who.seen.may(Capability::Correct),
            may_merge: who.seen.may(Capability::Merge),
            may_import: who.seen.may(Capability::Import),
            may_administer: who.seen.may(Capability::Administer),
        })
    }

    /// Where a form of this page asks for an act.
    pub(crate) fn act(&self, name: &str) -> String {
        format!("{}/acts/{name}", self.base)
    }

    /// Where a form of this page asks for an act on several things.
    pub(crate) fn each(&self, name: &str) -> String {
        format!("{}/each/{name}", self.base)
    }

    pub(crate) fn language(&self) -> Language {
        self.w.language
    }
}

fn rooms<N>(who: &Can<N>, here: Room) -> Vec<RailLink> {
    let (words, id) = (&who.visitor.language.words().shell, who.workspace.id);
    let month = format!("{}/report", paths::workspace(id));
    let link = |room: Room, address: String, title: &'static str, (icon, key): (&'static str, &'static str)| RailLink {
        address,
        title,
        icon,
        key,
        is_here: room == here,
    };
    let mut rooms = vec![
        link(Room::Today, paths::today(id), words.today, ("today", "gt")),
        link(Room::Inbox, paths::inbox(id), words.inbox, ("inbox", "gi")),
        link(Room::Topics, paths::topics(id), words.topics, ("topics", "go")),
        link(Room::Members, paths::members(id), words.members, ("members", "gm")),
        link(Room::Report, month, words.report, ("report", "gr")),
        link(Room::Journal, paths::journal(id), words.journal, ("journal", "gj")),
    ];
    if who.seen.may(Capability::Import) {
        rooms.push(link(Room::Imports, paths::imports(id), words.imports, ("imports", "gp")));
    }
    rooms
}
