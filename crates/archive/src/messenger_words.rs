//! Sentences of Messenger and Instagram themselves, which stand among the words of people.

/// Instagram tells each reaction as a message too, in the language of whoever downloads. Only signs stand between.
const REACTIONS: [(&str, &str); 5] = [
    ("Hat mit ", " auf deine Nachricht reagiert"),
    ("Reaccionó con ", " a tu mensaje"),
    ("A réagi avec ", " à votre message"),
    ("Zareagował(a) ", " na Twoją wiadomość"),
    ("Mesajına ", " ifadesini bıraktı"),
];
const LIKES: [&str; 3] = ["Liked a message", "Hat eine Nachricht mit „Gefällt mir“ markiert", "Bir mesajı beğendi"];

/// What the program says of somebody, behind the name: how it begins, how it ends, and how many letters may stand
/// between. People begin sentences of their own so.
const DEEDS: [(&str, &str, usize); 12] = [
    ("added ", " to the group.", 200),
    ("removed ", " from the group.", 200),
    ("named the group ", "", 60),
    ("left the group", ".", 0),
    ("changed the theme to ", "", 40),
    ("changed the chat theme to ", "", 40),
    ("changed the group photo", ".", 0),
    ("set the nickname for ", "", 100),
    ("set your nickname to ", "", 60),
    ("created a poll", ".", 0),
    ("waved at you", ".", 0),
    ("joined the call", ".", 0),
];
const EMOJI: &str = "set the emoji to ";
const CALLS: [&str; 2] = ["Video chat ended", "The video chat ended."];

const ATTACHED: [&str; 4] = [
    " sent an attachment.",
    " hat einen Anhang gesendet.",
    " a envoyé une pièce jointe.",
    " envió un archivo adjunto.",
];

pub(crate) fn is_reaction(text: &str) -> bool {
    let text = text.trim();
    if text.chars().count() >= 60 {
        return false;
    }
    let is_english = text.starts_with("Reacted ") && text.ends_with(" to your message") && text.chars().count() < 40;
    let sign = |(head, tail): &(&str, &str)| text.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
    let mut signs = REACTIONS.iter().filter_map(sign);
    LIKES.contains(&text) || is_english || signs.any(|sign| !sign.contains(char::is_alphanumeric))
}

/// Whether the program tells what the author did.
pub(crate) fn is_deed(text: &str, author: &str) -> bool {
    let deed = text.strip_prefix(author).and_then(|rest| rest.strip_prefix(' ')).filter(|_| !author.is_empty());
    let is_told = |deed: &str| {
        let between = |(head, tail, max): &(&str, &str, usize)| {
            let named = deed.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
            named.is_some_and(|named| named.chars().count() <= *max && !is_sentence(named))
        };
        let is_sign = |rest: &str| rest.chars().count() <= 20 && !rest.contains(char::is_alphabetic);
        DEEDS.iter().any(between) || deed.strip_prefix(EMOJI).is_some_and(is_sign)
    };
    CALLS.contains(&text) || deed.is_some_and(is_told)
}

/// Whether a sentence ends in what should be a name.
fn is_sentence(name: &str) -> bool {
    name.contains(['?', '\n']) || [". ", "! "].iter().any(|end| name.contains(end))
}

/// Whether a text only says that something is attached.
pub(crate) fn is_of_attachment(text: &str) -> bool {
    ATTACHED.iter().any(|ending| text.ends_with(ending))
}
