//! Which field of a source is which of ours: `--map text=body,author=user`, or a guess from well-known names.

use std::collections::BTreeMap;

use crate::field_programs;
use crate::format::Error;
use crate::jira;

/// A field of a message that a generic source may have under any name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Field {
    Text = 0,
    Author = 1,
    Name = 2,
    Time = 3,
    Conversation = 4,
    Title = 5,
    Channel = 6,
    Id = 7,
    ReplyTo = 8,
    Edited = 9,
}

pub(crate) const FIELDS: usize = 10;

impl Field {
    pub const ALL: [Field; FIELDS] = [
        Field::Text,
        Field::Author,
        Field::Name,
        Field::Time,
        Field::Conversation,
        Field::Title,
        Field::Channel,
        Field::Id,
        Field::ReplyTo,
        Field::Edited,
    ];

    /// The word that stands for the field in `--map`.
    pub const fn word(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Author => "author",
            Field::Name => "name",
            Field::Time => "time",
            Field::Conversation => "conversation",
            Field::Title => "title",
            Field::Channel => "channel",
            Field::Id => "id",
            Field::ReplyTo => "reply_to",
            Field::Edited => "edited",
        }
    }

    /// How sources call the field, the likeliest first; letter case, `_`, `-` and spaces do not
    /// count.
    // tidy(function-size): one table, which the formatter sets a word a line
    const fn known_names(self) -> &'static [&'static str] {
        match self {
            Field::Text => &[
                "text",
                "body",
                "content",
                "message",
                "msg",
                "comment",
                "posttext",
                "postraw",
                "messagetext",
                "commenttext",
                "rawtext",
                "raw",
                "description",
                "review",
                "reviewtext",
                "reviewbody",
                "tweet",
                "tweettext",
                "question",
                "feedback",
                "messagebody",
                "bodytext",
                "contents",
                "plaintext",
                "selftext",
                "details",
                "note",
                "postmessage",
                "commentcontent",
                "reviewcontent",
                "textoriginal",
                "nachricht",
                "nachrichtentext",
                "inhalt",
                "kommentar",
                "beschreibung",
                "contenu",
                "commentaire",
                "texte",
                "mensaje",
                "contenido",
                "comentario",
                "texto",
                "comentarios",
                "avis",
                "本文",
                "commentbody",
                "textbody",
                "ticketdescription",
                "carddescription",
            ],
            Field::Author => &[
                "author",
                "user",
                "username",
                // WordPress has `user_id` 0 for all who are no users.
                "commentauthor",
                "authorid",
                "userid",
                "from",
                "sender",
                "senderid",
                "fromid",
                "fromuser.username",
                "nick",
                "nickname",
                "handle",
                "screenname",
                "postername",
                "posterid",
                "poster",
                "author.id",
                "user.id",
                "author.username",
                "user.username",
                "author.login",
                "user.login",
                "author.name",
                "user.name",
                "sender.id",
                "sender.name",
                "account.acct",
                "from.email",
                "email",
                "authoremail",
                "useremail",
                "fromemail",
                "customer",
                "customerid",
                "requester",
                "reviewer",
                "reviewername",
                "createdby",
                "login",
                "member",
                "memberid",
                "authorusername",
                "customeremail",
                "absender",
                "von",
                "autor",
                "benutzer",
                "benutzername",
                "verfasser",
                "kunde",
                "expéditeur",
                "expediteur",
                "auteur",
                "utilisateur",
                "remitente",
                "usuario",
                "cliente",
                "name",
                "creator",
                "fromaddress",
                "suppliedemail",
                "createdbyid",
                "投稿者",
                "reviewconsumeruserid",
                "actorname",
            ],
            Field::Name => &[
                "authorname",
                "displayname",
                "realname",
                "fullname",
                "sendername",
                "fromname",
                "author.displayname",
                "author.name",
                "user.name",
                "user.realname",
                "sender.name",
                "account.displayname",
                "user.fullname",
                "author.fullname",
                "user.login",
                "author.login",
                "fromuser.displayname",
                "authordisplayname",
                "customername",
                "username",
                "postusername",
                "name",
                "suppliedname",
                "consumername",
                "author.username",
                "user.username",
                "author.login",
                "user.login",
            ],
            Field::Time => &[
                "time",
                "ts",
                "timestamp",
                "date",
                "datetime",
                "createdat",
                "created",
                "sentat",
                "sent",
                "createdutc",
                "posttime",
                "postedat",
                "posted",
                "publishedat",
                "published",
                "pubdate",
                "submittedat",
                "receivedat",
                "recordedat",
                "capturedat",
                "insertedat",
                "messagetime",
                "messagedate",
                "senttime",
                "sentdate",
                "creationdate",
                "createdate",
                "createat",
                "datecreated",
                "timecreated",
                "reviewdate",
                "commentdategmt",
                "commentdate",
                "postdate",
                "postcreationtime",
                "commentcreatetimestamp",
                "reviewcreatedutc",
                "reviewcreated",
                "reviewsubmitdateandtime",
                "startedat",
                "submitted",
                "datum",
                "zeitpunkt",
                "zeitstempel",
                "erstellt",
                "erstelltam",
                "gesendet",
                "gesendetam",
                "horodatage",
                "crééle",
                "envoyéle",
                "fecha",
                "at",
                "when",
                "day",
                "createddate",
                "createdtime",
                "requested",
                "datedecréation",
                "datedecreation",
                "fechadecreación",
                "fechadecreacion",
                "日時",
                "unixreviewtime",
                "reviewtime",
                "tweetcreated",
            ],
            // A number before its words: several tickets may have one subject.
            Field::Conversation => &[
                "conversationid",
                "conversation",
                "topicid",
                "topic",
                "threadid",
                "threadts",
                "thread",
                "ticketid",
                "ticket",
                "issueid",
                "issuenumber",
                "issue",
                "discussionid",
                "discussion",
                "chatid",
                "chat",
                "caseid",
                "case",
                "commentpostid",
                "ticketnummer",
                "linkid",
                "topictitle",
                "threadtitle",
                "subject",
                "thema",
                "betreff",
                "sujet",
                "objet",
                "tema",
                "asunto",
            ],
            Field::Title => &[
                "title",
                "subject",
                "topictitle",
                "threadtitle",
                "postsubject",
                "headline",
                "summary",
                "reviewtitle",
                "reviewheadline",
                "conversationtitle",
                "topic",
                "thread",
                "discussion",
                "betreff",
                "titel",
                "objet",
                "titre",
                "asunto",
                "título",
                "titulo",
                "件名",
                "ticketname",
                "cardname",
            ],
            Field::Channel => &[
                "channel",
                "channelname",
                "stream",
                "streamname",
                "room",
                "roomname",
                "forum",
                "forumname",
                "forumid",
                "list",
                "listname",
                "mailinglist",
                "subreddit",
                "category",
                "categories",
                "group",
                "groupname",
                "board",
                "inbox",
                "channelid",
                "streamid",
                "roomid",
                "source",
                "repo",
                "repository",
                "product",
                "app",
                "kanal",
                "canal",
            ],
            Field::Id => &[
                "id",
                "messageid",
                "msgid",
                "nativeid",
                "postid",
                "commentid",
                "tweetid",
                "uuid",
                "guid",
                "key",
                "externalid",
                "reviewid",
                "mid",
                "idstr",
                "cardid",
            ],
            Field::ReplyTo => &[
                "replyto",
                "inreplyto",
                "replytoid",
                "inreplytoid",
                "inreplytostatusid",
                "inresponsetotweetid",
                "parent",
                "parentid",
                "parentmessageid",
                "replytomessageid",
                "replytomsgid",
                "parentcommentid",
                "quotedid",
                "parentpostid",
                "repliedtopostid",
                "rootid",
            ],
            // `updated_at` is touched by every label and vote.
            Field::Edited => &["edited", "editedat", "lastedited", "modified", "modifiedat", "editedtimestamp"],
        }
    }
}

