//! How the code measures: rough figures that point at places to look, each green, amber or red.

mod measured;

use std::fmt;

use crate::tree::{self, Tree};
use measured::Measured;

/// One figure with its bounds. It is green up to `green`, red beyond `red`, amber in between.
struct Figure {
    name: &'static str,
    value: f64,
    green: f64,
    red: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Colour {
    Green,
    Amber,
    Red,
}

impl Figure {
    /// Bounds tell the direction: where green lies above red, more is better.
    fn colour(&self) -> Colour {
        let less_is_better = self.green <= self.red;
        let (value, green, red) =
            if less_is_better { (self.value, self.green, self.red) } else { (-self.value, -self.green, -self.red) };
        match value {
            value if value <= green => Colour::Green,
            value if value <= red => Colour::Amber,
            _ => Colour::Red,
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Colour::Green => "green",
            Colour::Amber => "amber",
            Colour::Red => "red",
        })
    }
}

/// Prints every figure; a red one fails unless a decision says why: `metrics: NAME: reason`.
pub(crate) fn run() -> Result<(), String> {
    let tree = Tree::read(&tree::root()).map_err(|reason| format!("cannot read the repository: {reason}"))?;
    let figures = figures(&Measured::of(&tree));
    for figure in &figures {
        let Figure { name, value, green, red } = figure;
        println!("{:<24} {value:>8.2}  {:<6} (green {green}, red beyond {red})", name, figure.colour());
    }
    let unexplained: Vec<&str> = red_without_reason(&tree, &figures);
    match unexplained.as_slice() {
        [] => Ok(()),
        names => Err(format!("metrics: red without a reason in docs/decisions: {}", names.join(", "))),
    }
}

fn red_without_reason(tree: &Tree, figures: &[Figure]) -> Vec<&'static str> {
    let decisions: Vec<_> = tree.documents.iter().filter(|page| page.path.starts_with("docs/decisions/")).collect();
    let explained = |name: &str| {
        let mark = format!("metrics: {name}: ");
        decisions.iter().any(|page| page.text.lines().any(|line| line.starts_with(&mark)))
    };
    figures.iter().filter(|figure| figure.colour() == Colour::Red && !explained(figure.name)).map(|f| f.name).collect()
}

fn figures(measured: &Measured) -> Vec<Figure> {
    let figure = |name, value, green, red| Figure { name, value, green, red };
    let thousand_lines = measured.code_lines.max(1) as f64 / 1000.0;
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let count = |list: &[usize], above: usize| list.iter().filter(|value| **value > above).count();
    let functions = measured.function_lines.len();
    vec![
        figure("file-lines-p95", quantile(&measured.file_lines, 0.95), 350.0, 500.0),
        figure("file-lines-max", quantile(&measured.file_lines, 1.0), 600.0, 900.0),
        figure("function-over-70-percent", share(count(&measured.function_lines, 70), functions), 1.0, 3.0),
        figure("function-lines-p95", quantile(&measured.function_lines, 0.95), 45.0, 70.0),
        figure("indent-6-percent", share(count(&measured.indents, 5), measured.indents.len()), 1.0, 2.5),
        figure("dup8-percent", share(measured.repeated_lines, measured.compared_lines), 3.0, 6.0),
        figure("parameters-over-5-percent", share(count(&measured.parameters, 5), functions), 0.5, 2.0),
        figure("crates", measured.crates as f64, 13.0, 16.0),
        figure("edges", measured.edges as f64, 18.0, 28.0),
        figure("depth", measured.depth as f64, 5.0, 6.0),
        figure("module-docs-percent", share(measured.documented_files, measured.file_lines.len()), 100.0, 90.0),
        figure("public-docs-percent", share(measured.documented_functions, measured.public_functions), 60.0, 40.0),
        figure("panics-per-1000", measured.panics as f64 / thousand_lines, 1.0, 3.0),
        figure("todo-per-1000", measured.todos as f64 / thousand_lines, 0.2, 1.0),
        figure("macros", measured.macros as f64, 5.0, 8.0),
        figure("tests-per-code", measured.test_lines as f64 / measured.code_lines.max(1) as f64, 1.0, 0.6),
        figure("locked-packages", measured.locked_packages as f64, 600.0, 750.0),
    ]
}

/// The value at the share of the sorted list.
fn quantile(list: &[usize], share: f64) -> f64 {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(0) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_the_colour_of_its_bounds() {
        let colour = |value, green, red| Figure { name: "a", value, green, red }.colour();
        assert!(colour(1.0, 1.0, 3.0) == Colour::Green && colour(3.0, 1.0, 3.0) == Colour::Amber);
        assert!(colour(3.1, 1.0, 3.0) == Colour::Red && colour(0.5, 1.0, 0.6) == Colour::Red);
        assert!(colour(1.4, 1.0, 0.6) == Colour::Green && colour(0.7, 1.0, 0.6) == Colour::Amber);
    }

    #[test]
    fn a_red_figure_needs_its_reason() {
        let figures = [Figure { name: "macros", value: 9.0, green: 5.0, red: 8.0 }];
        let page = |text: &str| Tree::of([("docs/decisions/0001-a.md".to_owned(), text.to_owned())]);
        assert_eq!(red_without_reason(&page("metrics: edges: why"), &figures), ["macros"]);
        assert!(red_without_reason(&page("metrics: macros: it was so"), &figures).is_empty());
    }
}
