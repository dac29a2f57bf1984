//! Word salad and hostile repetition in, mentions out: nothing panics, and every mention lies in the text it came from.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::{Article, Block, BlockKind, Origin, Span};
use demarche::mention::{Actor, Mention};
use proptest::prelude::*;

/// States, persons and bodies with their genitives; joining words; verbs; acts; units of time; signs.
const POOL: &str = "Russland Russlands China Chinas Ukraine Deutschland Iran Israels USA Vereinten Nationen Nato EU \
    Putin Putins Selenskyj Scholz Merkel Xi Präsident Ministerin Außenminister Regierung Armee Polizei Demonstranten \
    Moskau Kiew Gaza und oder dass um zu weil nachdem während aber nicht nie kein der die das den dem des ein eine \
    deren dessen sich er sie es man ist sind war hat haben wurde worden werden wird soll will könnte greift griff an \
    angreift anzugreifen angegriffen traf treffen trafen sagte sagen erklärte verurteilte verurteilt drohte droht \
    unterzeichnete unterzeichnet lieferte geliefert liefern festgenommen verhaftet tötete getötet forderte fordern \
    kündigte ankündigte verhängt lehnt ab in im am von vom mit gegen über bei zum zur nach vor seit bis zwischen laut \
    wegen trotz ohne Angriff Angriffe Angriffs Treffen Vertrag Vertrages Sanktionen Waffenruhe Gespräche Protest \
    Verhaftung Drohung Raketen Soldaten Tote Menschen Millionen Euro Tagen Woche Wochen Monaten Jahr Jahren Jahrzehnten \
    Jahrhunderten Stunden später zuvor gestern heute morgen Montag Freitagabend Mai Ende Anfang Mitte 2023 2023/24 \
    24.02.2022 13. Uhr jeden alle einmal halben , , , . . ; : – - — \u{201e} \u{201c} \" ' » « ( ) [ ] … ! ? % € \
    \u{1f600} \u{1f1fa}\u{1f1e6} \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} Россия Путина Київ u\u{308}ber A\u{30a}\u{323} \
    \u{301} \u{feff} \u{ad} \u{2028} 中国 ß ẞ İ";

fn article(text: String) -> Article {
    Article {
        id: "t".to_owned(),
        lang: "de".to_owned(),
        blocks: vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }],
        published: Some(("2024-09-15".parse().unwrap(), Origin::Given)),
        text,
        ..Article::default()
    }
}

fn spans(mention: &Mention) -> Vec<Span> {
    let mut spans = vec![mention.sentence, mention.trigger];
    let sides: [&[Actor]; 3] = [&mention.actors, &mention.recipients, &mention.said_by];
    spans.extend(sides.into_iter().flatten().map(|a| a.span));
    spans.extend(mention.place.iter().map(|p| p.span));
    spans.extend(mention.magnitudes.iter().map(|m| m.span));
    spans.extend(mention.object);
    spans.extend(&mention.about);
    spans.extend(mention.evidence.cues.iter().map(|(span, _)| *span));
    spans
}

/// Codes the text and says what is wrong with the mentions; empty where nothing is.
fn faults(text: String) -> Vec<String> {
    let article = article(text);
    let (coded, notes) = demarche::run(&RESOURCES, article.clone());
    let mut out = Vec::new();
    for mention in &coded.mentions {
        for span in spans(mention) {
            if article.text.get(span.start..span.end).is_none() {
                out.push(format!("{span:?} is no part of the text"));
            }
        }
        if !mention.sentence.covers(mention.trigger) {
            out.push(format!("{:?} lies outside its sentence {:?}", mention.trigger, mention.sentence));
        }
        if !(0.0..=1.0).contains(&mention.score) {
            out.push(format!("score {}", mention.score));
        }
        if let Some(figure) = mention.magnitudes.iter().find(|m| !m.value.is_finite()) {
            out.push(format!("{} {} cannot be written down", figure.value, figure.unit));
        }
        if mention.time.is_some_and(|t| t.start > t.end) {
            out.push(format!("{:?} ends before it begins", mention.time));
        }
    }
    if demarche::run(&RESOURCES, article) != (coded, notes) {
        out.push("a second run gave something else".to_owned());
    }
    out
}

