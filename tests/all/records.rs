//! The wire formats: what goes out comes back, and what is broken names its line.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use demarche::article::{Article, Block, BlockKind, Field, Origin, Span, Statement};
use demarche::error::LoadError;
use demarche::event::Coded;
use demarche::mention::*;
use demarche::records::offsets::Offsets;
use demarche::records::{Line, articles, csv, gold, mentions};
use jiff::civil::date;
use proptest::prelude::*;

const AT: Line<'_> = Line { file: "in.jsonl", number: 7 };
const TEXT: &str = "Müller, „der Gesandte“, übergab in Genf 6000 Übersetzungen.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

#[test]
fn times_are_written_as_exactly_as_they_are_known_and_read_back() {
    for (text, first, last, precision) in [
        ("2015-07-14", date(2015, 7, 14), date(2015, 7, 14), Precision::Day),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), Precision::Month),
        ("2015", date(2015, 1, 1), date(2015, 12, 31), Precision::Year),
        ("2015-11/2016-02", date(2015, 11, 1), date(2016, 2, 29), Precision::Span),
        ("1990/1999", date(1990, 1, 1), date(1999, 12, 31), Precision::Span),
        ("2015-01-01/2015-12-30", date(2015, 1, 1), date(2015, 12, 30), Precision::Span),
    ] {
        let time = TimeSpan { start: first, end: last, precision };
        assert_eq!(time.to_string(), text);
        assert_eq!(text.parse::<TimeSpan>().unwrap(), time);
    }
    for turned in ["2024-05-09/2024-05-01", "2024/2020", "2024-05/2024-04"] {
        assert!(turned.parse::<TimeSpan>().is_err(), "{turned}");
    }
    assert!("2015-13".parse::<TimeSpan>().is_err() && "soon".parse::<TimeSpan>().is_err());
}

fn article() -> Article {
    Article {
        id: "a1".to_owned(),
        title: "Übergabe".to_owned(),
        text: TEXT.to_owned(),
        published: Some((date(2024, 5, 3), Origin::Page)),
        lang: "de".to_owned(),
        url: Some("https://example.invalid/a1".to_owned()),
        source: Some("Probeblatt".to_owned()),
        authors: vec!["A. Autor".to_owned()],
        tags: vec!["Genf".to_owned()],
        agency: Some("ddm".to_owned()),
        published_at: demarche::read::moment("2024-05-03T09:30:00+02:00"),
        updated: demarche::read::moment("2024-05-04"),
        copy_of: Some(("a0".to_owned(), 0.75)),
        stated: vec![Statement {
            field: Field::Title,
            place: demarche::article::Place::OpenGraph,
            value: "Übergabe".to_owned(),
        }],
        foreign: vec![(Span::new(0, TEXT.len()), "en".to_owned())],
        blocks: vec![Block { span: Span::new(0, TEXT.len()), kind: BlockKind::Paragraph }],
    }
}

fn mention() -> Mention {
    Mention {
        doc: "a1".to_owned(),
        lang: "de".to_owned(),
        sentence: Span::new(0, TEXT.len()),
        trigger: span("übergab"),
        kind: EventType::Aid,
        mode: None,
        contexts: vec!["treaty".to_owned()],
        cameo: "070".to_owned(),
        actors: vec![Actor {
            code: "CHE".to_owned(),
            sector: Some(Sector::Gov),
            name: Some("Müller".to_owned()),
            role: Some("der Gesandte".to_owned()),
            span: span("Müller"),
        }],
        recipients: vec![Actor { code: "IGO:UN".to_owned(), ..Actor::default() }],
        symmetric: false,
        status: Status::Reported,
        historical: false,
        said_by: vec![],
        time: Some(TimeSpan { start: date(2024, 5, 1), end: date(2024, 5, 31), precision: Precision::Month }),
        place: Some(Place {
            name: "Genf".to_owned(),
            country: Some("CHE".to_owned()),
            lat: Some(46.2),
            lon: Some(6.1),
            span: span("Genf"),
        }),
        magnitudes: vec![Magnitude {
            value: 6000.0,
            vague: false,
            unit: "Übersetzungen".to_owned(),
            span: span("6000"),
        }],
        object: Some(span("6000 Übersetzungen")),
        about: vec![span("übergab")],
        score: 0.8125,
        evidence: Evidence {
            row: "triggers.tsv:3 übergeben".to_owned(),
            cues: vec![(span("in Genf"), "place".to_owned())],
            features: vec!["noun".to_owned()],
        },
    }
}

