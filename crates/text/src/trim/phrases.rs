//! What mail clients write into mails, in the languages they speak. All in lower case.

/// Words that say somebody wrote something; a line holds one of them and ends with a colon.
#[rustfmt::skip]
pub(super) const WROTE: &[&str] = &[
    "wrote", "writes", "sent", "quoting", "schrieb", "schreibt", "geschrieben", "zitat von", "citando", "citat", "a écrit", "a ecrit", "ha scritto", "scrisse", "escribió", "escribio",
    "escribe", "escreveu", "schreef", "geschreven", "skrev", "skreiv", "napisał", "napisała", "napisał(a)", "pisze", "написал",
    "написала", "написал(а)", "пишет", "писал", "пише", "написав", "написала", "написа", "kirjoitti", "写道", "寫道", "写到",
    "写了", "のメール", "書きました", "書いた", "님이 작성", "작성", "쓴 글", "yazdı", "đã viết", "viết", "napsal",
    "napsala", "napsal(a)", "napísal", "napísala", "píše", "írta", "a scris", "έγραψε", "כתב", "כתבה", "كتب", "เขียน",
    "menulis", "napisao", "napisala", "napisal", "je napisao", "rašė", "rakstīja", "kirjutas", "va escriure", "ha escrit",
    "idatzi du", "skrifaði", "написао",
];

/// How such a line begins, apart from a date or a weekday.
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "on ", "at ", "in a message dated ", "le ", "am ", "il ", "in data ", "el ", "em ", "a ", "op ", "den ", "på ", "kl", "w dniu ",
    "dnia ", "dne ", "dňa ", "v ", "вт", "ср", "пн", "чт", "пт", "сб", "вс", "в ", "на ", "de ", "la ", "pe ", "în ", "στις ",
    "ב", "בתאריך ", "في ", "vào ", "pada ", "tarihinde ", "en date de ", "um ", "zo ", "ti ", "to ", "ma ", "ke ", "pe ",
    "在", "於", "于", "2", "1", "3", "0", "4", "5", "6", "7", "8", "9", "\"", "<", "'",
];

/// Days and months, whole or cut as clients cut them: a line that begins with one begins a date.
#[rustfmt::skip]
pub(super) const WEEKDAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "die", "mit", "don",
    "fre", "son", "mié", "jue", "vie", "sáb", "dom", "gio", "seg", "ter", "qua", "qui", "sex", "maa", "din", "woe", "vri",
    "zat", "zon", "man", "tir", "tis", "ons", "tor", "tors", "lör", "lau", "søn", "sön", "lør", "pon", "wto", "śro", "czw",
    "pią", "sob", "nie", "пон", "вто", "сре", "чет", "пят", "суб", "вос", "вів", "сер", "нед", "maa", "tii", "kes", "tor",
    "per", "lau", "sun", "út", "stř", "čtv", "pát", "thứ", "sal", "çar", "per", "cum", "cmt", "paz",
];

/// What stands between dashes above a mail that is passed on or answered.
#[rustfmt::skip]
pub(super) const MESSAGE: &[&str] = &[
    "message", "nachricht", "mensaje", "messaggio", "mensagem", "bericht", "meddelelse", "meddelande", "melding", "wiadomość",
    "wiadomosc", "сообщени", "повідомлення", "лист", "писмо", "viesti", "zpráva", "zprava", "správa", "üzenet", "mesaj", "ileti",
    "thư", "tin nhắn", "邮件", "郵件", "原始", "转发", "メッセージ", "메시지", "원본", "μήνυμα", "missatge", "poruka", "sporočilo",
    "הודעה", "رسالة", "ข้อความ", "pesan", "mail", "courriel", "e-mail", "correo", "appointment", "reply above", "reply to this",
    "svar", "laiškas", "vēstule", "kiri", "skilaboð",
];

/// Lines that announce a mail that is passed on, without dashes.
#[rustfmt::skip]
pub(super) const FORWARDED: &[&str] = &[
    "begin forwarded message", "anfang der weitergeleiteten", "anfang der weitergeleiteten e-mail", "début du message réexpédié",
    "début du message transféré", "inicio del mensaje reenviado", "inizio messaggio inoltrato", "início da mensagem reencaminhada",
    "início da mensagem encaminhada", "begin doorgestuurd bericht", "vidarebefordrat brev", "start på videresendt", "videresendt melding",
    "välitetty viesti", "początek przekazywanej wiadomości", "начало переадресованного сообщения", "начало пересылаемого сообщения",
    "початок листа", "přeposlaná zpráva", "iletilen ileti", "下面是被转发的邮件", "开始转发邮件", "以下は転送されたメッセージ", "전달된 메시지",
    "bắt đầu thư được chuyển tiếp",
];

/// What else stands where another mail begins.
pub(super) const ASIDES: &[&str] = &[
    "[quoted text hidden]",
    "reply above this line",
    "type your reply above",
    "write above this line",
    "respond above this line",
    "texte des messages précédents masqué",
    "zitierter text ausgeblendet",
    "texto de mensaje citado oculto",
];

