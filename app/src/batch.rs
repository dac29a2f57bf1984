//! Work spread over threads, its results in the order of the input; a panic costs one item, not the run.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};
use std::thread;

/// How many inputs are read before their articles are written: so much is in memory at a time.
pub(crate) const CHUNK: usize = 256;

const THREADS: usize = 2;

/// Applies `work` to every item. Where it panics the result is the panic's message.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<Result<R, String>> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<Result<R, String>>>> = Mutex::new(items.iter().map(|_| None).collect());
    let toil = || {
        while let Some((index, item)) = take(&next, items) {
            let result = guard(|| work(item));
            // The lock is held for this assignment alone, which cannot panic and so cannot poison it.
            if let Ok(mut results) = results.lock() {
                results[index] = Some(result);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..THREADS.min(items.len()) {
            scope.spawn(toil);
        }
        toil();
    });
    let results = results.into_inner().unwrap_or_default();
    results.into_iter().map(|result| result.unwrap_or_else(|| Err("no result".to_owned()))).collect()
}

/// Does `work`; where it panics the result is the panic's message.
pub(crate) fn guard<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    keep_caught_panics_silent();
    CAUGHT.set(true);
    let result = catch_unwind(AssertUnwindSafe(work)).map_err(|cause| message(cause.as_ref()));
    CAUGHT.set(false);
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
    use super::{guard, map};

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let squares: Vec<usize> = map(&items, |n| n * n).into_iter().filter_map(Result::ok).collect();
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
        let items = [0usize, 1, 2, 3];
        let list = [10, 11, 12];
        let results = map(&items, |n| list[*n]);
        let lost = "index out of bounds: the len is 3 but the index is 3".to_owned();
        assert_eq!(results, [Ok(10), Ok(11), Ok(12), Err(lost)]);
    }
}
