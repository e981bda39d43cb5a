//! The pages of the demo: accessible in light and dark, all of it by keyboard, all of it without JavaScript.

use std::collections::{BTreeMap, BTreeSet};

use browser::axe;
use browser::driver::{Element, Scripts, Window};
use browser::stage::Stage;

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const TABS_MAX: usize = 200;
const PAGES_MAX: usize = 40;

/// An address with its ids blanked: pages of one shape are made by one template.
fn shape(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let is_id = |part: &str| part.chars().any(|letter| letter.is_ascii_digit());
    path.split('/').map(|part| if is_id(part) { "*" } else { part }).collect::<Vec<_>>().join("/")
}

/// One address of each shape that links lead to, from the first page on.
fn walk(window: &Window, url: &str) -> BTreeMap<String, String> {
    let mut known = BTreeMap::from([("/".to_owned(), "/".to_owned()), ("/sign-in".to_owned(), "/sign-in".to_owned())]);
    let mut seen = BTreeSet::new();
    while let Some(path) = known.values().find(|path| !seen.contains(*path)).cloned() {
        window.go(&format!("{url}{path}"));
        seen.insert(path);
        let links = window.run("return [...document.querySelectorAll('a[href]')].map(a => a.href)");
        for link in links.as_array().into_iter().flatten().filter_map(|link| link.as_str()) {
            let Some(path) = link.strip_prefix(url).filter(|path| !path.contains("/assets/")) else { continue };
            known.entry(shape(path)).or_insert_with(|| path.to_owned());
        }
        assert!(known.len() < PAGES_MAX, "links lead to ever new shapes: {known:?}");
    }
    known
}

