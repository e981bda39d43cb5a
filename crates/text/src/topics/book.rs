//! The book of topics: each keeps its number while messages arrive, and what a person decided stays decided.

use super::clusters::closest;
use super::space::{Point, Space, cosine, on_all_cores, scale_to};
use super::{BELONGS, SAME_TOPIC, SAMPLE_MAX, Settings, gathered, named};

/// A message joins a topic from this cosine on: a little stricter than on discovery, where others vouch for it.
const JOINS: f32 = BELONGS + 0.1;
/// New topics are looked for among at least so many messages that fit none, and have at least so many.
const LEFT_MIN: usize = 20;
const NEW_MIN: usize = 5;
/// So many messages hold a topic's middle where it is: later ones move it slowly.
const INERTIA_MAX: f32 = 500.0;
/// A book holds no more topics; the smallest that no person touched gives way.
pub(super) const KEPT_MAX: usize = 1_000;

/// A topic in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptTopic {
    /// Its number, for ever.
    pub id: u32,
    /// Its name: a person's if `renamed`, else made of its keywords when it was found.
    pub name: String,
    /// Whether a person named it.
    pub renamed: bool,
    /// Whether a person pinned it: it neither drifts nor gives way.
    pub pinned: bool,
    /// The topic that a person merged it into: its messages count there.
    pub merged_into: Option<u32>,
    /// Words that set it apart when it was found.
    pub keywords: Vec<String>,
    /// A sentence of its most typical message when it was found.
    pub sentence: String,
    /// How many messages joined it.
    pub messages: u64,
    pub(super) middle: Point,
}

/// There is no topic of this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown(pub u32);

impl std::fmt::Display for Unknown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "there is no topic {}", self.0)
    }
}

impl std::error::Error for Unknown {}

/// Topics over time. Feed it messages as they arrive, in batches of any size.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TopicBook {
    pub(super) space: Option<Space>,
    pub(super) topics: Vec<KeptTopic>,
    pub(super) next_id: u32,
    /// What fits no topic yet: the texts wait for others like them.
    pub(super) waiting: Vec<String>,
}

/// Texts that wait at most.
pub(super) const WAITING_MAX: usize = 2_000;

impl TopicBook {
    /// A book without topics.
    pub fn new() -> Self {
        Self::default()
    }

    /// All topics in the order of their numbers, merged ones too.
    pub fn topics(&self) -> &[KeptTopic] {
        &self.topics
    }

    /// The topic of this number.
    pub fn topic(&self, id: u32) -> Option<&KeptTopic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// The topic in which messages of this one count, after all merges.
    pub fn resolved(&self, id: u32) -> Option<u32> {
        let mut at = self.topic(id)?;
        while let Some(next) = at.merged_into.and_then(|into| self.topic(into)) {
            at = next;
        }
        Some(at.id)
    }

    /// Sorts messages into topics, learns from them and finds new topics: for each message its topic, if any.
    ///
    /// The first batch settles what is common in this community; bring a few hundred messages.
    pub fn learn(&mut self, texts: &[&str]) -> Vec<Option<u32>> {
        let space = self.space.get_or_insert_with(|| {
            Space::learn(&texts.iter().step_by(texts.len().div_ceil(SAMPLE_MAX).max(1)).copied().collect::<Vec<_>>())
        });
        let points = on_all_cores(texts.len(), |place| space.place(texts[place]));
        let mut joined = self.join(&points);
        for (text, _) in texts.iter().zip(&joined).filter(|(_, topic)| topic.is_none()) {
            self.waiting.push(text.chars().take(1_000).collect());
        }
        if self.find_new() > 0 {
            let rest: Vec<usize> = (0..texts.len()).filter(|place| joined[*place].is_none()).collect();
            let again = self.join(&rest.iter().map(|place| points[*place]).collect::<Vec<_>>());
            rest.into_iter().zip(again).for_each(|(place, topic)| joined[place] = topic);
        }
        let late = self.waiting.len().saturating_sub(WAITING_MAX);
        self.waiting.drain(..late);
        joined.into_iter().map(|topic| topic.and_then(|id| self.resolved(id))).collect()
    }

    /// The topic of each point, if it is near enough to one; moves the middles.
    fn join(&mut self, points: &[Point]) -> Vec<Option<u32>> {
        let middles: Vec<Point> = self.topics.iter().map(|topic| topic.middle).collect();
        let near = on_all_cores(points.len(), |place| closest(&points[place], &middles));
        let mut joined = vec![None; points.len()];
        let mut sums: Vec<Option<Point>> = vec![None; self.topics.len()];
        for (place, (group, cosine)) in near.into_iter().enumerate() {
            if cosine < JOINS || self.topics.is_empty() {
                continue;
            }
            joined[place] = Some(self.topics[group].id);
            let inertia = (self.topics[group].messages as f32).min(INERTIA_MAX);
            let middle = self.topics[group].middle.map(|value| value * inertia);
            let sum = sums[group].get_or_insert(middle);
            sum.iter_mut().zip(&points[place]).for_each(|(sum, value)| *sum += value);
            self.topics[group].messages += 1;
        }
        for (topic, sum) in self.topics.iter_mut().zip(sums) {
            if let Some(mut middle) = sum.filter(|_| !topic.pinned) {
                scale_to(&mut middle, 1.0);
                topic.middle = middle;
            }
        }
        joined
    }

