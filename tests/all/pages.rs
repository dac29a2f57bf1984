//! Made pages in, what is read of them out: tables and lists, by-lines, date lines, front pages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::{Article, BlockKind, Origin};
use demarche::read::{Cause, Content, Hints, Piece, Reading, Record, Shape, read, read_record};
use demarche::records::{Line, articles};

use BlockKind::{Boilerplate, Caption, Heading, Item, Paragraph, Title};

const FIRST: &str =
    "Die Außenministerin reist am Dienstag nach Wien, um dort über Getreide und über Zölle zu sprechen.";
const LAST: &str =
    "Der Präsident des Nachbarlandes begrüßte die Reise und lud zu einem weiteren Treffen im Herbst ein.";

fn page(body: &str) -> Reading {
    let html = format!("<html><body><article><h1>Reise der Ministerin nach Wien</h1>{body}</article></body></html>");
    read(&RESOURCES, "in.html", html.as_bytes(), &Hints::default()).remove(0).unwrap()
}

/// Kind and words of every block but the headline.
fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
    let all = article.blocks.iter().map(|block| (block.kind, block.span.of(&article.text)));
    all.filter(|(kind, _)| *kind != Title).collect()
}

#[test]
fn a_row_of_a_table_is_one_block_of_its_cells() {
    let table = "<table><tr><th>Land</th><th>Hilfe</th></tr><tr><td>Österreich</td><td><p>40 Mio. Euro</p></td></tr>\
                 <tr><td>2024</td><td>17</td></tr></table>";
    for (before, after) in [(FIRST, LAST), (LAST, "Das war es.")] {
        let article = page(&format!("<p>{before}</p>{table}<p>{after}</p>")).article;
        let rows = [(Item, "Land | Hilfe"), (Item, "Österreich | 40 Mio. Euro"), (Item, "2024 | 17")];
        assert_eq!(blocks(&article), [&[(Paragraph, before)], &rows[..], &[(Paragraph, after)]].concat());
    }
    // A table that lays out the page has no rows, and one of links is a menu.
    let menu = "<table><tr><td><a href=1>Wien</a></td><td><a href=2>Berlin</a></td></tr></table>";
    let frame = format!("{menu}<table><tr><td><p>{FIRST}</p><p>{LAST}</p></td><td>Mehr Getreide</td></tr></table>");
    assert_eq!(blocks(&page(&frame).article), [(Paragraph, FIRST), (Paragraph, LAST)]);
}

#[test]
fn a_list_or_a_short_sentence_right_below_the_last_paragraph_is_text() {
    let end = |below: &str| {
        let article = page(&format!("<p>{FIRST}</p><p>{LAST}</p>{below}")).article;
        blocks(&article)[2..].iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect::<Vec<_>>()
    };
    let list = "<ul><li>Österreich</li><li>Italien</li></ul>";
    let items = [(Item, "Österreich".to_owned()), (Item, "Italien".to_owned())];
    assert_eq!(end(list), items);
    assert_eq!(end(&format!("<h2>Teilnehmer</h2>{list}"))[1..], items);
    assert_eq!(end(&format!("<p>Und die Zölle?</p><p>Ja.</p>{list}"))[2..], items);
    // What a cue gives away ends the text, and a list of links is no part of it.
    assert_eq!(end(&format!("<h2>Mehr zum Thema</h2>{list}")), []);
    assert_eq!(end("<ul><li><a href=1>Österreich</a></li><li><a href=2>Italien</a></li></ul>"), []);
}

