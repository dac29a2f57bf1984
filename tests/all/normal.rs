//! The same story in several spellings that look alike in, the same mentions and events out, each in its own words.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::Span;
use demarche::normal::{Normal, normal};
use demarche::read::{self, Hints};
use demarche::{Coded, link};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

const STORIES: [&str; 3] = [
    "Ministerpräsident kündigt Rückzug an\n\nDie peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze \
     verlegt zu haben. Chiles Außenminister Jürgen Möller wies die Vorwürfe zurück. Österreich und die Türkei unterzeichneten \
     am Mittwoch in Zürich ein Abkommen über Getreide.",
    "Polish prime minister visits Ankara\n\nTurkey's government accused Poland on Tuesday of having sent troops to the border. \
     Polish foreign minister Radosław Müller rejected the accusation. Türkiye and Côte d'Ivoire signed a treaty in Málaga.",
    "Frankreich verurteilte den Angriff Russlands auf die Ukraine.",
];

/// Spellings of a text that all look like it.
fn spellings(text: &str) -> [String; 4] {
    let between = |sign: char| -> String {
        let mut out = String::new();
        for (at, word) in text.split(' ').enumerate() {
            out.extend((at > 0).then_some(' '));
            for (at, c) in word.chars().enumerate() {
                let inside = at > 2 && c.is_alphabetic() && word.chars().nth(at - 1).is_some_and(char::is_alphabetic);
                out.extend(inside.then_some(sign));
                out.push(c);
            }
        }
        out
    };
    let both: String = between('\u{ad}').nfd().collect();
    [text.nfd().collect(), between('\u{ad}'), between('\u{200b}'), both]
}

fn coded(id: &str, text: &str, as_record: bool) -> Coded {
    let hints = Hints { published: Some("2024-05-09".parse().unwrap()), ..Hints::default() };
    let record = serde_json::json!({ "id": id, "text": text }).to_string();
    let bytes = if as_record { record.as_str() } else { text };
    let reading = read::read(&RESOURCES, id, bytes.as_bytes(), &hints).remove(0).unwrap();
    assert_eq!(reading.article.text, text);
    demarche::run(&RESOURCES, reading.article).0
}

/// What the mentions say, with the words of each place in their normal form.
fn said(coded: &Coded) -> Vec<String> {
    let words = |span: Span| {
        let words = coded.article.text.get(span.start..span.end).unwrap();
        assert!(span.start == span.end || !words.is_empty());
        normal(words).into_owned()
    };
    let side = |actors: &[demarche::mention::Actor]| -> Vec<String> {
        actors.iter().map(|a| format!("{} {:?} {:?} {}", a.key(), a.name, a.role, words(a.span))).collect()
    };
    let one = |m: &demarche::Mention| {
        assert!(m.sentence.covers(m.trigger));
        format!(
            "{} {:?} {:?} > {:?} {} by {:?} {:?} {:?} {:?} {} / {}",
            m.kind,
            m.mode,
            side(&m.actors),
            side(&m.recipients),
            m.status,
            side(&m.said_by),
            m.time,
            m.place.as_ref().map(|p| (&p.name, words(p.span))),
            m.magnitudes.iter().map(|m| (m.value, words(m.span))).collect::<Vec<_>>(),
            words(m.trigger),
            words(m.sentence),
        )
    };
    coded.mentions.iter().map(one).collect()
}

#[test]
fn what_looks_alike_is_coded_alike() {
    for story in STORIES {
        for as_record in [true, false] {
            let plain = coded("a", story, as_record);
            assert!(!plain.mentions.is_empty(), "{story}");
            for spelling in spellings(story) {
                let other = coded("a", &spelling, as_record);
                assert_eq!(said(&other), said(&plain), "{spelling:?}");
                assert_eq!(other.article.lang, plain.article.lang);
                assert_eq!(other.article.title.is_empty(), plain.article.title.is_empty());
                let kinds = |coded: &Coded| coded.article.blocks.iter().map(|block| block.kind).collect::<Vec<_>>();
                assert_eq!(kinds(&other), kinds(&plain));
            }
        }
    }
}

#[test]
fn what_looks_alike_is_linked_alike_and_known_as_a_copy() {
    let story = STORIES[0];
    let batch = |spelling: &str| [coded("a", story, true), coded("b", spelling, true)];
    // The same text under two ids would be one article.
    let plain = link::link(&RESOURCES, &batch(&format!("{story} ")));
    assert_eq!(plain.origins, [0, 0]);
    for spelling in spellings(story) {
        let linked = link::link(&RESOURCES, &batch(&spelling));
        assert_eq!(linked, plain, "{spelling:?}");
    }
}

#[test]
fn a_text_in_normal_form_is_left_alone() {
    assert!(Normal::of("Größe „hier“ – 5 € №").is_none());
    assert_eq!(normal("Re\u{ad}gie\u{200b}rung fu\u{308}r Vie\u{323}\u{302}t\u{feff}"), "Regierung für Vi\u{1ec7}t");
}

#[test]
fn signs_are_known_by_their_bytes() {
    for c in (0..0x1_0000).filter_map(char::from_u32) {
        let silent = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        let accent = matches!(c, '\u{300}'..='\u{36f}');
        assert_eq!(Normal::of(&format!("x{c}y")).is_some(), silent || accent, "{c:?}");
    }
}

#[test]
fn words_are_found_where_they_stand() {
    let text = "\u{ad}Die Ma\u{ad}\u{308}chte u\u{308}\u{ad}ben\u{ad} viel.";
    let normal = Normal::of(text).unwrap();
    assert_eq!(normal.text(), "Die M\u{e4}chte \u{fc}ben viel.");
    let at = |word: &str| {
        let start = normal.text().find(word).unwrap();
        normal.back(Span::new(start, start + word.len())).of(text).to_owned()
    };
    assert_eq!(at("Die"), "Die");
    assert_eq!(at("M\u{e4}chte"), "Ma\u{ad}\u{308}chte");
    assert_eq!(at("\u{fc}ben"), "u\u{308}\u{ad}ben");
    assert_eq!(at("viel."), "viel.");
}

proptest! {
    #[test]
    fn spans_go_back_and_forth(text in "[aeu\u{308}\u{301}\u{ad}\u{200b}\u{fc} x\u{323}]{0,12}", from in 0..12usize, to in 0..12usize) {
        if let Some(normal) = Normal::of(&text) {
            prop_assert!(Normal::of(normal.text()).is_none_or(|twice| twice.text() == normal.text()));
            let bounds: Vec<usize> = normal.text().char_indices().map(|(at, _)| at).chain([normal.text().len()]).collect();
            let (from, to) = (from.min(to).min(bounds.len() - 1), from.max(to).min(bounds.len() - 1));
            let span = Span::new(bounds[from], bounds[to]);
            let back = normal.back(span);
            prop_assert!(text.get(back.start..back.end).is_some());
            if from < to {
                prop_assert_eq!(demarche::normal::normal(back.of(&text)).into_owned(), span.of(normal.text()));
                prop_assert_eq!(normal.forth(back), span);
            }
        }
    }
}
