//! The sentences of each recommendation, in English and French.

use super::advice::{Advice, Effort, Owner};
use crate::Language;
use crate::words::readings::language_name;

/// A recommendation in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub why: String,
    /// What should be different next month if the advice is right.
    pub effect: String,
    pub effort: &'static str,
    pub owner: &'static str,
}

/// What `advice` says in `language`.
pub fn text(advice: &Advice, language: Language) -> Text {
    let [title, why, effect] = match language {
        Language::English => english(advice),
        Language::French => french(advice),
    };
    Text { title, why, effect, effort: effort(advice.effort(), language), owner: owner(advice.owner(), language) }
}

// tidy(function-size): one table of sentences, an arm a recommendation
fn english(advice: &Advice) -> [String; 3] {
    let (count, percent, wait) =
        (count_in(Language::English), percent_in(Language::English), wait_in(Language::English));
    match advice {
        Advice::AnswerTheUnanswered { conversations, share } => [
            format!("Answer the {} conversations that nobody answered", count(*conversations)),
            format!(
                "{} of the conversations started this month hold one voice only. People who get no answer seldom write again.",
                percent(*share)
            ),
            "The unanswered share falls; more new members return next month.".to_owned(),
        ],
        Advice::AnswerSooner { median_s, previous_s } => [
            format!("Shorten the first wait, now {} for half of the people", wait(*median_s)),
            format!(
                "The median was {} the month before. Answers of volunteers come in their evenings; look at the hours below and be there first.",
                wait(*previous_s)
            ),
            "The median and the slowest tenth of first responses fall.".to_owned(),
        ],
        Advice::HandOverBugs { bugs, previous } => [
            format!("Hand {} bug reports over as few cases", count(*bugs)),
            format!(
                "There were {} the month before; chance does not explain the rise. Many reports usually share one cause, often a release.",
                count(*previous)
            ),
            "Bug reports return to their usual number after the fix, and everyone who asked hears of it.".to_owned(),
        ],
        Advice::CalmComplaints { complaints, previous } => [
            format!("Say publicly what is being done about {} complaints", count(*complaints)),
            format!(
                "There were {} the month before. One honest post costs less than answering each by itself.",
                count(*previous)
            ),
            "Complaints fall; replies to the post tell whether it was believed.".to_owned(),
        ],
        Advice::FollowTopic { topic, messages, previous } => [
            format!("Look into “{topic}”"),
            format!(
                "{} messages, after {} the month before: the subject grew faster than chance allows.",
                count(*messages),
                count(*previous)
            ),
            "The team knows whether it is a problem or an opportunity, and says so.".to_owned(),
        ],
        Advice::WriteAnswersDown { questions, share } => [
            "Turn the most frequent questions into articles".to_owned(),
            format!("{} of all messages ({}) are questions.", percent(*share), count(*questions)),
            "The share of questions falls; articles are linked in answers.".to_owned(),
        ],
        Advice::CollectIdeas { ideas } => [
            format!("Take the most wanted of {} ideas to the product team", count(*ideas)),
            "Each is a wish that somebody took the time to write down; those told several times come first.".to_owned(),
            "Every idea has a state, and its author knows it.".to_owned(),
        ],
        Advice::RelyOnMore { authors, messages } => [
            format!("Let the community rest on more than {} people", count(*authors)),
            format!(
                "{} people wrote half of the month's {} messages. When one of them leaves, everybody notices.",
                count(*authors),
                count(*messages)
            ),
            "The absence factor rises; more members are first to answer.".to_owned(),
        ],
        Advice::WinBack { lost, active } => [
            format!("Write to some of the {} members who fell silent", count(*lost)),
            format!(
                "More left than stayed; {} were active this month. Begin with those who had helped others.",
                count(*active)
            ),
            "Returning members exceed lost ones.".to_owned(),
        ],
        Advice::WelcomeNewcomers { new, active } => [
            format!("Welcome the {} new members by name", count(*new)),
            format!(
                "They are a good part of the {} who were active. A second message in the first week decides who stays.",
                count(*active)
            ),
            "More of this month's newcomers are among next month's returning members.".to_owned(),
        ],
        Advice::SpeakLanguage { code, messages, share } => [
            format!("Answer in {} too", language_name(Language::English, code)),
            format!("{} messages ({}) were written in it.", count(*messages), percent(*share)),
            "Conversations in this language are answered as often as the others.".to_owned(),
        ],
        Advice::QuotePraise { praise, previous } => [
            format!("Ask for permission to quote the best of {} kind words", count(*praise)),
            format!(
                "There were {} the month before. People praise in their own words, which convince better than ours.",
                count(*previous)
            ),
            "A few quotations, each with its author's consent.".to_owned(),
        ],
    }
}

