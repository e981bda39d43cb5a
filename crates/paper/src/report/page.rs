//! The report as HTML: one self-contained file made to be read, printed and mailed, or its body for
//! a page of the program.

use std::fmt::Arguments;
use std::fmt::Write;

use super::advice_text::text;
use super::change::{Change, Direction, change};
use super::{Measure, Metric, Report, headline, summary};
use crate::Language;
use crate::chart::{self, Bar, Bars, Chart, Heat, Series};
use crate::html::escape;

/// Rules for [`body`], beside [`chart::STYLE`].
pub const STYLE: &str = include_str!("report.css");

/// Rules for a file that stands alone.
const PAGE_STYLE: &str = include_str!("page.css");

/// More bars than these are told as one row for all others.
const BARS_MAX: usize = 10;

/// How a report is written.
#[derive(Clone, Copy, Debug)]
pub struct Rendering<'a> {
    pub language: Language,
    /// What stands before each address of rows: the public address of the server for a file that
    /// leaves, nothing for a page.
    pub base: &'a str,
}

/// A whole HTML document that needs no other file.
pub fn html(report: &Report, rendering: Rendering) -> String {
    let language = rendering.language;
    let words = &language.words().report;
    let title = escape(&(words.of_month)(&report.workspace, &language.month(report.month)));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n:root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n{}{}{}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        language.code(),
        chart::LIGHT,
        chart::DARK,
        chart::STYLE,
        STYLE,
        PAGE_STYLE,
        body(report, rendering)
    )
}

/// The report from its heading on, for a page that brings [`STYLE`] and [`chart::STYLE`].
pub fn body(report: &Report, rendering: Rendering) -> String {
    let mut page = Page { text: String::new(), report, language: rendering.language, base: rendering.base };
    page.heading();
    if report.metric(&Measure::Messages).is_none_or(|metric| metric.value.is_none_or(|value| value.as_f64() == 0.0)) {
        let month = rendering.language.month(report.month);
        page.add(format_args!("<p>{}</p>\n", escape(&(page.words().empty)(&month))));
        return page.text;
    }
    page.summary();
    page.recommendations();
    page.activity();
    page.answers();
    page.people();
    page.subjects();
    page.topics();
    page.all_numbers();
    page.method();
    page.text
}

struct Page<'a> {
    text: String,
    report: &'a Report,
    language: Language,
    base: &'a str,
}

