//! Work spread over threads, its results in the order of the input; a panic costs one item, not the run.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::mem;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, TryLockError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// How many inputs are read before their articles are written: so much is in memory at a time.
pub(crate) const CHUNK: usize = 256;

/// Threads that share the work where nobody says how many.
pub(crate) const THREADS: usize = 2;

/// Why an item has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The work panicked; its message.
    Panic(String),
    /// The work took longer than it may.
    Late,
}

impl Failure {
    /// In words; `limit` is what the work was given.
    pub(crate) fn told(&self, limit: Duration) -> String {
        match self {
            Self::Panic(panic) => format!("the engine failed on it ({panic}); please report this"),
            Self::Late => {
                format!("it took longer than {} seconds; raise --max-time to wait longer", limit.as_secs_f64())
            }
        }
    }
}

/// What a worker tells.
enum News<R> {
    Begun(usize),
    Done(usize, Result<R, String>),
}

/// Applies `work` to every item, on so many threads. Where it panics or takes longer than `limit`, that item has no
/// result; a thread that is late is left to itself, for nothing can stop it, and another takes its place.
pub(crate) fn map<T, R>(
    threads: usize,
    items: &Arc<Vec<T>>,
    limit: Duration,
    work: impl Fn(&T) -> R + Send + Sync + 'static,
) -> Vec<Result<R, Failure>>
where
    T: Send + Sync + 'static,
    R: Send + 'static,
{
    let (next, work) = (Arc::new(AtomicUsize::new(0)), Arc::new(work));
    let (tell, hear) = mpsc::channel::<News<R>>();
    let start = || {
        let (items, next, work, tell) = (Arc::clone(items), Arc::clone(&next), Arc::clone(&work), tell.clone());
        lend(Box::new(move || {
            while let Some((index, item)) = take(&next, &items) {
                let told = tell.send(News::Begun(index));
                if told.and_then(|()| tell.send(News::Done(index, guard(|| work(item))))).is_err() {
                    return;
                }
            }
        }));
    };
    (0..threads.min(items.len())).for_each(|_| start());
    let mut results: Vec<Option<Result<R, Failure>>> = items.iter().map(|_| None).collect();
    let mut begun: BTreeMap<usize, Instant> = BTreeMap::new();
    let mut open = items.len();
    while open > 0 {
        let wait = begun.values().map(|begin| limit.saturating_sub(begin.elapsed())).min().unwrap_or(limit);
        match hear.recv_timeout(wait) {
            Ok(News::Begun(index)) => {
                begun.insert(index, Instant::now());
            }
            Ok(News::Done(index, result)) => {
                // One that was given up may come after all.
                if begun.remove(&index).is_some() {
                    results[index] = Some(result.map_err(Failure::Panic));
                    open -= 1;
                }
            }
            Err(_) => {
                let late: Vec<usize> =
                    begun.iter().filter(|(_, begin)| begin.elapsed() >= limit).map(|(index, _)| *index).collect();
                for index in late {
                    begun.remove(&index);
                    results[index] = Some(Err(Failure::Late));
                    open -= 1;
                    start();
                }
            }
        }
    }
    results.into_iter().map(|result| result.unwrap_or(Err(Failure::Late))).collect()
}

/// What a thread is to do.
type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for work, and the process that they run in.
struct Idle {
    process: u32,
    threads: Vec<mpsc::Sender<Job>>,
}

/// Threads are kept: one that ends leaves behind what it had allocated, and each new one asks for memory of its own.
static IDLE: Mutex<Idle> = Mutex::new(Idle { process: 0, threads: Vec::new() });

/// The threads that wait in this process; none where another thread has them in hand, or had them when it was forked.
fn idle() -> Option<MutexGuard<'static, Idle>> {
    let mut idle = match IDLE.try_lock() {
        Ok(idle) => idle,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => return None,
    };
    let process = process::id();
    if idle.process != process {
        // A fork has the list but not the threads. Even to drop the ends of their channels could wait for one of them.
        mem::forget(mem::take(&mut idle.threads));
        idle.process = process;
    }
    Some(idle)
}

/// Has a thread that waits do something, or a new one where none does.
fn lend(job: Job) {
    let waits = idle().and_then(|mut idle| idle.threads.pop());
    let job = match waits {
        Some(thread) => match thread.send(job) {
            Ok(()) => return,
            Err(back) => back.0,
        },
        None => job,
    };
    thread::spawn(move || {
        let (tell, hear) = mpsc::channel();
        let mut next = Some(job);
        while let Some(job) = next {
            job();
            let Some(mut idle) = idle() else { return };
            idle.threads.push(tell.clone());
            drop(idle);
            next = hear.recv().ok();
        }
    });
}

/// Does `work`; where it panics the result is the panic's message.
pub(crate) fn guard<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    keep_caught_panics_silent();
    let outside = CAUGHT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).map_err(|cause| message(cause.as_ref()));
    CAUGHT.set(outside);
    result
}

thread_local! {
    /// Whether a panic on this thread will be caught and reported by its caller.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// A panic that is caught is told once, by whoever reports the result; others keep their usual message.
fn keep_caught_panics_silent() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !CAUGHT.get() {
                usual(info);
            }
        }));
    });
}

fn take<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

fn message(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Failure, THREADS, guard, map};
    use std::collections::HashSet;
    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Arc<Vec<usize>> = Arc::new((0..1000).collect());
        let squares: Vec<usize> = map(THREADS, &items, LONG, |n| n * n).into_iter().filter_map(Result::ok).collect();
        assert_eq!(squares, items.iter().map(|n| n * n).collect::<Vec<_>>());
    }

    #[test]
    fn work_that_fails_says_why() {
        let list = [10, 11, 12];
        assert_eq!(guard(|| list.len()), Ok(3));
        assert_eq!(
            guard(|| list.iter().map(|n| list[*n]).sum::<usize>()),
            Err("index out of bounds: the len is 3 but the index is 10".to_owned())
        );
    }

    #[test]
    fn a_panic_costs_only_its_own_item() {
        let results = map(THREADS, &Arc::new(vec![0usize, 1, 2, 3]), LONG, |n| [10, 11, 12][*n]);
        let lost = "index out of bounds: the len is 3 but the index is 3".to_owned();
        assert_eq!(results, [Ok(10), Ok(11), Ok(12), Err(Failure::Panic(lost))]);
    }

    #[test]
    fn threads_are_kept_for_the_next_work() {
        let items = Arc::new(vec![(); 2]);
        let of = |_| map(THREADS, &items, LONG, |()| thread::current().id());
        let used: HashSet<_> = (0..100).flat_map(of).filter_map(Result::ok).collect();
        assert!(used.len() < 50, "{} threads for 200 items", used.len());
    }

    #[test]
    fn work_without_end_costs_only_its_own_item() {
        let results = map(THREADS, &Arc::new((0..6).collect::<Vec<u64>>()), Duration::from_millis(200), |n| {
            if n % 3 == 1 {
                thread::sleep(LONG);
            }
            *n
        });
        assert_eq!(results, [Ok(0), Err(Failure::Late), Ok(2), Ok(3), Err(Failure::Late), Ok(5)]);
    }
}