/// Names of header fields, as clients translate them.
#[rustfmt::skip]
pub(super) const HEADERS: &[&str] = &[
    // English, German, French
    "from", "sent", "to", "cc", "bcc", "date", "subject", "reply-to", "reply to", "importance", "attachments", "sent on", "on behalf of",
    "von", "gesendet", "an", "kopie", "datum", "betreff", "antwort an", "gesendet am",
    "de", "envoyé", "envoyé le", "à", "date d'envoi", "objet", "copie", "répondre à", "sujet",
    // Spanish, Portuguese, Italian, Catalan, Romanian
    "enviado", "enviado el", "para", "asunto", "fecha", "responder a", "enviada em", "enviado em", "enviada", "assunto", "data",
    "da", "inviato", "a", "oggetto", "inviato il", "rispondi a", "enviat", "per a", "assumpte", "trimis", "către", "subiect",
    // Dutch, Danish, Norwegian, Swedish, Finnish, Icelandic
    "van", "verzonden", "aan", "onderwerp", "verstuurd", "fra", "sendt", "til", "emne", "dato", "från", "skickat", "till", "ämne",
    "kopia", "lähettäjä", "lähetetty", "vastaanottaja", "päivämäärä", "päiväys", "aihe", "frá", "efni",
    // Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Russian, Ukrainian, Bulgarian
    "od", "wysłano", "do", "temat", "wysłane", "odesláno", "komu", "předmět", "datum", "odoslané", "predmet", "poslano", "za",
    "zadeva", "feladó", "küldve", "címzett", "tárgy", "dátum", "от", "отправлено", "кому", "тема", "дата", "копия", "от кого",
    "від", "відправлено", "надіслано", "до", "копія", "изпратено", "относно",
    // Turkish, Greek, Vietnamese, Indonesian, Hebrew, Arabic, Chinese, Japanese, Korean
    "kimden", "gönderme tarihi", "gönderildi", "kime", "konu", "tarih", "από", "προς", "θέμα", "ημερομηνία", "στάλθηκε", "từ",
    "gửi", "đến", "ngày", "tiêu đề", "chủ đề", "dari", "dikirim", "kepada", "perihal", "tanggal", "מאת", "נשלח", "אל", "נושא",
    "תאריך", "من", "إلى", "الموضوع", "التاريخ", "发件人", "发送时间", "收件人", "主题", "抄送", "日期", "寄件者", "寄件日期", "收件者", "主旨",
    "差出人", "送信日時", "宛先", "件名", "送信者", "日時", "보낸 사람", "보낸사람", "보낸 날짜", "받는 사람", "받는사람", "제목", "날짜", "참조",
];

/// How a telephone or an application signs.
#[rustfmt::skip]
pub(super) const SENT_FROM: &[&str] = &[
    "sent from my ", "sent from mail for", "sent from outlook", "sent from yahoo", "sent from gmail", "sent from protonmail",
    "sent from proton mail", "sent from the ", "sent from a ", "sent from an ", "sent via ", "sent with ", "sent using ", "get outlook for",
    "sent from mobile", "sent from iphone", "sent from ipad", "sent from android", "sent from samsung", "sent from blackberry",
    "sent on the go", "sent from nokia", "sent from windows mail", "sent from tutanota", "sent from aol", "sent from typeapp",
    "envoyé de mon", "envoyé depuis mon", "envoyé à partir de", "envoyé depuis", "envoyé via", "envoyé avec", "obtenir outlook",
    "télécharger outlook", "provenance : courrier",
    "von meinem ", "gesendet von ", "gesendet mit ", "von unterwegs gesendet", "diese nachricht wurde von meinem", "outlook für ",
    "holen sie sich outlook",
    "enviado desde", "enviado a través de", "enviado de mi", "enviado con ", "obtener outlook", "enviado do meu", "enviado via",
    "enviado a partir", "enviado pelo", "obter o outlook",
    "inviato da", "inviato dal", "inviato con", "scarica outlook",
    "verstuurd vanaf", "verzonden vanaf", "verzonden met", "verstuurd met", "verzonden via", "outlook voor ",
    "sendt fra", "skickat från", "sänt från", "skickades från", "sendt med", "hent outlook", "hämta outlook",
    "lähetetty ", "wysłane z", "wysłano z", "pobierz outlook", "odesláno z", "odoslané z", "poslano z", "küldve ",
    "trimis de pe", "отправлено с", "отправлено из", "надіслано з", "відправлено з", "изпратено от", "στάλθηκε από",
    "iphone'umdan", "iphone’umdan", "được gửi từ", "gửi từ ", "dikirim dari", "נשלח מ", "أرسل من", "مرسل من", "发自我的", "從我的",
    "从我的", "iphoneから送信", "ipadから送信", "나의 iphone", "내 iphone", "enviat des de", "saadetud ", "išsiųsta iš", "sūtīts no",
];

/// Words of which a disclaimer holds one of each list.
#[rustfmt::skip]
pub(super) const DISCLAIMER: [&[&str]; 2] = [
    &["confidential", "privileged", "vertraulich", "confidentiel", "confidenci", "riservat", "vertrouwelijk", "fortrolig",
      "konfidentiell", "luottamukselli", "poufn", "конфиденц", "конфіденц", "důvěrn", "gizli", "bảo mật", "机密", "保密", "機密"],
    &["recipient", "addressee", "intended", "attachment", "empfänger", "adressat", "destinat", "geadresseerde", "ontvanger",
      "modtager", "mottagar", "mottaker", "vastaanottaj", "odbiorc", "adresat", "получател", "адресат", "одержувач", "příjemc", "alıcı", "người nhận",
      "收件人", "受信者"],
];
