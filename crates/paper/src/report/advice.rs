//! Recommendations as rules over evidence: which fire, on what figures, and how sure they are.

use model::Kind;

use super::{Evidence, Measure, Metric, Number, Recommendation, Report, Topic};

/// What a rule advises, with the figures that its sentences tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    AnswerTheUnanswered { conversations: u64, share: f64 },
    AnswerSooner { median_s: f64, previous_s: f64 },
    HandOverBugs { bugs: u64, previous: u64 },
    CalmComplaints { complaints: u64, previous: u64 },
    FollowTopic { topic: String, messages: u64, previous: u64 },
    WriteAnswersDown { questions: u64, share: f64 },
    CollectIdeas { ideas: u64 },
    RelyOnMore { authors: u64, messages: u64 },
    WinBack { lost: u64, active: u64 },
    WelcomeNewcomers { new: u64, active: u64 },
    SpeakLanguage { code: String, messages: u64, share: f64 },
    QuotePraise { praise: u64, previous: u64 },
}

/// How much work an advice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    Small,
    Medium,
    Large,
}

/// Who would do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Community,
    Quality,
    Product,
    Marketing,
    Support,
}

impl Advice {
    pub fn effort(&self) -> Effort {
        match self {
            Advice::CollectIdeas { .. } | Advice::QuotePraise { .. } | Advice::HandOverBugs { .. } => Effort::Small,
            Advice::RelyOnMore { .. } | Advice::SpeakLanguage { .. } => Effort::Large,
            _ => Effort::Medium,
        }
    }

    pub fn owner(&self) -> Owner {
        match self {
            Advice::HandOverBugs { .. } => Owner::Quality,
            Advice::CollectIdeas { .. } | Advice::FollowTopic { .. } => Owner::Product,
            Advice::QuotePraise { .. } => Owner::Marketing,
            Advice::AnswerSooner { .. } | Advice::CalmComplaints { .. } => Owner::Support,
            _ => Owner::Community,
        }
    }

    /// The word for the rule in JSON.
    pub const fn rule(&self) -> &'static str {
        match self {
            Advice::AnswerTheUnanswered { .. } => "answer_the_unanswered",
            Advice::AnswerSooner { .. } => "answer_sooner",
            Advice::HandOverBugs { .. } => "hand_over_bugs",
            Advice::CalmComplaints { .. } => "calm_complaints",
            Advice::FollowTopic { .. } => "follow_topic",
            Advice::WriteAnswersDown { .. } => "write_answers_down",
            Advice::CollectIdeas { .. } => "collect_ideas",
            Advice::RelyOnMore { .. } => "rely_on_more",
            Advice::WinBack { .. } => "win_back",
            Advice::WelcomeNewcomers { .. } => "welcome_newcomers",
            Advice::SpeakLanguage { .. } => "speak_language",
            Advice::QuotePraise { .. } => "quote_praise",
        }
    }
}

/// More than these nobody acts on in a month.
const RECOMMENDATIONS_MAX: usize = 6;
/// Below so many cases a rule stays silent.
const CASES_MIN: u64 = 10;
const UNANSWERED_SHARE_MIN: f64 = 0.1;
const MEDIAN_WAIT_MAX_S: f64 = 4.0 * 3_600.0;
const QUESTION_SHARE_MIN: f64 = 0.2;
const IDEA_SHARE_MIN: f64 = 0.05;
const LANGUAGE_SHARE_MIN: f64 = 0.08;
const RISE_MIN: f64 = 1.25;
/// A rise counts only when chance explains it less than one time in twenty.
const STANDARD_ERRORS_MIN: f64 = 1.96;

/// What the numbers of `report` speak for, the surest first. Pure: the same report, the same advice.
pub fn advise(report: &Report) -> Vec<Recommendation> {
    let mut advices = Vec::new();
    advices.extend(answers(report));
    advices.extend(rises(report));
    advices.extend(habits(report));
    advices.extend(people(report));
    advices.extend(report.topics.iter().filter_map(topic_rises));
    // A stable sort: rules of the same confidence keep the order above.
    advices.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    advices.truncate(RECOMMENDATIONS_MAX);
    advices
}

