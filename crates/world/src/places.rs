//! Where people write: six kinds of place, their origins, channels and habits.

use model::Kind;

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Forum,
    Chat,
    Mail,
    Social,
    Review,
    Tracker,
}

impl Place {
    pub const ALL: [Place; 6] = [Place::Forum, Place::Chat, Place::Mail, Place::Social, Place::Review, Place::Tracker];

    /// The origin of all messages of the place.
    pub const fn origin(self) -> &'static str {
        match self {
            Place::Forum => "forum.tidewick.example",
            Place::Chat => "chat.tidewick.example",
            Place::Mail => "mail",
            Place::Social => "murmur.example",
            Place::Review => "appshelf.example",
            Place::Tracker => "tracker.tidewick.example",
        }
    }

    /// How many of the conversations start here, of 1.
    pub(crate) const fn share(self) -> f64 {
        match self {
            Place::Forum => 0.25,
            Place::Chat => 0.3,
            Place::Mail => 0.14,
            Place::Social => 0.15,
            Place::Review => 0.08,
            Place::Tracker => 0.08,
        }
    }

    /// How often nobody answers.
    pub(crate) const fn silence(self) -> f64 {
        match self {
            Place::Forum => 0.07,
            Place::Chat => 0.14,
            Place::Mail => 0.04,
            Place::Social => 0.42,
            Place::Review => 0.62,
            Place::Tracker => 0.09,
        }
    }

    /// The median wait for the next message, in seconds.
    pub(crate) const fn wait_s(self) -> f64 {
        match self {
            Place::Forum => 7_500.0,
            Place::Chat => 260.0,
            Place::Mail => 22_000.0,
            Place::Social => 2_100.0,
            Place::Review => 70_000.0,
            Place::Tracker => 30_000.0,
        }
    }

    /// How long conversations get here, as a factor.
    pub(crate) const fn talk(self) -> f64 {
        match self {
            Place::Forum => 1.0,
            Place::Chat => 1.5,
            Place::Mail => 0.45,
            Place::Social => 0.6,
            Place::Review => 0.1,
            Place::Tracker => 0.8,
        }
    }

    /// How well a kind of message fits the place.
    pub(crate) const fn fits(self, kind: Kind) -> f64 {
        let [forum, chat, mail, social, review, tracker] = match kind {
            Kind::Bug => [1.0, 0.9, 1.0, 0.5, 1.5, 5.0],
            Kind::Idea => [1.2, 0.6, 0.3, 0.4, 0.6, 2.0],
            Kind::Question => [1.0, 1.2, 1.0, 0.5, 0.1, 0.1],
            Kind::Praise => [0.5, 0.5, 0.4, 1.5, 3.0, 0.0],
            Kind::Complaint => [0.6, 0.3, 1.0, 1.3, 2.0, 0.0],
            Kind::Ugc => [1.0, 0.8, 0.1, 2.0, 0.0, 0.0],
            Kind::Press | Kind::Legal => [0.0, 0.0, 1.0, 0.0, 0.0, 0.0],
            Kind::Spam => [0.6, 0.2, 2.5, 0.8, 0.2, 0.1],
            Kind::Other => [0.6, 2.0, 0.0, 0.9, 0.0, 0.0],
        };
        match self {
            Place::Forum => forum,
            Place::Chat => chat,
            Place::Mail => mail,
            Place::Social => social,
            Place::Review => review,
            Place::Tracker => tracker,
        }
    }

    /// The channel for a conversation of `kind` in `language`; `coin` is any number.
    pub(crate) fn channel(self, kind: Kind, language: &str, coin: u64) -> &'static str {
        match self {
            Place::Forum => match (language, kind) {
                ("fr", _) => "En français",
                ("de", _) => "Auf Deutsch",
                (_, Kind::Bug) => "Firmware and Nest",
                (_, Kind::Idea) => "Wishes",
                (_, Kind::Ugc | Kind::Praise) => "Show and tell",
                (_, Kind::Question) if coin.is_multiple_of(3) => "Sounds and patches",
                (_, Kind::Question | Kind::Complaint) => "Getting started",
                _ => "Lounge",
            },
            Place::Chat => match (language, kind) {
                ("fr", _) => "francais",
                (_, Kind::Bug | Kind::Question) => "help",
                (_, Kind::Ugc) => "patch-swap",
                _ => "general",
            },
            Place::Mail if kind == Kind::Press => "press@tidewick.example",
            Place::Mail => "hello@tidewick.example",
            Place::Social if coin.is_multiple_of(3) => "#tidewick",
            Place::Social => "Mentions",
            Place::Review if coin.is_multiple_of(5) => "Nest for iOS",
            Place::Review => "Nest for Android",
            Place::Tracker if coin.is_multiple_of(2) => "nest",
            Place::Tracker => "firmware",
        }
    }
}
