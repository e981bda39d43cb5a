//! What a message names: products of the workspace's list, versions, links, addresses, numbers. Read when it is shown, from
//! its stored text, so that a product that is listed today is found in what was said years ago.

use model::Seen;
use store::products::{self, Product};
use store::{Conn, messages::Message};
use text::entities::{Entity, EntityKind};
use text::{Input, Products, Reader};

use crate::{Hub, Result};

/// Finds what messages of a workspace name.
pub struct Naming<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) products: Products,
}

/// Something that a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// `product`, `version`, `url`, `email`, `phone` or `money`.
    pub kind: &'static str,
    /// As the message writes it.
    pub words: String,
    /// How the product is called, however it is spelt here.
    pub product: Option<String>,
}

impl<'a> Naming<'a> {
    /// With the workspace's list of products as it stands.
    pub async fn load(hub: &'a Hub, conn: &mut Conn, seen: &Seen) -> Result<Naming<'a>> {
        Ok(Naming { reader: &hub.reader, products: ready(&products::list(conn, seen).await?) })
    }

    /// What a message names, in the order of its text, each thing as often as it stands there. Quoted lines are not its author's.
    pub fn of(&self, message: &Message) -> Vec<Named> {
        self.in_text(&message.text)
    }

    /// The same of a text that is not stored.
    pub fn in_text(&self, text: &str) -> Vec<Named> {
        let input = Input { text, title: None, products: Some(&self.products) };
        self.reader.entities(&input).iter().map(|entity| self.named(entity, &input)).collect()
    }

    pub(crate) fn named(&self, entity: &Entity, input: &Input<'_>) -> Named {
        let words = entity.span.words(input);
        let product = self.products.name_of(words).filter(|_| entity.kind == EntityKind::Product);
        Named { kind: entity.kind.word(), words: words.to_owned(), product: product.map(str::to_owned) }
    }
}

/// A list of products, ready to be found.
fn ready(list: &[Product]) -> Products {
    Products::spelt(list.iter().map(|one| (one.name.as_str(), one.spellings.iter().map(String::as_str))))
}

/// A query for the messages that write a product's name or one of its spellings.
pub fn query(product: &Product) -> String {
    let spellings = std::iter::once(&product.name).chain(&product.spellings);
    let quoted: Vec<String> = spellings.map(|spelling| format!("\"{}\"", spelling.replace('"', ""))).collect();
    let mut query = String::new();
    for spelling in quoted {
        let longer = if query.is_empty() { spelling } else { format!("{query} OR {spelling}") };
        if longer.chars().count() > crate::search::QUERY_CHARS_MAX {
            break;
        }
        query = longer;
    }
    query
}

/// A copy of a message without its author's name and its addresses at its origin, and with `[email]` and the like in
/// place of what in its text reaches a person. Who is who stays told apart by numbers of this workspace.
pub fn scrubbed(message: &Message) -> Message {
    let mut copy = message.clone();
    copy.text = text::scrub(&message.text);
    copy.author = String::new();
    copy.native_id = None;
    copy.reply_to = None;
    copy.conversation_title = text::scrub(&message.conversation_title);
    copy.channel_name = text::scrub(&message.channel_name);
    copy.reading.machine.keywords = text::scrub(&message.reading.machine.keywords);
    // The rest counts bytes of the text as it was.
    let example = message.reading.machine.of_example();
    copy.reading.machine.evidence = example.map_or_else(String::new, |example| example.to_string());
    copy
}
