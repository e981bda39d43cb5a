//! Letters of other alphabets in tables that are not Unicode: the charset is told by how words look in it.

use mail_parser::decoders::charsets::map::charset_decoder;

use crate::decode::Encoding;
use crate::shift_jis;

/// How many letters tell an alphabet, or of what two bytes write.
const LETTERS_MIN: u64 = 8;
/// How many letters of an alphabet must stand together: signs and single accented words stand alone.
const WORD_LETTERS_MIN: usize = 3;
/// How many different words tell an alphabet.
const WORDS_MIN: usize = 3;
/// How many different letters of two bytes tell of them; of Big5, in each of its halves.
const PAIRS_MIN: usize = 6;
const HALF_PAIRS_MIN: usize = 3;

/// What turns bytes into letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Charset(&'static str);

impl Charset {
    /// What Excel calls CSV (Macintosh) is written in, unless in letters of two bytes.
    pub(crate) fn of_macintosh(told: Option<Charset>) -> Charset {
        let is_wide = |told: &Charset| ["shift_jis", "big5", "euc-jp", "euc-kr", "gb18030"].contains(&told.0);
        told.filter(is_wide).unwrap_or(Charset("macintosh"))
    }

    pub(crate) fn text(self, bytes: &[u8]) -> Option<(String, Encoding)> {
        let encoding = if self.0 == "shift_jis" { Encoding::Utf8 } else { Encoding::Guessed };
        charset_decoder(self.0.as_bytes()).map(|decode| (decode(bytes), encoding))
    }
}

/// What the lines of a file that are not Unicode tell of their letters.
#[derive(Default)]
pub(crate) struct Evidence {
    unicode_letters: u64,
    faults: u64,
    japanese: shift_jis::Evidence,
    words: Words,
    pairs: Pairs,
    latin: Latin,
}

impl Evidence {
    pub(crate) fn add(&mut self, line: &[u8]) {
        if line.is_ascii() {
            return;
        }
        let mut faults = 0;
        for chunk in line.utf8_chunks() {
            self.unicode_letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count() as u64;
            faults += u64::from(!chunk.invalid().is_empty());
        }
        if faults > 0 {
            self.faults += faults;
            self.japanese.add(line);
            self.words.add(line);
            self.pairs.add(line);
            self.latin.add(line);
        }
    }

    /// The charset of those lines; none where they are Western European or in doubt.
    pub(crate) fn charset(&self) -> Option<Charset> {
        if self.japanese.is_written() {
            return Some(Charset("shift_jis"));
        }
        // Only some letters are damaged, or written otherwise than all others.
        if self.unicode_letters > self.faults {
            return None;
        }
        let told = self.words.alphabet().or_else(|| self.pairs.charset()).or_else(|| self.latin.charset());
        told.map(Charset)
    }
}

const fn is_high(byte: u8) -> bool {
    byte >= 0x80
}

const fn is_letter(byte: u8) -> bool {
    is_high(byte) || byte.is_ascii_alphabetic()
}

/// A word of any alphabet without the marks «» around it.
fn without_quotes(word: &[u8]) -> &[u8] {
    let word = word.strip_prefix(b"\xab").unwrap_or(word);
    word.strip_suffix(b"\xbb").unwrap_or(word)
}

/// Cyrillic, Greek and Hebrew: words without any Latin letter, small letters behind large ones.
#[derive(Default)]
struct Words {
    /// Letters in words of other alphabets, and those beside Latin ones.
    foreign: u64,
    latin: u64,
    cyrillic: u64,
    hebrew: u64,
    greek: u64,
    not_greek: u64,
    long: u64,
    accented: u64,
    different: Vec<Vec<u8>>,
    seen: Bytes,
}

/// The letters that are said most, apart from some that French and Italian have.
const CYRILLIC: [u8; 6] = *b"\xee\xe5\xf2\xed\xf0\xf1";
const HEBREW: [u8; 7] = *b"\xe5\xec\xf8\xee\xfa\xed\xf9";
const SAID_MIN: usize = 3;

impl Words {
    fn add(&mut self, line: &[u8]) {
        let words = line.split(|byte| !is_letter(*byte)).map(without_quotes);
        for word in words.filter(|word| word.iter().any(|byte| is_high(*byte))) {
            let letters = word.iter().filter(|byte| is_high(**byte)).count();
            if letters < word.len() {
                self.latin += letters as u64;
            } else if letters >= WORD_LETTERS_MIN {
                self.add_foreign(word);
            }
        }
    }

