//! Lines, areas and stacked columns over a row of labels.

use std::fmt::Write;

use super::short;
use crate::Language;
use crate::html::escape;

/// A chart over labels from left to right.
pub struct Chart<'a> {
    /// Unique on its page; letters, digits and hyphens.
    pub id: &'a str,
    /// The one thing that the chart says.
    pub title: &'a str,
    /// What the labels are: the head of the first column of the table.
    pub over: &'a str,
    pub labels: Vec<String>,
    pub series: Vec<Series<'a>>,
    pub language: Language,
    /// How a value is written.
    pub written: fn(Language, f64) -> String,
}

/// One row of values, one per label; `None` leaves a gap.
pub struct Series<'a> {
    pub name: &'a str,
    pub values: Vec<Option<f64>>,
    /// The past, to compare with: drawn thinner, dashed and grey.
    pub before: bool,
}

const TOP: f64 = 18.0;
const HEIGHT: f64 = 132.0;
const BELOW: f64 = 22.0;
const LABELS_MAX: usize = 6;
/// Columns begin to the right of the numbers of the scale, curves run under them; in percent.
const COLUMNS_LEFT: f64 = 6.0;

/// Lines that may be compared.
pub fn line(chart: &Chart) -> String {
    figure(chart, (scale_of(greatest(chart)), 0.0), |inner, top| {
        for (place, series) in chart.series.iter().enumerate() {
            draw_line(inner, series, place, top);
        }
    })
}

/// One line with its area filled, for amounts over time; other series lie over it as lines.
pub fn area(chart: &Chart) -> String {
    figure(chart, (scale_of(greatest(chart)), 0.0), |inner, top| {
        if let Some(first) = chart.series.first() {
            draw_area(inner, first, top);
        }
        for (place, series) in chart.series.iter().enumerate() {
            draw_line(inner, series, place, top);
        }
    })
}

/// Columns, stacked when there are several series.
pub fn columns(chart: &Chart) -> String {
    let stacked = (0..chart.labels.len()).map(|at| sum_at(chart, at)).fold(0.0, f64::max);
    figure(chart, (scale_of(stacked), COLUMNS_LEFT), |inner, top| {
        let width = 1000.0 / chart.labels.len().max(1) as f64;
        for at in 0..chart.labels.len() {
            let mut floor = 1000.0;
            for (place, series) in chart.series.iter().enumerate() {
                let height = series.values.get(at).copied().flatten().unwrap_or(0.0) / top * 1000.0;
                floor -= height;
                let (x, class) = (short(width * (at as f64 + 0.14)), place % 6 + 1);
                let (y, width, height) = (short(floor), short(width * 0.72), short(height));
                append(
                    inner,
                    format_args!(
                        "<rect class=\"chart-column chart-{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
                    ),
                );
            }
        }
    })
}

fn sum_at(chart: &Chart, at: usize) -> f64 {
    chart.series.iter().filter_map(|series| series.values.get(at).copied().flatten()).sum()
}

fn greatest(chart: &Chart) -> f64 {
    chart.series.iter().flat_map(|series| &series.values).flatten().copied().fold(0.0, f64::max)
}