impl Page<'_> {
    fn add(&mut self, text: Arguments) {
        self.text.write_fmt(text).expect("writing to a string does not fail");
    }

    fn words(&self) -> &'static crate::words::report::Report {
        &self.language.words().report
    }

    fn address(&self, rows: &str) -> String {
        if rows.is_empty() { String::new() } else { format!("{}{rows}", self.base) }
    }

    /// `written` as a link to its rows, when there are any.
    fn linked(&self, rows: &str, written: &str) -> String {
        let written = escape(written);
        if rows.is_empty() { written } else { format!("<a href=\"{}\">{written}</a>", escape(&self.address(rows))) }
    }

    fn section(&mut self, title: &str) {
        self.add(format_args!("<section>\n<h2>{}</h2>\n", escape(title)));
    }

    fn section_end(&mut self) {
        self.text.push_str("</section>\n");
    }

    fn heading(&mut self) {
        let (kicker, workspace) = (self.words().title, escape(&self.report.workspace));
        let month = escape(&self.language.month(self.report.month));
        self.add(format_args!("<header class=\"report-head\">\n<p class=\"report-kicker\">{kicker}</p>\n<h1>{workspace}<span class=\"report-month\"> {month}</span></h1>\n</header>\n"));
    }

    fn summary(&mut self) {
        self.section(self.words().summary);
        self.text.push_str("<ul class=\"report-summary\">\n");
        for sentence in summary::summary(self.report, self.language) {
            let line = self.linked(&sentence.rows, &sentence.text);
            self.add(format_args!("<li>{line}</li>\n"));
        }
        self.text.push_str("</ul>\n");
        self.cards(&[
            Measure::Messages,
            Measure::Conversations,
            Measure::ActiveMembers,
            Measure::NewMembers,
            Measure::UnansweredShare,
            Measure::FirstResponseMedian,
        ]);
        self.section_end();
    }

    /// Great numbers, each with its change and its definition.
    fn cards(&mut self, measures: &[Measure]) {
        self.text.push_str("<div class=\"report-cards\">\n");
        for measure in measures {
            if let Some(metric) = self.report.metric(measure) {
                self.card(metric);
            }
        }
        self.text.push_str("</div>\n");
    }

    fn card(&mut self, metric: &Metric) {
        let (title, value) = (escape(&metric.measure.title(self.language)), self.value(metric));
        let (change, definition) = (self.change(metric), escape(metric.measure.definition(self.language)));
        self.add(format_args!("<div class=\"report-card\"><h3>{title}</h3><p class=\"report-value\">{value}</p><p class=\"report-change\">{change}</p><p class=\"report-definition\">{definition}</p></div>\n"));
    }

    fn value(&self, metric: &Metric) -> String {
        match metric.value {
            Some(value) => self.linked(&metric.rows, &metric.measure.written(self.language, value)),
            None => format!("<span title=\"{}\">–</span>", self.language.words().shell.no_data),
        }
    }

    fn change(&self, metric: &Metric) -> String {
        match change(metric, self.language) {
            Some(change) if metric.measure == Measure::BusiestHour && change.direction == Direction::Same => {
                escape(&change.written)
            }
            Some(change) => self.change_written(&change),
            None => self.words().no_before.to_owned(),
        }
    }

    fn change_written(&self, change: &Change) -> String {
        let sign = match change.direction {
            Direction::Same => String::new(),
            way => format!("<span aria-hidden=\"true\">{}</span> ", way.sign()),
        };
        let noise = if change.noise {
            format!(" <span class=\"report-noise\">{}</span>", self.words().noise)
        } else {
            String::new()
        };
        format!("{sign}{}{noise}", escape(&change.written))
    }

    fn recommendations(&mut self) {
        let words = self.words();
        self.section(words.recommendations);
        if self.report.recommendations.is_empty() {
            self.add(format_args!("<p>{}</p>\n", words.no_recommendations));
        }
        self.text.push_str("<ol class=\"report-advice\">\n");
        let report = self.report;
        for one in &report.recommendations {
            let text = text(&one.advice, self.language);
            let evidence: Vec<String> = one.evidence.iter().map(|evidence| self.evidence(evidence)).collect();
            self.add(format_args!(
                "<li><h3>{}</h3><p>{}</p><dl><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl></li>\n",
                escape(&text.title), escape(&text.why), words.effect, escape(&text.effect), words.evidence, evidence.join(", "),
                words.owner, text.owner, words.effort, text.effort, words.confidence, self.language.percent(one.confidence),
            ));
        }
        self.text.push_str("</ol>\n");
        self.section_end();
    }

    fn evidence(&self, evidence: &super::Evidence) -> String {
        let metric = self.report.metrics.iter().find(|metric| metric.measure.name() == evidence.name);
        let (title, measure) = match metric {
            Some(metric) => (metric.measure.title(self.language), metric.measure.clone()),
            None => (evidence.name.trim_start_matches("topic.").to_owned(), Measure::Messages),
        };
        let value = self.linked(&evidence.rows, &measure.written(self.language, evidence.value));
        let before = evidence.previous.map(|before| format!(" ({})", escape(&measure.written(self.language, before))));
        format!("{} {value}{}", escape(&title), before.unwrap_or_default())
    }

    fn activity(&mut self) {
        self.section(self.words().activity);
        self.text.push_str("<div class=\"report-pair\">\n");
        let series = &self.report.series;
        if !series.days.is_empty() {
            let (title, name) = (headline::days(self.report, self.language), self.language.month(self.report.month));
            let before = self.language.month(self.report.month.previous());
            let values = |days: &[u64]| -> Vec<Option<f64>> {
                (0..series.days.len()).map(|at| days.get(at).map(|count| *count as f64)).collect()
            };
            let mut lines = vec![Series { name: &name, values: values(&series.days), before: false }];
            if !series.previous_days.is_empty() {
                lines.push(Series { name: &before, values: values(&series.previous_days), before: true });
            }
            let labels = (1..=series.days.len()).map(|day| day.to_string()).collect();
            let drawn = self.chart("report-days", &title, self.words().day, (labels, lines));
            self.add(format_args!("{}\n", chart::area(&drawn)));
        }
        if !series.week_hours.is_empty() {
            let title = headline::week(&series.week_hours, self.language);
            let heat = Heat { id: "report-week", title: &title, hours: &series.week_hours, language: self.language };
            self.add(format_args!("{}\n", chart::heat(&heat)));
        }
        self.text.push_str("</div>\n");
        self.cards(&[Measure::AbsenceFactor, Measure::BusiestHour]);
        self.section_end();
    }

    fn chart<'a>(&self, id: &'a str, title: &'a str, over: &'a str, rows: (Vec<String>, Vec<Series<'a>>)) -> Chart<'a> {
        let (labels, series) = rows;
        let written = |language: Language, value: f64| language.count(value.round().max(0.0) as u64);
        Chart { id, title, over, labels, series, language: self.language, written }
    }

    fn answers(&mut self) {
        let words = self.words();
        self.section(words.answers);
        let waits = &self.report.series.waits;
        if waits.iter().any(|count| *count > 0) {
            let title = headline::waits(waits, self.language);
            let values = waits.iter().map(|count| Some(*count as f64)).collect();
            let name = self.language.words().shell.conversation.many;
            let series = vec![Series { name, values, before: false }];
            let drawn = self.chart("report-waits", &title, words.wait, (headline::wait_classes(self.language), series));
            self.add(format_args!("{}\n", chart::columns(&drawn)));
        }
        self.cards(&[Measure::FirstResponseP90, Measure::Helpers]);
        self.section_end();
    }

    fn people(&mut self) {
        let words = self.words();
        self.section(words.people);
        self.cards(&[Measure::ReturningMembers, Measure::LostMembers]);
        let report = self.report;
        if !report.helpers.is_empty() {
            let rows = report.helpers.iter().map(|helper| Bar {
                name: helper.name.clone(),
                value: helper.conversations as f64,
                before: None,
                written: self.language.count(helper.conversations),
                rows: self.address(&helper.rows),
                change: String::new(),
            });
            let heads = [self.language.words().shell.member.one, words.answered_first.many, ""];
            let bars = Bars { title: words.people_who_helped, heads, rows: rows.collect() };
            self.add(format_args!("{}\n", chart::bars(&bars)));
        }
        self.section_end();
    }

    fn subjects(&mut self) {
        self.section(self.words().subjects);
        self.text.push_str("<div class=\"report-pair\">\n");
        self.bars(|measure| matches!(measure, Measure::MessagesOfKind(_)), self.language.words().readings.kind);
        self.bars(|measure| matches!(measure, Measure::MessagesOfChannel(_)), self.words().channel);
        self.bars(|measure| matches!(measure, Measure::MessagesOfLanguage(_)), self.language.words().readings.language);
        self.text.push_str("</div>\n");
        self.section_end();
    }

    fn bars(&mut self, wanted: fn(&Measure) -> bool, head: &str) {
        let value = |metric: &Metric| metric.value.map_or(0.0, super::Number::as_f64);
        let mut metrics: Vec<&Metric> =
            self.report.metrics.iter().filter(|metric| wanted(&metric.measure) && value(metric) > 0.0).collect();
        metrics.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.measure.cmp(&b.measure)));
        let Some(title) = headline::greatest(&metrics, self.language) else { return };
        let mut rows: Vec<Bar> = metrics.iter().take(BARS_MAX).map(|metric| self.bar(metric)).collect();
        if metrics.len() > BARS_MAX {
            let rest = metrics[BARS_MAX..].iter().map(|metric| value(metric)).sum::<f64>();
            let (name, written) = (self.words().others.to_owned(), self.language.count(rest as u64));
            rows.push(Bar { name, value: rest, before: None, written, rows: String::new(), change: String::new() });
        }
        let heads = [head, self.words().value, self.words().change];
        self.add(format_args!("{}\n", chart::bars(&Bars { title: &title, heads, rows })));
    }

    fn bar(&self, metric: &Metric) -> Bar {
        let change = change(metric, self.language).map(|change| {
            let noise = if change.noise { " ~" } else { "" };
            format!("{}{noise}", change.written)
        });
        Bar {
            name: metric.measure.title(self.language),
            value: metric.value.map_or(0.0, super::Number::as_f64),
            before: metric.previous.map(super::Number::as_f64),
            written: metric.value.map_or_else(String::new, |value| metric.measure.written(self.language, value)),
            rows: self.address(&metric.rows),
            change: change.unwrap_or_default(),
        }
    }

    fn topics(&mut self) {
        let words = self.words();
        self.section(words.topics);
        if self.report.topics.is_empty() {
            self.add(format_args!("<p>{}</p>\n", words.no_topics));
            return self.section_end();
        }
        self.add(format_args!("<div class=\"chart-scroll\"><table class=\"report-table\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"report-number\">{}</th><th scope=\"col\" class=\"report-number\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n", words.topic, words.value, words.before, words.typical));
        let report = self.report;
        for topic in &report.topics {
            let before = topic.previous.map_or_else(|| "–".to_owned(), |count| self.language.count(count));
            let messages = self.linked(&topic.rows, &self.language.count(topic.messages));
            let typical = topic.typical.as_deref().unwrap_or("");
            self.add(format_args!("<tr><th scope=\"row\">{}<span class=\"report-keywords\">{}</span></th><td class=\"report-number\">{messages}</td><td class=\"report-number\">{before}</td><td class=\"report-typical\">{}</td></tr>\n", escape(&topic.name), escape(&topic.keywords.join(" · ")), escape(typical)));
        }
        self.text.push_str("</tbody></table></div>\n");
        self.section_end();
    }

    fn all_numbers(&mut self) {
        let words = self.words();
        self.section(words.all_numbers);
        self.add(format_args!("<div class=\"chart-scroll\"><table class=\"report-table\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"report-number\">{}</th><th scope=\"col\" class=\"report-number\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n", words.name, words.value, words.before, words.change, words.definition));
        let report = self.report;
        for metric in report.metrics.iter().filter(|metric| !metric.measure.one_of_many()) {
            let before =
                metric.previous.map_or_else(|| "–".to_owned(), |value| metric.measure.written(self.language, value));
            let (value, change) = (self.value(metric), self.change(metric));
            let (title, definition) = (metric.measure.title(self.language), metric.measure.definition(self.language));
            self.add(format_args!("<tr><th scope=\"row\">{}</th><td class=\"report-number\">{value}</td><td class=\"report-number\">{}</td><td class=\"report-change-cell\">{change}</td><td class=\"report-typical\">{}</td></tr>\n", escape(&title), escape(&before), escape(definition)));
        }
        self.text.push_str("</tbody></table></div>\n");
        self.section_end();
    }

    fn method(&mut self) {
        let words = self.words();
        self.section(words.method);
        self.text.push_str("<ul class=\"report-method\">\n");
        let mut lines = vec![words.months_are_utc.to_owned(), words.rows_open.to_owned()];
        lines.extend([words.noise_explained.to_owned(), words.no_data_explained.to_owned()]);
        if !self.report.models.is_empty() {
            lines.push((words.models)(&self.report.models.join(", ")));
        }
        for line in lines {
            self.add(format_args!("<li>{}</li>\n", escape(&line)));
        }
        self.text.push_str("</ul>\n");
        self.section_end();
    }
}
