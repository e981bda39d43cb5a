//! Dates of a Takeout as they are written in the language of the account: `Tuesday, September 1, 2020 at 6:36:46 PM UTC`.

use model::Time;

use crate::dates::{self, Order};

const WRITTEN_BYTES_MAX: usize = 120;

/// The months in the languages whose dates are known: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Hungarian, Swedish, Danish, Norwegian, Russian, Turkish. Whole words: beginnings mean another month elsewhere.
const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari január января ocak",
    "february februar février febrero febbraio fevereiro februari február февраля şubat",
    "march märz mars marzo março maart március marts марта mart",
    "april avril abril aprile április апреля nisan",
    "may mai mayo maggio maio mei május maj мая mayıs",
    "june juni juin junio giugno junho június июня haziran",
    "july juli juillet julio luglio julho július июля temmuz",
    "august août agosto augustus augusztus augusti августа ağustos",
    "september septembre septiembre settembre setembro szeptember сентября eylül",
    "october oktober octobre octubre ottobre outubro október октября ekim",
    "november novembre noviembre novembro ноября kasım",
    "december dezember décembre diciembre dicembre dezembro desember декабря aralık",
];

/// A date with its time, which Google writes as one of UTC.
pub(crate) fn parse(written: &str) -> Option<Time> {
    dates::parse(written, Order::Unknown, 0).or_else(|| {
        let short = Some(written).filter(|written| written.len() <= WRITTEN_BYTES_MAX)?;
        Parts::of(&tokens(short))?.time()
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
            tokens.push(Token::Number(digits, letters.get(at).copied().unwrap_or(' ')));
        } else if !word.is_empty() {
            tokens.push(Token::Word(word.to_lowercase()));
        } else {
            at += 1;
        }
    }
    tokens
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
            "am" | "上午" | "午前" | "오전" => self.half = Some(0),
            "pm" | "下午" | "午後" | "오후" => self.half = Some(12),
            _ => {}
        }
        month.is_none_or(|(number, _)| self.month.replace(number).is_none()).then_some(())
    }

    fn take_number(&mut self, digits: &str, sign: char) -> Option<()> {
        let number: u32 = digits.parse().ok()?;
        let in_clock = (1..3).contains(&self.clock.len());
        let field = match sign {
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
        let (year, month, day) = (self.year?, self.month?, self.day.filter(|_| self.is_utc)?);
        let plain = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        dates::parse(&plain, Order::YearFirst, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(parse("2020년 9월 1일 화요일 AM 12시 5분 6초 UTC").unwrap().to_string(), "2020-09-01T00:05:06Z");
    }

    #[test]
    fn what_may_be_another_day_is_none() {
        for written in [
            "",
            "Tuesday",
            // October for some, November for others.
            "nedjelja, 1. listopada 2020. u 18:36:46 UTC",
            "sunnuntai 1. marraskuuta 2020 klo 18.36.46 UTC",
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
