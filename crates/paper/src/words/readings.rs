//! Words for what the machine read in a message: kinds, moods, languages, and how sure it is.

use model::Kind;

use crate::Language;

pub struct Readings {
    pub title: &'static str,
    pub why: &'static str,
    pub unsure: &'static str,
    /// A kind that is only a guess, where there is room for little.
    pub maybe: fn(&str) -> String,
    pub by_person: &'static str,
    /// A person said so of a text of the same words, and when.
    pub by_example: fn(&str) -> String,
    pub example: &'static str,
    pub by_machine: fn(&str) -> String,
    pub confidence: fn(&str) -> String,
    pub kind: &'static str,
    pub kinds: [&'static str; 10],
    pub sentiment: &'static str,
    pub positive: &'static str,
    pub neutral: &'static str,
    pub negative: &'static str,
    pub language: &'static str,
    pub language_unknown: &'static str,
    pub urgency: &'static str,
    pub urgent: &'static str,
    pub toxicity: &'static str,
    pub spam: &'static str,
    pub keywords: &'static str,
    pub asks_reply: &'static str,
    pub unread: &'static str,
    pub no_words: &'static str,
    pub as_read: &'static str,
}

impl Readings {
    /// The name of a kind, as a noun for one message.
    pub fn of_kind(&self, kind: Kind) -> &'static str {
        self.kinds[kind as usize]
    }
}

pub(super) const EN: Readings = Readings {
    title: "Reading",
    why: "Why",
    unsure: "unsure",
    maybe: |kind| format!("{kind}?"),
    by_person: "said by a person",
    by_example: |day| format!("A person said so of the same words on {day}"),
    example: "Example",
    by_machine: |version| format!("read by model {version}"),
    confidence: |percent| format!("{percent} sure"),
    kind: "Kind",
    kinds: ["Bug", "Idea", "Question", "Praise", "Complaint", "Made by a user", "Press", "Legal", "Spam", "Other"],
    sentiment: "Sentiment",
    positive: "positive",
    neutral: "neutral",
    negative: "negative",
    language: "Language",
    language_unknown: "Unknown language",
    urgency: "Urgency",
    urgent: "urgent",
    toxicity: "Toxicity",
    spam: "Spam",
    keywords: "Keywords",
    asks_reply: "Asks for a reply",
    unread: "Not read yet",
    no_words: "no single words",
    as_read: "As read",
};

pub(super) const FR: Readings = Readings {
    title: "Lecture",
    why: "Pourquoi",
    unsure: "incertain",
    maybe: |kind| format!("{kind}\u{a0}?"),
    by_person: "dit par une personne",
    by_example: |day| format!("Une personne l’a dit des mêmes mots le {day}"),
    example: "Exemple",
    by_machine: |version| format!("lu par le modèle {version}"),
    confidence: |percent| format!("sûr à {percent}"),
    kind: "Nature",
    kinds: [
        "Anomalie",
        "Idée",
        "Question",
        "Éloge",
        "Plainte",
        "Création d’un membre",
        "Presse",
        "Juridique",
        "Indésirable",
        "Autre",
    ],
    sentiment: "Ton",
    positive: "positif",
    neutral: "neutre",
    negative: "négatif",
    language: "Langue",
    language_unknown: "Langue inconnue",
    urgency: "Urgence",
    urgent: "urgent",
    toxicity: "Toxicité",
    spam: "Indésirable",
    keywords: "Mots-clés",
    asks_reply: "Attend une réponse",
    unread: "Pas encore lu",
    no_words: "pas de mots précis",
    as_read: "Comme lu",
};

