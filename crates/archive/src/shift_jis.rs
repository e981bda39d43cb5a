//! Shift_JIS, as Japanese programs write tables: what tells it from other letters that are not Unicode.

use mail_parser::decoders::charsets::map::charset_decoder;

/// How many letters of the Japanese alphabets stand in any sentence.
const KANA_MIN: usize = 3;

/// Of how many lines one may be damaged.
const LINES_A_FAULT: u64 = 20;

/// Whether lines that are not Unicode are Japanese in Shift_JIS. The first byte of its alphabets is a sign in
/// Windows-1252 that hardly anybody writes.
#[derive(Default)]
pub(crate) struct Evidence {
    kana: usize,
    lines: u64,
    faulty: u64,
}

impl Evidence {
    pub(crate) fn add(&mut self, line: &[u8]) {
        self.kana += kana(line);
        self.lines += 1;
        let text = charset_decoder(b"shift_jis").map(|decode| decode(line));
        self.faulty += u64::from(text.is_none_or(|text| text.contains('\u{fffd}')));
    }

    pub(crate) fn is_written(&self) -> bool {
        self.kana >= KANA_MIN && self.faulty * LINES_A_FAULT <= self.lines
    }
}

fn kana(bytes: &[u8]) -> usize {
    let is_kana = |pair: &&[u8]| matches!(pair, [0x82, 0x9f..=0xf1] | [0x83, 0x40..=0x96]);
    bytes.windows(2).filter(is_kana).count()
}
