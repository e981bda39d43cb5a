//! What is measured on which real set, beside what others published.

/// How an answer is made from a set.
pub(super) enum Answer {
    /// `tribune read`, nothing learned from the set.
    Read,
    /// `tribune train` on every other line, `tribune classify` on the rest.
    Learned,
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
    pub(super) published: &'static str,
}

const SPAM: &[&str] = &["balanced", "--field", "spam", "--yes", "spam"];
const LANGUAGE: Figure = Figure::Named("accuracy");

#[rustfmt::skip]
pub(super) const TASKS: [Task; 24] = [
    Task { name: "issues, learned on half, macro F1 over repositories", set: "nlbse24_kind.jsonl", answer: Answer::Learned, measure: &["labels", "--group", "repo"], figure: Figure::Named("mean_over_groups"), published: "on the official halves: TF-IDF .765, RoBERTa .792, SetFit .827" },
    Task { name: "issues, built-in kinds, macro F1", set: "nlbse24_kind.jsonl", answer: Answer::Read, measure: &["labels", "--field", "kinds", "--map", "kinds.json"], figure: Figure::Named("macro_f1"), published: "none" },
    Task { name: "app reviews, learned on half, macro F1", set: "appreviews_kind.jsonl", answer: Answer::Learned, measure: &["labels"], figure: Figure::Named("macro_f1"), published: "TF-IDF .908" },
    Task { name: "developers' sentiment, built-in, accuracy", set: "senti4sd.jsonl", answer: Answer::Read, measure: &["labels", "--field", "sentiment"], figure: Figure::Named("accuracy"), published: "Senti4SD .87, TF-IDF .834, VADER .745" },
    Task { name: "sentiment of tweets, r", set: "vader_tweets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), published: "VADER .87" },
    Task { name: "sentiment of Amazon reviews, r", set: "vader_amazonReviewSnippets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), published: "VADER .59" },
    Task { name: "sentiment of film reviews, r", set: "vader_movieReviewSnippets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), published: "VADER .43" },
    Task { name: "sentiment of editorials, r", set: "vader_nytEditorialSnippets.jsonl", answer: Answer::Read, measure: &["pearson"], figure: Figure::Named("r"), published: "VADER .50" },
    Task { name: "SemEval-2017 tweets, macro recall", set: "tweeteval_sentiment.jsonl", answer: Answer::Read, measure: &["recall", "--field", "sentiment"], figure: Figure::Named("macro_recall"), published: "VADER .570, SVM .629, RoBERTa .713" },
    Task { name: "airline tweets, built-in, macro F1", set: "airline_sentiment.jsonl", answer: Answer::Read, measure: &["labels", "--field", "sentiment"], figure: Figure::Named("macro_f1"), published: "VADER .457, TF-IDF .770" },
    Task { name: "offensive tweets, built-in, balanced accuracy", set: "tweeteval_offensive.jsonl", answer: Answer::Read, measure: &["balanced", "--field", "toxicity", "--yes", "OFF"], figure: Figure::Named("balanced"), published: "none in this measure" },
    Task { name: "hateful tweets, built-in, balanced accuracy", set: "tweeteval_hate.jsonl", answer: Answer::Read, measure: &["balanced", "--field", "toxicity", "--yes", "hate"], figure: Figure::Named("balanced"), published: "none in this measure" },
    Task { name: "SMS spam, built-in, accuracy", set: "sms_spam.jsonl", answer: Answer::Read, measure: SPAM, figure: Figure::Accuracy, published: ".976" },
    Task { name: "YouTube spam 1, built-in, F1", set: "youtube_spam_01.jsonl", answer: Answer::Read, measure: SPAM, figure: Figure::F1, published: ".95 learned on other videos" },
    Task { name: "YouTube spam 2, built-in, F1", set: "youtube_spam_02.jsonl", answer: Answer::Read, measure: SPAM, figure: Figure::F1, published: ".95 learned on other videos" },
    Task { name: "banking requests, learned on half, accuracy", set: "banking77.jsonl", answer: Answer::Learned, measure: &["labels"], figure: Figure::Named("accuracy"), published: "MiniLM .930" },
    Task { name: "banking requests, 77 topics, V-measure", set: "banking77.jsonl", answer: Answer::Topics { count: "77", without: "" }, measure: &["cluster"], figure: Figure::Named("v_measure"), published: "MiniLM .787, static vectors .655" },
    Task { name: "requests, learned on half, accuracy", set: "clinc150.jsonl", answer: Answer::Learned, measure: &["labels"], figure: Figure::Named("accuracy"), published: "SVM .91, BERT .969" },
    Task { name: "requests, 150 topics, V-measure", set: "clinc150.jsonl", answer: Answer::Topics { count: "150", without: "oos" }, measure: &["cluster"], figure: Figure::Named("v_measure"), published: "MiniLM .893, static vectors .786" },
    Task { name: "duplicate questions, MAP", set: "semeval_cqa_dup.jsonl", answer: Answer::Candidates, measure: &["rank"], figure: Figure::Named("map"), published: "search order .707, TF-IDF .706, MiniLM .756" },
    Task { name: "paraphrases of FAQ entries, accuracy@1", set: "stackfaq.jsonl", answer: Answer::Entries, measure: &["faq"], figure: Figure::Named("accuracy_at_1"), published: "BM25 .901, MiniLM .971" },
    Task { name: "language of tweets, accuracy on rows it learned from (rows it never saw: .995)", set: "langid_tweets.jsonl", answer: Answer::Read, measure: &["language"], figure: LANGUAGE, published: "lingua .988, CLD3 .922" },
    Task { name: "language of word pairs, accuracy on rows it learned from (rows it never saw: .922)", set: "langid_word-pairs.jsonl", answer: Answer::Read, measure: &["language"], figure: LANGUAGE, published: "lingua .931, CLD3 .690" },
    Task { name: "language of single words, accuracy on rows it learned from (rows it never saw: .782)", set: "langid_single-words.jsonl", answer: Answer::Read, measure: &["language"], figure: LANGUAGE, published: "lingua .800, CLD3 .515" },
];

/// Whose gold is a folder.
pub(super) const FOLDERS: [Task; 2] = [
    Task {
        name: "reply trimming, exact mails",
        set: "email_reply",
        answer: Answer::Trim,
        measure: &["trim"],
        figure: Figure::Named("exact"),
        published: "the best libraries get a third",
    },
    Task {
        name: "spikes in mentions, NAB score at 0.5",
        set: "nab_realTweets",
        answer: Answer::Spikes,
        measure: &["spikes", "--at", "0.5"],
        figure: Figure::Named("at"),
        published: "at each one's best threshold: ARTime 81.8, CAD OSE 74.5",
    },
];
