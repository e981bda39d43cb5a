//! Where the posts of Mattermost stand: teams, channels and direct messages.

use std::collections::HashMap;

use model::Time;
use serde_json::Value;

use crate::json;

/// Teams and channels by what tells them apart, and what they are called.
#[derive(Default)]
pub(crate) struct Places {
    /// Display names of teams.
    teams: HashMap<String, String>,
    /// Display names of channels by team and name.
    channels: HashMap<String, String>,
    /// The first post in any channel of a display name, and its team.
    firsts: HashMap<String, (Time, String)>,
}

impl Places {
    pub(crate) fn add_team(&mut self, team: &Value) {
        self.teams.extend(json::text(team, "name").zip(json::text(team, "display_name")));
    }

    pub(crate) fn add_channel(&mut self, channel: &Value) {
        let key = format!("{}/{}", text(channel, "team"), text(channel, "name"));
        self.channels.extend(json::first(channel, &["display_name", "name"]).map(|shown| (key, shown)));
    }

    pub(crate) fn add_post(&mut self, post: &Value) {
        let Some(shown) = self.channels.get(&channel_of_post(post)) else { return };
        let Some(sent) = json::time(post, &["create_at"]) else { return };
        let found = (sent, text(post, "team"));
        match self.firsts.get_mut(shown) {
            Some(first) if *first <= found => {}
            Some(first) => *first = found,
            None => _ = self.firsts.insert(shown.clone(), found),
        }
    }

    /// Every team has a Town Square: that of the team which had one first keeps its name when another gets one, the others
    /// are called with their team.
    pub(crate) fn name_of_channel(&self, post: &Value) -> String {
        let Some(shown) = self.channels.get(&channel_of_post(post)) else { return text(post, "channel") };
        let team = text(post, "team");
        if self.firsts.get(shown).is_none_or(|(_, first)| *first == team) {
            return shown.clone();
        }
        format!("{shown} ({})", self.teams.get(&team).unwrap_or(&team))
    }
}

/// What tells a post's channel from others.
pub(crate) fn channel_of_post(post: &Value) -> String {
    format!("{}/{}", text(post, "team"), text(post, "channel"))
}

pub(crate) fn channel_of_direct(post: &Value) -> String {
    format!("direct/{}", members(post))
}

/// Between whom a direct message was.
pub(crate) fn members(post: &Value) -> String {
    let mut members: Vec<&str> = json::list(post, "channel_members").iter().filter_map(Value::as_str).collect();
    members.sort_unstable();
    members.dedup();
    members.join(", ")
}

fn text(value: &Value, field: &str) -> String {
    json::text(value, field).unwrap_or_default()
}
