//! Skype's export of an account.

use archive::Options;

use crate::read::{file, rows, show, source};

fn shown(source: &archive::Source) -> Vec<String> {
    rows(source, &Options::default()).iter().map(show).collect()
}

fn message(id: u64, kind: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"{id}","displayName":null,"messagetype":"{kind}","conversationid":"8:grace","from":"8:grace",{rest}}}"#
    )
}

fn export(messages: &[String]) -> String {
    format!(
        r#"{{"userId":"8:ada","exportDate":"2024-03-10T12:00","conversations":[{{"id":"8:grace","displayName":"Grace","threadProperties":null,"MessageList":[{}]}}]}}"#,
        messages.join(",")
    )
}

/// What is shown behind the author of each message.
fn told(messages: &[String]) -> Vec<String> {
    let found = shown(&file("messages.json", export(messages).as_bytes()));
    found.iter().map(|line| line.split_once("| grace | ").map_or(line.clone(), |(_, rest)| rest.to_owned())).collect()
}

#[test]
fn kinds_of_rows_of_skype_are_messages_or_say_why_not() {
    let content = |content: &str| format!("\"content\":{}", serde_json::to_string(content).unwrap());
    let card = r#"<URIObject type="SWIFT.1" uri="https://urlp.asm.skype.com/v1/x"><Title>Card</Title><Swift b64="eyJhdHRhY2htZW50cyI6W3siY29udGVudCI6eyJ0aXRsZSI6IkRlcGxveSIsInRleHQiOiJkb25lIn19XX0="/></URIObject>"#;
    let file = r#"<URIObject type="File.1" uri="https://api.asm.skype.com/v1/objects/0-weu-d2-f"><OriginalName v="a.pdf"/></URIObject>"#;
    let place = r#"<location latitude="1" longitude="2" address="Rue A"><a href="https://www.bing.com/maps/x">Rue A</a></location>"#;
    let found: Vec<String> = [
        ("RichText/Html", "<p>one &amp;</p><p>two</p>"),
        ("RichText/Media_Card", card),
        ("RichText/Media_GenericFile", file),
        ("RichText/Location", place),
        ("RichText/Media_Album", "<URIObject type=\"Album.1\" uri=\"\"></URIObject>"),
        ("RichText", ""),
        ("Poll", "{\"title\":\"Lunch?\"}"),
        ("EndToEndEncryption/EncryptedText", "x"),
        ("ThreadActivity/E2EEHandshakeInvite", "x"),
        ("Notice", "[]"),
        ("PopCard", "[]"),
        ("New/Thing", "x"),
        ("", "bare"),
    ]
    .iter()
    .flat_map(|(kind, words)| told(&[message(1_709_560_000_123, kind, &content(words))]))
    .collect();
    let at = "2024-03-04T13:46:40.123Z";
    assert_eq!(
        found,
        [
            format!("{at} | \"one &\\n\\ntwo\""),
            format!("{at} | \"Deploy\\ndone\""),
            format!("{at} | \"\" file=a.pdf:application/pdf:-:https://api.asm.skype.com/v1/objects/0-weu-d2-f"),
            format!("{at} | \"Rue A <https://www.bing.com/maps/x>\""),
            "skip 1 no_text: RichText/Media_Album".to_owned(),
            "skip 1 no_text: RichText".to_owned(),
            "skip 1 unsupported: Poll".to_owned(),
            "skip 1 encrypted: EndToEndEncryption/EncryptedText".to_owned(),
            "skip 1 system: ThreadActivity/E2EEHandshakeInvite".to_owned(),
            "skip 1 system: Notice".to_owned(),
            "skip 1 system: PopCard".to_owned(),
            "skip 1 unsupported: New/Thing".to_owned(),
            format!("{at} | \"bare\""),
        ]
    );
}

