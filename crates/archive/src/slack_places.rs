//! Which channel of Slack a file is of: by lists of channels, its folder or its name.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::scalar::lenient;
use crate::source::{File, Source, composed, without_copy};
use crate::walk::Names;

/// The lists of channels: public, private, of several people, of two.
pub(crate) const LISTS: [&str; 4] = ["channels.json", "groups.json", "mpims.json", "dms.json"];
/// What tools call a list of all channels.
const LISTS_OF_TOOLS: [&str; 2] = ["conversations.json", "channel_list.json"];

/// Folder or id to id and name.
pub(crate) type Rooms = HashMap<String, (String, String)>;

#[derive(Deserialize)]
struct Room {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    members: Vec<String>,
    /// The other, in what two say to each other.
    #[serde(default)]
    user: Option<String>,
}

/// A list at the top, or the only one of its name, wherever a tool put it.
pub(crate) fn list<'a>(source: &'a Source, name: &str) -> Option<&'a File> {
    let elsewhere = || {
        let is_list = |file: &&File| file.name() == name && folder_of_team(file).is_none() && !is_sent(file);
        let mut named = source.files().iter().filter(is_list);
        named.next().filter(|_| named.next().is_none())
    };
    source.find(name).or_else(elsewhere)
}

/// The things that an item of a list tells of: a page of the API has them in a list, and tools have all by their ids.
pub(crate) fn things(item: Value) -> Vec<Value> {
    match item {
        Value::Object(fields) if !fields.get("id").is_some_and(Value::is_string) => fields
            .into_iter()
            .flat_map(|(_, value)| if let Value::Array(list) = value { list } else { vec![value] })
            .collect(),
        Value::Array(list) => list,
        other => vec![other],
    }
}

/// The channels that the lists of a source tell.
pub(crate) fn rooms(source: &Source, names: &mut Names, name_of: impl Fn(&str) -> Option<String>) -> Rooms {
    let mut rooms = HashMap::new();
    let lists = LISTS_OF_TOOLS.into_iter().chain(LISTS).filter_map(|name| list(source, name));
    let lists = lists.map(|file| (String::new(), file));
    let of_teams = source.files().iter().filter_map(|file| Some((folder_of_team(file)?, file)));
    for (team, file) in lists.chain(of_teams) {
        names.each(source, file, |item| {
            for room in things(item) {
                // A room that is not described as expected keeps its folder's name.
                let Ok(room) = Room::deserialize(room) else { continue };
                let people = room.members.iter().chain(room.user.as_ref().filter(|_| room.members.is_empty()));
                let people = people.map(|id| name_of(id).unwrap_or_else(|| id.clone())).collect::<Vec<_>>().join(", ");
                let folder = room.name.filter(|name| !name.is_empty());
                let name = folder.clone().or_else(|| Some(people).filter(|people| !people.is_empty()));
                let place = (room.id.clone(), name.unwrap_or_else(|| room.id.clone()));
                if let Some(folder) = folder {
                    rooms.insert(format!("{team}{folder}"), place.clone());
                }
                rooms.insert(format!("{team}{}", room.id), place);
            }
        });
    }
    rooms
}

/// The folder of one workspace of several, `teams/eng/`, where a file lists its channels.
fn folder_of_team(file: &File) -> Option<String> {
    let (folder, name) = file.path.rsplit_once('/')?;
    let is_team = folder.rsplit('/').nth(1) == Some("teams");
    (is_team && LISTS.contains(&name)).then(|| format!("{folder}/"))
}

/// Whether a file is one that somebody sent.
pub(crate) fn is_sent(file: &File) -> bool {
    file.path.contains("__uploads/") || file.path.contains("/attachments/")
}

