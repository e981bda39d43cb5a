//! Words of Chinese, Japanese and Korean as runs of one script, for keywords and names: no dictionary, little grammar.

use std::ops::Range;

#[derive(Clone, Copy, PartialEq)]
enum Script {
    Han,
    Katakana,
    Hiragana,
    Hangul,
    Other,
}

/// In characters: one alone rarely says what a message is about, and more are a sentence.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// Chinese that parts what stands around it, longer ones first.
const CHINESE_PARTS: [&str; 59] = [
    "为什么",
    "无法",
    "不能",
    "可以",
    "没有",
    "什么",
    "怎么",
    "我们",
    "你们",
    "他们",
    "这个",
    "那个",
    "已经",
    "因为",
    "所以",
    "如果",
    "但是",
    "现在",
    "一个",
    "希望",
    "请问",
    "能否",
    "可否",
    "是否",
    "的",
    "了",
    "是",
    "在",
    "我",
    "你",
    "他",
    "她",
    "它",
    "们",
    "不",
    "没",
    "和",
    "也",
    "都",
    "就",
    "很",
    "吗",
    "呢",
    "吧",
    "啊",
    "把",
    "被",
    "让",
    "请",
    "与",
    "或",
    "但",
    "还",
    "又",
    "太",
    "这",
    "那",
    "着",
    "想",
];
/// Korean particles at the end of a word.
const KOREAN_ENDINGS: [&str; 18] = [
    "에서", "으로", "하고", "까지", "부터", "을", "를", "이", "가", "은", "는", "의", "에", "도", "로", "와", "과",
    "만",
];

/// Whether a text may hold any of the three.
pub(crate) fn may_hold(text: &str) -> bool {
    text.bytes().any(|byte| (0xe3..=0xed).contains(&byte))
}

/// Whether a character is written in one of their scripts.
pub(crate) fn is_of(character: char) -> bool {
    script(character) != Script::Other
}

/// Calls `visit` with the place of each word that may say something: kanji and katakana of Japanese, whose hiragana is
/// grammar; Chinese between its particles; Korean without endings.
pub(crate) fn each_word(text: &str, visit: &mut dyn FnMut(Range<usize>)) {
    let japanese = text.chars().any(|c| matches!(script(c), Script::Hiragana | Script::Katakana));
    let mut start = 0;
    let mut last = Script::Other;
    let ends = text.char_indices().map(|(at, character)| (at, script(character)));
    for (at, script) in ends.chain([(text.len(), Script::Other)]) {
        if script == last {
            continue;
        }
        match last {
            Script::Katakana => visit_word(text, start..at, visit),
            Script::Han if japanese => visit_word(text, start..at, visit),
            Script::Han => visit_chinese(text, start..at, visit),
            Script::Hangul => {
                let word = &text[start..at];
                let ending = KOREAN_ENDINGS.iter().find(|ending| word.ends_with(**ending)).map_or(0, |e| e.len());
                let stem = start..if word.len() > ending + 3 { at - ending } else { at };
                visit_word(text, stem, visit);
            }
            Script::Hiragana | Script::Other => {}
        }
        (start, last) = (at, script);
    }
}

fn visit_word(text: &str, word: Range<usize>, visit: &mut dyn FnMut(Range<usize>)) {
    if CHARACTERS.contains(&text[word.clone()].chars().count()) {
        visit(word);
    }
}

fn visit_chinese(text: &str, run: Range<usize>, visit: &mut dyn FnMut(Range<usize>)) {
    let (mut start, mut at) = (run.start, run.start);
    while at < run.end {
        let rest = &text[at..run.end];
        let part = CHINESE_PARTS.iter().find(|part| rest.starts_with(**part));
        let step = part.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |part| part.len());
        if part.is_some() {
            visit_word(text, start..at, visit);
            start = at + step;
        }
        at += step;
    }
    visit_word(text, start..run.end, visit);
}

fn script(character: char) -> Script {
    match character {
        '\u{3041}'..='\u{309f}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Script::Katakana,
        '\u{3005}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Script::Han,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        _ => Script::Other,
    }
}
