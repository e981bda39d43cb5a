//! The learned side of hate: what is said around a target, as features that hold for any group, and their weights.

use crate::reader::cues::Subject;
use crate::reader::hash::hash_join;
use crate::reader::lexicon::WordClass;
use crate::reader::scan::{Token, TokenKind};
use crate::reader::signals::Signals;
use crate::toxicity::bearings::{BEARINGS, Bearings, PRAISE};
use crate::toxicity::hostility::{Said, sentences};
use crate::toxicity::objection::Sentence;
use crate::vectors::{DIMENSIONS, Vector, Vectors, cosine, normalise};

/// Places of hashed features; a power of two.
pub const BUCKETS: usize = 1 << 16;
/// Features of single words lie from here on, those of classes below: the recipe leaves words out of every second copy.
pub const WORD_BUCKETS: usize = BUCKETS / 2;
/// Numbers beside the hashed features.
pub const SIGNALS: usize = 24 + BEARINGS;
/// Words between a target and what is said of it.
const REACH: usize = 6;
/// Features of one message; who attacks needs few words.
const FEATURES_MAX: usize = 1200;
/// How much the hashed features and the meaning weigh beside the numbers; by cross-validation.
const HASHED_SHARE: f32 = 3.0;
const MEANING_SHARE: f32 = 0.5;
/// Bytes before the places: bias, scale, signals, vector.
const HEADER_BYTES: usize = (2 + SIGNALS + DIMENSIONS) * 4;

/// What a word does, by its place here; the first class that fits.
const CLASSES: [WordClass; 17] = [
    WordClass::NEGATOR,
    WordClass::HATE_VERB,
    WordClass::HARM_VERB,
    WordClass::DEHUMAN,
    WordClass::BAD_TRAIT,
    WordClass::INSULT,
    WordClass::PROFANE,
    WordClass::OBJECTS,
    WordClass::REPORTS,
    WordClass::OUGHT,
    WordClass::COPULA,
    WordClass::FIRST,
    WordClass::SECOND,
    WordClass::THIRD,
    WordClass::DIGNITY,
    WordClass::QUESTION,
    WordClass::THING,
];
/// "Are … even human?", "why should … be allowed?"
const DOUBTING: &str = "why are aren't is isn't do does don't can should pourquoi sont";
/// "Who are the …?", "which of …?"
const ENQUIRING: &str = "who when where which";
/// Classes that turn what is said around a target into an attack, or into its denial.
const CHARGED: WordClass = WordClass::NEGATOR
    .with(WordClass::HATE_VERB)
    .with(WordClass::HARM_VERB)
    .with(WordClass::DEHUMAN)
    .with(WordClass::BAD_TRAIT)
    .with(WordClass::INSULT)
    .with(WordClass::PROFANE);
const SLUR: u32 = 102;
const POSITIVE: u32 = 105;
const NEGATIVE: u32 = 106;
/// The class of a word of which nothing is known but its vector; those that lie in a bearing follow.
const UNKNOWN: u32 = 107;
const PRAISING: u32 = 1 + PRAISE as u32;
/// Where a group is merely named, or praised, and no word near it is one of contempt, violence, denial or misery, or where
/// the author is against what is done to it, the weights must say so much beyond the threshold.
const MERELY_NAMED: f32 = 0.6;
const PRAISED: f32 = 1.2;
const OBJECTS: f32 = 2.5;
/// No word says more than this.
const BEARING_MAX: f32 = 3.0;

const SALT_WORD: u32 = 0x1f35_4a2b;
const SALT_PAIR: u32 = 0x51c7_9d33;
const SALT_CLASS: u32 = 0x7a61_02e5;
const SALT_BEFORE: u32 = 0x9b3d_5f17;
const SALT_AFTER: u32 = 0xc2b2_ae3d;
const SALT_TOGETHER: u32 = 0x27d4_eb2f;

/// What a message with a target shows.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    pub(crate) signals: [f32; SIGNALS],
    /// Places of the features, each with the same value.
    pub(crate) hashed: Vec<u32>,
    pub(crate) value: f32,
    /// The meaning of the words around the targets, which are left out: what is said weighs, not of whom.
    pub(crate) meaning: Vector,
    /// What the weights must overcome before a name is an attack.
    pub(crate) benefit: f32,
}

