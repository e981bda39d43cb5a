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

/// What the program says of somebody, behind the name: how it begins and how it ends.
const DEEDS: [(&str, &str); 13] = [
    ("added ", " to the group."),
    ("removed ", " from the group."),
    ("named the group ", ""),
    ("left the group.", ""),
    ("changed the theme to ", ""),
    ("changed the chat theme to ", ""),
    ("changed the group photo.", ""),
    ("set the nickname for ", ""),
    ("set your nickname to ", ""),
    ("set the emoji to ", ""),
    ("created a poll.", ""),
    ("waved at you.", ""),
    ("joined the call.", ""),
];
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
        let whole = |(head, tail): &(&str, &str)| {
            let rest = deed.strip_prefix(head);
            rest.is_some_and(|rest| if head.ends_with('.') { rest.is_empty() } else { rest.ends_with(tail) })
        };
        DEEDS.iter().any(whole)
    };
    CALLS.contains(&text) || deed.is_some_and(is_told)
}

/// Whether a text only says that something is attached.
pub(crate) fn is_of_attachment(text: &str) -> bool {
    ATTACHED.iter().any(|ending| text.ends_with(ending))
}