/// Codes with their names in English and French, sorted by code.
const LANGUAGES: [(&str, &str, &str); 62] = [
    ("af", "Afrikaans", "Afrikaans"),
    ("ar", "Arabic", "Arabe"),
    ("az", "Azerbaijani", "Azéri"),
    ("be", "Belarusian", "Biélorusse"),
    ("bg", "Bulgarian", "Bulgare"),
    ("bn", "Bengali", "Bengali"),
    ("bs", "Bosnian", "Bosniaque"),
    ("ca", "Catalan", "Catalan"),
    ("cs", "Czech", "Tchèque"),
    ("cy", "Welsh", "Gallois"),
    ("da", "Danish", "Danois"),
    ("de", "German", "Allemand"),
    ("el", "Greek", "Grec"),
    ("en", "English", "Anglais"),
    ("eo", "Esperanto", "Espéranto"),
    ("es", "Spanish", "Espagnol"),
    ("et", "Estonian", "Estonien"),
    ("eu", "Basque", "Basque"),
    ("fa", "Persian", "Persan"),
    ("fi", "Finnish", "Finnois"),
    ("fr", "French", "Français"),
    ("ga", "Irish", "Irlandais"),
    ("gl", "Galician", "Galicien"),
    ("gu", "Gujarati", "Gujarati"),
    ("he", "Hebrew", "Hébreu"),
    ("hi", "Hindi", "Hindi"),
    ("hr", "Croatian", "Croate"),
    ("hu", "Hungarian", "Hongrois"),
    ("hy", "Armenian", "Arménien"),
    ("id", "Indonesian", "Indonésien"),
    ("is", "Icelandic", "Islandais"),
    ("it", "Italian", "Italien"),
    ("ja", "Japanese", "Japonais"),
    ("ka", "Georgian", "Géorgien"),
    ("kk", "Kazakh", "Kazakh"),
    ("ko", "Korean", "Coréen"),
    ("la", "Latin", "Latin"),
    ("lt", "Lithuanian", "Lituanien"),
    ("lv", "Latvian", "Letton"),
    ("mk", "Macedonian", "Macédonien"),
    ("mn", "Mongolian", "Mongol"),
    ("mr", "Marathi", "Marathi"),
    ("ms", "Malay", "Malais"),
    ("nl", "Dutch", "Néerlandais"),
    ("no", "Norwegian", "Norvégien"),
    ("pa", "Punjabi", "Pendjabi"),
    ("pl", "Polish", "Polonais"),
    ("pt", "Portuguese", "Portugais"),
    ("ro", "Romanian", "Roumain"),
    ("ru", "Russian", "Russe"),
    ("sk", "Slovak", "Slovaque"),
    ("sl", "Slovene", "Slovène"),
    ("sq", "Albanian", "Albanais"),
    ("sr", "Serbian", "Serbe"),
    ("sv", "Swedish", "Suédois"),
    ("ta", "Tamil", "Tamoul"),
    ("th", "Thai", "Thaï"),
    ("tr", "Turkish", "Turc"),
    ("uk", "Ukrainian", "Ukrainien"),
    ("ur", "Urdu", "Ourdou"),
    ("vi", "Vietnamese", "Vietnamien"),
    ("zh", "Chinese", "Chinois"),
];

/// The name of the language with an ISO code; the code itself when we have no name for it.
pub fn language_name(language: Language, code: &str) -> &str {
    if code == "und" {
        return language.words().readings.language_unknown;
    }
    match (LANGUAGES.binary_search_by(|row| row.0.cmp(code)), language) {
        (Ok(place), Language::English) => LANGUAGES[place].1,
        (Ok(place), Language::French) => LANGUAGES[place].2,
        (Err(_), _) => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name() {
        for readings in [EN, FR] {
            let names: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| readings.of_kind(*kind)).collect();
            assert_eq!(names.len(), Kind::ALL.len());
        }
        assert_eq!(FR.of_kind(Kind::Legal), "Juridique");
    }

    #[test]
    fn languages_are_named_in_the_readers_language() {
        assert!(LANGUAGES.is_sorted());
        assert_eq!(language_name(Language::French, "de"), "Allemand");
        assert_eq!(language_name(Language::English, "und"), "Unknown language");
        assert_eq!(language_name(Language::English, "xx"), "xx");
    }
}
