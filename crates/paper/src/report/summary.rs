//! The executive summary: the month in a few sentences, each with the rows behind it.

use super::change::{Direction, change};
use super::{Measure, Metric, Number, Report};
use crate::Language;

/// One sentence of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub text: String,
    /// The address of what it says; may be empty.
    pub rows: String,
}

/// The month in at most six sentences, the most important first.
pub fn summary(report: &Report, language: Language) -> Vec<Sentence> {
    let parts = [volume, people, answers, dependence, subject, hour];
    parts.into_iter().filter_map(|part| part(report, language)).collect()
}

fn volume(report: &Report, language: Language) -> Option<Sentence> {
    let metric = report.metric(&Measure::Messages)?;
    let messages = language.words().shell.message.with(language, whole(metric)?);
    let before = language.month_alone(report.month.previous());
    let text = match (language, change(metric, language)) {
        (Language::English, None) => format!("{messages} came in."),
        (Language::French, None) => format!("{messages} reçus."),
        (Language::English, Some(change)) if change.noise || change.direction == Direction::Same => {
            format!("{messages} came in, about as many as in {before}.")
        }
        (Language::French, Some(change)) if change.noise || change.direction == Direction::Same => {
            format!("{messages} reçus, à peu près autant qu’en {before}.")
        }
        (Language::English, Some(change)) => format!("{messages} came in, {} on {before}.", change.written),
        (Language::French, Some(change)) => format!("{messages} reçus, {} par rapport à {before}.", change.written),
    };
    Some(Sentence { text, rows: metric.rows.clone() })
}

fn people(report: &Report, language: Language) -> Option<Sentence> {
    let metric = report.metric(&Measure::ActiveMembers)?;
    let active = language.words().shell.person.with(language, whole(metric)?);
    let count = |measure: &Measure| report.metric(measure).and_then(whole).map(|count| language.count(count));
    let (new, lost) = (count(&Measure::NewMembers)?, count(&Measure::LostMembers)?);
    let before = language.month_alone(report.month.previous());
    let text = match language {
        Language::English => {
            format!("{active} wrote; for {new} it was the first time. {lost} who wrote in {before} did not this month.")
        }
        Language::French => {
            format!(
                "{active} ont écrit, dont {new} pour la première fois. {lost} qui avaient écrit en {before} se sont tues."
            )
        }
    };
    Some(Sentence { text, rows: metric.rows.clone() })
}

fn answers(report: &Report, language: Language) -> Option<Sentence> {
    let share = report.metric(&Measure::UnansweredShare)?;
    let unanswered = language.percent(share.value?.as_f64());
    let median = report.metric(&Measure::FirstResponseMedian).and_then(|metric| metric.value);
    let wait = median.map(|median| language.duration(median.as_f64().round() as i64));
    let text = match (language, wait) {
        (Language::English, None) => format!("{unanswered} of the new conversations have no answer from anybody."),
        (Language::French, None) => format!("{unanswered} des nouvelles conversations n’ont reçu aucune réponse."),
        (Language::English, Some(wait)) => format!(
            "Half of those who got an answer had it within {wait}; {unanswered} of the new conversations have none."
        ),
        (Language::French, Some(wait)) => format!(
            "La moitié de ceux qui ont eu une réponse l’ont eue en {wait} ; {unanswered} des nouvelles conversations n’en ont pas."
        ),
    };
    Some(Sentence { text, rows: share.rows.clone() })
}

fn dependence(report: &Report, language: Language) -> Option<Sentence> {
    let metric = report.metric(&Measure::AbsenceFactor)?;
    let count = whole(metric)?;
    let authors = language.words().shell.person.with(language, count);
    let text = match (language, count) {
        (Language::English, _) => format!("{authors} wrote half of everything."),
        (Language::French, 1) => "Une seule personne a écrit la moitié de tout.".to_owned(),
        (Language::French, _) => format!("{authors} ont écrit la moitié de tout."),
    };
    Some(Sentence { text, rows: metric.rows.clone() })
}

fn subject(report: &Report, language: Language) -> Option<Sentence> {
    let topic = report.topics.iter().max_by_key(|topic| (topic.messages, std::cmp::Reverse(&topic.name)))?;
    let messages = language.words().shell.message.with(language, topic.messages);
    let text = match language {
        Language::English => format!("The greatest topic was “{}”, with {messages}.", topic.name),
        Language::French => format!("Le sujet principal était « {} », avec {messages}.", topic.name),
    };
    Some(Sentence { text, rows: topic.rows.clone() })
}

fn hour(report: &Report, language: Language) -> Option<Sentence> {
    let metric = report.metric(&Measure::BusiestHour)?;
    let hour = metric.value?.as_f64() as u64;
    let (from, to) = (format!("{hour:02}:00"), format!("{:02}:00", (hour + 1) % 24));
    let span = (language.words().report.hour_from_to)(&from, &to);
    let text = match language {
        Language::English => format!("The busiest hour was {span}."),
        Language::French => format!("L’heure de pointe : {span}."),
    };
    Some(Sentence { text, rows: metric.rows.clone() })
}

fn whole(metric: &Metric) -> Option<u64> {
    match metric.value? {
        Number::Whole(whole) => u64::try_from(whole).ok(),
        Number::Fraction(fraction) => Some(fraction.round().max(0.0) as u64),
    }
}
