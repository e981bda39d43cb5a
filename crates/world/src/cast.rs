//! The brand's own people: a small cast with names, for tests and for the demo.

use model::Role;

/// Somebody who works for the brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The short name by which tests call them.
    pub key: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub role: Role,
    /// How they sign in public.
    pub title: &'static str,
}

/// Ada owns the workspace, Grace and Linus answer, Mary reads.
pub const CAST: [Staff; 4] = [
    staff("ada", "Ada Okafor", "ada@tidewick.example", (Role::Owner, "Community")),
    staff("grace", "Grace Lindholm", "grace@tidewick.example", (Role::Agent, "Support")),
    staff("linus", "Linus Moreau", "linus@tidewick.example", (Role::Agent, "Firmware")),
    staff("mary", "Mary Castellan", "mary@tidewick.example", (Role::Analyst, "Product")),
];

const fn staff(
    key: &'static str,
    name: &'static str,
    email: &'static str,
    (role, title): (Role, &'static str),
) -> Staff {
    Staff { key, name, email, role, title }
}
