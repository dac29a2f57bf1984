//! Made pages in, what is read of them out: tables and lists, by-lines, date lines, front pages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use demarche::Resources;
use demarche::article::{Article, BlockKind};
use demarche::read::{Content, Hints, Piece, Reading, Record, Shape, read, read_record};
use std::sync::LazyLock;

use BlockKind::{Heading, Item, Paragraph, Title};

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::embedded().unwrap());

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
