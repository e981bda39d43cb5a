//! Grouping points: neighbours drawn together, then spherical k-means from well spread seeds.

use super::space::{Point, WIDTH, cosine, on_all_cores, scale_to};

/// Neighbours that draw a point, how strongly, and how often: chosen on Banking77 and CLINC150.
const NEIGHBOURS: usize = 8;
const PULL: f32 = 0.9;
const ROUNDS: usize = 8;
/// Seeds that are tried for each group, whole runs, and steps of one run.
const SEEDS_TRIED: usize = 4;
const RUNS: u64 = 2;
const STEPS_MAX: usize = 30;
/// A run ends when fewer than this share of the points change their group.
const MOVED_SHARE_MIN: f64 = 0.001;

/// A small random generator (xorshift64*), so that the same seed gives the same groups everywhere.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(crate::similar::grams::mixed(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) | 1)
    }

    /// A number from 0 to below 1.
    fn share(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, count: usize) -> usize {
        ((self.share() * count as f64) as usize).min(count.saturating_sub(1))
    }
}

/// Draws each point towards its nearest neighbours: groups become denser, what lies between them goes to one side.
///
/// The neighbourhood graph is exact: the cost grows with the square of the number of points.
pub(super) fn drawn_together(points: &[Point]) -> Vec<Point> {
    let neighbours = on_all_cores(points.len(), |place| nearest(points, place));
    let mut drawn = points.to_vec();
    for _ in 0..ROUNDS {
        drawn = on_all_cores(points.len(), |place| {
            let mut point = points[place].map(|value| value * (1.0 - PULL));
            let whole: f32 = neighbours[place].iter().map(|(weight, _)| *weight).sum();
            for (weight, other) in &neighbours[place] {
                let pull = PULL * weight / whole.max(f32::EPSILON);
                point.iter_mut().zip(&drawn[*other as usize]).for_each(|(value, theirs)| *value += pull * theirs);
            }
            scale_to(&mut point, 1.0);
            point
        });
    }
    drawn
}

fn nearest(points: &[Point], place: usize) -> Vec<(f32, u32)> {
    let others = (0..points.len()).filter(|other| *other != place);
    let mut near: Vec<(f32, u32)> =
        others.map(|other| (cosine(&points[place], &points[other]).max(0.0), other as u32)).collect();
    let order = |one: &(f32, u32), other: &(f32, u32)| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1));
    if near.len() > NEIGHBOURS {
        near.select_nth_unstable_by(NEIGHBOURS, order);
        near.truncate(NEIGHBOURS);
    }
    near.sort_by(order);
    near
}

/// Sorts points into at most `count` groups (at least 1): for each point the number of its group.
pub(super) fn groups(points: &[Point], count: usize, seed: u64) -> Vec<usize> {
    let runs = (0..RUNS).map(|run| one_run(points, count.max(1), seed.wrapping_mul(RUNS).wrapping_add(run)));
    runs.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, groups)| groups).unwrap_or_default()
}

/// The sum of cosines to the own centre, and the groups.
fn one_run(points: &[Point], count: usize, seed: u64) -> (f64, Vec<usize>) {
    let mut centres = spread_seeds(points, count, seed);
    let mut own: Vec<usize> = vec![usize::MAX; points.len()];
    let mut fit = 0.0;
    for _ in 0..STEPS_MAX {
        let near = on_all_cores(points.len(), |place| closest(&points[place], &centres));
        let moved = near.iter().zip(&own).filter(|((group, _), old)| group != *old).count();
        fit = near.iter().map(|(_, cosine)| f64::from(*cosine)).sum();
        own = near.into_iter().map(|(group, _)| group).collect();
        centres = centres_of(points, &own, &centres);
        if (moved as f64) < MOVED_SHARE_MIN * points.len() as f64 {
            break;
        }
    }
    (fit, own)
}

/// The centre with the highest cosine, and that cosine.
pub(super) fn closest(point: &Point, centres: &[Point]) -> (usize, f32) {
    let mut best = (0, f32::MIN);
    for (group, centre) in centres.iter().enumerate() {
        let near = cosine(point, centre);
        if near > best.1 {
            best = (group, near);
        }
    }
    best
}