#[test]
fn a_statement_with_a_source_or_a_mark_behind_its_stop_is_a_paragraph() {
    let short = "Frankreich hat am Freitag den russischen Botschafter in Paris einbestellt.";
    for mark in [
        " (sda/awp)",
        " (dpa/AFP)",
        " (lmö/dpa)",
        " (mit dpa)",
        " (APA, 10.5.2024)",
        " (Reuters).",
        " dpa/rtr",
        " /dpa",
        " Quelle: dpa",
        " Mit Material der dpa",
        " (dpa)[2]",
        " ■",
        " //",
        " [1]",
        "<sup>1</sup>",
    ] {
        let marked = format!("{short}{mark}");
        let shown = marked.replace("<sup>", "").replace("</sup>", "");
        for body in [
            format!("<p>{FIRST}</p><p>{LAST}</p><p>{marked}</p>"),
            format!("<p>{FIRST}</p><p>{marked}</p><p>{LAST}</p>"),
        ] {
            let article = page(&body).article;
            assert!(blocks(&article).contains(&(Paragraph, &shown)), "{body}: {:?}", blocks(&article));
        }
        let text = format!("{FIRST}\n\n{LAST}\n\n{shown}\n");
        let article = read(&RESOURCES, "in.txt", text.as_bytes(), &Hints::default()).remove(0).unwrap().article;
        assert_eq!(blocks(&article), [(Paragraph, FIRST), (Paragraph, LAST), (Paragraph, &shown)]);
    }
    for (caption, kind) in
        [("Der Minister vor dem Haus der Regierung. (Foto: dpa)", Caption), ("Der Minister in Wien (AFP)", Caption)]
    {
        let article = page(&format!("<p>{FIRST}</p><p>{caption}</p><p>{LAST}</p>")).article;
        assert_eq!(blocks(&article)[1].0, kind, "{caption}");
    }
}

#[test]
fn only_the_sentence_that_points_to_another_article_is_a_teaser() {
    let lead =
        "Russland hat in der Nacht zum Freitag die ukrainische Hauptstadt Kiew mit Raketen und Drohnen angegriffen.";
    for teaser in ["Die Entwicklungen im Liveblog.", "Mehr dazu lesen Sie hier.", "Follow our live blog for updates."] {
        let article = page(&format!("<p>{lead} {teaser}</p><p>{FIRST}</p><p>{LAST}</p>")).article;
        assert_eq!(blocks(&article)[..2], [(Paragraph, lead), (Boilerplate, teaser)]);
        let alone = page(&format!("<p>{FIRST}</p><p>{teaser}</p><p>{LAST}</p>")).article;
        assert_eq!(blocks(&alone), [(Paragraph, FIRST), (Paragraph, LAST)]);
    }
    let said = "Minister Pistorius sagte im Liveblog der Zeitung, Deutschland liefere Kiew weitere Panzer.";
    assert_eq!(blocks(&page(&format!("<p>{said}</p><p>{LAST}</p>")).article), [(Paragraph, said), (Paragraph, LAST)]);
}

#[test]
fn a_sentence_of_three_words_is_a_paragraph_of_a_text_too() {
    for short in ["Moskau bestritt dies.", "Moscow denied it.", "Der Kreml dementierte."] {
        for (text, whole) in [
            (format!("{FIRST}\n\n{LAST}\n\n{short}\n"), [FIRST, LAST, short]),
            (format!("{FIRST}\n{short}\n{LAST}\n"), [FIRST, short, LAST]),
        ] {
            let record = serde_json::json!({ "text": text }).to_string();
            for given in [text, record] {
                let article = read(&RESOURCES, "in", given.as_bytes(), &Hints::default()).remove(0).unwrap().article;
                assert_eq!(blocks(&article), whole.map(|words| (Paragraph, words)), "{given}");
            }
        }
    }
    for name in ["Anna M.", "Beispiel GmbH & Co."] {
        let text = format!("{FIRST}\n\n{LAST}\n\n{name}\n");
        let article = read(&RESOURCES, "in", text.as_bytes(), &Hints::default()).remove(0).unwrap().article;
        assert_eq!(blocks(&article)[2], (Boilerplate, name));
    }
}

