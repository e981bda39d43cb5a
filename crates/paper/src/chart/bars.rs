//! Bars as a table: each row has its name, its bar, its number and the change.

use super::plot::append;
use super::short;
use crate::html::escape;

/// Rows of numbers of the same unit, the greatest first.
pub struct Bars<'a> {
    /// The one thing that the bars say.
    pub title: &'a str,
    /// Heads of the columns: what is counted, the number, the change. Without the last there is no
    /// column of changes.
    pub heads: [&'a str; 3],
    pub rows: Vec<Bar>,
}

/// One row.
pub struct Bar {
    pub name: String,
    pub value: f64,
    /// A mark at the same number in the month before.
    pub before: Option<f64>,
    /// The number as people read it.
    pub written: String,
    /// The address of what the number counts; empty: no link.
    pub rows: String,
    /// The change as people read it; may be empty.
    pub change: String,
}

/// Draws the bars.
pub fn bars(bars: &Bars) -> String {
    let values = bars.rows.iter().flat_map(|bar| [bar.value, bar.before.unwrap_or(0.0)]);
    let greatest = values.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let [name, value, change] = bars.heads.map(escape);
    let mut page = format!(
        "<table class=\"bars\"><caption>{}</caption><thead><tr><th scope=\"col\">{name}</th><td class=\"bars-picture\"></td><th scope=\"col\">{value}</th>",
        escape(bars.title)
    );
    if !change.is_empty() {
        append(&mut page, format_args!("<th scope=\"col\">{change}</th>"));
    }
    page.push_str("</tr></thead><tbody>");
    for bar in &bars.rows {
        let width = short(bar.value / greatest * 100.0);
        append(
            &mut page,
            format_args!(
                "<tr><th scope=\"row\">{}</th><td class=\"bars-picture\"><svg height=\"12\" aria-hidden=\"true\"><rect class=\"chart-column chart-1\" y=\"1\" width=\"{width}%\" height=\"10\"/>",
                escape(&bar.name)
            ),
        );
        if let Some(before) = bar.before {
            let x = short(before / greatest * 100.0);
            append(
                &mut page,
                format_args!("<line class=\"bars-before\" x1=\"{x}%\" x2=\"{x}%\" y1=\"-1\" y2=\"13\"/>"),
            );
        }
        page.push_str("</svg></td><td>");
        let written = escape(&bar.written);
        if bar.rows.is_empty() {
            page.push_str(&written);
        } else {
            append(&mut page, format_args!("<a href=\"{}\">{written}</a>", escape(&bar.rows)));
        }
        page.push_str("</td>");
        if !change.is_empty() {
            append(&mut page, format_args!("<td>{}</td>", escape(&bar.change)));
        }
        page.push_str("</tr>");
    }
    page.push_str("</tbody></table>");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_number_and_opens_its_rows() {
        let bar = |name: &str, value: f64| Bar {
            name: name.to_owned(),
            value,
            before: Some(50.0),
            written: value.to_string(),
            rows: "/m?q=a&b".to_owned(),
            change: "+1".to_owned(),
        };
        let drawn =
            bars(&Bars { title: "T", heads: ["a", "b", "c"], rows: vec![bar("one", 200.0), bar("<two>", 50.0)] });
        assert!(drawn.contains("width=\"100%\"") && drawn.contains("width=\"25%\"") && drawn.contains("x1=\"25%\""));
        assert!(drawn.contains("&lt;two&gt;") && drawn.contains("href=\"/m?q=a&amp;b\""));
    }
}