/// What evidence is gathered with.
pub(crate) struct Sight<'a> {
    pub(crate) vectors: &'a Vectors,
    pub(crate) bearings: &'a Bearings,
    pub(crate) title: &'a str,
    pub(crate) text: &'a str,
}

impl Sight<'_> {
    fn word(&self, token: &Token) -> &str {
        let text = if token.in_title { self.title } else { self.text };
        text.get(token.start as usize..token.end as usize).unwrap_or("")
    }
}

/// A token as the features see it: any group is one word, and each word stands for its class as well.
#[derive(Clone, Copy)]
struct Symbol {
    word: u32,
    class: u32,
    target: bool,
    /// It says something by itself.
    tells: bool,
}

impl Symbol {
    /// Whether the word can make an attack of what is said around it.
    fn is_charged(&self) -> bool {
        match self.class {
            SLUR | NEGATIVE => true,
            class if class < UNKNOWN => self.is_one_of(CHARGED),
            class => class > UNKNOWN && class != UNKNOWN + PRAISING,
        }
    }

    fn praises(&self) -> bool {
        self.class == POSITIVE || self.class == UNKNOWN + PRAISING || self.is_one_of(WordClass::DIGNITY)
    }

    fn is_one_of(&self, classes: WordClass) -> bool {
        CLASSES.get(self.class as usize).is_some_and(|class| class.has(classes))
    }
}

/// What the sentences about a target sound like.
#[derive(Default)]
struct Tone {
    /// A word stands there that can make an attack.
    charged: bool,
    praised: bool,
    /// A word stands there that says anything beyond the name.
    told: bool,
    /// The author is against what is done to the target.
    objects: bool,
}

impl Tone {
    fn hear(&mut self, symbols: &[Symbol], sentence: &Sentence<'_>) {
        let said = sentence.said;
        let asks = said.is_one_of(0, DOUBTING);
        let turns = said.any(0, said.tokens.len(), WordClass::BUT.with(WordClass::OUGHT));
        self.charged |= asks || turns || symbols.iter().any(Symbol::is_charged);
        self.praised |= symbols.iter().any(Symbol::praises);
        let belongs = said.is_one_of(0, ENQUIRING)
            || said.is_one_of(1, "many much old")
            || (0..said.tokens.len()).any(|at| said.is_predicate(at));
        self.told |= !belongs && symbols.iter().any(|symbol| symbol.tells);
        self.objects |= self.charged && sentence.objects();
    }

    fn benefit(&self) -> f32 {
        match self {
            Tone { objects: true, .. } => OBJECTS,
            Tone { charged: true, .. } => 0.0,
            Tone { praised: true, .. } => PRAISED,
            Tone { told: false, .. } => MERELY_NAMED,
            _ => 0.0,
        }
    }
}

/// By a phrase or by the rules.
fn is_hostile(signals: &Signals) -> bool {
    signals.cues[Subject::HOSTILE.0 as usize] > 0.0 || signals.hostility.hate > 0.0
}

/// Nothing if no sentence names a target.
pub(crate) fn gather(signals: &Signals, sight: &Sight<'_>) -> Option<Evidence> {
    let mut hashed = Vec::new();
    let (mut group_before, mut target) = (false, false);
    let mut tone = Tone { charged: is_hostile(signals), ..Tone::default() };
    let mut context = Context { sight, meaning: [0.0; DIMENSIONS], most: [-BEARING_MAX; BEARINGS] };
    for (_, tokens) in sentences(&signals.scan.tokens) {
        let said = Said { tokens, group_before, hostile: None };
        group_before |= said.has_group();
        target |= group_before || (0..tokens.len()).any(|at| said.is_target(at));
        if target {
            let symbols = symbols(&said, &mut context);
            tone.hear(&symbols, &Sentence { said: &said, word: &|token| sight.word(token) });
            each_feature(&symbols, |feature| hashed.push(feature));
        }
        if hashed.len() > FEATURES_MAX {
            break;
        }
    }
    if !target {
        return None;
    }
    let value = value_of(hashed.len());
    let Context { mut meaning, most, .. } = context;
    normalise(&mut meaning);
    meaning.iter_mut().for_each(|value| *value *= MEANING_SHARE);
    Some(Evidence { signals: numbers(signals, &most), hashed, value, meaning, benefit: tone.benefit() })
}