#[test]
fn a_table_of_markdown_has_the_same_rows() {
    let text =
        format!("# Reise nach Wien\n\n{FIRST}\n\n| Land | Hilfe |\n|---|---|\n| Österreich | 40 Mio. |\n\n{LAST}\n");
    let article = read(&RESOURCES, "in.md", text.as_bytes(), &Hints::default()).remove(0).unwrap().article;
    let rows = [(Item, "Land | Hilfe"), (Item, "Österreich | 40 Mio.")];
    assert_eq!(blocks(&article), [&[(Paragraph, FIRST)], &rows[..], &[(Paragraph, LAST)]].concat());
}

#[test]
fn a_document_says_the_shapes_of_its_pieces() {
    let pieces = vec![
        Piece::new(Shape::Headline, "Reise der Ministerin nach Wien"),
        Piece::new(Shape::Line, "Von Ada Muster"),
        Piece::new(Shape::Line, FIRST),
        Piece::new(Shape::Heading, "Teilnehmer"),
        Piece::row(&["Land", "Hilfe"]).unwrap(),
        Piece::new(Shape::Item, "Österreich"),
    ];
    assert_eq!(Piece::row(&["Land", &LAST.repeat(3)]), None);
    let record = Record { content: Content::Pieces(pieces), is_whole: true, ..Record::default() };
    let article = read_record(&RESOURCES, "in.docx", record, &Hints::default()).unwrap().article;
    let expected = [(Paragraph, FIRST), (Heading, "Teilnehmer"), (Item, "Land | Hilfe"), (Item, "Österreich")];
    assert_eq!(blocks(&article), expected);
    assert_eq!(
        (article.title.as_str(), article.authors),
        ("Reise der Ministerin nach Wien", vec!["Ada Muster".to_owned()])
    );
}

#[test]
fn a_byline_of_any_length_names_its_people_and_is_no_text() {
    let of = |line: &str| {
        let article = page(&format!("<p>{line}</p><p>{FIRST}</p><p>{LAST}</p>")).article;
        assert_eq!(blocks(&article), [(Paragraph, FIRST), (Paragraph, LAST)], "{line}");
        article.authors
    };
    let three = ["Ada Muster", "Bo Bach", "Carla Clemens"];
    assert_eq!(of("Von Ada Muster, Bo Bach und Carla Clemens von der Deutschen Agentur für Nachrichten"), three);
    assert_eq!(of("By Ada Muster and Bo Bach in Kyiv, and Carla Clemens in New York, for The Daily Herald"), three);
    assert_eq!(of("Von Ada Muster, Bo Bach und Dr. Carla von der Heide, Berlin/Paris")[2], "Dr. Carla von der Heide");
    assert_eq!(of("Von Ada Muster, Wien"), ["Ada Muster"]);
}

#[test]
fn what_only_begins_like_a_byline_is_a_heading() {
    let line = "Von Wien bis an das Schwarze Meer reicht der Streit um die Zölle und das Getreide";
    let article = page(&format!("<p>{FIRST}</p><p>{line}</p><p>{LAST}</p>")).article;
    assert_eq!(blocks(&article), [(Paragraph, FIRST), (Heading, line), (Paragraph, LAST)]);
    assert_eq!(article.authors, Vec::<String>::new());
}

#[test]
fn a_line_of_names_among_statements_is_a_heading() {
    let line = "<strong>Von Angela Merkel zu Olaf Scholz</strong>";
    let bare = "Von Angela Merkel zu Olaf Scholz";
    let article = page(&format!("<p>{FIRST}</p><p>{line}</p><p>{LAST}</p>")).article;
    assert_eq!(blocks(&article), [(Paragraph, FIRST), (Heading, bare), (Paragraph, LAST)]);
    // Nor do particles make two people one by-line where by-lines stand.
    let article = page(&format!("<p>{line}</p><p>{FIRST}</p><p>{LAST}</p>")).article;
    assert_eq!((blocks(&article)[0].1, article.authors.len()), (bare, 0));
    // Among statements a by-line of any length is none.
    let third = "Er dankte allen, die an dem Treffen in Wien teilgenommen hatten.";
    let named = "Von Ada Muster und Bo Bach und Carla Clemens von der Agentur";
    let article = page(&format!("<p>{FIRST}</p><p>{LAST}</p><p>{named}</p><p>{third}</p>")).article;
    assert_eq!((blocks(&article)[2], article.authors.len()), ((Heading, named), 0));
}

