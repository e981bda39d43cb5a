//! What is measured on which real set, beside what others published.

use super::answers::Form;
use super::measures::Measure;

/// How an answer is made from a set.
pub(super) enum Answer {
    /// `tribune read`, nothing learned from the set.
    Read,
    /// `tribune train` on four fifths of the lines, `tribune classify` on the rest, for so many of the five folds.
    Learned { folds: usize },
    /// The same with the lines of one repository after the other left out.
    Unseen,
    /// `tribune topics --count`, without the lines of a label.
    Topics { count: &'static str, without: &'static str },
    /// `tribune similar`, each query with its own candidates.
    Candidates,
    /// `tribune similar --to` the entries.
    Entries,
}

/// What the shipped model knew of a set before it was measured on it.
pub(super) enum Known {
    /// Nothing: no model or threshold was learned from it.
    Nothing,
    /// Its rows; the figure says how well they are remembered. What rows that were left out gave: a name in the
    /// figures that the recipe of the readings writes beside its model.
    Rows(&'static str),
    /// Its rows; nothing says what left-out rows gave.
    Remembered,
    /// Its rows, with the figure that another recipe prints.
    Printed(&'static str),
    /// Its texts without their labels, in the fit of the vectors.
    Texts,
}

pub(super) struct Task {
    pub(super) name: &'static str,
    /// A file of the data beside the checkout.
    pub(super) set: &'static str,
    pub(super) answer: Answer,
    /// What is read of each answer, and the figure that is made of it.
    pub(super) form: Form,
    pub(super) measure: Measure,
    /// The scorer's measure with its options, and its name for the figure, which must be ours too; empty where it has none.
    pub(super) scorer: &'static [&'static str],
    pub(super) figure: &'static str,
    pub(super) known: Known,
    /// The issue's must and aim, on held-back halves.
    pub(super) goal: &'static str,
    pub(super) published: &'static str,
}

/// Beyond this distance from zero a feeling is positive or negative, as the text room decides.
const FEELING_MIN: f64 = 0.2167;

#[rustfmt::skip]
pub(super) const TASKS: [Task; 40] = [
    Task { name: "issues, learned on four fifths, macro F1 over repositories", set: "nlbse24_kind.jsonl", answer: Answer::Learned { folds: 3 }, form: Form::Label, measure: Measure::GroupedF1, scorer: &["labels", "--group", "repo"], figure: "mean_over_groups", known: Known::Nothing, goal: ".775 / .81", published: "on the official halves: TF-IDF .765, RoBERTa .792, SetFit .827" },
    Task { name: "issues, one repository left out, macro F1 over repositories", set: "nlbse24_kind.jsonl", answer: Answer::Unseen, form: Form::Label, measure: Measure::GroupedF1, scorer: &["labels", "--group", "repo"], figure: "mean_over_groups", known: Known::Nothing, goal: ".62 / .68", published: "TF-IDF .60" },
    Task { name: "issues, built-in kinds, macro F1", set: "nlbse24_kind.jsonl", answer: Answer::Read, form: Form::Field("kinds"), measure: Measure::MacroF1, scorer: &["labels", "--field", "kinds", "--map", "kinds.json"], figure: "macro_f1", known: Known::Nothing, goal: ".58 / .68", published: "none" },
    Task { name: "app reviews, learned on four fifths, macro F1", set: "appreviews_kind.jsonl", answer: Answer::Learned { folds: 1 }, form: Form::Label, measure: Measure::MacroF1, scorer: &["labels"], figure: "macro_f1", known: Known::Nothing, goal: ".908 / .92", published: "TF-IDF .908" },
    Task { name: "developers' sentiment, built-in, accuracy", set: "senti4sd.jsonl", answer: Answer::Read, form: Form::Feeling(FEELING_MIN), measure: Measure::Accuracy, scorer: &["labels", "--field", "sentiment"], figure: "accuracy", known: Known::Rows("sentiment developers"), goal: "–", published: "Senti4SD .87, TF-IDF .834, VADER .745" },
    Task { name: "sentiment of tweets, r", set: "vader_tweets.jsonl", answer: Answer::Read, form: Form::Rating, measure: Measure::Correlation, scorer: &["pearson"], figure: "r", known: Known::Rows("sentiment tweets"), goal: ".87 / .89", published: "VADER .87" },
    Task { name: "sentiment of Amazon reviews, r", set: "vader_amazonReviewSnippets.jsonl", answer: Answer::Read, form: Form::Rating, measure: Measure::Correlation, scorer: &["pearson"], figure: "r", known: Known::Rows("sentiment amazon"), goal: ".62 / .68", published: "VADER .59" },
    Task { name: "sentiment of film reviews, r", set: "vader_movieReviewSnippets.jsonl", answer: Answer::Read, form: Form::Rating, measure: Measure::Correlation, scorer: &["pearson"], figure: "r", known: Known::Rows("sentiment films"), goal: ".46 / .55", published: "VADER .43" },
    Task { name: "sentiment of editorials, r", set: "vader_nytEditorialSnippets.jsonl", answer: Answer::Read, form: Form::Rating, measure: Measure::Correlation, scorer: &["pearson"], figure: "r", known: Known::Rows("sentiment nyt"), goal: ".52 / .58", published: "VADER .50" },
    Task { name: "sentiment of SemEval-2017 tweets, macro recall", set: "tweeteval_sentiment.jsonl", answer: Answer::Read, form: Form::Feeling(FEELING_MIN), measure: Measure::MacroRecall, scorer: &["recall", "--field", "sentiment"], figure: "macro_recall", known: Known::Nothing, goal: ".60 / .66", published: "VADER .570, SVM .629, RoBERTa .713" },
    Task { name: "airline tweets, built-in, macro F1", set: "airline_sentiment.jsonl", answer: Answer::Read, form: Form::Feeling(FEELING_MIN), measure: Measure::MacroF1, scorer: &["labels", "--field", "sentiment"], figure: "macro_f1", known: Known::Nothing, goal: "–", published: "VADER .457, TF-IDF .770" },
    Task { name: "airline tweets, built-in, accuracy", set: "airline_sentiment.jsonl", answer: Answer::Read, form: Form::Feeling(FEELING_MIN), measure: Measure::Accuracy, scorer: &["labels", "--field", "sentiment"], figure: "accuracy", known: Known::Nothing, goal: "–", published: "VADER .489, TF-IDF .818" },
    Task { name: "offensive tweets, any category of hostility, macro F1", set: "tweeteval_offensive.jsonl", answer: Answer::Read, form: Form::Offence("OFF"), measure: Measure::DecisionMacroF1, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "SVM .741, best .829" },
    Task { name: "hate among tweets (Davidson), built-in, balanced accuracy", set: "davidson.jsonl", answer: Answer::Read, form: Form::Score("toxicity", "hate"), measure: Measure::Balanced, scorer: &["balanced", "--field", "toxicity", "--yes", "hate"], figure: "balanced", known: Known::Rows("hate davidson"), goal: "–", published: "none in this measure" },
    Task { name: "hate, offence or neither (Davidson), weighted F1", set: "davidson.jsonl", answer: Answer::Read, form: Form::Hostility, measure: Measure::WeightedF1, scorer: &[], figure: "", known: Known::Remembered, goal: "–", published: "Davidson's .90" },
    Task { name: "the same, macro F1", set: "davidson.jsonl", answer: Answer::Read, form: Form::Hostility, measure: Measure::MacroF1, scorer: &[], figure: "", known: Known::Remembered, goal: "–", published: "Davidson's .75" },
    Task { name: "offensive tweets (OLID), any category of hostility, macro F1", set: "olid_a.jsonl", answer: Answer::Read, form: Form::Offence("OFF"), measure: Measure::DecisionMacroF1, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "SVM .741, best .829" },
    Task { name: "hateful tweets, built-in, balanced accuracy", set: "tweeteval_hate.jsonl", answer: Answer::Read, form: Form::Score("toxicity", "hate"), measure: Measure::Balanced, scorer: &["balanced", "--field", "toxicity", "--yes", "hate"], figure: "balanced", known: Known::Nothing, goal: "–", published: "none in this measure" },
    Task { name: "hateful tweets, built-in, macro F1", set: "tweeteval_hate.jsonl", answer: Answer::Read, form: Form::Score("toxicity", "hate"), measure: Measure::DecisionMacroF1, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "TF-IDF .406, RoBERTa .466 to .566" },
    Task { name: "SMS spam, built-in, accuracy", set: "sms_spam.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Decisions, scorer: &["balanced", "--field", "spam", "--yes", "spam"], figure: "", known: Known::Rows("spam sms"), goal: ".98 / .99", published: ".976" },
    Task { name: "SMS, built-in, share of ham blocked", set: "sms_spam.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &["balanced", "--field", "spam", "--yes", "spam"], figure: "", known: Known::Rows("ham sms"), goal: ".002 / 0", published: ".0018" },
    Task { name: "YouTube spam 1, built-in, F1", set: "youtube_spam_01.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::DecisionF1, scorer: &["balanced", "--field", "spam", "--yes", "spam"], figure: "", known: Known::Rows("spam video 1"), goal: ".92 / .95", published: ".95 learned on other videos" },
    Task { name: "YouTube spam 2, built-in, F1", set: "youtube_spam_02.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::DecisionF1, scorer: &["balanced", "--field", "spam", "--yes", "spam"], figure: "", known: Known::Rows("spam video 2"), goal: ".92 / .95", published: ".95 learned on other videos" },
    Task { name: "tweets to airlines, taken for spam", set: "airline_sentiment.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "none" },
    Task { name: "tweets (SemEval), taken for spam", set: "tweeteval_sentiment.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "none" },
    Task { name: "tweets (VADER's), taken for spam", set: "vader_tweets.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Rows("ham tweets"), goal: "–", published: "none" },
    Task { name: "app reviews, taken for spam", set: "appreviews_kind.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "none" },
    Task { name: "Amazon reviews, taken for spam", set: "vader_amazonReviewSnippets.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Rows("ham amazon"), goal: "–", published: "none" },
    Task { name: "issues, taken for spam", set: "nlbse24_kind.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Nothing, goal: "–", published: "none" },
    Task { name: "banking requests, taken for spam", set: "banking77.jsonl", answer: Answer::Read, form: Form::Score("spam", "spam"), measure: Measure::Blocked, scorer: &[], figure: "", known: Known::Rows("ham bank"), goal: "–", published: "none" },
    Task { name: "banking requests, learned on four fifths, accuracy", set: "banking77.jsonl", answer: Answer::Learned { folds: 1 }, form: Form::Label, measure: Measure::Accuracy, scorer: &["labels"], figure: "accuracy", known: Known::Texts, goal: ".92 / .935", published: "MiniLM .930" },
    Task { name: "banking requests, 77 topics, V-measure", set: "banking77.jsonl", answer: Answer::Topics { count: "77", without: "" }, form: Form::Topic, measure: Measure::Clusters, scorer: &["cluster"], figure: "v_measure", known: Known::Texts, goal: ".68 / .76", published: "MiniLM .787, static vectors .655" },
    Task { name: "requests, learned on four fifths, accuracy", set: "clinc150.jsonl", answer: Answer::Learned { folds: 1 }, form: Form::Label, measure: Measure::Accuracy, scorer: &["labels"], figure: "accuracy", known: Known::Texts, goal: ".93 / .95", published: "SVM .91, BERT .969" },
    Task { name: "requests, 150 topics, V-measure", set: "clinc150.jsonl", answer: Answer::Topics { count: "150", without: "oos" }, form: Form::Topic, measure: Measure::Clusters, scorer: &["cluster"], figure: "v_measure", known: Known::Texts, goal: ".80 / .87", published: "MiniLM .893, static vectors .786" },
    Task { name: "duplicate questions, MAP", set: "semeval_cqa_dup.jsonl", answer: Answer::Candidates, form: Form::Candidates, measure: Measure::Mean, scorer: &["rank"], figure: "map", known: Known::Nothing, goal: ".74 / .77", published: "search order .707, TF-IDF .706, MiniLM .756" },
    Task { name: "paraphrases of FAQ entries, accuracy@1", set: "stackfaq.jsonl", answer: Answer::Entries, form: Form::Entries, measure: Measure::Mean, scorer: &["faq"], figure: "accuracy_at_1", known: Known::Nothing, goal: ".925 / .96", published: "BM25 .901, MiniLM .971" },
    Task { name: "paraphrases of FAQ entries, MRR", set: "stackfaq.jsonl", answer: Answer::Entries, form: Form::Places, measure: Measure::Mean, scorer: &["faq"], figure: "mrr", known: Known::Nothing, goal: "–", published: "none" },
    Task { name: "language of tweets, accuracy", set: "langid_tweets.jsonl", answer: Answer::Read, form: Form::Field("language"), measure: Measure::Accuracy, scorer: &["language"], figure: "accuracy", known: Known::Printed(".995"), goal: ".975 / .985", published: "lingua .988, CLD3 .922" },
    Task { name: "language of word pairs, accuracy", set: "langid_word-pairs.jsonl", answer: Answer::Read, form: Form::Field("language"), measure: Measure::Accuracy, scorer: &["language"], figure: "accuracy", known: Known::Printed(".921"), goal: ".86 / .92", published: "lingua .931, CLD3 .690" },
    Task { name: "language of single words, accuracy", set: "langid_single-words.jsonl", answer: Answer::Read, form: Form::Field("language"), measure: Measure::Accuracy, scorer: &["language"], figure: "accuracy", known: Known::Printed(".777"), goal: ".70 / .79", published: "lingua .800, CLD3 .515" },
];
