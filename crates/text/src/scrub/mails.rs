//! E-mail addresses that hide from a plain look: `ada [at] example [dot] org`, wide letters, a wide sign.

const SIGNS: [&str; 8] = ["[at]", "(at)", "{at}", "[arobase]", "(arobase)", "＠", "﹫", "@"];
const DOTS: [&str; 8] = ["[dot]", "(dot)", "{dot}", "[point]", "(point)", "．", "。", "."];
/// Letters on either side that are looked at.
const SIDE_CHARS_MAX: usize = 80;

/// Where such addresses begin and end.
pub(super) fn hidden(text: &str, found: &mut impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let begins = |at: usize| matches!(bytes[at], b'[' | b'(' | b'{' | b'@' | 0xef);
    for at in (0..bytes.len()).filter(|at| begins(*at) && text.is_char_boundary(*at)) {
        let Some(sign) = at_front(&text[at..], &SIGNS) else { continue };
        let name = text[..at].trim_end_matches(' ');
        let local = name.chars().rev().take(SIDE_CHARS_MAX).take_while(|letter| belongs(*letter, "._+-．－＿"));
        let length: usize = local.map(char::len_utf8).sum();
        if let (true, Some(end)) = (length > 0, host_end(text, at + sign)) {
            found(name.len() - length, end);
        }
    }
}

fn belongs(letter: char, more: &str) -> bool {
    letter.is_alphanumeric() || more.contains(letter)
}

/// How many bytes one of `words` takes at the front of `text`, whatever the case.
fn at_front(text: &str, words: &[&str]) -> Option<usize> {
    let fits = |word: &&&str| text.get(..word.len()).is_some_and(|front| front.eq_ignore_ascii_case(word));
    words.iter().find(fits).map(|word| word.len())
}

/// Where a host ends that begins behind `from`: at least two labels, the last of two letters or more.
fn host_end(text: &str, from: usize) -> Option<usize> {
    let spaces = |at: usize| text[at..].bytes().take_while(|byte| *byte == b' ').take(2).count();
    let label = |at: usize| -> usize {
        let letters = text[at..].chars().take(SIDE_CHARS_MAX).take_while(|letter| belongs(*letter, "-－"));
        letters.map(char::len_utf8).sum()
    };
    let mut at = from + spaces(from);
    let mut end = None;
    let mut taken = label(at);
    while taken > 0 {
        at += taken;
        let dot = at + spaces(at);
        let Some(length) = at_front(&text[dot..], &DOTS) else { break };
        // A full stop with a blank before or behind it ends a sentence.
        let is_word = length > 1 && text.as_bytes()[dot].is_ascii();
        if !is_word && dot > at {
            break;
        }
        let next = dot + length + if is_word { spaces(dot + length) } else { 0 };
        taken = label(next);
        if text[next..next + taken].chars().filter(|letter| letter.is_alphabetic()).count() >= 2 {
            end = Some(next + taken);
        }
        at = next;
    }
    end
}