/// Ours = theirs. A name of theirs may go into nested objects, `author=user.name`, and several may
/// make one of ours, `time=date+time`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map(BTreeMap<Field, String>);

impl Map {
    /// Reads `text=body,author=user`.
    pub fn parse(written: &str) -> Result<Map, Error> {
        let mut map = Map::default();
        for pair in written.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let refuse = |why: &str| {
                Error::Map(format!("--map: `{pair}` {why}; write ours=theirs, where ours is one of {}", words()))
            };
            let (ours, theirs) = pair.split_once('=').ok_or_else(|| refuse("has no `=`"))?;
            let field = Field::ALL.into_iter().find(|field| field.word() == ours.trim());
            let field = field.ok_or_else(|| refuse("names no field of ours"))?;
            if theirs.trim().is_empty() {
                return Err(refuse("names no field of theirs"));
            }
            if map.0.insert(field, theirs.trim().to_owned()).is_some() {
                return Err(refuse("maps a field twice"));
            }
        }
        Ok(map)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, theirs)| (*field, theirs.as_str()))
    }

    /// Guesses from the names that the source has; each of theirs stands for one of ours.
    pub fn guess<'a>(names: impl IntoIterator<Item = &'a str>) -> Map {
        Map::default().filled(names.into_iter().collect())
    }

    /// The guess for a table beside one that is read by `first`: whatever of that stands here too, and the rest by
    /// itself. None where nothing but a list of people or things may stand.
    pub(crate) fn guess_beside<'a>(first: &Map, names: impl IntoIterator<Item = &'a str>) -> Option<Map> {
        let names: Vec<&str> = names.into_iter().collect();
        let is_here = |part: &str| names.iter().any(|name| name.eq_ignore_ascii_case(part));
        let mut known = first.clone();
        known.0.retain(|_, theirs| theirs.split('+').all(is_here));
        // What begins conversations in one table may belong to them in another.
        if known.get(Field::Conversation) == known.get(Field::Id) {
            known.0.remove(&Field::Conversation);
        }
        let map = known.filled(names);
        let said = map.get(Field::Text)?;
        let spoken = map.get(Field::Text) == first.get(Field::Text) || !DESCRIBING.contains(&plain(said).as_str());
        let told = [Field::Time, Field::Author, Field::Name].iter().any(|field| map.get(*field).is_some());
        (spoken && told).then_some(map)
    }

    /// Guesses the fields that are not mapped yet.
    fn filled(mut self, names: Vec<&str>) -> Map {
        if let Some(known) = jira::guess(&names) {
            for (field, theirs) in known {
                self.0.entry(field).or_insert_with(|| theirs.to_owned());
            }
            return self;
        }
        let all: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let has = |name: &str| all.iter().any(|known| known == name);
        let misleads = |(name, beside): &(&str, &[&str])| has(name) && beside.iter().all(|name| has(name));
        let misleading: Vec<&str> = MISLEADING.iter().filter(|one| misleads(one)).map(|(name, _)| *name).collect();
        let used: Vec<String> = self.0.values().flat_map(|theirs| theirs.split('+')).map(str::to_owned).collect();
        let is_used = |name: &str| used.iter().any(|used| used.eq_ignore_ascii_case(name));
        let mut left: Vec<(&str, &str)> = all.iter().map(String::as_str).zip(names).collect();
        left.retain(|(plain, name)| !misleading.contains(plain) && !is_used(name));
        for (field, name) in field_programs::meant(&all).chain(meant_otherwise(&all)) {
            if let Some(at) = left.iter().position(|(plain, _)| *plain == name) {
                let (_, theirs) = left.remove(at);
                self.0.entry(field).or_insert_with(|| theirs.to_owned());
            }
        }
        for field in Field::ALL {
            if !self.0.contains_key(&field)
                && let Some(theirs) = take_best(field, &mut left)
            {
                self.0.insert(field, theirs);
            }
        }
        // A post of Reddit begins the conversation that its comments name by its id.
        if let Some(id) = self.get(Field::Id).filter(|_| has("subreddit") && has("selftext")).map(str::to_owned) {
            self.0.entry(Field::Conversation).or_insert(id);
        }
        self
    }
}

