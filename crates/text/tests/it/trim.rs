//! Mails: what a client adds goes, in every language, and what the author says stays.

use proptest::prelude::*;
use text::trim::trim;

/// Above stands what must remain, below what a client adds, in as many languages as we can tell.
#[test]
fn what_a_client_puts_below_an_answer_goes_in_every_language() {
    for below in [
        "On Mon, Feb 1, 2016 at 4:58 AM, Ada L <ada@example.org> wrote:\n> Hi",
        "On Mon, Feb 1, 2016 at 4:58 AM, Ada L <\nada@example.org> wrote:\n\nHi",
        "Le lun. 1 févr. 2016 à 04:58, Ada L <ada@example.org> a écrit :\n\n> Salut",
        "Le 1 févr. 2016, \"Ada L\"\n<ada@example.org>\na écrit :\n> Salut",
        "Am 01.02.2016 um 04:58 schrieb Ada L <ada@example.org>:\n> Hallo",
        "El lun., 1 feb. 2016 a las 4:58, Ada (<ada@example.org>) escribió:\n> Hola",
        "Il giorno lun 1 feb 2016 alle ore 04:58 Ada <ada@example.org> ha scritto:\n> Ciao",
        "Em seg., 1 de fev. de 2016 às 04:58, Ada <ada@example.org> escreveu:\n> Olá",
        "Op ma 1 feb. 2016 om 04:58 schreef Ada <ada@example.org>:\n> Hoi",
        "Op 1 feb. 2016 om 04:58 heeft Ada <ada@example.org> het volgende\ngeschreven:\n> Hoi",
        "W dniu pon., 1.02.2016 o 04:58 Ada <ada@example.org> napisał(a):\n> Cześć",
        "пн, 1 февр. 2016 г. в 04:58, Ada <ada@example.org>:\n> Привет",
        "1 февраля 2016 г., 4:58 пользователь Ada написал:\n> Привет",
        "пн, 1 лют. 2016 р. о 04:58 Ada <ada@example.org> пише:\n> Привіт",
        "po 1. 2. 2016 v 4:58 odesílatel Ada <ada@example.org> napsal:\n> Ahoj",
        "Den mån 1 feb. 2016 kl 04:58 skrev Ada <ada@example.org>:\n> Hej",
        "Den 1. feb. 2016 04.58 skrev Ada <ada@example.org>:\n> Hei",
        "ma 1. helmik. 2016 klo 4.58 Ada (ada@example.org) kirjoitti:\n> Moi",
        "2016年2月1日(月) 4:58 Ada <ada@example.org>:\n> やあ",
        "在 2016年2月1日，上午4:58，Ada <ada@example.org> 写道：\n> 你好",
        "2016년 2월 1일 (월) 오전 4:58, Ada <ada@example.org>님이 작성:\n> 안녕",
        "1 Şub 2016 Pzt 04:58 tarihinde Ada <ada@example.org> şunu yazdı:\n> Merhaba",
        "Vào 04:58, Th 2, 1 thg 2, 2016 Ada <ada@example.org> đã viết:\n> Chào",
        "2016-02-01 4:58 GMT+01:00 Ada <ada@example.org>:\n> Hi",
        "2016-02-01 4:58 GMT+01:00 Ada <\nada@example.org>:\n> Hi",
        "On Tue, Apr 11, 2017 at 10:07 PM Ada L\n\n<ada@example.org> wrote:\nHi",
        "Ada L <ada@example.org> hat am 1. Februar 2016 um 04:58 geschrieben:\n\nHallo",
        "Ada Lovelace schrieb am 1. Feb. 2016 um 04:58 Uhr:\n\nHallo",
        "Zitat von Ada L <ada@example.org>:\n> Hallo",
        "Ada <ada@example.org> 于2016年2月1日周一 下午4:58写道：\n> 你好",
        "Понедельник, 1 февраля 2016, 4:58 +03:00 от Ada <ada@example.org>:\n>Привет",
        "Ada <ada@example.org> ezt írta (időpont: 2016. febr. 1., H, 4:58):\n> Szia",
        "    On Monday, February 1, 2016 4:58 AM, Ada <ada@example.org> wrote:\n    \n\n Hi",
        "-----Ada/Company wrote: -----\nTo: Grace\nHi",
        "---- Ada L wrote ----\n\nHi",
        "----------------\nFrom: Ada",
        "***** Original Message *****\nHi",
        "—\nAda Lovelace",
        "***\nAda Lovelace",
        "------------------ 原始邮件 ------------------\n发件人: Ada",
        "##- Please type your reply above this line -##\nHi",
        "From: ada@example.org\nDate: Mon, 1 Feb 2016 04:58:00 +0000\n\nHi",
        "-----Original Message-----\nFrom: Ada\nHi",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Hallo",
        "---------- Message transféré ---------\nDe : Ada",
        "________________________________\nVan: Ada\nVerzonden: maandag",
        "Von: Ada <ada@example.org>\nGesendet: Montag, 1. Februar 2016\nAn: Grace\nBetreff: Hallo\n\nText",
        "De : Ada\nEnvoyé : lundi\nÀ : Grace\nObjet : bonjour\n\ntexte",
        "发件人: Ada\n发送时间: 2016年2月1日\n收件人: Grace\n主题: 你好",
        "*From:* Ada [mailto:ada@example.org]\n*Sent:* Monday\n*To:* Grace,\nMary\n*Subject:* Hi",
        "Begin forwarded message:\n\nFrom: Ada",
        "> On 1 Feb 2016, Ada wrote:\n> Hi",
        "-- \nAda Lovelace\nAnalyst",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "iPhone'umdan gönderildi",
        "发自我的 iPhone",
        "Sent from a phone, please excuse typos",
        "This e-mail and any attachments are confidential and for the intended recipient only.\nIf you have received it in \
         error, delete it and tell the sender at once.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail\n\
         irrtümlich erhalten haben, informieren Sie bitte sofort den Absender.",
    ] {
        assert_eq!(trim(&format!("This is mine.\n\nAda\n\n{below}\n")), "This is mine.\n\nAda", "{below}");
    }
}

