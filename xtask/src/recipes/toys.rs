//! The toys: small, but each does what it says.

/// Something made by a recipe.
pub(super) struct Toy {
    /// How its recipe begins in CONTRIBUTING.md.
    pub(super) heading: &'static str,
    /// What `new` is asked for.
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    /// The files that `new` may touch, as the design promises.
    pub(super) made: &'static [&'static str],
    /// Files with their text.
    pub(super) written: &'static [(&'static str, &'static str)],
    pub(super) inserted: &'static [Insert],
    pub(super) package: &'static str,
    /// The tests that watch for what was forgotten.
    pub(super) watched: &'static [&'static str],
}

/// A line that somebody enters by hand.
pub(super) struct Insert {
    pub(super) path: &'static str,
    /// How the recipe names the place.
    pub(super) said: &'static str,
    /// A piece of the line before which it comes.
    pub(super) before: &'static str,
    pub(super) line: &'static str,
}

pub(super) const TOYS: &[Toy] = &[ACT, PAGE, FORMAT];

const ACT: Toy = Toy {
    heading: "**Act.**",
    kind: "act",
    name: "conversation.star",
    made: &[
        "crates/hub/src/acts.rs",
        "crates/hub/src/acts/conversation.rs",
        "crates/hub/src/acts/conversation/star.rs",
    ],
    written: &[("crates/hub/src/acts/conversation/star.rs", STAR)],
    inserted: &[
        Insert { path: ACT_WORDS, said: ACT_WORDS, before: "    pub topic_merge: Act,", line: "    pub star: Act," },
        Insert {
            path: ACT_WORDS,
            said: ACT_WORDS,
            before: "    topic_merge: act(\"Same topic\"",
            line: "    star: act(\"Star\", \"Starred\"),",
        },
        Insert {
            path: ACT_WORDS,
            said: ACT_WORDS,
            before: "    topic_merge: act(\"Même sujet\"",
            line: "    star: act(\"Marquer d’une étoile\", \"Marquée d’une étoile\"),",
        },
        Insert {
            path: "crates/web/src/toast.rs",
            said: "crates/web/src/toast.rs",
            before: "        \"conversation.unlabel\" => acts.label_remove",
            line: "        \"conversation.star\" => acts.star,",
        },
        Insert {
            path: "crates/web/templates/inbox/pane.html",
            said: "crates/web/templates/",
            before: "s.act(\"conversation.close\")",
            line: STAR_FORM,
        },
    ],
    package: "tribune-hub",
    watched: &["every_act_is_refused_to_whoever_lacks_its_capability"],
};

const ACT_WORDS: &str = "crates/paper/src/words/acts.rs";

const STAR: &str = r#"//! Puts a star on a conversation: the label `starred`.

use model::Capability;

use super::label::place;
use crate::Result;
use crate::acts::{Act, Undo};
use crate::doing::Doing;
use crate::input::{Field, FieldKind, Input};

pub(in crate::acts) const ACT: Act = Act {
    name: "conversation.star",
    about: "Put a star on a conversation.",
    needs: Capability::Answer,
    fields: &[Field::needed("conversation", FieldKind::Conversation, "The conversation.")],
    undo: Undo::Restores,
    run: |doing, input| Box::pin(run(doing, input)),
};

async fn run(doing: &mut Doing<'_>, input: &Input) -> Result<()> {
    let id = input.conversation("conversation")?;
    super::load(doing, id).await?;
    let columns = [("by_id", doing.by().into()), ("at", doing.now.micros().into())];
    doing.create(&place(id, "starred"), &columns).await?;
    Ok(())
}
"#;

const STAR_FORM: &str = r#"<form method="post" action="{{ s.act("conversation.star") }}" data-enhance><input type="hidden" name="csrf" value="{{ s.csrf }}"><input type="hidden" name="return" value="{{ open.here }}"><input type="hidden" name="conversation" value="{{ open.id }}"><button>{{ s.w.acts.star.button }}</button></form>"#;

const PAGE: Toy = Toy {
    heading: "**Page.**",
    kind: "page",
    name: "stars",
    made: &[
        "crates/web/src/pages.rs",
        "crates/web/src/pages/stars.rs",
        "crates/web/src/routes.rs",
        "crates/web/templates/stars.html",
    ],
    written: &[("crates/web/src/pages/stars.rs", STARS), ("crates/web/templates/stars.html", STARS_TEMPLATE)],
    inserted: &[
        Insert {
            path: PAGE_WORDS,
            said: "crates/paper/src/words/",
            before: "    pub settings: &'static str,",
            line: "    pub stars: &'static str,",
        },
        Insert {
            path: PAGE_WORDS,
            said: "crates/paper/src/words/",
            before: "    settings: \"Settings\",",
            line: "    stars: \"Stars\",",
        },
        Insert {
            path: PAGE_WORDS,
            said: "crates/paper/src/words/",
            before: "    settings: \"Réglages\",",
            line: "    stars: \"Étoiles\",",
        },
        Insert { path: RAIL, said: RAIL, before: "    Topics,", line: "    Stars," },
        Insert {
            path: RAIL,
            said: RAIL,
            before: "        link(Room::Journal,",
            line: "        link(Room::Stars, format!(\"{}/stars\", paths::workspace(id)), words.stars, (\"topics\", \"gs\")),",
        },
    ],
    package: "tribune-web",
    watched: &[
        "each_form_fits_its_act_and_each_act_has_a_form",
        "every_act_asks_for_its_capability_at_both_doors",
        "every_act_has_words_of_its_own",
        "every_page_of_a_workspace_opens_to_its_staff_alone",
        "every_page_renders_in_both_languages_with_its_landmarks",
    ],
};

