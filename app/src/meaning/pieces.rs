//! A sentence in, the numbers of its pieces out, as the encoder was trained on them: the most likely way to cut it into
//! pieces of a fixed vocabulary (Kudo 2018, unigram language model).

use anyhow::{Context, bail};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

const UNKNOWN: u32 = 0;
const BEGIN: u32 = 1;
const END: u32 = 2;
/// What stands for a space, before each word.
const SPACE: char = '\u{2581}';
/// How much less likely than the least likely piece an unknown sign is, in log units.
const UNKNOWN_COST: f32 = 10.0;

/// The pieces with their numbers and log probabilities.
#[derive(Debug)]
pub(super) struct Pieces {
    known: HashMap<String, (u32, f32)>,
    /// Characters of the longest piece.
    longest: usize,
    unknown: f32,
}

impl Pieces {
    /// Reads the pieces of a SentencePiece model: messages of protocol buffers, of which only field 1 is of use here.
    pub(super) fn read(model: &[u8]) -> anyhow::Result<Self> {
        let mut known = HashMap::new();
        let (mut longest, mut least) = (0, 0.0_f32);
        let mut number = 0;
        for field in fields(model) {
            let (1, Value::Bytes(message)) = field? else { continue };
            let (mut piece, mut score) = (None, 0.0);
            for field in fields(message) {
                match field? {
                    (1, Value::Bytes(text)) => piece = Some(std::str::from_utf8(text).context("a piece is no text")?),
                    (2, Value::Fixed(bits)) => score = f32::from_bits(bits),
                    _ => {}
                }
            }
            if let Some(piece) = piece {
                longest = longest.max(piece.chars().count());
                least = least.min(score);
                known.insert(piece.to_owned(), (number, score));
                number += 1;
            }
        }
        if known.is_empty() {
            bail!("no vocabulary");
        }
        Ok(Self { known, longest, unknown: least - UNKNOWN_COST })
    }

    /// The numbers of a sentence's pieces between those of its begin and its end.
    pub(super) fn of(&self, sentence: &str) -> Vec<u32> {
        let text = normal(sentence);
        // Byte offsets of the characters and of the end.
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let length = starts.len() - 1;
        // For each place the best way there: its score, where its last piece starts, which that is.
        let mut best: Vec<(f32, usize, u32)> = vec![(f32::NEG_INFINITY, 0, UNKNOWN); length + 1];
        let reach = |best: &mut Vec<(f32, usize, u32)>, from: usize, to: usize, piece: u32, score: f32| {
            let score = best.get(from).map_or(score, |way| way.0 + score);
            if let Some(way) = best.get_mut(to).filter(|way| score > way.0) {
                *way = (score, from, piece);
            }
        };
        if let Some(first) = best.first_mut() {
            first.0 = 0.0;
        }
        for from in 0..length {
            let mut single = false;
            for to in from + 1..=length.min(from + self.longest) {
                let piece = starts.get(from).zip(starts.get(to)).and_then(|(a, b)| text.get(*a..*b));
                if let Some((number, score)) = piece.and_then(|piece| self.known.get(piece)) {
                    reach(&mut best, from, to, *number, *score);
                    single |= to == from + 1;
                }
            }
            if !single {
                reach(&mut best, from, from + 1, UNKNOWN, self.unknown);
            }
        }
        let mut pieces = vec![END];
        let mut at = length;
        while let Some((_, from, piece)) = best.get(at).filter(|_| at > 0) {
            pieces.push(*piece);
            at = *from;
        }
        if pieces.len() == 1 {
            pieces.push(UNKNOWN);
        }
        pieces.push(BEGIN);
        pieces.reverse();
        pieces
    }
}

/// Compatibility forms composed, one space before each word, written as the vocabulary writes it.
fn normal(sentence: &str) -> String {
    let mut text = String::with_capacity(sentence.len() + 8);
    let composed: String = sentence.nfkc().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    for word in composed.split_whitespace() {
        text.push(SPACE);
        text.push_str(word);
    }
    text
}

/// What a field holds.
enum Value<'a> {
    Bytes(&'a [u8]),
    Fixed(u32),
    Other,
}

/// The fields of a message of protocol buffers with their numbers.
fn fields(message: &[u8]) -> impl Iterator<Item = anyhow::Result<(u64, Value<'_>)>> {
    let mut rest = message;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let read = field(&mut rest);
        if read.is_none() {
            rest = &[];
        }
        Some(read.context("the vocabulary is cut off, or no SentencePiece model"))
    })
}

fn field<'a>(rest: &mut &'a [u8]) -> Option<(u64, Value<'a>)> {
    let tag = varint(rest)?;
    let value = match tag & 7 {
        0 => varint(rest).map(|_| Value::Other)?,
        1 => taken(rest, 8).map(|_| Value::Other)?,
        2 => {
            let length = usize::try_from(varint(rest)?).ok()?;
            Value::Bytes(taken(rest, length)?)
        }
        5 => Value::Fixed(u32::from_le_bytes(taken(rest, 4)?.try_into().ok()?)),
        _ => return None,
    };
    Some((tag >> 3, value))
}

fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *taken(rest, 1)?.first()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn taken<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    *rest = tail;
    Some(head)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{BEGIN, END, Pieces, UNKNOWN};

    /// A model of pieces with scores, as SentencePiece writes them.
    fn model(pieces: &[(&str, f32)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (piece, score) in pieces {
            let mut message = vec![0x0a, piece.len() as u8];
            message.extend(piece.as_bytes());
            message.push(0x15);
            message.extend(score.to_le_bytes());
            bytes.extend([0x0a, message.len() as u8]);
            bytes.extend(message);
        }
        bytes
    }

    #[test]
    fn the_likeliest_cut_wins_and_what_is_unknown_stays_one_sign_long() {
        let pieces =
            [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), ("\u{2581}a", -1.0), ("b", -1.0), ("\u{2581}ab", -1.5)];
        let pieces = Pieces::read(&model(&pieces)).unwrap();
        assert_eq!(pieces.of(" ab \u{a0}ab"), [BEGIN, 5, 5, END]);
        assert_eq!(pieces.of("abb"), [BEGIN, 5, 4, END]);
        assert_eq!(pieces.of("a\u{444}b"), [BEGIN, 3, UNKNOWN, 4, END]);
        assert_eq!(pieces.of("\u{ff41}"), [BEGIN, 3, END], "a wide letter is the letter");
        assert_eq!(pieces.of(""), [BEGIN, UNKNOWN, END]);
    }

    #[test]
    fn a_model_that_is_cut_off_is_refused() {
        let whole = model(&[("a", -1.0), ("b", -2.0)]);
        assert!(Pieces::read(&whole).is_ok());
        assert!(Pieces::read(&whole[..whole.len() - 1]).is_err());
        assert!(Pieces::read(&[]).is_err());
    }
}