    fn add_foreign(&mut self, word: &[u8]) {
        let count = |is_wanted: fn(u8) -> bool| word.iter().filter(|byte| is_wanted(**byte)).count() as u64;
        if self.different.len() < WORDS_MIN && !self.different.iter().any(|known| known == word) {
            self.different.push(word.to_vec());
        }
        self.foreign += word.len() as u64;
        self.cyrillic += if is_cyrillic(word) { word.len() as u64 } else { 0 };
        word.iter().for_each(|byte| self.seen.add(*byte));
        // Signs and marks of direction stand beside Hebrew letters.
        self.hebrew += count(|byte| matches!(byte, 0x80..=0xbf | 0xe0..=0xfa | 0xfd | 0xfe));
        self.greek += count(|byte| matches!(byte, 0xa2 | 0xb8..=0xba | 0xbc | 0xbe..=0xfe));
        self.not_greek += count(|byte| matches!(byte, 0xd2 | 0xff));
        if word.len() > 3 {
            self.long += 1;
            self.accented += u64::from(count(|byte| matches!(byte, 0xdc..=0xdf | 0xfc..=0xfe)) == 1);
        }
    }

    fn alphabet(&self) -> Option<&'static str> {
        let Words { foreign, latin, long, .. } = *self;
        if foreign < LETTERS_MIN || latin * 5 > foreign || self.different.len() < WORDS_MIN {
            return None;
        }
        let is_accented = long > 1 && self.accented * 5 >= long * 3;
        let is_greek = self.greek * 20 >= foreign * 19 && self.not_greek * 100 <= foreign && is_accented;
        let said = |letters: &[u8], large: u8| {
            let is_seen = |letter: &&u8| self.seen.count(**letter) + self.seen.count(**letter ^ large) > 0;
            letters.iter().filter(is_seen).count() >= SAID_MIN
        };
        match (self.cyrillic * 20 >= foreign * 19, self.hebrew * 100 >= foreign * 99) {
            _ if is_greek => Some("windows-1253"),
            (true, true) if said(&HEBREW, 0) => Some("windows-1255"),
            (true, false) if said(&CYRILLIC, 0x20) => Some("windows-1251"),
            _ => None,
        }
    }
}

/// Whether a word is written in the letters of Windows-1251, none of them large behind a small one.
fn is_cyrillic(word: &[u8]) -> bool {
    let is_letter =
        |byte: &u8| matches!(byte, 0xc0..=0xff | 0xa5 | 0xa8 | 0xaa | 0xaf | 0xb2 | 0xb3 | 0xb4 | 0xb8 | 0xba | 0xbf);
    let is_clash = |pair: &[u8]| matches!(pair, [0xe0..=0xff, 0xc0..=0xdf]);
    word.iter().all(is_letter) && !word.windows(2).any(is_clash)
}

/// Chinese, Korean and Japanese: two bytes a letter.
#[derive(Default)]
struct Pairs {
    /// Pairs of two high bytes, pairs whose second is low, and what is none.
    high: u64,
    low: u64,
    single: u64,
    han: u64,
    korean: u64,
    kana: u64,
    common: u64,
    different_high: Vec<[u8; 2]>,
    different_low: Vec<[u8; 2]>,
}

impl Pairs {
    fn add(&mut self, line: &[u8]) {
        let mut rest = line;
        while let Some(at) = rest.iter().position(|byte| is_high(*byte)) {
            rest = &rest[at..];
            let used = match *rest {
                // Signs are repeated, to draw lines and dots.
                [first, second, third, ..] if first == second && second == third => 2,
                [first @ 0xa1..=0xf9, second @ (0xa1..=0xfe | 0x40..=0x7e), ..] => {
                    self.add_pair([first, second]);
                    2
                }
                _ => {
                    self.single += 1;
                    1
                }
            };
            rest = &rest[used..];
        }
    }

    fn add_pair(&mut self, pair: [u8; 2]) {
        let [first, second] = pair;
        let (count, different) = match is_high(second) {
            true => (&mut self.high, &mut self.different_high),
            false => (&mut self.low, &mut self.different_low),
        };
        *count += 1;
        if different.len() < PAIRS_MIN && first != second && !different.contains(&pair) {
            different.push(pair);
        }
        self.han += u64::from((0xb0..=0xf7).contains(&first));
        self.korean += u64::from((0xb0..=0xc8).contains(&first));
        self.kana += u64::from(matches!(first, 0xa4 | 0xa5));
        self.common += u64::from((0xa4..=0xc6).contains(&first));
    }

