//! How far each reading of a stored message is to be trusted: derived when it is shown, never stored.

use model::Kind;
use store::conversations::{Conversation, URGENT_MIN};
use store::readings::Reading;
use text::quality::{Part, Status, status_of};

/// How a reading is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trust {
    /// A person said so.
    Person,
    /// Measured on texts that people labelled.
    Measured,
    /// Rules or texts of ours, measured by nobody.
    Rules,
    /// Not read in this language: the number means nothing.
    Absent,
}

impl Trust {
    /// The word that stands for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Trust::Person => "person",
            Trust::Measured => Status::Measured.word(),
            Trust::Rules => Status::Rules.word(),
            Trust::Absent => Status::Absent.word(),
        }
    }
}

impl From<Status> for Trust {
    fn from(status: Status) -> Trust {
        match status {
            Status::Measured => Trust::Measured,
            Status::Rules => Trust::Rules,
            Status::Absent => Trust::Absent,
        }
    }
}

/// How each part of one message's reading is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trusts {
    pub kind: Trust,
    pub sentiment: Trust,
    pub language: Trust,
    pub urgency: Trust,
    pub toxicity: Trust,
    pub spam: Trust,
    pub asks_reply: Trust,
    pub keywords: Trust,
    /// Of every kind as the machine reads it, in the order of `Kind::ALL`.
    pub kinds: [Trust; 10],
}

/// How the parts of a reading are known.
pub fn of(reading: &Reading) -> Trusts {
    let example = reading.machine.of_example();
    let by_example = |part: &str| example.as_ref().is_some_and(|example| example.has(part));
    let said_language = reading.said.language.is_some() || by_example("language");
    let language = Language {
        code: reading.language(),
        // What a person said is sure.
        confidence: if said_language { 10_000 } else { reading.machine.language_confidence },
    };
    let said = |is_said: bool, part: Part| if is_said { Trust::Person } else { language.trust(part) };
    let kind = Kind::from_number(reading.kind()).unwrap_or(Kind::Other);
    Trusts {
        kind: said(reading.said.kind.is_some() || by_example("kind"), Part::Kind(read_kind(kind))),
        sentiment: said(reading.said.sentiment.is_some() || by_example("sentiment"), Part::Sentiment),
        language: said(said_language, Part::Language),
        urgency: said(reading.said.urgency.is_some() || by_example("urgency"), Part::Urgency),
        toxicity: said(reading.said.toxicity.is_some() || by_example("toxicity"), Part::Toxicity),
        spam: said(reading.said.spam.is_some() || by_example("spam"), Part::Spam),
        asks_reply: said(reading.said.asks_reply.is_some() || by_example("asks_reply"), Part::AsksReply),
        keywords: language.trust(Part::Keywords),
        kinds: Kind::ALL.map(|kind| language.trust(Part::Kind(read_kind(kind)))),
    }
}

/// How the kind and language of a conversation are known, those of the message that opened it, and its urgency, that
/// of its most urgent message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningTrusts {
    pub kind: Trust,
    pub language: Trust,
    pub urgency: Trust,
}

/// How what a conversation's row says of its reading is known.
pub fn of_conversation(of: &Conversation) -> OpeningTrusts {
    let opening = &of.opening;
    let confidence = if opening.language_by_person { 10_000 } else { opening.language_confidence };
    let language = Language { code: &of.language, confidence };
    let said = |is_said: bool, part: Part| if is_said { Trust::Person } else { language.trust(part) };
    let kind = Kind::from_number(of.kind).unwrap_or(Kind::Other);
    OpeningTrusts {
        kind: said(opening.kind_by_person, Part::Kind(read_kind(kind))),
        language: said(opening.language_by_person, Part::Language),
        // Which message is the most urgent one is not kept. Only rules read urgency, and a quiet number says nothing
        // where they cannot read.
        urgency: if of.urgency >= URGENT_MIN { Trust::Rules } else { language.trust(Part::Urgency) },
    }
}

/// A language and how sure that is, in 1/10,000.
struct Language<'a> {
    code: &'a str,
    confidence: i64,
}

impl Language<'_> {
    fn trust(&self, part: Part) -> Trust {
        status_of(part, self.code, self.confidence as f32 / 10_000.0).into()
    }
}

/// The same kind in the words of the text room; a test in `reading` holds both lists to one order.
fn read_kind(kind: Kind) -> text::Kind {
    text::Kind::ALL[kind as usize]
}
