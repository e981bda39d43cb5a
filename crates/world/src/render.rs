//! What a turn looks like in its place: a mail greets and signs, a tracker lists steps, a chat is short.

use model::Kind;

use crate::phrase::{Book, Sentence, Situation, Topic};
use crate::places::Place;
use crate::plan::Turn;
use crate::random::Random;
use crate::voice::Voice;

/// All that decides how a message reads.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub book: &'a Book,
    pub topic: &'a Topic,
    pub place: Place,
    pub turn: Turn,
    /// What the turn says before anything else.
    pub main: &'a Sentence,
    pub voice: Voice,
    pub situation: Situation<'a>,
    /// Name and title, when the brand speaks.
    pub staff: Option<(&'a str, &'a str)>,
    /// The name of the writer and of the person who is answered.
    pub names: (&'a str, &'a str),
    /// What the message before said, where people quote.
    pub before: &'a str,
}

const QUOTE_BYTES_MAX: usize = 280;

impl Scene<'_> {
    fn say(&self, section: &str, random: &mut Random, text: &mut String) -> bool {
        self.book.say(self.topic, section, &self.situation, random, text)
    }

    /// Says a sentence as a sentence of its own, after a space.
    fn add(&self, section: &str, random: &mut Random, text: &mut String) {
        let length = text.len();
        if !text.is_empty() && !text.ends_with('\n') && !text.ends_with(' ') {
            text.push(' ');
        }
        if !self.say(section, random, text) {
            text.truncate(length);
        }
    }

    /// Says what the turn is about.
    fn add_main(&self, random: &mut Random, text: &mut String) {
        self.main.say(self.book, &self.situation, random, text);
    }

    /// The title of the conversation, where the place has titles.
    pub(crate) fn title(&self, random: &mut Random) -> Option<String> {
        let wanted = match self.place {
            Place::Forum | Place::Mail | Place::Tracker => 1.0,
            Place::Review => 0.7,
            Place::Chat | Place::Social => 0.0,
        };
        if !random.chance(wanted) {
            return None;
        }
        let mut title = String::with_capacity(48);
        self.say("title", random, &mut title).then_some(title)
    }

    /// The text of the message.
    pub(crate) fn text(&self, random: &mut Random) -> String {
        let mut text = String::with_capacity(320);
        let spam = self.topic.kind == Kind::Spam;
        match self.place {
            Place::Mail if !spam => self.mail(random, &mut text),
            Place::Tracker if self.turn == Turn::Open && !spam => self.report(random, &mut text),
            _ => self.post(random, &mut text),
        }
        let fast = matches!(self.place, Place::Chat | Place::Social) || (self.place == Place::Review);
        if !spam {
            self.voice.speak(&mut text, (fast, self.turn.sentiment(self.topic.kind)), random);
        }
        if self.place == Place::Social && !spam {
            self.mention(random, &mut text);
        }
        text
    }

    fn post(&self, random: &mut Random, text: &mut String) {
        let slow = matches!(self.place, Place::Forum | Place::Tracker);
        if self.turn != Turn::Open {
            self.quote(random, text);
            let from = text.len();
            self.add_main(random, text);
            let named = text[from..].contains(self.names.1) || self.names.1.is_empty();
            if !named && from == 0 && self.place != Place::Review && random.chance(0.22) {
                text.insert_str(0, &format!("@{} ", self.names.1));
            }
            if slow && matches!(self.turn, Turn::Ask | Turn::Answer) && random.chance(0.2 * self.voice.wordy) {
                self.add("aside", random, text);
            }
            return;
        }
        if self.place == Place::Forum && random.chance(0.5 * self.voice.polite) {
            self.add("hello", random, text);
            text.push_str("\n\n");
        }
        self.add_main(random, text);
        let more = if slow { 0.5 + self.voice.wordy } else { 0.3 * self.voice.wordy };
        let mut said = Vec::new();
        for _ in 0..2 {
            if random.chance(more * 0.6) {
                self.more(random, text, &mut said);
            }
        }
        if slow && random.chance(0.12) && self.topic.kind == Kind::Bug {
            text.push_str("\n\n```\n");
            self.say("log", random, text);
            text.push_str("\n```");
        }
        let asks = matches!(self.topic.kind, Kind::Bug | Kind::Question);
        if self.place == Place::Forum && asks && random.chance(0.4 * self.voice.polite) {
            text.push_str(if random.chance(0.5) { "\n\n" } else { " " });
            self.add("bye", random, text);
        }
    }

    /// One more sentence, unless it has been said already.
    fn more(&self, random: &mut Random, text: &mut String, said: &mut Vec<u32>) {
        let Some(more) = self.book.pick(self.topic, "more", (self.situation.tag, said), random) else { return };
        said.push(more.id());
        if text.ends_with(char::is_alphanumeric) {
            text.push('.');
        }
        text.push_str(if text.len() > 160 && random.chance(0.3) { "\n\n" } else { " " });
        more.say(self.book, &self.situation, random, text);
    }

    fn quote(&self, random: &mut Random, text: &mut String) {
        let quoted = first_line(self.before);
        if self.place == Place::Forum && random.chance(0.14) && quoted.len() > 40 && !quoted.starts_with('@') {
            text.push_str("> ");
            text.push_str(quoted);
            text.push_str("\n\n");
        }
    }

    fn mail(&self, random: &mut Random, text: &mut String) {
        if self.staff.is_some() || random.chance(0.35 + 0.6 * self.voice.polite) {
            self.say(if self.staff.is_some() { "hello-staff" } else { "hello-mail" }, random, text);
            text.push_str("\n\n");
        }
        if self.turn == Turn::Open {
            self.add_main(random, text);
            let mut said = Vec::new();
            for _ in 0..2 {
                if random.chance(0.35 + 0.4 * self.voice.wordy) {
                    self.more(random, text, &mut said);
                }
            }
        } else {
            self.add_main(random, text);
        }
        text.push_str("\n\n");
        self.say(if self.staff.is_some() { "bye-staff" } else { "bye-mail" }, random, text);
        text.push('\n');
        match self.staff {
            Some((name, title)) => {
                text.push_str(name);
                text.push_str("\n-- \nTidewick · ");
                text.push_str(title);
                text.push_str("\nhttps://tidewick.example");
            }
            None => {
                text.push_str(self.names.0);
                if random.chance(0.25) {
                    text.push_str("\n\n-- \n");
                    self.say("signature", random, text);
                }
            }
        }
        if self.turn != Turn::Open && random.chance(0.6) {
            self.quote_mail(random, text);
        }
    }

    fn quote_mail(&self, random: &mut Random, text: &mut String) {
        text.push_str("\n\n");
        self.say("wrote", random, text);
        for line in cut(self.before, QUOTE_BYTES_MAX).lines().take(6) {
            text.push_str("\n> ");
            text.push_str(line);
        }
    }

    fn report(&self, random: &mut Random, text: &mut String) {
        self.add_main(random, text);
        if self.topic.kind == Kind::Bug && random.chance(0.75) {
            text.push_str("\n\n");
            self.say("facts", random, text);
            text.push_str("\n\n");
            self.say("steps", random, text);
            if random.chance(0.4) {
                text.push_str("\n\n```\n");
                self.say("log", random, text);
                text.push_str("\n```");
            }
        } else {
            self.more(random, text, &mut Vec::new());
        }
    }

    fn mention(&self, random: &mut Random, text: &mut String) {
        if self.turn == Turn::Open && random.chance(0.55) && !text.starts_with('@') {
            text.insert_str(0, "@tidewick ");
        }
        if self.turn == Turn::Open && random.chance(0.5) {
            text.push(' ');
            self.say("tags", random, text);
        }
    }
}

/// Where people write in a hurry, an opening is often the short form.
pub(crate) fn section_of(turn: Turn, place: Place, topic: &Topic, random: &mut Random) -> &'static str {
    let hurried = matches!(place, Place::Chat | Place::Social | Place::Review);
    if turn == Turn::Open && hurried && random.chance(0.6) && !topic.section("short").is_empty() {
        "short"
    } else {
        turn.section(topic.kind)
    }
}

/// The first line, cut to what one quotes.
fn first_line(text: &str) -> &str {
    let line = text.lines().find(|line| !line.is_empty() && !line.starts_with('>')).unwrap_or("");
    cut(line, 140)
}

/// At most `bytes_max` bytes, cut between letters.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