#[test]
fn an_article_survives_the_way_out_and_back() {
    let line = articles::write(&article());
    assert_eq!(articles::read(AT, &line), Ok(article()));
}

#[test]
fn a_plain_article_record_needs_only_id_and_text() {
    let read =
        articles::read(AT, r#"{"id": 12, "text": "Kurz.", "published": "2024-05-03T10:00:00+02:00", "extra": 1}"#);
    let wanted = Article {
        id: "12".to_owned(),
        text: "Kurz.".to_owned(),
        published: Some((date(2024, 5, 3), Origin::Given)),
        ..Article::default()
    };
    assert_eq!(read, Ok(wanted));
}

#[test]
fn broken_article_records_name_file_line_and_cause() {
    let cause = |json: &str| articles::read(AT, json).unwrap_err();
    assert_eq!(cause(r#"{"id": "x"}"#), LoadError::new("in.jsonl", 7, "the record has no `text`"));
    assert_eq!(cause(r#"{"text": "x"}"#), LoadError::new("in.jsonl", 7, "the record has no `id`"));
    assert_eq!(
        cause(r#"{"id": "x", "text": "x", "published": "gestern"}"#),
        LoadError::new("in.jsonl", 7, "\"gestern\" is no date of the form YYYY-MM-DD")
    );
    assert_eq!(
        cause(r#"{"id": "x", "text": "x", "blocks": [{"start": 0, "end": 2, "kind": "title"}]}"#),
        LoadError::new("in.jsonl", 7, "a block lies outside the text")
    );
}

#[test]
fn a_mention_is_written_as_the_codebook_says() {
    let line = mentions::write(&article(), &[mention()]);
    let wanted = concat!(
        r#"{"doc":"a1","lang":"de","sentence":{"start":0,"end":59},"trigger":{"start":24,"end":31,"text":"übergab"},"#,
        r#""type":"AID","mode":null,"contexts":["treaty"],"cameo":"070","actors":[{"code":"CHE","sector":"GOV","#,
        r#""name":"Müller","role":"der Gesandte","start":0,"end":6}],"recipients":[{"code":"IGO:UN","sector":null,"#,
        r#""name":null,"role":null,"start":null,"end":null}],"symmetric":false,"status":"reported","historical":false,"#,
        r#""said_by":[],"time":{"start":"2024-05-01","end":"2024-05-31","precision":"month"},"#,
        r#""place":{"name":"Genf","country":"CHE","lat":46.2,"lon":6.1,"start":35,"end":39},"#,
        r#""magnitudes":[{"value":6000.0,"unit":"Übersetzungen","vague":false,"start":40,"end":44}],"#,
        r#""object":{"start":40,"end":58,"text":"6000 Übersetzungen"},"about":[{"start":24,"end":31,"text":"übergab"}],"score":0.8125,"#,
        r#""evidence":{"row":"triggers.tsv:3 übergeben","cues":[{"start":32,"end":39,"text":"in Genf","as":"place"}],"features":["noun"]}}"#,
        "\n"
    );
    assert_eq!(line, wanted);
}

#[test]
fn mentions_survive_the_way_out_and_back() {
    let lines = mentions::write(&article(), &[mention(), mention()]);
    let wanted = Coded {
        article: article(),
        sentences: vec![Span::new(0, TEXT.len())],
        mentions: vec![mention(), mention()],
        ..Coded::default()
    };
    assert_eq!(mentions::read("m.jsonl", &lines, vec![article()]), Ok(vec![wanted]));
}

#[test]
fn a_mention_of_an_unknown_article_is_an_error() {
    let lines = mentions::write(&article(), &[mention()]);
    let cause = "there is no article \"a1\" for this mention";
    assert_eq!(mentions::read("m.jsonl", &lines, vec![]), Err(LoadError::new("m.jsonl", 1, cause)));
}

#[test]
fn a_span_outside_the_text_is_an_error() {
    let lines = mentions::write(&article(), &[mention()]).replace(r#""end":59"#, r#""end":60"#);
    let cause = "0 to 60 lies outside the article's text";
    assert_eq!(mentions::read("m.jsonl", &lines, vec![article()]), Err(LoadError::new("m.jsonl", 1, cause)));
}

#[test]
fn a_table_row_quotes_what_needs_quoting() {
    let wanted = "a1,de,2024-05-03,Probeblatt,\"Müller, „der Gesandte“, übergab in Genf 6000 Übersetzungen.\",übergab,AID,,\
        treaty,070,CHE GOV,Müller,IGO:UN,,false,reported,false,,2024-05-01,2024-05-31,month,Genf,CHE,46.2,6.1,\
        6000 Übersetzungen,6000 Übersetzungen,übergab,0.8125,triggers.tsv:3 übergeben\r\n";
    assert_eq!(csv::write(&article(), &[mention()]), wanted);
    assert_eq!(csv::header().split(',').count(), 30);
}

#[test]
fn gold_records_become_mentions_with_their_sentence() {
    let json = r#"{"id": "g", "lang": "de", "published": "2024-05-03", "title": "", "text": "Genf.\n\nAm 2. Mai traf er Mr. X. „Gut!“ Dann fuhr er.",
        "mentions": [{"quote": "traf er", "type": "CONSULT", "mode": null, "actors": ["CHE GOV"], "recipients": ["IGO:UN"],
        "symmetric": true, "status": "planned", "said_by": ["CHE MED"], "time": ["2024-05-02", "2024-05-02"]}]}"#
        .replace('\n', " ");
    let coded = gold::read(AT, &json).unwrap();
    let text = &coded.article.text;
    let told: Vec<&str> = coded.sentences.iter().map(|s| s.of(text)).collect();
    assert_eq!(told, ["Genf.", "Am 2. Mai traf er Mr. X. „Gut!“", "Dann fuhr er."]);
    let [mention] = &coded.mentions[..] else { panic!("one mention") };
    let actor = |code: &str, sector| Actor { code: code.to_owned(), sector, ..Actor::default() };
    assert_eq!(mention.sentence.of(text), told[1]);
    assert_eq!(mention.trigger.of(text), "traf er");
    assert_eq!(mention.actors, [actor("CHE", Some(Sector::Gov))]);
    assert_eq!(mention.recipients, [actor("IGO:UN", None)]);
    assert_eq!(mention.said_by, [actor("CHE", Some(Sector::Med))]);
    assert_eq!((mention.kind, mention.status, mention.symmetric), (EventType::Consult, Status::Planned, true));
    assert_eq!(
        mention.time,
        Some(TimeSpan { start: date(2024, 5, 2), end: date(2024, 5, 2), precision: Precision::Day })
    );
}

#[test]
fn a_quotation_that_is_not_in_the_text_is_an_error() {
    let json = r#"{"id": "g", "text": "Genf.", "mentions": [{"quote": "Bern", "type": "AID", "status": "reported"}]}"#;
    let cause = "the text does not hold the quotation \"Bern\"";
    assert_eq!(gold::read(AT, json), Err(LoadError::new("in.jsonl", 7, cause)));
}

proptest! {
    #[test]
    fn offsets_agree_with_counting(text in "\\PC{0,200}") {
        let offsets = Offsets::new(&text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(offsets.to_point(byte), point);
            prop_assert_eq!(offsets.to_byte(point), Some(byte));
        }
        let points = text.chars().count();
        prop_assert_eq!(offsets.to_point(text.len()), points);
        prop_assert_eq!(offsets.to_byte(points), Some(text.len()));
        prop_assert_eq!(offsets.to_byte(points + 1), None);
    }
}
