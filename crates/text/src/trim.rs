//! Own words of a mail: what its author says, without the mails it answers or passes on, signatures and legal notices.
//!
//! Every line gets a kind; a few rules over the sequence of kinds then decide what to keep. Quotations that the author
//! answers in between stay, as the answers would say nothing without them; quotations at the end go.

mod line;
mod phrases;

use line::Kind;

/// More lines than this are not looked at: no person wrote them.
const LINES_MAX: usize = 20_000;

/// The own words of a plain-text mail, without blank lines at either end; line ends are `\n`.
pub fn trim(mail: &str) -> String {
    let lines: Vec<&str> = own_lines(mail).into_iter().map(|(_, line)| line).collect();
    lines.join("\n")
}

/// The lines of a plain-text mail that are its author's, without white space at their ends and without blank
/// lines at either end; each with the byte of the mail at which it begins.
pub fn own_lines(mail: &str) -> Vec<(usize, &str)> {
    let lines: Vec<&str> = mail
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .flat_map(line::split_marker)
        .take(LINES_MAX)
        .collect();
    let kinds = line::kinds(&lines);
    let mut kept: Vec<(usize, Kind)> = kinds.into_iter().enumerate().collect();
    cut_signature(&mut kept);
    kept.retain(|(_, kind)| *kind != Kind::SentFrom);
    keep_bottom_reply(&mut kept);
    cut_other_mails(&mut kept);
    cut_end(&mut kept);
    kept.retain(|(_, kind)| *kind != Kind::Header);
    if !has_text(&kept) {
        return Vec::new();
    }
    // Every line is a piece of the mail, so that its address tells where it stands.
    let begin = |line: &str| line.as_ptr().addr() - mail.as_ptr().addr();
    let mut own: Vec<(usize, &str)> = kept.iter().map(|(at, _)| (begin(lines[*at]), lines[*at].trim_end())).collect();
    let first = own.iter().zip(&kept).position(|(_, (_, kind))| *kind != Kind::Empty).unwrap_or(0);
    own.drain(..first);
    while own.last().is_some_and(|(_, line)| line.is_empty()) {
        own.pop();
    }
    own
}

type Lines = Vec<(usize, Kind)>;

fn has_text(lines: &[(usize, Kind)]) -> bool {
    lines.iter().any(|(_, kind)| matches!(kind, Kind::Text | Kind::Code))
}

/// Everything from the first delimiter or legal notice on; one above all text is a line of its own and goes alone.
fn cut_signature(kept: &mut Lines) {
    let Some(text) = kept.iter().position(|(_, kind)| matches!(kind, Kind::Text | Kind::Code | Kind::Disclaimer))
    else {
        return;
    };
    if kept[text].1 == Kind::Disclaimer {
        kept[text].1 = Kind::Text;
    }
    let ends = |(_, kind): &(usize, Kind)| matches!(kind, Kind::Delimiter | Kind::Disclaimer);
    if let Some(end) = kept[text..].iter().position(ends) {
        kept.truncate(text + end);
    }
    let mut at = 0;
    kept.retain(|line| {
        at += 1;
        at > text || !ends(line)
    });
}

/// Marker, quotation, answer: only the answer is kept.
fn keep_bottom_reply(kept: &mut Lines) {
    let Some(first) = kept.iter().position(|(_, kind)| *kind != Kind::Empty) else { return };
    if kept[first].1 != Kind::Marker {
        return;
    }
    let Some(text) = kept.iter().position(|(_, kind)| matches!(kind, Kind::Text | Kind::Code)) else { return };
    let quoted = kept[..text].iter().any(|(_, kind)| *kind == Kind::Quote);
    let only_text = kept[text..].iter().all(|(_, kind)| matches!(kind, Kind::Text | Kind::Code | Kind::Empty));
    if quoted && only_text {
        kept.drain(..text);
    }
}

/// At a marker the own words end, unless the author answers below or within what is quoted; then only the marker goes.
fn cut_other_mails(kept: &mut Lines) {
    let last_text = kept.iter().rposition(|(_, kind)| matches!(kind, Kind::Text | Kind::Code));
    let mut text_before = false;
    let mut end = kept.len();
    for at in 0..kept.len() {
        match kept[at].1 {
            Kind::Text | Kind::Code => text_before = true,
            Kind::Header if text_before => end = end.min(at),
            // Of a marker over several lines the last decides for all.
            Kind::Marker if text_before && kept.get(at + 1).is_none_or(|(_, next)| *next != Kind::Marker) => {
                let quote = kept[at + 1..].iter().find(|(_, kind)| *kind != Kind::Empty);
                let answered = quote.is_some_and(|(_, kind)| *kind == Kind::Quote) && last_text > Some(at);
                if !answered {
                    end = end.min(at);
                }
            }
            _ => {}
        }
        if end < kept.len() {
            break;
        }
    }
    kept.truncate(end);
    kept.retain(|(_, kind)| *kind != Kind::Marker);
}

/// Quotations and blank lines at the end.
fn cut_end(kept: &mut Lines) {
    while kept.last().is_some_and(|(_, kind)| matches!(kind, Kind::Quote | Kind::Empty)) {
        kept.pop();
    }
}
