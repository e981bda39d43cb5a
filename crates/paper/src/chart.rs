//! Charts as SVG: pure functions from numbers to markup that obeys a strict content policy.
//!
//! Width follows the page while letters keep their size: curves lie in an inner picture that
//! stretches, and everything written lies outside it at percentages. Colours are classes over the
//! custom properties of [`LIGHT`] and [`DARK`]; no `style` attribute, no script. Every chart brings
//! its numbers as a table; bars are a table.

mod bars;
mod heat;
mod plot;
mod spark;

pub use bars::{Bar, Bars, bars};
pub use heat::{Heat, heat};
pub use plot::{Chart, Series, area, columns, line};
pub use spark::spark;

/// Rules that every page with charts includes once; colours come from [`LIGHT`] and [`DARK`].
pub const STYLE: &str = include_str!("chart/chart.css");

/// Colours for a light page, as declarations for a rule such as `:root { … }`. Each series stands
/// out from white by at least 4.5:1.
pub const LIGHT: &str = "--chart-1:#1d5fa6;--chart-2:#a8501c;--chart-3:#2f7346;--chart-4:#75489c;--chart-5:#7d620a;--chart-6:#59636d;--chart-quiet:#5b6470;--chart-hair:#d9dde2;";

/// The same for a dark page.
pub const DARK: &str = "--chart-1:#82b6f2;--chart-2:#eb9d6d;--chart-3:#85c796;--chart-4:#c4a3e6;--chart-5:#d8bd5a;--chart-6:#a7b0b8;--chart-quiet:#a3acb6;--chart-hair:#343b43;";

/// At most two decimals, no trailing zeros: coordinates need no more and bytes count.
fn short(number: f64) -> String {
    let mut written = format!("{number:.2}");
    while written.ends_with('0') {
        written.pop();
    }
    if written.ends_with('.') {
        written.pop();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_stand_out_from_their_page() {
        for (tokens, page) in [(LIGHT, "#ffffff"), (DARK, "#15191e")] {
            for token in tokens.split(';').filter(|token| token.starts_with("--chart-") && !token.contains("hair")) {
                let colour = token.split(':').nth(1).unwrap();
                assert!(contrast(colour, page) >= 4.5, "{token} {}", contrast(colour, page));
            }
        }
    }

    /// The contrast of WCAG 2.2.
    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }
}
