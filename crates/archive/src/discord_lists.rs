//! What channels of Discord are called whose messages stand in bare lists of the API: by lists beside them, else by
//! files and folders.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::json;
use crate::source::{File, Source};
use crate::walk::{self, Names};

/// What lies beside the messages.
pub(crate) struct Lists {
    /// Names of channels by their numbers.
    pub(crate) names: Arc<HashMap<String, String>>,
    /// What of that is damaged.
    pub(crate) told: Names,
    /// Names that files of several channels have.
    pub(crate) shared: HashSet<String>,
}

/// Looks for them: `channels.json`.
pub(crate) fn find(source: &Source, files: &[File]) -> Lists {
    let (mut names, mut told) = (HashMap::new(), Names::default());
    let is_read = |file: &File| files.iter().any(|read| read.path == file.path);
    let lists = source.files().iter().filter(|file| file.name().eq_ignore_ascii_case("channels.json"));
    for file in lists.filter(|file| !is_read(file)) {
        told.each(source, file, |channel| {
            names.extend(json::text(&channel, "id").zip(json::text(&channel, "name").map(|name| json::short(&name))));
        });
    }
    Lists { names: Arc::new(names), told, shared: shared(source, files) }
}

/// The names of files that several have, each with the messages of another channel.
fn shared(source: &Source, files: &[File]) -> HashSet<String> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    files.iter().for_each(|file| *times.entry(file.stem()).or_default() += 1);
    let several = files.iter().filter(|file| times.get(file.stem()).is_some_and(|times| *times > 1));
    let mut channels: HashMap<&str, String> = HashMap::new();
    let mut shared = HashSet::new();
    for file in several {
        let Some(channel) = walk::head(source, file).as_deref().and_then(channel_of) else { continue };
        let first = channels.entry(file.stem()).or_insert_with(|| channel.clone());
        if *first != channel {
            shared.insert(file.stem().to_owned());
        }
    }
    shared
}

/// The channel of the first message in a list.
fn channel_of(head: &str) -> Option<String> {
    let fields = ["\"channel_id\"", "\"channelId\"", "\"channelID\""];
    let behind = fields.iter().find_map(|field| head.split_once(field))?.1;
    let (_, value) = behind.split_once('"')?;
    value.split_once('"').map(|(channel, _)| channel.to_owned())
}

/// The name of a file, or, where files of other channels have it, too, that of its folder.
pub(crate) fn called(file: &File, shared: &HashSet<String>) -> String {
    let folder = file.path.rsplit('/').nth(1).filter(|_| shared.contains(file.stem()));
    folder.unwrap_or(file.stem()).to_owned()
}
