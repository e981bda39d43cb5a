//! What is measured on which real set, beside what others published.

/// How an answer is made from a set.
pub(super) enum Answer {
    /// `tribune read`, nothing learned from the set.
    Read,
    /// `tribune train` on four fifths of the lines, `tribune classify` on the rest, for so many of the five folds.
    Learned { folds: usize },
    /// `tribune topics --count`, without the lines of a label.
    Topics { count: &'static str, without: &'static str },
    /// `tribune similar`, each query with its own candidates.
    Candidates,
    /// `tribune similar --to` the entries.
    Entries,
    /// `tribune trim`, one mail after the other.
    Trim,
    /// `tribune spikes`, one series after the other.
    Spikes,
}

/// What the shipped model knew of a set before it was measured on it.
pub(super) enum Known {
    /// Nothing: no model or threshold was learned from it.
    Nothing,
    /// Its rows; the figure says how well they are remembered. What rows that were left out gave, as the recipe prints it.
    Rows(&'static str),
    /// Its texts without their labels, in the fit of the vectors.
    Texts,
}

/// The figure that the table shows.
pub(super) enum Figure {
    Named(&'static str),
    /// Accuracy, from the shares of both sides.
    Accuracy,
    /// F1 of spam, from the shares of both sides.
    F1,
}

pub(super) struct Task {
    pub(super) name: &'static str,
    /// A file or folder of the data beside the checkout.
    pub(super) set: &'static str,
    pub(super) answer: Answer,
    /// The scorer's measure and its options.
    pub(super) measure: &'static [&'static str],
    pub(super) figure: Figure,
    /// What the shipped model knew of the set.
    pub(super) known: Known,
    /// The issue's must and aim, on held-back halves.
    pub(super) goal: &'static str,
    pub(super) published: &'static str,
}

const SPAM: &[&str] = &["balanced", "--field", "spam", "--yes", "spam"];
const LANGUAGE: Figure = Figure::Named("accuracy");

#[rustfmt::skip]
pub(super) const TASKS: [Task; 24] = [
    Task { name: "issues, learned on four fifths, macro F1 over repositories", set: "nlbse24_kind.jsonl", answer: Answer::Learned { folds: 3 }, measure: &["labels", "--group", "repo"], figure: Figure::Named("mean_over_groups"), known: Known::Nothing, goal: ".775 / .81", published: "on the official halves: TF-IDF .765, RoBERTa .792, SetFit .827" },
    Task { name: "issues, built-in kinds, macro F1", set: "nlbse24_kind.jsonl", answer: Answer::Read, measure: &["labels", "--field", "kinds", "--map", "kinds.json"], figure: Figure::Named("macro_f1"), known: Known::Nothing, goal: ".58 / .68", published: "none" },
    Task { name: "app reviews, learned on four fifths, macro F1", set: "appreviews_kind.jsonl", answer: Answer::Learned { folds: 1 }, measure: &["labels"], figure: Figure::Named("macro_f1"), known: Known::Nothing, goal: ".908 / .92", published: "TF-IDF .908" },
    Task { name: "developers' sentiment, built-in, accuracy", set: "senti4sd.jsonl", answer: Answer::Read, measure: &["labels", "--field", "sentiment"], figure: Figure::Named("accuracy"), known: Known::Rows("r .813"), goal: "–", published: "Senti4SD .87, TF-IDF .834, VADER .745" },
    Task { name: "sentiment of tweets, r", set: "vader_tweets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), known: Known::Rows(".874"), goal: ".87 / .89", published: "VADER .87" },
    Task { name: "sentiment of Amazon reviews, r", set: "vader_amazonReviewSnippets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), known: Known::Rows(".745"), goal: ".62 / .68", published: "VADER .59" },
    Task { name: "sentiment of film reviews, r", set: "vader_movieReviewSnippets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), known: Known::Rows(".686"), goal: ".46 / .55", published: "VADER .43" },
    Task { name: "sentiment of editorials, r", set: "vader_nytEditorialSnippets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), known: Known::Rows(".550"), goal: ".52 / .58", published: "VADER .50" },
    Task { name: "sentiment of SemEval-2017 tweets, macro recall", set: "tweeteval_sentiment.jsonl", answer: Answer::Read, measure: &["recall", "--field", "sentiment"], figure: Figure::Named("macro_recall"), known: Known::Nothing, goal: ".60 / .66", published: "VADER .570, SVM .629, RoBERTa .713" },
    Task { name: "airline tweets, built-in, macro F1", set: "airline_sentiment.jsonl", answer: Answer::Read, measure: &["labels", "--field", "sentiment"], figure: Figure::Named("macro_f1"), known: Known::Nothing, goal: "–", published: "VADER .457, TF-IDF .770" },
    Task { name: "offensive tweets, built-in, balanced accuracy", set: "tweeteval_offensive.jsonl", answer: Answer::Read, measure: &["balanced", "--field", "toxicity", "--yes", "OFF"], figure: Figure::Named("balanced"), known: Known::Nothing, goal: "–", published: "none in this measure" },
    Task { name: "hateful tweets, built-in, balanced accuracy", set: "tweeteval_hate.jsonl", answer: Answer::Read, measure: &["balanced", "--field", "toxicity", "--yes", "hate"], figure: Figure::Named("balanced"), known: Known::Nothing, goal: "–", published: "none in this measure" },
    Task { name: "SMS spam, built-in, accuracy", set: "sms_spam.jsonl", answer: Answer::Read, measure: SPAM, figure: Figure::Accuracy, known: Known::Rows(".985, .22 % of ham blocked"), goal: ".98 / .99", published: ".976" },
    Task { name: "YouTube spam 1, built-in, F1", set: "youtube_spam_01.jsonl", answer: Answer::Read, measure: SPAM, figure: Figure::F1, known: Known::Rows(".923"), goal: ".92 / .95", published: ".95 learned on other videos" },
    Task { name: "YouTube spam 2, built-in, F1", set: "youtube_spam_02.jsonl", answer: Answer::Read, measure: SPAM, figure: Figure::F1, known: Known::Rows(".896"), goal: ".92 / .95", published: ".95 learned on other videos" },
    Task { name: "banking requests, learned on four fifths, accuracy", set: "banking77.jsonl", answer: Answer::Learned { folds: 1 }, measure: &["labels"], figure: Figure::Named("accuracy"), known: Known::Texts, goal: ".92 / .935", published: "MiniLM .930" },
    Task { name: "banking requests, 77 topics, V-measure", set: "banking77.jsonl", answer: Answer::Topics { count: "77", without: "" }, measure: &["cluster"], figure: Figure::Named("v_measure"), known: Known::Texts, goal: ".68 / .76", published: "MiniLM .787, static vectors .655" },
    Task { name: "requests, learned on four fifths, accuracy", set: "clinc150.jsonl", answer: Answer::Learned { folds: 1 }, measure: &["labels"], figure: Figure::Named("accuracy"), known: Known::Texts, goal: ".93 / .95", published: "SVM .91, BERT .969" },
    Task { name: "requests, 150 topics, V-measure", set: "clinc150.jsonl", answer: Answer::Topics { count: "150", without: "oos" }, measure: &["cluster"], figure: Figure::Named("v_measure"), known: Known::Texts, goal: ".80 / .87", published: "MiniLM .893, static vectors .786" },
    Task { name: "duplicate questions, MAP", set: "semeval_cqa_dup.jsonl", answer: Answer::Candidates, measure: &["rank"], figure: Figure::Named("map"), known: Known::Nothing, goal: ".74 / .77", published: "search order .707, TF-IDF .706, MiniLM .756" },
    Task { name: "paraphrases of FAQ entries, accuracy@1", set: "stackfaq.jsonl", answer: Answer::Entries, measure: &["faq"], figure: Figure::Named("accuracy_at_1"), known: Known::Nothing, goal: ".925 / .96", published: "BM25 .901, MiniLM .971" },
    Task { name: "language of tweets, accuracy", set: "langid_tweets.jsonl", answer: Answer::Read, measure: &["language"], figure: LANGUAGE, known: Known::Rows(".995"), goal: ".975 / .985", published: "lingua .988, CLD3 .922" },
    Task { name: "language of word pairs, accuracy", set: "langid_word-pairs.jsonl", answer: Answer::Read, measure: &["language"], figure: LANGUAGE, known: Known::Rows(".922"), goal: ".86 / .92", published: "lingua .931, CLD3 .690" },
    Task { name: "language of single words, accuracy", set: "langid_single-words.jsonl", answer: Answer::Read, measure: &["language"], figure: LANGUAGE, known: Known::Rows(".782"), goal: ".70 / .79", published: "lingua .800, CLD3 .515" },
];

/// Whose gold is a folder.
pub(super) const FOLDERS: [Task; 2] = [
    Task {
        name: "reply trimming, exact mails",
        set: "email_reply",
        answer: Answer::Trim,
        measure: &["trim"],
        figure: Figure::Named("exact"),
        known: Known::Rows("none: the rules were written with these mails in view"),
        goal: "24 / 32 of 35 others",
        published: "the best libraries get a third",
    },
    Task {
        name: "spikes in mentions, NAB score at 0.5",
        set: "nab_realTweets",
        answer: Answer::Spikes,
        measure: &["spikes", "--at", "0.5"],
        figure: Figure::Named("at"),
        known: Known::Rows("90.3, threshold chosen without the series scored"),
        goal: "68 / 80 on five others",
        published: "at each one's best threshold: ARTime 81.8, CAD OSE 74.5",
    },
];
