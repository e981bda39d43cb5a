//! The messages of a world in order of time, conversation by conversation, made as they are asked for.

mod record;
mod speakers;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use model::{Incoming, Kind, Time};

use crate::openings::Openings;
use crate::phrase::{Situation, Topic};
use crate::places::Place;
use crate::plan::{self, Turn};
use crate::random::Random;
use crate::render::{Scene, section_of};
use crate::{Incident, Truth, World, story};

const HOUR_S: i64 = 3_600;
/// How much more is written at the end of the world than at its beginning.
const GROWTH: (f64, f64) = (0.82, 0.36);
/// How often people of each language write in English all the same.
const IN_ENGLISH: [f64; 8] = [0.0, 0.15, 0.35, 0.45, 0.5, 0.5, 0.5, 0.4];
/// Of the planned turns, those that find a speaker and something that was not said yet; measured.
const TURNS_TAKEN: f64 = 0.975;
/// Shorter openings than this are alike everywhere: "hello from Bristol!".
const SHORT_BYTES_MAX: usize = 50;

/// Messages with their truth, the oldest first.
pub struct Messages<'w> {
    world: &'w World,
    random: Random,
    hour: Time,
    /// Conversations per hour when the hour is an average one.
    rate: f64,
    upcoming: BinaryHeap<Reverse<(Time, u64, usize)>>,
    going: Vec<Conversation>,
    free: Vec<usize>,
    /// For each language and place, how often each topic is opened.
    menus: Vec<[Vec<f64>; 6]>,
    joined: usize,
    newcomers: VecDeque<usize>,
    helpers: Vec<usize>,
    serial: u64,
    openings: Openings,
}

/// One conversation that goes on.
struct Conversation {
    seed: u64,
    number: u64,
    place: Place,
    channel: &'static str,
    book: usize,
    topic: usize,
    incident: Option<usize>,
    starter: usize,
    title: Option<String>,
    key: String,
    root: String,
    last: String,
    last_text: String,
    last_name: String,
    turns: VecDeque<Turn>,
    /// Sentences of the books that were said here, so that nobody repeats one.
    said: Vec<u32>,
    /// What ties the sentences to the opening.
    tag: Option<char>,
    starter_name: String,
}