#[test]
fn what_the_author_says_stays() {
    for mine in [
        "On Monday we met.\nOn Tuesday too: it was 10:30.",
        "From: the start\nwe knew",
        "From: Monday\nTo: Friday\nwe are open",
        "Heading\n=======\n\ntext\n\n- one\n- two",
        "Sent from my desk, this is easier to read than what I wrote before.",
        "He wrote:\n\nmore of my text",
        "```\n--\n> not a quote\nFrom: a\nTo: b\nSubject: c\n```\nmore",
        "The message is confidential.",
        "a -- b",
        "Question: why?\nAnswer: because\nNote: none",
    ] {
        assert_eq!(trim(mine), mine);
    }
}

#[test]
fn answers_within_a_quotation_keep_it_and_below_one_do_not() {
    for (mail, own) in [
        ("Hi,\nOn Mon, Feb 1, 2016, Ada wrote:\n> One?\nYes.\n> Two?\nNo.\n> Bye", "Hi,\n> One?\nYes.\n> Two?\nNo."),
        ("On Mon, Feb 1, 2016, Ada wrote:\n\n> One?\n> Two?\n\nYes.\n", "Yes."),
        ("> a quotation that I chose\n\nand my words", "> a quotation that I chose\n\nand my words"),
        ("Yes! On Mon, Feb 1, 2016 at 4:58 AM, ada@example.org wrote:\n> Hi", "Yes!"),
        ("Yes--- On Mon, Feb 1, 2016, Ada wrote:\n> Hi", "Yes"),
        ("> all\n> of it", ""),
        ("", ""),
        ("\r\n  one\r\ntwo  \r\n", "  one\ntwo"),
    ] {
        assert_eq!(trim(mail), own, "{mail}");
    }
}

proptest! {
    #[test]
    fn trimming_never_fails_and_adds_nothing(mail in "([>:<@`\\-_A-Za-zé写1 ]{0,12}\n?){0,12}|\\PC{0,200}") {
        let own = trim(&mail);
        let lines: Vec<_> = mail.split('\n').map(str::trim_end).collect();
        for line in own.split('\n').filter(|line| !line.is_empty()) {
            prop_assert!(lines.contains(&line.trim_end()));
        }
    }
}
