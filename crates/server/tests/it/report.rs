//! The report's topics are those that people see and decide about, whatever month is asked for first.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, desk};
use crate::said;

/// 2024-02-01, 2024-03-01 and 2024-04-01, in seconds.
const FEBRUARY: i64 = 1_706_745_600;
const MARCH: i64 = 1_709_251_200;
const APRIL: i64 = 1_711_929_600;

const THEMES: [(&str, [&str; 6]); 3] = [
    (
        "printer",
        [
            "The badge printer jams again",
            "Printer out of badges, it jams",
            "Our badge printer prints blank badges",
            "Badge printer paper jam at the desk",
            "The printer eats every second badge",
            "How do I clear a jam in the badge printer",
        ],
    ),
    (
        "invoice",
        [
            "My invoice shows the wrong tax",
            "The invoice lacks our tax number",
            "Wrong tax on the March invoice",
            "Please correct the tax on my invoice",
            "Invoice total and tax do not match",
            "Can the invoice show the tax apart",
        ],
    ),
    (
        "login",
        [
            "I cannot log in with my password",
            "Login fails, password refused",
            "Password reset mail for login never comes",
            "Login says my password is wrong",
            "Cannot log in since the password change",
            "The login page forgets my password",
        ],
    ),
];

/// So many rounds of 18 messages about three things, an hour apart.
fn talk(start: i64, rounds: i64) -> String {
    let mut lines = String::new();
    for round in 0..rounds {
        for (at, (theme, texts)) in THEMES.iter().enumerate() {
            for (nth, text) in texts.iter().enumerate() {
                let time = start + round * 3_600 + (at * 6 + nth) as i64 * 60;
                let when = ["today", "again", "since Monday"][(round % 3) as usize];
                let row = json!({ "id": time, "stream": theme, "topic": format!("{theme} {round}"), "ts": time,
                    "author": format!("lin{round}"), "text": format!("{text} ({when})") });
                lines.push_str(&format!("{row}\n"));
            }
        }
    }
    lines
}

fn three_months() -> String {
    [talk(FEBRUARY, 6), talk(MARCH, 12), talk(APRIL, 3)].concat()
}

fn report(desk: &Desk, month: &str) -> String {
    let run = desk.run(&["report", "--workspace", "aurora", "--month", month, "--format", "json"], b"");
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    String::from_utf8(run.stdout).unwrap()
}

fn topics(desk: &Desk, month: &str) -> Vec<Json> {
    let report: Json = serde_json::from_str(&report(desk, month)).unwrap();
    report["topics"].as_array().unwrap().clone()
}

/// The topic's number, from the address of its messages.
fn number(topic: &Json) -> &str {
    let rows = topic["rows"].as_str().unwrap();
    rows.split_once("/topics/").unwrap().1.split('?').next().unwrap()
}

fn sum(topics: &[Json], field: &str) -> i64 {
    topics.iter().map(|topic| topic[field].as_i64().unwrap()).sum()
}

#[test]
fn a_topic_reads_in_the_report_as_people_decided() {
    let desk = desk();
    desk.import(&desk.file("talk.jsonl", &three_months()));
    let found = topics(&desk, "2024-03");
    assert!(found.len() >= 3, "{found:?}");
    assert!(sum(&found, "messages") > 150, "of 216: {found:?}");
    assert!(sum(&found, "previous") > 60, "of 108 in February: {found:?}");
    assert!(found.windows(2).all(|pair| pair[0]["messages"].as_i64() >= pair[1]["messages"].as_i64()));
    assert!(found.iter().all(|topic| topic["typical"].as_str().is_some_and(|said| said.contains('('))), "{found:?}");

    let (first, last) = (&found[0], found.last().unwrap());
    let act = |name: &str, input: Json| desk.json(&["act", name, &input.to_string(), "--workspace", "aurora"]);
    act("topic.rename", json!({ "topic": number(first), "name": "Ours" }));
    let renamed = topics(&desk, "2024-03");
    assert_eq!((&renamed[0]["name"], &renamed[0]["messages"]), (&json!("Ours"), &first["messages"]));

    let before = report(&desk, "2024-03");
    let merged = act("topic.merge", json!({ "topic": number(last), "into": number(first) }));
    let joined = topics(&desk, "2024-03");
    assert!(joined.iter().all(|topic| number(topic) != number(last)), "{joined:?}");
    for field in ["messages", "previous"] {
        let together = first[field].as_i64().unwrap() + last[field].as_i64().unwrap();
        assert_eq!((&joined[0]["name"], joined[0][field].as_i64()), (&json!("Ours"), Some(together)));
    }
    desk.json(&["undo", merged["undo"].as_str().unwrap()]);
    assert_eq!(report(&desk, "2024-03"), before);

    // What comes later, in months that were reported already, joins what people named.
    desk.import(&desk.file("later.jsonl", &talk(MARCH + 20 * 86_400, 2)));
    let later = topics(&desk, "2024-03");
    let ours = later.iter().find(|topic| topic["name"] == "Ours").unwrap();
    assert!(ours["messages"].as_i64() > first["messages"].as_i64(), "{later:?}");
}

#[test]
fn a_month_reads_the_same_whichever_was_asked_for_first_and_after_an_undone_import() {
    let (one, other) = (desk(), desk());
    let run = one.import(&one.file("talk.jsonl", &three_months()))["run"].as_str().unwrap().to_owned();
    other.import(&other.file("talk.jsonl", &three_months()));
    let told = ["2024-02", "2024-03", "2024-04"].map(|month| report(&one, month));
    let backwards = ["2024-04", "2024-03", "2024-02"].map(|month| report(&other, month));
    assert!(told.iter().eq(backwards.iter().rev()));
    one.json(&["import", "undo", &run, "--json"]);
    assert_eq!(topics(&one, "2024-03"), [] as [Json; 0]);
    one.import(&one.file("again.jsonl", &three_months()));
    assert_eq!(["2024-04", "2024-03", "2024-02"].map(|month| report(&one, month)), backwards);
}
