//! Words of the topics: what people talk about, how it grows, and a person's word on it.

pub struct Topics {
    pub title: &'static str,
    pub lead: fn(&str) -> String,
    pub empty: &'static str,
    pub none_yet: &'static str,
    pub name: &'static str,
    pub week: &'static str,
    pub change: &'static str,
    pub days: &'static str,
    pub messages: &'static str,
    pub typical: &'static str,
    pub keywords: &'static str,
    pub pinned: &'static str,
    pub new_name: &'static str,
    pub merge_lead: &'static str,
    pub merged: &'static str,
    pub merged_open: &'static str,
    pub parts: &'static str,
    pub by_person: &'static str,
    pub week_line: fn(&str, &str) -> String,
}

pub(super) const EN: Topics = Topics {
    title: "Topics",
    lead: |day| {
        format!("What people talk about, what grows most first. Seven days up to {day}, against the seven before.")
    },
    empty: "No topic yet. Tribune needs a few hundred messages to tell what is common here; bring an archive in under Imports.",
    none_yet: "No message of this topic is here any more.",
    name: "Topic",
    week: "Seven days",
    change: "Change",
    days: "Two weeks, day by day",
    messages: "Messages",
    typical: "For example",
    keywords: "Words that set it apart",
    pinned: "pinned",
    new_name: "Its name",
    merge_lead: "Is it the same as another? Its messages, past and future, then count there.",
    merged: "This topic is part of another now.",
    merged_open: "Open that one",
    parts: "Merged into it",
    by_person: "named by a person",
    week_line: |this, before| format!("{this} in seven days, {before} in the seven before"),
};

pub(super) const FR: Topics = Topics {
    title: "Sujets",
    lead: |day| {
        format!(
            "De quoi on parle, ce qui progresse le plus d’abord. Sept jours jusqu’au {day}, comparés aux sept précédents."
        )
    },
    empty: "Pas encore de sujet. Il faut à Tribune quelques centaines de messages pour savoir ce qui est courant ici ; importez une archive.",
    none_yet: "Plus aucun message de ce sujet n’est présent.",
    name: "Sujet",
    week: "Sept jours",
    change: "Évolution",
    days: "Deux semaines, jour par jour",
    messages: "Messages",
    typical: "Par exemple",
    keywords: "Mots qui le distinguent",
    pinned: "épinglé",
    new_name: "Son nom",
    merge_lead: "Est-ce le même qu’un autre ? Ses messages, passés et futurs, y seront alors comptés.",
    merged: "Ce sujet fait maintenant partie d’un autre.",
    merged_open: "Ouvrir celui-là",
    parts: "Y sont fusionnés",
    by_person: "nommé par une personne",
    week_line: |this, before| format!("{this} en sept jours, {before} les sept précédents"),
};
