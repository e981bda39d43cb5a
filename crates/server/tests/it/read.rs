//! `tribune read` finds the operator's own products and hides what reaches a person.

use super::tribune;

#[test]
fn products_of_a_list_are_entities() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("products.txt");
    std::fs::write(&list, "Aurora Player = AP, aurora+\n\n  Café \n").unwrap();
    let row = br#"{"id":1,"text":"the aurora-player crashes, CAFE too; aurora does not, aurora+ and ap do"}"#;
    let output = tribune(&["read", "--products", list.to_str().unwrap()], row);
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<&str> = line["entities"].as_array().unwrap().iter().map(|e| e["text"].as_str().unwrap()).collect();
    assert_eq!(found, ["aurora-player", "CAFE", "aurora+", "ap"]);
    assert_eq!(
        (&line["entities"][0]["name"], &line["entities"][3]["name"]),
        (&"Aurora Player".into(), &"Aurora Player".into())
    );
}

#[test]
fn a_list_that_is_not_there_is_named() {
    let output = tribune(&["read", "--products", "/no/such/list"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read /no/such/list"));
}

#[test]
fn personal_data_is_taken_out_where_asked() {
    let row = br#"{"text":"mail ada@example.org, or +44 20 7946 0018"}"#;
    let line: serde_json::Value = serde_json::from_slice(&tribune(&["read", "--scrub"], row).stdout).unwrap();
    assert_eq!(line["scrubbed"], "mail [email], or [phone]");
    let plain: serde_json::Value = serde_json::from_slice(&tribune(&["read"], row).stdout).unwrap();
    assert_eq!(plain.get("scrubbed"), None);
}
