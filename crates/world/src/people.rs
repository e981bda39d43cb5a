//! The members: their names, handles, habits and when they come and go.

use model::{Author, Time};

use crate::places::Place;
use crate::random::{Random, mix};
use crate::voice::Voice;

/// One member of the community.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub name: String,
    nick: String,
    mail: String,
    /// The place of the language in the books.
    pub language: usize,
    pub voice: Voice,
    pub joined: Time,
    pub left: Time,
    /// 0 to 1: how often this person speaks beside others.
    pub activity: f64,
    /// How likely this person answers others.
    pub helpful: f64,
    /// Where this person is at home.
    places: [bool; 6],
    /// From when on they write under a second account in the same place.
    second_from: Option<Time>,
}

/// How many of 100 people write in each language of the books.
const LANGUAGES: [f64; 8] = [62.0, 20.0, 5.5, 4.0, 2.5, 2.3, 2.0, 1.7];

const GIVEN: [[&str; 20]; 4] = [
    [
        "Marlow", "Priya", "Callum", "Odile", "Reuben", "Tamsin", "Kofi", "Ingrid", "Dev", "Rosalind", "Amir", "Bex",
        "Soren", "Wanda", "Theo", "Nadia", "Fergus", "Imani", "Jonah", "Hester",
    ],
    [
        "Maëlle",
        "Thibault",
        "Inès",
        "Corentin",
        "Solène",
        "Yann",
        "Capucine",
        "Bastien",
        "Anouk",
        "Gaspard",
        "Élodie",
        "Malo",
        "Clémence",
        "Rémi",
        "Noémie",
        "Loïc",
        "Margaux",
        "Aurélien",
        "Fanny",
        "Benoît",
    ],
    [
        "Jannik", "Svenja", "Falk", "Annika", "Matthis", "Frieda", "Torben", "Wiebke", "Lukas", "Greta", "Henning",
        "Marit", "Bruno", "Saskia", "Joris", "Femke", "Pim", "Lotte", "Ruben", "Hanneke",
    ],
    [
        "Lucía", "Iker", "Noa", "Álvaro", "Carmen", "Davide", "Giulia", "Matteo", "Chiara", "Tiago", "Inês", "Rui",
        "Marisol", "Pablo", "Alba", "Nicolò", "Bianca", "Duarte", "Haruka", "Kenta",
    ],
];
const FAMILY: [[&str; 20]; 4] = [
    [
        "Abernathy",
        "Okonkwo",
        "Pell",
        "Vance",
        "Harrow",
        "Castle",
        "Nakamura",
        "Whitlock",
        "Rao",
        "Sefton",
        "Quill",
        "Marsh",
        "Delacroix",
        "Finch",
        "Boateng",
        "Larkin",
        "Stroud",
        "Iyer",
        "Garrity",
        "Thorne",
    ],
    [
        "Kerbrat",
        "Delmas",
        "Vasseur",
        "Le Goff",
        "Marchand",
        "Tanguy",
        "Roussel",
        "Bonnet",
        "Carpentier",
        "Ollivier",
        "Perrin",
        "Gauthier",
        "Prigent",
        "Lemoine",
        "Chevalier",
        "Morvan",
        "Blanchard",
        "Riou",
        "Fabre",
        "Jaouen",
    ],
    [
        "Brandt", "Petersen", "Vogel", "Albers", "Hinrichs", "Krüger", "Seidel", "Lorenz", "Winter", "Bauer",
        "de Vries", "Bakker", "Jansen", "Visser", "Smit", "Mulder", "Otten", "Haas", "Falke", "Sommer",
    ],
    [
        "Herrero", "Soto", "Vidal", "Marín", "Ibáñez", "Conti", "Ferri", "Galli", "Moretti", "Serra", "Almeida",
        "Pinto", "Nogueira", "Rocha", "Campos", "Rinaldi", "Sato", "Mori", "Ishida", "Aoki",
    ],
];
const NICK_FIRST: [&str; 40] = [
    "tape", "low", "salt", "moss", "grain", "fuzz", "dusty", "north", "velvet", "paper", "quiet", "hollow", "rusty",
    "amber", "slow", "tiny", "lunar", "static", "copper", "misty", "hazy", "loop", "drone", "wool", "harbor", "sine",
    "fern", "gravel", "ghost", "pale", "cedar", "neon", "marsh", "drift", "cloud", "soft", "minor", "blue", "winter",
    "broken",
];
const NICK_SECOND: [&str; 40] = [
    "heron", "wren", "echo", "pulse", "signal", "lantern", "otter", "fader", "reverb", "kestrel", "tides", "circuit",
    "moth", "radio", "patch", "finch", "arcade", "knob", "orchard", "bell", "canyon", "sparrow", "waves", "motor",
    "island", "gate", "piano", "river", "cable", "filter", "owl", "garden", "machine", "hammer", "cassette", "choir",
    "lamp", "engine", "field", "spool",
];
const PROVIDERS: [&str; 5] =
    ["postbox.example", "fastmail.example", "inbox.example", "lettre.example", "kontor.example"];