impl<'w> Messages<'w> {
    pub(crate) fn new(world: &'w World) -> Messages<'w> {
        let menus = world
            .books
            .iter()
            .map(|book| Place::ALL.map(|place| book.topics.iter().map(|topic| weight(topic, place)).collect()));
        let helpers =
            world.people.iter().enumerate().filter(|(_, person)| person.helpful > 0.3).map(|(number, _)| number);
        let mut messages = Messages {
            world,
            random: Random::new(world.seed),
            hour: world.from,
            rate: 0.0,
            upcoming: BinaryHeap::new(),
            going: Vec::new(),
            free: Vec::new(),
            menus: menus.collect(),
            joined: 0,
            newcomers: VecDeque::new(),
            helpers: helpers.collect(),
            serial: 0,
            openings: Openings::default(),
        };
        messages.rate = messages.rate_for(world.size.messages);
        messages
    }

    /// The rate with which about so many messages come together.
    fn rate_for(&self, messages: usize) -> f64 {
        let mut usual = Vec::new();
        for (place, menu) in Place::ALL.iter().zip(&self.menus[0]) {
            let all = menu.iter().sum::<f64>();
            for (topic, weight) in self.world.books[0].topics.iter().zip(menu) {
                usual.push((topic.kind, *place, place.share() * weight / all));
            }
        }
        let usual = plan::mean_length(&usual, None);
        let mut expected = 0.0;
        let lengths: Vec<f64> = self.world.incidents.iter().map(|incident| self.incident_length(incident)).collect();
        let mut hour = self.world.from;
        while hour < self.world.now {
            let incidents =
                self.world.incidents.iter().zip(&lengths).map(|(incident, length)| incident.pull(hour) * length);
            expected += self.busy(hour) * (usual + incidents.sum::<f64>());
            hour = hour.plus_seconds(HOUR_S);
        }
        messages as f64 / (expected * TURNS_TAKEN)
    }

    fn incident_length(&self, incident: &Incident) -> f64 {
        let topic = self.world.books[0].topics.iter().find(|topic| topic.name == incident.topic);
        let kind = topic.map_or(Kind::Bug, |topic| topic.kind);
        let weights = Place::ALL.map(|place| (kind, place, incident_share(place, kind)));
        plan::mean_length(&weights, Some(0))
    }

    fn busy(&self, hour: Time) -> f64 {
        story::rhythm(hour) * (GROWTH.0 + GROWTH.1 * self.share(hour))
    }

    /// How far the world is, 0 to 1.
    fn share(&self, at: Time) -> f64 {
        let (from, now) = (self.world.from.micros(), self.world.now.micros());
        (at.micros() - from) as f64 / (now - from).max(1) as f64
    }

    /// Opens the conversations of one hour.
    fn open_hour(&mut self) {
        let (hour, busy) = (self.hour, self.busy(self.hour));
        let people = &self.world.people;
        while self.joined < people.len() && people[self.joined].joined <= hour {
            if people[self.joined].joined > self.world.from {
                self.newcomers.push_back(self.joined);
            }
            self.joined += 1;
        }
        self.hour = hour.plus_seconds(HOUR_S);
        for _ in 0..self.random.poisson(self.rate * busy) {
            self.open(hour, None);
        }
        for place in 0..self.world.incidents.len() {
            let pull = self.world.incidents[place].pull(hour);
            if pull > 0.0 {
                for _ in 0..self.random.poisson(self.rate * busy * pull) {
                    self.open(hour, Some(place));
                }
            }
        }
    }

    fn open(&mut self, hour: Time, incident: Option<usize>) {
        let at = Time(hour.micros() + self.random.below(HOUR_S as usize * 1_000) as i64 * 1_000);
        let mut starter = self.someone(at);
        let mut newcomer = false;
        if self.random.chance(0.35)
            && let Some(next) = self.newcomers.pop_front()
        {
            (starter, newcomer) = (next, true);
        }
        let person = &self.world.people[starter];
        let shares: [f64; 6] = std::array::from_fn(|place| Place::ALL[place].share() * person.at_home(place));
        let place = self.random.weighted(&shares);
        let mut book = self.world.people[starter].language;
        if self.random.chance(IN_ENGLISH[book]) {
            book = 0;
        }
        let Some((place, book, topic)) = self.subject((place, book), (starter, newcomer), incident) else { return };
        let kind = self.world.books[book].topics[topic].kind;
        let mut turns: VecDeque<Turn> = plan::plan(kind, Place::ALL[place], incident, &mut self.random).into();
        turns.push_front(Turn::Open);
        self.serial += 1;
        let (number, seed) = (self.serial, self.random.next());
        let place = Place::ALL[place];
        let channel = place.channel(kind, self.world.books[book].language, seed);
        let conversation = Conversation {
            seed,
            number,
            place,
            channel,
            book,
            topic,
            incident,
            starter,
            title: None,
            key: String::new(),
            root: String::new(),
            last: String::new(),
            last_text: String::new(),
            last_name: String::new(),
            turns,
            said: Vec::new(),
            tag: None,
            starter_name: String::new(),
        };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.going[slot] = conversation;
                slot
            }
            None => {
                self.going.push(conversation);
                self.going.len() - 1
            }
        };
        self.upcoming.push(Reverse((at, number, slot)));
    }

    /// Where and about what: of an incident its topic, else what people write about in that place.
    fn subject(
        &mut self,
        (place, book): (usize, usize),
        (starter, newcomer): (usize, bool),
        incident: Option<usize>,
    ) -> Option<(usize, usize, usize)> {
        let books = &self.world.books;
        if let Some(incident) = incident {
            let topic = |book: usize| {
                books[book].topics.iter().position(|topic| topic.name == self.world.incidents[incident].topic)
            };
            let (book, topic) = topic(book).map(|topic| (book, topic)).or_else(|| Some((0, topic(0)?)))?;
            let kind = books[book].topics[topic].kind;
            let person = &self.world.people[starter];
            let share = |place: usize| incident_share(Place::ALL[place], kind) * person.at_home(place);
            let weights: [f64; 6] = std::array::from_fn(share);
            return Some((self.random.weighted(&weights), book, topic));
        }
        let wants_hello = newcomer && self.random.chance(0.18);
        if wants_hello && let Some(topic) = books[book].topics.iter().position(|topic| topic.name == "hello") {
            let place = if self.random.chance(0.6) { 0 } else { 1 };
            return Some((place, book, topic));
        }
        let book = if self.menus[book][place].iter().any(|weight| *weight > 0.0) { book } else { 0 };
        Some((place, book, self.random.weighted(&self.menus[book][place])))
    }

    /// Says the next turn of a conversation; `None` when it is skipped.
    fn utter(&mut self, slot: usize, at: Time) -> Option<(Incoming, Truth)> {
        let turn = self.going[slot].turns.pop_front()?;
        let message = self.speak(slot, turn, at);
        self.schedule(slot, at);
        message
    }

    fn speak(&mut self, slot: usize, turn: Turn, at: Time) -> Option<(Incoming, Truth)> {
        let world = self.world;
        let book = &world.books[self.going[slot].book];
        let topic = &book.topics[self.going[slot].topic];
        let section = section_of(turn, self.going[slot].place, topic, &mut self.random);
        // When everything that fits has been said, or nobody is there to say it, the turn is skipped.
        let going = &self.going[slot];
        let main = book.pick(topic, section, (going.tag, &going.said), &mut self.random)?;
        let writer = self.writer(slot, turn, at)?;
        let (fw, fwold, nest) = story::versions(self.share(at));
        let going = &mut self.going[slot];
        going.said.push(main.id());
        if turn == Turn::Open {
            going.tag = Some(main.tag());
            going.starter_name.clone_from(&writer.called);
        }
        let name = if turn.answers_starter() { going.starter_name.clone() } else { going.last_name.clone() };
        let values = [fw, fwold, nest, writer.given.as_str(), name.as_str(), "\n"];
        let known: [(&str, &str); 6] = std::array::from_fn(|at| (story::KNOWN_SLOTS[at], values[at]));
        let scene = Scene {
            book,
            topic,
            place: going.place,
            turn,
            main,
            voice: writer.voice,
            situation: Situation { seed: going.seed, tag: going.tag, known: &known },
            staff: writer.staff,
            names: (&writer.given, &name),
            before: &going.last_text,
        };
        let title = if turn == Turn::Open { scene.title(&mut self.random) } else { going.title.clone() };
        let text = words(&scene, &mut self.openings, &mut self.random);
        going.title = title;
        let truth = record::truth((turn, topic), going, &writer, book.language);
        let incoming = record::incoming((turn, topic), going, (writer, at, text), &mut self.random);
        Some((incoming, truth))
    }

    fn schedule(&mut self, slot: usize, at: Time) {
        let going = &self.going[slot];
        if going.turns.is_empty() {
            self.free.push(slot);
            return;
        }
        let (place, number) = (going.place, going.number);
        let mut wait = place.wait_s() * (1.25 * self.random.normal()).exp() + 8.0;
        let hour = at.plus_seconds(wait as i64).hour().rem_euclid(24);
        if hour < 6 && place != Place::Chat && self.random.chance(0.6) {
            wait += 3_600.0 * (4.0 + 4.0 * self.random.unit());
        }
        let next = Time(at.micros() + (wait * 1e6) as i64 / 1_000 * 1_000);
        if next < self.world.now {
            self.upcoming.push(Reverse((next, number, slot)));
        } else {
            self.free.push(slot);
        }
    }
}

