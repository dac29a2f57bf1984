//! Reading: what is article and what is not, when it was published, and what is wrong with inputs that give nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::{Article, BlockKind, Origin};
use demarche::note::NoteKind;
use demarche::read::{Cause, Hints, ReadError, Reading, read};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn read_with(name: &str, bytes: &[u8], hints: &Hints) -> Vec<Result<Reading, ReadError>> {
    read(&RESOURCES, name, bytes, hints)
}

fn one(bytes: &[u8]) -> Reading {
    let mut readings = read_with("in.txt", bytes, &Hints::default());
    assert_eq!(readings.len(), 1);
    readings.remove(0).unwrap()
}

fn cause(bytes: &[u8]) -> (usize, Cause) {
    let error = read_with("in.txt", bytes, &Hints::default()).remove(0).unwrap_err();
    (error.line, error.cause)
}

/// Kind and words of every block.
fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
    article.blocks.iter().map(|block| (block.kind, block.span.of(&article.text))).collect()
}

fn notes(reading: &Reading) -> Vec<NoteKind> {
    reading.notes.iter().map(|note| note.kind).collect()
}

use BlockKind::{Boilerplate as Noise, Caption, Heading, Item, Paragraph, Title};

const PROSE: &str =
    "Der Außenminister reiste am Dienstag nach Wien, um dort mit der Regierung über Getreide zu sprechen.";

#[test]
fn a_copied_page_keeps_its_text_and_every_line_gets_its_kind() {
    let text = "\
Startseite
Politik
Sport

Zwei Länder ringen um das Wasser des Flusses

3. März 2021
Von
Ada Muster
4 Minuten Lesezeit

Zwei Länder ringen um das Wasser des Flusses

Der Außenminister reiste am Dienstag nach Wien, um dort mit der Regierung über Getreide zu sprechen.

Was bisher geschah

Die Gespräche hatten im Januar begonnen und waren zweimal unterbrochen worden, zuletzt im Februar.

Die wichtigsten Punkte:

  • Beide Seiten senken die Zölle auf Weizen um die Hälfte.
  • Der Vertrag gilt zunächst für drei Jahre.

Der Hafen von Musterstadt am Abend (Foto: Archiv)

zwei-laender-ringen-um-wasser

Wasser
Diplomatie
Getreide

Mehr zum Thema

Ein anderer Artikel, der hier nichts zu suchen hat

Abonnieren Sie unseren Newsletter
Jeden Morgen das Wichtigste aus aller Welt
";
    let article = one(text.as_bytes()).article;
    assert_eq!(article.text, text);
    assert_eq!(
        blocks(&article),
        [
            (Noise, "Startseite"),
            (Noise, "Politik"),
            (Noise, "Sport"),
            (Title, "Zwei Länder ringen um das Wasser des Flusses"),
            (Noise, "3. März 2021"),
            (Noise, "Von"),
            (Noise, "Ada Muster"),
            (Noise, "4 Minuten Lesezeit"),
            (Noise, "Zwei Länder ringen um das Wasser des Flusses"),
            (Paragraph, PROSE),
            (Heading, "Was bisher geschah"),
            (
                Paragraph,
                "Die Gespräche hatten im Januar begonnen und waren zweimal unterbrochen worden, zuletzt im Februar."
            ),
            (Heading, "Die wichtigsten Punkte:"),
            (Item, "Beide Seiten senken die Zölle auf Weizen um die Hälfte."),
            (Item, "Der Vertrag gilt zunächst für drei Jahre."),
            (Caption, "Der Hafen von Musterstadt am Abend"),
            (Noise, "(Foto: Archiv)"),
            (Noise, "zwei-laender-ringen-um-wasser"),
            (Noise, "Wasser"),
            (Noise, "Diplomatie"),
            (Noise, "Getreide"),
            (Noise, "Mehr zum Thema"),
            (Noise, "Ein anderer Artikel, der hier nichts zu suchen hat"),
            (Noise, "Abonnieren Sie unseren Newsletter"),
            (Noise, "Jeden Morgen das Wichtigste aus aller Welt"),
        ]
    );
    assert_eq!(article.title, "Zwei Länder ringen um das Wasser des Flusses");
    assert_eq!(article.published, Some((date(2021, 3, 3), Origin::Page)));
    assert_eq!(article.authors, ["Ada Muster"]);
    assert_eq!(article.lang, "de");
}

