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
    (" vm.", "AM"),
    (" nm.", "PM"),
    (" e paradites", "AM"),
    (" e pasdites", "PM"),
    (" PD", "AM"),
    (" MD", "PM"),
    ("ጥዋት", "AM"),
    ("ከሰዓት", "PM"),
    ("පෙ.ව.", "AM"),
    ("ප.ව.", "PM"),
    ("ព្រឹក", "AM"),
    ("ល្ងាច", "PM"),
];

/// What the marks `<Media omitted>` of Android have in common: the word for media or file.
const MEDIA: &str = "medi|médi|mídia|multim|archivo|arquivo|ficheiro|fichier|fitxer|mitjans|медиа|медіа|медиј|файл|\
    фајл|fayl|plik|medya|meedia|multivid|vedlegg|bilag|tệp|πολυμ|מדיה|الوسائط|رسانه|پيوست|پیوست|میڈیا|メディア|媒体|\
    媒體|미디어|मीडिया|মিডিয়া|મીડિયા|ਮੀਡੀਆ|ஊடக|மீடியா|మాధ్యమ|ಮಾಧ್ಯಮ|മീഡിയ|ไฟล์|สื่อ|\
    αρχεί|datotek|મિડિયા|మీడియా|கோப்பு|ມີເດຍ|product message|list message";

/// What `image omitted` of iPhones has in common: the word for leaving out.
const LEFT_OUT: &str = "omitted|ausgeschlossen|weggelassen|ausgelassen|omis|omès|absent|retiré|manquant|omitid|ocult|weggela|\
    omess|esclus|non inclus|отсутств|не добавл|пропущ|изостав|dahil edilmedi|pomini|utel|udelad|disertakan|diabaikan|\
    dikecualikan|jätet|jäetud|elhagy|vynech|izostav|izpušč|praleist|omes|omise|omisă|bỏ qua|παραλ|εξαίρεσ|省略|略去|\
    略過|忽略|생략|제외|含まれ|נכלל|הושמט|استبعاد|محذوف|حذف|ไม่รวม|ละเว้น|revelad|відсутн|не додано|لم يتم إدراج|\
    हटाई ग|छोड\u{93c}ा ग|छो\u{95c}ा ग";

/// The words for kinds of files, and their media types.
const KINDS: [(&str, &str); 7] = [
    (
        "audio|voice|ficheiro de áudio|âm thanh|ไฟล์เสียง|sprachnachricht|голосов|áudio|àudio|аудио|аудіо|ses |dźwięk|zvuk|ljud|ääni|lyd|ήχος|音频|音訊|音声|오디오|음성|אודיו|صوت|ऑडियो",
        "audio/ogg",
    ),
    (
        "video|vídeo|vidéo|videó|видео|відео|wideo|βίντεο|视频|影片|動画|ビデオ|วิดีโอ|동영상|סרטון|وידאו|فيديو|वीडियो",
        "video/mp4",
    ),
    ("gif", "image/gif"),
    (
        "sticker|stiker|наклейк|наліпк|スタンプ|สติกเกอร์|figurinha|стикер|стікер|çıkartma|naklejk|matrica|tarra|adesiv|autocollant|贴纸|貼圖|스티커|ステッカー|מדבקה|ملصق|nálepk|स्टिकर",
        "image/webp",
    ),
    (
        "document|dokument|ドキュメント|tài liệu|เอกสาร|dokumen|документ|belge|asiakirj|έγγραφο|文档|文件|檔案|문서|書類|מסמך|مستند|डॉक्यूमेंट",
        "application/octet-stream",
    ),
    (
        "contact|contatto|картка контакт|карточка контакт|thẻ liên lạc|บัตรรายชื่อ|contato|kontak|контакт|yhteystie|επαφή|联系人|聯絡人|연락처|連絡先|איש קשר|جهة اتصال|cartão do contato|vizitk|कॉन्टैक्ट",
        "text/vcard",
    ),
    (IMAGES, "image/jpeg"),
];

