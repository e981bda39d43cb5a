//! Where in an index a natural key stands: near those of about the same time, as far as an id tells it.

use crate::Time;
use crate::ids::KeyOrder;

/// One of 32,768 places; after them, half a year, the first comes again, so that long histories fill all places alike.
pub(crate) type Place = u16;

const PLACE_BITS: u64 = 0x7fff;
/// Seconds of one place: eight minutes and a half.
const SECONDS_BITS: u32 = 9;
/// Numbers of one place where a source counts its messages.
const COUNT_BITS: u32 = 4;
/// A snowflake is milliseconds in front of 22 bits: eight minutes and a half.
const SNOWFLAKE_BITS: u32 = 22 + 19;
/// The epoch seconds of 1995 to 2039, which a number of a Message-ID may be.
const SECONDS: std::ops::Range<u64> = 788_918_400..2_177_452_800;

/// The place of a moment.
pub(crate) fn of_time(sent: Time) -> Place {
    of_second(sent.seconds())
}

fn of_second(second: i64) -> Place {
    ((second >> SECONDS_BITS) as u64 & PLACE_BITS) as Place
}

/// The place of a native id or key, if it tells a time or counts.
pub(crate) fn of_id(native_id: &str, order: KeyOrder) -> Option<Place> {
    match order {
        KeyOrder::Hash => None,
        KeyOrder::Near => of_last_number(native_id),
        KeyOrder::NearMail => match local_part(native_id) {
            Some(local) => of_moment(local).or_else(|| of_last_number(local)),
            None => of_last_number(native_id),
        },
    }
}

/// The place of the number at the end: seconds with a fraction (`C024/1700000000.123456`), a snowflake (17 digits and
/// more) or a number of 4 to 12 digits.
fn of_last_number(native_id: &str) -> Option<Place> {
    let (head, number) = split_number(native_id);
    if let Some(before) = head.strip_suffix('.') {
        let (_, seconds) = split_number(before);
        return if seconds.len() == 10 { seconds.parse().ok().map(of_second) } else { None };
    }
    let bits = match number.len() {
        _ if head.ends_with(char::is_alphanumeric) => return None,
        4..=12 => COUNT_BITS,
        17.. => SNOWFLAKE_BITS,
        _ => return None,
    };
    number.parse().ok().map(|number: u64| ((number >> bits) & PLACE_BITS) as Place)
}

/// A text and the digits at its end.
fn split_number(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len())
}

/// What stands before the host of a Message-ID.
fn local_part(id: &str) -> Option<&str> {
    let (local, host) = id.trim_matches(['<', '>']).rsplit_once('@')?;
    let is_host = !host.is_empty() && !host.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    is_host.then_some(local)
}

/// The place of the first number in a Message-ID that is a moment: a date (`20240304134640.GA12`), epoch seconds or
/// milliseconds (`12.1709560000123.JavaMail`), or the eight letters of Mozilla's hexadecimal seconds (`65E5D2A0.4050607`).
fn of_moment(local: &str) -> Option<Place> {
    let hex =
        local.split_once('.').filter(|(hex, rest)| hex.len() == 8 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let hex = hex.and_then(|(hex, _)| u64::from_str_radix(hex, 16).ok()).filter(|seconds| SECONDS.contains(seconds));
    let numbers = local.split(|letter: char| !letter.is_ascii_digit()).filter(|number| number.len() >= 8);
    let second = hex.or_else(|| numbers.take(4).find_map(second));
    second.map(|second| of_second(second as i64))
}

/// The epoch seconds that a number of digits tells.
fn second(number: &str) -> Option<u64> {
    match number.len() {
        8 | 12 | 14 => {
            let part = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<i64>().ok());
            let date = format!("{}-{}-{}", &number[..4], &number[4..6], &number[6..8]);
            let day: Time = date.parse().ok()?;
            let [hours, minutes, seconds] = [(8, 10), (10, 12), (12, 14)].map(|(from, to)| part(from, to).unwrap_or(0));
            u64::try_from(day.plus_seconds((hours * 60 + minutes) * 60 + seconds).seconds()).ok()
        }
        10 | 13 => number[..10].parse().ok(),
        _ => None,
    }
    .filter(|second| SECONDS.contains(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(id: &str) -> Option<Place> {
        of_id(id, KeyOrder::NearMail)
    }

    #[test]
    fn message_ids_that_tell_one_moment_share_a_place() {
        let moment = Some(of_second(1_709_560_000));
        for id in [
            "20240304134640.GA1234@acme.example",
            "<20240304134640.GA1234@acme.example>",
            "12.34.1709560000123.JavaMail.ada@acme.example",
            "3-1709560000@world.example",
            "65E5D0C0.4050607@acme.example",
        ] {
            assert_eq!(near(id), moment, "{id}");
        }
        // What tells only the day or the minute stands in the same day and a half.
        for id in [
            "202403041346.i24DkeXY012345@acme.example",
            "mailman.5.1709560000.1234.users@acme.example",
            "20240304-one@acme.example",
        ] {
            assert_eq!(near(id).map(|place| place >> 8), moment.map(|place| place >> 8), "{id}");
        }
        assert_ne!(near("20240504134640.GA1234@acme.example"), moment);
    }

    #[test]
    fn message_ids_that_count_stand_beside_each_other() {
        assert_eq!(near("post-68-8464036@world.example"), near("post-9-8464033@world.example"));
        assert_ne!(near("post-68-8464036@world.example"), near("post-68-8474036@world.example"));
        assert_eq!(near("acme/widget/issues/12345@github.example"), near("acme/widget/issues/12343@github.example"));
    }

    #[test]
    fn what_tells_nothing_has_no_place() {
        for id in [
            "CAH8yC8k@mail.acme.example",
            "fbeb5cffc80.36.inbox.example@world.example",
            "99999999.x@acme.example",
            "20241399134640.GA@acme.example",
            "5f8c2d1e-0000-4000-8000-0242ac120002@acme.example",
            "DEADBEEF.x@acme.example",
            "@acme.example",
            "",
        ] {
            assert_eq!(near(id), None, "{id}");
        }
    }

    #[test]
    fn workspaces_of_the_first_order_keep_it() {
        for id in ["3-1709560000@world.example", "20240304134640.GA1234@acme.example"] {
            assert_eq!(of_id(id, KeyOrder::Near), None, "{id}");
            assert_eq!(of_id(id, KeyOrder::Hash), None, "{id}");
        }
        assert_eq!(of_id("C1/1700000000.000100", KeyOrder::Near), near("C1/1700000000.000100"));
    }
}
