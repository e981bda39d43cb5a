//! Personal data: what reaches a person goes, and the rest stays.

use text::scrub;

#[test]
fn what_reaches_a_person_goes_and_the_rest_stays() {
    let cases = [
        ("write to ada@example.org or call +44 20 7946 0018, see", "write to [email] or call [phone], see"),
        ("call (555) 010-4477 or 020 7946 0018", "call [phone] or [phone]"),
        ("card 4111 1111 1111 1111 was charged twice", "card [card] was charged twice"),
        ("pay to GB82 WEST 1234 5698 7654 32 THANKS", "pay to [iban] THANKS"),
        ("DE89370400440532013000.", "[iban]."),
        ("since 2026-11-22 10:30 on v1.2.3 at 192.168.10.20", "since 2026-11-22 10:30 on v1.2.3 at 192.168.10.20"),
        ("from 203.0.113.7:8080, [2001:db8:85a3::8a2e:370:7334].", "from [ip]:8080, [[ip]]."),
        (
            "a::b, 10:30:00, firmware 9.8.7.6, v1.2.3.4, 1.2.3.4.5",
            "a::b, 10:30:00, firmware 9.8.7.6, v1.2.3.4, 1.2.3.4.5",
        ),
        ("router 10.0.0.1, 127.0.0.1, ::1, 100.64.0.9", "router 10.0.0.1, 127.0.0.1, ::1, 100.64.0.9"),
        ("on 22.11.2026 we sold 1500000 of 12 500", "on 22.11.2026 we sold 1500000 of 12 500"),
        ("é+33612345678é", "é[phone]é"),
        ("at 2026-11-02 15:04, born 12/03/1980, on 12/03/80", "at 2026-11-02 15:04, born 12/03/1980, on 12/03/80"),
        ("order no. 123456789012 and commande 0612345678", "order no. 123456789012 and commande 0612345678"),
        ("call 0612345678 or 5550104477", "call [phone] or [phone]"),
        ("a card with 1111 1111 1111 in it", "a card with [card] in it"),
        ("write to ada [at] mail.example [dot] org. Thanks", "write to [email]. Thanks"),
        ("bob(at)mail.example or ｂｏｂ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "[email] or [email]"),
        ("meet (at) noon. Then [at] home", "meet (at) noon. Then [at] home"),
        ("(", "("),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(scrub(text), expected);
    }
}

#[test]
fn telephones_behind_words_for_numbers_go_and_numbers_of_orders_stay() {
    for (before, number) in [
        ("my phone number", "5551234567"),
        ("my number is in the mail: number", "5551234567"),
        ("mobile no", "0612345678"),
        ("Mobile No.:", "0612345678"),
        ("mon numéro", "0612345678"),
        ("mon n°", "0612345678"),
        ("nº", "0612345678"),
        ("my phone #", "5551234567"),
        ("call, in any case", "0612345678"),
        ("my WhatsApp ID", "447911123456"),
        ("whatsapp", "447911123456"),
        ("whatsapp", "491512345678901"),
        ("by phone, order no", "0612345678"),
        ("order 12 and number", "0612345678"),
    ] {
        assert_eq!(scrub(&format!("{before} {number}, thanks")), format!("{before} [phone], thanks"));
    }
    for (before, number) in [
        ("order", "5551234567"),
        ("Order No.", "0612345678"),
        ("order #", "0612345678"),
        ("#", "5551234567"),
        ("I will call about order", "0612345678"),
        ("invoice id number", "447911123456"),
        ("ticket no", "447911123456"),
        ("commande n°", "0612345678"),
        ("facture nº", "0612345678"),
        ("numéro de dossier", "0612345678"),
        ("tracking number:", "447911123456"),
        ("call +44 20 7946 0018 # [phone] #", "5551234567"),
    ] {
        let once = scrub(&format!("{before} {number}, thanks"));
        assert!(once.ends_with(&format!("{number}, thanks")), "{once}");
        assert_eq!(scrub(&once), once);
    }
}

#[test]
fn the_last_address_of_a_long_text_goes_too() {
    let text = format!("{}ada@example.org", "bob@example.org 12 ".repeat(20_000));
    assert!(!scrub(&text).contains('@'));
}