fn answers(report: &Report) -> Vec<Recommendation> {
    let mut advices = Vec::new();
    if let Some(share) = report.metric(&Measure::UnansweredShare)
        && let Some(value) = share.value.map(Number::as_f64)
    {
        let conversations = (value * share.cases as f64).round() as u64;
        if value >= UNANSWERED_SHARE_MIN && conversations >= CASES_MIN {
            let advice = Advice::AnswerTheUnanswered { conversations, share: value };
            advices.push(recommend(advice, &[share], sure_by_cases(share.cases)));
        }
    }
    if let Some(median) = report.metric(&Measure::FirstResponseMedian)
        && let (Some(now), Some(before)) = (median.value, median.previous)
    {
        let (now, before) = (now.as_f64(), before.as_f64());
        let worse = now > before * RISE_MIN && !median.noise();
        if (worse || now > MEDIAN_WAIT_MAX_S) && median.cases >= CASES_MIN {
            let mut evidence = vec![median];
            evidence.extend(report.metric(&Measure::FirstResponseP90));
            let advice = Advice::AnswerSooner { median_s: now, previous_s: before };
            advices.push(recommend(advice, &evidence, sure_by_cases(median.cases)));
        }
    }
    advices
}

fn rises(report: &Report) -> Vec<Recommendation> {
    let risen = |kind: Kind| {
        let metric = report.metric(&Measure::MessagesOfKind(kind))?;
        let (now, before) = (whole(metric.value)?, whole(metric.previous)?);
        let errors = metric.standard_errors()?;
        let rises = now >= CASES_MIN && now as f64 >= before as f64 * RISE_MIN && errors >= STANDARD_ERRORS_MIN;
        rises.then_some((metric, now, before, sure_by_errors(errors)))
    };
    let advice = |kind, make: fn(u64, u64) -> Advice, doubt: f64| {
        let (metric, now, before, sure) = risen(kind)?;
        Some(recommend(make(now, before), &[metric], sure - doubt))
    };
    let rises = [
        advice(Kind::Bug, |bugs, previous| Advice::HandOverBugs { bugs, previous }, 0.0),
        advice(Kind::Complaint, |complaints, previous| Advice::CalmComplaints { complaints, previous }, 0.0),
        advice(Kind::Praise, |praise, previous| Advice::QuotePraise { praise, previous }, 0.2),
    ];
    rises.into_iter().flatten().collect()
}

fn habits(report: &Report) -> Vec<Recommendation> {
    let mut advices = Vec::new();
    let all = report.metric(&Measure::Messages).and_then(|metric| whole(metric.value)).unwrap_or(0).max(1);
    let of_kind = |kind| {
        let metric = report.metric(&Measure::MessagesOfKind(kind))?;
        let count = whole(metric.value)?;
        (count >= CASES_MIN).then_some((metric, count, count as f64 / all as f64))
    };
    if let Some((metric, questions, share)) = of_kind(Kind::Question)
        && share >= QUESTION_SHARE_MIN
    {
        let sure = sure_by_cases(questions) - 0.1;
        advices.push(recommend(Advice::WriteAnswersDown { questions, share }, &[metric], sure));
    }
    if let Some((metric, ideas, share)) = of_kind(Kind::Idea)
        && share >= IDEA_SHARE_MIN
    {
        advices.push(recommend(Advice::CollectIdeas { ideas }, &[metric], sure_by_cases(ideas) - 0.3));
    }
    advices
}

