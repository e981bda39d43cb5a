//! The sentences that WhatsApp says in the languages of phones: of encryption, of codes, of messages that are gone.

use crate::whatsapp_dates::Mark;

/// Whether the program tells of encryption, which a chat of two begins with, in the name of the other.
pub(crate) fn tells_of_encryption(text: &str) -> bool {
    const BEGINNINGS: &str = "messages and calls are end-to-end encrypted.|messages to this chat and calls are now secured|\
        messages to this group are now secured|nachrichten und anrufe sind ende-zu-ende-verschlüsselt|\
        los mensajes y las llamadas están cifrados de extremo a extremo|\
        los mensajes y llamadas en este chat ahora están protegidos|\
        les messages et les appels sont chiffrés de bout en bout|\
        as mensagens e ligações são protegidas com a criptografia de ponta a ponta|\
        as mensagens e as ligações são protegidas com a criptografia de ponta a ponta|\
        as mensagens e as chamadas são protegidas com a criptografia de ponta a ponta|\
        as mensagens e chamadas são encriptadas ponto a ponto|i messaggi e le chiamate sono crittografati end-to-end|\
        berichten en oproepen worden end-to-end versleuteld|berichten en gesprekken worden end-to-end versleuteld|\
        сообщения и звонки защищены сквозным шифрованием|повідомлення та дзвінки захищено наскрізним шифруванням|\
        повідомлення й дзвінки захищено наскрізним шифруванням|ההודעות והשיחות מוצפנות מקצה|\
        消息和通话已进行端到端加密|消息和通话都进行端到端加密|訊息和通話已使用端對端加密|訊息和通話經端對端加密|\
        訊息已受端對端加密保護|beskeder og opkald er end-to-end-krypterede|\
        meldinger og samtaler er ende-til-ende-krypterte|meddelanden och samtal är end-to-end-krypterade|\
        meddelanden och samtal är komplett krypterade|viestit ja puhelut salataan täysin|\
        mesajlar ve aramalar uçtan uca şifrelidir|wiadomości i połączenia są w pełni szyfrowane|\
        wiadomości i połączenia są w pełni zaszyfrowane|zprávy a hovory jsou opatřeny koncovým šifrováním|\
        správy a hovory sú zabezpečené šifrovaním|az üzenetek és hívások végpontok közötti titkosítással|\
        mesajele și apelurile sunt criptate integral|poruke i pozivi zaštićeni su potpunom enkripcijom|\
        els missatges i les trucades estan xifrats|τα μηνύματα και οι κλήσεις κρυπτογραφούνται πλήρως|\
        pesan dan panggilan terenkripsi secara end-to-end|mesej dan panggilan disulitkan hujung ke hujung|\
        tin nhắn và cuộc gọi được mã hóa đầu cuối|ข้อความและการโทรได้รับการเข้ารหัสจากต้นทางถึงปลายทาง|\
        メッセージと通話はエンドツーエンド暗号化されています|메시지와 전화는 종단간 암호화됩니다|\
        메시지 및 전화는 종단간 암호화되어|الرسائل والمكالمات مشفرة تمامًا بين الطرفين|\
        پیام‌ها و تماس‌ها سرتاسر رمزگذاری شده‌اند|मैसेजेस और कॉल्स एंड-टू-एंड एन्क्रिप्टेड|\
        मेसेजेस आणि कॉल्स एन्ड-टू-एन्ड|মেসেজ এবং কল এন্ড-টু-এন্ড|મેસેજ અને કૉલ શરૂથી અંત સુધી સુરક્ષિત|\
        میسجز اور کالز اینڈ ٹو اینڈ";
    let text = plain(text);
    BEGINNINGS.split('|').any(|beginning| text.starts_with(&plain(beginning)))
}

