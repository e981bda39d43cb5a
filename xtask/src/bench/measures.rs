//! Figures over any part of a set's rows: the whole, a bootstrap draw, or the rows that the program was surest of.

use std::collections::{BTreeMap, HashMap};

use super::answers::Row;

/// What is computed over rows; each is the scorer's measure of that name, or follows from it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    Accuracy,
    MacroF1,
    /// Macro F1, mean over the groups.
    GroupedF1,
    /// F1 of each label, weighted by how many rows have it.
    WeightedF1,
    MacroRecall,
    Correlation,
    /// Mean of the recall of both sides of a score decided at 0.5.
    Balanced,
    /// Share of right decisions at 0.5.
    Decisions,
    /// F1 of the side at or above 0.5.
    DecisionF1,
    /// Mean of the F1 of both sides.
    DecisionMacroF1,
    /// Share of the side below 0.5 that is taken for the other.
    Blocked,
    /// V-measure of topics against labels.
    Clusters,
    /// Mean of what each row scored.
    Mean,
}

/// Draws of the bootstrap, as many as the scorer makes at most.
const DRAWS: usize = 200;
/// Shares of the rows that a coverage curve shows, surest first.
pub(super) const SHARES: [f64; 5] = [1.0, 0.8, 0.6, 0.4, 0.2];
const BINS: usize = 15;

impl Measure {
    pub(super) fn of(self, rows: &[&Row]) -> f64 {
        match self {
            Measure::Accuracy => share(rows, |row| row.gold == row.said),
            Measure::MacroF1 => macro_of(rows, |table| table.f1()),
            Measure::MacroRecall => macro_of(rows, |table| table.recall()),
            Measure::GroupedF1 => grouped(rows),
            Measure::Correlation => correlation(rows),
            Measure::Balanced => {
                let side = |yes: bool| rows.iter().copied().filter(|row| (row.rating > 0.5) == yes).collect::<Vec<_>>();
                (share(&side(true), |row| row.score >= 0.5) + share(&side(false), |row| row.score < 0.5)) / 2.0
            }
            Measure::Decisions => share(rows, |row| (row.score >= 0.5) == (row.rating > 0.5)),
            Measure::Blocked => {
                let side: Vec<&Row> = rows.iter().copied().filter(|row| row.rating < 0.5).collect();
                share(&side, |row| row.score >= 0.5)
            }
            Measure::WeightedF1 => weighted_f1(rows),
            Measure::DecisionF1 => side_f1(rows, true),
            Measure::DecisionMacroF1 => (side_f1(rows, true) + side_f1(rows, false)) / 2.0,
            Measure::Clusters => v_measure(rows),
            Measure::Mean => rows.iter().map(|row| row.score).sum::<f64>() / rows.len().max(1) as f64,
        }
    }

    /// The 95 % interval by bootstrap: rows drawn with replacement, the same draws every time.
    pub(super) fn interval(self, rows: &[Row]) -> (f64, f64) {
        let mut state = 0x7e57_2026_u64;
        if matches!(self, Measure::Clusters) {
            return self.half_interval(rows, &mut state);
        }
        let mut values: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let drawn: Vec<&Row> = (0..rows.len()).map(|_| &rows[next(&mut state, rows.len())]).collect();
                self.of(&drawn)
            })
            .collect();
        values.sort_by(f64::total_cmp);
        (values[DRAWS / 40], values[DRAWS - 1 - DRAWS / 40])
    }

    /// The interval of a figure that a row drawn twice would flatter: halves drawn without replacement vary as much
    /// as the whole does (Politis and Romano 1994).
    fn half_interval(self, rows: &[Row], state: &mut u64) -> (f64, f64) {
        let mut order: Vec<&Row> = rows.iter().collect();
        let halves: Vec<f64> = (0..DRAWS)
            .map(|_| {
                (1..order.len()).rev().for_each(|at| order.swap(at, next(state, at + 1)));
                self.of(&order[..order.len() / 2])
            })
            .collect();
        let mean = halves.iter().sum::<f64>() / DRAWS as f64;
        let variance = halves.iter().map(|half| (half - mean).powi(2)).sum::<f64>() / (DRAWS - 1) as f64;
        let figure = self.of(&rows.iter().collect::<Vec<_>>());
        (figure - 1.96 * variance.sqrt(), figure + 1.96 * variance.sqrt())
    }

    /// The figure on the surest share of the rows; nothing where the program does not say how sure it is.
    pub(super) fn curve(self, rows: &[Row]) -> Option<[f64; SHARES.len()]> {
        let mut order: Vec<&Row> = rows.iter().filter(|row| row.sure.is_some()).collect();
        if order.is_empty() || order.len() < rows.len() {
            return None;
        }
        order.sort_by(|a, b| b.sure.unwrap_or(0.0).total_cmp(&a.sure.unwrap_or(0.0)));
        Some(SHARES.map(|share| self.of(&order[..((share * order.len() as f64).round() as usize).max(1)])))
    }
}

