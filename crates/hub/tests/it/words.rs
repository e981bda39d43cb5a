//! Rooms that meet here call things alike, and people have words for them.

use archive::record::Reason;
use archive::{FORMATS, Field, Warning};
use hub::import::{ANOTHER_TIME, ERASED, SAME_ID};

#[test]
fn both_rooms_know_the_same_kinds() {
    let ours: Vec<&str> = model::Kind::ALL.iter().map(|kind| kind.word()).collect();
    let theirs: Vec<&str> = text::Kind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn every_word_of_the_archive_room_has_words_for_people() {
    let reasons = Reason::ALL.iter().map(|one| one.word());
    let warnings = Warning::ALL.iter().map(|one| one.word());
    let fields = Field::ALL.iter().map(|one| one.word());
    let losses = FORMATS.iter().flat_map(|format| format.losses).map(|one| one.word());
    let ours = [ERASED, ANOTHER_TIME, SAME_ID];
    for word in reasons.chain(warnings).chain(fields).chain(losses).chain(ours) {
        for words in [&paper::words::EN, &paper::words::FR] {
            assert!((words.imports.of_word)(word).is_some(), "`{word}` needs words in {}", words.language.code());
        }
    }
}
