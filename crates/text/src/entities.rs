//! Names, numbers and addresses in a message: products, versions, links, e-mail, phone, money.

mod products;

use crate::reader::scan::{Scan, Token, TokenKind};
use crate::reading::Span;
use crate::scrub::numbers::{self, Number};
use crate::{Input, keywords};
pub use products::Products;

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
/// Numbers that may stand together in one telephone number or date.
const NUMBERS_MAX: usize = 6;

/// Finds the entities of a scanned message, in order.
pub(crate) fn entities(scan: &Scan, input: &Input<'_>) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() && found.len() < ENTITIES_MAX {
        if let Some((entity, length)) = product_at(&scan.tokens[at..], input) {
            found.push(entity);
            at += length;
            continue;
        }
        let (kind, length, end) = at_front(&scan.tokens[at..], input);
        if let Some(kind) = kind {
            let mut span = joined(&scan.tokens[at..at + length]);
            span.end = span.end.max(end);
            if kind == EntityKind::Phone && has_plus(&scan.tokens[at], input) {
                span.start -= 1;
            }
            found.push(Entity { kind, span });
        }
        at += length;
        // What a name took beyond its tokens is not looked at again.
        while at < scan.tokens.len() && scan.tokens[at].start < end && !scan.tokens[at].in_title {
            at += 1;
        }
    }
    found
}

/// A product that is named at the front, and how many tokens its name takes.
fn product_at(tokens: &[Token], input: &Input<'_>) -> Option<(Entity, usize)> {
    let products = input.products.filter(|products| !products.is_empty())?;
    let mut span = keywords::span(&tokens[0]);
    let rest = whole(&tokens[0], input).get(span.start as usize..)?;
    span.end = span.start + products.at_front(rest)?.0 as u32;
    let inside = |token: &&Token| token.start < span.end && token.in_title == tokens[0].in_title;
    Some((Entity { kind: EntityKind::Product, span }, tokens.iter().take_while(inside).count().max(1)))
}

/// What else stands at the front, how many tokens it takes, and where it ends if that is beyond them.
fn at_front(tokens: &[Token], input: &Input<'_>) -> (Option<EntityKind>, usize, u32) {
    if let Some(length) = money_at(tokens, input) {
        return (Some(EntityKind::Money), length, 0);
    }
    match tokens[0].kind {
        TokenKind::Url => (Some(EntityKind::Url), 1, 0),
        TokenKind::Email => (Some(EntityKind::Email), 1, 0),
        TokenKind::Version if is_address(written(&tokens[0], input)) => (None, 1, 0),
        TokenKind::Version => (Some(EntityKind::Version), 1, version_end(&tokens[0], input)),
        TokenKind::Number => number_at(tokens, input),
        _ => (None, 1, 0),
    }
}

fn whole<'a>(token: &Token, input: &Input<'a>) -> &'a str {
    if token.in_title { input.title.unwrap_or_default() } else { input.text }
}

fn written<'a>(token: &Token, input: &Input<'a>) -> &'a str {
    whole(token, input).get(token.start as usize..token.end as usize).unwrap_or_default()
}

fn has_plus(token: &Token, input: &Input<'_>) -> bool {
    token.start > 0 && whole(token, input).as_bytes().get(token.start as usize - 1) == Some(&b'+')
}

/// `192.168.0.1`: four numbers of a byte each.
fn is_address(written: &str) -> bool {
    written.split('.').count() == 4 && written.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// Where `-beta4`, `-rc.1` or `+build5` behind a version ends.
fn version_end(token: &Token, input: &Input<'_>) -> u32 {
    let rest = whole(token, input).get(token.end as usize..).unwrap_or_default();
    if !rest.starts_with(['-', '+']) || !rest[1..].starts_with(|first: char| first.is_ascii_alphabetic()) {
        return 0;
    }
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+');
    let length = rest.bytes().take_while(belongs).count();
    token.end + rest[..length].trim_end_matches(['.', '-', '+']).len() as u32
}

/// Words and codes of money, and what multiplies it.
const MONEY_WORDS: [&str; 24] = [
    "eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "quid", "chf", "franc", "francs",
    "cad", "aud", "jpy", "yen", "inr", "rupee", "rupees", "bucks", "cents", "balles", "livres",
];
const MULTIPLES: [&str; 8] = ["k", "m", "mio", "million", "millions", "thousand", "mille", "bn"];
/// Codes that stand before their number too; `pounds 30` is weight as well.
const CODES: [&str; 8] = ["eur", "usd", "gbp", "chf", "cad", "aud", "jpy", "inr"];

/// `€49`, `49 €`, `EUR 15`, `30 dollars`, `5 k€`.
fn money_at(tokens: &[Token], input: &Input<'_>) -> Option<usize> {
    let is_one = |at: usize, words: &[&str]| {
        tokens.get(at).is_some_and(|token| {
            token.kind == TokenKind::Word && words.contains(&written(token, input).to_lowercase().as_str())
        })
    };
    let is_sign = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Currency);
    let is_number = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number);
    let is_near = |at: usize| tokens.get(at).is_some_and(|token| token.start.saturating_sub(tokens[at - 1].end) <= 1);
    if (is_sign(0) || is_one(0, &CODES)) && is_number(1) && is_near(1) {
        return Some(if is_one(2, &MULTIPLES) && is_near(2) { 3 } else { 2 });
    }
    if !is_number(0) {
        return None;
    }
    let behind = if is_one(1, &MULTIPLES) { 2 } else { 1 };
    ((is_sign(behind) || is_one(behind, &MONEY_WORDS)) && is_near(behind)).then_some(behind + 1)
}

/// Numbers that stand together: a date, an order, a part of a card, or a telephone.
fn number_at(tokens: &[Token], input: &Input<'_>) -> (Option<EntityKind>, usize, u32) {
    let mut length = 1;
    for (at, token) in tokens.iter().enumerate().take(NUMBERS_MAX).skip(1) {
        let near = token.start.saturating_sub(tokens[at - 1].end) <= 2 && token.in_title == tokens[0].in_title;
        if !near || !matches!(token.kind, TokenKind::Number | TokenKind::Version) {
            break;
        }
        length = at + 1;
    }
    let span = joined(&tokens[..length]);
    let text = whole(&tokens[0], input);
    let before = text.get(..span.start as usize).unwrap_or_default();
    let run = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let plus = if has_plus(&tokens[0], input) { "+" } else { "" };
    match numbers::named(&format!("{plus}{run}"), before) {
        Some(Number::Phone) => (Some(EntityKind::Phone), length, 0),
        Some(Number::Card | Number::Date) => (None, length, 0),
        None => (None, 1, 0),
    }
}

fn joined(tokens: &[Token]) -> Span {
    let mut span = keywords::span(&tokens[0]);
    span.end = tokens[tokens.len() - 1].end;
    span
}