#[test]
fn every_page_is_accessible_in_light_and_dark() {
    let stage = Stage::set();
    let window = stage.window(Scripts::On);
    let pages = walk(&window, &stage.url);
    for room in ["/sign-in", "today", "/inbox", "/members/", "/report", "/journal"] {
        assert!(pages.keys().any(|shape| shape.contains(room)), "no link leads to {room}: {:?}", pages.keys());
    }
    let mut wrong = Vec::new();
    for scheme in ["light", "dark"] {
        window.prefer(scheme);
        for path in pages.values() {
            window.go(&format!("{}{path}", stage.url));
            wrong.extend(axe::violations(&window).into_iter().map(|line| format!("{path} in {scheme}: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("axe: {} pages in light and dark, 0 violations", pages.len());
}

/// Opens the first conversation of the inbox by its link.
fn open_first(window: &Window, stage: &Stage) -> Element {
    window.go(&format!("{}/", stage.url));
    let inbox = window.one("nav a[href*='/inbox']");
    window.click(&inbox);
    window.arrive("/inbox");
    window.one("a[href*='/inbox/']")
}

#[test]
fn a_conversation_is_closed_and_reopened_without_javascript() {
    let stage = Stage::set();
    let window = stage.window(Scripts::Off);
    let conversation = open_first(&window, &stage);
    window.click(&conversation);
    window.arrive("/inbox/");
    let close = window.one("form[action*='acts/conversation.close'] button");
    window.click(&close);
    let undo = window.one("form[action*='journal.undo'] button");
    window.click(&undo);
    window.one("form[action*='acts/conversation.close'] button");
}

/// Presses Tab until the focus is on what the script finds.
fn tab_to(window: &Window, css: &str) {
    let script = format!("return document.activeElement.matches({})", serde_json::json!(css));
    for _ in 0..TABS_MAX {
        if window.run(&script).as_bool() == Some(true) {
            return;
        }
        window.press(TAB);
    }
    panic!("Tab does not reach `{css}` on {}", window.url());
}

#[test]
fn a_conversation_is_closed_and_reopened_by_keyboard() {
    let stage = Stage::set();
    let window = stage.window(Scripts::On);
    window.go(&format!("{}/", stage.url));
    tab_to(&window, "nav a[href*='/inbox']");
    window.press(ENTER);
    window.arrive("/inbox");
    window.one("a[href*='/inbox/']");
    tab_to(&window, "a[href*='/inbox/']");
    window.press(ENTER);
    window.one("form[action*='acts/conversation.close'] button");
    tab_to(&window, "form[action*='acts/conversation.close'] button");
    window.press(ENTER);
    window.one("form[action*='journal.undo'] button");
    tab_to(&window, "form[action*='journal.undo'] button");
    window.press(ENTER);
    window.one("form[action*='acts/conversation.close'] button");
}

/// Waits until the element says so.
fn says(window: &Window, css: &str, words: &str) {
    window.wait(words, || window.all(css).first().map(|found| window.text(found)).filter(|text| text.contains(words)));
}

/// The same where a script swaps parts of the page, so that an element may go while it is asked.
fn comes_to_say(window: &Window, css: &str, words: &str) {
    let script = format!("return document.querySelector({})?.textContent", serde_json::json!(css));
    window.wait(words, || window.run(&script).as_str().is_some_and(|text| text.contains(words)).then_some(()));
}

#[test]
fn several_conversations_are_closed_and_brought_back_without_javascript() {
    let stage = Stage::set();
    let window = stage.window(Scripts::Off);
    open_first(&window, &stage);
    for one in window.all(".pick input").into_iter().take(3) {
        window.click(&one);
    }
    let close = window.one("#bulk button[data-key='e']");
    window.click(&close);
    says(&window, ".toast", "3 conversations closed");
    let undo = window.one("form[action*='journal.undo'] button");
    window.click(&undo);
    says(&window, ".toast", "3 conversations as before");
    let all = window.one("a.pick-all");
    window.click(&all);
    window.arrive("pick=all");
    assert_eq!(window.all(".pick input:checked").len(), window.all(".pick input").len());
}

#[test]
fn several_conversations_are_selected_and_closed_by_keyboard() {
    let stage = Stage::set();
    let window = stage.window(Scripts::On);
    open_first(&window, &stage);
    window.press('x');
    comes_to_say(&window, "[data-picked]", "1 selected");
    window.press('j');
    window.one(".row:first-child a[aria-current]");
    window.press('j');
    window.one(".row:nth-child(2) a[aria-current]");
    window.press('j');
    window.one(".row:nth-child(3) a[aria-current]");
    window.press('X');
    comes_to_say(&window, "[data-picked]", "3 selected");
    window.press('e');
    comes_to_say(&window, ".toast", "3 conversations closed");
    assert_eq!(window.all(".pick input:checked").len(), 0, "what is done is selected no longer");
    window.press('u');
    comes_to_say(&window, ".toast", "3 conversations as before");
    window.press('*');
    assert_eq!(window.all(".pick input:checked").len(), window.all(".pick input").len());
    window.press(ESCAPE);
    assert_eq!(window.all(".pick input:checked").len(), 0);
}

#[test]
fn the_list_is_narrowed_to_a_label_and_back() {
    let stage = Stage::set();
    for scripts in [Scripts::Off, Scripts::On] {
        let window = stage.window(scripts);
        let conversation = open_first(&window, &stage);
        window.click(&conversation);
        window.one(".pane-head");
        if scripts == Scripts::Off {
            let menu = window.one("#pane details.menu[data-key='l'] summary");
            window.click(&menu);
            let field = window.one("#pane form[action*='conversation.label'] input[name='label']");
            window.write(&field, "Vip");
            let label = window.one("#pane form[action*='conversation.label'] button");
            window.click(&label);
        }
        let chip = window.one(".facts-line .label a");
        window.click(&chip);
        window.arrive("label=vip");
        says(&window, ".list-title .label", "vip");
        window.wait("one row", || (window.all(".row").len() == 1).then_some(()));
        let off = window.one(".list-title .off");
        window.click(&off);
        window.wait("more rows", || (window.all(".row").len() > 1).then_some(()));
    }
}