#[test]
fn a_short_lead_with_a_date_is_text() {
    let lead = "Der Krieg begann am 24. Februar 2022";
    let reading = page(&format!("<p>{lead}</p><p>{FIRST}</p><p>{LAST}</p>"));
    let article = reading.article;
    assert!(blocks(&article).iter().any(|(_, text)| *text == lead), "{:?}", blocks(&article));
    assert_ne!(article.published.map(|(_, origin)| origin), Some(Origin::Page));
}

#[test]
fn a_record_that_tells_a_title_or_a_day_is_no_front_page() {
    let teaser = |n: usize| {
        format!("<div><h2><a href=/{n}>Schlagzeile Nummer {n} aus Wien</a></h2><p>Ein kurzer Anriss.</p></div>")
    };
    let html =
        format!("<html><body><main><p>{FIRST}</p>{}</main></body></html>", (0..12).map(teaser).collect::<String>());
    let of = |record: Record| {
        let record = Record { content: Content::Html(html.clone()), ..record };
        read_record(&RESOURCES, "in.jsonl", record, &Hints::default()).map_err(|error| error.cause).map(|_| ())
    };
    assert_eq!(of(Record::default()), Err(Cause::Front));
    assert_eq!(of(Record { title: Some("Reise".to_owned()), ..Record::default() }), Ok(()));
    assert_eq!(of(Record { published: Some("2024-05-07".to_owned()), ..Record::default() }), Ok(()));
}

#[test]
fn buttons_addresses_and_credits_are_no_part_of_a_name() {
    let of = |author: &str| {
        page(&format!("<span itemprop=\"author\">{author}</span><p>{FIRST}</p><p>{LAST}</p>")).article.authors
    };
    assert_eq!(of("<a>Ada Muster</a><a>Twitter</a>"), ["Ada Muster"]);
    assert_eq!(of("Ada Muster www.example.org"), ["Ada Muster"]);
    assert_eq!(of("Ada McMuster"), ["Ada McMuster"]);
    assert_eq!(of("Anna Maria von der Heide"), ["Anna Maria von der Heide"]);
    assert_eq!(of("Quelle: agx"), Vec::<String>::new());
}

/// Day, time, origin and change of what a page with such a line under its headline tells.
fn dated(line: &str) -> (String, Option<Origin>, String) {
    let article = page(&format!("<p>{line}</p><p>{FIRST}</p><p>{LAST}</p>")).article;
    assert_eq!(blocks(&article), [(Paragraph, FIRST), (Paragraph, LAST)], "{line}");
    let day = article.published.map(|(day, _)| day.to_string()).unwrap_or_default();
    let told = article.published_at.map_or(day, |moment| moment.to_string());
    let changed = article.updated.map(|moment| moment.to_string()).unwrap_or_default();
    (told, article.published.map(|(_, origin)| origin), changed)
}

