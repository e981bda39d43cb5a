//! What WhatsApp calls chats and files in the languages of phones, and whom it names before a colon.

/// How much of a line is searched for a name.
const NAME_BYTES_MAX: usize = 240;

/// Who says what, where somebody's name may have a colon in it: a chat with `Dr: Home` is called `Dr Home`, so that a
/// name which is the chat's but for such signs is one.
#[derive(Default)]
pub(crate) struct Speakers {
    title: String,
    with_colon: Option<String>,
    /// Whether somebody speaks who is called as that name begins.
    is_doubtful: bool,
}

impl Speakers {
    /// Of the chat whose file is called so.
    pub(crate) fn of_chat(stem: &str) -> Speakers {
        Speakers { title: letters(chat_named(stem).unwrap_or(stem)), ..Speakers::default() }
    }

    /// Takes note of a line without its date.
    pub(crate) fn hear(&mut self, line: &str) {
        let head = &line[..line.floor_char_boundary(NAME_BYTES_MAX)];
        let ends = || head.match_indices(": ").map(|(at, _)| at);
        let Some(first) = ends().next().map(|at| letters(&head[..at])) else { return };
        if first.is_empty() || first == self.title || !self.title.starts_with(&first) {
            return;
        }
        match ends().skip(1).find(|at| letters(&head[..*at]) == self.title) {
            Some(end) if self.with_colon.is_none() => self.with_colon = Some(head[..end].to_owned()),
            Some(_) => {}
            None => self.is_doubtful |= !letters(head).starts_with(&self.title),
        }
    }

    /// Who says a line, and what; nobody says what the program tells of somebody.
    pub(crate) fn split<'a>(&self, line: &'a str) -> Option<(&'a str, &'a str)> {
        let with_colon = self.with_colon.as_deref().filter(|_| !self.is_doubtful);
        let rest = with_colon.and_then(|name| line.strip_prefix(name));
        let from = match rest.filter(|rest| !rest.starts_with(char::is_alphanumeric)) {
            Some(rest) if rest.starts_with(':') => line.len() - rest.len(),
            Some(_) => return None,
            None => 0,
        };
        let split = line[from..].find(": ").map(|at| (&line[..from + at], &line[from + at + 2..]));
        split.or_else(|| line.strip_suffix(':').map(|name| (name, "")))
    }
}

/// Whether a name stands in a text, and is no part of a longer word if it is short.
pub(crate) fn tells_of(text: &str, name: &str) -> bool {
    // In scripts without spaces the next word stands right behind a name.
    let goes_on = |letter: char| letter.is_alphanumeric() && letter < '\u{e00}';
    let is_whole = |at: usize| !text[..at].ends_with(goes_on) && !text[at + name.len()..].starts_with(goes_on);
    text.match_indices(name).any(|(at, _)| name.chars().count() > 2 || is_whole(at))
}

/// Whether words that begin from right to left tell of their speaker as only the program writes strangers. The mark alone
/// is a keyboard's, too.
pub(crate) fn stranger_stands_in(said: &str, speaker: &str) -> bool {
    let spaced = |text: &str| text.trim_start_matches(['\u{200e}', '\u{200f}']).replace(['\u{a0}', '\u{202f}'], " ");
    said.starts_with('\u{200f}') && speaker.contains(['~', '\u{202a}']) && spaced(said).contains(&spaced(speaker))
}

/// A name as it is compared, without the signs that names of files cannot have.
fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a file's name says that it is a chat of WhatsApp's.
pub(crate) fn names_whatsapp(name: &str) -> bool {
    name.contains("WhatsApp") || name.contains("واتساب")
}

/// The chat's name out of a file's, as phones of many languages write it.
pub(crate) fn chat_named(stem: &str) -> Option<&str> {
    const BEFORE: &str = "WhatsApp Chat with |WhatsApp Chat - |WhatsApp Chat mit |Discussion WhatsApp avec |\
        Chat de WhatsApp con |Conversación de WhatsApp con |Chat WhatsApp con |Conversa do WhatsApp com |\
        Conversa de WhatsApp com |WhatsApp-chat met |WhatsApp Gesprek met |WhatsApp-gesprek met |WhatsApp chat med |\
        WhatsApp-chat med |WhatsApp-chatt med |WhatsApp-samtale med |Чат WhatsApp с |WhatsApp Чат с |\
        Бесіда WhatsApp з |Чат WhatsApp з |Czat WhatsApp z |Chat WhatsApp dengan |Chat WhatsApp s uživatelem |\
        Conversație WhatsApp cu |Trò chuyện WhatsApp với |WhatsApp csevegés vele: |WhatsApp pokalbis su |\
        WhatsApp razgovor s |Xat de WhatsApp amb |Συνομιλία WhatsApp με |צ'אט WhatsApp עם |דו-שיח WhatsApp עם |\
        دردشة واتساب مع |محادثة واتساب مع |แชท WhatsApp กับ |WhatsApp - ";
    const AROUND: &str = "|とのWhatsAppチャット~|님과의 WhatsApp 대화~| ile WhatsApp Sohbeti~\
        | ilə WhatsApp Söhbəti~| के साथ WhatsApp चैट~WhatsApp-keskustelu henkilön | kanssa~WhatsApp 与 | 的对话~\
        WhatsApp 與 | 的對話";
    let behind = BEFORE.split('|').find_map(|before| stem.strip_prefix(before));
    let between = || {
        let mut frames = AROUND.split('~').filter_map(|frame| frame.split_once('|'));
        frames.find_map(|(before, after)| stem.strip_prefix(before)?.strip_suffix(after))
    };
    behind.or_else(between).or_else(|| {
        let parts = [" with ", " mit ", " avec ", " con ", " com ", " met ", " - ", " med "];
        parts.iter().filter(|_| names_whatsapp(stem)).find_map(|part| stem.split_once(part)).map(|(_, name)| name)
    })
}

/// What stands before the brackets at the end of a line, and in them: `plan.pdf (file attached)`.
pub(crate) fn before_brackets(line: &str) -> Option<(&str, &str)> {
    line.trim_end().strip_suffix(')')?.rsplit_once(" (").map(|(name, words)| (name.trim(), words))
}

/// The file in a line such as `فایل پیوست شد IMG-20240313-WA0001.jpg`: some languages name it outside of brackets.
pub(crate) fn attached(line: &str) -> Option<&str> {
    let foreign = |rest: &str| rest.split(' ').count() <= 4 && rest.contains(|letter: char| letter > '\u{530}');
    let (first, last) = (line.split_once(' '), line.rsplit_once(' '));
    let first = first.filter(|(name, rest)| is_media_name(name) && foreign(rest)).map(|(name, _)| name);
    first.or_else(|| last.filter(|(rest, name)| is_media_name(name) && foreign(rest)).map(|(_, name)| name))
}

/// `00000012-PHOTO-2024-03-13-10-00-00.jpg`, as iPhones call what was sent.
pub(crate) fn is_numbered(name: &str) -> bool {
    name.split_once('-').is_some_and(|(first, _)| first.len() == 8 && first.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `IMG-20240313-WA0001.jpg`.
pub(crate) fn is_media_name(name: &str) -> bool {
    let mut parts = name.splitn(3, '-');
    let digits = |part: &str, most: usize| part.len() >= 4 && part.bytes().take(most).all(|byte| byte.is_ascii_digit());
    let kind = parts.next().unwrap_or("");
    let (day, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let number = number.strip_prefix("WA").unwrap_or("");
    kind.len() == 3 && day.len() == 8 && digits(day, 8) && digits(number, 4) && number.contains('.')
}
