//! What is true of a message, though it does not say so.

use model::Kind;

/// The hidden truth of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    pub kind: Kind,
    /// What the conversation is about: a name such as `clock` or `shipping`.
    pub topic: &'static str,
    /// −2 to 2.
    pub sentiment: i8,
    /// ISO 639-1.
    pub language: &'static str,
    /// The person behind the handle: the same number is the same person, wherever they write.
    pub person: u32,
    /// The person is of the brand's staff.
    pub staff: bool,
    /// The place in [`crate::World::incidents`] of what set it off.
    pub incident: Option<usize>,
    pub spam: bool,
    /// Insults somebody.
    pub toxic: bool,
    /// A helpful answer to the question or problem of its conversation.
    pub answers: bool,
    /// It opens its conversation.
    pub opens: bool,
}
