//! Product names: found as people write them, the longest first.

use text::Products;

#[test]
fn names_are_found_as_people_write_them() {
    let products =
        Products::listed("Blue Falcon = BF, falcon-2\nC++\nAT&T\n.NET\nСрочно = @srochno\nルーメン\n\n= =\n");
    for (text, found) in [
        ("BLUE  falcon is", Some((12, 0))),
        ("blue-fálcon's wings", Some((12, 0))),
        ("Blue Falco\u{301}n\u{303}", Some((15, 0))),
        ("blue falcons", None),
        ("bf!", Some((2, 0))),
        ("bfg", None),
        ("Falcon 2 flies", Some((8, 0))),
        ("c++ is", Some((3, 1))),
        ("C is", None),
        ("at&t", Some((4, 2))),
        ("at t", None),
        (".net core", Some((4, 3))),
        ("СРОЧНО", Some((12, 4))),
        ("@srochno", Some((8, 4))),
        ("ルーメンが", Some((12, 5))),
        ("", None),
        ("=", None),
    ] {
        assert_eq!(products.at_front(text), found, "{text}");
    }
    assert_eq!(products.name_of("BF"), Some("Blue Falcon"));
    assert_eq!(products.name_of("BF is"), None);
}

#[test]
fn the_longest_name_wins_and_the_first_among_equals() {
    let products = Products::listed("Acme\nAcme Cloud\nOther = acme");
    assert_eq!(products.at_front("acme cloud"), Some((10, 1)));
    assert_eq!(products.at_front("acme clouds"), Some((4, 0)));
    assert!(Products::listed(" \n").is_empty());
}