impl Iterator for Messages<'_> {
    type Item = (Incoming, Truth);

    fn next(&mut self) -> Option<(Incoming, Truth)> {
        loop {
            let due =
                self.upcoming.peek().is_some_and(|Reverse((at, ..))| *at < self.hour || self.hour >= self.world.now);
            if due {
                let Reverse((at, _, slot)) = self.upcoming.pop()?;
                if at < self.world.now
                    && let Some(message) = self.utter(slot, at)
                {
                    return Some(message);
                }
            } else if self.hour < self.world.now {
                self.open_hour();
            } else {
                return None;
            }
        }
    }
}

/// What a scene says. Nobody opens with words that somebody opened with lately: those are said again,
/// at more length.
fn words(scene: &Scene, openings: &mut Openings, random: &mut Random) -> String {
    let mut text = scene.text(random);
    let matters = scene.turn == Turn::Open && text.len() > SHORT_BYTES_MAX && scene.topic.kind != Kind::Spam;
    let mut tries = 0;
    while matters && tries < 4 && !openings.remember(&text) {
        text = Scene { voice: scene.voice.wordy(), ..*scene }.text(random);
        tries += 1;
    }
    text
}

/// Where people write about an incident of a kind.
fn incident_share(place: Place, kind: Kind) -> f64 {
    place.share() * place.fits(kind).min(2.5)
}

/// How often a topic is opened in a place; less often where we know few ways to say it.
fn weight(topic: &Topic, place: Place) -> f64 {
    let ways = topic.section("open").len() as f64;
    story::popularity(topic.name) * place.fits(topic.kind) * (ways / 6.0).min(1.0)
}
