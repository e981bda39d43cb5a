//! Letters of other alphabets in tables that are not Unicode: the charset is told by how words look in it.

use mail_parser::decoders::charsets::map::charset_decoder;

use crate::shift_jis;

/// How many letters tell an alphabet, or of what two bytes write.
const LETTERS_MIN: usize = 8;

/// What turns bytes into letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Charset(&'static str);

impl Charset {
    pub(crate) fn text(self, bytes: &[u8]) -> Option<String> {
        charset_decoder(self.0.as_bytes()).map(|decode| decode(bytes))
    }
}

/// The charset of a file that begins so; none where it is Unicode, Western European, or in doubt.
pub(crate) fn find(head: &[u8]) -> Option<Charset> {
    if !std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some()) {
        return None;
    }
    if shift_jis::is_written(head) {
        return Some(Charset("shift_jis"));
    }
    if is_mostly_unicode(head) {
        return None;
    }
    // The end of a beginning may cut a letter.
    let whole = memchr::memrchr(b'\n', head).map_or(head, |end| &head[..end]);
    alphabet(whole).or_else(|| in_pairs(whole)).or_else(|| beside_latin(whole)).map(Charset)
}

/// Whether only some letters are damaged, or written otherwise than all others.
fn is_mostly_unicode(text: &[u8]) -> bool {
    let letters =
        text.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|letter| !letter.is_ascii()).count();
    letters > text.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
}

const fn is_high(byte: u8) -> bool {
    byte >= 0x80
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_letter = |byte: &u8| is_high(*byte) || byte.is_ascii_alphabetic();
    text.split(move |byte| !is_letter(byte)).filter(|word| word.iter().any(|byte| is_high(*byte)))
}

/// Cyrillic, Greek and Hebrew: words without any Latin letter, small letters behind large ones.
fn alphabet(text: &[u8]) -> Option<&'static str> {
    let (mut foreign, mut latin, mut cyrillic, mut hebrew) = (0, 0, 0, 0);
    let (mut long, mut accented, mut not_greek) = (0, 0, false);
    for word in words(text) {
        let letters = word.iter().filter(|byte| is_high(**byte)).count();
        if letters < word.len() {
            latin += letters;
            continue;
        }
        foreign += letters;
        cyrillic += if is_cyrillic(word) { letters } else { 0 };
        hebrew += word.iter().filter(|byte| (0xe0..=0xfa).contains(*byte)).count();
        not_greek |= word.iter().any(|byte| matches!(byte, 0xd2 | 0xff));
        if word.len() > 3 {
            let accents = word.iter().filter(|byte| matches!(byte, 0xdc..=0xdf | 0xfc..=0xfe)).count();
            long += 1;
            accented += usize::from(accents == 1);
        }
    }
    if foreign < LETTERS_MIN || latin * 5 > foreign {
        return None;
    }
    let is_greek = !not_greek && long > 1 && accented * 5 >= long * 3;
    match (cyrillic * 20 >= foreign * 19, hebrew == foreign) {
        _ if is_greek => Some("windows-1253"),
        (true, true) => Some("windows-1255"),
        (true, false) => Some("windows-1251"),
        _ => None,
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
fn in_pairs(text: &[u8]) -> Option<&'static str> {
    // Pairs of two high bytes, pairs whose second is low, and what is none.
    let (mut high, mut low, mut single) = (0, 0, 0);
    let (mut han, mut korean, mut kana, mut common) = (0, 0, 0, 0);
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| is_high(*byte)) {
        rest = &rest[at..];
        let (used, first) = match rest {
            [first @ 0xa1..=0xf9, 0xa1..=0xfe, ..] => {
                high += 1;
                (2, *first)
            }
            [first @ 0xa1..=0xf9, 0x40..=0x7e, ..] => {
                low += 1;
                (2, *first)
            }
            _ => {
                single += 1;
                (1, 0)
            }
        };
        han += usize::from((0xb0..=0xf7).contains(&first));
        korean += usize::from((0xb0..=0xc8).contains(&first));
        kana += usize::from(matches!(first, 0xa4 | 0xa5));
        common += usize::from((0xa4..=0xc6).contains(&first));
        rest = &rest[used..];
    }
    let pairs = high + low;
    if pairs < LETTERS_MIN || single * 20 > pairs {
        return None;
    }
    match low * 50 > pairs {
        // What is often said stands in the first half of Big5, its punctuation before.
        true => (low * 10 >= pairs && common * 10 >= pairs * 8).then_some("big5"),
        false if kana * 5 > pairs => Some("euc-jp"),
        false if korean * 20 >= han * 19 => Some("euc-kr"),
        false => Some("gb18030"),
    }
}

/// Languages that have some letters of their own beside Latin ones.
fn beside_latin(text: &[u8]) -> Option<&'static str> {
    let mut count = [0_usize; 256];
    text.iter().for_each(|byte| count[usize::from(*byte)] += 1);
    let all: usize = count[0x80..].iter().sum();
    let sum = |letters: &[usize]| letters.iter().map(|letter| count[*letter]).sum::<usize>();
    let each = |letters: &[usize], min: usize| letters.iter().all(|letter| count[*letter] >= min);
    // Signs in the midst of words (`dzia³a`) are letters of Polish, Romanian or Slovak.
    let is_letter = |byte: &u8| is_high(*byte) || byte.is_ascii_alphabetic();
    let is_amid = |part: &[u8]| matches!(part, [before, 0x9f | 0xb3 | 0xb9 | 0xba | 0xbe | 0xbf, after] if is_letter(before) && is_letter(after));
    let amid = text.windows(3).filter(|part| is_amid(part)).count();
    let polish = amid > 1 && amid * 10 >= all;
    let czech = each(&[0xe8, 0xec, 0xf8], 1) && sum(&[0x9a, 0x9e]) * 20 >= all && sum(&[0xec, 0xf8]) * 20 >= all;
    let hungarian = each(&[0xf5, 0xe1, 0xe9, 0xf6], 2) && sum(&[0xe3, 0xe4, 0xea]) == 0;
    if polish || czech || hungarian {
        return Some("windows-1250");
    }
    // Icelandic has the same letters, and accents that Turkish has not.
    let turkish = each(&[0xfd], 2) && sum(&[0xf0, 0xfe]) > 1 && sum(&[0xe1, 0xe6, 0xed, 0xf3, 0xfa]) == 0;
    turkish.then_some("windows-1254")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoded: &[u8], expected: Option<&'static str>) {
        assert_eq!(find(encoded), expected.map(Charset), "{}", String::from_utf8_lossy(encoded));
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
        check("author;text\nАня;Хорошо\n".as_bytes(), None);
        let damaged = ["author;text\nLuis;corazón, razón\nZo".as_bytes(), b"\xe9;corz\n"].concat();
        check(&damaged, None);
    }
}
