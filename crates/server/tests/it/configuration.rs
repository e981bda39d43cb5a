//! What an operator writes into the configuration, checked without starting anything.

use crate::{said, tribune};

#[test]
fn a_configuration_is_good_or_says_which_setting_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tribune.toml");
    let path = file.to_str().unwrap();
    let cases = [
        ("", "the configuration is good; it listens on 127.0.0.1:7420\nexit 0"),
        ("listen = \"[::1]:80\"\nlog = \"warn,hub=debug\"\ndata = \"d\"", "good; it listens on [::1]:80\nexit 0"),
        ("listen = \"everywhere\"", "listen = \"everywhere\""),
        ("lisen = \"[::1]:80\"", "unknown field `lisen`"),
        ("public_url = \"desk.example.org\"", "public_url: `desk.example.org` does not start with https://"),
        ("database = \"mysql://desk\"", "database: write postgres://"),
        ("database = \"postgres://desk\"\ndata = \"d\"", "set `data` or `database`, not both"),
        ("log = \"hub=loud\"", "log: `hub=loud` is no filter; write `info`, or `warn,hub=debug`\nexit 1"),
        ("log = \"warn, hub=debug,\"", "exit 0"),
        ("log = \"inof\"", "log: `inof` is no filter"),
        ("log = \"hub[import]=debug\"", "log: `hub[import]` is no target"),
        ("log = \"hub=\"", "log: `hub=` is no filter"),
        ("log =", "tribune.toml is not a configuration"),
    ];
    for (text, expected) in cases {
        std::fs::write(&file, text).unwrap();
        let told = said(&tribune(&["check-config", "--config", path], b""));
        assert!(told.contains(expected), "{text}\n{told}");
        assert_eq!(told.ends_with("exit 0"), expected.ends_with("exit 0"), "{text}\n{told}");
    }
    let missing = said(&tribune(&["check-config", "--config", "/no/such.toml"], b""));
    assert!(missing.contains("cannot read /no/such.toml") && missing.ends_with("exit 1"), "{missing}");
}