/// Whether the program tells, in the name of the other, that the code changed by which phones know each other:
/// what stands before and behind the name. Where the program marks its lines, it may leave out what to tap on.
pub(crate) fn tells_of_code(text: &str, mark: Mark) -> bool {
    const AROUND: &str = "your security code with ~ changed. tap to learn more|\
        your security code with ~ changed. learn more|ваш код безопасности с контактом ~ изменился|\
        votre code de sécurité avec ~ a changé|il tuo codice di sicurezza con ~ è cambiato|\
        o seu código de segurança partilhado com ~ mudou|seu código de segurança com ~ mudou|\
        cambió tu código de seguridad con ~ obtener más información|ο κωδικός ασφαλείας σας με ~ άλλαξε|\
        код безпеки з контактом ~ змінився|deine sicherheitsnummer für ~ hat sich geändert|\
        mã bảo mật của bạn với ~ đã thay đổi|รหัสความปลอดภัยของคุณกับ ~ มีการเปลี่ยนแปลง|\
        twój kod zabezpieczeń z użytkownikiem ~ zmienił się|uw beveiligingscode voor ~ is gewijzigd|\
        sikkerhetskoden med ~ ble endret|kod keselamatan anda dengan ~ telah berubah|\
        קוד האבטחה עם ~ שונה|تغيّر رمز أمانك المُستخدَم مع ~ لمعرفة المزيد|您和 ~ 的安全代码已更改|\
        ~ ile aranızdaki güvenlik kodu değişti|~とのセキュリティコードが変更されました";
    const LETTERS_MAX: usize = 160;
    let text = plain(text);
    let short = text.chars().count() <= LETTERS_MAX && !text.contains('\n');
    let mut frames = AROUND.split('|').filter_map(|frame| frame.split_once('~'));
    let shortened =
        |after: &str| mark == Mark::Marked && after.split_once(". ").is_some_and(|(end, _)| ends(&text, end));
    let behind = |rest: &str, after: &str| rest.contains(after) || shortened(after);
    short && frames.any(|(before, after)| text.strip_prefix(before).is_some_and(|rest| behind(rest, after)))
}

fn ends(text: &str, end: &str) -> bool {
    text.trim_end_matches('.').ends_with(end)
}

/// Whether the program stands in with its words for what a phone could not show or an export cannot tell: a message that
/// waits for its key, one to be seen once, where somebody is just now.
pub(crate) fn stands_in(text: &str) -> bool {
    const BEGINNINGS: &str = "waiting for this message. this may take a while|\
        waiting for this message. check your phone|warte auf diese nachricht. dies kann etwas dauern|\
        warte auf diese nachricht. das kann einen moment dauern|esperando el mensaje. esto puede tomar tiempo|\
        esperando el mensaje. esto puede tardar un poco|esperando el mensaje. esto puede demorar un poco|\
        aguardando mensagem. essa ação pode levar alguns instantes|en attente de ce message. vérifiez votre téléphone|\
        ожидание сообщения. это может занять некоторое время|\
        this message can't be displayed here. please open whatsapp on your phone|\
        you received a view once message. for added privacy|you received a view once photo. for added privacy|\
        you received a view once video. for added privacy|you received a view once voice message. for added privacy|\
        you sent a view once message. for added privacy|you sent a view once photo. for added privacy|\
        you sent a view once video. for added privacy|you sent a view once voice message. for added privacy";
    const LIVE_LOCATIONS: &str = "live location shared|live-standort wird geteilt|localisation en direct partagée|\
        ubicación en tiempo real compartida|localização atual compartilhada|está a partilhar a sua localização|\
        posizione attuale condivisa|live locatie gedeeld|геоданные отправлены|геодані надіслано|mevcut konum paylaşıldı|\
        udostępniona transmisja położenia|byla sdílena aktuální poloha|bola zdieľaná aktuálna poloha|\
        tartózkodási hely megosztva|locație în timp real distribuită|trenutna lokacija podijeljena|\
        lokacija v živo je bila deljena|η τωρινή τοποθεσία κοινοποιήθηκε|live placering delt|liveposition delad|\
        posisjon i sanntid delt|live-sijainti jaettu|lokasi terkini dibagikan|lokasi terkini dikongsi|\
        vị trí hiện thời được chia sẻ|ตำแหน่งปัจจุบันถูกแบ่งปัน|लाइव स्थान साझा किया गया|تمت مشاركة الموقع المباشر|\
        مکان زنده به اشتراک گذاشته شد|משתף מיקום בשידור חי|共享实时位置|實時位置已分享|ライブロケーション共有|공유한 실시간 위치";
    const LETTERS_MAX: usize = 160;
    if text.contains('\n') || text.chars().take(LETTERS_MAX + 1).count() > LETTERS_MAX {
        return false;
    }
    let text = plain(text).replace('’', "'");
    LIVE_LOCATIONS.split('|').any(|known| known == text.trim_end_matches('.'))
        || BEGINNINGS.split('|').any(|beginning| text.starts_with(beginning))
}

