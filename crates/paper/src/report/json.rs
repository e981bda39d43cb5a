//! The report as JSON, for programs: the same report, the same bytes.

use serde_json::{Map, Value, json};

use super::advice_text::text;
use super::{Evidence, Metric, Number, Recommendation, Report, Topic};
use crate::Language;

/// One JSON object on indented lines with a final newline. Names never change; `definition` and the
/// sentences of recommendations are in `language`.
pub fn json(report: &Report, language: Language) -> String {
    let document = json!({
        "workspace": report.workspace,
        "month": report.month.to_string(),
        "language": language.code(),
        "metrics": report.metrics.iter().map(|metric| of_metric(metric, language)).collect::<Vec<_>>(),
        "topics": report.topics.iter().map(of_topic).collect::<Vec<_>>(),
        "recommendations": report.recommendations.iter().map(|one| of_recommendation(one, language)).collect::<Vec<_>>(),
        "helpers": report.helpers.iter().map(|helper| json!({
            "name": helper.name, "conversations": helper.conversations, "rows": helper.rows,
        })).collect::<Vec<_>>(),
        "series": {
            "messages_per_day": report.series.days,
            "messages_per_day_previous": report.series.previous_days,
            "messages_per_hour_of_week_utc": report.series.week_hours,
            "waits_upto_s": super::WAITS_S,
            "waits": report.series.waits,
        },
        "models": report.models,
    });
    format!("{document:#}\n")
}

fn of_metric(metric: &Metric, language: Language) -> Value {
    json!({
        "name": metric.measure.name(),
        "definition": metric.measure.definition(language),
        "value": of_number(metric.value),
        "unit": metric.measure.unit().word(),
        "previous": of_number(metric.previous),
        "rows": metric.rows,
        "cases": metric.cases,
        "noise": metric.noise(),
    })
}

fn of_topic(topic: &Topic) -> Value {
    json!({
        "name": topic.name,
        "keywords": topic.keywords,
        "messages": topic.messages,
        "previous": topic.previous,
        "rows": topic.rows,
        "typical": topic.typical,
    })
}

fn of_recommendation(recommendation: &Recommendation, language: Language) -> Value {
    let text = text(&recommendation.advice, language);
    json!({
        "rule": recommendation.advice.rule(),
        "title": text.title,
        "why": text.why,
        "evidence": recommendation.evidence.iter().map(of_evidence).collect::<Vec<_>>(),
        "effect": text.effect,
        "effort": text.effort,
        "owner": text.owner,
        "confidence": of_number(Some(Number::Fraction(recommendation.confidence))),
    })
}

fn of_evidence(evidence: &Evidence) -> Value {
    let mut fields = Map::new();
    fields.insert("name".to_owned(), Value::from(evidence.name.as_str()));
    fields.insert("value".to_owned(), of_number(Some(evidence.value)));
    fields.insert("previous".to_owned(), of_number(evidence.previous));
    fields.insert("rows".to_owned(), Value::from(evidence.rows.as_str()));
    Value::Object(fields)
}

/// Whole numbers stay whole; fractions are rounded to four decimals; no data, and what is no number,
/// is null.
fn of_number(number: Option<Number>) -> Value {
    match number {
        None => Value::Null,
        Some(Number::Whole(whole)) => Value::from(whole),
        Some(Number::Fraction(fraction)) => Value::from((fraction * 10_000.0).round() / 10_000.0),
    }
}