/// Names that mean another field than usual in a table of these columns.
fn meant_otherwise(all: &[String]) -> Vec<(Field, &'static str)> {
    let has = |name: &str| all.iter().any(|known| known == name);
    let author = Field::Author.known_names().iter().find(|known| has(known));
    let is_first = all.first().is_some_and(|name| name == "name");
    let knows = |field: Field| field.known_names().iter().any(|known| has(known));
    // A desk's list names who asks, and who answers, beside what was asked.
    let is_board = !knows(Field::Text) || ["taskid", "sectioncolumn", "duedate", "parenttask"].into_iter().any(has);
    let is_task = has("assignee") && matches!(author, None | Some(&"name")) && is_board;
    // Notion, Airtable and Asana give each page and task a name; who wrote it stands elsewhere, or nowhere.
    let is_thing = match author {
        Some(&"createdby") => true,
        Some(&"author") => is_first,
        _ => is_task,
    };
    let is_title = is_thing && !knows(Field::Title);
    // Beside people, notes are what somebody else wrote of them.
    let is_text = is_task && !knows(Field::Text);
    // In what Google keeps of YouTube all is said by one person, whose channel it names.
    let is_own = has("commentcreatetimestamp");
    let meant = [
        (is_title, (Field::Title, "name")),
        (is_text, (Field::Text, "notes")),
        (is_own, (Field::Author, "channelid")),
        // In Misskey; elsewhere it may be the answer's own.
        (has("renoteid"), (Field::ReplyTo, "replyid")),
    ];
    meant.into_iter().filter(|(is_meant, _)| *is_meant).map(|(_, name)| name).collect()
}

