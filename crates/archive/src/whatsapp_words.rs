//! What WhatsApp writes in the languages of phones: halves of the day, files left out, edits, deletions.

/// Halves of the day, before or behind the time, and what they mean.
pub(crate) const HALVES: &[(&str, &str)] = &[
    ("오전", "AM"),
    ("오후", "PM"),
    ("上午", "AM"),
    ("下午", "PM"),
    ("午前", "AM"),
    ("午後", "PM"),
    ("凌晨", "AM"),
    ("清晨", "AM"),
    ("早上", "AM"),
    ("中午", "PM"),
    ("傍晚", "PM"),
    ("晚上", "PM"),
    (" ص", "AM"),
    (" م", "PM"),
    ("ق.ظ.", "AM"),
    ("ب.ظ.", "PM"),
    ("ÖÖ", "AM"),
    ("ÖS", "PM"),
    ("π.μ.", "AM"),
    ("μ.μ.", "PM"),
    (" SA", "AM"),
    (" CH", "PM"),
    (" dop.", "AM"),
    (" odp.", "PM"),
    (" de.", "AM"),
    (" du.", "PM"),
    (" ap.", "AM"),
    (" ip.", "PM"),
    (" fm", "AM"),
    (" em", "PM"),
    (" PTG", "PM"),
    (" PG", "AM"),
    (" p.d.", "AM"),
    (" m.d.", "PM"),
    ("पूर्वाह्न", "AM"),
    ("अपराह्न", "PM"),
    ("म.पू.", "AM"),
    ("म.उ.", "PM"),
    ("முற்பகல்", "AM"),
    ("பிற்பகல்", "PM"),
    ("ಪೂರ್ವಾಹ್ನ", "AM"),
    ("ಅಪರಾಹ್ನ", "PM"),
    ("ਪੂ.ਦੁ.", "AM"),
    ("ਬਾ.ਦੁ.", "PM"),
    ("ก่อนเที่ยง", "AM"),
    ("หลังเที่ยง", "PM"),
    ("לפנה״צ", "AM"),
    ("אחה״צ", "PM"),
    (" пр.об.", "AM"),
    (" сл.об.", "PM"),
    (" дп", "AM"),
    (" пп", "PM"),
];

/// What the marks `<Media omitted>` of Android have in common: the word for media or file.
const MEDIA: &[&str] = &[
    "medi",
    "médi",
    "mídia",
    "multim",
    "archivo",
    "arquivo",
    "ficheiro",
    "mitjans",
    "медиа",
    "медіа",
    "medya",
    "πολυμ",
    "מדיה",
    "الوسائط",
    "メディア",
    "媒体",
    "媒體",
    "미디어",
    "मीडिया",
];

/// What `image omitted` of iPhones has in common: the word for leaving out.
const LEFT_OUT: &[&str] = &[
    "omitted",
    "ausgeschlossen",
    "weggelassen",
    "ausgelassen",
    "omis",
    "absent",
    "retiré",
    "omitid",
    "ocult",
    "weggelaten",
    "omess",
    "esclus",
    "non inclus",
    "отсутств",
    "не добавл",
    "пропущ",
    "dahil edilmedi",
    "pomini",
    "utel",
    "udelad",
    "disertakan",
    "jätet",
    "elhagy",
    "vynech",
    "omes",
    "omise",
    "παραλ",
    "省略",
    "略去",
    "忽略",
    "생략",
    "제외",
    "含まれ",
    "נכלל",
    "הושמט",
    "استبعاد",
    "محذوف",
];

/// The words for kinds of files, and their media types.
const KINDS: &[(&str, &str)] = &[
    ("audio", "audio/ogg"),
    ("áudio", "audio/ogg"),
    ("аудио", "audio/ogg"),
    ("ses ", "audio/ogg"),
    ("video", "video/mp4"),
    ("vídeo", "video/mp4"),
    ("vidéo", "video/mp4"),
    ("видео", "video/mp4"),
    ("gif", "image/gif"),
    ("sticker", "image/webp"),
    ("figurinha", "image/webp"),
    ("стикер", "image/webp"),
    ("document", "application/octet-stream"),
    ("dokument", "application/octet-stream"),
    ("документ", "application/octet-stream"),
    ("contact", "text/vcard"),
    ("contatto", "text/vcard"),
    ("kontakt", "text/vcard"),
    ("ima", "image/jpeg"),
    ("imma", "image/jpeg"),
    ("afbeelding", "image/jpeg"),
    ("изображение", "image/jpeg"),
    ("görüntü", "image/jpeg"),
    ("bild", "image/jpeg"),
    ("foto", "image/jpeg"),
    ("photo", "image/jpeg"),
];

/// The media type of what the export left out: `<Media omitted>`, `image omitted`.
pub(crate) fn omitted(line: &str) -> Option<&'static str> {
    let line = line.trim();
    let inside = line.strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
    let words = inside.unwrap_or(line).to_lowercase();
    if words.chars().count() > 40 || words.split_whitespace().count() > 4 {
        return None;
    }
    let any = |marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
    let kind = KINDS.iter().find(|(word, _)| words.contains(word)).map(|(_, media_type)| *media_type);
    match (inside.is_some(), any(LEFT_OUT), kind) {
        (_, true, Some(kind)) => Some(kind),
        (true, ..) if any(MEDIA) => Some("application/octet-stream"),
        (false, true, None) if any(MEDIA) => Some("application/octet-stream"),
        _ => None,
    }
}

