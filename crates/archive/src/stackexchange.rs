//! The data dump of a Stack Exchange site: `Posts.xml`, `Comments.xml`, `Users.xml`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use model::{Author, Incoming};

use crate::dates::{self, Order};
use crate::decode;
use crate::desk_bodies;
use crate::format::{Confidence, Error, Format, Loss, Mapped, Options, Probe, each_file};
use crate::html;
use crate::json;
use crate::lines::Lines;
use crate::origins;
use crate::record::{Place, Reason, Row, Rows};
use crate::source::{File, Source};

pub(crate) const FORMAT: Format = Format {
    name: "stackexchange",
    title: "Stack Exchange data dump (XML)",
    losses: &[Loss::States, Loss::EditHistory, Loss::Profiles, Loss::Reactions],
    mapped: Mapped::Known,
    detect,
    open,
};

fn detect(probe: &Probe) -> Confidence {
    let is_dump = |file: &File| is_talk(file) && probe.text(file).contains("<row ");
    if probe.source().files().iter().any(is_dump) { Confidence::Sure } else { Confidence::No }
}

fn is_talk(file: &File) -> bool {
    ["Posts.xml", "Comments.xml"].iter().any(|name| file.name().eq_ignore_ascii_case(name))
}

/// The attributes of `<row Id="1" …/>`.
fn attributes(line: &str) -> Option<HashMap<&str, String>> {
    let mut rest = line.trim().strip_prefix("<row ")?.trim_end_matches("/>").trim();
    let mut found = HashMap::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        found.insert(name.trim(), html::entities(value));
        rest = after;
    }
    Some(found)
}

/// Gives the attributes of every row of the files called so.
fn each_row(
    source: &Source,
    files: &[File],
    name: &str,
    mut take: impl FnMut(&HashMap<&str, String>),
) -> Result<(), Error> {
    for file in files.iter().filter(|file| file.name().eq_ignore_ascii_case(name)) {
        let mut lines = Lines::open(source, file).map_err(|error| Error::unreadable(file, error))?;
        while let Some(line) = lines.next_line() {
            let Ok(line) = line else { continue };
            let (text, _) = decode::line(line);
            if let Some(row) = attributes(&text) {
                take(&row);
            }
        }
    }
    Ok(())
}

/// The site that an archive is called by, such as `cooking.stackexchange.com`, whatever is packed how: the rows do not
/// tell it.
fn site_of(name: &str) -> Option<String> {
    let name = name.trim_end_matches('/').rsplit('/').next()?.to_ascii_lowercase();
    let ends = |at: &usize| !name[*at..].starts_with(|letter: char| letter.is_alphanumeric());
    let behind = |end: &str| name.match_indices(end).map(|(at, end)| at + end.len()).find(ends);
    let end = [".com", ".net"].into_iter().find_map(behind)?;
    Some(name[..end].to_owned())
}

#[derive(Default)]
struct Site {
    origin: String,
    name: String,
    people: HashMap<String, String>,
    /// The question of each answer.
    questions: HashMap<u64, u64>,
    titles: HashMap<u64, Box<str>>,
}