const PAGE_WORDS: &str = "crates/paper/src/words/shell.rs";
const RAIL: &str = "crates/web/src/pages.rs";

const STARS: &str = r#"//! Conversations as a plain list, the newest first.

use askama::Template;
use axum::extract::State;

use super::{Room, Shell};
use crate::App;
use crate::access::{Can, Read};
use crate::answer::{Page, html};

const LINES_MAX: i64 = 50;

#[derive(Template)]
#[template(path = "stars.html")]
struct View {
    s: Shell,
    titles: Vec<String>,
}

pub(crate) async fn show(who: Can<Read>, State(app): State<App>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Stars)).await?;
    let all = store::conversations::list(&mut conn, &who.seen, &Default::default(), LINES_MAX).await?;
    html(&View { s, titles: all.into_iter().map(|one| one.title).collect() })
}
"#;

const STARS_TEMPLATE: &str = r#"{% extends "layout.html" %}
{% block title %}{{ s.w.shell.stars }}{% endblock %}
{% block content %}
<div class="page">
<header class="page-head"><h1>{{ s.w.shell.stars }}</h1></header>
<ul>{% for title in titles %}<li>{{ title }}</li>{% endfor %}</ul>
</div>
{% endblock %}
"#;

const FORMAT: Toy = Toy {
    heading: "**Import format.**",
    kind: "format",
    name: "guestbook",
    made: &["crates/archive/src/format.rs", "crates/archive/src/guestbook.rs", "crates/archive/src/lib.rs"],
    written: &[
        ("crates/archive/src/guestbook.rs", GUESTBOOK),
        ("crates/archive/fixtures/guestbook/spring.guestbook", VISITS),
        ("crates/archive/fixtures/guestbook/expected.txt", EXPECTED),
    ],
    inserted: &[],
    package: "tribune-archive",
    watched: &["every_fixture_is_read_as_its_expectation_says", "every_format_has_a_fixture"],
};

const GUESTBOOK: &str = r#"//! A guest book: a visitor a line, as `TIME | NAME | WORDS`.

use model::{Author, Incoming};

use crate::format::{Confidence, Error, Format, Mapped, Options, Probe, each_file};
use crate::lines::Lines;
use crate::record::{Place, Reason, Record, Row, Rows, Skip, Warnings};
use crate::source::Source;

pub(crate) const FORMAT: Format =
    Format { name: "guestbook", title: "guest book", losses: &[], mapped: Mapped::Known, detect, open };

fn detect(probe: &Probe) -> Confidence {
    let named = probe.first().is_some_and(|file| file.has_ending("guestbook"));
    if named { Confidence::Sure } else { Confidence::No }
}

fn open(source: &Source, _options: &Options) -> Result<Rows, Error> {
    let files = source.files().to_vec();
    Ok(each_file(source, files, |source, file| Ok(Box::new(Lines::open(source, file)?.rows(visit)))))
}

fn visit(line: Vec<u8>, place: Place) -> Row {
    let text = String::from_utf8_lossy(&line).into_owned();
    let parts: Vec<&str> = text.splitn(3, " | ").collect();
    let [sent, name, words] = parts.as_slice() else {
        return Err(Skip { place, reason: Reason::Malformed, detail: String::new() });
    };
    let message = Incoming {
        origin: "guestbook".to_owned(),
        channel: "guests".to_owned(),
        conversation: (*name).to_owned(),
        author: Author { handle: (*name).to_owned(), ..Author::default() },
        sent: sent.parse().ok(), // tidy(swallow): a visit without a time counts in no statistic of time
        text: (*words).to_owned(),
        source: line,
        ..Incoming::default()
    };
    Ok(Record { message, place, warnings: Warnings::default() })
}
"#;

const VISITS: &str = "2024-03-01T10:00:00Z | Ada | What a lovely place
no visit
once | Grace | I was here | twice
";

const EXPECTED: &str = r#"format guestbook
guests | Ada | - | - > - | Ada | 2024-03-01T10:00:00Z | "What a lovely place"
skip 2 malformed
guests | Grace | - | - > - | Grace | - | "I was here | twice"
origin guestbook
"#;
