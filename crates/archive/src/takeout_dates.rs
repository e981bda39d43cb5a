//! Dates of a Takeout as they are written in the language of the account: `Tuesday, September 1, 2020 at 6:36:46 PM UTC`.

use model::Time;

use crate::dates::{self, Order};

const WRITTEN_BYTES_MAX: usize = 120;

/// The months in the languages whose dates are known: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Hungarian, Swedish, Danish, Norwegian, Russian, Turkish, Polish, Czech, Slovak, Slovene, Finnish, Romanian, Greek,
/// Catalan, Bulgarian, Ukrainian, Lithuanian, Malay, Indonesian, Hebrew, Arabic. Whole words: beginnings mean another
/// month elsewhere.
const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari január января ocak stycznia ledna januára tammikuuta ianuarie ιανουαρίου gener януари січня sausio בינואר يناير",
    "february februar février febrero febbraio fevereiro februari február февраля şubat lutego února februára helmikuuta februarie φεβρουαρίου febrer февруари лютого vasario בפברואר فبراير",
    "march märz mars marzo março maart március marts марта mart marca března marec maaliskuuta martie μαρτίου març март березня kovo mac maret במרץ مارس",
    "april avril abril aprile április апреля nisan kwietnia dubna apríla huhtikuuta aprilie απριλίου април квітня balandžio באפריל أبريل",
    "may mai mayo maggio maio mei május maj мая mayıs maja května mája toukokuuta μαΐου maig май травня gegužės במאי مايو",
    "june juni juin junio giugno junho június июня haziran czerwca června júna junij kesäkuuta iunie ιουνίου juny юни червня birželio jun ביוני يونيو",
    "july juli juillet julio luglio julho július июля temmuz lipca července júla julij heinäkuuta iulie ιουλίου juliol юли липня liepos julai ביולי يوليو",
    "august août agosto augustus augusztus augusti августа ağustos sierpnia srpna augusta avgust elokuuta αυγούστου agost август серпня rugpjūčio ogos agustus באוגוסט أغسطس",
    "september septembre septiembre settembre setembro szeptember сентября eylül września září septembra syyskuuta septembrie σεπτεμβρίου setembre септември вересня rugsėjo בספטמבר سبتمبر",
    "october oktober octobre octubre ottobre outubro október октября ekim października října októbra lokakuuta octombrie οκτωβρίου октомври жовтня spalio באוקטובר أكتوبر",
    "november novembre noviembre novembro ноября kasım listopadu novembra marraskuuta noiembrie νοεμβρίου ноември листопада lapkričio בנובמבר نوفمبر",
    "december dezember décembre diciembre dicembre dezembro desember декабря aralık grudnia prosince decembra joulukuuta decembrie δεκεμβρίου desembre декември грудня gruodžio disember בדצמבר ديسمبر",
];

/// November in Polish and October in Croatian, whose days of the week have other names.
const LISTOPADA: &str = "listopada";
const POLISH_DAYS: [&str; 7] = ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"];

/// A date with its time, which Google writes as one of UTC.
pub(crate) fn parse(written: &str) -> Option<Time> {
    dates::parse(written, Order::Unknown, 0).or_else(|| {
        let short = Some(written).filter(|written| written.len() <= WRITTEN_BYTES_MAX)?;
        // Canadians write the clock with words.
        let short = short.replace(" h ", ":").replace(" min ", ":").replace(" s ", " ");
        Parts::of(&tokens(&short))?.time()
    })
}

/// A number with the sign behind it, or a word.
#[derive(Debug)]
enum Token {
    Number(String, char),
    Word(String),
}

fn tokens(written: &str) -> Vec<Token> {
    let letters: Vec<char> = written.chars().map(dates::western_digit).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let from = at;
        let run = |is: fn(&char) -> bool| letters[from..].iter().take_while(|letter| is(letter)).collect::<String>();
        let (digits, word) = (run(char::is_ascii_digit), run(|letter| letter.is_alphabetic()));
        at += digits.chars().count() + word.chars().count();
        if !digits.is_empty() {
            let joins = |sign: &char| *sign != '.' || letters.get(at + 1).is_some_and(char::is_ascii_digit);
            tokens.push(Token::Number(digits, letters.get(at).copied().filter(joins).unwrap_or(' ')));
        } else if !word.is_empty() {
            tokens.push(Token::Word(word.to_lowercase()));
        } else {
            at += 1;
        }
    }
    mark_clock(&mut tokens);
    tokens
}

