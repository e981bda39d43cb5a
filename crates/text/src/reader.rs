//! Reads messages: one pass that cuts and looks up, then every reading part from what it gathered.

pub(crate) mod cues;
pub(crate) mod dense;
pub(crate) mod hash;
pub(crate) mod language;
pub(crate) mod lexicon;
pub(crate) mod scan;
pub(crate) mod sentences;
pub(crate) mod signals;
pub(crate) mod weights;

use std::ops::Range;

use crate::entities::Products;
use crate::kinds::{KINDS, THRESHOLDS};
use crate::quality::{Part, status_of};
use crate::reading::{Kind, LanguageReading, MODEL, Reading, Score, SentimentLabel, SentimentReading};
use crate::{asks, entities, fold, keywords, kinds, sentiment, spam, toxicity, ugc, urgency};
use cues::Cues;
use lexicon::Lexicon;
use scan::Scan;
use sentences::{SPOKEN, sentences};
use signals::Signals;
use weights::{SPAM, Weights};

use crate::toxicity::attack::{self, Attack, Sight};
use crate::toxicity::bearings::Bearings;
use crate::toxicity::disguise::Disguises;
use crate::vectors::{Vector, Vectors, normalise};

/// A message to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    pub text: &'a str,
    pub title: Option<&'a str>,
    /// The workspace's product names, if it has any.
    pub products: Option<&'a Products>,
}

/// Everything that reading needs, built once; share it between threads.
pub struct Reader {
    lexicon: Lexicon,
    cues: Cues,
    weights: Weights,
    attack: Attack,
    bearings: Bearings,
    disguises: Disguises,
    vectors: Vectors,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader::new()
    }
}

const OTHER: usize = Kind::Other as usize;

/// Beyond this distance from zero a feeling is positive or negative; cross-validated on tweets and developers' talk.
pub const FEELING_MIN: f32 = 0.2167;

impl Reader {
    /// Builds the reader from the models embedded in the program.
    pub fn new() -> Reader {
        let mut lexicon = Lexicon::embedded();
        let cues = Cues::embedded(&mut lexicon);
        let disguises = Disguises::new(&lexicon);
        let (weights, attack) = (Weights::embedded(), Attack::embedded());
        Reader {
            lexicon,
            cues,
            weights,
            attack,
            bearings: Bearings::embedded(),
            disguises,
            vectors: Vectors::built_in(),
        }
    }

    pub(crate) fn gather(&self, input: &Input<'_>) -> Signals {
        let mut scan = Scan::new(&self.lexicon, input.title, input.text);
        let known = |word: &str| self.vectors.knows_word(word);
        let run_together = self.disguises.unmask(&mut scan, &self.lexicon, input.text, known);
        let mut signals = Signals::gather(scan, &self.cues);
        signals.attack = attack::gather(&signals, &self.sight(input));
        if input.text.len() <= DRESSED_BYTES_MAX {
            signals.plain = fold::undressed(input.text);
            if run_together || signals.plain.is_some() || is_dressed(input.text, &signals.scan) {
                let plain = signals.plain.as_deref().unwrap_or(input.text);
                signals.seen_through = self.see_through(plain, &signals);
            }
        }
        if let Some(seen) = &signals.seen_through {
            signals.hostility.hate = signals.hostility.hate.max(seen.hostility.hate);
            signals.hostility.insult = signals.hostility.insult.max(seen.hostility.insult);
        }
        signals
    }

    fn sight<'a>(&'a self, input: &Input<'a>) -> Sight<'a> {
        let title = input.title.unwrap_or("");
        Sight { vectors: &self.vectors, bearings: &self.bearings, title, text: input.text }
    }

    /// The same reader with other bearings, to learn from.
    pub(crate) fn with_bearings(self, bearings: Bearings) -> Reader {
        Reader { bearings, ..self }
    }

    /// The vector of title and own words; a long text is what it begins with.
    pub(crate) fn meaning(&self, input: &Input<'_>, scan: &Scan) -> Vector {
        let mut own = String::with_capacity(MEANING_BYTES_MAX.min(input.text.len()) + 1);
        for (start, end) in &scan.own {
            own.push_str(&input.text[*start as usize..*end as usize]);
            own.push('\n');
            if own.len() >= MEANING_BYTES_MAX {
                break;
            }
        }
        let mut sum = self.vectors.embed(&own[..own.floor_char_boundary(MEANING_BYTES_MAX)]);
        if let Some(title) = input.title {
            let of_title = self.vectors.embed(&title[..title.floor_char_boundary(MEANING_BYTES_MAX)]);
            sum.iter_mut().zip(of_title).for_each(|(total, value)| *total += value);
            normalise(&mut sum);
        }
        sum
    }

    /// Reads the plain text once more with its letters put right, for what harms only; nothing if that shows no more.
    fn see_through(&self, text: &str, signals: &Signals) -> Option<Box<Signals>> {
        let known = |word: &str| self.vectors.knows_word(word);
        let right = self.disguises.put_right(text, &self.lexicon, known);
        let mut scan = Scan::new(&self.lexicon, None, &right);
        self.disguises.unmask(&mut scan, &self.lexicon, &right, known);
        let mut seen = Signals::gather(scan, &self.cues);
        if !seen.says_more_than(signals) {
            return None;
        }
        seen.attack = attack::gather(&seen, &self.sight(&Input { text: &right, ..Input::default() }));
        seen.hate = seen.attack.as_ref().map(|evidence| self.attack.logit(evidence));
        Some(Box::new(seen))
    }