/// Takes the likeliest name of a field out of those that are left, plain and as written; a day together with its time.
fn take_best(field: Field, left: &mut Vec<(&str, &str)>) -> Option<String> {
    let known = field.known_names().iter();
    let at = known.filter_map(|known| left.iter().position(|(name, _)| name == known)).next()?;
    let (name, theirs) = left.remove(at);
    let is_day = DAYS.contains(&name);
    let other_half = match field {
        Field::Time if is_day => left.iter().position(|(name, _)| CLOCKS.contains(name)),
        Field::Time if name == "time" => left.iter().position(|(name, _)| DAYS.contains(name)),
        _ => None,
    };
    let Some((_, other)) = other_half.map(|at| left.remove(at)) else { return Some(theirs.to_owned()) };
    Some(if is_day { format!("{theirs}+{other}") } else { format!("{other}+{theirs}") })
}

impl std::fmt::Display for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pairs: Vec<String> = self.iter().map(|(field, theirs)| format!("{}={theirs}", field.word())).collect();
        f.write_str(&pairs.join(","))
    }
}

fn words() -> String {
    Field::ALL.iter().map(|field| field.word()).collect::<Vec<_>>().join(", ")
}

/// Columns that hold a day, and those that may hold its time.
const DAYS: [&str; 3] = ["date", "datum", "fecha"];
const CLOCKS: [&str; 4] = ["time", "uhrzeit", "heure", "hora"];

/// Names that are not what they seem beside others: the program of a tweet, the long id of what Reddit keeps, what a
/// comment belongs to, when something begins.
const MISLEADING: [(&str, &[&str]); 6] = [
    ("source", &["tweetid"]),
    ("source", &["inreplytostatusid"]),
    ("name", &["subreddit", "linkid"]),
    ("name", &["subreddit", "selftext"]),
    ("postid", &["commentid"]),
    ("von", &["bis"]),
];

/// Columns that tell of a person or thing as often as they hold what somebody said.
const DESCRIBING: [&str; 6] = ["description", "details", "note", "notes", "beschreibung", "raw"];

/// A name without what people write differently: `Ticket #`, `Review Created (UTC)`.
fn plain(name: &str) -> String {
    let name = ["(UTC)", "[UTC]", "(GMT)"].iter().find_map(|zone| name.trim_end().strip_suffix(zone)).unwrap_or(name);
    name.chars().filter(|letter| letter.is_alphanumeric() || *letter == '.').flat_map(char::to_lowercase).collect()
}
