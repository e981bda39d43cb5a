//! Topics: what many messages are about, found, named and kept over time.

mod book;
mod clusters;
mod file;
mod naming;
mod space;

use space::{Point, Space, WIDTH};

pub use book::{KeptTopic, TopicBook, Unknown};
pub use file::Broken;

/// Texts that are compared with each other; of more, an even sample is, and the rest joins what it found.
pub const SAMPLE_MAX: usize = 6_000;
/// More groups than this are not looked for.
pub const TOPICS_MAX: usize = 200;

/// Texts of the sample for each first group, where the count is not given.
const TEXTS_A_GROUP: usize = 12;
/// Groups whose middles are this near are one topic.
const SAME_TOPIC: f32 = 0.75;
/// A text further than this from every topic belongs to none: half of CLINC150's out-of-scope requests, 3 % of others.
const BELONGS: f32 = 0.35;
/// A topic is at least so many messages, and this share of all.
const MESSAGES_MIN: usize = 3;
const MESSAGES_SHARE_MIN: f64 = 0.001;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// At most this many topics, and every text in one; without it, as many as there are, and outliers in none.
    pub count: Option<usize>,
    /// The same seed, texts and order give the same topics on every machine.
    pub seed: u64,
}

/// A topic of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its most telling keywords.
    pub name: String,
    /// Words that set it apart, the most telling first.
    pub keywords: Vec<String>,
    /// Places of its texts, in ascending order.
    pub messages: Vec<usize>,
    /// The place of the text nearest to its middle, and a sentence of it.
    pub typical: usize,
    /// See `typical`.
    pub sentence: String,
}

/// Finds and names the topics of a collection, the largest first.
///
/// Points of meaning and spelling are drawn towards their nearest neighbours and grouped by spherical k-means;
/// time and memory of that are bounded by [`SAMPLE_MAX`], the rest is one pass.
pub fn discover(texts: &[&str], settings: Settings) -> Vec<Topic> {
    let step = texts.len().div_ceil(SAMPLE_MAX).max(1);
    let sample: Vec<usize> = (0..texts.len()).step_by(step).collect();
    let sampled: Vec<&str> = sample.iter().map(|place| texts[*place]).collect();
    let space = Space::learn(&sampled);
    named(texts, gathered(&space, texts, &sample, settings))
}

/// A topic of the monthly report.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthTopic<Id> {
    /// Its most telling keywords.
    pub name: String,
    /// Words that set it apart, the most telling first.
    pub keywords: Vec<String>,
    /// The ids of its messages, in the order given.
    pub messages: Vec<Id>,
    /// The id of the most typical message, and a sentence of it.
    pub typical: Id,
    /// See `typical`.
    pub sentence: String,
}

/// The topics of a month's messages, the largest first, the same for the same messages in the same order.
pub fn of_month<Id: Copy>(texts: &[(Id, &str)]) -> Vec<MonthTopic<Id>> {
    let bare: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    let with_ids = discover(&bare, Settings::default()).into_iter().map(|topic| MonthTopic {
        name: topic.name,
        keywords: topic.keywords,
        messages: topic.messages.iter().map(|place| texts[*place].0).collect(),
        typical: texts[topic.typical].0,
        sentence: topic.sentence,
    });
    with_ids.collect()
}

/// A group of places with the unit middle of their points, and how near each place is to it.
struct Group {
    middle: Point,
    messages: Vec<(usize, f32)>,
}

/// Groups texts in a space, the largest first; `sample` holds the places that are compared with each other.
fn gathered(space: &Space, texts: &[&str], sample: &[usize], settings: Settings) -> Vec<Group> {
    let points = space::on_all_cores(sample.len(), |at| space.place(texts[sample[at]]));
    if points.is_empty() || settings.count == Some(0) {
        return Vec::new();
    }
    let drawn = clusters::drawn_together(&points);
    let count = settings
        .count
        .unwrap_or((points.len() / TEXTS_A_GROUP).max(2))
        .min(TOPICS_MAX.max(settings.count.unwrap_or(0)));
    let mut own = clusters::groups(&drawn, count, settings.seed);
    if settings.count.is_none() {
        own = clusters::joined(&drawn, &own, SAME_TOPIC);
    }
    let found = own.iter().max().map_or(0, |most| most + 1);
    let middles = clusters::centres_of(&points, &own, &vec![[0.0; WIDTH]; found]);
    let mut groups: Vec<Group> = middles.iter().map(|middle| Group { middle: *middle, messages: Vec::new() }).collect();
    for (place, (group, near)) in assigned(space, texts, (sample, &points, &own), &middles).into_iter().enumerate() {
        if settings.count.is_some() || near >= BELONGS {
            groups[group].messages.push((place, near));
        }
    }
    let least = match settings.count {
        Some(_) => 1,
        None => MESSAGES_MIN.max((MESSAGES_SHARE_MIN * texts.len() as f64) as usize),
    };
    groups.retain(|group| group.messages.len() >= least);
    // Stable: equal groups keep the order of their first message.
    groups.sort_by_key(|group| (usize::MAX - group.messages.len(), group.messages.first().map(|(place, _)| *place)));
    groups
}

/// For each text its group and how near it is to that group's middle; sampled texts keep the group they were given.
fn assigned(
    space: &Space,
    texts: &[&str],
    (sample, points, own): (&[usize], &[Point], &[usize]),
    middles: &[Point],
) -> Vec<(usize, f32)> {
    space::on_all_cores(texts.len(), |place| match sample.binary_search(&place) {
        Ok(at) => (own[at], space::cosine(&points[at], &middles[own[at]])),
        Err(_) => clusters::closest(&space.place(texts[place]), middles),
    })
}

fn named(texts: &[&str], groups: Vec<Group>) -> Vec<Topic> {
    let members: Vec<Vec<&str>> =
        groups.iter().map(|group| group.messages.iter().map(|(place, _)| texts[*place]).collect()).collect();
    let keywords = naming::keywords(&members);
    let topics = groups.into_iter().zip(keywords).map(|(group, keywords)| {
        let typical = typical(texts, &group.messages);
        let sentence = naming::sentence(texts[typical]);
        let messages = group.messages.into_iter().map(|(place, _)| place).collect();
        Topic { name: naming::name(&keywords, &sentence), keywords, messages, typical, sentence }
    });
    topics.collect()
}

/// The place nearest to the middle, of those that are neither a word nor an essay where there are such.
fn typical(texts: &[&str], messages: &[(usize, f32)]) -> usize {
    let fitting = |place: usize| (12..=300).contains(&texts[place].len());
    let best = messages.iter().max_by(|(one, near), (other, nearer)| {
        fitting(*one).cmp(&fitting(*other)).then(near.total_cmp(nearer)).then(other.cmp(one))
    });
    best.map_or(0, |(place, _)| *place)
}