#[test]
fn a_headline_glued_to_itself_is_title_once() {
    let text = format!("Wien sagt dem Nachbarn Hilfe zuWien sagt dem Nachbarn Hilfe zu\n{PROSE}");
    let article = one(text.as_bytes()).article;
    let headline = "Wien sagt dem Nachbarn Hilfe zu";
    assert_eq!(blocks(&article), [(Title, headline), (Noise, headline), (Paragraph, PROSE)]);
}

#[test]
fn a_caption_glued_to_the_headline_is_cut_from_it_and_from_its_credit() {
    let text = format!(
        "Wien sagt dem Nachbarn Hilfe zu\n\n{PROSE}\nWien sagt dem Nachbarn Hilfe zu - Bild 1Der Minister bei der Ankunft am Flughafen. (Foto: Archiv)\n"
    );
    let article = one(text.as_bytes()).article;
    assert_eq!(
        blocks(&article),
        [
            (Title, "Wien sagt dem Nachbarn Hilfe zu"),
            (Paragraph, PROSE),
            (Noise, "Wien sagt dem Nachbarn Hilfe zu - Bild 1"),
            (Caption, "Der Minister bei der Ankunft am Flughafen."),
            (Noise, "(Foto: Archiv)"),
        ]
    );
}

#[test]
fn place_and_agency_before_the_first_sentence_are_cut_off() {
    let article = one(format!("Frankfurt am Main/Wien (ddm) – {PROSE}").as_bytes()).article;
    assert_eq!(blocks(&article), [(Noise, "Frankfurt am Main/Wien (ddm) –"), (Paragraph, PROSE)]);
    assert_eq!(article.agency.as_deref(), Some("ddm"));
    let clause = "Der Minister sagte ab – Grund dafür war nach Angaben seines Hauses ein Sturm über der Küste.";
    assert_eq!(blocks(&one(clause.as_bytes()).article), [(Paragraph, clause)]);
}

#[test]
fn lines_in_a_foreign_script_are_not_article() {
    let article = one(format!("{PROSE}\n\n관련 이미지\n\n{PROSE} Er blieb drei Tage.").as_bytes()).article;
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Paragraph, Noise, Paragraph]);
}

#[test]
fn lines_wrapped_at_a_column_are_one_paragraph() {
    let text = "Der Außenminister reiste am Dienstag nach Wien, um dort mit der\nRegierung über Getreide zu sprechen. Die Gespräche hatten schon im\nJanuar begonnen.\n";
    let article = one(text.as_bytes()).article;
    assert_eq!(blocks(&article), [(Paragraph, text.trim())]);
    // What is glued to it above and below stands by itself.
    for (above, below) in [("", "https://www.example.org/wien\n"), ("Wien sagt Hilfe zu\n", ""), ("WIEN\n", "(dpa)\n")]
    {
        let article = one(format!("{PROSE}\n\n{above}{text}{below}\n{PROSE} Er blieb.\n").as_bytes()).article;
        let whole = blocks(&article).into_iter().filter(|block| *block == (Paragraph, text.trim())).count();
        assert_eq!(whole, 1, "{above}{below}: {:?}", blocks(&article));
    }
}

#[test]
fn a_long_sentence_with_one_suspicious_word_stays() {
    let text = "Die Regierung warf dem Unternehmen vor, mit seinem Newsletter und einem Gewinnspiel Daten von mehr als drei Millionen Bürgern \
                gesammelt und an eine ausländische Behörde weitergegeben zu haben, die ihrerseits jede Beteiligung an dem Vorgang bestreitet.";
    assert_eq!(blocks(&one(text.as_bytes()).article), [(Paragraph, text)]);
}

fn published(text: &str, hints: &Hints) -> Option<(Date, Origin)> {
    read_with("in.txt", text.as_bytes(), hints).remove(0).unwrap().article.published
}

