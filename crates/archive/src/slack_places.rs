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
            // A room that is not described as expected keeps its folder's name.
            for room in things(item).into_iter().filter_map(|item| Room::deserialize(item).ok()) {
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

/// The id and name of a file's channel, which is a folder of days, or one file.
pub(crate) fn room(rooms: &Rooms, file: &File) -> (String, String) {
    let listed = |name: &str| rooms.get(name).or_else(|| rooms.get(&*composed(name)));
    let above = file.path.rsplit_once('/').map(|(above, _)| above).filter(|_| is_day(file));
    let folder = above.and_then(|above| above.rsplit('/').next());
    let folder = folder.unwrap_or_else(|| without_thread(without_copy(file.stem())));
    let found = above.and_then(listed).or_else(|| listed(folder));
    found.cloned().unwrap_or_else(|| (folder.to_owned(), folder.to_owned()))
}

/// `slackdump` calls the file of one thread by the channel and the thread's first message:
/// `C05DUMP-1700000001.000100`.
fn without_thread(stem: &str) -> &str {
    let is_ts = |ts: &str| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        ts.split_once('.')
            .is_some_and(|(seconds, rest)| seconds.len() == 10 && rest.len() == 6 && digits(seconds) && digits(rest))
    };
    stem.rsplit_once('-').filter(|(_, ts)| is_ts(ts)).map_or(stem, |(channel, _)| channel)
}