#[test]
fn a_line_under_the_headline_tells_day_time_and_change() {
    let page = |told: &str, changed: &str| (told.to_owned(), Some(Origin::Page), changed.to_owned());
    for (line, told, changed) in [
        ("11. März 2024, 18:05 Uhr", "2024-03-11T18:05:00", ""),
        ("Montag, 11.03.2024 um 18.05 Uhr (MEZ)", "2024-03-11T18:05:00+01:00", ""),
        ("11. März 2024 - 18 Uhr", "2024-03-11T18:00:00", ""),
        ("March 11, 2024 at 6:05 PM EST", "2024-03-11T18:05:00-05:00", ""),
        ("11. März 2024", "2024-03-11", ""),
        (
            "Aktualisiert: 12.03.2024, 18:05 Uhr | Veröffentlicht am 11.03.2024, 07:30 Uhr",
            "2024-03-11T07:30:00",
            "2024-03-12T18:05:00",
        ),
        (
            "Veröffentlicht am 11.03.2024, 07:30 Uhr | Aktualisiert: 12.03.2024, 18:05 Uhr",
            "2024-03-11T07:30:00",
            "2024-03-12T18:05:00",
        ),
        ("Stand: 12.03.2024 18:05", "2024-03-12T18:05:00", ""),
        ("11.03.2024, 14h30", "2024-03-11T14:30:00", ""),
        ("11.03.2024, 18:05-20:30 Uhr", "2024-03-11T18:05:00", ""),
        ("11.03.2024, 09:05-10:30 Uhr", "2024-03-11T09:05:00", ""),
        ("March 11, 2024, 6.05pm GMT", "2024-03-11T18:05:00Z", ""),
        ("11.03.2024 18.05 GMT", "2024-03-11T18:05:00Z", ""),
        ("Monday, March 11, 2024 6 PM EST", "2024-03-11T18:00:00-05:00", ""),
        ("March 11, 2024, 5:30 p.m. ET", "2024-03-11T17:30:00-04:00", ""),
        ("March 1, 2024, 17:30 ET", "2024-03-01T17:30:00-05:00", ""),
        ("March 11, 2024, 5:30 p.m.", "2024-03-11T17:30:00", ""),
        ("11th March 2024", "2024-03-11", ""),
        ("Published: 1st of March, 2024", "2024-03-01", ""),
        ("Published 5:30 PM EDT, Mon March 11, 2024", "2024-03-11T17:30:00-04:00", ""),
        ("PUBLISHED: 17:30, 11 March 2024", "2024-03-11T17:30:00", ""),
    ] {
        assert_eq!(dated(line), page(told, changed), "{line}");
    }
}

#[test]
fn digits_behind_a_date_are_a_time_only_where_a_sign_or_word_says_so() {
    let of = |told: &str| {
        let record =
            Record { content: Content::Text(FIRST.to_owned()), published: Some(told.to_owned()), ..Record::default() };
        let article = read_record(&RESOURCES, "in.csv", record, &Hints::default()).unwrap().article;
        article.published_at.map_or_else(|| article.published.unwrap().0.to_string(), |moment| moment.to_string())
    };
    assert_eq!(of("11.03.2024 | 1520 Aufrufe"), "2024-03-11");
    assert_eq!(of("Mar 11, 2024, 10115 Berlin"), "2024-03-11");
    assert_eq!(of("2024-03-11 18.05.2024"), "2024-03-11");
    assert_eq!(of("20240311T180500Z"), "2024-03-11T18:05:00Z");
    assert_eq!(of("2024-03-11 18:05:00+20:00"), "2024-03-11T18:05:00");
}

#[test]
fn a_zone_may_be_a_place_whose_clocks_change() {
    let of = |told: &str| {
        let record =
            Record { content: Content::Text(FIRST.to_owned()), published: Some(told.to_owned()), ..Record::default() };
        let article = read_record(&RESOURCES, "in.csv", record, &Hints::default()).unwrap().article;
        article.published_at.unwrap().to_string()
    };
    assert_eq!(of("2024-03-11 18:05 America/New_York"), "2024-03-11T18:05:00-04:00");
    assert_eq!(of("2024-03-11T00:30:00[Europe/Berlin]"), "2024-03-11T00:30:00+01:00");
    assert_eq!(of("2024-07-11T00:30:00 Europe/Berlin"), "2024-07-11T00:30:00+02:00");
    assert_eq!(of("2024-03-11 18:05:00+01"), "2024-03-11T18:05:00+01:00");
    assert_eq!(of("2024-03-11 18:05 Europe/Nowhere"), "2024-03-11T18:05:00");
}