/// The step between grid lines and their number: steps of 1, 2 or 5 with two to five lines.
fn scale_of(greatest: f64) -> (f64, usize) {
    let greatest = if greatest.is_finite() && greatest > 0.0 { greatest } else { 1.0 };
    let power = 10f64.powf((greatest / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|step| step * power).into_iter().find(|step| greatest / step <= 4.0);
    let step = step.unwrap_or(10.0 * power);
    (step, (greatest / step).ceil().max(1.0) as usize)
}

fn figure(chart: &Chart, ((step, steps), left): ((f64, usize), f64), draw: impl Fn(&mut String, f64)) -> String {
    let mut page = String::new();
    let (id, title) = (escape(chart.id), escape(chart.title));
    append(&mut page, format_args!("<figure class=\"chart\"><figcaption>{title}</figcaption>"));
    legend(&mut page, chart);
    let height = TOP + HEIGHT + BELOW;
    append(
        &mut page,
        format_args!(
            "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" height=\"{height}\"><title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{}</desc>",
            escape(&describe(chart))
        ),
    );
    let height_of = |at: usize| TOP + HEIGHT - HEIGHT * at as f64 / steps as f64;
    for at in 0..=steps {
        let y = short(height_of(at));
        let class = if at == 0 { "chart-base" } else { "chart-grid" };
        append(&mut page, format_args!("<line class=\"{class}\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>"));
    }
    append(
        &mut page,
        format_args!(
            "<svg x=\"{left}%\" y=\"{TOP}\" width=\"{}%\" height=\"{HEIGHT}\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\">",
            100.0 - left
        ),
    );
    draw(&mut page, step * steps as f64);
    page.push_str("</svg>");
    // Written over the curves, so that no curve hides a number.
    for at in 1..=steps {
        let (y, tick) = (short(height_of(at) - 4.0), (chart.written)(chart.language, step * at as f64));
        append(&mut page, format_args!("<text class=\"chart-tick\" x=\"0\" y=\"{y}\">{}</text>", escape(&tick)));
    }
    points(&mut page, chart, left);
    page.push_str("</svg>");
    table(&mut page, chart);
    page.push_str("</figure>");
    page
}

fn legend(page: &mut String, chart: &Chart) {
    if chart.series.len() < 2 {
        return;
    }
    page.push_str("<ul class=\"chart-legend\" aria-hidden=\"true\">");
    for (place, series) in chart.series.iter().enumerate() {
        append(page, format_args!("<li class=\"{}\">{}</li>", class_of(series, place), escape(series.name)));
    }
    page.push_str("</ul>");
}

fn class_of(series: &Series, place: usize) -> String {
    if series.before { "chart-6 chart-before".to_owned() } else { format!("chart-{}", place % 6 + 1) }
}

/// First, last, least and greatest of each series, for those who cannot see it.
fn describe(chart: &Chart) -> String {
    let mut sentences = Vec::new();
    for series in &chart.series {
        let known = series.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
        let least = known.clone().min_by(|a, b| a.1.total_cmp(&b.1));
        let greatest = known.max_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(least), Some(greatest)) = (least, greatest) {
            let told = |(at, value): (usize, f64)| {
                let label = chart.labels.get(at).map_or("", String::as_str);
                format!("{} ({label})", (chart.written)(chart.language, value))
            };
            sentences.push(format!("{}: {} – {}", series.name, told(least), told(greatest)));
        }
    }
    sentences.join("; ")
}

fn draw_line(page: &mut String, series: &Series, place: usize, top: f64) {
    let mut path = String::new();
    let mut pen_down = false;
    for (at, value) in series.values.iter().enumerate() {
        let Some(value) = value else {
            pen_down = false;
            continue;
        };
        let letter = if pen_down { 'L' } else { 'M' };
        append(
            &mut path,
            format_args!("{letter}{} {}", short(x_of(at, series.values.len())), short(1000.0 - value / top * 1000.0)),
        );
        pen_down = true;
    }
    append(
        page,
        format_args!(
            "<path class=\"chart-line {}\" vector-effect=\"non-scaling-stroke\" d=\"{path}\"/>",
            class_of(series, place)
        ),
    );
}

fn draw_area(page: &mut String, series: &Series, top: f64) {
    let count = series.values.len();
    let mut path = format!("M{} 1000", short(x_of(0, count)));
    for (at, value) in series.values.iter().enumerate() {
        append(
            &mut path,
            format_args!("L{} {}", short(x_of(at, count)), short(1000.0 - value.unwrap_or(0.0) / top * 1000.0)),
        );
    }
    append(&mut path, format_args!("L{} 1000Z", short(x_of(count.saturating_sub(1), count))));
    append(page, format_args!("<path class=\"chart-area chart-1\" d=\"{path}\"/>"));
}

/// The middle of the place of a label, of 1000.
fn x_of(at: usize, count: usize) -> f64 {
    1000.0 * (at as f64 + 0.5) / count.max(1) as f64
}