/// What one of so many features weighs, so that long messages weigh like short ones.
pub fn value_of(features: usize) -> f32 {
    HASHED_SHARE / (features.max(12) as f32).sqrt()
}

/// What the words around the targets mean, together and at their worst.
struct Context<'a> {
    sight: &'a Sight<'a>,
    meaning: Vector,
    most: [f32; BEARINGS],
}

impl Context<'_> {
    /// Takes a word in; returns the number of the bearing that it lies in, if any.
    fn add(&mut self, token: &Token) -> Option<usize> {
        let of_word = self.sight.vectors.embed(self.sight.word(token));
        self.meaning.iter_mut().zip(&of_word).for_each(|(sum, value)| *sum += value);
        let bearings = self.sight.bearings.of(&of_word);
        self.most.iter_mut().zip(bearings).for_each(|(most, bearing)| *most = most.max(bearing.min(BEARING_MAX)));
        (0..BEARINGS).filter(|at| bearings[*at] > 0.0).max_by(|a, b| bearings[*a].total_cmp(&bearings[*b]))
    }
}

fn symbols(said: &Said<'_>, context: &mut Context<'_>) -> Vec<Symbol> {
    let mut symbols = Vec::with_capacity(said.tokens.len());
    for (at, token) in said.tokens.iter().enumerate() {
        let after_group = at > 0 && said.is(at - 1, WordClass::GROUP_ADJECTIVE) && said.is_group(at - 1);
        if after_group && said.is(at, WordClass::PERSON) || token.kind == TokenKind::Comma {
            continue;
        }
        let target = said.is_target(at);
        let bearing = if target || token.kind != TokenKind::Word || token.class.has(WordClass::STOP) {
            None
        } else {
            context.add(token)
        };
        let class = match class_of(said, at, target) {
            UNKNOWN => bearing.map_or(UNKNOWN, |bearing| UNKNOWN + 1 + bearing as u32),
            class => class,
        };
        let word = match () {
            () if target => class,
            () if token.stem != 0 => token.stem,
            () => token.hash,
        };
        let tells = class >= UNKNOWN && !token.class.has(WordClass::STOP);
        symbols.push(Symbol { word, class, target, tells });
    }
    symbols
}

/// One number for what a token does; the first that fits.
fn class_of(said: &Said<'_>, at: usize, target: bool) -> u32 {
    let token = &said.tokens[at];
    if target {
        return match () {
            () if said.is_group(at) => 101,
            () if said.is(at, WordClass::SLUR) => SLUR,
            () => 103,
        };
    }
    if token.kind == TokenKind::Quote {
        return 104;
    }
    let class = CLASSES.iter().position(|class| token.class.has(*class));
    match class {
        Some(place) => place as u32,
        None if token.valence > 8 => POSITIVE,
        None if token.valence < -8 => NEGATIVE,
        None => UNKNOWN,
    }
}

fn each_feature(symbols: &[Symbol], mut add_place: impl FnMut(u32)) {
    let mut place = |feature: u32, from: usize| add_place(feature % WORD_BUCKETS as u32 + from as u32);
    let (mut word, mut class, mut class_before) = (1, 1, 1);
    for (at, symbol) in symbols.iter().enumerate() {
        place(hash_join(SALT_WORD, symbol.word), WORD_BUCKETS);
        place(hash_join(hash_join(SALT_PAIR, word), symbol.word), WORD_BUCKETS);
        place(hash_join(hash_join(SALT_CLASS, class), symbol.class), 0);
        place(hash_join(hash_join(hash_join(SALT_CLASS, class_before), class), symbol.class), 0);
        (class_before, class, word) = (class, symbol.class, symbol.word);
        if !symbol.target {
            continue;
        }
        for before in &symbols[at.saturating_sub(REACH)..at] {
            place(hash_join(hash_join(SALT_BEFORE, symbol.class), before.class), 0);
            place(hash_join(SALT_BEFORE, before.word), WORD_BUCKETS);
        }
        for after in symbols.iter().skip(at + 1).take(REACH) {
            place(hash_join(hash_join(SALT_AFTER, symbol.class), after.class), 0);
            place(hash_join(SALT_AFTER, after.word), WORD_BUCKETS);
        }
    }
    place(hash_join(hash_join(SALT_CLASS, class), 2), 0);
    each_pair(symbols, |feature| place(feature, 0));
}