    fn charset(&self) -> Option<&'static str> {
        let Pairs { high, low, single, han, korean, kana, common, .. } = *self;
        let pairs = high + low;
        if pairs < LETTERS_MIN || single * 20 > pairs {
            return None;
        }
        if low * 50 > pairs {
            // What is often said stands in the first half of Big5, its punctuation before. A Western sign before a
            // letter looks like one half of it, never like the other.
            let is_mixed = low * 10 >= pairs && high * 5 >= pairs;
            let is_various = self.different_high.len().min(self.different_low.len()) >= HALF_PAIRS_MIN;
            return (is_mixed && is_various && common * 10 >= pairs * 8).then_some("big5");
        }
        match self.different_high.len() >= PAIRS_MIN {
            false => None,
            true if kana * 5 > pairs => Some("euc-jp"),
            true if korean * 20 >= han * 19 => Some("euc-kr"),
            true => Some("gb18030"),
        }
    }
}

/// How often each byte stands in a text.
struct Bytes([u64; 256]);

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes([0; 256])
    }
}

impl Bytes {
    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte)] += 1;
    }

    fn count(&self, byte: u8) -> u64 {
        self.0[usize::from(byte)]
    }

    fn sum(&self, bytes: &[u8]) -> u64 {
        bytes.iter().map(|byte| self.count(*byte)).sum()
    }

    /// Whether each of some bytes is there that often.
    fn each(&self, bytes: &[u8], min: u64) -> bool {
        bytes.iter().all(|byte| self.count(*byte) >= min)
    }
}

/// Languages that have some letters of their own beside Latin ones.
#[derive(Default)]
struct Latin {
    all: u64,
    count: Bytes,
    /// Signs in the midst of words (`dzia³a`) are letters of Polish, Romanian or Slovak.
    amid: Bytes,
}

impl Latin {
    fn add(&mut self, line: &[u8]) {
        for byte in line.iter().filter(|byte| is_high(**byte)) {
            self.all += 1;
            self.count.add(*byte);
        }
        for part in line.windows(3) {
            if let [before, sign, after] = *part
                && is_letter(before)
                && is_letter(after)
            {
                self.amid.add(sign);
            }
        }
    }