const INSTANCES: [&str; 4] = ["murmur.example", "synths.example", "tilde.example", "oiseaux.example"];

/// Makes the members of a world; by number, so that a person stays when others come.
pub(crate) fn people(seed: u64, span: (Time, Time), count: usize) -> Vec<Person> {
    (0..count).map(|number| person(seed, span, (number, count))).collect()
}

fn person(seed: u64, (from, now): (Time, Time), (number, count): (usize, usize)) -> Person {
    let mut random = Random::new(seed ^ mix(number as u64 + 1));
    let span_s = (now.micros() - from.micros()) / 1_000_000;
    let language = random.weighted(&LANGUAGES);
    // A third was there before the first message; the others come one by one.
    let share = number as f64 / count as f64;
    let joined = from.plus_seconds((((share - 0.33) / 0.67).max(0.0) * span_s as f64) as i64);
    // Most stay some weeks, some for good.
    let stay_days = 12.0 * (random.normal() * 1.4 + 1.2).exp();
    let habit = Habit::of(number);
    let stays = random.chance(if habit == Habit::Core { 0.85 } else { 0.25 });
    let left = if stays { now } else { joined.plus_seconds((stay_days * 86_400.0) as i64 + span_s / 8) };
    let (activity, helps) = match habit {
        Habit::Core => (0.45 + 0.55 * random.unit(), 0.6),
        Habit::Regular => (0.05 + 0.15 * random.unit(), 0.16),
        Habit::Now => (0.002 + 0.012 * random.unit(), 0.0),
    };
    let name = name_of(language, number, seed);
    let second_from = random.chance(0.04).then(|| joined.plus_seconds(span_s / 10));
    Person {
        nick: nick_of(number, seed),
        mail: mail_of(&name, number),
        name,
        language,
        voice: Voice::of(&mut random),
        joined,
        left,
        activity,
        helpful: if random.chance(helps) { 0.4 + 0.6 * random.unit() } else { 0.0 },
        places: places(&mut random),
        second_from,
    }
}

/// A few people carry a community: a handful writes all the time, some often, most now and then.
#[derive(Clone, Copy, PartialEq)]
enum Habit {
    Core,
    Regular,
    Now,
}

impl Habit {
    fn of(number: usize) -> Habit {
        match number {
            number if number % CORE.0 == CORE.1 => Habit::Core,
            number if number % REGULAR.0 == REGULAR.1 => Habit::Regular,
            _ => Habit::Now,
        }
    }
}

/// Every so many members one has the habit, beginning with this one.
const CORE: (usize, usize) = (33, 5);
const REGULAR: (usize, usize) = (6, 1);
/// How often each habit speaks: its part of the members times its mean activity.
const SPEAKS: [f64; 3] = [0.45, 0.42, 0.13];
/// The greatest activity of each habit.
const ACTIVITY_MAX: [f64; 3] = [1.0, 0.2, 0.014];

/// One of the first `joined` members, drawn by habit, and how likely the draw shall be kept so that
/// members speak as often as they are active.
pub(crate) fn draw(people: &[Person], joined: usize, random: &mut Random) -> (usize, f64) {
    let habit = random.weighted(&SPEAKS);
    let every = |(step, first): (usize, usize), random: &mut Random| {
        let count = (joined + step).saturating_sub(first + 1) / step;
        (count > 0).then(|| first + step * random.below(count))
    };
    let number = match habit {
        0 => every(CORE, random),
        1 => every(REGULAR, random),
        _ => None,
    };
    let number = number.unwrap_or_else(|| random.below(joined.max(1)));
    (number, people[number].activity / ACTIVITY_MAX[habit])
}

/// How many people are at home in each place, in the order of [`Place::ALL`].
const AT_HOME: [f64; 6] = [0.5, 0.5, 0.3, 0.3, 0.15, 0.15];

fn places(random: &mut Random) -> [bool; 6] {
    let mut places = AT_HOME.map(|share| random.chance(share));
    if !places.contains(&true) {
        places[random.below(2)] = true;
    }
    places
}

