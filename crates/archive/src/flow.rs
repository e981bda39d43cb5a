//! Conversations of chats that have no threads: what was said in a channel on one day, and what
//! answers it later.

use std::collections::HashMap;

use model::{Key, Time};

/// The day on which each message of a channel began or joined a conversation; 16 bytes a message.
#[derive(Default)]
pub(crate) struct Flow {
    days: HashMap<u64, i32>,
}

impl Flow {
    /// The conversation of a message: that of the message which it answers, else its own day (UTC).
    pub(crate) fn place(
        &mut self,
        channel: &str,
        id: Option<&str>,
        reply_to: Option<&str>,
        sent: Option<Time>,
    ) -> String {
        let answered = reply_to.and_then(|parent| self.days.get(&hash(channel, parent)).copied());
        let own = sent.map_or(i32::MIN, |sent| i32::try_from(sent.day()).unwrap_or(i32::MIN));
        let day = answered.unwrap_or(own);
        if let Some(id) = id {
            self.days.insert(hash(channel, id), day);
        }
        conversation(channel, day)
    }

    /// Whether a message of this id was there already.
    pub(crate) fn has(&self, channel: &str, id: &str) -> bool {
        self.days.contains_key(&hash(channel, id))
    }
}

/// The key of the conversation of one day in a channel.
pub(crate) fn on_day(channel: &str, sent: Option<Time>) -> String {
    conversation(channel, sent.map_or(i32::MIN, |sent| i32::try_from(sent.day()).unwrap_or(i32::MIN)))
}

fn conversation(channel: &str, day: i32) -> String {
    if day == i32::MIN {
        return format!("{channel}\u{1f}undated");
    }
    let (year, month, day) = Time::from_seconds(i64::from(day) * 86_400).date();
    format!("{channel}\u{1f}{year:04}-{month:02}-{day:02}")
}

fn hash(channel: &str, id: &str) -> u64 {
    let key = Key::of(&[channel.as_bytes(), id.as_bytes()]).0;
    u64::from_be_bytes([key[0], key[1], key[2], key[3], key[4], key[5], key[6], key[7]])
}
