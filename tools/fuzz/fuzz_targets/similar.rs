//! Any texts are ranked, indexed and saved; bytes are an index that answers, or none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use text::similar::{Index, Ranker, Text, near_duplicates};

fuzz_target!(|given: (Vec<&str>, &[u8], Vec<(u16, u8)>)| {
    let (texts, bytes, changes) = given;
    if let Ok(index) = Index::load(bytes) {
        index.query(Text { title: "", body: "how do I" }, 3);
    }
    let mut index = Index::new();
    let mut ranker = Ranker::new();
    for (id, body) in (0..).zip(&texts) {
        index.insert(id, Text { title: "", body });
        ranker.show(Text { title: "", body });
    }
    let Some(first) = texts.first() else { return };
    let of = |body| Text { title: "", body };
    index.query(of(first), 3);
    ranker.rank(of(first), &texts.iter().map(|body| of(body)).collect::<Vec<_>>());
    near_duplicates(&texts, 3);
    let mut saved = index.save();
    for (at, byte) in changes {
        let at = usize::from(at) % saved.len();
        saved[at] = byte;
    }
    if let Ok(changed) = Index::load(&saved) {
        changed.query(of(first), 3);
    }
});
