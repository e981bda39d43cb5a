//! What is harmful and what only looks like it, by the front door: names, denials, quotations and disguises.

use text::reading::Category;
use text::{Input, Reader};

/// The words of the categories that were found, and whether a moderator should look.
fn found(reader: &Reader, text: &str) -> (Vec<&'static str>, bool) {
    let reading = reader.read(&Input { text, ..Input::default() });
    (reading.categories.iter().map(|category| category.label.word()).collect(), reading.toxicity.is_yes())
}

fn assert_peaceful(texts: &[&str]) {
    let reader = Reader::new();
    for text in texts {
        assert_eq!(found(&reader, text), (vec![], false), "{text}");
    }
}

fn assert_found(cases: &[(&str, Category)]) {
    let reader = Reader::new();
    for (text, category) in cases {
        let (categories, _) = found(&reader, text);
        assert!(categories.contains(&category.word()), "{text}: {categories:?}");
    }
}

const GROUPS: [&str; 24] = [
    "women",
    "gay people",
    "lesbians",
    "trans people",
    "black people",
    "white people",
    "asians",
    "latinos",
    "jews",
    "Jews",
    "Muslims",
    "Hindus",
    "Christians",
    "immigrants",
    "refugees",
    "foreigners",
    "disabled people",
    "Mexicans",
    "Arabs",
    "Turks",
    "old people",
    "Les juifs",
    "Les musulmans",
    "les femmes",
];

#[test]
fn naming_a_group_attacks_nobody() {
    let templates = [
        "{}",
        "{}.",
        "{}?",
        "Hello {}!",
        "I work with {}.",
        "We organised a meeting with {} today.",
        "{} use our app every day.",
        "A question about {} and their rights.",
        "My neighbours are {}.",
        "How many members are {}?",
    ];
    for template in templates {
        let texts = GROUPS.map(|group| template.replace("{}", group));
        assert_peaceful(&texts.each_ref().map(String::as_str));
    }
    assert_peaceful(&[
        "I'm a lesbian",
        "As a trans man I use this app daily.",
        "trans rights are human rights",
        "black lives matter",
        "Happy to see so many women here!",
    ]);
}

#[test]
fn a_language_or_a_country_before_a_thing_names_no_group() {
    assert_peaceful(&[
        "Chinese translation is missing",
        "Chinese input does not work",
        "Japanese servers are trash",
        "replace my language to chinese",
        "Please add Turkish subtitles, they are awful at the moment",
        "The Russian keyboard layout is broken",
        "The Polish translation is horrible",
        "How do I switch from Korean to Vietnamese?",
        "The black theme is ugly",
    ]);
    assert_found(&[
        ("I hate Chinese people", Category::IdentityAttack),
        ("I hate the Chinese", Category::IdentityAttack),
        ("Chinese are vermin", Category::IdentityAttack),
        ("All Japanese are dirty", Category::IdentityAttack),
        ("fuck the chinese", Category::IdentityAttack),
    ]);
}

#[test]
fn what_is_denied_is_not_said() {
    assert_peaceful(&[
        "I won't kill you",
        "I will never hurt you",
        "Don't worry, nobody is going to kill you",
        "I'm not going to kill myself",
        "I no longer want to die",
        "I don't want to kill myself any more",
        "You are not an idiot",
        "You aren't stupid",
        "I don't think you are an idiot",
        "I would never call you a moron",
    ]);
    assert_found(&[
        ("I will kill you", Category::Threat),
        ("Don't think I won't find you and kill you", Category::Threat),
        ("I can't wait to kill you", Category::Threat),
        ("I won't stop until I kill you", Category::Threat),
        ("I'm going to kill myself", Category::SelfHarm),
        ("I can't stop thinking about killing myself", Category::SelfHarm),
        ("I don't want to live", Category::SelfHarm),
        ("I do not know why I should not kill myself", Category::SelfHarm),
        ("You are an idiot", Category::Insult),
        ("You're nothing but an idiot", Category::Insult),
        ("You can't be this stupid", Category::Insult),
        ("I can't believe you are such an idiot", Category::Insult),
    ]);
}

#[test]
fn help_against_suicide_is_no_sign_of_it() {
    assert_peaceful(&[
        "suicide prevention hotline info",
        "We support a suicide helpline this month.",
        "The film is about the suicide of a painter.",
        "My favourite film is Suicide Squad",
    ]);
    assert_found(&[
        ("I think about suicide every day", Category::SelfHarm),
        ("Suicide is the only thing left for me", Category::SelfHarm),
    ]);
}