fn word() -> impl Strategy<Value = String> {
    let pool: Vec<&'static str> = POOL.split_whitespace().collect();
    prop_oneof![
        9 => proptest::sample::select(pool).prop_map(str::to_owned),
        1 => (0..=1_000_000_000_000_u64).prop_map(|n| n.to_string()),
        1 => (0_u64..60).prop_map(|n| n.to_string()),
    ]
}

/// Words in a row, most of them with a space between.
fn salad() -> impl Strategy<Value = String> {
    let words = proptest::collection::vec((word(), proptest::bool::weighted(0.9)), 1..=40);
    words.prop_map(|words| {
        words.into_iter().flat_map(|(word, apart)| [word, if apart { " " } else { "" }.to_owned()]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_words_in_any_order_are_survived(text in salad()) {
        prop_assert_eq!(faults(text.clone()), Vec::<String>::new(), "{}", text);
    }
}

/// One sentence: an opening, a part 300 times over, an end.
fn repeated(opening: &str, part: &str, end: &str) -> String {
    format!("{opening}{}{end}", part.repeat(300))
}

fn survived(opening: &str, part: &str, end: &str) {
    assert_eq!(faults(repeated(opening, part, end)), Vec::<String>::new());
}

#[test]
fn chained_genitives_end() {
    survived("Der Angriff ", "der Armee ", "Russlands traf die Ukraine.");
}

#[test]
fn purposes_without_end_end() {
    survived("Russland kam, ", "um anzugreifen, ", "sagte Putin.");
}

#[test]
fn a_list_of_one_state_end() {
    survived("", "Russland und ", "China griffen die Ukraine an.");
}

#[test]
fn speakers_within_speakers_end() {
    survived("Putin ", "sagte, ", "die Ukraine habe Russland angegriffen.");
}

#[test]
fn nested_that_clauses_end() {
    survived("Putin sagte, ", "dass Selenskyj sagte, ", "dass Russland angreift.");
}

#[test]
fn open_brackets_end() {
    survived("Russland ", "(die Armee ", "griff die Ukraine an.");
}

#[test]
fn bracketed_words_end() {
    survived("Russland ", "(die Armee) ", "griff die Ukraine an.");
}

#[test]
fn open_quotes_end() {
    survived("Putin sagte: ", "„Wir ", "greifen die Ukraine an.");
}

#[test]
fn straight_quotes_end() {
    survived("Putin sagte: ", "\" Russland ", "greift die Ukraine an.");
}

#[test]
fn relative_clauses_end() {
    survived("Die Armee, ", "die die Ukraine, ", "die Russland angriff.");
}

#[test]
fn commas_alone_end() {
    survived("Russland ", ", ", "griff die Ukraine an.");
}

#[test]
fn numbers_and_units_end() {
    survived("Russland griff ", "vor 50000 Jahren ", "die Ukraine an.");
}

#[test]
fn figures_without_end_count_nothing() {
    let digits = "9".repeat(400);
    let text = format!("Russland tötete am 3. März 2024 in der Ukraine {digits} Soldaten.");
    assert_eq!(faults(text.clone()), [""; 0]);
    let (coded, _) = demarche::run(&RESOURCES, article(text));
    assert!(coded.mentions.len() == 1 && coded.mentions[0].magnitudes.is_empty(), "{:?}", coded.mentions);
}

#[test]
fn joined_acts_end() {
    survived("Russland griff die Ukraine an", ", drohte China und traf Scholz", ".");
}

#[test]
fn prepositions_end() {
    survived("Russland griff ", "mit der Armee in ", "Kiew an.");
}

#[test]
fn adjectives_end() {
    survived("Die ", "verhaftete ", "Regierung griff die Ukraine an.");
}

#[test]
fn dashes_end() {
    survived("Russland ", "– die Armee ", "griff die Ukraine an.");
}

#[test]
fn brackets_within_brackets_end() {
    let text = format!("Russland {}{} griff die Ukraine an.", "(die Armee ".repeat(300), ")".repeat(300));
    assert_eq!(faults(text), Vec::<String>::new());
}

#[test]
fn quotes_within_quotes_end() {
    let text = format!("Putin sagte: {}{}", "„Scholz sagte: ".repeat(300), "“".repeat(300));
    assert_eq!(faults(text), Vec::<String>::new());
}
