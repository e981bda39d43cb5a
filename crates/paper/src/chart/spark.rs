//! A line as small as a word, to stand beside its number.

use super::short;

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 20.0;

/// Draws `values` from left to right; decoration only, so hidden from those who hear the page.
pub fn spark(values: &[f64]) -> String {
    let greatest = values.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let step = WIDTH / values.len().saturating_sub(1).max(1) as f64;
    let points = values.iter().enumerate().map(|(at, value)| {
        format!("{},{}", short(step * at as f64), short(HEIGHT - 1.0 - value / greatest * (HEIGHT - 2.0)))
    });
    let points = points.collect::<Vec<_>>().join(" ");
    format!(
        "<svg class=\"spark\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\"><polyline class=\"chart-line chart-1\" points=\"{points}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spark_runs_from_edge_to_edge() {
        assert!(spark(&[0.0, 2.0, 1.0]).contains("points=\"0,19 48,1 96,10\""));
        assert!(!spark(&[]).contains("NaN"));
    }
}