/// Danes, Finns and Indonesians write `10.00.00`.
fn mark_clock(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        if let Some([Token::Number(hour, first @ '.'), Token::Number(minute, second @ '.'), Token::Number(last, end)]) =
            tokens.get_mut(at..at + 3)
            && (hour.len() <= 2 && minute.len() == 2 && last.len() == 2 && *end != '.')
        {
            (*first, *second) = (':', ':');
        }
    }
}

/// What the tokens of a date say.
#[derive(Default)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    clock: Vec<u32>,
    /// 0 or 12, where the clock counts the halves of the day.
    half: Option<u32>,
    is_utc: bool,
    is_polish: bool,
    is_listopada: bool,
    /// Whether the number of a month follows.
    before_month: bool,
}

impl Parts {
    fn of(tokens: &[Token]) -> Option<Parts> {
        let mut parts = Parts::default();
        for token in tokens {
            match token {
                Token::Word(word) => parts.take_word(word)?,
                Token::Number(digits, sign) => parts.take_number(digits, *sign)?,
            }
        }
        Some(parts)
    }

    /// Days of the week and little words say nothing more.
    fn take_word(&mut self, word: &str) -> Option<()> {
        let month = (1..).zip(MONTHS).find(|(_, names)| names.split(' ').any(|name| name == word));
        match word {
            "utc" | "gmt" => self.is_utc = true,
            "am" | "上午" | "午前" | "오전" | "pg" | "π" | "ص" => self.half = Some(0),
            "pm" | "下午" | "午後" | "오후" | "ptg" | "م" => self.half = Some(12),
            // `π.μ.` and `μ.μ.`
            "μ" => self.half = self.half.or(Some(12)),
            "tháng" => self.before_month = true,
            LISTOPADA => self.is_listopada = true,
            day if POLISH_DAYS.contains(&day) => self.is_polish = true,
            _ => {}
        }
        month.is_none_or(|(number, _)| self.month.replace(number).is_none()).then_some(())
    }

    fn take_number(&mut self, digits: &str, sign: char) -> Option<()> {
        let number: u32 = digits.parse().ok()?;
        let in_clock = (1..3).contains(&self.clock.len());
        let field = match sign {
            _ if std::mem::take(&mut self.before_month) => &mut self.month,
            '年' | '년' => &mut self.year,
            '月' | '월' => &mut self.month,
            '日' | '일' => &mut self.day,
            ':' | '時' | '时' | '시' | '分' | '분' | '秒' | '초' => {
                self.clock.push(number);
                return Some(());
            }
            _ if in_clock => {
                self.clock.push(number);
                return Some(());
            }
            _ if digits.len() == 4 => &mut self.year,
            _ => &mut self.day,
        };
        // A number too many: nobody knows which is which.
        field.replace(number).is_none().then_some(())
    }

