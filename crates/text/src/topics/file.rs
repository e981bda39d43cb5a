//! A book of topics as bytes, and back, whatever the bytes are.

use super::book::{KEPT_MAX, KeptTopic, TopicBook, WAITING_MAX};
use super::space::{BUCKETS, Point, Space, WIDTH};

/// The beginning of every saved book; the digit changes when older programs could not read it.
const MAGIC: &[u8; 8] = b"TRTOPIC1";
const KEYWORDS_MAX: u32 = 64;
const RENAMED: u8 = 1;
const PINNED: u8 = 2;
const MERGED: u8 = 4;

/// Why bytes are no book of topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// They begin otherwise, or were written by a newer program.
    NotABook,
    /// They end too early, go on after the end, or hold what no book holds.
    Damaged,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NotABook => "not a book of topics of this version",
            Self::Damaged => "the book of topics is cut off or damaged; restore it from a backup",
        })
    }
}

impl std::error::Error for Broken {}

impl TopicBook {
    /// The book as bytes: magic, space, topics, waiting texts; numbers little-endian, texts after their length.
    pub fn save(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(u8::from(self.space.is_some()));
        if let Some(space) = &self.space {
            space.middle.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
            bytes.extend_from_slice(&space.documents.to_le_bytes());
            space.documents_with.iter().for_each(|count| bytes.extend_from_slice(&count.to_le_bytes()));
        }
        bytes.extend_from_slice(&self.next_id.to_le_bytes());
        bytes.extend_from_slice(&(self.topics.len() as u32).to_le_bytes());
        self.topics.iter().for_each(|topic| put_topic(&mut bytes, topic));
        put_texts(&mut bytes, &self.waiting);
        bytes
    }

    /// The book that `save` wrote.
    pub fn load(bytes: &[u8]) -> Result<Self, Broken> {
        let mut from = Bytes(bytes.strip_prefix(MAGIC).ok_or(Broken::NotABook)?);
        let space = if from.take::<1>()? == [1] { Some(from.space()?) } else { None };
        let (next_id, count) = (from.number()?, from.number()?);
        if count as usize > KEPT_MAX {
            return Err(Broken::Damaged);
        }
        let topics: Vec<KeptTopic> = (0..count).map(|_| from.topic()).collect::<Result<_, _>>()?;
        let waiting = from.texts(WAITING_MAX as u32)?;
        let book = Self { space, topics, next_id, waiting };
        if from.0.is_empty() && book.is_sound() { Ok(book) } else { Err(Broken::Damaged) }
    }

    /// Ids ascend below the next one, merges point to topics and end, and middles are numbers.
    fn is_sound(&self) -> bool {
        let ids = self.topics.iter().map(|topic| topic.id);
        let ascending = ids.clone().zip(ids.skip(1)).all(|(one, next)| one < next);
        let finite = self.topics.iter().all(|topic| topic.middle.iter().all(|value| value.is_finite()));
        let ends = |topic: &KeptTopic| {
            let mut at = topic;
            for _ in 0..=self.topics.len() {
                let Some(into) = at.merged_into else { return true };
                let Some(next) = self.topic(into) else { return false };
                at = next;
            }
            false
        };
        ascending && finite && self.topics.iter().all(|topic| topic.id < self.next_id && ends(topic))
    }
}

fn put_topic(bytes: &mut Vec<u8>, topic: &KeptTopic) {
    bytes.extend_from_slice(&topic.id.to_le_bytes());
    let mark = |set: bool, mark: u8| if set { mark } else { 0 };
    let merged = mark(topic.merged_into.is_some(), MERGED);
    bytes.push(mark(topic.renamed, RENAMED) | mark(topic.pinned, PINNED) | merged);
    bytes.extend_from_slice(&topic.merged_into.unwrap_or_default().to_le_bytes());
    bytes.extend_from_slice(&topic.messages.to_le_bytes());
    topic.middle.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
    put_text(bytes, &topic.name);
    put_text(bytes, &topic.sentence);
    put_texts(bytes, &topic.keywords);
}

fn put_texts(bytes: &mut Vec<u8>, texts: &[String]) {
    bytes.extend_from_slice(&(texts.len() as u32).to_le_bytes());
    texts.iter().for_each(|text| put_text(bytes, text));
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or(Broken::Damaged)?;
        self.0 = tail;
        Ok(*head)
    }

    fn number(&mut self) -> Result<u32, Broken> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn text(&mut self) -> Result<String, Broken> {
        let length = self.number()? as usize;
        let (head, tail) = self.0.split_at_checked(length).ok_or(Broken::Damaged)?;
        self.0 = tail;
        std::str::from_utf8(head).map(str::to_owned).map_err(|_| Broken::Damaged)
    }

    fn texts(&mut self, most: u32) -> Result<Vec<String>, Broken> {
        let count = self.number()?;
        if count > most {
            return Err(Broken::Damaged);
        }
        (0..count).map(|_| self.text()).collect()
    }

    fn space(&mut self) -> Result<Space, Broken> {
        let mut space = Space::learn(&[]);
        for value in &mut space.middle {
            *value = f32::from_le_bytes(self.take()?);
        }
        space.documents = self.number()?;
        for bucket in 0..BUCKETS {
            space.documents_with[bucket] = self.number()?;
        }
        if space.middle.iter().all(|value| value.is_finite()) { Ok(space) } else { Err(Broken::Damaged) }
    }

    fn topic(&mut self) -> Result<KeptTopic, Broken> {
        let id = self.number()?;
        let [marks] = self.take::<1>()?;
        let merged_into = Some(self.number()?).filter(|_| marks & MERGED != 0);
        let messages = u64::from_le_bytes(self.take()?);
        let mut middle: Point = [0.0; WIDTH];
        for value in &mut middle {
            *value = f32::from_le_bytes(self.take()?);
        }
        let (name, sentence) = (self.text()?, self.text()?);
        let keywords = self.texts(KEYWORDS_MAX)?;
        let (renamed, pinned) = (marks & RENAMED != 0, marks & PINNED != 0);
        Ok(KeptTopic { id, name, renamed, pinned, merged_into, keywords, sentence, messages, middle })
    }
}