/// Which list of names goes with a language of the books.
fn region(language: usize, number: usize) -> usize {
    match language {
        // English is written from everywhere.
        0 => [0, 0, 0, 1, 2, 3][number % 6],
        1 => 1,
        2 | 5 => 2,
        _ => 3,
    }
}

fn name_of(language: usize, number: usize, seed: u64) -> String {
    let region = region(language, number);
    let place = (number + mix(seed) as usize % 400) * 147;
    let (given, family) = (GIVEN[region][place % 20], FAMILY[region][place / 20 % 20]);
    format!("{given} {family}")
}

fn nick_of(number: usize, seed: u64) -> String {
    // 911 shares no factor with 1,600: each pair of words comes once before any comes twice.
    let place = (number * 911 + mix(seed ^ 77) as usize % 1_600) % 1_600;
    let round = number / 1_600;
    let (first, second) = (NICK_FIRST[place % 40], NICK_SECOND[place / 40]);
    let joint = ["", "_", "-", ""][number % 4];
    if round == 0 { format!("{first}{joint}{second}") } else { format!("{first}{joint}{second}{}", round + 1) }
}

fn mail_of(name: &str, number: usize) -> String {
    let mut address: String = name.to_lowercase().chars().map(plain).filter(|letter| *letter != ' ').collect();
    if let Some((given, family)) = name.split_once(' ') {
        let plain =
            |part: &str| part.to_lowercase().chars().map(plain).filter(|letter| *letter != ' ').collect::<String>();
        address = format!("{}.{}", plain(given), plain(family));
    }
    if number >= 12 {
        address.push_str(&number.to_string());
    }
    format!("{address}@{}", PROVIDERS[number % PROVIDERS.len()])
}

/// A letter without its accent.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' => 'o',
        'ú' | 'ü' | 'û' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        letter => letter,
    }
}

impl Person {
    pub(crate) fn given(&self) -> &str {
        self.name.split(' ').next().unwrap_or(&self.name)
    }

    /// How likely this person writes at a place, beside the place's own share; about 1 in the mean.
    pub(crate) fn at_home(&self, place: usize) -> f64 {
        if self.places[place] { 0.97 / AT_HOME[place] } else { 0.03 }
    }

    /// How this person is known at a place. Some write under a second account after a while.
    pub(crate) fn author(&self, place: Place, number: usize, at: Time) -> Author {
        let second = self.second_from.is_some_and(|from| at > from);
        let (mut handle, name) = match place {
            Place::Forum => (self.nick.clone(), None),
            Place::Chat => (format!("U{:05X}", 0x1_0000 + number), Some(self.chat_name())),
            Place::Mail => (self.mail.clone(), Some(self.name.clone())),
            Place::Social => {
                (format!("{}@{}", self.nick, INSTANCES[number % INSTANCES.len()]), Some(self.given().to_owned()))
            }
            Place::Review => (format!("reviewer-{}", mix(number as u64) % 10_000_000), Some(self.review_name())),
            Place::Tracker => (self.nick.replace(['_', '-'], ""), Some(self.name.clone())),
        };
        if second {
            handle = match (place, handle.split_once('@')) {
                (Place::Chat, _) => format!("U{:05X}B", 0x1_0000 + number),
                (_, Some((local, host))) => format!("{local}.2@{host}"),
                (_, None) => format!("{handle}2"),
            };
        }
        Author { handle, name, bot: false }
    }

    /// What others call this person at a place.
    pub(crate) fn called(&self, place: Place) -> String {
        match place {
            Place::Forum | Place::Social => self.nick.clone(),
            Place::Tracker => self.nick.replace(['_', '-'], ""),
            Place::Chat => self.chat_name(),
            Place::Mail | Place::Review => self.given().to_owned(),
        }
    }

    fn chat_name(&self) -> String {
        if self.activity > 0.12 { self.nick.clone() } else { self.given().to_lowercase() }
    }

    fn review_name(&self) -> String {
        let initial = self.name.split(' ').next_back().and_then(|family| family.chars().next()).unwrap_or('X');
        format!("{} {initial}.", self.given())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_people_share_a_handle() {
        let (from, now) = (Time::from_seconds(0), Time::from_seconds(30 * 86_400));
        let people = people(5, (from, now), 5_000);
        for place in Place::ALL {
            let handles: std::collections::BTreeSet<String> =
                people.iter().enumerate().map(|(number, person)| person.author(place, number, from).handle).collect();
            assert!(handles.len() * 1_000 >= people.len() * 999, "{place:?}: {}", handles.len());
        }
    }
}
