//! The titles of the report's charts: each says the one thing that the chart shows.

use model::Kind;

use super::{Measure, Metric, Report, WAITS_S};
use crate::Language;

/// On which day most was written.
pub(super) fn days(report: &Report, language: Language) -> String {
    let days = &report.series.days;
    let Some(greatest) = days.iter().copied().max().filter(|greatest| *greatest > 0) else {
        return language.words().report.activity.to_owned();
    };
    let place = days.iter().position(|day| *day == greatest).unwrap_or(0);
    let date = report.month.start().plus_seconds(place as i64 * 86_400);
    let (_, _, day) = date.date();
    let month = language.month_alone(report.month);
    let greatest = language.count(greatest);
    match language {
        Language::English => format!("Most was written on {day} {month}: {greatest} messages"),
        Language::French if day == 1 => format!("On a le plus écrit le 1er {month} : {greatest} messages"),
        Language::French => format!("On a le plus écrit le {day} {month} : {greatest} messages"),
    }
}

/// When in the week most is written.
pub(super) fn week(hours: &[u64], language: Language) -> String {
    let day = (0..7).max_by_key(|day| (hours.iter().skip(day * 24).take(24).sum::<u64>(), 7 - day)).unwrap_or(0);
    let hour = (0..24).max_by_key(|hour| (hours.iter().skip(*hour).step_by(24).sum::<u64>(), 24 - hour)).unwrap_or(0);
    let name = language.weekday(day);
    match language {
        Language::English => format!("Most is written on {name}s, and around {hour:02}:00 UTC"),
        Language::French => format!("On écrit surtout le {name}, et vers {hour:02}:00 UTC"),
    }
}

/// How many had their first response within an hour.
pub(super) fn waits(waits: &[u64], language: Language) -> String {
    let within = WAITS_S.iter().zip(waits).filter(|(limit, _)| **limit <= 3_600).map(|(_, count)| count).sum::<u64>();
    let all = waits.iter().sum::<u64>().max(1);
    let share = language.percent(within as f64 / all as f64);
    match language {
        Language::English => format!("{share} of the first responses came within an hour"),
        Language::French => format!("{share} des premières réponses sont venues dans l’heure"),
    }
}

/// The names of the classes of waits: `< 5 min`, …, `≥ 7 d`.
pub(super) fn wait_classes(language: Language) -> Vec<String> {
    let mut names: Vec<String> = WAITS_S.iter().map(|limit| format!("< {}", language.duration(*limit))).collect();
    names.push(format!("≥ {}", language.duration(WAITS_S[WAITS_S.len() - 1])));
    names
}

/// Which row is the greatest, and its share of all.
pub(super) fn greatest(metrics: &[&Metric], language: Language) -> Option<String> {
    let value = |metric: &Metric| metric.value.map_or(0.0, super::Number::as_f64);
    // "Other" says nothing about what people write.
    let telling = |metric: &&&Metric| metric.measure != Measure::MessagesOfKind(Kind::Other);
    let first = metrics.iter().find(telling).or(metrics.first())?;
    let all = metrics.iter().map(|metric| value(metric)).sum::<f64>().max(1.0);
    let (name, share) = (first.measure.title(language), language.percent(value(first) / all));
    let title = match (language, &first.measure) {
        (Language::English, Measure::MessagesOfChannel(_)) if metrics.len() == 1 => {
            format!("All messages came by {name}")
        }
        (Language::French, Measure::MessagesOfChannel(_)) if metrics.len() == 1 => {
            format!("Tous les messages sont venus par {name}")
        }
        (Language::English, Measure::MessagesOfChannel(_)) => format!("{share} of the messages came by {name}"),
        (Language::French, Measure::MessagesOfChannel(_)) => format!("{share} des messages sont venus par {name}"),
        (Language::English, Measure::MessagesOfKind(_)) => {
            format!("The most frequent kind: {} ({share})", name.to_lowercase())
        }
        (Language::French, Measure::MessagesOfKind(_)) => {
            format!("La nature la plus fréquente : {} ({share})", name.to_lowercase())
        }
        (Language::English, _) => format!("{share} of the messages are in {name}"),
        (Language::French, _) => format!("{share} des messages sont en {}", name.to_lowercase()),
    };
    Some(title)
}
