//! Who says what next in a conversation: turns, planned when it opens.

use model::Kind;

use crate::places::Place;
use crate::random::Random;

/// What a message does in its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    Open,
    /// Somebody asks for details.
    Ask,
    /// The first author gives them.
    Detail,
    Answer,
    /// The brand answers what only it can.
    Staff,
    Thanks,
    StillNot,
    MeToo,
    PlusOne,
    Noted,
    Agree,
    Congratulate,
    Chat,
    Rude,
    Reported,
}

/// Who takes a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    Starter,
    Other,
    Helper,
    Staff,
}

impl Turn {
    /// The section of the phrase books. Some things are said otherwise of a complaint than of a bug.
    pub(crate) const fn section(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Turn::Ask, Kind::Question) => return "ask-question",
            (Turn::Detail, Kind::Question) => return "detail-question",
            (Turn::MeToo, Kind::Complaint) => return "metoo-complaint",
            (Turn::StillNot, Kind::Complaint) => return "stillnot-complaint",
            (Turn::Thanks, Kind::Complaint) => return "thanks-complaint",
            (Turn::Thanks, Kind::Ugc) => return "thanks-ugc",
            (Turn::Thanks, Kind::Press | Kind::Legal) => return "thanks-letter",
            _ => {}
        }
        match self {
            Turn::Open => "open",
            Turn::Ask => "ask",
            Turn::Detail => "detail",
            Turn::Answer => "answer",
            Turn::Staff => "staff",
            Turn::Thanks => "thanks",
            Turn::StillNot => "stillnot",
            Turn::MeToo => "metoo",
            Turn::PlusOne => "plusone",
            Turn::Noted => "noted",
            Turn::Agree => "agree",
            Turn::Congratulate => "congrats",
            Turn::Chat => "chat",
            Turn::Rude => "rude",
            Turn::Reported => "reported",
        }
    }

    pub(crate) const fn speaker(self) -> Speaker {
        match self {
            Turn::Open | Turn::Detail | Turn::Thanks | Turn::StillNot => Speaker::Starter,
            Turn::Ask | Turn::Answer => Speaker::Helper,
            Turn::Staff | Turn::Noted => Speaker::Staff,
            _ => Speaker::Other,
        }
    }

    /// Whether it speaks to who opened the conversation rather than to who spoke last.
    pub(crate) const fn answers_starter(self) -> bool {
        matches!(self.speaker(), Speaker::Helper | Speaker::Staff)
            || matches!(self, Turn::MeToo | Turn::PlusOne | Turn::Agree | Turn::Congratulate)
    }

    /// The kind of the message, in a conversation of `kind`.
    pub(crate) const fn kind(self, kind: Kind) -> Kind {
        match self {
            Turn::Open | Turn::StillNot | Turn::MeToo => kind,
            Turn::Ask => Kind::Question,
            Turn::PlusOne => Kind::Idea,
            Turn::Thanks | Turn::Agree | Turn::Congratulate => Kind::Praise,
            Turn::Rude => Kind::Complaint,
            _ => Kind::Other,
        }
    }

    /// −2 to 2, in a conversation of `kind`.
    pub(crate) const fn sentiment(self, kind: Kind) -> i8 {
        match (self, kind) {
            (Turn::Open, Kind::Praise) => 2,
            (Turn::Open, Kind::Ugc) => 1,
            (Turn::Open, Kind::Bug) => -1,
            (Turn::Open | Turn::MeToo, Kind::Complaint) => -2,
            (Turn::MeToo | Turn::StillNot, _) => -1,
            (Turn::Thanks | Turn::Agree, _) => 1,
            (Turn::Congratulate, _) => 2,
            (Turn::Rude, _) => -2,
            _ => 0,
        }
    }
}

