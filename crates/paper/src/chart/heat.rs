//! The hours of a week as a heat map.

use super::plot::append;
use super::short;
use crate::Language;
use crate::html::escape;

/// Amounts per hour of the week.
pub struct Heat<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// 168 numbers, Monday 0:00 first.
    pub hours: &'a [u64],
    pub language: Language,
}

const ROW: f64 = 18.0;
const LEFT_PERCENT: f64 = 10.0;
const CELL_PERCENT: f64 = (100.0 - LEFT_PERCENT) / 24.0;

/// Draws the map: a row per day, a column per hour, darker for more.
pub fn heat(heat: &Heat) -> String {
    let greatest = heat.hours.iter().copied().max().unwrap_or(0).max(1);
    let (id, title) = (escape(heat.id), escape(heat.title));
    let height = ROW * 7.0 + 20.0;
    let mut page = format!(
        "<figure class=\"chart\"><figcaption>{title}</figcaption><svg role=\"img\" aria-labelledby=\"{id}-title\" height=\"{height}\"><title id=\"{id}-title\">{title}</title>"
    );
    for (at, count) in heat.hours.iter().take(168).enumerate() {
        let (day, hour) = (at / 24, at % 24);
        let (x, y) = (short(LEFT_PERCENT + CELL_PERCENT * hour as f64), short(ROW * day as f64));
        if hour == 0 {
            let (y, name) = (ROW * day as f64 + 13.0, heat.language.weekday_short(day));
            append(&mut page, format_args!("<text class=\"chart-tick\" x=\"0\" y=\"{y}\">{name}</text>"));
        }
        // Nothing at all is still a faint cell, so that the grid can be read.
        let strength = short(0.05 + 0.95 * *count as f64 / greatest as f64);
        let told = format!("{} {hour:02}:00 – {}", heat.language.weekday(day), heat.language.count(*count));
        append(
            &mut page,
            format_args!(
                "<rect class=\"chart-cell chart-1\" fill-opacity=\"{strength}\" x=\"{x}%\" y=\"{y}\" width=\"{}%\" height=\"{}\"><title>{told}</title></rect>",
                short(CELL_PERCENT * 0.92),
                ROW - 2.0
            ),
        );
    }
    for hour in (0..24).step_by(6) {
        let (x, y) = (short(LEFT_PERCENT + CELL_PERCENT * f64::from(hour)), height - 4.0);
        append(&mut page, format_args!("<text class=\"chart-tick\" x=\"{x}%\" y=\"{y}\">{hour:02}:00</text>"));
    }
    page.push_str("</svg>");
    table(&mut page, heat);
    page.push_str("</figure>");
    page
}

fn table(page: &mut String, heat: &Heat) {
    let words = heat.language.words();
    append(
        page,
        format_args!(
            "<details><summary>{}</summary><div class=\"chart-scroll\"><table><thead><tr><th scope=\"col\">{}</th>",
            words.shell.as_table, words.report.hour
        ),
    );
    for day in 0..7 {
        append(page, format_args!("<th scope=\"col\">{}</th>", heat.language.weekday_short(day)));
    }
    page.push_str("</tr></thead><tbody>");
    for hour in 0..24 {
        append(page, format_args!("<tr><th scope=\"row\">{hour:02}:00</th>"));
        for day in 0..7 {
            let count = heat.hours.get(day * 24 + hour).copied().unwrap_or(0);
            append(page, format_args!("<td>{}</td>", heat.language.count(count)));
        }
        page.push_str("</tr>");
    }
    page.push_str("</tbody></table></div></details>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_hour_is_the_darkest() {
        let mut hours = vec![0; 168];
        hours[24 + 9] = 40;
        let drawn = heat(&Heat { id: "week", title: "Week", hours: &hours, language: Language::English });
        assert!(drawn.contains("fill-opacity=\"1\"") && drawn.contains("<title>Tuesday 09:00 – 40</title>"));
        assert_eq!(drawn.matches("<rect").count(), 168);
    }
}
