//! `tribune spikes` keeps its columns, its causality and its refusals.

use super::{said, tribune};

fn hourly(counts: &[u32]) -> String {
    let row = |(hour, count)| format!("2026-03-{:02} {:02}:00:00,{count}\n", 1 + hour / 24, hour % 24);
    let rows: String = counts.iter().enumerate().map(row).collect();
    format!("timestamp,value\n{rows}")
}

#[test]
fn a_burst_is_marked_and_timestamps_are_echoed() {
    let mut counts: Vec<u32> = (0..600).map(|hour| 15 + hour % 7).collect();
    counts[500] = 300;
    counts[501] = 300;
    let output = tribune(&["spikes"], hourly(&counts).as_bytes());
    let table = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!((lines.len(), lines[0]), (601, "timestamp,value,score,spike"));
    let spikes: Vec<_> = lines.iter().filter(|line| line.ends_with(",1")).collect();
    assert_eq!(spikes.len(), 1);
    assert!(spikes[0].starts_with("2026-03-21 20:00:00,300,0."), "{spikes:?}");
    let scores = lines[1..].iter().map(|line| line.split(',').nth(2).unwrap().parse::<f64>().unwrap());
    assert!(scores.into_iter().all(|score| (0.0..=1.0).contains(&score)));
}

#[test]
fn silence_is_marked_where_drops_are_asked_for() {
    let mut counts: Vec<u32> = (0..600).map(|hour| 35 + hour % 7).collect();
    counts[500..510].fill(0);
    let output = tribune(&["spikes", "--drops", "-"], hourly(&counts).as_bytes());
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(table.starts_with("timestamp,value,score,spike,drop_score,drop\n"));
    assert_eq!(table.lines().filter(|line| line.ends_with(",1")).count(), 1);
}

#[test]
fn a_mood_is_watched_and_rows_out_of_order_are_refused() {
    let mood = |hour: usize| if (500..506).contains(&hour) { -0.9 } else { (hour * 13 % 11) as f64 / 20.0 };
    let row = |hour: usize| format!("2026-03-{:02} {:02}:00:00,{},4\n", 1 + hour / 24, hour % 24, mood(hour));
    let rows: String = (0..600).map(row).collect();
    let output = tribune(&["spikes", "--mood", "--drops"], format!("timestamp,value,messages\n{rows}").as_bytes());
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!((table.lines().count(), table.lines().filter(|line| line.ends_with(",1")).count()), (601, 1));
    let rows = "timestamp,value\n2026-03-02,3\n2026-03-01,4\n2026-03-03,5\n";
    assert_eq!(
        said(&tribune(&["spikes"], rows.as_bytes())),
        "timestamp,value,score,spike\n2026-03-02,3,0,0\n2026-03-03,5,0,0\n\
         line 3: `2026-03-01` is earlier than the row before; sort the rows by time\nrefused: 1\nexit 0"
    );
}

#[test]
fn columns_are_found_by_name_and_times_come_in_three_spellings() {
    let rows = "\u{feff}\"Value\",place,\"timestamp\"\r\n3,here,2026-03-01T10:00:00+02:00\r\n4,here,1772355600\r\n5,here,2026-03-01 12:00:00.5\n";
    assert_eq!(
        said(&tribune(&["spikes"], rows.as_bytes())),
        "timestamp,value,score,spike\n2026-03-01T10:00:00+02:00,3,0,0\n1772355600,4,0,0\n2026-03-01 12:00:00.5,5,0,0\nexit 0"
    );
}

#[test]
fn bad_rows_are_refused_and_a_missing_header_fails() {
    let rows = "timestamp,value\nyesterday,3\n2026-03-01 10:00:00,many\n2026-03-01 10:00:00\n2026-03-01 10:00:00,-1\n2026-03-01 10:00:00,7\n";
    assert_eq!(
        said(&tribune(&["spikes"], rows.as_bytes())),
        "timestamp,value,score,spike\n2026-03-01 10:00:00,7,0,0\n\
         line 2: `yesterday` is no timestamp\nline 3: `many` is no number\nline 4: too few columns\n\
         line 5: `-1` is no count; mean sentiments are read with --mood\nrefused: 4\nexit 0"
    );
    assert_eq!(
        said(&tribune(&["spikes"], b"2026-03-01,7\n")),
        "tribune: line 1: the header has no column `timestamp`; expected `timestamp,value`\nexit 1"
    );
    assert_eq!(tribune(&["spikes", "--strict"], rows.as_bytes()).status.code(), Some(1));
    assert_eq!(said(&tribune(&["spikes"], b"")), "exit 0");
}
