//! Every word that people read, in English and French: a struct per page, a constant per language.
//!
//! A missing translation does not compile. To add a word: a field in the page's struct, and its
//! text in both constants of the same file. A sentence with a part that changes is a function.

pub mod acts;
pub mod bench;
pub mod faults;
pub mod imports;
pub mod inbox;
pub mod journal;
pub mod keys;
pub mod member;
pub mod products;
pub mod programs;
pub mod readings;
pub mod report;
pub mod shell;
pub mod signin;
pub mod today;
pub mod topics;

use crate::Language;

/// All words of one language.
pub struct Words {
    pub language: Language,
    pub acts: acts::Acts,
    pub bench: bench::Bench,
    pub faults: faults::Faults,
    pub imports: imports::Imports,
    pub inbox: inbox::Inbox,
    pub journal: journal::Journal,
    pub keys: keys::Keys,
    pub member: member::Member,
    pub products: products::Products,
    pub programs: programs::Programs,
    pub readings: readings::Readings,
    pub report: report::Report,
    pub shell: shell::Shell,
    pub signin: signin::SignIn,
    pub today: today::Today,
    pub topics: topics::Topics,
}

/// English.
pub const EN: Words = Words {
    language: Language::English,
    acts: acts::EN,
    bench: bench::EN,
    faults: faults::EN,
    imports: imports::EN,
    inbox: inbox::EN,
    journal: journal::EN,
    keys: keys::EN,
    member: member::EN,
    products: products::EN,
    programs: programs::EN,
    readings: readings::EN,
    report: report::EN,
    shell: shell::EN,
    signin: signin::EN,
    today: today::EN,
    topics: topics::EN,
};

/// French.
pub const FR: Words = Words {
    language: Language::French,
    acts: acts::FR,
    bench: bench::FR,
    faults: faults::FR,
    imports: imports::FR,
    inbox: inbox::FR,
    journal: journal::FR,
    keys: keys::FR,
    member: member::FR,
    products: products::FR,
    programs: programs::FR,
    readings: readings::FR,
    report: report::FR,
    shell: shell::FR,
    signin: signin::FR,
    today: today::FR,
    topics: topics::FR,
};

/// A noun with its plural, written with its number: `1 message`, `1,204 messages`.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    pub one: &'static str,
    pub many: &'static str,
}

impl Noun {
    /// The noun alone, in the form that goes with `count`.
    pub const fn form(self, language: Language, count: u64) -> &'static str {
        if language.is_one(count) { self.one } else { self.many }
    }

    /// The number and the noun.
    pub fn with(self, language: Language, count: u64) -> String {
        format!("{} {}", language.count(count), self.form(language, count))
    }
}
