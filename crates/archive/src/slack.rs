//! Slack's export: a zip or folder with `users.json`, `channels.json` and a file a channel and day.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use model::{Author, Incoming, Reaction, Time};
use serde::Deserialize;
use serde_json::Value;

use crate::dates::{self, Order};
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::jsonl::refuse;
use crate::lines::Lines;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warnings};
use crate::scalar::{Scalar, lenient};
use crate::slack_changes::{Changes, tells_of_another};
use crate::slack_files::{Comment, Files, SlackFile, without_notice};
use crate::slack_places::{LISTS, Places, is_day, is_sent, list, rooms, things};
use crate::slack_shapes::{is_message, is_of_lines, may_hold_messages, patterns, tells_messages};
use crate::slack_threads::answers;
use crate::slack_words::{Card, Named};
use crate::source::{File, Source};
use crate::walk::{self, Names};

pub(crate) const FORMAT: Format = Format {
    name: "slack",
    title: "Slack export",
    losses: &[
        Loss::Profiles,
        Loss::Membership,
        Loss::FileBytes,
        Loss::WhoReacted,
        Loss::SystemMessages,
        Loss::Formatting,
    ],
    mapped: Mapped::Known,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    let source = probe.source();
    let days = source.files().iter().any(is_day);
    let lists = LISTS.iter().any(|list| source.find(list).is_some());
    match (days, lists, source.find("users.json").is_some()) {
        (true, true, _) | (true, _, true) => Confidence::Sure,
        (false, true, true) => Confidence::Likely,
        _ => {
            let mut json = source.files().iter().filter(|file| may_hold_messages(file)).take(8);
            if json.any(|file| tells_messages(&probe.text(file))) { Confidence::Likely } else { Confidence::No }
        }
    }
}

/// Files that hold messages although neither their names nor what lies beside them says so: one
/// day taken out of an export, a channel that a script fetched.
fn message_files(source: &Source) -> impl Iterator<Item = File> {
    let json = source.files().iter().filter(|file| may_hold_messages(file));
    json.filter(|file| walk::head(source, file).is_some_and(|head| tells_messages(&head))).cloned()
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    team_id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    real_name: Option<String>,
    #[serde(default)]
    is_bot: bool,
    #[serde(default, deserialize_with = "lenient")]
    profile: Profile,
}

#[derive(Default, Deserialize)]
struct Profile {
    #[serde(default)]
    bot_id: Option<String>,
    #[serde(default)]
    real_name: Option<String>,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Message {
    #[serde(default)]
    pub(crate) subtype: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    bot_id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    bot_profile: Profile,
    #[serde(default, deserialize_with = "lenient")]
    user_profile: Profile,
    #[serde(default)]
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) ts: Scalar,
    #[serde(default)]
    thread_ts: Scalar,
    #[serde(default)]
    pub(crate) deleted_ts: Scalar,
    #[serde(default, deserialize_with = "lenient")]
    edited: Option<Edited>,
    #[serde(default, deserialize_with = "lenient")]
    pub(crate) files: Vec<SlackFile>,
    #[serde(default, deserialize_with = "lenient")]
    pub(crate) file: Option<SlackFile>,
    #[serde(default, deserialize_with = "lenient")]
    pub(crate) attachments: Vec<Card>,
    #[serde(default)]
    pub(crate) blocks: Value,
    /// What somebody said of a file, as exports before 2018 tell it.
    #[serde(default, deserialize_with = "lenient")]
    comment: Option<Comment>,
    #[serde(default, deserialize_with = "lenient")]
    reactions: Vec<Sign>,
    /// The new version, in a row that tells of an edit.
    #[serde(default)]
    pub(crate) message: Option<Value>,
    #[serde(default)]
    pub(crate) previous_message: Option<Value>,
}

impl Message {
    /// Whether a program posted it.
    pub(crate) fn is_by_program(&self) -> bool {
        self.bot_id.is_some()
    }
}

#[derive(Deserialize)]
struct Edited {
    ts: String,
}