#[test]
fn who_objects_to_hate_does_not_spread_it() {
    let acts = [
        "Treating {} like animals is cruel.",
        "Stop insulting {}!",
        "Violence against {} has to end.",
        "It is wrong to make fun of {}.",
        "Whoever attacks {} has no place here.",
        "You have no right to insult {}.",
        "Our rules forbid hate against {}.",
        "Bigots hate {} because they are afraid.",
        "{} do not deserve to be treated like dirt.",
    ];
    let attacks = [
        "Killing {} should be legal.",
        "Being near {} makes me sick.",
        "We need more violence against {}.",
        "Somebody has to attack {}.",
        "I hate {} because they are rats.",
    ];
    let reader = Reader::new();
    for group in ["women", "gay people", "black people", "Muslims", "immigrants", "Jewish people"] {
        let fill = |template: &&str| template.replace("{}", group);
        for text in acts.iter().map(fill) {
            assert!(!found(&reader, &text).1, "{text}");
        }
        for text in attacks.iter().map(fill) {
            assert!(found(&reader, &text).1, "{text}");
        }
    }
}

#[test]
fn abuse_of_what_you_offer_is_no_insult_to_you() {
    assert_peaceful(&["Your servers are trash", "your app is stupid", "You know this stupid update broke it"]);
    assert_found(&[("Your mother is a pig", Category::Insult), ("You stupid clown", Category::Insult)]);
}

#[test]
fn what_others_said_is_not_laid_to_who_quotes_it() {
    assert_peaceful(&[
        "[quote=bob]you fucking idiot[/quote] please be kind",
        "<blockquote>you fucking idiot</blockquote> please be kind",
        "<blockquote class=\"x\">\n<p>I will kill you</p>\n</blockquote>\nWho wrote this?",
        "> I hate women\nPlease delete this.",
        "&gt; I want to kill myself\nWho wrote this? Please look after them.",
        "```quote\nyou are an idiot\n```\nWhy was this deleted?",
        "Someone posted 'I will kill you' in the forum, please remove it",
        "Someone posted \"I will kill you\" in the forum, please remove it",
        "He wrote ‘I will kill you’ and I reported it",
        "My friend's post says 'women are vermin', please remove it",
        "Il a écrit « je vais te tuer », merci de le supprimer",
        "RT @bob: I will kill you",
    ]);
    assert_found(&[
        ("> kind words\nI will kill you", Category::Threat),
        ("[quote]hello[/quote] you fucking idiot", Category::Insult),
        ("<blockquote>hello</blockquote> you fucking idiot", Category::Insult),
        ("I know 'em all and I will kill you, don't doubt it", Category::Threat),
        ("They said 'hello' and I will kill you for it", Category::Threat),
    ]);
}

type Disguise = fn(&str) -> String;

/// Writes each word anew.
fn each_word(text: &str, write: impl Fn(&str) -> String) -> String {
    text.split(' ').map(write).collect::<Vec<_>>().join(" ")
}

fn between_letters(word: &str, between: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(between)
}

fn letters(text: &str, change: impl Fn(char) -> Option<char>) -> String {
    text.chars().map(|letter| change(letter).unwrap_or(letter)).collect()
}

/// The letter as many places behind `first` as it is behind `a`, a capital behind `first_capital`.
fn in_alphabet(letter: char, first: u32, first_capital: u32) -> Option<char> {
    match letter {
        'a'..='z' => char::from_u32(first + u32::from(letter) - u32::from('a')),
        'A'..='Z' => char::from_u32(first_capital + u32::from(letter) - u32::from('A')),
        _ => None,
    }
}

fn change_by(pairs: &'static [(char, char)]) -> impl Fn(char) -> Option<char> {
    move |letter| pairs.iter().find(|(plain, _)| *plain == letter).map(|(_, dressed)| *dressed)
}