/// Whether a line that the program marked as its own tells, in the name of the other, whom its owner blocked.
pub(crate) fn tells_of_blocking(text: &str) -> bool {
    const BEGINNINGS: &str = "you blocked this contact|you unblocked this contact|you blocked this business|\
        you unblocked this business|du hast diesen kontakt blockiert|du hast diesen kontakt freigegeben|\
        vous avez bloqué ce contact|vous avez débloqué ce contact|bloqueaste a este contacto|bloqueaste este contacto|\
        desbloqueaste a este contacto|desbloqueaste este contacto|hai bloccato questo contatto|\
        hai sbloccato questo contatto|você bloqueou este contato|você desbloqueou este contato|\
        você bloqueou esse contato|você desbloqueou esse contato|je hebt dit contact geblokkeerd|\
        je hebt dit contact gedeblokkeerd|вы заблокировали этот контакт|вы разблокировали этот контакт";
    let text = plain(text);
    BEGINNINGS.split('|').any(|beginning| text.starts_with(beginning))
}

/// Whether the text stands for a message that is gone.
pub(crate) fn is_deleted(text: &str) -> bool {
    const SENTENCES: &str = "this message was deleted|you deleted this message|diese nachricht wurde gelöscht|\
        du hast diese nachricht gelöscht|ce message a été supprimé|vous avez supprimé ce message|\
        se eliminó este mensaje|este mensaje fue eliminado|eliminaste este mensaje|esta mensagem foi apagada|\
        essa mensagem foi apagada|mensagem apagada|apagou esta mensagem|você apagou esta mensagem|\
        esta mensagem foi apagada pelo remetente|esta mensagem foi eliminada|questo messaggio è stato eliminato|\
        hai eliminato questo messaggio|dit bericht is verwijderd|je hebt dit bericht verwijderd|\
        u hebt dit bericht verwijderd|deze bericht is verwijderd|данное сообщение удалено|\
        вы удалили данное сообщение|это сообщение удалено|это сообщение было удалено|сообщение удалено|\
        вы удалили это сообщение|це повідомлення видалено|це повідомлення було видалено|\
        ви видалили це повідомлення|хабар жойылды|бұл хабар жойылды|бұл хат жойылды|сіз бұл хатты жойдыңыз|\
        tato zpráva byla odstraněna|tato zpráva byla smazána|tuto zprávu jste smazal/a|tuto zprávu jste odstranil/a|\
        táto správa bola odstránená|túto správu ste odstránili|ezt az üzenetet törölték|ez az üzenet törlésre került|\
        ezt az üzenetet törölted|törölted ezt az üzenetet|acest mesaj a fost șters|ați șters acest mesaj|\
        s'ha eliminat aquest missatge|aquest missatge s'ha suprimit|aquest missatge està esborrat|\
        has suprimit aquest missatge|has esborrat aquest missatge|αυτό το μήνυμα διαγράφηκε|\
        διαγράψατε αυτό το μήνυμα|διαγράψατε το μήνυμα|denne besked blev slettet|denne besked er blevet slettet|\
        du slettede denne besked|du har slettet denne besked|denne meldingen ble slettet|du slettet denne meldingen|\
        det här meddelandet togs bort|det här meddelandet raderades|detta meddelande raderades|\
        du tog bort det här meddelandet|du har tagit bort meddelandet|du raderade det här meddelandet|\
        du raderade detta meddelande|tämä viesti poistettiin|poistit tämän viestin|see sõnum on kustutatud|\
        kustutasid selle sõnumi|šī ziņa tika izdzēsta|jūs izdzēsāt šo ziņu|ši žinutė buvo ištrinta|\
        jūs ištrynėte šią žinutę|usunąłeś tę wiadomość|usunęłaś tę wiadomość|usunąłeś(aś) tę wiadomość|\
        usunąłeś(-ęłaś) tę wiadomość|usunięto tę wiadomość|ta wiadomość została usunięta|\
        to sporočilo je bilo izbrisano|to sporočilo ste izbrisali|ova je poruka izbrisana|ova poruka je izbrisana|\
        izbrisali ste ovu poruku|ова порука је обрисана|оваа порака беше избришана|съобщението беше изтрито|\
        изтрихте това съобщение|bu mesaj silindi|bu mesajı sildiniz|bu ismarıc silindi|siz bu ismarıcı sildiniz|\
        ushbu xabar o‘chirildi|siz ushbu xabarni o‘chirdingiz|pesan ini telah dihapus|pesan ini dihapus|\
        anda telah menghapus pesan ini|anda menghapus pesan ini|mesej ini telah dipadam|\
        anda telah memadamkan mesej ini|ujumbe huu ulifutwa|umefuta ujumbe huu|hierdie boodskap was uitgevee|\
        tin nhắn này đã bị xóa|tin nhắn này đã bị xoá|bạn đã xóa tin nhắn này|bạn đã xoá tin nhắn này|\
        ข้อความนี้ถูกลบแล้ว|ข้อความนี้ได้ถูกลบ|คุณได้ลบข้อความนี้|คุณลบข้อความนี้|यह संदेश हटा दिया गया था|\
        यह मैसेज डिलीट कर दिया गया है|आपने यह मैसेज डिलीट किया|यह संदेश मिटाया गया|आपने यह संदेश मिटाया|\
        हा मेसेज हटवण्यात आला|तुम्ही हा मेसेज हटवला|এই মেসেজটি বাদ দেওয়া হয়েছে|আপনি এই মেসেজটি বাদ দিয়েছেন|\
        આ મેસેજ ડિલીટ કરાયો|તમે આ મેસેજ ડિલીટ કર્યો|یہ میسج حذف کر دیا گیا ہے|آپ نے یہ میسج حذف کر دیا ہے|\
        این پیام حذف شد|این پیام حذف شده است|شما این پیام را حذف کردید|הודעה זו נמחקה|מחקת הודעה זו|\
        מחקת את ההודעה הזו|تم حذف هذه الرسالة|لقد حذَفت هذه الرسالة|أنت حذفت هذه الرسالة|此消息已删除|\
        这条消息已被删除|信息已删除|您已删除这条消息|您删除这个信息|此訊息已刪除|您已刪除此訊息|\
        このメッセージは削除されました|このメッセージを削除しました|삭제된 메시지입니다|이 메시지는 삭제되었습니다|\
        삭제한 메시지입니다|이 메시지를 삭제했습니다";
    let text = plain(text);
    let text = text.trim().trim_end_matches(['.', '。', '।', '۔']);
    SENTENCES.split('|').any(|sentence| sentence == text) || text.starts_with("this message was deleted by admin")
}