#[derive(Deserialize)]
struct Sign {
    name: String,
    #[serde(default)]
    count: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    users: Vec<String>,
}

/// What is known of the workspace before its messages are read.
struct Workspace {
    origin: String,
    named: Named,
    changes: Changes,
    /// Who speaks without a program somewhere, where no list tells who is one.
    people: HashSet<String>,
    /// Under which names programs speak, by the numbers that they have of their own.
    programs: HashMap<String, Shown>,
    /// Tools that download the files put them beside the messages; Slack itself never does.
    files_included: bool,
    places: Places,
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut names = Names::default();
    let mut workspace = read_workspace(source, options, &mut names);
    let mut days: Vec<File> = source.files().iter().filter(|file| is_day(file)).cloned().collect();
    if days.is_empty() {
        days = message_files(source).collect();
    }
    workspace.places = Places::of(&days);
    let mut teams = BTreeMap::new();
    for file in &days {
        let (channel, _) = workspace.room(file);
        each_message(source, file, |raw| {
            workspace.learn_speaker(raw, &mut teams);
            workspace.changes.learn(&channel, raw);
        });
    }
    let changed = if workspace.changes.is_empty() { &[] } else { days.as_slice() };
    for file in changed {
        let (channel, _) = workspace.room(file);
        each_message(source, file, |raw| workspace.changes.mark_there(&channel, raw));
    }
    // Day by day through all channels: messages then come in at the end of what is stored, not all over it. A tar is
    // read from its beginning for each file that lies before the last one, so it keeps its order.
    if days.iter().all(|file| !file.is_tarred()) {
        days.sort_by(|one, other| (one.name(), &one.path).cmp(&(other.name(), &other.path)));
    }
    if workspace.origin == NO_TEAM
        && let Some((team, _)) = teams.into_iter().max_by_key(|(team, rows)| (*rows, Reverse(team.clone())))
    {
        workspace.origin = format!("slack:{team}");
    }
    let workspace = Arc::new(workspace);
    Ok(names.before(each_file(source, days, move |source, file| {
        let workspace = Arc::clone(&workspace);
        let mut room = workspace.room(file);
        let source_of_files = source.clone();
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let rows = move |raw, room: &(String, String), place: &Place| {
            let included = workspace.files_included;
            let files = Files { source: &source_of_files, folder: &folder, included, channel: &room.0 };
            workspace.rows(raw, room, &files, place)
        };
        let (head, text) = walk::open_with_head(source, file)?;
        if is_of_lines(&head) {
            let lines = Lines::new(text, Arc::clone(&file.path)).with_bytes_max(walk::VALUE_BYTES_MAX);
            return Ok(Box::new(lines.rows_of_each(move |line, place| rows(line, &room, &place))));
        }
        if !head.trim_start().starts_with(['[', '{']) {
            return walk::rows(source, file, &[], |_, _| Vec::new());
        }
        walk::rows_of(text, file, patterns(&head), move |piece, place| {
            if is_message(&piece) {
                return rows(piece.raw, &room, &place);
            }
            // `slackdump` names the channel before its messages.
            if let Some(name) = piece.is(&["name"]).then(|| piece.text()).flatten().filter(|_| room.0 == room.1) {
                room.1 = name;
            }
            Vec::new()
        })
    })))
}

fn read_workspace(source: &Source, options: &Options, names: &mut Names) -> Workspace {
    let mut team = None;
    let mut users: HashMap<String, (Option<String>, bool)> = HashMap::new();
    let mut bots = HashMap::new();
    let mut take_user = |user: serde_json::Value| {
        // Somebody who is not described as expected keeps the id for a name.
        let Ok(user) = User::deserialize(user) else { return };
        team = team.take().or(user.team_id);
        let profile = user.profile;
        bots.extend(profile.bot_id.map(|bot| (bot, user.id.clone())));
        let name = pick([profile.real_name, user.real_name, profile.display_name, user.name]);
        users.insert(user.id, (name, user.is_bot));
    };
    // Users of other organizations stand in a list of their own.
    let lists = ["users.json", "org_users.json", "user_list.json"].into_iter();
    for file in lists.filter_map(|name| list(source, name)) {
        names.each(source, file, |item| things(item).into_iter().for_each(&mut take_user));
    }
    let rooms = rooms(source, names, |id| users.get(id).and_then(|(name, _)| name.clone()));
    let told = || team.map_or(NO_TEAM.to_owned(), |team| format!("slack:{team}"));
    let origin = options.origin.clone().unwrap_or_else(told);
    let included = |file: &File| is_sent(file) || is_dumped(source, file);
    let files_included = source.files().iter().any(included);
    let named = Named { users, bots, rooms, told: HashMap::new() };
    Workspace {
        origin,
        named,
        changes: Changes::default(),
        people: HashSet::new(),
        programs: HashMap::new(),
        files_included,
        places: Places::default(),
    }
}