/// Whether the mark at the end of a message says that it was edited.
pub(crate) fn says_edited(mark: &str) -> bool {
    const MARKS: [&str; 16] = [
        "edited",
        "bearbeitet",
        "modifié",
        "editó",
        "editad",
        "modificato",
        "bewerkt",
        "изменен",
        "düzenlendi",
        "edyt",
        "diedit",
        "redigera",
        "redigeret",
        "redigert",
        "נערכה",
        "تعديل",
    ];
    let mark = mark.to_lowercase();
    mark.chars().count() < 60 && MARKS.iter().any(|known| mark.contains(known))
}

/// Whether the program says of a call, in the name of who called.
pub(crate) fn tells_of_call(text: &str) -> bool {
    const CALLS: [&str; 16] = [
        "missed voice call",
        "missed video call",
        "missed group voice call",
        "missed group video call",
        "voice call",
        "video call",
        "verpasster sprachanruf",
        "verpasster videoanruf",
        "sprachanruf",
        "videoanruf",
        "appel vocal",
        "appel vidéo",
        "llamada perdida",
        "llamada de voz",
        "chiamata persa",
        "ligação de voz perdida",
    ];
    let text = text.to_lowercase();
    CALLS.iter().any(|call| text.starts_with(call))
}

/// Whether the program tells of encryption, which a chat of two begins with, in the name of the other.
pub(crate) fn tells_of_encryption(text: &str) -> bool {
    const SENTENCES: [&str; 10] = [
        "messages and calls are end-to-end encrypted.",
        "messages to this chat and calls are now secured",
        "messages to this group are now secured",
        "nachrichten und anrufe sind ende-zu-ende-verschlüsselt",
        "los mensajes y las llamadas están cifrados de extremo a extremo",
        "les messages et les appels sont chiffrés de bout en bout",
        "as mensagens e ligações são protegidas com a criptografia de ponta a ponta",
        "as mensagens e as ligações são protegidas com a criptografia de ponta a ponta",
        "i messaggi e le chiamate sono crittografati end-to-end",
        "berichten en oproepen worden end-to-end versleuteld",
    ];
    let text = text.to_lowercase();
    SENTENCES.iter().any(|sentence| text.starts_with(sentence))
}

/// Whether the text stands for a message that is gone.
pub(crate) fn is_deleted(text: &str) -> bool {
    const SENTENCES: &[&str] = &[
        "this message was deleted",
        "you deleted this message",
        "diese nachricht wurde gelöscht",
        "du hast diese nachricht gelöscht",
        "ce message a été supprimé",
        "vous avez supprimé ce message",
        "se eliminó este mensaje",
        "este mensaje fue eliminado",
        "eliminaste este mensaje",
        "esta mensagem foi apagada",
        "essa mensagem foi apagada",
        "mensagem apagada",
        "você apagou esta mensagem",
        "esta mensagem foi eliminada",
        "questo messaggio è stato eliminato",
        "hai eliminato questo messaggio",
        "dit bericht is verwijderd",
        "je hebt dit bericht verwijderd",
        "u hebt dit bericht verwijderd",
        "deze bericht is verwijderd",
        "данное сообщение удалено",
        "вы удалили данное сообщение",
        "bu mesaj silindi",
        "bu mesajı sildiniz",
        "ta wiadomość została usunięta",
        "pesan ini telah dihapus",
        "anda telah menghapus pesan ini",
        "det här meddelandet togs bort",
        "denne besked blev slettet",
        "denne meldingen ble slettet",
        "tämä viesti poistettiin",
        "הודעה זו נמחקה",
        "تم حذف هذه الرسالة",
        "此消息已删除",
        "此訊息已刪除",
        "このメッセージは削除されました",
        "삭제된 메시지입니다",
    ];
    let text = text.trim().trim_end_matches(['.', '。']).to_lowercase();
    SENTENCES.contains(&text.as_str()) || text.starts_with("this message was deleted by admin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_left_out_are_known_in_many_languages_and_talk_is_not() {
        for (line, expected) in [
            ("<Media omitted>", "application/octet-stream"),
            ("<Medien ausgeschlossen>", "application/octet-stream"),
            ("<Médias omis>", "application/octet-stream"),
            ("<Multimedia omitido>", "application/octet-stream"),
            ("<Arquivo de mídia oculto>", "application/octet-stream"),
            ("<Без медиафайлов>", "application/octet-stream"),
            ("<Medya dahil edilmedi>", "application/octet-stream"),
            ("<メディアは含まれていません>", "application/octet-stream"),
            ("<省略多媒体文件>", "application/octet-stream"),
            ("<Media weggelaten>", "application/octet-stream"),
            ("<Pominięto multimedia>", "application/octet-stream"),
            ("image omitted", "image/jpeg"),
            ("Bild weggelassen", "image/jpeg"),
            ("vidéo absente", "video/mp4"),
            ("GIF retiré", "image/gif"),
            ("audio omitido", "audio/ogg"),
            ("figurinha omitida", "image/webp"),
            ("immagine omessa", "image/jpeg"),
            ("изображение отсутствует", "image/jpeg"),
            ("Contact card omitted", "text/vcard"),
            ("Kontaktkarte ausgelassen", "text/vcard"),
            ("<מדיה לא נכללה>", "application/octet-stream"),
            ("photo omitted", "image/jpeg"),
            ("GIF omitted", "image/gif"),
        ] {
            assert_eq!(omitted(line), Some(expected), "{line}");
        }
        for line in ["I omitted the rest", "media is hard", "<b>", "the image was absent from the whole page", ""] {
            assert_eq!(omitted(line), None, "{line}");
        }
    }
}