const DISGUISES: [(&str, Disguise); 19] = [
    ("as it is", |text| text.to_owned()),
    ("zero-width spaces", |text| each_word(text, |word| between_letters(word, "\u{200b}"))),
    ("soft hyphens", |text| each_word(text, |word| between_letters(word, "\u{ad}"))),
    ("right-to-left marks", |text| each_word(text, |word| between_letters(word, "\u{200f}"))),
    ("right-to-left override", |text| {
        each_word(text, |word| format!("\u{202e}{}\u{202c}", word.chars().rev().collect::<String>()))
    }),
    ("right-to-left override to the line's end", |text| format!("\u{202e}{}", text.chars().rev().collect::<String>())),
    ("accents", |text| letters(text, change_by(&[('a', 'á'), ('e', 'é'), ('i', 'ï'), ('o', 'ö'), ('u', 'û')]))),
    ("digits", |text| letters(text, change_by(&[('a', '4'), ('e', '3'), ('i', '1'), ('o', '0')]))),
    ("signs", |text| letters(text, change_by(&[('a', '@'), ('s', '$'), ('i', '!')]))),
    ("spaces between letters", |text| {
        text.split(' ').map(|word| between_letters(word, " ")).collect::<Vec<_>>().join("  ")
    }),
    ("all spaces alike", |text| between_letters(&text.replace(' ', ""), " ")),
    ("dots", |text| each_word(text, |word| between_letters(word, "."))),
    ("hyphens", |text| each_word(text, |word| between_letters(word, "-"))),
    ("vowels thrice", |text| {
        text.chars().flat_map(|letter| [letter].repeat(if "aeiou".contains(letter) { 3 } else { 1 })).collect()
    }),
    ("a star", |text| {
        each_word(text, |word| if word.len() < 4 { word.to_owned() } else { [&word[..1], "*", &word[2..]].concat() })
    }),
    ("Cyrillic look-alikes", |text| {
        letters(text, change_by(&[('a', 'а'), ('e', 'е'), ('i', 'і'), ('o', 'о'), ('c', 'с'), ('p', 'р'), ('x', 'х')]))
    }),
    ("wide letters", |text| letters(text, |letter| in_alphabet(letter, 0xff41, 0xff21))),
    ("mathematical letters", |text| letters(text, |letter| in_alphabet(letter, 0x1d41a, 0x1d400))),
    ("no spaces", |text| text.replace(' ', "")),
];

#[test]
fn no_disguise_hides_what_harms() {
    let reader = Reader::new();
    let texts = [
        ("kill all muslims", Category::IdentityAttack),
        ("I will kill you", Category::Threat),
        ("you fucking idiot", Category::Insult),
        ("I want to kill myself", Category::SelfHarm),
        ("send nudes you sexy boobs", Category::Sexual),
        ("women are vermin", Category::IdentityAttack),
        ("I hate all immigrants", Category::IdentityAttack),
        ("we should shoot the jews", Category::IdentityAttack),
    ];
    for (disguise, dress) in DISGUISES {
        for (text, category) in texts {
            let dressed = dress(text);
            let (categories, _) = found(&reader, &dressed);
            assert!(categories.contains(&category.word()), "{disguise}: {dressed}: {categories:?}");
        }
    }
}

#[test]
fn what_is_harmless_stays_so_in_any_disguise() {
    let reader = Reader::new();
    let texts = [
        "Thank you for the great update",
        "I love all the women in this group",
        "The export to my phone does not work",
        "I will never hurt you",
        "You are not an idiot",
        "Please add Chinese subtitles",
        "I am a proud muslim woman",
    ];
    // Of innocent words nobody knows what stars and lost spaces hide.
    let readable = |disguise: &str| !matches!(disguise, "a star" | "no spaces");
    for (disguise, dress) in DISGUISES.into_iter().filter(|(disguise, _)| readable(disguise)) {
        for text in texts {
            let dressed = dress(text);
            assert_eq!(found(&reader, &dressed), (vec![], false), "{disguise}: {dressed}");
        }
    }
}

#[test]
fn spam_in_costume_is_spam() {
    let reader = Reader::new();
    let spam = |text: &str| reader.read(&Input { text, ..Input::default() }).spam.score;
    let plain = "Congratulations! You have won £1000 cash. Call now to claim your prize";
    let wide = letters(plain, |letter| in_alphabet(letter, 0xff41, 0xff21));
    let bold = letters(plain, |letter| in_alphabet(letter, 0x1d41a, 0x1d400));
    let hidden = each_word(plain, |word| between_letters(word, "\u{2060}"));
    for dressed in [wide, bold, hidden] {
        assert!(spam(&dressed) >= spam(plain) - 0.05 && spam(plain) > 0.5, "{dressed}: {}", spam(&dressed));
    }
}
