//! What the programs that keep logs of chat relays say themselves, each with signs and stamps of its own.

use crate::irc::told;

#[test]
fn where_a_program_marks_its_own_lines_all_deeds_are_people_s() {
    let deeds = ["is now known as the king", "was kicked by a horse", "has kicked the bucket", "has quit (really)"];
    let irssi: String = deeds.iter().map(|deed| format!("03:00  * ada {deed}\n")).collect();
    let irssi = format!("--- Log opened Mon Mar 04 02:57:34 2024\n{irssi}03:01  * Topic for today\n");
    let znc: String = deeds.iter().map(|deed| format!("[03:00:00] * ada {deed}\n")).collect();
    let znc = format!(
        "[02:59:00] *** Joins: ada (ada@host.example)\n{znc}[03:01:00] * Topic for today\n[03:02:00] <ada> hi\n"
    );
    let said = deeds.map(|deed| format!("2024-03-04T03:00:00Z ada: /me {deed}"));
    let last = "2024-03-04T03:01:00Z Topic: /me for today".to_owned();
    for (name, log) in [("#acme.log", &irssi), ("#acme/2024-03-04.log", &znc)] {
        let found = told(name, log);
        assert_eq!(found[1..5], said, "{name}");
        assert_eq!(found[5], last, "{name}");
    }
    // Without its marks nobody knows which program that was; and what has an address is the program's.
    let lone: String = deeds.iter().map(|deed| format!("[03:00:00] * ada {deed}\n")).collect();
    assert!(
        told("#acme/2024-03-04.log", &format!("{lone}[03:01:00] <ada> hi\n"))[..4]
            .iter()
            .all(|row| row.starts_with("skip"))
    );
    let addressed = "[02:59:00] *** Joins: ada (a@host)\n[03:00:00] * bo (b@host) has joined #acme\n";
    assert_eq!(told("#acme/2024-03-04.log", &format!("{addressed}[03:01:00] <ada> hi\n"))[1], "skip 2 system");
}

#[test]
fn what_hexchat_tells_of_its_own_doings_is_nobody_s() {
    let told_by_program = [
        "Notify: bo is offline (Libera)",
        "Ping reply from bo: 0.12 second(s)",
        "Reconnecting in 10 seconds...",
        "Cycling to next server in Libera...",
        "Loaded log from Sun Mar  3 2024",
        "No ping reply for 60 seconds, disconnecting.",
        "Authenticating via SASL as ada (PLAIN)",
        "bo added to notify list.",
        "bo sets quiet on *!*@host.example",
    ];
    let lines: String = told_by_program.iter().map(|line| format!("Mar 04 12:00:02 *\t{line}\n")).collect();
    let log = format!(
        "**** BEGIN LOGGING AT Mon Mar 04 12:00:00 2024\n\n[bo has address bo@host.example]\n{lines}\
         Mar 04 12:00:03 *\tbo pets the cat\nMar 04 12:00:04 <bo>\tyo\n"
    );
    let found = told("Libera-#acme.log", &log);
    assert!(found[..11].iter().all(|row| row.contains("system")), "{found:?}");
    assert_eq!(found[11..], ["2024-03-04T12:00:03Z bo: /me pets the cat", "2024-03-04T12:00:04Z bo: yo"]);
}