/// What is written below, and a place over each label that tells its values to a pointer.
fn points(page: &mut String, chart: &Chart, left: f64) {
    let along = |place: f64| short(left + (100.0 - left) * place);
    let count = chart.labels.len();
    let every = count.div_ceil(LABELS_MAX).max(1);
    for (at, label) in chart.labels.iter().enumerate() {
        let width = short((100.0 - left) / count as f64);
        let x = along(at as f64 / count as f64);
        let values = chart.series.iter().filter_map(|series| {
            let value = series.values.get(at).copied().flatten()?;
            Some(format!("{}: {}", series.name, (chart.written)(chart.language, value)))
        });
        let told = format!("{label}\n{}", values.collect::<Vec<_>>().join("\n"));
        append(
            page,
            format_args!(
                "<rect class=\"chart-point\" x=\"{x}%\" y=\"{TOP}\" width=\"{width}%\" height=\"{HEIGHT}\"><title>{}</title></rect>",
                escape(&told)
            ),
        );
        if at % every == 0 {
            let (middle, y) = (along(x_of(at, count) / 1000.0), TOP + HEIGHT + BELOW - 6.0);
            append(
                page,
                format_args!(
                    "<text class=\"chart-tick\" text-anchor=\"middle\" x=\"{middle}%\" y=\"{y}\">{}</text>",
                    escape(label)
                ),
            );
        }
    }
}

fn table(page: &mut String, chart: &Chart) {
    let words = &chart.language.words().shell;
    append(
        page,
        format_args!(
            "<details><summary>{}</summary><div class=\"chart-scroll\"><table><thead><tr><th scope=\"col\">{}</th>",
            words.as_table,
            escape(chart.over)
        ),
    );
    for series in &chart.series {
        append(page, format_args!("<th scope=\"col\">{}</th>", escape(series.name)));
    }
    page.push_str("</tr></thead><tbody>");
    for (at, label) in chart.labels.iter().enumerate() {
        append(page, format_args!("<tr><th scope=\"row\">{}</th>", escape(label)));
        for series in &chart.series {
            let value = series.values.get(at).copied().flatten();
            let written = value.map_or_else(|| "–".to_owned(), |value| (chart.written)(chart.language, value));
            append(page, format_args!("<td>{}</td>", escape(&written)));
        }
        page.push_str("</tr>");
    }
    page.push_str("</tbody></table></div></details>");
}

pub(super) fn append(page: &mut String, text: std::fmt::Arguments) {
    page.write_fmt(text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: Vec<Option<f64>>) -> Chart<'static> {
        Chart {
            id: "days",
            title: "Fewer on <weekends>",
            over: "Day",
            labels: (1..=values.len()).map(|day| day.to_string()).collect(),
            series: vec![Series { name: "Messages", values, before: false }],
            language: Language::English,
            written: |language, value| language.count(value as u64),
        }
    }

    #[test]
    fn a_gap_lifts_the_pen() {
        let drawn = line(&chart(vec![Some(1.0), Some(2.0), None, Some(4.0)]));
        assert!(drawn.contains("d=\"M125 750L375 500M875 0\""), "{drawn}");
    }

    #[test]
    fn every_chart_brings_its_numbers_and_no_style() {
        for draw in [line, area, columns] {
            let drawn = draw(&chart(vec![Some(1204.0), None]));
            assert!(drawn.contains("<td>1,204</td>") && drawn.contains("<td>–</td>"));
            assert!(drawn.contains("Fewer on &lt;weekends&gt;") && !drawn.contains("style="));
            assert_eq!(drawn.matches("<svg").count(), drawn.matches("</svg>").count());
        }
    }

    #[test]
    fn scales_are_round_and_hold_the_greatest() {
        let cases = [
            (0.0, (0.5, 2)),
            (1.0, (0.5, 2)),
            (7.0, (2.0, 4)),
            (54.0, (20.0, 3)),
            (100.0, (50.0, 2)),
            (1_204.0, (500.0, 3)),
        ];
        for (greatest, scale) in cases {
            assert_eq!(scale_of(greatest), scale, "{greatest}");
        }
        let nothing = line(&chart(vec![]));
        assert!(!nothing.contains("NaN") && !nothing.contains("inf"));
    }
}
