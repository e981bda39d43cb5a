//! The report as Markdown, for wikis, chat and diffs.

use std::fmt::{Arguments, Write};

use super::advice_text::text;
use super::change::change;
use super::page::Rendering;
use super::{Metric, Report, summary};
use crate::Language;
use crate::html::escape_markdown;

/// Headings, sentences and tables; every number links its rows.
pub fn markdown(report: &Report, rendering: Rendering) -> String {
    let language = rendering.language;
    let words = &language.words().report;
    let mut page = Page { text: String::new(), report, language, base: rendering.base };
    let title = (words.of_month)(&report.workspace, &language.month(report.month));
    page.add(format_args!("# {}\n\n## {}\n\n", escape_markdown(&title), words.summary));
    for sentence in summary::summary(report, language) {
        let line = page.linked(&sentence.rows, &sentence.text);
        page.add(format_args!("- {line}\n"));
    }
    page.recommendations();
    page.add(format_args!("\n## {}\n\n", words.all_numbers));
    page.numbers(|metric| !metric.measure.one_of_many());
    page.add(format_args!("\n## {}\n\n", words.subjects));
    page.numbers(|metric| metric.measure.one_of_many());
    page.topics();
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

    fn linked(&self, rows: &str, written: &str) -> String {
        let written = escape_markdown(written);
        if rows.is_empty() {
            return written;
        }
        // In angle brackets an address may hold parentheses and spaces.
        let address = format!("{}{rows}", self.base).replace(['<', '>', '\n', '\r'], "");
        format!("[{written}](<{address}>)")
    }

    fn recommendations(&mut self) {
        let words = &self.language.words().report;
        self.add(format_args!("\n## {}\n\n", words.recommendations));
        if self.report.recommendations.is_empty() {
            self.add(format_args!("{}\n", words.no_recommendations));
        }
        for (place, one) in self.report.recommendations.iter().enumerate() {
            let text = text(&one.advice, self.language);
            let evidence: Vec<String> = one
                .evidence
                .iter()
                .map(|evidence| self.linked(&evidence.rows, &format!("{} = {}", evidence.name, evidence.value)))
                .collect();
            let (title, why, effect) =
                (escape_markdown(&text.title), escape_markdown(&text.why), escape_markdown(&text.effect));
            self.add(format_args!("{}. **{title}.** {why}\n", place + 1));
            self.add(format_args!(
                "   - {}: {effect}\n   - {}: {}\n",
                words.effect,
                words.evidence,
                evidence.join(", ")
            ));
            self.add(format_args!("   - {}: {} · {}: {}", words.owner, text.owner, words.effort, text.effort));
            self.add(format_args!(" · {}: {}\n", words.confidence, self.language.percent(one.confidence)));
        }
    }

    fn numbers(&mut self, wanted: fn(&Metric) -> bool) {
        let words = &self.language.words().report;
        let heads = [words.name, words.value, words.before, words.change, words.definition];
        self.add(format_args!("| {} |\n| --- | ---: | ---: | --- | --- |\n", heads.join(" | ")));
        let report = self.report;
        for metric in report.metrics.iter().filter(|metric| wanted(metric)) {
            let written = |number| metric.measure.written(self.language, number);
            let value = metric.value.map_or_else(|| "–".to_owned(), |value| self.linked(&metric.rows, &written(value)));
            let before = metric.previous.map_or_else(|| "–".to_owned(), written);
            let change = change(metric, self.language).map_or_else(String::new, |change| match change.noise {
                true => format!("{} ({})", change.written, words.noise),
                false => change.written,
            });
            let (name, definition) = (metric.measure.title(self.language), metric.measure.definition(self.language));
            self.add(format_args!("| {} | {value} | {before} | {change} | {definition} |\n", escape_markdown(&name)));
        }
    }

    fn topics(&mut self) {
        let words = &self.language.words().report;
        self.add(format_args!("\n## {}\n\n", words.topics));
        if self.report.topics.is_empty() {
            return self.add(format_args!("{}\n", words.no_topics));
        }
        let heads = [words.topic, words.keywords, words.value, words.before, words.typical];
        self.add(format_args!("| {} |\n| --- | --- | ---: | ---: | --- |\n", heads.join(" | ")));
        let report = self.report;
        for topic in &report.topics {
            let before = topic.previous.map_or_else(|| "–".to_owned(), |count| self.language.count(count));
            let messages = self.linked(&topic.rows, &self.language.count(topic.messages));
            let (name, keywords) = (escape_markdown(&topic.name), escape_markdown(&topic.keywords.join(", ")));
            let typical = escape_markdown(topic.typical.as_deref().unwrap_or(""));
            self.add(format_args!("| {name} | {keywords} | {messages} | {before} | {typical} |\n"));
        }
    }

    fn method(&mut self) {
        let words = &self.language.words().report;
        let lines = [words.months_are_utc, words.rows_open, words.noise_explained, words.no_data_explained];
        self.add(format_args!("\n## {}\n\n", words.method));
        for line in lines {
            self.add(format_args!("- {line}\n"));
        }
        if !self.report.models.is_empty() {
            let models = (words.models)(&self.report.models.join(", "));
            self.add(format_args!("- {}\n", escape_markdown(&models)));
        }
    }
}