// tidy(function-size): one table of sentences, an arm a recommendation
fn french(advice: &Advice) -> [String; 3] {
    let (count, percent, wait) = (count_in(Language::French), percent_in(Language::French), wait_in(Language::French));
    match advice {
        Advice::AnswerTheUnanswered { conversations, share } => [
            format!("Répondre aux {} conversations restées sans réponse", count(*conversations)),
            format!(
                "{} des conversations commencées ce mois-ci ne comptent qu’une voix. Qui n’obtient pas de réponse écrit rarement une seconde fois.",
                percent(*share)
            ),
            "La part sans réponse baisse ; davantage de nouveaux membres reviennent le mois suivant.".to_owned(),
        ],
        Advice::AnswerSooner { median_s, previous_s } => [
            format!("Raccourcir la première attente, de {} pour la moitié des gens", wait(*median_s)),
            format!(
                "La médiane était de {} le mois précédent. Les bénévoles répondent le soir ; regardez les heures ci-dessous et soyez là les premiers.",
                wait(*previous_s)
            ),
            "La médiane et le dixième le plus lent des premières réponses baissent.".to_owned(),
        ],
        Advice::HandOverBugs { bugs, previous } => [
            format!("Transmettre {} signalements d’anomalies en quelques dossiers", count(*bugs)),
            format!(
                "Il y en avait {} le mois précédent ; le hasard n’explique pas la hausse. Beaucoup de signalements ont souvent une même cause, par exemple une version.",
                count(*previous)
            ),
            "Les signalements reviennent à la normale après la correction, et tous ceux qui ont demandé l’apprennent."
                .to_owned(),
        ],
        Advice::CalmComplaints { complaints, previous } => [
            format!("Dire publiquement ce qui est fait à propos de {} plaintes", count(*complaints)),
            format!(
                "Il y en avait {} le mois précédent. Un message honnête coûte moins que de répondre à chacun.",
                count(*previous)
            ),
            "Les plaintes diminuent ; les réponses au message disent s’il a été cru.".to_owned(),
        ],
        Advice::FollowTopic { topic, messages, previous } => [
            format!("Examiner « {topic} »"),
            format!(
                "{} messages, après {} le mois précédent : le sujet a grandi plus vite que le hasard ne le permet.",
                count(*messages),
                count(*previous)
            ),
            "L’équipe sait si c’est un problème ou une occasion, et le dit.".to_owned(),
        ],
        Advice::WriteAnswersDown { questions, share } => [
            "Faire des articles des questions les plus fréquentes".to_owned(),
            format!("{} de tous les messages ({}) sont des questions.", percent(*share), count(*questions)),
            "La part des questions baisse ; les réponses renvoient aux articles.".to_owned(),
        ],
        Advice::CollectIdeas { ideas } => [
            format!("Porter à l’équipe produit les plus demandées de {} idées", count(*ideas)),
            "Chacune est un souhait que quelqu’un a pris le temps d’écrire ; celles qui reviennent passent d’abord."
                .to_owned(),
            "Chaque idée a un état, et son auteur le connaît.".to_owned(),
        ],
        Advice::RelyOnMore { authors, messages } => [
            format!("Faire reposer la communauté sur plus de {} personnes", count(*authors)),
            format!(
                "{} personnes ont écrit la moitié des {} messages du mois. Si l’une part, tout le monde le remarque.",
                count(*authors),
                count(*messages)
            ),
            "Le facteur d’absence monte ; davantage de membres répondent en premier.".to_owned(),
        ],
        Advice::WinBack { lost, active } => [
            format!("Écrire à quelques-uns des {} membres devenus silencieux", count(*lost)),
            format!(
                "Plus sont partis que restés ; {} étaient actifs ce mois-ci. Commencez par ceux qui en avaient aidé d’autres.",
                count(*active)
            ),
            "Les membres fidèles dépassent les membres perdus.".to_owned(),
        ],
        Advice::WelcomeNewcomers { new, active } => [
            format!("Accueillir les {} nouveaux membres par leur nom", count(*new)),
            format!(
                "Ils forment une bonne part des {} membres actifs. Un deuxième message dans la première semaine décide de qui reste.",
                count(*active)
            ),
            "Davantage de nouveaux venus comptent parmi les fidèles du mois suivant.".to_owned(),
        ],
        Advice::SpeakLanguage { code, messages, share } => [
            format!("Répondre aussi dans cette langue : {}", language_name(Language::French, code).to_lowercase()),
            format!("{} messages ({}) y sont écrits.", count(*messages), percent(*share)),
            "Les conversations dans cette langue reçoivent une réponse aussi souvent que les autres.".to_owned(),
        ],
        Advice::QuotePraise { praise, previous } => [
            format!("Demander la permission de citer les meilleurs de {} éloges", count(*praise)),
            format!(
                "Il y en avait {} le mois précédent. Les gens louent avec leurs mots, qui convainquent mieux que les nôtres.",
                count(*previous)
            ),
            "Quelques citations, chacune avec l’accord de son auteur.".to_owned(),
        ],
    }
}

fn effort(effort: Effort, language: Language) -> &'static str {
    match (effort, language) {
        (Effort::Small, Language::English) => "small: an hour or two",
        (Effort::Small, Language::French) => "faible : une heure ou deux",
        (Effort::Medium, Language::English) => "medium: some days",
        (Effort::Medium, Language::French) => "moyen : quelques jours",
        (Effort::Large, Language::English) => "large: a habit for months",
        (Effort::Large, Language::French) => "grand : une habitude pour des mois",
    }
}

fn owner(owner: Owner, language: Language) -> &'static str {
    match (owner, language) {
        (Owner::Community, Language::English) => "community",
        (Owner::Community, Language::French) => "communauté",
        (Owner::Quality, _) => "QA",
        (Owner::Product, Language::English) => "product",
        (Owner::Product, Language::French) => "produit",
        (Owner::Marketing, _) => "marketing",
        (Owner::Support, Language::English) => "support",
        (Owner::Support, Language::French) => "assistance",
    }
}

fn count_in(language: Language) -> impl Fn(u64) -> String {
    move |count| language.count(count)
}

fn percent_in(language: Language) -> impl Fn(f64) -> String {
    move |share| language.percent(share)
}

fn wait_in(language: Language) -> impl Fn(f64) -> String {
    move |seconds| language.duration(seconds.round() as i64)
}