const IMAGES: &str = "ima|imm|hình ảnh|afbeelding|изображен|зображен|снимка|слика|görüntü|bild|billede|foto|photo|kuva|obraz|\
    obráz|obrázek|slika|kép|gambar|hình|εικόνα|图像|图片|圖片|圖像|画像|이미지|사진|תמונה|صور|ภาพ|छवि|चित्र|फोटो|\
    फ\u{93c}ोटो|\u{95e}ोटो";

/// Whether a text has one of the words: at the beginning of a word, where a script parts words.
fn has(text: &str, marks: &str) -> bool {
    let padded = format!(" {text} ");
    marks.split('|').any(|mark| {
        let parts_words =
            mark.starts_with(|first: char| first < '\u{530}' || ('\u{1e00}'..'\u{2000}').contains(&first));
        if parts_words { padded.contains(&format!(" {mark}")) } else { text.contains(mark) }
    })
}

/// Whether the words in brackets behind the name of a file are Android's `file attached`.
pub(crate) fn says_attached(behind: &str) -> bool {
    const FILES: &str = "file|datei|archivo|arquivo|ficheiro|fichier|fitxer|bestand|файл|файлът|fayl|dosya|plik|fil|fails|\
        failas|fișier|fájl|soubor|súbor|tiedosto|datotek|αρχείο|tệp|berkas|קובץ|הקובץ|ملف|فایل|文件|檔案|ファイル|파일|ไฟล์|फ़ाइल|फाइल";
    const ATTACHED: &str = "attached|angehängt|adjunt|joint|allegat|anexad|bijgevoegd|toegevoegd|добавлен|прикреплен|прикреплён|\
        додано|прикріплен|прикачен|ekli|eklendi|əlavə|załączon|dołączon|terlampir|dilampirkan|bifoga|vedhæft|\
        vedlagt|liitet|přilož|připojen|prilož|pripojen|csatol|atașat|anexat|priložen|privitk|pievienots|pridėtas|\
        συνημμέν|επισυν|đính kèm|מצורף|צורף|مرفق|پیوست|附件|附加|添付|첨부|แนบ|संलग्न|अटैच";
    let words = behind.trim().to_lowercase();
    words.chars().count() <= 40 && words.split_whitespace().count() <= 5 && has(&words, FILES) && has(&words, ATTACHED)
}

/// The media type of what the export left out: `<Media omitted>`, `image omitted`.
pub(crate) fn omitted(line: &str) -> Option<&'static str> {
    let (words, inside) = placeholder(line);
    if words.chars().count() > 40 || words.split_whitespace().count() > 5 {
        return None;
    }
    let several = words.contains(' ') || !words.starts_with(|first: char| first < '\u{530}');
    match (inside, has(&words, LEFT_OUT), kind(&words)) {
        (_, true, Some(kind)) => Some(kind),
        (true, ..) if several && has(&words, MEDIA) => Some(UNKNOWN),
        (false, true, None) if has(&words, MEDIA) => Some(UNKNOWN),
        _ => None,
    }
}

/// The media type of a line that the program marked as its own, if it has the shape of `image omitted` in
/// whatever language: a few words that are no sentence.
pub(crate) fn shaped_as_omitted(line: &str) -> Option<&'static str> {
    let (words, inside) = placeholder(line);
    let count = words.split_whitespace().count();
    let several = count > 1 || !words.starts_with(|first: char| first < '\u{e00}') && words.chars().count() > 3;
    let plain = |letter: char| !letter.is_numeric() && !SIGNS.contains(letter);
    let fits = count <= 6 && words.chars().count() <= 40 && words.chars().all(plain);
    (fits && (several || inside)).then(|| kind(&words).unwrap_or(UNKNOWN))
}

/// The media type of a file of which nobody knows more.
pub(crate) const UNKNOWN: &str = "application/octet-stream";
/// What stands in sentences, in lists and before names.
const SIGNS: &str = ".。।۔!?！？؟:：;؛,，،、\"@#()[]{}“”«»„\n\u{2068}";

/// The words of a line in small letters, and whether they stand inside `<` and `>`.
fn placeholder(line: &str) -> (String, bool) {
    let line = line.trim();
    let inside = line.strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
    (inside.unwrap_or(line).trim().to_lowercase(), inside.is_some())
}