/// Expected calibration error over 15 equal bins, of answers whose sureness is a confidence.
pub(super) fn calibration_error(rows: &[Row]) -> f64 {
    let mut gaps = [0.0f64; BINS];
    for row in rows {
        let sure = row.sure.unwrap_or(0.0);
        gaps[((sure * BINS as f64) as usize).min(BINS - 1)] += sure - f64::from(u8::from(row.gold == row.said));
    }
    gaps.iter().map(|gap| gap.abs()).sum::<f64>() / rows.len().max(1) as f64
}

fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % below
}

fn share(rows: &[&Row], right: impl Fn(&Row) -> bool) -> f64 {
    rows.iter().filter(|row| right(row)).count() as f64 / rows.len().max(1) as f64
}

/// How often a label was right, said, and both.
#[derive(Default)]
struct Table {
    gold: f64,
    said: f64,
    both: f64,
}

impl Table {
    fn count(&mut self, gold: bool, said: bool) {
        self.gold += f64::from(u8::from(gold));
        self.said += f64::from(u8::from(said));
        self.both += f64::from(u8::from(gold && said));
    }

    fn f1(&self) -> f64 {
        2.0 * self.both / (self.gold + self.said).max(1.0)
    }

    fn recall(&self) -> f64 {
        self.both / self.gold.max(1.0)
    }
}

/// Mean over the labels that the rows have.
fn macro_of(rows: &[&Row], of: impl Fn(&Table) -> f64) -> f64 {
    let tables = tables(rows);
    tables.values().map(of).sum::<f64>() / tables.len().max(1) as f64
}

fn weighted_f1(rows: &[&Row]) -> f64 {
    tables(rows).values().map(|table| table.f1() * table.gold).sum::<f64>() / rows.len().max(1) as f64
}

fn side_f1(rows: &[&Row], yes: bool) -> f64 {
    let mut table = Table::default();
    rows.iter().for_each(|row| table.count((row.rating > 0.5) == yes, (row.score >= 0.5) == yes));
    table.f1()
}

/// By the labels that the rows have.
fn tables(rows: &[&Row]) -> BTreeMap<u32, Table> {
    let mut tables: BTreeMap<u32, Table> = BTreeMap::new();
    for row in rows {
        tables.entry(row.gold).or_default().count(true, row.said == row.gold);
    }
    for row in rows.iter().filter(|row| row.said != row.gold) {
        if let Some(table) = tables.get_mut(&row.said) {
            table.said += 1.0;
        }
    }
    tables
}

fn grouped(rows: &[&Row]) -> f64 {
    let mut groups: BTreeMap<u32, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| groups.entry(row.group).or_default().push(row));
    groups.values().map(|rows| macro_of(rows, |table| table.f1())).sum::<f64>() / groups.len().max(1) as f64
}