/// In small letters, without the marks of direction and those that join letters.
fn plain(text: &str) -> String {
    let marks = ['\u{200c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}'];
    text.replace(marks, "").trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_the_program_are_told_from_those_of_people() {
        for text in [
            "Esta mensagem foi apagada.",
            "Bạn đã xoá tin nhắn này.",
            "คุณได้ลบข้อความนี้",
            "Це повідомлення було видалено.",
        ] {
            assert!(is_deleted(text), "{text}");
        }
        for text in ["I deleted this message yesterday", "deleted", ""] {
            assert!(!is_deleted(text), "{text}");
        }
        let tells_of_code = |text| super::tells_of_code(text, Mark::Plain);
        assert!(tells_of_code("Your security code with Ada changed. Tap to learn more."));
        assert!(tells_of_code("Adaとのセキュリティコードが変更されました。 タップして詳細を表示。"));
        for text in ["Your security code with me is 4711", "your security code with Ada changed"] {
            assert!(!tells_of_code(text), "{text}");
        }
        assert!(super::tells_of_code("Your security code with Bo changed.", Mark::Marked));
        assert!(!super::tells_of_code("Your security code with me is 4711.", Mark::Marked));
        for text in ["Waiting for this message. This may take a while.", "Live-Standort wird geteilt"] {
            assert!(stands_in(text), "{text}");
        }
        for text in ["Waiting for this message.", "live location shared with you", ""] {
            assert!(!stands_in(text), "{text}");
        }
        assert!(tells_of_encryption("\u{200e}پیام‌ها و تماس‌ها سرتاسر رمزگذاری شده‌اند."));
        assert!(!tells_of_encryption("messages are encrypted here"));
    }
}