/// `C1/F1-name.png`, where `slackdump` put it beside `C1.json`.
fn is_dumped(source: &Source, file: &File) -> bool {
    let id = file.name().split_once('-').map_or("", |(id, _)| id);
    let is_id = id.starts_with('F') && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let channel = file.path.rsplit_once('/').map(|(folder, _)| format!("{folder}.json"));
    is_id && channel.is_some_and(|channel| source.find(&channel).is_some())
}

/// The first that is not empty.
pub(crate) fn pick<const N: usize>(names: [Option<String>; N]) -> Option<String> {
    names.into_iter().flatten().find(|name| !name.trim().is_empty())
}

/// The origin of an archive that tells of no team; a file may have another name the next time.
const NO_TEAM: &str = "slack";

/// Who speaks in a row, and in which team.
#[derive(Deserialize)]
struct Speaker {
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    bot_id: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    team: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    user_profile: Profile,
}

/// Under which names the programs with one number speak.
enum Shown {
    One(String),
    Several,
}

/// Gives the messages of a file as they are written, as far as it can be read, with the answers that stand in them.
fn each_message(source: &Source, file: &File, mut take: impl FnMut(&[u8])) {
    let Ok((head, text)) = walk::open_with_head(source, file) else { return };
    let mut take_all = |raw: &[u8]| {
        take(raw);
        answers(raw).iter().for_each(|answer| take(answer.to_string().as_bytes()));
    };
    if is_of_lines(&head) {
        let mut lines = Lines::new(text, Arc::clone(&file.path)).with_bytes_max(walk::VALUE_BYTES_MAX);
        while let Some(line) = lines.next_line() {
            line.into_iter().for_each(&mut take_all);
        }
        return;
    }
    let mut walk = walk::Walk::new(text, patterns(&head));
    while let Some(Ok(piece)) = walk.next_piece() {
        if is_message(&piece) {
            take_all(&piece.raw);
        }
    }
}

impl Workspace {
    /// Notes the names that a row alone tells. Without a list of people it also notes of which team the rows are, and
    /// who speaks for themselves.
    fn learn_speaker(&mut self, raw: &[u8], teams: &mut BTreeMap<String, u64>) {
        let has = |word: &[u8]| memchr::memmem::find(raw, word).is_some();
        let listed = !self.named.users.is_empty();
        if listed && !has(b"\"user_profile\"") && !has(b"\"username\"") {
            return;
        }
        let Ok(found) = serde_json::from_slice::<Speaker>(raw) else { return };
        if let Some((bot, name)) = found.bot_id.as_ref().zip(found.username) {
            let shown = self.programs.entry(bot.clone()).or_insert_with(|| Shown::One(name.clone()));
            if matches!(shown, Shown::One(known) if *known != name) {
                *shown = Shown::Several;
            }
        }
        if let Some(team) = found.team.filter(|_| !listed) {
            *teams.entry(team).or_default() += 1;
        }
        let Some(user) = found.user.filter(|user| !self.named.users.contains_key(user)) else { return };
        let profile = found.user_profile;
        let told = pick([profile.real_name, profile.display_name, profile.name]);
        self.named.told.extend(told.map(|told| (user.clone(), told)));
        self.people.extend(Some(user).filter(|_| !listed && found.bot_id.is_none()));
    }