fn correlation(rows: &[&Row]) -> f64 {
    let n = rows.len().max(1) as f64;
    let mean = |of: fn(&Row) -> f64| rows.iter().map(|row| of(row)).sum::<f64>() / n;
    let (mx, my) = (mean(|row| row.rating), mean(|row| row.score));
    let (mut sxy, mut sxx, mut syy) = (0.0, 0.0, 0.0);
    for row in rows {
        let (x, y) = (row.rating - mx, row.score - my);
        sxy += x * y;
        sxx += x * x;
        syy += y * y;
    }
    if sxx * syy > 0.0 { sxy / (sxx * syy).sqrt() } else { 0.0 }
}

/// Rosenberg and Hirschberg 2007, as the scorer computes it.
fn v_measure(rows: &[&Row]) -> f64 {
    let n = rows.len().max(1) as f64;
    let entropy = |key: fn(&Row) -> (u32, u32)| {
        let mut counts: HashMap<(u32, u32), f64> = HashMap::new();
        rows.iter().for_each(|row| *counts.entry(key(row)).or_default() += 1.0);
        let mut shares: Vec<f64> = counts.into_values().map(|count| count / n).collect();
        // A sum in one order is the same every time.
        shares.sort_by(f64::total_cmp);
        -shares.iter().map(|share| share * share.ln()).sum::<f64>()
    };
    let (gold, found, both) =
        (entropy(|row| (row.gold, 0)), entropy(|row| (row.said, 0)), entropy(|row| (row.gold, row.said)));
    let homogeneity = if gold > 0.0 { 1.0 - (both - found) / gold } else { 1.0 };
    let completeness = if found > 0.0 { 1.0 - (both - gold) / found } else { 1.0 };
    2.0 * homogeneity * completeness / (homogeneity + completeness).max(1e-12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |gold, said, sure| Row { gold, said, sure: Some(sure), ..Row::default() };
        vec![row(1, 1, 0.9), row(1, 2, 0.2), row(2, 2, 0.8), row(2, 2, 0.7), row(3, 2, 0.1)]
    }

    #[test]
    fn figures_are_those_of_the_scorer() {
        let rows = rows();
        let all: Vec<&Row> = rows.iter().collect();
        let close = |measure: Measure, value: f64| {
            let figure = measure.of(&all);
            assert!((figure - value).abs() < 1e-9, "{measure:?}: {figure}");
        };
        close(Measure::Accuracy, 0.6);
        close(Measure::MacroRecall, 0.5);
        close(Measure::MacroF1, (2.0 / 3.0 + 2.0 / 3.0) / 3.0);
        close(Measure::WeightedF1, (2.0 * 2.0 / 3.0 + 2.0 * 2.0 / 3.0) / 5.0);
    }

    #[test]
    fn both_sides_of_a_decision_count_alike() {
        let row = |rating, score| Row { rating, score, ..Row::default() };
        let rows = [row(1.0, 0.9), row(1.0, 0.1), row(0.0, 0.2), row(0.0, 0.3)];
        let figure = Measure::DecisionMacroF1.of(&rows.iter().collect::<Vec<_>>());
        assert!((figure - (2.0 / 3.0 + 0.8) / 2.0).abs() < 1e-9, "{figure}");
    }

    #[test]
    fn the_interval_of_topics_holds_their_figure() {
        let rows: Vec<Row> = (0..300)
            .map(|at| Row { gold: at % 7, said: (at + u32::from(at % 5 == 0)) % 7, ..Row::default() })
            .collect();
        let figure = Measure::Clusters.of(&rows.iter().collect::<Vec<_>>());
        let (low, high) = Measure::Clusters.interval(&rows);
        assert!(low < figure && figure < high && high - low < 0.2, "{low} {figure} {high}");
    }

    #[test]
    fn the_surest_rows_come_first_in_a_curve() {
        let rows = rows();
        assert_eq!(Measure::Accuracy.curve(&rows).unwrap(), [0.6, 0.75, 1.0, 1.0, 1.0]);
        let (low, high) = Measure::Accuracy.interval(&rows);
        assert!(low < 0.6 && high > 0.6, "{low} {high}");
    }
}
