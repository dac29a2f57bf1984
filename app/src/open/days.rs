//! Rows of a table in, the same with their days told plainly out: in 03/04/2024 either number may be the month, and another
//! row of the column, 03/25/2024, tells which it is.

use super::{Body, Document, Sink};
use demarche::read::Record;

/// Bytes of rows that wait for one that tells.
const WAITING: usize = 4 << 20;

/// Which of the two small numbers comes first.
#[derive(Clone, Copy)]
enum Order {
    Day,
    Month,
}

/// What the rows so far tell of the order, and those that wait for it.
#[derive(Default)]
pub(super) struct Days {
    order: Option<Order>,
    waiting: Vec<Document>,
    size: usize,
}

impl Days {
    /// Hands a row of so many bytes on, at once or when its order is known.
    pub(super) fn take(&mut self, document: Document, size: usize, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        let published = match &document.body {
            Body::Record(record) => record.published.as_deref().and_then(Day::of),
            _ => None,
        };
        self.order = self.order.or(published.as_ref().and_then(Day::order));
        if self.order.is_none() && (published.is_some() || !self.waiting.is_empty()) {
            self.waiting.push(document);
            self.size += size;
            return if self.size > WAITING { self.release(sink) } else { Ok(()) };
        }
        self.release(sink)?;
        sink(Ok(self.settled(document)))
    }

    /// The rows for which nothing has told it.
    pub(super) fn end(mut self, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        self.release(sink)
    }

    fn release(&mut self, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        self.size = 0;
        std::mem::take(&mut self.waiting).into_iter().try_for_each(|document| sink(Ok(self.settled(document))))
    }

    fn settled(&self, mut document: Document) -> Document {
        if let (Body::Record(record), Some(order)) = (&mut document.body, self.order) {
            let Record { published, updated, .. } = record.as_mut();
            for value in [published, updated] {
                let plain = value.as_deref().and_then(Day::of).and_then(|day| day.told(order));
                *value = plain.or(value.take());
            }
        }
        document
    }
}

/// A day with two small numbers before its year, and what stands behind it.
struct Day<'c> {
    small: [u8; 2],
    year: &'c str,
    rest: &'c str,
}

const MONTHS: u8 = 12;

impl<'c> Day<'c> {
    fn of(cell: &'c str) -> Option<Self> {
        let mut parts = cell.trim().splitn(3, '/');
        let small = [parts.next()?.parse().ok()?, parts.next()?.parse().ok()?];
        let (year, rest) = parts.next()?.split_at_checked(4)?;
        let is_year = year.bytes().all(|byte| byte.is_ascii_digit()) && !rest.starts_with(|c: char| c.is_ascii_digit());
        is_year.then_some(Self { small, year, rest })
    }

    fn order(&self) -> Option<Order> {
        match self.small {
            [first, second] if first > MONTHS && second <= MONTHS => Some(Order::Day),
            [first, second] if first <= MONTHS && second > MONTHS => Some(Order::Month),
            _ => None,
        }
    }

    /// In ISO form; nothing where the numbers are none of this order.
    fn told(&self, order: Order) -> Option<String> {
        let [day, month] = match order {
            Order::Day => self.small,
            Order::Month => [self.small[1], self.small[0]],
        };
        (month <= MONTHS).then(|| format!("{}-{month:02}-{day:02}{}", self.year, self.rest))
    }
}