fn kind(words: &str) -> Option<&'static str> {
    KINDS.iter().find(|(marks, _)| has(words, marks)).map(|(_, media_type)| *media_type)
}

/// Whether the mark at the end of a message says that it was edited.
pub(crate) fn says_edited(mark: &str) -> bool {
    const MARKS: &str = "edited|bearbeitet|modifié|editó|editad|fost editat|ha editat|modificato|bewerkt|изменен|змінен|редактир|\
        düzenlendi|edyt|upraven|diedit|redigera|redigeret|redigert|szerkeszt|τροποποι|muokat|uređen|chỉnh sửa|\
        แก้ไข|एडिट|ویرایش|נערכה|تعديل|已编辑|已編輯|編集|수정";
    let mark = mark.to_lowercase();
    mark.chars().count() < 60 && MARKS.split('|').any(|known| mark.contains(known))
}

/// Whether the program says of a call, in the name of who called: `Missed voice call`, or in any language the
/// kind of call and how long it took.
pub(crate) fn tells_of_call(said: &str) -> bool {
    const CALLS: &str = "call|звон|дзвін|обаждан|арама|қоңырау|anruf|appel|llamada|chiamata|ligação|chamada|trucada|\
        oproep|gesprek|samtal|opkald|anrop|arama|çağrı|połączeni|panggilan|puhelu|hívás|hovor|apel |κλήσ|cuộc gọi|\
        通话|通話|통화|전화|שיחה|שיחת|مكالمة|تماس|कॉल|কল|สาย";
    // Only `Аудиозвонок` and `Sprachanruf` have the word at their end.
    const KINDS_OF_CALL: [&str; 5] = ["звонок", "дзвінок", "anruf", "opkald", "samtal"];
    let text = plain(said);
    let long = said.split_once(", \u{200e}").is_some_and(|(_, length)| length.starts_with(char::is_numeric));
    let ends = |word: &str| KINDS_OF_CALL.iter().any(|call| word.trim_end_matches([',', '.']).ends_with(call));
    let short = text.chars().count() <= 80 && !text.contains(['\n', '<', ':']);
    short && (long || has(&text, CALLS) || text.split_whitespace().any(ends))
}

/// Whether a line tells of nothing but a missed call; older phones do not mark it as the program's.
pub(crate) fn is_missed_call(text: &str) -> bool {
    const SENTENCES: &str = "missed voice call|missed video call|missed group voice call|missed group video call|\
        пропущенный аудиозвонок|пропущенный видеозвонок|пропущений аудіодзвінок|пропущений відеодзвінок|\
        verpasster sprachanruf|verpasster videoanruf|appel vocal manqué|appel vidéo manqué|llamada perdida|\
        videollamada perdida|chiamata persa|videochiamata persa|ligação de voz perdida|ligação de vídeo perdida|\
        chamada de voz perdida|chamada de vídeo perdida|gemiste spraakoproep|gemiste video-oproep|\
        cevapsız sesli arama|cevapsız görüntülü arama";
    let text = plain(text);
    SENTENCES.split('|').any(|known| known == text)
}

/// Whether the program tells of the group, in the name of who changed it.
pub(crate) fn tells_of_group(text: &str) -> bool {
    const GROUPS: &str = "group|gruppe|grupp|groupe|grupo|gruppo|groep|груп|grup|ομάδα|ryhmä|skupin|csoport|קבוצה|\
        المجموعة|群组|群組|グループ|그룹|nhóm|กลุ่ม|समूह|ग्रुप";
    let text = plain(text);
    text.chars().count() <= 120 && has(&text, GROUPS)
}

/// In small letters, without marks of direction and the full stop.
fn plain(said: &str) -> String {
    said.replace(['\u{200e}', '\u{200f}'], "").trim().trim_end_matches(['.', '。']).to_lowercase()
}

/// Whether a line of the program is a sentence and no name of a kind of file.
pub(crate) fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '。', '।', '۔']) || text.chars().count() > 60
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