/// Which classes stand together in the sentence, wherever: a denial and praise, a wish and violence.
fn each_pair(symbols: &[Symbol], mut add: impl FnMut(u32)) {
    let mut classes: Vec<u32> = symbols.iter().map(|symbol| symbol.class).filter(|class| *class != UNKNOWN).collect();
    classes.sort_unstable();
    classes.dedup();
    for (at, one) in classes.iter().enumerate() {
        for other in &classes[at + 1..] {
            add(hash_join(hash_join(SALT_TOGETHER, *one), *other));
        }
    }
}

/// What the rules say, and what stands anywhere in the message; each near 0…1.
fn numbers(signals: &Signals, most: &[f32; BEARINGS]) -> [f32; SIGNALS] {
    let (scan, rules, sums) = (&signals.scan, &signals.hostility, &signals.cues);
    let count = |class: WordClass| {
        let of = scan.tokens.iter().filter(|token| token.class.has(class)).take(4).count();
        (of as f32).sqrt() / 2.0
    };
    let sum = |subject: Subject| sums[subject.0 as usize].clamp(-2.0, 4.0) / 2.0;
    let kind = |kind: TokenKind| scan.tokens.iter().filter(|token| token.kind == kind).take(4).count();
    let valence = |sign: i8| {
        let of = scan.tokens.iter().map(|token| f32::from(token.valence.saturating_mul(sign)).max(0.0) / 10.0);
        of.sum::<f32>().min(8.0) / 4.0
    };
    let known = [
        rules.hate / 4.0,
        rules.insult / 4.0,
        1.0 - rules.meant,
        rules.hate / 4.0 * rules.meant,
        sum(Subject::HOSTILE),
        sum(Subject::COUNTER),
        sum(Subject::THREAT),
        valence(1),
        valence(-1),
        f32::from(u8::from(kind(TokenKind::Quote) >= 2)),
        f32::from(u8::from(kind(TokenKind::Question) > 0)),
        count(WordClass::NEGATOR),
        count(WordClass::REPORTS),
        count(WordClass::OBJECTS),
        count(WordClass::FIRST),
        count(WordClass::SECOND),
        count(WordClass::GROUP.with(WordClass::GROUP_ADJECTIVE)),
        count(WordClass::SLUR),
        count(WordClass::BAD_TRAIT.with(WordClass::DEHUMAN)),
        count(WordClass::HARM_VERB),
        count(WordClass::HATE_VERB),
        count(WordClass::PROFANE),
        count(WordClass::THING),
        (1.0 + scan.tokens.len() as f32).ln() / 5.0,
    ];
    let mut numbers = [0.0; SIGNALS];
    numbers[..known.len()].copy_from_slice(&known);
    numbers[known.len()..].iter_mut().zip(most).for_each(|(number, most)| *number = most / BEARING_MAX);
    numbers
}

/// The weights, from a model file embedded in the program.
#[derive(Debug)]
pub(crate) struct Attack {
    bias: f32,
    scale: f32,
    signals: [f32; SIGNALS],
    vector: Vector,
    places: &'static [u8],
}

static MODEL: &[u8] = include_bytes!("../../models/hostility.bin");

impl Attack {
    pub(crate) fn embedded() -> Attack {
        let float =
            |at: usize| f32::from_le_bytes([MODEL[4 * at], MODEL[4 * at + 1], MODEL[4 * at + 2], MODEL[4 * at + 3]]);
        Attack {
            bias: float(0),
            scale: float(1),
            signals: std::array::from_fn(|place| float(2 + place)),
            vector: std::array::from_fn(|place| float(2 + SIGNALS + place)),
            places: &MODEL[HEADER_BYTES..],
        }
    }

    /// How much the evidence speaks for hate, decided at 0.
    pub(crate) fn logit(&self, evidence: &Evidence) -> f32 {
        let hashed: i32 = evidence.hashed.iter().map(|place| i32::from(self.places[*place as usize] as i8)).sum();
        let signals: f32 = self.signals.iter().zip(&evidence.signals).map(|(weight, signal)| weight * signal).sum();
        let learned = signals + cosine(&self.vector, &evidence.meaning) + self.scale * hashed as f32 * evidence.value;
        self.bias + learned - evidence.benefit
    }
}
