//! A real Chromium on the pages of `tribune demo`: what a person sees, with keyboard, without JavaScript, in the dark.

pub mod axe;
pub mod driver;
pub mod stage;