/// `general/2024-03-01.json`.
pub(crate) fn is_day(file: &File) -> bool {
    let name = file.name();
    let day = name
        .strip_suffix(".json")
        .unwrap_or("")
        .split_once('_')
        .map_or(name.strip_suffix(".json").unwrap_or(""), |(day, _)| day);
    !is_sent(file)
        && file.path.contains('/')
        && day.len() == 10
        && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// How the files of one source are named.
#[derive(Default)]
pub(crate) struct Places {
    /// Whether files whose names tell nothing lie in several folders, which then tell their channels apart.
    by_folder: bool,
}

impl Places {
    pub(crate) fn of(files: &[File]) -> Places {
        let mut folders = files.iter().filter(|file| !is_day(file) && tells_nothing(stem(file))).map(above);
        let first = folders.next();
        Places { by_folder: folders.any(|folder| Some(folder) != first) }
    }

    /// The id and name of a file's channel, which is a folder of days, or one file.
    pub(crate) fn room(&self, rooms: &Rooms, file: &File) -> (String, String) {
        let listed = |name: &str| rooms.get(name).or_else(|| rooms.get(&*composed(name)));
        let (above, stem) = (above(file), stem(file));
        let folder = above.rsplit('/').next().unwrap_or(above);
        let found = if is_day(file) {
            listed(above).or_else(|| listed(folder))
        } else {
            let mut ids = stem.split(['_', '-', ' ']).filter(|part| is_id(part));
            let in_folders = || above.rsplit('/').filter(|_| tells_nothing(stem)).find_map(listed);
            listed(stem).or_else(|| ids.find_map(listed)).or_else(in_folders)
        };
        let by_name = if is_day(file) { folder } else { self.named(above, stem) };
        found.cloned().unwrap_or_else(|| (by_name.to_owned(), by_name.to_owned()))
    }

    /// What a file is called that no list tells of: by the innermost folder that has a name, where its own is none.
    fn named<'a>(&self, above: &'a str, stem: &'a str) -> &'a str {
        let by_folder = self.by_folder && tells_nothing(stem) || is_ts(stem);
        let mut folders = above.rsplit('/').filter(|folder| by_folder && !folder.is_empty() && !tells_nothing(folder));
        folders.next().unwrap_or(stem)
    }
}

fn above(file: &File) -> &str {
    file.path.rsplit_once('/').map_or("", |(above, _)| above)
}

fn stem(file: &File) -> &str {
    let stem = without_thread(without_copy(file.stem()));
    let id = stem.strip_prefix("channel-replies_").or_else(|| stem.strip_prefix("channel_"));
    id.filter(|id| is_id(id)).unwrap_or(stem)
}

/// Whether a name is a page's, a thread's, or one that programs give to any file.
fn tells_nothing(name: &str) -> bool {
    const GENERIC: &str = "all archive channel channels chat conversation conversations data dump export history index \
        log message messages output replies slack thread threads";
    let name = name.to_ascii_lowercase();
    is_ts(&name) || name.bytes().all(|byte| byte.is_ascii_digit()) || GENERIC.split(' ').any(|word| word == name)
}

/// `C05DUMP`: channels, groups and what two say to each other.
fn is_id(part: &str) -> bool {
    part.len() > 1
        && part.starts_with(['C', 'D', 'G'])
        && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// `slackdump` and scripts call the file of one thread by the channel and the thread's first message:
/// `C05DUMP-1700000001.000100`.
fn without_thread(stem: &str) -> &str {
    let split = stem.len().checked_sub(TS_BYTES).and_then(|at| stem.split_at_checked(at));
    let channel = split.filter(|(_, ts)| is_ts(ts)).and_then(|(channel, _)| channel.strip_suffix(['-', '_']));
    channel.filter(|channel| !channel.is_empty()).unwrap_or(stem)
}

const TS_BYTES: usize = "1700000001.000100".len();

/// `1700000001.000100`, the time of a message, by which Slack knows it.
pub(crate) fn is_ts(name: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    name.split_once(['.', '_'])
        .is_some_and(|(seconds, rest)| seconds.len() == 10 && rest.len() == 6 && digits(seconds) && digits(rest))
}