    fn time(&self) -> Option<Time> {
        let [hour, minute, second] = self.clock.as_slice() else { return None };
        let hour = match self.half {
            Some(half) if *hour <= 12 => hour % 12 + half,
            Some(_) => return None,
            None => *hour,
        };
        let november = Some(11).filter(|_| self.is_polish && self.month.is_none());
        let month = if self.is_listopada { november } else { self.month };
        let (year, month, day) = (self.year?, month?, self.day.filter(|_| self.is_utc)?);
        let plain = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        dates::parse(&plain, Order::YearFirst, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dates of an account, and the months that stand in them.
    const FORMS: [(&str, &str); 18] = [
        (
            "poniedziałek, 4 %s 2024 10:07:09 UTC",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        ),
        (
            "pondělí 4. %s 2024 v 10:07:09 UTC",
            "ledna února března dubna května června července srpna září října listopadu prosince",
        ),
        (
            "pondelok 4. %s 2024 o 10:07:09 UTC",
            "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
        ),
        (
            "ponedeljek, 4. %s 2024 ob 10:07:09 UTC",
            "januar februar marec april maj junij julij avgust september oktober november december",
        ),
        (
            "mandag den 4. %s 2024 kl. 10.07.09 UTC",
            "januar februar marts april maj juni juli august september oktober november december",
        ),
        (
            "maanantai 4. %s 2024 klo 10.07.09 UTC",
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        ),
        (
            "luni, 4 %s 2024 la 10:07:09 UTC",
            "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        ),
        (
            "Δευτέρα 4 %s 2024 στις 10:07:09 π.μ. UTC",
            "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
        ),
        (
            "dilluns, 4 de %s del 2024, 10:07:09 UTC",
            "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
        ),
        (
            "понеделник, 4 %s 2024 г. в 10:07:09 ч. UTC",
            "януари февруари март април май юни юли август септември октомври ноември декември",
        ),
        (
            "понеділок, 4 %s 2024 р. о 10:07:09 UTC",
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        ),
        (
            "2024 m. %s 4 d., pirmadienis 10:07:09 UTC",
            "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
        ),
        (
            "Isnin, 4 %s 2024 pada 10:07:09 PG UTC",
            "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
        ),
        (
            "Senin, 4 %s 2024 pukul 10.07.09 UTC",
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        ),
        ("Thứ Hai, 4 tháng %s, 2024 lúc 10:07:09 UTC", "1 2 3 4 5 6 7 8 9 10 11 12"),
        (
            "יום שני, 4 %s 2024 בשעה 10:07:09 UTC",
            "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
        ),
        (
            "الاثنين، ٤ %s ٢٠٢٤ في ١٠:٠٧:٠٩ ص UTC",
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        ),
        (
            "lundi 4 %s 2024 à 10 h 07 min 09 s UTC",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        ),
    ];

    #[test]
    fn dates_of_an_account_are_read_in_its_language() {
        for written in [
            "Tuesday, September 1, 2020 at 6:36:46 PM UTC",
            "Tuesday, September 1, 2020 at 6:36:46\u{202f}PM UTC",
            "Tuesday, 1 September 2020 at 18:36:46 UTC",
            "Dienstag, 1. September 2020 um 18:36:46 UTC",
            "mardi 1 septembre 2020 à 18:36:46 UTC",
            "martes, 1 de septiembre de 2020, 18:36:46 UTC",
            "martes, 1 de septiembre de 2020, 6:36:46 p. m. UTC",
            "martedì 1 settembre 2020 alle ore 18:36:46 UTC",
            "terça-feira, 1 de setembro de 2020 às 18:36:46 UTC",
            "dinsdag 1 september 2020 om 18:36:46 UTC",
            "2020. szeptember 1., kedd 18:36:46 UTC",
            "tisdag 1 september 2020 kl. 18:36:46 UTC",
            "вторник, 1 сентября 2020 г. в 18:36:46 UTC",
            "1 Eylül 2020 Salı 18:36:46 UTC",
            "2020년 9월 1일 화요일 PM 6시 36분 46초 UTC",
            "2020년 9월 1일 화요일 오후 6시 36분 46초 UTC",
            "2020年9月1日星期二 UTC 18:36:46",
            "2020年9月1日 星期二 下午6:36:46 [UTC]",
            "2020年9月1日火曜日 18時36分46秒 UTC",
        ] {
            let found = parse(written).map(|time| time.to_string());
            assert_eq!(found.as_deref(), Some("2020-09-01T18:36:46Z"), "{written}");
        }
        assert_eq!(parse("Δευτέρα 4 Μαρτίου 2024 στις 10:07:09 μ.μ. UTC").unwrap().to_string(), "2024-03-04T22:07:09Z");
        assert_eq!(parse("2020년 9월 1일 화요일 AM 12시 5분 6초 UTC").unwrap().to_string(), "2020-09-01T00:05:06Z");
    }

    #[test]
    fn each_month_is_read_in_each_language() {
        for (written, month) in FORMS {
            for (number, name) in (1..).zip(month.split(' ')) {
                let written = written.replace("%s", name);
                let found = parse(&written).map(|time| time.to_string());
                assert_eq!(found, Some(format!("2024-{number:02}-04T10:07:09Z")), "{written}");
            }
        }
    }

    #[test]
    fn what_may_be_another_day_is_none() {
        for written in [
            "",
            "Tuesday",
            // October for some, November for others.
            "nedjelja, 1. listopada 2020. u 18:36:46 UTC",
            "1 listopada września 2020 18:36:46 UTC",
            "środa, 1 listopada września 2020 18:36:46 UTC",
            "pirmdiena, 2020. gada 1. septembris plkst. 18:36:46 UTC",
            "tiistai 1. syyskuuta 2020 klo 18.36 UTC",
            "tiistai 1. syyskuuta 20.09.20 klo 18.36.46 UTC",
            "mardi 1 septembre octobre 2020 à 18:36:46 UTC",
            "2020. szeptember 1. 2., kedd 18:36:46 UTC",
            "2020. szeptember 1., kedd 18:36:46 ABC",
            "2020년 9월 1일 화요일 PM 16시 36분 46초 UTC",
            "2020년 9월 41일 화요일 6시 36분 46초 UTC",
            "99999999999999999999년 9월 1일 화요일 6시 36분 46초 UTC",
            "2020年9月1日",
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }
}