    /// Looks for topics among what fits none; how many there are.
    fn find_new(&mut self) -> usize {
        let (Some(space), true) = (&self.space, self.waiting.len() >= LEFT_MIN) else { return 0 };
        let waiting = std::mem::take(&mut self.waiting);
        let texts: Vec<&str> = waiting.iter().map(String::as_str).collect();
        let sample: Vec<usize> = (0..texts.len()).step_by(texts.len().div_ceil(SAMPLE_MAX).max(1)).collect();
        let mut groups = gathered(space, &texts, &sample, Settings::default());
        groups.retain(|group| {
            let known = self.topics.iter().any(|topic| cosine(&topic.middle, &group.middle) >= SAME_TOPIC);
            group.messages.len() >= NEW_MIN && !known
        });
        let middles: Vec<Point> = groups.iter().map(|group| group.middle).collect();
        let mut found = vec![false; texts.len()];
        groups.iter().flat_map(|group| &group.messages).for_each(|(place, _)| found[*place] = true);
        for (topic, middle) in named(&texts, groups).into_iter().zip(&middles) {
            let (name, keywords, sentence) = (topic.name, topic.keywords, topic.sentence);
            let kept = KeptTopic {
                id: self.next_id,
                name,
                renamed: false,
                pinned: false,
                merged_into: None,
                keywords,
                sentence,
                messages: 0,
                middle: *middle,
            };
            self.topics.push(kept);
            self.next_id += 1;
        }
        self.waiting = waiting.into_iter().zip(&found).filter(|(_, found)| !**found).map(|(text, _)| text).collect();
        self.give_way(middles.len());
        middles.len()
    }

    /// Drops the smallest topics that no person touched while there are too many; the newest stay.
    fn give_way(&mut self, new: usize) {
        while self.topics.len() > KEPT_MAX {
            let target = |id: u32| self.topics.iter().any(|topic| topic.merged_into == Some(id));
            let old = self.topics[..self.topics.len().saturating_sub(new)].iter();
            let free =
                old.filter(|topic| !topic.renamed && !topic.pinned && topic.merged_into.is_none() && !target(topic.id));
            let Some(smallest) = free.min_by_key(|topic| topic.messages).map(|topic| topic.id) else { return };
            self.topics.retain(|topic| topic.id != smallest);
        }
    }

    /// Forgets every text that it holds: sentences, and what waits for others like it. Whoever keeps
    /// the texts elsewhere brings those that fitted no topic again with the next batch.
    pub fn forget_texts(&mut self) {
        self.waiting.clear();
        self.topics.iter_mut().for_each(|topic| topic.sentence.clear());
    }

    /// Takes out names and keywords for which `tells` is true; says whether there were any.
    pub fn forget_words(&mut self, tells: impl Fn(&str) -> bool) -> bool {
        let mut found = false;
        for topic in &mut self.topics {
            let before = topic.keywords.len();
            topic.keywords.retain(|word| !tells(word));
            found |= topic.keywords.len() < before;
            if tells(&topic.name) {
                topic.name = topic.keywords.join(", ");
                found = true;
            }
        }
        found
    }

    /// A person's name for a topic: never overwritten.
    pub fn rename(&mut self, id: u32, name: &str) -> Result<(), Unknown> {
        let topic = self.topic_mut(id)?;
        topic.name = name.to_owned();
        topic.renamed = true;
        Ok(())
    }

    /// A person wants this topic kept as it is.
    pub fn pin(&mut self, id: u32) -> Result<(), Unknown> {
        self.topic_mut(id)?.pinned = true;
        Ok(())
    }

    /// Takes `pin` back.
    pub fn unpin(&mut self, id: u32) -> Result<(), Unknown> {
        self.topic_mut(id)?.pinned = false;
        Ok(())
    }

    /// A person says that two topics are one: messages of `from`, past and future, count in `into`.
    ///
    /// It is a pointer, so that [`TopicBook::unmerge`] takes it back; merging a topic into itself changes nothing.
    pub fn merge(&mut self, from: u32, into: u32) -> Result<(), Unknown> {
        let from = self.resolved(from).ok_or(Unknown(from))?;
        let into = self.resolved(into).ok_or(Unknown(into))?;
        if from != into {
            self.topic_mut(from)?.merged_into = Some(into);
        }
        Ok(())
    }

    /// Takes the merge of this topic back.
    pub fn unmerge(&mut self, id: u32) -> Result<(), Unknown> {
        self.topic_mut(id)?.merged_into = None;
        Ok(())
    }

    fn topic_mut(&mut self, id: u32) -> Result<&mut KeptTopic, Unknown> {
        self.topics.iter_mut().find(|topic| topic.id == id).ok_or(Unknown(id))
    }
}
