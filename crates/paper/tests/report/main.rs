//! The report in its three forms, from one sample month.

mod sample;

use model::Kind;
use paper::Language;
use paper::report::{Advice, Measure, Number, Rendering, advise, html, json, markdown};
use sample::sample;

const EN: Rendering = Rendering { language: Language::English, base: "" };
const FR: Rendering = Rendering { language: Language::French, base: "https://desk.example" };

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = sample();
    assert_eq!(json(&report, Language::English), json(&report.clone(), Language::English));
    assert_eq!(html(&report, EN), html(&report.clone(), EN));
    assert_eq!(markdown(&report, EN), markdown(&report.clone(), EN));
}

#[test]
fn json_names_every_number_and_says_null_for_no_data() {
    let mut report = sample();
    report.metrics[7].value = None;
    let document: serde_json::Value = serde_json::from_str(&json(&report, Language::English)).unwrap();
    let metrics = document["metrics"].as_array().unwrap();
    let names: Vec<&str> = metrics.iter().filter_map(|metric| metric["name"].as_str()).collect();
    let wanted = [
        "messages",
        "conversations",
        "active_members",
        "new_members",
        "returning_members",
        "lost_members",
        "unanswered_share",
        "time_to_first_response_median_s",
        "time_to_first_response_p90_s",
        "absence_factor",
        "helpers",
        "busiest_hour_utc",
    ];
    for name in wanted {
        assert!(names.contains(&name), "{name}");
    }
    assert!(names.contains(&"messages.channel.Forum <help>") && names.contains(&"messages.kind.bug"));
    assert_eq!(metrics[0]["value"].to_string(), "1204");
    assert_eq!(metrics[6]["value"].to_string(), "0.1235");
    assert!(metrics[7]["value"].is_null());
    for metric in metrics {
        for field in ["definition", "unit", "rows"] {
            assert!(metric[field].as_str().is_some_and(|text| !text.is_empty()), "{metric}");
        }
    }
    assert!(document["recommendations"].as_array().unwrap().iter().all(|one| one["why"].is_string()));
}

#[test]
fn the_page_stands_alone_and_escapes_what_people_wrote() {
    for rendering in [EN, FR] {
        let page = html(&sample(), rendering);
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
        for forbidden in ["<script", "style=\"", "<link", "url(", "@import", "<img", "NaN"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("Forum &lt;help&gt;") && !page.contains("Forum <help>"));
        assert!(page.len() < 100_000, "{}", page.len());
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
    }
}

#[test]
fn every_number_opens_its_rows_at_the_servers_address() {
    let report = sample();
    let (page, text) = (html(&report, FR), markdown(&report, FR));
    for metric in &report.metrics {
        let address = format!("https://desk.example{}", metric.rows);
        assert!(page.contains(&format!("href=\"{}\"", address.replace('&', "&amp;"))), "{address}");
        assert!(text.contains(&format!("](<{address}>)")), "{address}");
    }
}

#[test]
fn french_is_french() {
    let page = html(&sample(), FR);
    assert!(page.contains("<html lang=\"fr\">") && page.contains("mars 2024") && page.contains("1\u{202f}204"));
    for english in ["Messages sent", "chance<", "the month", "Most "] {
        assert!(!page.contains(english), "{english}");
    }
}

#[test]
fn a_month_without_messages_says_what_to_do() {
    let mut report = sample();
    for metric in &mut report.metrics {
        metric.value = None;
    }
    assert!(html(&report, EN).contains("Nobody wrote in March 2024. Import an archive"));
    assert!(advise(&report).iter().all(|one| matches!(one.advice, Advice::FollowTopic { .. })));
}

#[test]
fn advice_needs_evidence_that_is_not_chance() {
    let mut report = sample();
    let has = |report: &paper::report::Report, rule: &str| advise(report).iter().any(|one| one.advice.rule() == rule);
    assert!(has(&report, "hand_over_bugs") && has(&report, "follow_topic") && has(&report, "answer_the_unanswered"));
    let bugs = report.metrics.iter_mut().find(|metric| metric.measure == Measure::MessagesOfKind(Kind::Bug)).unwrap();
    bugs.previous = Some(Number::Whole(190));
    report.topics[0].previous = Some(80);
    assert!(!has(&report, "hand_over_bugs") && !has(&report, "follow_topic"));
    let ideas = report.metrics.iter_mut().find(|metric| metric.measure == Measure::MessagesOfKind(Kind::Idea)).unwrap();
    ideas.value = Some(Number::Whole(12));
    assert!(!has(&report, "collect_ideas"), "1 % of the messages");
    for one in advise(&report) {
        assert!(!one.evidence.is_empty() && (0.0..=1.0).contains(&one.confidence), "{one:?}");
    }
}

#[test]
fn the_title_of_the_kinds_names_one_that_tells_something() {
    let mut report = sample();
    let other =
        report.metrics.iter_mut().find(|metric| metric.measure == Measure::MessagesOfKind(Kind::Other)).unwrap();
    other.value = Some(Number::Whole(900));
    assert!(html(&report, EN).contains("The most frequent kind: question (21%)"));
    report.metrics.retain(|metric| match &metric.measure {
        Measure::MessagesOfChannel(name) => name == "Chat",
        _ => true,
    });
    assert!(html(&report, EN).contains("All messages came by Chat"));
}

#[test]
fn the_operators_page_tells_every_definition() {
    let page = include_str!("../../../../docs/operators/report.md");
    for metric in &sample().metrics {
        let name = match metric.measure {
            Measure::MessagesOfChannel(_) => "messages.channel.NAME".to_owned(),
            Measure::MessagesOfKind(_) => "messages.kind.KIND".to_owned(),
            Measure::MessagesOfLanguage(_) => "messages.language.CODE".to_owned(),
            _ => metric.measure.name(),
        };
        let (unit, definition) = (metric.measure.unit().word(), metric.measure.definition(Language::English));
        let row = format!("| `{name}` | {unit} | {definition} |");
        assert!(page.contains(&row), "docs/operators/report.md lacks this row:\n{row}");
    }
    for one in sample().recommendations {
        assert!(page.contains(&format!("`{}`", one.advice.rule())), "{}", one.advice.rule());
    }
}