#[test]
fn a_day_that_only_a_month_or_year_is_known_of_is_told_no_more_exactly() {
    for (line, told) in [("im Frühjahr 2024", "2024"), ("im März 2024", "2024-03"), ("am 12. März 2024", "2024-03-12")]
    {
        let text = format!("{FIRST}\n\nDas hatten beide Seiten schon {line} so beschlossen.\n");
        let article = read(&RESOURCES, "in.txt", text.as_bytes(), &Hints::default()).remove(0).unwrap().article;
        let json = articles::write(&article);
        assert!(json.contains(&format!("\"published\":\"{told}\",\"published_from\":\"estimated\"")), "{json}");
        assert_eq!(articles::read(Line { file: "in.jsonl", number: 1 }, &json).unwrap().published, article.published);
    }
}

#[test]
fn a_front_page_is_refused_with_a_word() {
    let teaser = |n: usize| {
        format!("<div><h2><a href=/{n}>Schlagzeile Nummer {n} aus Wien</a></h2><p>Ein kurzer Anriss.</p></div>")
    };
    let teasers: String = (0..12).map(teaser).collect();
    let of = |head: &str, body: &str| {
        let html = format!("<html><head>{head}</head><body><main>{body}</main></body></html>");
        read(&RESOURCES, "in.html", html.as_bytes(), &Hints::default()).remove(0)
    };
    assert_eq!(of("", &teasers).unwrap_err().cause, Cause::Front);
    // An article with teasers below it is one, and so is a short one that tells its day.
    let long = format!("<h1>Reise nach Wien</h1>{}{teasers}", format!("<p>{FIRST}</p><p>{LAST}</p>").repeat(3));
    assert!(of("", &long).unwrap().article.text.contains(FIRST));
    let day = "<meta property='article:published_time' content='2024-05-07'>";
    assert!(of(day, &format!("<h1>Reise nach Wien</h1><p>{FIRST}</p>{teasers}")).unwrap().article.text.contains(FIRST));
}

#[test]
fn a_short_paragraph_in_another_language_shows_it_by_its_small_words() {
    let english = "Moscow condemned the plan and warned of consequences, the foreign ministry said on Wednesday.";
    let article = page(&format!(
        "<p>{FIRST}</p><p>{english}</p><p>„The Times“ of London schrieb über die Zölle.</p><p>{LAST}</p>"
    ))
    .article;
    let foreign = article.foreign.iter().map(|(span, lang)| (span.of(&article.text), lang.as_str()));
    assert_eq!(foreign.collect::<Vec<_>>(), [(english, "en")]);
}

#[test]
fn texts_of_old_computers_show_by_what_stands_inside_their_words() {
    let words = "Die Außenministerin fährt am Dienstag zu Gesprächen über größere Zölle nach Österreich, hieß es.";
    // In this encoding the letters beyond ASCII stand elsewhere than in that of Windows.
    let places = [('ß', 0xa7), ('ä', 0x8a), ('ü', 0x9f), ('ö', 0x9a), ('Ö', 0x85)];
    let old = |c: char| places.iter().find(|(letter, _)| *letter == c).map_or(c as u8, |(_, byte)| *byte);
    let bytes: Vec<u8> = words.chars().map(old).collect();
    let reading = read(&RESOURCES, "in.txt", &bytes, &Hints::default()).remove(0).unwrap();
    assert_eq!(reading.article.text, words);
    let western: Vec<u8> = words.chars().map(|c| c as u8).collect();
    let reading = read(&RESOURCES, "in.txt", &western, &Hints::default()).remove(0).unwrap();
    assert_eq!(reading.article.text, words);
}