    /// Spam in costume is spam: the head looks at the plain letters as well.
    fn spam(&self, input: &Input<'_>, signals: &Signals) -> f32 {
        let as_written = spam::score(&signals.logits);
        let Some(plain) = &signals.plain else { return as_written };
        let plain = Input { text: plain, ..*input };
        let signals = Signals::gather(Scan::new(&self.lexicon, plain.title, plain.text), &self.cues);
        let meaning = self.meaning(&plain, &signals.scan);
        as_written.max(spam::score(&self.weights.logits(&signals.scan, &dense::dense(&signals), &meaning)))
    }

    /// The confidence of a kind is that of the sentence which says it best, where the message hides it among others.
    fn with_sentences(&self, whole: [f32; KINDS], input: &Input<'_>, signals: &Signals) -> [f32; KINDS] {
        let mut confidences = whole;
        let best = whole[..SPOKEN].iter().copied().fold(whole[SPAM], f32::max);
        // What the whole message is for stays first.
        let most = if best >= 0.5 { best } else { 1.0 };
        let wanted = std::array::from_fn(|kind| whole[kind] < THRESHOLDS[kind]);
        for (range, speaks) in sentences(signals, wanted) {
            let sentence = self.alone(&signals.scan, range);
            let meaning = self.meaning(input, &sentence.scan);
            let mut logits = self.weights.logits(&sentence.scan, &dense::dense(&sentence), &meaning);
            logits.iter_mut().zip(self.weights.margins()).for_each(|(logit, margin)| *logit -= margin);
            let said = kinds::confidences(&logits);
            for kind in (0..SPOKEN).filter(|kind| speaks[*kind] && said[*kind] >= THRESHOLDS[*kind]) {
                confidences[kind] = confidences[kind].max(said[kind].min(most));
                confidences[OTHER] = confidences[OTHER].min(1.0 - said[kind]);
            }
        }
        confidences
    }

    pub(crate) fn alone(&self, scan: &Scan, range: Range<usize>) -> Signals {
        Signals::gather(sentences::alone(scan, range), &self.cues)
    }

    /// Reads one message. Quoted lines and code are not read as the author's words.
    /// Only what is named in a message, without reading the rest: names, numbers and addresses, in order.
    pub fn entities(&self, input: &Input<'_>) -> Vec<entities::Entity> {
        entities::entities(&Scan::new(&self.lexicon, input.title, input.text), input)
    }

    /// Only the first 128 KiB count, so the time is bounded.
    pub fn read(&self, input: &Input<'_>) -> Reading {
        let mut signals = self.gather(input);
        let meaning = self.meaning(input, &signals.scan);
        signals.logits = self.weights.logits(&signals.scan, &dense::dense(&signals), &meaning);
        signals.hate = signals.attack.as_ref().map(|evidence| self.attack.logit(evidence));
        signals.sentiment = sentiment::score(&signals.logits);
        signals.spam = self.spam(input, &signals);
        let language = language::detect(&signals.scan, input.text);
        let confidences = self.with_sentences(kinds::confidences(&signals.logits), input, &signals);
        let (kinds, unsure) = kinds::shown(&confidences, &signals, language);
        let (toxicity, categories) = toxicity::read(&signals);
        let score = |part, score| Score { score, status: status_of(part, language.code, language.confidence) };
        Reading {
            language,
            sentiment: feeling(signals.sentiment, language),
            kinds,
            unsure,
            confidences,
            urgency: score(Part::Urgency, urgency::score(&signals)),
            toxicity: score(Part::Toxicity, toxicity),
            categories,
            spam: score(Part::Spam, signals.spam),
            asks_reply: asks::asks_reply(&signals),
            rights: score(Part::Rights, ugc::rights(&signals)),
            keywords: keywords::keywords(&signals.scan, input),
            entities: entities::entities(&signals.scan, input),
            model: MODEL,
        }
    }
}

/// Bytes of a text whose meaning is taken.
const MEANING_BYTES_MAX: usize = 1500;

/// Longest message that is read a second time.
const DRESSED_BYTES_MAX: usize = 2000;

/// Whether letters may be in disguise: digits or signs inside words, single letters in a row, letters written too often.
fn is_dressed(text: &str, scan: &Scan) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    let over = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'@' | b'$' | b'!' | b'*' | b'|' | b'+');
    let written_over = text.as_bytes().windows(3).any(|w| {
        over(w[1]) && letter(w[2]) && (letter(w[0]) || w[0] == b' ') || letter(w[0]) && over(w[1]) && over(w[2])
    });
    let single = |w: &[u8]| letter(w[1]) && !letter(w[0]) && w[0] == w[2];
    let spelled = |w: &[u8]| single(w) && letter(w[3]) && w[4] == w[2];
    written_over
        || text.as_bytes().windows(5).any(spelled)
        || scan.tokens.iter().any(|token| token.elongated && token.kind != scan::TokenKind::Emoji)
}

fn feeling(score: f32, language: LanguageReading) -> SentimentReading {
    let label = match score {
        score if score >= FEELING_MIN => SentimentLabel::Positive,
        score if score <= -FEELING_MIN => SentimentLabel::Negative,
        _ => SentimentLabel::Neutral,
    };
    let status = status_of(Part::Sentiment, language.code, language.confidence);
    SentimentReading { score, label, status }
}
