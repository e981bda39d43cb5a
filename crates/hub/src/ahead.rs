//! Work that one thread prepares and another writes: bounded by bytes, since one mail may be as large as
//! a thousand messages.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tokio::sync::mpsc;

/// Bytes that are prepared and not yet written; one item larger than this goes alone.
const BYTES_AHEAD: usize = 8 << 20;
const ITEMS_AHEAD: usize = 32;

/// An item and its place among the bytes ahead, free again when this is dropped.
pub struct Ahead<T> {
    pub item: T,
    #[expect(dead_code, reason = "held for its drop")]
    held: Held,
}

pub struct Sender<T> {
    channel: mpsc::Sender<Ahead<T>>,
    room: Arc<Room>,
}

/// Nobody takes anything any more.
#[derive(Debug)]
pub struct Closed;

pub fn channel<T>() -> (Sender<T>, mpsc::Receiver<Ahead<T>>) {
    let (send, receive) = mpsc::channel(ITEMS_AHEAD);
    let room = Arc::new(Room { free: Mutex::new(BYTES_AHEAD), freed: Condvar::new() });
    (Sender { channel: send, room }, receive)
}

impl<T> Sender<T> {
    /// Waits on a thread of its own until there is room. Whoever receives must not wait for more than the first
    /// item: those in its hands take room.
    pub fn send(&self, item: T, bytes: usize) -> Result<(), Closed> {
        let held = Room::take(&self.room, bytes);
        self.channel.blocking_send(Ahead { item, held }).map_err(|_| Closed)
    }
}

/// Waits for one item if none is waiting, then takes those that are there, up to `most`; `false` at the end.
pub async fn fill<T>(receive: &mut mpsc::Receiver<Ahead<T>>, waiting: &mut VecDeque<Ahead<T>>, most: usize) -> bool {
    if waiting.is_empty() {
        waiting.extend(receive.recv().await);
    }
    while !waiting.is_empty()
        && waiting.len() < most
        && let Ok(item) = receive.try_recv()
    {
        waiting.push_back(item);
    }
    !waiting.is_empty()
}

struct Room {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Room {
    fn take(room: &Arc<Room>, bytes: usize) -> Held {
        let bytes = bytes.min(BYTES_AHEAD);
        let mut free = room.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < bytes {
            free = room.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Held { room: room.clone(), bytes }
    }
}

struct Held {
    room: Arc<Room>,
    bytes: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.room.freed.notify_one();
    }
}
