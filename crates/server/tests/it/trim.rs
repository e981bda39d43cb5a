//! `tribune trim` prints the own words and one final newline.

use super::{said, tribune};

#[test]
fn the_own_words_end_with_one_newline() {
    assert_eq!(
        said(&tribune(&["trim"], b"\xef\xbb\xbfThanks!\r\n\r\nOn 1 Feb 2016, Ada wrote:\r\n> Hi\r\n")),
        "Thanks!\nexit 0"
    );
    assert_eq!(said(&tribune(&["trim"], b"> all quoted\n")), "\nexit 0");
    assert_eq!(said(&tribune(&["trim"], b"caf\xe9")), "caf\u{fffd}\nexit 0");
}