#[test]
fn an_edit_of_skype_is_told_in_the_message_that_it_changes() {
    let edit = |id: u64, target: u64, words: &str| {
        message(id, "RichText", &format!(r#""content":"{words}","skypeeditedid":"{target}""#))
    };
    let (first, second) = (1_709_560_000_000, 1_709_560_001_000);
    assert_eq!(
        told(&[
            edit(1_709_560_009_000, second, "gone, last"),
            edit(1_709_560_008_000, first, "last"),
            edit(1_709_560_007_000, second, "gone, once"),
            edit(1_709_560_006_000, first, "once"),
            edit(first, first, "first"),
        ]),
        [
            // The message itself is not in the export.
            "2024-03-04T13:46:41Z | \"gone, last\" edited=2024-03-04T13:46:49Z",
            "skip 2 folded: an edit",
            "skip 3 folded: an edit",
            "skip 4 folded: an edit",
            "2024-03-04T13:46:40Z | \"last\" edited=2024-03-04T13:46:48Z",
        ]
    );
}

#[test]
fn answers_in_skype_stand_in_the_conversation_of_what_they_answer() {
    let quote =
        |id: u64, of: u64| message(id, "RichText", &format!(r#""content":"<quote messageid=\"{of}\">x</quote>y""#));
    let (monday, tuesday, friday) = (1_709_560_000_000, 1_709_650_000_000, 1_709_900_000_000);
    let plain = message(monday, "RichText", r#""content":"x""#);
    let found =
        shown(&file("messages.json", export(&[quote(friday, tuesday), quote(tuesday, monday), plain]).as_bytes()));
    let places: Vec<String> =
        found.iter().map(|line| line.split(" | ").skip(1).step_by(2).take(2).collect::<Vec<_>>().join(" | ")).collect();
    assert_eq!(
        places,
        [
            format!("8:ada 8:grace / 2024-03-04 | 8:ada 8:grace/{friday} > 8:ada 8:grace/{tuesday}"),
            format!("8:ada 8:grace / 2024-03-04 | 8:ada 8:grace/{tuesday} > 8:ada 8:grace/{monday}"),
            format!("8:ada 8:grace / 2024-03-04 | 8:ada 8:grace/{monday} > -"),
        ]
    );
}

#[test]
fn a_talk_of_two_is_the_same_in_both_exports_of_skype() {
    let plain = message(1_709_560_000_000, "RichText", r#""content":"x""#);
    let mine = export(std::slice::from_ref(&plain));
    let theirs = export(&[plain.replace("\"conversationid\":\"8:grace\"", "\"conversationid\":\"8:ada\"")])
        .replace("\"userId\":\"8:ada\"", "\"userId\":\"8:grace\"")
        .replace("\"id\":\"8:grace\"", "\"id\":\"8:ada\"");
    let ids = |text: &str| {
        let row = rows(&file("messages.json", text.as_bytes()), &Options::default()).remove(0).unwrap();
        (row.message.native_id, row.message.conversation, row.message.author)
    };
    assert_eq!(ids(&mine), ids(&theirs));
    // A program and one's notes are called alike in everybody's export, but talk to one person each.
    for other in ["28:forge", "48:notes"] {
        let with = |text: &str| text.replace("8:grace", other);
        let of_mary = with(&mine).replace("8:ada", "8:mary");
        assert_ne!(ids(&with(&mine)), ids(&of_mary), "{other}");
        assert_eq!(ids(&with(&mine)).2, ids(&of_mary).2, "{other}");
    }
}

#[test]
fn an_export_of_skype_is_found_among_its_pictures_and_read_as_far_as_it_goes() {
    let text = export(&[message(1_709_560_000_000, "RichText", r#""content":"x""#), "3".to_owned(), "{".to_owned()]);
    let pictures: Vec<String> = (0..20).map(|number| format!("export/media/0-weu-{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![("export/messages.json", &text.as_bytes()[..text.len() - 4])];
    files.extend(pictures.iter().map(|path| (path.as_str(), b"{\"status\":\"ok\"}".as_slice())));
    let found = shown(&source("8_ada_export.tar", &files));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].ends_with("\"x\"") && found[1].starts_with("skip 2 malformed"), "{found:?}");
    assert!(found[2].starts_with("skip 3 broken"), "{found:?}");
}

#[test]
fn the_order_in_which_an_export_names_things_changes_no_message() {
    let said = message(1_709_560_000_123, "RichText", r#""content":"hi""#);
    let group =
        message(1_709_560_000_124, "RichText", r#""content":"all""#).replace("8:grace\",\"from", "19:acme\",\"from");
    let grace = (r#""id":"8:grace","displayName":"Grace""#, said);
    let acme = (r#""id":"19:acme","displayName":null,"threadProperties":{"topic":"Acme"}"#, group);
    let usual = |(about, message): &(&str, String)| format!(r#"{{{about},"MessageList":[{message}]}}"#);
    let sorted = |(about, message): &(&str, String)| format!(r#"{{"MessageList":[{message}],{about}}}"#);
    let usual =
        format!(r#"{{"userId":"8:ada","exportDate":"x","conversations":[{},{}]}}"#, usual(&grace), usual(&acme));
    let sorted =
        format!(r#"{{"conversations":[{},{}],"exportDate":"x","userId":"8:ada"}}"#, sorted(&grace), sorted(&acme));
    let found = shown(&file("messages.json", usual.as_bytes()));
    assert!(found.len() == 2 && found[0].contains("8:ada 8:grace") && found[1].starts_with("Acme"), "{found:#?}");
    assert_eq!(shown(&file("messages.json", sorted.as_bytes())), found);
}
