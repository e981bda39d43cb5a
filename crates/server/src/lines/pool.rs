//! A few threads that work on batches side by side while the answers keep the order of the questions.

use std::sync::mpsc::{Receiver, Sender, SyncSender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// How many batches may wait, which bounds the memory.
const BATCHES_WAITING_MAX: usize = 16;

type Reply<Answer> = Receiver<anyhow::Result<Answer>>;

/// The answers, in order.
pub(super) struct Answers<Answer> {
    replies: Receiver<Reply<Answer>>,
}

impl<Answer> Answers<Answer> {
    /// The next answer, waiting for it; `None` when there is no more.
    pub(super) fn next_wait(&self) -> Option<anyhow::Result<Answer>> {
        self.replies.recv().ok().map(Self::take)
    }

    /// The next answer if its question has already been asked.
    pub(super) fn next_now(&self) -> Option<anyhow::Result<Answer>> {
        match self.replies.try_recv() {
            Ok(reply) => Some(Self::take(reply)),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => None,
        }
    }

    fn take(reply: Reply<Answer>) -> anyhow::Result<Answer> {
        reply.recv().unwrap_or_else(|_| Err(anyhow::anyhow!("a worker stopped unexpectedly")))
    }
}

/// Works through `batches` on all cores. The threads are not joined: a command that has ended ends the process, even
/// while one of them still waits for input.
pub(super) fn in_order<Batch, Answer, Work>(
    batches: impl Iterator<Item = anyhow::Result<Batch>> + Send + 'static,
    work: Work,
) -> Answers<Answer>
where
    Batch: Send + 'static,
    Answer: Send + 'static,
    Work: Fn(&Batch) -> Answer + Send + Sync + 'static,
{
    let (ask, replies) = sync_channel(BATCHES_WAITING_MAX);
    let (give, jobs) = channel::<Job<Batch, Answer>>();
    let jobs = Arc::new(Mutex::new(jobs));
    let work = Arc::new(work);
    for _ in 0..std::thread::available_parallelism().map_or(1, |cores| cores.get()) {
        let (jobs, work) = (Arc::clone(&jobs), Arc::clone(&work));
        std::thread::spawn(move || {
            while let Some((batch, reply)) = take_job(&jobs) {
                if reply.send(Ok(work(&batch))).is_err() {
                    return;
                }
            }
        });
    }
    std::thread::spawn(move || hand_out(batches, &ask, &give));
    Answers { replies }
}

type Job<Batch, Answer> = (Batch, Sender<anyhow::Result<Answer>>);

fn take_job<Batch, Answer>(jobs: &Mutex<Receiver<Job<Batch, Answer>>>) -> Option<Job<Batch, Answer>> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Queues each batch twice: its place in the order, and its work. The first queue is bounded, so both are.
fn hand_out<Batch, Answer>(
    batches: impl Iterator<Item = anyhow::Result<Batch>>,
    ask: &SyncSender<Reply<Answer>>,
    give: &Sender<Job<Batch, Answer>>,
) {
    for batch in batches {
        let (reply, answer) = channel();
        if ask.send(answer).is_err() {
            return;
        }
        let handed = match batch {
            Ok(batch) => give.send((batch, reply)).is_ok(),
            Err(error) => reply.send(Err(error)).is_ok(),
        };
        if !handed {
            return;
        }
    }
}