    fn charset(&self) -> Option<&'static str> {
        let Latin { all, count, amid } = self;
        let polish = b"\x9f\xb3\xb9\xbf";
        // A sign that a program put in the place of another is one only (`don¿t`).
        let is_polish =
            amid.sum(polish) * 10 >= *all && polish.iter().filter(|sign| amid.count(**sign) > 0).count() > 1;
        let is_romanian = amid.count(0xba) > 1 && count.each(b"\xfe\xe3", 2);
        let is_slovak = amid.count(0xbe) > 1 && count.each(b"\x9a\x9e\xe8", 1);
        let is_czech = count.each(b"\xe8\xec\xf8", 1)
            && count.sum(b"\x9a\x9e") * 20 >= *all
            && count.sum(b"\xec\xf8") * 20 >= *all;
        let is_hungarian = count.each(b"\xf5\xe1\xe9\xf6", 2)
            && count.sum(b"\xf5\xfb") * 30 >= *all
            && count.sum(b"\xe3\xe4\xea") * 50 <= *all;
        if is_polish || is_romanian || is_slovak || is_czech || is_hungarian {
            return Some("windows-1250");
        }
        // Icelandic has the same letters, and accents that Turkish has not.
        let is_turkish = count.count(0xfd) > 1
            && count.sum(b"\xf0\xfe") > 1
            && count.sum(b"\xfd\xf0\xfe") * 3 >= *all
            && count.sum(b"\xe1\xe6\xed\xf3\xfa") * 50 <= *all;
        is_turkish.then_some("windows-1254")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoded: &[u8], expected: Option<&'static str>) {
        let mut evidence = Evidence::default();
        encoded.split(|byte| *byte == b'\n').for_each(|line| evidence.add(line));
        assert_eq!(evidence.charset(), expected.map(Charset), "{}", String::from_utf8_lossy(encoded));
    }

    #[test]
    fn words_tell_their_charset() {
        check(b"\xc4\xe0\xf2\xe0;\xc0\xe2\xf2\xee\xf0;\xd2\xe5\xea\xf1\xf2\n1;\xc0\xed\xff;\xd5\xee\xf0\xee\xf8\xee, Windows 10\n", Some("windows-1251"));
        check(
            b"author;text\n\xc1\xed\xed\xe1;\xd0\xef\xeb\xfd \xea\xe1\xeb\xfc \xf0\xf1\xef\xfa\xfc\xed\n",
            Some("windows-1253"),
        );
        check(b"author;text\n1;\xf9\xec\xe5\xed \xf2\xe5\xec\xed \xe8\xe5\xe1\n", Some("windows-1255"));
        check(
            b"author,text\n\xb0\xb2\xc4\xc8,\xba\xdc\xba\xc3\xb5\xc4\xb2\xfa\xc6\xb7\xa3\xac\xd0\xbb\xd0\xbb\n",
            Some("gb18030"),
        );
        check(
            b"author,text\n\xbe\xc8\xb3\xaa,\xbe\xc6\xc1\xd6 \xc1\xc1\xbe\xc6\xbf\xe4 \xb0\xa8\xbb\xe7\n",
            Some("euc-kr"),
        );
        check(
            b"author,text\n\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf\xa1\xa2\xa5\xed\xa5\xb0\xa4\xc7\xa4\xad\xa4\xde\xa4\xbb\xa4\xf3\n\xa4\xa2\xa4\xea\xa4\xac\xa4\xc8\xa4\xa6\xa4\xb4\xa4\xb6\xa4\xa4\xa4\xde\xa4\xb9\xa4\xa4\xa4\xa4\xa4\xcf\n",
            Some("euc-jp"),
        );
        check(
            b"author,text\n\xa6\x77\xae\x52,\xab\xdc\xa6\x6e\xaa\xba\xb2\xa3\xab\x7e\xa1\x41\xc1\xc2\xc1\xc2\n",
            Some("big5"),
        );
        check(b"author;text\n\xafaneta;\x8fle dzia\xb3a \xb3\xb9cze\n", Some("windows-1250"));
        check(
            b"author;text\nEva;P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd k\xf9\xf2, sv\xectl\xfd\n",
            Some("windows-1250"),
        );
        check(b"author;text\nAda;\xc7al\xfd\xfem\xfdyor, \xf0\xfc\xe7l\xfc\n", Some("windows-1254"));
    }

    #[test]
    fn western_words_stay_western() {
        for text in [
            &b"author;text\nZo\xe9;L'\xe9v\xe9nement d\xe9\xe7u, No\xebl \xe0 c\x9cur, 10 m\xb3 \xab bien \xbb\n"[..],
            b"author;text\nJ\xfcrgen;Gr\xfc\xdfe, Stra\xdfe, \xc4rger, \xd6l, sch\xf6n \x84gut\x93, 5\x80\n",
            b"author;text\n\xc5sa;J\xe4ttebra, h\xf6st, r\xf8d gr\xf8d med fl\xf8de\n",
            b"author;text\nJo\xe3o;N\xe3o, cora\xe7\xf5es, \xe9 \xf3timo, avi\xf5es, beb\xea, 1\xba\n",
            b"author;text\nGu\xf0r\xfan;\xdea\xf0 er g\xf3\xf0ur \xfeb\xfdr \xed b\xe6, s\xfd\xf0i \xfe\xfd\n",
            b"author;text\nTiit;S\xf5ber, h\xf5be, \xf6\xf6, \xfclo, p\xe4ev\n",
            b"author;text\nLu\xeds;\xbfQu\xe9 tal? \xa1Ni\xf1o! a\xf1o, coraz\xf3n\n",
            b"author;text\nLuca;Luned\xec \xe8 pi\xf9 cos\xec, perch\xe9 citt\xe0\n",
        ] {
            check(text, None);
        }
        // Signs before letters, words of one letter, runs of a sign, one sign in the place of another.
        for (rows, row) in [
            (20, &b"1,ada,The room was 20\xb0C, then 60\xb0F\n"[..]),
            (20, b"1,ada,It took 20 \xb5s, \xa9Acme and \xaeFoo, see \xa7A\n"),
            (20, b"1,ada,\xbfQue tal? \xabBonjour\xbb\n"),
            (20, b"1;ada;Il servizio \xe8 ottimo\n"),
            (20, b"1;ada;vanskelig \xe5 komme\n"),
            (20, b"1;ada;2\xba piso, 3\xaa puerta, N\xc3O\n"),
            (20, b"1;ada;Chapter 1 \xb7\xb7\xb7\xb7\xb7\xb7 \xbb\xbb\n"),
            (20, b"1;ada;I don\xbft know, it\xbfs so, n\xbas 1\n"),
            (20, b"1;ada;the letters \xe4\xf6\xfc\xdf and \xe9\xe8\xe0\xf9\xe7 are lost\n"),
        ] {
            check(&row.repeat(rows), None);
        }
        check("author;text\nАня;Хорошо\n".as_bytes(), None);
        let damaged = ["author;text\nLuis;corazón, razón\nZo".as_bytes(), b"\xe9;corz\n"].concat();
        check(&damaged, None);
    }
}