#[test]
fn dates_near_the_top_are_read_in_their_usual_forms() {
    for line in [
        "Jun 19, 2025",
        "19.06.2025",
        "19. 6. 2025",
        "19.06.25, 14:30 Uhr",
        "Donnerstag, 19. Juni 2025",
        "Stand: 19.06.2025 14:30 Uhr",
        "Veröffentlicht am 19. Juni 2025, aktualisiert am 20. Juni 2025",
        "June 19th, 2025",
        "2025-06-19T14:30:00+02:00",
    ] {
        let text = format!("Wien sagt dem Nachbarn Hilfe zu\n\n{line}\n\n{PROSE}\n");
        assert_eq!(published(&text, &Hints::default()), Some((date(2025, 6, 19), Origin::Page)), "{line}");
    }
}

#[test]
fn the_day_of_publishing_follows_the_written_order() {
    let page = "<html><head><meta property='article:published_time' content='2021-01-02T08:00:00Z'></head><body><h1>Wien hilft</h1>\
                <p>Veröffentlicht am 3. Januar 2021</p><p>Der Außenminister reiste am Dienstag nach Wien, um dort mit der Regierung zu \
                sprechen. Die Gespräche hatten am 4. Dezember 2020 begonnen.</p></body></html>";
    let bare = page.replace("article:published_time", "x");
    let undated = bare.replace("Veröffentlicht am 3. Januar 2021", "");
    let mute = undated.replace("am 4. Dezember 2020", "");
    let yearly = undated.replace("am 4. Dezember 2020", "Ende November 2020");
    let file_time = Hints { file_time: Some(date(2022, 5, 6)), ..Hints::default() };
    let given = Hints { published: Some(date(2021, 1, 1)), ..file_time.clone() };
    assert_eq!(published(page, &given), Some((date(2021, 1, 1), Origin::Given)));
    assert_eq!(published(page, &file_time), Some((date(2021, 1, 2), Origin::Metadata)));
    assert_eq!(published(&bare, &file_time), Some((date(2021, 1, 3), Origin::Page)));
    assert_eq!(published(&undated, &file_time), Some((date(2020, 12, 4), Origin::Estimated)));
    assert_eq!(published(&yearly, &file_time), Some((date(2020, 11, 1), Origin::Estimated)));
    assert_eq!(published(&mute, &file_time), Some((date(2022, 5, 6), Origin::FileTime)));
    assert_eq!(published(&mute, &Hints::default()), None);
}

#[test]
fn a_record_without_a_day_gets_none_from_its_story() {
    let story =
        format!("{PROSE} Das Abkommen von 1953 endet am 31. Dezember 2030. Begonnen hatte alles am 5. Mai 2019.");
    for record in [
        format!("{{\"text\":\"{story}\"}}"),
        format!("{{\"text\":\"{story}\",\"published\":\"unbekannt\"}}"),
        format!("{{\"text\":\"{story}\",\"notiert\":\"2024-05-06\"}}"),
        format!("[{{\"text\":\"{story}\"}}]"),
    ] {
        assert_eq!(published(&record, &Hints::default()), None, "{record}");
    }
    let told = format!("{{\"text\":\"{story}\",\"datum\":\"2024-05-06\"}}");
    assert_eq!(published(&told, &Hints::default()), Some((date(2024, 5, 6), Origin::Given)));
    let line = format!("{{\"text\":\"Wien sagt dem Nachbarn Hilfe zu\\n\\n6. Mai 2024\\n\\n{story}\"}}");
    assert_eq!(published(&line, &Hints::default()), Some((date(2024, 5, 6), Origin::Page)));
}

#[test]
fn a_headline_shows_its_language_by_words_and_letters() {
    let lang = |title: &str| read_with("in.txt", title.as_bytes(), &Hints::default()).remove(0).unwrap().article.lang;
    for title in ["Ministerpräsident tritt zurück", "Tote bei Erdbeben in Chile", "Oppositionsführer verhaftet"] {
        assert_eq!(lang(title), "de", "{title}");
    }
    for title in ["Prime minister steps down", "Opposition leader arrested in Chile"] {
        assert_eq!(lang(title), "en", "{title}");
    }
    for title in ["Le président démissionne", "Chile Peru", "Terremoto en Chile"] {
        assert_eq!(lang(title), "", "{title}");
    }
}