/// The turns after the opening. In an incident more people say that they have it too.
pub(crate) fn plan(kind: Kind, place: Place, incident: Option<usize>, random: &mut Random) -> Vec<Turn> {
    let mut turns = Vec::new();
    if random.chance(place.silence()) {
        return turns;
    }
    match kind {
        Kind::Bug => problem(&mut turns, place, incident, random),
        Kind::Question => question(&mut turns, place, random),
        Kind::Idea => idea(&mut turns, place, random),
        Kind::Complaint => complaint(&mut turns, place, random),
        Kind::Praise => {
            many(&mut turns, Turn::Agree, 0.9 * place.talk(), random);
            maybe(&mut turns, Turn::Noted, 0.35, random);
        }
        Kind::Ugc => {
            many(&mut turns, Turn::Congratulate, 2.2 * place.talk(), random);
            maybe(&mut turns, Turn::Chat, 0.3, random);
            maybe(&mut turns, Turn::Thanks, 0.4, random);
        }
        Kind::Press | Kind::Legal => {
            maybe(&mut turns, Turn::Staff, 0.92, random);
            maybe(&mut turns, Turn::Thanks, 0.4, random);
        }
        Kind::Spam => maybe(&mut turns, Turn::Reported, 0.12 * place.talk(), random),
        Kind::Other => many(&mut turns, Turn::Chat, 3.0 * place.talk(), random),
    }
    // A letter and a review have two sides only.
    if matches!(place, Place::Mail | Place::Review) {
        turns.retain(|turn| turn.speaker() != Speaker::Other);
        // And the brand does not answer itself.
        let ours = |turn: &Turn| matches!(turn.speaker(), Speaker::Helper | Speaker::Staff);
        turns.dedup_by(|next, turn| ours(next) && ours(turn));
    }
    turns
}

fn problem(turns: &mut Vec<Turn>, place: Place, incident: Option<usize>, random: &mut Random) {
    let joined = if incident.is_some() { 2.4 } else { 0.6 };
    if random.chance(0.3) {
        turns.extend([Turn::Ask, Turn::Detail]);
    }
    many(turns, Turn::MeToo, joined * place.talk(), random);
    maybe(turns, Turn::Answer, 0.78, random);
    if random.chance(0.16) {
        turns.extend([Turn::StillNot, Turn::Staff]);
    }
    maybe(turns, Turn::Thanks, 0.5, random);
}

fn question(turns: &mut Vec<Turn>, place: Place, random: &mut Random) {
    if random.chance(0.2) {
        turns.extend([Turn::Ask, Turn::Detail]);
    }
    maybe(turns, Turn::Answer, 0.93, random);
    maybe(turns, Turn::Answer, 0.25 * place.talk(), random);
    maybe(turns, Turn::Thanks, 0.6, random);
    maybe(turns, Turn::Chat, 0.12 * place.talk(), random);
}

fn idea(turns: &mut Vec<Turn>, place: Place, random: &mut Random) {
    // A few wishes are everybody's.
    let wanted = if random.chance(0.12) { 9.0 } else { 1.6 };
    many(turns, Turn::PlusOne, wanted * place.talk(), random);
    let at = random.below(turns.len() + 1);
    if random.chance(0.5) {
        turns.insert(at, Turn::Noted);
    }
    maybe(turns, Turn::Chat, 0.25, random);
}

fn complaint(turns: &mut Vec<Turn>, place: Place, random: &mut Random) {
    many(turns, Turn::MeToo, 0.8 * place.talk(), random);
    maybe(turns, Turn::Rude, 0.05, random);
    maybe(turns, Turn::Staff, 0.72, random);
    maybe(turns, Turn::StillNot, 0.2, random);
    maybe(turns, Turn::Thanks, 0.25, random);
}

fn maybe(turns: &mut Vec<Turn>, turn: Turn, probability: f64, random: &mut Random) {
    if random.chance(probability) {
        turns.push(turn);
    }
}

fn many(turns: &mut Vec<Turn>, turn: Turn, mean: f64, random: &mut Random) {
    let count = random.poisson(mean);
    turns.extend(std::iter::repeat_n(turn, count));
}

/// The mean number of messages of a conversation, opening included; measured over many plans.
pub(crate) fn mean_length(kinds: &[(Kind, Place, f64)], incident: Option<usize>) -> f64 {
    let mut random = Random::new(2_026);
    let (mut messages, mut weight) = (0.0, 0.0);
    for (kind, place, share) in kinds {
        let tries = 200;
        let turns: usize = (0..tries).map(|_| plan(*kind, *place, incident, &mut random).len()).sum();
        messages += share * (1.0 + turns as f64 / f64::from(tries));
        weight += share;
    }
    if weight > 0.0 { messages / weight } else { 1.0 }
}