fn people(report: &Report) -> Vec<Recommendation> {
    let mut advices = Vec::new();
    let count = |measure: &Measure| {
        let metric = report.metric(measure)?;
        Some((metric, whole(metric.value)?))
    };
    let active = count(&Measure::ActiveMembers).map_or(0, |(_, active)| active);
    if let (Some((factor, authors)), Some((all, messages))) =
        (count(&Measure::AbsenceFactor), count(&Measure::Messages))
        && authors * 25 <= active
        && active >= 2 * CASES_MIN
    {
        let sure = sure_by_cases(active) - 0.1;
        advices.push(recommend(Advice::RelyOnMore { authors, messages }, &[factor, all], sure));
    }
    if let (Some((metric, lost)), Some((returning, stayed))) =
        (count(&Measure::LostMembers), count(&Measure::ReturningMembers))
        && lost > stayed
        && lost >= 2 * CASES_MIN
    {
        advices.push(recommend(Advice::WinBack { lost, active }, &[metric, returning], sure_by_cases(lost) - 0.15));
    }
    if let Some((metric, new)) = count(&Measure::NewMembers)
        && new * 5 >= active
        && new >= CASES_MIN
    {
        advices.push(recommend(Advice::WelcomeNewcomers { new, active }, &[metric], sure_by_cases(new) - 0.25));
    }
    advices.extend(second_language(report));
    advices
}

/// The greatest language after the first, when enough people write in it.
fn second_language(report: &Report) -> Option<Recommendation> {
    let mut spoken: Vec<(u64, &str, &Metric)> = Vec::new();
    for metric in &report.metrics {
        if let Measure::MessagesOfLanguage(code) = &metric.measure
            && code != "und"
        {
            spoken.push((whole(metric.value)?, code, metric));
        }
    }
    spoken.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let (messages, code, metric) = *spoken.get(1)?;
    let share = messages as f64 / spoken.iter().map(|row| row.0).sum::<u64>() as f64;
    let advice = Advice::SpeakLanguage { code: code.to_owned(), messages, share };
    let enough = share >= LANGUAGE_SHARE_MIN && messages >= 2 * CASES_MIN;
    enough.then(|| recommend(advice, &[metric], sure_by_cases(messages) - 0.3))
}

fn topic_rises(topic: &Topic) -> Option<Recommendation> {
    let previous = topic.previous?;
    let (now, before) = (topic.messages as f64, previous as f64);
    let errors = (now - before) / (now + before).sqrt();
    if topic.messages < CASES_MIN || now < before * 1.5 || errors < STANDARD_ERRORS_MIN {
        return None;
    }
    let advice = Advice::FollowTopic { topic: topic.name.clone(), messages: topic.messages, previous };
    let evidence = Evidence {
        name: format!("topic.{}", topic.name),
        value: Number::Whole(topic.messages as i64),
        previous: Some(Number::Whole(previous as i64)),
        rows: topic.rows.clone(),
    };
    Some(Recommendation { advice, evidence: vec![evidence], confidence: sure_by_errors(errors) })
}

fn recommend(advice: Advice, metrics: &[&Metric], confidence: f64) -> Recommendation {
    let evidence = metrics.iter().filter_map(|metric| {
        let value = metric.value?;
        Some(Evidence { name: metric.measure.name(), value, previous: metric.previous, rows: metric.rows.clone() })
    });
    Recommendation { advice, evidence: evidence.collect(), confidence }
}

fn whole(number: Option<Number>) -> Option<u64> {
    number.map(|number| number.as_f64().max(0.0) as u64)
}

/// A share or a habit seen in more cases is surer.
fn sure_by_cases(cases: u64) -> f64 {
    match cases {
        200.. => 0.9,
        50.. => 0.8,
        20.. => 0.65,
        _ => 0.5,
    }
}

/// A change of more standard errors is surer: 2, 2.6 and 3.3 are one in 20, 100 and 1000 by chance.
fn sure_by_errors(errors: f64) -> f64 {
    match errors {
        3.3.. => 0.95,
        2.6.. => 0.9,
        _ => 0.8,
    }
}