    fn room(&self, file: &File) -> (String, String) {
        self.places.room(&self.named.rooms, file)
    }

    /// The message, and the answers that stand in it.
    fn rows(&self, raw: Vec<u8>, room: &(String, String), files: &Files, place: &Place) -> Vec<Row> {
        let found: Message = match serde_json::from_slice(&raw) {
            Ok(found) => found,
            Err(error) => return vec![Err(refuse(place.clone(), &error))],
        };
        let answers = answers(&raw);
        let thread = found.thread_ts.clone().text().or_else(|| found.ts.clone().text());
        let mut rows = vec![self.row(found, raw, (room, files), place.clone())];
        for answer in answers {
            let raw = answer.to_string().into_bytes();
            match Message::deserialize(answer) {
                Ok(mut answer) => {
                    answer.thread_ts.0 = answer.thread_ts.clone().text().or_else(|| thread.clone());
                    rows.push(self.row(answer, raw, (room, files), place.clone()));
                }
                Err(error) => rows.push(Err(refuse(place.clone(), &error))),
            }
        }
        rows
    }

    fn row(
        &self,
        mut found: Message,
        raw: Vec<u8>,
        (channel, files): (&(String, String), &Files),
        place: Place,
    ) -> Row {
        let (room_id, room) = channel;
        let skip = |reason, detail: &str| Skip { place: place.clone(), reason, detail: detail.to_owned() };
        let subtype = found.subtype.clone().unwrap_or_default();
        match subtype.as_str() {
            other if tells_of_another(other) => {
                // One that stands nowhere else is brought by the last row that tells of it.
                return match self.changes.brought(room_id, &mut found) {
                    Some(message) => self.row(message, raw, (channel, files), place),
                    None => Err(skip(Reason::Folded, "")),
                };
            }
            "message_replied" => return Err(skip(Reason::Folded, "")),
            "ekm_access_denied" => return Err(skip(Reason::Encrypted, "Slack gave no text: the key was withdrawn")),
            other if is_system(other) => return Err(skip(Reason::System, other)),
            _ => {}
        }
        let Some(ts) = found.ts.clone().text() else { return Err(skip(Reason::Malformed, "has no ts")) };
        if let Some(comment) = found.comment.take() {
            found.user = found.user.or(comment.user);
            found.text = comment.comment.or(found.text);
        }
        found.text = found.text.take().map(|text| without_notice(text, &subtype, found.file.as_mut()));
        let id = format!("{room_id}/{ts}");
        let thread = found.thread_ts.clone().text().unwrap_or_else(|| ts.clone());
        let mut warnings = Warnings::default();
        let fate = self.changes.get(&id);
        let said = fate.and_then(|fate| fate.edited.as_deref()).unwrap_or(&found);
        let attachments = files.all(&found, said, &mut warnings);
        let text = Some(self.named.text(said)).filter(|text| !text.trim().is_empty() || !attachments.is_empty());
        let message = Incoming {
            origin: self.origin.clone(),
            channel: room.clone(),
            conversation: format!("{room_id}/{thread}"),
            reply_to: (thread != ts).then(|| format!("{room_id}/{thread}")),
            author: self.author(&found),
            sent: dates::parse(&ts, Order::Unknown, 0),
            // An edit of which nothing is left was none of the words.
            text: text.unwrap_or_else(|| self.named.text(&found)),
            edited: said.edited.as_ref().or(found.edited.as_ref()).and_then(|edited| time(&edited.ts)),
            deleted: subtype == "tombstone" || fate.is_some_and(|fate| fate.deleted),
            attachments,
            reactions: reactions(&found.reactions),
            native_id: Some(id),
            source: raw,
            ..Incoming::default()
        };
        if message.text.trim().is_empty() && message.attachments.is_empty() && !message.deleted {
            return Err(Skip { place, reason: Reason::NoText, detail: subtype.to_owned() });
        }
        Ok(Record::new(message, place, warnings))
    }