#[test]
fn a_fallback_date_earns_a_note_and_no_plan_makes_a_page_younger_than_its_file() {
    let text = format!("{PROSE} Die Frist endet am 31. Dezember 2030. Begonnen hatte alles am 5. Mai 2019.");
    assert_eq!(notes(&one(text.as_bytes())), [NoteKind::DateFallback]);
    let hints = Hints { file_time: Some(date(2020, 1, 1)), ..Hints::default() };
    assert_eq!(published(&text, &hints), Some((date(2019, 5, 5), Origin::Estimated)));
    assert_eq!(notes(&one(PROSE.as_bytes())), [NoteKind::NoDate]);
}

#[test]
fn records_come_as_lines_as_an_object_and_as_an_array() {
    let record = |id: &str| {
        format!(
            "{{\"id\":\"{id}\",\"title\":\"Wien hilft\",\"text\":\"{PROSE}\",\"published\":\"2024-05-06\",\"agency\":null,\"other\":1}}"
        )
    };
    let lines = format!("{}\n\n{}\n", record("a"), record("b"));
    let array = format!("[{},\n{}]", record("a"), record("b"));
    for text in [lines, array] {
        let readings = read_with("in.jsonl", text.as_bytes(), &Hints::default());
        let found: Vec<_> =
            readings.into_iter().map(|r| r.unwrap().article).map(|a| (a.id, a.title, a.published)).collect();
        let day = Some((date(2024, 5, 6), Origin::Given));
        assert_eq!(
            found,
            [("a".to_owned(), "Wien hilft".to_owned(), day), ("b".to_owned(), "Wien hilft".to_owned(), day)]
        );
    }
    let spread = format!("{{\n  \"id\": 7,\n  \"text\": \"{PROSE}\"\n}}\n");
    assert_eq!(one(spread.as_bytes()).article.id, "7");
    let nameless = read_with("in.jsonl", record(" ").as_bytes(), &Hints::default());
    assert_eq!(nameless.into_iter().map(|r| r.unwrap().article.id).collect::<Vec<_>>(), ["in:1"]);
}

#[test]
fn a_broken_record_names_its_line_and_costs_only_itself() {
    let text = format!(
        "{{\"id\":\"a\",\"title\":\"x\"}}\n{{\"id\":\"b\",\"text\":\"{PROSE}\"}}\n{{broken\n{{\"id\":\"d\",\"text\":\" \"}}\n"
    );
    let readings = read_with("in.jsonl", text.as_bytes(), &Hints::default());
    let found: Vec<(usize, String)> = readings
        .into_iter()
        .map(|reading| match reading {
            Ok(reading) => (0, reading.article.id),
            Err(error) => (error.line, error.cause.to_string()),
        })
        .collect();
    assert_eq!(
        found,
        [
            (1, "the record has no \"text\"".to_owned()),
            (0, "b".to_owned()),
            (3, "not a record: key must be a string at column 2".to_owned()),
            (4, "the record's \"text\" is empty".to_owned()),
        ]
    );
}

