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