/// Unit means of groups; an empty group keeps its old centre.
pub(super) fn centres_of(points: &[Point], own: &[usize], old: &[Point]) -> Vec<Point> {
    let mut sums = vec![[0.0f32; WIDTH]; old.len()];
    for (point, group) in points.iter().zip(own) {
        sums[*group].iter_mut().zip(point).for_each(|(sum, value)| *sum += value);
    }
    for (sum, old) in sums.iter_mut().zip(old) {
        if sum.iter().all(|value| *value == 0.0) {
            *sum = *old;
        } else {
            scale_to(sum, 1.0);
        }
    }
    sums
}

/// Greedy k-means++ (Arthur and Vassilvitskii 2007): each seed is the best of a few drawn by their distance.
fn spread_seeds(points: &[Point], count: usize, seed: u64) -> Vec<Point> {
    let mut dice = Dice::new(seed);
    let first = points[dice.below(points.len())];
    let apart = |to: &Point| on_all_cores(points.len(), |place| (1.0 - cosine(&points[place], to)).max(0.0));
    let mut left = apart(&first);
    let mut seeds = vec![first];
    while seeds.len() < count.min(points.len()) {
        let whole: f64 = left.iter().map(|distance| f64::from(*distance)).sum();
        if whole <= 1e-3 {
            break;
        }
        let tried = (0..SEEDS_TRIED).map(|_| {
            let seed = points[drawn(&left, dice.share() * whole)];
            let closer: Vec<f32> = apart(&seed).iter().zip(&left).map(|(new, old)| new.min(*old)).collect();
            (closer.iter().map(|distance| f64::from(*distance)).sum::<f64>(), seed, closer)
        });
        let Some((_, seed, closer)) = tried.min_by(|one, other| one.0.total_cmp(&other.0)) else { break };
        seeds.push(seed);
        left = closer;
    }
    seeds
}

/// The place at which the running sum of weights passes `mark`.
fn drawn(weights: &[f32], mut mark: f64) -> usize {
    for (place, weight) in weights.iter().enumerate() {
        mark -= f64::from(*weight);
        if mark < 0.0 {
            return place;
        }
    }
    weights.len() - 1
}

/// Joins groups whose centres are at least `alike`, the nearest first: for each point its new group, without gaps.
pub(super) fn joined(points: &[Point], own: &[usize], alike: f32) -> Vec<usize> {
    let count = own.iter().max().map_or(0, |most| most + 1);
    let mut sums: Vec<Option<Point>> = vec![None; count];
    for (point, group) in points.iter().zip(own) {
        let sum = sums[*group].get_or_insert([0.0; WIDTH]);
        sum.iter_mut().zip(point).for_each(|(sum, value)| *sum += value);
    }
    let mut into: Vec<usize> = (0..count).collect();
    while let Some((one, other)) = nearest_pair(&sums, alike) {
        if let (Some(theirs), Some(sum)) = (sums[other].take(), sums[one].as_mut()) {
            sum.iter_mut().zip(theirs).for_each(|(sum, value)| *sum += value);
        }
        into.iter_mut().filter(|group| **group == other).for_each(|group| *group = one);
    }
    let mut names: Vec<Option<usize>> = vec![None; count];
    let mut used = 0;
    let renamed = own.iter().map(|group| {
        *names[into[*group]].get_or_insert_with(|| {
            used += 1;
            used - 1
        })
    });
    renamed.collect()
}

fn nearest_pair(sums: &[Option<Point>], alike: f32) -> Option<(usize, usize)> {
    let mut units: Vec<(usize, Point)> = Vec::new();
    for (group, sum) in sums.iter().enumerate() {
        if let Some(mut unit) = *sum {
            scale_to(&mut unit, 1.0);
            units.push((group, unit));
        }
    }
    let mut best: Option<(f32, usize, usize)> = None;
    for (rank, (one, unit)) in units.iter().enumerate() {
        for (other, theirs) in &units[rank + 1..] {
            let near = cosine(unit, theirs);
            if near >= alike && best.is_none_or(|(most, ..)| near > most) {
                best = Some((near, *one, *other));
            }
        }
    }
    best.map(|(_, one, other)| (one, other))
}
