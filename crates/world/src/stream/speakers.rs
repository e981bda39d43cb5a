//! Who speaks: members who are around, helpers, the brand's own people, and those who only sell.

use model::{Author, Kind, Time};

use super::Messages;
use crate::cast::CAST;
use crate::people;
use crate::places::Place;
use crate::plan::{Speaker, Turn};
use crate::voice::Voice;

/// Members that have nothing to do with the brand: spammers get numbers from here on.
const OUTSIDERS_FROM: u32 = 1 << 24;
/// The first number of the brand's own people.
const STAFF_FROM: u32 = 1 << 25;

/// Who says a message.
pub(super) struct Writer {
    pub author: Author,
    pub person: u32,
    pub called: String,
    pub given: String,
    pub voice: Voice,
    pub staff: Option<(&'static str, &'static str)>,
}

impl Messages<'_> {
    /// Who takes a turn; nobody, when it takes another member and none is around.
    pub(super) fn writer(&mut self, slot: usize, turn: Turn, at: Time) -> Option<Writer> {
        let (place, book, starter, kind) = {
            let going = &self.going[slot];
            (going.place, going.book, going.starter, self.world.books[going.book].topics[going.topic].kind)
        };
        if turn == Turn::Open && kind == Kind::Spam {
            return Some(self.outsider(place));
        }
        let private = matches!(place, Place::Mail | Place::Review);
        let member = match turn.speaker() {
            Speaker::Starter => Some(starter),
            Speaker::Staff => None,
            Speaker::Helper if private || self.random.chance(0.25) => None,
            Speaker::Helper => self.helper(at, (book, place), starter),
            Speaker::Other => Some(self.other(at, (book, place), starter)?),
        };
        let Some(number) = member else { return Some(self.staff(place)) };
        let person = &self.world.people[number];
        Some(Writer {
            author: person.author(place, number, at),
            person: number as u32,
            called: person.called(place),
            given: person.given().to_owned(),
            voice: person.voice,
            staff: None,
        })
    }

    fn other(&mut self, at: Time, (book, place): (usize, Place), not: usize) -> Option<usize> {
        for attempt in 0..24 {
            let number = self.someone(at);
            let person = &self.world.people[number];
            let around = attempt > 8 || person.at_home(place as usize) > 1.0;
            if number != not && around && (person.language == book || book == 0) {
                return Some(number);
            }
        }
        self.helper(at, (book, place), not)
    }

    fn staff(&mut self, place: Place) -> Writer {
        // Mary reads and does not answer.
        let number = self.random.weighted(&[3.0, 5.0, 2.0]);
        let staff = &CAST[number];
        let given = staff.name.split(' ').next().unwrap_or(staff.name);
        let (handle, name) = match place {
            Place::Mail => (staff.email.to_owned(), Some(staff.name)),
            Place::Social | Place::Review => ("tidewick".to_owned(), Some("Tidewick")),
            Place::Chat => (format!("USTAFF{number}"), Some(given)),
            Place::Forum | Place::Tracker => (format!("{}-tidewick", staff.key), Some(staff.name)),
        };
        let author = Author { handle, name: name.map(str::to_owned), bot: false };
        let (person, called) = (STAFF_FROM + number as u32, given.to_owned());
        Writer {
            author,
            person,
            called: called.clone(),
            given: called,
            voice: Voice::of_staff(),
            staff: Some((staff.name, staff.title)),
        }
    }

    fn outsider(&mut self, place: Place) -> Writer {
        let number = self.random.below(1 + self.serial as usize / 8) as u32;
        let word = ["growth", "promo", "deals", "boost", "alpha", "rank"][number as usize % 6];
        let handle = match place {
            Place::Mail => format!("{word}{number}@bulk.example"),
            Place::Social => format!("{word}_{number}@murmur.example"),
            _ => format!("{word}{number}"),
        };
        let author = Author { handle, name: Some(format!("{word} {number}")), bot: number.is_multiple_of(4) };
        let voice = Voice::of_staff();
        Writer {
            author,
            person: OUTSIDERS_FROM + number,
            called: word.to_owned(),
            given: word.to_owned(),
            voice,
            staff: None,
        }
    }

    /// Somebody who is around, the active ones more often, newcomers too.
    pub(super) fn someone(&mut self, at: Time) -> usize {
        let mut number = 0;
        for _ in 0..16 {
            let (drawn, keep) = people::draw(&self.world.people, self.joined, &mut self.random);
            number = drawn;
            let person = &self.world.people[number];
            let fresh = at.micros() - person.joined.micros() < 10 * 86_400_000_000;
            if person.left >= at && (fresh || self.random.chance(keep)) {
                break;
            }
        }
        number
    }

    /// Somebody who helps, in the language of the conversation when there is one.
    fn helper(&mut self, at: Time, (book, place): (usize, Place), not: usize) -> Option<usize> {
        for attempt in 0..24 {
            let number = *self.helpers.get(self.random.below(self.helpers.len()))?;
            let person = &self.world.people[number];
            let around = attempt > 12 || person.at_home(place as usize) > 1.0;
            let speaks = around && (person.language == book || (book == 0 && attempt > 6));
            if number != not && speaks && person.joined <= at && self.random.chance(person.helpful) {
                return Some(number);
            }
        }
        None
    }
}