    fn author(&self, found: &Message) -> Author {
        let slackbot = found.user.as_deref() == Some(SLACKBOT);
        let by_program = found.subtype.as_deref() == Some("bot_message");
        // A program that posts in somebody's name is not that person.
        let has_own = found.bot_id.is_some() || found.username.is_some();
        let borrowed = by_program && has_own && !slackbot && self.is_person(found);
        // The same program stands in some rows as a user, in others by its own number alone.
        let of_bot = || found.bot_id.as_ref().and_then(|bot| self.named.bots.get(bot)).cloned();
        let user = found.user.clone().filter(|_| !borrowed).or_else(of_bot);
        let known = user.as_ref().and_then(|id| self.named.users.get(id));
        let profile = &found.user_profile;
        let told = pick([profile.real_name.clone(), profile.display_name.clone(), profile.name.clone()]);
        let elsewhere = || user.as_ref().and_then(|user| self.named.told.get(user)).cloned();
        // Who also speaks without a program is a person, whatever the program is called.
        let person = user.as_ref().is_some_and(|user| self.people.contains(user));
        let shown = || found.username.clone().or_else(|| found.bot_profile.name.clone()).filter(|_| !person);
        let listed_name = known.and_then(|(name, _)| name.clone());
        let name = listed_name
            .clone()
            .or(told.filter(|_| !borrowed))
            .or_else(elsewhere)
            .or_else(shown)
            .or_else(|| slackbot.then(|| "Slackbot".to_owned()));
        // A person may speak through a program, and is still that person.
        let bot = slackbot || by_program || known.map_or(found.bot_id.is_some() && !person, |(_, bot)| *bot);
        let handle = user.or_else(|| found.bot_id.clone()).or_else(|| found.username.clone()).unwrap_or_default();
        // Several programs, or those who speak over a bridge, may share one number.
        let number = found.bot_id.as_ref().filter(|_| found.user.is_none() || borrowed);
        let several = number.is_some_and(|bot| matches!(self.programs.get(bot), Some(Shown::Several)));
        match found.username.clone().filter(|shown| several && listed_name.as_ref() != Some(shown)) {
            Some(shown) => Author { handle: format!("{handle}/{shown}"), name: Some(shown), bot },
            None => Author { handle, name, bot },
        }
    }

    /// Whether the user of a row that a program posted is a person.
    fn is_person(&self, found: &Message) -> bool {
        let Some(user) = &found.user else { return false };
        let is_its_own = found.bot_id.as_ref().and_then(|bot| self.named.bots.get(bot)) == Some(user);
        let listed = self.named.users.get(user).is_some_and(|(_, bot)| !bot);
        !is_its_own && (listed || self.people.contains(user))
    }
}

/// The id of Slack's own voice in every workspace.
const SLACKBOT: &str = "USLACKBOT";

fn time(ts: &str) -> Option<Time> {
    dates::parse(ts, Order::Unknown, 0)
}

/// What Slack itself says in a channel.
fn is_system(subtype: &str) -> bool {
    let by_prefix = [
        "channel_",
        "group_",
        "pinned_",
        "unpinned_",
        "reminder_",
        "bot_add",
        "bot_remove",
        "sh_room_",
        "bot_enable",
        "bot_disable",
        "conversation_",
        "app_conversation_",
        "joiner_notification",
        "external_channel_",
    ];
    let others = ["huddle_thread", "assistant_app_thread", "tabbed_canvas_updated"];
    by_prefix.iter().any(|prefix| subtype.starts_with(prefix)) || others.contains(&subtype)
}

/// One sign in several tones of skin counts together, as people see it.
fn reactions(signs: &[Sign]) -> Vec<Reaction> {
    let mut found: Vec<Reaction> = Vec::new();
    for sign in signs {
        let name = sign.name.split("::skin-tone-").next().unwrap_or_default();
        let count = sign.count.unwrap_or(sign.users.len() as u64);
        match found.iter_mut().find(|known| known.name == name) {
            Some(known) => known.count = known.count.saturating_add(count),
            None => found.push(Reaction { name: name.to_owned(), count }),
        }
    }
    found
}