#[test]
fn encodings_are_found_and_repairs_noted() {
    let western: Vec<u8> = PROSE
        .chars()
        .map(|c| {
            if c == 'ß' {
                0xdf
            } else if c == 'ü' {
                0xfc
            } else {
                c as u8
            }
        })
        .collect();
    let reading = one(&western);
    assert_eq!((reading.article.text.as_str(), notes(&reading)), (PROSE, vec![NoteKind::NoDate, NoteKind::Repaired]));
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(PROSE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(one(&wide).article.text, PROSE);
    let marked = [b"\xef\xbb\xbf", PROSE.as_bytes()].concat();
    assert_eq!(one(&marked).article.text, PROSE);
    let page = b"<html><head><meta charset='iso-8859-1'></head><body><p>Der Au\xdfenminister reiste am Dienstag nach Wien, um dort zu sprechen.</p></body></html>";
    let reading = one(page);
    assert_eq!(reading.article.text, "Der Außenminister reiste am Dienstag nach Wien, um dort zu sprechen.");
    assert_eq!(notes(&reading), [NoteKind::NoDate]);
}

#[test]
fn a_few_words_among_statements_are_what_their_markup_says() {
    let page = format!(
        "<html><body><nav><ul><li>Politik</li><li>Sport</li></ul></nav><article><h1>Hilfe für Peru</h1><p>{PROSE}</p>\
         <p>Ja.</p><p>Nein!</p><ul><li>Italien</li><li>Frankreich</li><li>Spanien</li></ul><p>{PROSE} Mehr sagte er nicht.</p></article></body></html>"
    );
    let article = one(page.as_bytes()).article;
    let more = format!("{PROSE} Mehr sagte er nicht.");
    assert_eq!(
        blocks(&article),
        [
            (Title, "Hilfe für Peru"),
            (Paragraph, PROSE),
            (Paragraph, "Ja."),
            (Paragraph, "Nein!"),
            (Item, "Italien"),
            (Item, "Frankreich"),
            (Item, "Spanien"),
            (Paragraph, more.as_str()),
        ]
    );
}

#[test]
fn old_encodings_show_by_what_stands_in_them() {
    use encoding_rs::{BIG5, EUC_JP, GB18030, KOI8_R, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251};
    let japanese = "外務大臣は火曜日にウィーンを訪問し、政府と穀物について協議した。会談は三時間続いた。";
    let simple = "外交部长星期二访问维也纳，与政府讨论粮食问题。会谈持续了三个小时，双方同意下个月再次会面。";
    let full = "外交部長星期二訪問維也納，與政府討論糧食問題。會談持續了三個小時，雙方同意下個月再次會面。";
    let russian = "Министр иностранных дел прибыл во вторник в Вену, чтобы обсудить с правительством поставки зерна.";
    let czech = "Ministr zahraničí přijel v úterý do Vídně, aby s vládou jednal o obilí. Později řekl, že příští týden přijede znovu.";
    let cases = [
        (japanese, SHIFT_JIS),
        (japanese, EUC_JP),
        (simple, GB18030),
        (full, BIG5),
        (russian, WINDOWS_1251),
        (russian, KOI8_R),
        (czech, WINDOWS_1250),
    ];
    for (text, encoding) in cases {
        let (bytes, _, broken) = encoding.encode(text);
        assert!(!broken);
        assert_eq!(demarche::read::decode(&bytes).unwrap().0, text, "{}", encoding.name());
        let hints = Hints { charset: Some(encoding.name().to_owned()), ..Hints::default() };
        assert_eq!(read_with("in.txt", &bytes, &hints).remove(0).unwrap().article.text, text);
    }
}

#[test]
fn authors_in_one_value_are_parted_where_each_part_is_a_name() {
    let authors = |told: &str| {
        let record = format!("{{\"text\":\"{PROSE}\",\"author\":\"{told}\"}}");
        one(record.as_bytes()).article.authors
    };
    for told in [
        "Jürgen Müßig; Anna Alt",
        "Jürgen Müßig, Anna Alt",
        "Jürgen Müßig und Anna Alt",
        "Jürgen Müßig and Anna Alt",
        "Jürgen Müßig | Anna Alt",
        "Von Jürgen Müßig und Anna Alt",
        "By Jürgen Müßig and Anna Alt",
    ] {
        assert_eq!(authors(told), ["Jürgen Müßig", "Anna Alt"], "{told}");
    }
    assert_eq!(authors("Park, Jane; Lee, Kim"), ["Park, Jane", "Lee, Kim"]);
    for told in ["Park, Jane", "Ursula von der Leyen", "Ausschuss für Recht und Verfassung"] {
        assert_eq!(authors(told), [told]);
    }
}

#[test]
fn times_keep_their_half_of_the_day_and_their_zone() {
    for (told, moment) in [
        ("May 7, 2024 6:05 PM EST", "2024-05-07T18:05:00-05:00"),
        ("May 7, 2024 12:05 AM", "2024-05-07T00:05:00"),
        ("May 7, 2024 12:05 p.m. GMT", "2024-05-07T12:05:00+00:00"),
        ("2024-05-07 18:05 MESZ", "2024-05-07T18:05:00+02:00"),
        ("2024-05-07 18:05 CET", "2024-05-07T18:05:00+01:00"),
        ("2024-05-07T18:05:00+01", "2024-05-07T18:05:00+01:00"),
        ("2024-05-07T18:05:00.123-0330", "2024-05-07T18:05:00-03:30"),
        ("2024-05-07 18:05 Uhr", "2024-05-07T18:05:00"),
    ] {
        let record = format!("{{\"text\":\"{PROSE}\",\"published\":\"{told}\"}}");
        let found = one(record.as_bytes()).article.published_at.unwrap();
        let zone = found.offset.map(|offset| offset.seconds() / 60);
        let zone = zone.map(|m| format!("{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60));
        assert_eq!(format!("{}T{}{}", found.date, found.time.unwrap(), zone.unwrap_or_default()), moment, "{told}");
    }
}

#[test]
fn a_headline_by_itself_is_a_text() {
    for text in [
        "Iran and US agree on nuclear deal",
        "Die USA verhängen neue Sanktionen gegen den Iran",
        "The army of Chad attacked Niger on Monday. 😡",
    ] {
        let reading = one(text.as_bytes());
        assert_eq!(reading.article.blocks.len(), 1, "{text}");
        assert!(reading.article.blocks[0].kind.is_coded(), "{text}");
        assert!(!demarche::run(&RESOURCES, reading.article).0.mentions.is_empty(), "{text}");
    }
    assert_eq!(cause("Startseite".as_bytes()), (0, Cause::NoText));
    assert_eq!(cause(b"--- 2024 ---"), (0, Cause::NoText));
}

#[test]
fn inputs_without_an_article_say_why() {
    assert_eq!(cause(b" \n\n"), (0, Cause::Empty));
    assert_eq!(cause(b"%PDF-1.7 ..."), (0, Cause::Binary("a PDF file")));
    assert_eq!(cause(&[0, 1, 2, 3, 0, 200, 7]), (0, Cause::Binary("a binary file")));
    assert_eq!(cause(b"one\ntwo \x81\x8d\x8f\x90\x9d\x81\x8d three"), (2, Cause::Encoding { line: 2 }));
    assert_eq!(cause(b"<html><body><nav><a href='/'>Politik</a></nav></body></html>"), (0, Cause::NoText));
    assert_eq!(
        cause(b"<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>"),
        (0, Cause::Markup)
    );
    assert_eq!(cause("Startseite\nPolitik\nSport\nImpressum\n".as_bytes()), (0, Cause::NoText));
}

#[test]
fn a_language_that_is_not_built_is_said_so_and_the_record_has_the_last_word() {
    let french = "Le ministre des Affaires étrangères s'est rendu mardi à Vienne pour y rencontrer le gouvernement et parler du blé.";
    let reading = one(french.as_bytes());
    assert_eq!(
        (reading.article.lang.as_str(), notes(&reading)),
        ("fr", vec![NoteKind::NoDate, NoteKind::UnknownLanguage])
    );
    let record = format!("{{\"id\":\"a\",\"lang\":\"de-AT\",\"published\":\"2024-01-01\",\"text\":\"{french}\"}}");
    let reading = one(record.as_bytes());
    assert_eq!((reading.article.lang.as_str(), notes(&reading)), ("de", vec![]));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder's page as a reader of the test sees it: facts first, then one line a block.
fn portrait(reading: &Reading) -> String {
    let article = &reading.article;
    let published = article.published.map(|(day, origin)| format!("{day} {origin:?}"));
    let facts = [
        ("title", Some(article.title.clone())),
        ("published", published),
        ("lang", Some(article.lang.clone())),
        ("source", article.source.clone()),
        ("url", article.url.clone()),
        ("agency", article.agency.clone()),
        ("authors", (!article.authors.is_empty()).then(|| article.authors.join(", "))),
        ("tags", (!article.tags.is_empty()).then(|| article.tags.join(", "))),
    ];
    let mut lines: Vec<String> =
        facts.iter().filter_map(|(key, value)| value.as_ref().map(|v| format!("{key}: {v}"))).collect();
    lines.push(String::new());
    lines.extend(blocks(article).iter().map(|(kind, text)| format!("{kind:?}: {text}")));
    lines.join("\n") + "\n"
}

/// `BLESS=1 cargo test` writes what is read now; the diff is for the author to judge.
fn check_portrait(page: &Path, expected: &Path) {
    let name = page.file_name().unwrap().to_string_lossy().into_owned();
    let reading = read_with(&name, &fs::read(page).unwrap(), &Hints::default()).remove(0);
    let found = match reading {
        Ok(reading) => portrait(&reading),
        Err(error) => format!("error: {error}\n"),
    };
    if std::env::var_os("BLESS").is_some() {
        fs::write(expected, &found).unwrap();
    }
    assert_eq!(found, fs::read_to_string(expected).unwrap_or_default(), "{}", page.display());
}

#[test]
fn every_page_of_the_collection_reads_as_expected() {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("tests/pages")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    for folder in folders {
        let page =
            ["source.html", "source.md"].iter().map(|name| folder.join(name)).find(|page| page.exists()).unwrap();
        check_portrait(&page, &folder.join("article.txt"));
    }
}

#[test]
fn the_sample_story_gives_its_articles_and_nothing_of_what_surrounds_them() {
    let folder = root().join("examples/iran-deal");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        for reading in read_with(&file.display().to_string(), &fs::read(&file).unwrap(), &Hints::default()) {
            let Reading { article, .. } = reading.unwrap();
            let coded: Vec<(BlockKind, &str)> =
                blocks(&article).into_iter().filter(|(kind, _)| kind.is_coded()).collect();
            let all: String = coded.iter().map(|(_, text)| *text).collect();
            for stray in [
                "Cookies",
                "Merkel",
                "Newsletter",
                "Köln",
                "Anzeige",
                "Foto",
                "Nachdruck",
                "Podcast",
                "Sonde",
                "Brexit",
            ] {
                assert!(!all.contains(stray), "{}: {stray}", article.id);
            }
            let count = |wanted: BlockKind| coded.iter().filter(|(kind, _)| *kind == wanted).count();
            let counts = (count(Title), count(Heading), count(Paragraph), count(Caption));
            let (day, origin) = article.published.unwrap();
            found.push((
                article.id.clone(),
                day,
                origin,
                article.source.clone().unwrap_or_default(),
                article.agency.clone(),
                counts,
            ));
        }
    }
    let ddm = || Some("ddm".to_owned());
    let row = |id: &str, day, origin, source: &str, agency, counts| {
        (id.to_owned(), day, origin, source.to_owned(), agency, counts)
    };
    assert_eq!(
        found,
        [
            row("ir02", date(2013, 11, 25), Origin::Given, "Badischer Merkur", ddm(), (0, 0, 5, 0)),
            row("ir01", date(2013, 11, 12), Origin::Metadata, "Rheinische Umschau", None, (1, 0, 6, 1)),
            row("ir03", date(2013, 11, 25), Origin::Metadata, "Weserbote", ddm(), (1, 0, 5, 0)),
            row("ir06", date(2015, 7, 15), Origin::Metadata, "Main-Journal", None, (1, 1, 5, 0)),
            row("ir09", date(2018, 11, 5), Origin::Page, "", None, (1, 0, 5, 1)),
        ]
    );
}

#[test]
fn no_passage_that_a_coder_marked_is_taken_for_boilerplate() {
    for file in ["de-seeds.a.jsonl", "de-seeds.b.jsonl", "de-news-dev.jsonl"] {
        let path = root().join("../shared/gold").join(file);
        let Ok(bytes) = fs::read(&path) else {
            println!("skipped: no {}", path.display());
            continue;
        };
        let records = String::from_utf8(bytes.clone()).unwrap();
        let golds = records.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        for (reading, gold) in read_with(file, &bytes, &Hints::default()).into_iter().zip(golds) {
            let article = reading.unwrap().article;
            for mention in gold["mentions"].as_array().unwrap() {
                let quote = mention["quote"].as_str().unwrap();
                let start = article.text.find(quote).unwrap();
                let end = start + quote.len();
                let coded =
                    article.blocks.iter().any(|b| b.kind.is_coded() && b.span.start < end && start < b.span.end);
                assert!(coded, "{}: {quote}", article.id);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_kept_and_its_blocks_are_in_order(text in "(\\PC{0,30}\n{0,2}){0,20}") {
        for reading in read_with("in.txt", text.as_bytes(), &Hints::default()).into_iter().flatten() {
            let article = reading.article;
            let mut end = 0;
            for block in &article.blocks {
                prop_assert!(end <= block.span.start && block.span.start < block.span.end);
                prop_assert!(article.text.get(block.span.start..block.span.end).is_some());
                end = block.span.end;
            }
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_with("in", &bytes, &Hints::default());
        let page = [b"<html><body><p>".as_slice(), &bytes].concat();
        read_with("in", &page, &Hints::default());
    }
}
