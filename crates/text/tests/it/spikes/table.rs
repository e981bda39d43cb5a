//! Tables of counts: columns by name, lines read or refused in a sentence.

use proptest::prelude::*;
use text::spikes::{Columns, Values};

fn check(header: &str, line: &str, expected: &str) {
    let said = Columns::of(header).and_then(|columns| {
        let row = columns.row(line, Values::Counts)?;
        Ok(format!("{} = {} ({})", row.timestamp.bare(), row.number, row.value.0))
    });
    assert_eq!(said.unwrap_or_else(|reason| reason), expected, "{header:?} {line:?}");
}

#[test]
fn columns_are_found_by_name_whatever_stands_between_and_around() {
    check("timestamp,value", "2026-03-01,7", "2026-03-01 = 7 (7)");
    check("Value, place ,\"TIMESTAMP\"", "7,\"Nantes, France\",\"2026-03-01\"", "2026-03-01 = 7 (7)");
    check("timestamp;value", "2026-03-01;7", "2026-03-01 = 7 (7)");
    check("timestamp\tvalue", "2026-03-01\t 7 ", "2026-03-01 = 7 ( 7 )");
    check("timestamp,value", "2026-03-01,\"7\"", "2026-03-01 = 7 (\"7\")");
    check("timestamp,value,note", "2026-03-01,7,\"never read", "2026-03-01 = 7 (7)");
    check("note,timestamp,value", "5\" disk,2026-03-01,7", "2026-03-01 = 7 (7)");
    check("note,timestamp,value", "\"a \"\"b\"\", c\",2026-03-01,7", "2026-03-01 = 7 (7)");
    check("value,value,timestamp", "1,2,3", "3 = 1 (1)");
    check("timestamp,value", "2026-03-01,1e3", "2026-03-01 = 1000 (1e3)");
}

#[test]
fn a_bad_line_is_refused_in_one_short_sentence() {
    check("time,value", "", "the header has no column `timestamp`; expected `timestamp,value`");
    check("timestamp", "", "the header has no column `value`; expected `timestamp,value`");
    check("", "", "the header has no column `timestamp`; expected `timestamp,value`");
    check("timestamp,value", "", "too few columns");
    check("timestamp,value", "2026-03-01", "too few columns");
    check("timestamp,value", "2026-03-01,", "`` is no number");
    check("timestamp,value", "2026-03-01;7", "too few columns");
    check("timestamp,value", "2026-03-01,\"7", "a quotation mark is never closed");
    check("timestamp,value", "\"2026-03-01,7", "a quotation mark is never closed");
    for count in ["-1", "NaN", "inf", "-inf", "1e999"] {
        check("timestamp,value", &format!("2026-03-01,{count}"), &format!("`{count}` is no count"));
    }
    check("timestamp,value", "2026-03-01,\u{1b}[2J\0", "`\\u{1b}[2J\\u{0}` is no number");
    let long = "é".repeat(500_000);
    check("timestamp,value", &format!("1,{long}"), &format!("`{}…` is no number", "é".repeat(40)));
}

#[test]
fn a_mood_lies_between_minus_one_and_one_and_may_say_of_how_many_messages() {
    let said = |header: &str, line: &str| {
        let row = Columns::of(header)?.row(line, Values::Moods)?;
        Ok::<_, String>((row.number, row.messages))
    };
    assert_eq!(said("timestamp,value", "2026-03-01,-0.4"), Ok((-0.4, None)));
    assert_eq!(said("messages,timestamp,value", "12,2026-03-01,-0.4"), Ok((-0.4, Some(12.0))));
    let refused = said("timestamp,value", "2026-03-01,-1.4").unwrap_err();
    assert_eq!(refused, "`-1.4` is no mean sentiment: it lies between -1 and 1");
    let refused = said("timestamp,value,messages", "2026-03-01,-0.4,-2").unwrap_err();
    assert_eq!(refused, "`-2` is no number of messages");
}

proptest! {
    #[test]
    fn what_a_line_says_stands_in_it(header in "(timestamp|value|[ab\",; \t]){0,3}([,;\t](timestamp|value|.{0,3})){0,4}", line in ".{0,60}") {
        let Ok(columns) = Columns::of(&header) else { return Ok(()) };
        match columns.row(&line, Values::Counts) {
            Ok(row) => {
                prop_assert!(line.contains(row.timestamp.0) && line.contains(row.value.0));
                prop_assert!(row.number.is_finite() && row.number >= 0.0);
            }
            Err(reason) => prop_assert!(reason.len() < 300, "{reason}"),
        }
    }

    #[test]
    fn a_written_table_is_read_again(notes in prop::collection::vec("[a-z\",; é]{0,12}", 0..4), count in 0u32..) {
        let header: String = (0..notes.len()).map(|at| format!("n{at},")).collect();
        let cells: String = notes.iter().map(|note| format!("\"{}\",", note.replace('"', "\"\""))).collect();
        let columns = Columns::of(&format!("{header}timestamp,value")).unwrap();
        let line = format!("{cells}2026-03-01 10:00:00,{count}");
        let row = columns.row(&line, Values::Counts).unwrap();
        prop_assert_eq!((row.timestamp.0, row.number), ("2026-03-01 10:00:00", f64::from(count)));
    }
}
