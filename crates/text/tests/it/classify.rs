//! Learned labels by the front door: what is unlike everything learned is said to be unsure, and no label of several holds.

mod calibrate;
mod file;
mod measure;
mod memory;
mod solve;

use text::classify::{Answer, Example, Model, Senses, train};

/// Requests of two intents, and none of the third list's.
const CANCEL: [&str; 12] = [
    "cancel my order please",
    "I want to cancel the order from yesterday",
    "how do I cancel an order",
    "please stop my order, I do not need it",
    "can you cancel the two orders that I made",
    "I changed my mind, cancel the order",
    "is it too late to cancel my order",
    "the order was a mistake, please cancel it",
    "cancel everything that I ordered this week",
    "I would like my order to be cancelled",
    "do not send my order, cancel it",
    "where do I cancel what I ordered",
];
const ADDRESS: [&str; 12] = [
    "I moved, how do I change my address",
    "please change the delivery address",
    "the address in my account is wrong",
    "can I have it delivered to another address",
    "my new address is not saved",
    "update my address please, I moved last week",
    "how can I edit the delivery address",
    "I typed the wrong street, change the address",
    "send it to my office address instead",
    "where do I enter a second address",
    "the address has an old postcode, please correct it",
    "I need to change the address of my delivery",
];
const FOREIGN: [&str; 8] = [
    "zzz qqq",
    "what is the weather in Oslo tomorrow",
    "play some jazz in the kitchen",
    "how many calories are in an apple",
    "tell me a joke about cats",
    "the tiger is a large cat of Asia",
    "set an alarm for six in the morning",
    "asdf qwer",
];

fn learned(extra: &[(&str, &[&str])], labels: [&[&str]; 2]) -> Model {
    let example = |text: &str, labels: &[&str]| Example {
        title: String::new(),
        text: text.to_owned(),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
    };
    let cancel = CANCEL.iter().map(|text| example(text, labels[0]));
    let address = ADDRESS.iter().map(|text| example(text, labels[1]));
    let rows: Vec<Example> =
        cancel.chain(address).chain(extra.iter().map(|(text, labels)| example(text, labels))).collect();
    let trained = train(&Senses::built_in(), &rows).expect("two labels can be told apart");
    Model::from_bytes(&trained.bytes).expect("what was written can be read")
}

fn ask<'a>(model: &'a Model, text: &str) -> Answer<'a> {
    model.classify(&Senses::built_in(), "", text)
}

#[test]
fn what_is_unlike_everything_learned_is_unsure() {
    let model = learned(&[], [&["cancel"], &["address"]]);
    for text in FOREIGN {
        let answer = ask(&model, text);
        assert!(answer.unsure && answer.confidence < 0.5, "{text}: {answer:?}");
    }
    for (text, label) in [("please cancel this order", "cancel"), ("can you change my delivery address", "address")] {
        let answer = ask(&model, text);
        assert!(answer.label == label && !answer.unsure && answer.confidence > 0.5, "{text}: {answer:?}");
    }
}

#[test]
fn rows_of_no_label_teach_that_none_may_hold() {
    let none: [(&str, &[&str]); 6] = [
        ("good morning everybody", &[]),
        ("see you at the meeting on Monday", &[]),
        ("thanks, that is all for today", &[]),
        ("have a nice weekend", &[]),
        ("I will be back after lunch", &[]),
        ("we talked about it at the meeting", &[]),
    ];
    let model = learned(&none, [&["cancel", "order"], &["address"]]);
    assert_eq!(ask(&model, "please cancel this order").labels, Some(vec!["cancel", "order"]));
    for text in FOREIGN.into_iter().chain(["good morning, see you on Monday"]) {
        assert_eq!(ask(&model, text).labels, Some(vec![]), "{text}");
    }
}
