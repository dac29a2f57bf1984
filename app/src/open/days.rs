//! Rows of a table in, the same with their days told plainly out: in 03/04/2024 either number may be the month, and another
//! row of the table, 03/25/2024, tells which it is, unless a third tells otherwise.

use super::{Body, Document, Sink};
use demarche::read::Record;

/// Bytes of rows that wait for those that tell.
const WAITING: usize = 4 << 20;

/// Which of the two small numbers comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Day,
    Month,
}

/// What the rows so far tell of the order, and those that wait for it.
#[derive(Default)]
pub(super) struct Days {
    /// What days that have one order alone are written in: none tells it, nor do several.
    told: Vec<Order>,
    waiting: Vec<Document>,
    size: usize,
}

impl Days {
    /// Hands a row of so many bytes on, at once or behind those that wait for the order.
    pub(super) fn take(&mut self, document: Document, size: usize, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        let mut is_open = false;
        if let Body::Record(record) = &document.body {
            for day in [&record.published, &record.updated].into_iter().filter_map(|value| Day::of(value.as_deref()?)) {
                let order = day.order();
                is_open |= order.is_none();
                self.told.extend(order.filter(|order| !self.told.contains(order)));
            }
        }
        if !is_open && self.waiting.is_empty() {
            return sink(Ok(self.settled(document)));
        }
        self.waiting.push(document);
        self.size += size;
        if self.size > WAITING { self.release(sink) } else { Ok(()) }
    }

    /// The rows that still wait.
    pub(super) fn end(mut self, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        self.release(sink)
    }

    fn release(&mut self, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        self.size = 0;
        std::mem::take(&mut self.waiting).into_iter().try_for_each(|document| sink(Ok(self.settled(document))))
    }

    fn settled(&self, mut document: Document) -> Document {
        let order = match self.told.as_slice() {
            [order] => Some(*order),
            _ => None,
        };
        if let Body::Record(record) = &mut document.body {
            let Record { published, updated, .. } = record.as_mut();
            for value in [published, updated] {
                let day = value.as_deref().and_then(Day::of);
                let plain = day.and_then(|day| day.told(day.order().or(order)?));
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
