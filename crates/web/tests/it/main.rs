//! The web room by its front door: requests in, answers out, over a small community in SQLite.

#[cfg(test)]
mod alerts;
#[cfg(test)]
mod api;
#[cfg(test)]
mod bench;
#[cfg(test)]
mod bulk;
#[cfg(test)]
mod cast;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod events;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod inbox;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod products;
#[cfg(test)]
mod topics;
#[cfg(test)]
mod trust;
