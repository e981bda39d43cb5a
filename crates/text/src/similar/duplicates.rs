//! Near duplicates: the same text again with small changes, here or in another place.

use std::collections::HashMap;

use super::grams::{grams, mixed};

/// Share of common pieces from which two texts are near duplicates.
pub const NEAR_DUPLICATE: f32 = 0.6;
/// Two posts further apart in time are two utterances.
pub const CROSS_POST_S: i64 = 600;

/// Independent hash functions; two texts agree on one with the probability of the share of pieces they have in common.
const SKETCH: usize = 16;
/// Hash functions on which a pair must agree before it is compared: of pairs that share 0.6, 1 in 5,000 is missed.
const AGREEING_MIN: usize = 4;
/// Others that are looked at for each text under each hash; copies of copies find each other all the same.
const LOOKED_AT_MAX: usize = 48;
/// Between different authors only a long text in another place is a cross-post: anybody may say "thanks".
const CROSS_POST_PIECES_MIN: usize = 50;
const CROSS_POST_ALIKE: f32 = 0.9;

/// The different pieces of a text, sorted, and the least of them under several orders.
struct Sketch {
    pieces: Vec<u32>,
    least: [u32; SKETCH],
}

impl Sketch {
    fn of(text: &str) -> Self {
        let mut pieces = grams(text);
        pieces.sort_unstable();
        pieces.dedup();
        let mut least = [u32::MAX; SKETCH];
        for piece in &pieces {
            for (order, least) in least.iter_mut().enumerate() {
                *least = (*least).min((mixed(u64::from(*piece) | (order as u64 + 1) << 32) >> 32) as u32);
            }
        }
        Self { pieces, least }
    }

    /// Share of pieces in common (Jaccard), 0…1; 0 where one has none.
    fn alike(&self, other: &Self) -> f32 {
        let (mut mine, mut theirs) = (self.pieces.as_slice(), other.pieces.as_slice());
        let mut common = 0usize;
        while let (Some(a), Some(b)) = (mine.first(), theirs.first()) {
            common += usize::from(a == b);
            let (step_mine, step_theirs) = (a <= b, b <= a);
            mine = &mine[usize::from(step_mine)..];
            theirs = &theirs[usize::from(step_theirs)..];
        }
        let either = self.pieces.len() + other.pieces.len() - common;
        if either == 0 { 0.0 } else { common as f32 / either as f32 }
    }
}

/// For each text its near duplicates among the others: places and likeness 0…1, the likest first, at most `top`.
pub fn near_duplicates(texts: &[&str], top: usize) -> Vec<Vec<(usize, f32)>> {
    let sketches: Vec<Sketch> = texts.iter().map(|text| Sketch::of(text)).collect();
    let sharing: Vec<Vec<(u32, u32)>> = (0..SKETCH).map(|order| by_least(&sketches, order)).collect();
    let answers = sketches.iter().enumerate().map(|(place, sketch)| {
        let mut others: Vec<u32> = Vec::new();
        for (groups, least) in sharing.iter().zip(sketch.least) {
            let start = groups.partition_point(|group| group.0 < least);
            let end = groups.partition_point(|group| group.0 <= least);
            let own = groups.partition_point(|group| *group < (least, place as u32));
            // The nearest in the order of arrival stand for a large group.
            let first = own.saturating_sub(LOOKED_AT_MAX / 2).max(start);
            others.extend(groups[first..end].iter().take(LOOKED_AT_MAX).map(|group| group.1));
        }
        others.sort_unstable();
        let mut near: Vec<(usize, f32)> = others
            .chunk_by(|one, other| one == other)
            .filter(|agreeing| agreeing.len() >= AGREEING_MIN)
            .map(|agreeing| agreeing[0] as usize)
            .filter(|other| *other != place)
            .map(|other| (other, sketch.alike(&sketches[other])))
            .filter(|(_, alike)| *alike >= NEAR_DUPLICATE)
            .collect();
        near.sort_by(|(a, like), (b, liker)| liker.total_cmp(like).then(a.cmp(b)));
        near.truncate(top);
        near
    });
    answers.collect()
}

/// Least pieces under one order with the places of their texts, sorted; texts without pieces are left out.
fn by_least(sketches: &[Sketch], order: usize) -> Vec<(u32, u32)> {
    let known = sketches.iter().enumerate().filter(|(_, sketch)| !sketch.pieces.is_empty());
    let mut groups: Vec<(u32, u32)> = known.map(|(place, sketch)| (sketch.least[order], place as u32)).collect();
    groups.sort_unstable();
    groups
}

/// A message as it was posted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posted<'a> {
    /// Seconds of the epoch.
    pub at_s: i64,
    /// The member who wrote it.
    pub author: &'a str,
    /// Where: a channel's name.
    pub place: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// For each post the place in `posts` of the one it repeats, or its own: cross-posts within ten minutes are one utterance.
///
/// The earliest stands for all. The same author may repeat herself with changes; of different authors only
/// a long text in another place, nearly unchanged, is the same utterance.
pub fn collapse(posts: &[Posted<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..posts.len()).collect();
    order.sort_by_key(|place| (posts[*place].at_s, *place));
    let sketches: Vec<Sketch> = posts.iter().map(|post| Sketch::of(post.text)).collect();
    let mut stands_for: Vec<usize> = (0..posts.len()).collect();
    let mut recent: HashMap<(usize, u32), Vec<usize>> = HashMap::new();
    for place in order {
        let sketch = &sketches[place];
        if sketch.pieces.is_empty() {
            continue;
        }
        let first = earlier(posts, (place, sketch), &recent, |other| {
            same_utterance((&posts[other], &sketches[other]), (&posts[place], sketch))
        });
        if let Some(first) = first {
            stands_for[place] = first;
            continue;
        }
        for (order, least) in sketch.least.iter().enumerate() {
            let known = recent.entry((order, *least)).or_default();
            known.retain(|other| posts[place].at_s.saturating_sub(posts[*other].at_s) <= CROSS_POST_S);
            known.push(place);
        }
    }
    stands_for
}

fn earlier(
    posts: &[Posted<'_>],
    (place, sketch): (usize, &Sketch),
    recent: &HashMap<(usize, u32), Vec<usize>>,
    same: impl Fn(usize) -> bool,
) -> Option<usize> {
    let groups = sketch.least.iter().enumerate().filter_map(|(order, least)| recent.get(&(order, *least)));
    let fresh = |other: &usize| posts[place].at_s.saturating_sub(posts[*other].at_s) <= CROSS_POST_S;
    let mut others: Vec<usize> =
        groups.flat_map(|group| group.iter().rev().take(LOOKED_AT_MAX)).copied().filter(fresh).collect();
    others.sort_by_key(|other| (posts[*other].at_s, *other));
    others.dedup();
    others.into_iter().find(|other| same(*other))
}

fn same_utterance((one, one_sketch): (&Posted<'_>, &Sketch), (other, other_sketch): (&Posted<'_>, &Sketch)) -> bool {
    let alike = one_sketch.alike(other_sketch);
    if one.author == other.author {
        return alike >= NEAR_DUPLICATE;
    }
    one.place != other.place && other_sketch.pieces.len() >= CROSS_POST_PIECES_MIN && alike >= CROSS_POST_ALIKE
}