fn folder(file: &File) -> &str {
    file.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder that holds each site: the top, unless several hold the same file. Torrents have a folder a site, and of
/// the largest site one a file.
fn folders(source: &Source) -> Vec<(String, Vec<File>)> {
    let mut sites: Vec<(String, Vec<File>)> = Vec::new();
    let mut files: Vec<File> = source.files().iter().filter(|file| is_dumped(file)).cloned().collect();
    let names: HashSet<String> = files.iter().map(|file| file.name().to_ascii_lowercase()).collect();
    if names.len() == files.len() {
        return vec![(String::new(), files)];
    }
    let site = |file: &File| site_of(folder(file)).unwrap_or_else(|| folder(file).to_owned());
    files.sort_by_cached_key(site);
    for file in files {
        let name = site(&file);
        match sites.last_mut().filter(|(last, _)| *last == name) {
            Some((_, files)) => files.push(file),
            None => sites.push((name, vec![file])),
        }
    }
    sites
}

fn is_dumped(file: &File) -> bool {
    is_talk(file) || file.name().eq_ignore_ascii_case("Users.xml")
}

impl Site {
    /// The site whose files these are; `folder` is empty where they are all that there is.
    fn read(source: &Source, options: &Options, (folder, files): &(String, Vec<File>)) -> Result<Site, Error> {
        // Every site counts from one: what a person calls two of them is all that keeps them apart.
        let named = || origins::named(source.stem()).map(str::to_owned);
        let inside = || files.iter().find_map(|file| site_of(self::folder(file)));
        let (origin, name) = match (options.origin.clone(), folder.is_empty()) {
            (Some(origin), true) => (origin, None),
            (Some(origin), false) => (format!("{origin}/{folder}"), Some(folder.clone())),
            (None, true) => {
                let site = site_of(source.name());
                let inside = inside().filter(|_| site.is_none());
                (origins::of(FORMAT.name, site.or_else(|| inside.clone()).or_else(named)), inside)
            }
            (None, false) => (origins::of(FORMAT.name, Some(folder.clone())), Some(folder.clone())),
        };
        let name = name.unwrap_or_else(|| source.stem().to_owned());
        let mut site = Site { origin, name, ..Site::default() };
        each_row(source, files, "Users.xml", |row| {
            if let (Some(id), Some(name)) = (row.get("Id"), row.get("DisplayName")) {
                site.people.insert(id.clone(), name.clone());
            }
        })?;
        each_row(source, files, "Posts.xml", |row| {
            let number = |name: &str| row.get(name).and_then(|number| number.parse().ok());
            match (number("Id"), number("ParentId"), row.get("Title")) {
                (Some(id), Some(parent), _) => drop(site.questions.insert(id, parent)),
                (Some(id), None, Some(title)) => drop(site.titles.insert(id, title.as_str().into())),
                _ => {}
            }
        })?;
        Ok(site)
    }
}

fn open(source: &Source, options: &Options) -> Result<Rows, Error> {
    let mut sites: HashMap<Arc<str>, Arc<Site>> = HashMap::new();
    for folder in folders(source) {
        let site = Arc::new(Site::read(source, options, &folder)?);
        sites.extend(folder.1.iter().map(|file| (Arc::clone(&file.path), Arc::clone(&site))));
    }
    let mut files: Vec<File> = source.files().iter().filter(|file| is_talk(file)).cloned().collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.name().to_owned()));
    Ok(each_file(source, files, move |source, file| {
        let site = sites.get(&file.path).map(Arc::clone).unwrap_or_default();
        let is_comment = file.name().eq_ignore_ascii_case("Comments.xml");
        let mut lines = Lines::open(source, file)?;
        Ok(Box::new(std::iter::from_fn(move || {
            loop {
                let line = match lines.next_line()? {
                    Err(skip) => return Some(Err(skip)),
                    Ok(line) if !line.trim_ascii().starts_with(b"<row") => continue,
                    Ok(line) => line.to_vec(),
                };
                return Some(site.row(line, is_comment, &lines.place()));
            }
        })))
    }))
}

impl Site {
    fn row(&self, raw: Vec<u8>, is_comment: bool, place: &Place) -> Row {
        let (text, _) = decode::line(&raw);
        let Some(row) = attributes(&text) else {
            return json::skip(Reason::Malformed, "attributes that never end", place);
        };
        let kind = row.get("PostTypeId").map_or("", String::as_str);
        // 6 is what somebody says who stands for election.
        if !is_comment && !matches!(kind, "1" | "2" | "6") {
            return json::skip(Reason::Unsupported, &format!("a post of type {kind} (wiki, tag description)"), place);
        }
        let Some(id) = row.get("Id") else { return json::skip(Reason::Malformed, "has no Id", place) };
        let about = if is_comment { row.get("PostId") } else { row.get("ParentId") };
        let number: u64 = about.unwrap_or(id).parse().unwrap_or(0);
        let question = self.questions.get(&number).copied().unwrap_or(number);
        let user = if is_comment { ("UserId", "UserDisplayName") } else { ("OwnerUserId", "OwnerDisplayName") };
        let handle = row.get(user.0).or_else(|| row.get(user.1)).cloned().unwrap_or_default();
        let time = |name: &str| row.get(name).and_then(|written| dates::parse(written, Order::YearFirst, 0));
        let body = row.get(if is_comment { "Text" } else { "Body" });
        // What the editor writes where nobody described a picture.
        let html = body.filter(|_| !is_comment).map(|body| body.replace(" alt=\"enter image description here\"", ""));
        let pictures = html.as_deref().map(desk_bodies::pictures).unwrap_or_default();
        let text = html.map(|html| html::to_text(&html)).or_else(|| body.cloned()).unwrap_or_default();
        if text.trim().is_empty() && pictures.is_empty() && (about.is_some() || !self.titles.contains_key(&question)) {
            return json::skip(Reason::NoText, "", place);
        }
        let message = Incoming {
            origin: self.origin.clone(),
            channel: self.name.clone(),
            native_id: Some(if is_comment { format!("comment/{id}") } else { format!("post/{id}") }),
            conversation: format!("post/{question}"),
            title: self.titles.get(&question).map(|title| title.to_string()),
            reply_to: about.map(|about| format!("post/{about}")),
            author: Author {
                name: self.people.get(&handle).or_else(|| row.get(user.1)).cloned(),
                // The site itself, which is called Community.
                bot: handle == "-1",
                handle,
            },
            sent: time("CreationDate"),
            text,
            edited: time("LastEditDate"),
            attachments: pictures,
            source: raw.clone(),
            ..Incoming::default()
        };
        json::row(message, place)
    }
}
