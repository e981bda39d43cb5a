//! Names, numbers and addresses in a message: products, versions, links, e-mail, phone, money.

use crate::reader::hash::{hash_join, hash_word};
use crate::reader::scan::{Scan, Token, TokenKind};
use crate::reading::Span;
use crate::{Input, keywords};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    Product,
    Version,
    Url,
    Email,
    Phone,
    Money,
}

impl EntityKind {
    /// The word that stands for the kind in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            EntityKind::Product => "product",
            EntityKind::Version => "version",
            EntityKind::Url => "url",
            EntityKind::Email => "email",
            EntityKind::Phone => "phone",
            EntityKind::Money => "money",
        }
    }
}

/// Something named in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    pub kind: EntityKind,
    pub span: Span,
}

/// Entities kept of one message.
const ENTITIES_MAX: usize = 100;
const PHONE_DIGITS_MIN: usize = 7;
const PHONE_DIGITS_MAX: usize = 15;

/// The workspace's product names, ready to be found in messages, without regard to case and accents.
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// Hash of the first word, number of words, hash of them all.
    names: Vec<(u32, usize, u32)>,
}

impl Products {
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Products {
        let mut products = Products::default();
        for name in names {
            let words: Vec<u32> = name.split_whitespace().map(hash_word).collect();
            if let Some(first) = words.first() {
                products.names.push((*first, words.len(), words.iter().fold(0, |hash, word| hash_join(hash, *word))));
            }
        }
        products.names.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        products
    }

    /// How many tokens the longest product name at the front of `tokens` takes.
    fn at_front(&self, tokens: &[Token]) -> Option<usize> {
        let first = tokens.first()?.hash;
        let from = self.names.partition_point(|name| name.0 < first);
        let same_start = self.names[from..].iter().take_while(|name| name.0 == first);
        let mut fitting = same_start.filter(|name| {
            tokens.len() >= name.1
                && tokens[..name.1].iter().fold(0, |hash, token| hash_join(hash, token.hash)) == name.2
        });
        fitting.next().map(|name| name.1)
    }
}

/// Finds the entities of a scanned message, in order.
pub(crate) fn entities(scan: &Scan, input: &Input<'_>) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() && found.len() < ENTITIES_MAX {
        at += match entity_at(scan, at, input) {
            Some((entity, length)) => {
                found.push(entity);
                length
            }
            None => 1,
        };
    }
    found
}

fn entity_at(scan: &Scan, at: usize, input: &Input<'_>) -> Option<(Entity, usize)> {
    let tokens = &scan.tokens[at..];
    let (kind, length) = match tokens[0].kind {
        TokenKind::Url => (EntityKind::Url, 1),
        TokenKind::Email => (EntityKind::Email, 1),
        TokenKind::Version => (EntityKind::Version, 1),
        TokenKind::Currency if tokens.get(1).is_some_and(|t| t.kind == TokenKind::Number) => (EntityKind::Money, 2),
        TokenKind::Number if tokens.get(1).is_some_and(|t| t.kind == TokenKind::Currency) => (EntityKind::Money, 2),
        TokenKind::Number => return phone_at(tokens, input),
        TokenKind::Word | TokenKind::Hashtag => (EntityKind::Product, input.products?.at_front(tokens)?),
        _ => return None,
    };
    Some((Entity { kind, span: joined(&tokens[..length]) }, length))
}

/// Numbers that stand together with 7 to 15 digits in all, with a leading `+` or in groups.
fn phone_at(tokens: &[Token], input: &Input<'_>) -> Option<(Entity, usize)> {
    let text = if tokens[0].in_title { input.title? } else { input.text };
    let mut digits = 0;
    let mut length = 0;
    for (at, token) in tokens.iter().take(6).enumerate() {
        let near = at == 0 || token.start.saturating_sub(tokens[at - 1].end) <= 2;
        if !near || !matches!(token.kind, TokenKind::Number | TokenKind::Version) {
            break;
        }
        let written = text.get(token.start as usize..token.end as usize)?;
        digits += written.bytes().filter(u8::is_ascii_digit).count();
        length = at + 1;
    }
    let plus = tokens[0].start > 0 && text.as_bytes()[tokens[0].start as usize - 1] == b'+';
    let fits = (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits);
    let mut span = joined(&tokens[..length]);
    span.start -= u32::from(plus);
    (fits && (plus || length > 1 || digits >= 10)).then_some((Entity { kind: EntityKind::Phone, span }, length))
}

fn joined(tokens: &[Token]) -> Span {
    let mut span = keywords::span(&tokens[0]);
    span.end = tokens[tokens.len() - 1].end;
    span
}
