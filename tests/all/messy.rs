//! Reading what is not as it should be: refusals of servers, days that cannot be, letters, despatches, records by hand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::{Article, BlockKind, Field, Place};
use demarche::note::NoteKind;
use demarche::read::{Cause, Hints, ReadError, Reading, read};
use jiff::civil::date;

pub(crate) const ONE: &str =
    "Der Außenminister reiste am Dienstag nach Wien, um dort mit der Regierung über Getreide zu sprechen.";
pub(crate) const TWO: &str =
    "Die Präsidentin empfing am Mittwoch eine Abordnung der Bauern und versprach ihnen, das Gesetz zu ändern.";

fn read_on(text: &str) -> Vec<Result<Reading, ReadError>> {
    let hints = Hints { today: Some(date(2024, 6, 1)), ..Hints::default() };
    read(&RESOURCES, "in.html", text.as_bytes(), &hints)
}

pub(crate) fn one(text: &str) -> Reading {
    let mut readings = read_on(text);
    assert_eq!(readings.len(), 1);
    readings.remove(0).unwrap()
}

pub(crate) fn page(head: &str, body: &str) -> String {
    format!(
        "<html><head><title>Zwei Länder ringen um das Wasser</title>{head}</head><body><article>{body}</article></body></html>"
    )
}

/// The words of the blocks of a kind.
pub(crate) fn of_kind(article: &Article, kind: BlockKind) -> Vec<&str> {
    article.blocks.iter().filter(|block| block.kind == kind).map(|block| block.span.of(&article.text)).collect()
}

#[test]
fn a_day_to_come_counts_only_where_no_other_is_told() {
    let late = "<meta property='article:published_time' content='2099-01-01T00:00:00Z'>";
    let body = format!("<p>{ONE}</p><p>{TWO}</p>");
    for (head, body, day) in [
        (late, format!("<p><time datetime='2024-03-12T10:00:00+01:00'>gestern</time></p>{body}"), "2024-03-12"),
        (late, format!("{body}<p>Stand: 12.03.2024, 14:30 Uhr</p>"), "2024-03-12"),
        ("<meta property='article:published_time' content='2024-06-02'>", body.clone(), "2024-06-02"),
    ] {
        let reading = one(&page(head, &body));
        assert_eq!(reading.article.published.map(|(day, _)| day.to_string()).as_deref(), Some(day));
        let told = reading.article.stated.iter().find(|stated| stated.field == Field::Published).unwrap();
        assert!(told.value.starts_with(day), "the first is the one that was used: {told:?}");
        assert!(reading.notes.iter().all(|note| note.kind != NoteKind::BadDate));
    }
    for alone in [page(late, &body), format!("{{\"published\":\"2099-01-01\",\"text\":\"{ONE}\"}}")] {
        let reading = one(&alone);
        assert_eq!(reading.article.published.unwrap().0, date(2099, 1, 1));
        assert!(reading.notes.iter().any(|note| note.kind == NoteKind::BadDate && note.message.contains("2099-01-01")));
    }
    let told = Hints { published: Some(date(2099, 1, 1)), today: Some(date(2024, 6, 1)), ..Hints::default() };
    let reading = read(&RESOURCES, "in.html", page("", &body).as_bytes(), &told).remove(0).unwrap();
    assert_eq!(reading.article.published.unwrap().0, date(2099, 1, 1));
    assert!(reading.notes.is_empty(), "the caller knows: {:?}", reading.notes);
}

#[test]
fn what_a_server_shows_instead_of_an_article_is_none() {
    let text = "You do not have permission to access this resource on this server. Please contact the administrator.";
    let refused = |title: &str, head: &str, text: &str| {
        let page =
            format!("<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>{text}</p></body></html>");
        read_on(&page).remove(0).err().map(|error| error.cause)
    };
    for title in ["403 Forbidden", "Just a moment...", "Access denied | Probeblatt", "Probeblatt - Ihre Einwilligung"] {
        assert_eq!(refused(title, "", text), Some(Cause::Refusal(title.to_owned())));
    }
    let dated = "<meta property='article:published_time' content='2024-01-01'>";
    assert_eq!(refused("Access denied", dated, text), None);
    assert_eq!(refused("Access denied", "", &text.repeat(30)), None);
    assert_eq!(refused("Access denied to observers in the north", "", text), None);
}

#[test]
fn a_line_with_author_and_day_gives_both_and_is_no_text() {
    for line in [
        "Von Anna Meier und Karl Huber, 12.03.2024, 14:05 Uhr",
        "12.03.2024, 14:05 Uhr | Von Anna Meier und Karl Huber",
        "Von Anna Meier und Karl Huber | Dienstag, <time>12. März 2024, 14:05 Uhr</time>",
    ] {
        let article =
            one(&page("", &format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{line}</p><p>{ONE}</p><p>{TWO}</p>")))
                .article;
        assert_eq!(article.authors, ["Anna Meier", "Karl Huber"], "{line}");
        assert_eq!(article.published_at.unwrap().to_string(), "2024-03-12T14:05:00", "{line}");
        assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO], "{line}");
        assert!(of_kind(&article, BlockKind::Heading).is_empty(), "{line}");
    }
}

#[test]
fn lines_of_a_despatch_are_its_paragraphs_without_a_blank_one() {
    let paragraphs = [
        "Der Außenminister reiste am Dienstag nach Wien, um dort mit der\nRegierung über Getreide zu sprechen. Er traf dort den Kanzler und die\nPräsidentin.",
        "Die Präsidentin empfing am Mittwoch eine Abordnung der Bauern und\nversprach ihnen, das Gesetz zu ändern.",
        "Die Opposition kritisierte den Entwurf am Donnerstag\nscharf und drohte mit einer Klage vor\ndem Gericht, falls er bleibt.",
    ];
    let joined =
        format!("Zwei Länder ringen um das Wasser\n\n{}\n{}\n\n{}\n", paragraphs[0], paragraphs[1], paragraphs[2]);
    assert_eq!(of_kind(&one(&joined).article, BlockKind::Paragraph), paragraphs);
    // Headlines in a row are none, whatever the last of them ends in.
    let menu = "Der Minister reist nach Wien zum Gipfel der Staaten\nDie Präsidentin empfängt Bauern in der Hauptstadt\n\
                Opposition droht der Regierung mit einer Klage vor dem Gericht.";
    let article = one(&format!("{ONE}\n\n{TWO}\n\n{menu}\n")).article;
    assert!(article.blocks.iter().all(|block| !block.span.of(&article.text).contains('\n')));
}

#[test]
fn who_signs_a_letter_is_neither_tag_nor_text() {
    let name = "Anna Meier\nReferat Sieben\nMusterstadt\nPressestelle\n";
    for end in
        [format!("Mit freundlichen Grüßen\n{name}"), format!("--\n{name}"), format!("--\n\nKind regards\n\n{name}")]
    {
        let article = one(&format!("Zwei Länder ringen um das Wasser\n\n{ONE}\n\n{TWO}\n\n{end}")).article;
        assert!(article.tags.is_empty(), "{:?}", article.tags);
        assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO]);
    }
}

#[test]
fn an_agency_in_brackets_is_named_and_cut_off() {
    for (head, agency) in [
        ("(dpa) ", Some("dpa")),
        ("(Reuters) ", Some("Reuters")),
        ("Wien (dpa). ", Some("dpa")),
        ("Genf/Wien (AFP/dpa): ", Some("AFP/dpa")),
        ("March 12 (Reuters) - ", Some("Reuters")),
        ("12. März (Reuters) - ", Some("Reuters")),
        ("(Exklusiv) ", None),
    ] {
        let article = one(&format!("Zwei Länder ringen um das Wasser\n\n{head}{ONE}\n\n{TWO}\n")).article;
        assert_eq!(article.agency.as_deref(), agency, "{head}");
        assert_eq!(of_kind(&article, BlockKind::Paragraph)[0] == ONE, agency.is_some(), "{head}");
    }
}

#[test]
fn a_note_on_where_an_article_stood_first_is_no_text() {
    for note in [
        "The post Two countries appeared first on The Sample Paper.",
        "Der Beitrag Zwei Länder erschien zuerst auf Probeblatt.",
    ] {
        let article = one(&page("", &format!("<p>{ONE}</p><p>{TWO}</p><p>{note}</p>"))).article;
        assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO]);
    }
}

#[test]
fn an_address_behind_an_author_is_no_name() {
    for told in
        ["Anna Meier (https://a.example/anna)", "[Anna Meier](https://a.example)", "Anna Meier <mailto:anna@a.example>"]
    {
        let reading = one(&format!("{{\"authors\":\"{told}\",\"text\":\"{ONE}\"}}"));
        assert_eq!(reading.article.authors, ["Anna Meier"], "{told}");
        let stated = reading.article.stated.iter().find(|s| s.field == Field::Author).unwrap();
        assert_eq!((stated.place, stated.value.as_str()), (Place::Record, "Anna Meier"));
    }
}

#[test]
fn a_comma_too_many_and_an_object_on_several_lines_cost_nothing() {
    let ids = |json: &str| -> Vec<Option<String>> {
        read_on(json).into_iter().map(|reading| reading.ok().map(|reading| reading.article.id)).collect()
    };
    let some = |ids: &[&str]| ids.iter().map(|id| Some((*id).to_owned())).collect::<Vec<_>>();
    let record = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"{ONE}, so hieß es, }} ,]\"}}");
    let comma = |id: &str| record(id).replace("\"}", "\",\n \t}");
    assert_eq!(ids(&comma("a")), some(&["a"]));
    assert_eq!(ids(&format!("[{},{},]", comma("a"), record("b"))), some(&["a", "b"]));
    let line = |id: &str| record(id).replace("\"}", "\",}");
    assert_eq!(ids(&format!("{}\n{}\n{}\n", record("a"), line("b"), record("c"))), some(&["a", "b", "c"]));
    let text = &one(&comma("a")).article.text;
    assert!(text.ends_with("so hieß es, } ,]"), "what stands in a text stays: {text}");
    let spread = |id: &str| record(id).replace(",\"text\"", ",\n\"text\"");
    assert_eq!(ids(&format!("{}\n{}\n{}\n", record("a"), spread("b"), record("c"))), some(&["a", "b", "c"]));
    let torn = format!("{}\n{{\"id\":\"b\",\n{}\n", record("a"), record("c"));
    assert_eq!(ids(&torn), [Some("a".to_owned()), None, Some("c".to_owned())]);
    let line = read_on(&torn).into_iter().find_map(Result::err).unwrap().line;
    assert_eq!(line, 2);
}

#[test]
fn code_that_lies_beside_saved_pages_is_no_article() {
    let commented = "/* Highlighting of the examples on this page.\n   License: BSD-3-Clause, with thanks to everybody who helped */\n\n\
        // Populate the sidebar with all chapters of the book, and mark the one that is read.\n\
        // This is a script so that it is only once in the book.\n\
        class Sidebar extends HTMLElement {\nconstructor() {\nsuper();\n}\n}\n";
    for code in ["body{color:red}", "var a = function() { return 1; };\nif (a) { b = a(); }\n", commented] {
        let cause = read_on(code).remove(0).unwrap_err().cause;
        assert_eq!(cause, Cause::Code, "{code}");
    }
    let text = format!("{ONE} {{sic}}; {TWO}");
    assert_eq!(one(&text).article.text, text);
}

#[test]
fn what_a_message_answers_is_not_its_text() {
    let quoted = "> Die alte Nachricht von gestern, die jemand anders geschrieben hat.\n";
    let answer = format!("{ONE}\n\n{TWO}\n\n{quoted}");
    assert_eq!(of_kind(&one(&answer).article, BlockKind::Paragraph), [ONE, TWO]);
    assert!(!of_kind(&one(quoted).article, BlockKind::Paragraph).is_empty(), "a message that is passed on");
}

#[test]
fn a_name_or_a_day_above_the_text_is_neither_heading_nor_title() {
    let named = page("<meta name=author content='Anna Meier'>", &format!("<p>Anna Meier</p><p>{ONE}</p><p>{TWO}</p>"));
    assert!(of_kind(&one(&named).article, BlockKind::Heading).is_empty());
    let despatch = format!("REUTERS 12.03.2024 14:05\n\nZwei Länder ringen um das Wasser\n\n{ONE}\n\n{TWO}\n");
    let article = one(&despatch).article;
    assert_eq!(article.title, "Zwei Länder ringen um das Wasser");
    assert_eq!(article.published.unwrap().0, date(2024, 3, 12));
}

#[test]
fn who_published_may_stand_behind_the_day() {
    for line in ["Veröffentlicht am 12. März 2024 von Anna Meier", "Posted on March 12, 2024, 2:05 pm by Anna Meier"]
    {
        let article = one(&page("", &format!("<p>{line}</p><p>{ONE}</p><p>{TWO}</p>"))).article;
        assert_eq!(
            (article.authors, article.published.unwrap().0),
            (vec!["Anna Meier".to_owned()], date(2024, 3, 12)),
            "{line}"
        );
    }
}

#[test]
fn months_are_known_in_languages_that_are_not_built() {
    for line in ["12 mars 2024 à 14h05", "12 марта 2024, 14:05", "12 marca 2024, 14:05", "12 maart 2024, 14:05"] {
        let article = one(&page("", &format!("<p>{line}</p><p>{ONE}</p><p>{TWO}</p>"))).article;
        assert_eq!(article.published_at.unwrap().to_string(), "2024-03-12T14:05:00", "{line}");
    }
}

#[test]
fn each_weekday_may_lead_a_day() {
    for name in ["Monday", "Tuesday", "Wednesday", "Thursday", "Tue", "Thu"] {
        let told = format!("<p>{name}, May 7, 2024</p><p>{ONE}</p><p>{TWO} Am 3. März 2024 sprach sie.</p>");
        let article = one(&page("", &told)).article;
        assert_eq!(article.published.map(|(day, _)| day), Some(date(2024, 5, 7)), "{name}");
    }
}

#[test]
fn a_page_behind_a_long_comment_or_script_is_a_page() {
    let noise = "var wasser = 1; ".repeat(1_000);
    for before in [format!("<!-- {noise} -->\n"), format!("<script>{noise}</script>")] {
        let article = one(&format!("{before}{}", page("", &format!("<p>{ONE}</p><p>{TWO}</p>")))).article;
        assert!(!article.text.contains("wasser = 1") && article.text.contains(ONE), "{}", article.text);
    }
}

#[test]
fn an_article_whose_headline_begins_like_a_refusal_is_one() {
    let page = |title: &str, body: &str| format!("<html><head><title>{title}</title></head><body>{body}</body></html>");
    for title in [
        "Access denied: Red Cross kept out of Gaza hospital",
        "Forbidden - how Beijing bans the books of its critics",
        "Unauthorized | Probeblatt",
    ] {
        let body = format!("<article><h1>{title}</h1><p>{ONE}</p><p>{TWO}</p></article>");
        assert_eq!(one(&page(title, &body)).article.title, title);
    }
    let stated =
        format!("<h1>Access denied</h1><p><time datetime='2024-03-12'>gestern</time></p><p>{ONE}</p><p>{TWO}</p>");
    assert!(read_on(&page("Access denied", &stated)).remove(0).is_ok());
    let told = Hints { published: Some(date(2024, 3, 12)), ..Hints::default() };
    let body = format!("<h1>Access denied</h1><p>{ONE}</p><p>{TWO}</p>");
    assert!(read(&RESOURCES, "in.html", page("Access denied", &body).as_bytes(), &told).remove(0).is_ok());
}

#[test]
fn quotations_and_what_stands_below_two_dashes_are_text() {
    let quoted = "> Das ist ein Verbrechen, und wer es befahl, wird sich vor einem Gericht verantworten.";
    let text = format!("{ONE}\n\n{quoted}\n\n{TWO}\n");
    assert_eq!(of_kind(&one(&text).article, BlockKind::Paragraph), [ONE, quoted, TWO]);
    let answer = format!("{ONE}\n\nAm 12.03.2024 schrieb Anna Meier:\n{quoted}\n\n{TWO}\n");
    assert!(!of_kind(&one(&answer).article, BlockKind::Paragraph).contains(&quoted));
    let long = format!("{ONE} {}", TWO.repeat(2));
    let below = "Russland griff Kiew am Montag mit Drohnen an.";
    let text = format!("{long}\n\n--\n\n{below}\n\nAnna Meier\n");
    assert_eq!(of_kind(&one(&text).article, BlockKind::Paragraph), [&long, below]);
    let marked = page("", &format!("<p>{long}</p><p>--</p><p>{below}</p>"));
    assert_eq!(of_kind(&one(&marked).article, BlockKind::Paragraph), [&long, below]);
}

#[test]
fn numbers_and_names_before_a_bracket_are_of_the_sentence() {
    for first in [
        "30 Tote (UN) \u{2013} Die Regierung in Kiew meldet nach dem Angriff am Dienstag viele Opfer in der Stadt.",
        "12 Soldaten (Iran) - Bei einem Angriff starben am Dienstag nach Angaben aus Teheran zwölf Menschen.",
        "Associated Press (AP) Correspondent John Miller was arrested by Russian police in Moscow on Tuesday.",
    ] {
        let article = one(&page("", &format!("<p>{first}</p><p>{TWO}</p>"))).article;
        assert_eq!((of_kind(&article, BlockKind::Paragraph)[0], article.agency.as_deref()), (first, None));
    }
    let dated = format!("Wien, 12. März (Reuters) - {ONE}");
    let article = one(&page("", &format!("<p>{dated}</p><p>{TWO}</p>"))).article;
    assert_eq!((of_kind(&article, BlockKind::Paragraph)[0], article.agency.as_deref()), (ONE, Some("Reuters")));
}

#[test]
fn a_name_before_a_day_is_whole_and_one_in_a_list_is_kept() {
    for (line, name) in [
        ("By Theresa May, 12 March 2024", "Theresa May"),
        ("By Jane March | 12 March 2024", "Jane March"),
        ("Von Anna M., 12.03.2024", "Anna M."),
    ] {
        assert_eq!(one(&page("", &format!("<p>{line}</p><p>{ONE}</p><p>{TWO}</p>"))).article.authors, [name], "{line}");
    }
    let list = "<ul><li>Anna Meier</li><li>Karl Huber aus Wien</li><li>Kim Lee aus Seoul</li></ul>";
    let body = format!("<p>{ONE}</p><p>Es kamen:</p>{list}<p>{TWO}</p>");
    let article = one(&page("<meta name=author content='Anna Meier'>", &body)).article;
    assert!(article.text.contains("Anna Meier"), "{}", article.text);
}

#[test]
fn a_headline_with_a_day_in_it_is_a_headline() {
    let text = format!("Referendum am 23. Juni 2016\n\n{ONE}\n\n{TWO}\n");
    assert_eq!(one(&text).article.title, "Referendum am 23. Juni 2016");
    let marked = page("", &format!("<h2>Dienstag, 12. März 2024</h2><p>{ONE}</p><p>{TWO}</p>"));
    assert!(of_kind(&one(&marked).article, BlockKind::Heading).is_empty());
    let rover = page("", &format!("<p>The Mars 2020 rover sent pictures, said the agency on Tuesday.</p><p>{ONE}</p>"));
    assert_eq!(one(&rover).article.published.unwrap().0, date(2020, 1, 1));
}

#[test]
fn neither_a_feed_nor_a_file_is_of_a_day_to_come() {
    let today = Some(date(2024, 6, 1));
    let listed = Hints { listed: Some("2099-01-01".to_owned()), today, ..Hints::default() };
    let body = page("", &format!("<p>Veröffentlicht: 12.03.2024, 14:30 Uhr</p><p>{ONE}</p><p>{TWO}</p>"));
    let reading = read(&RESOURCES, "in.html", body.as_bytes(), &listed).remove(0).unwrap();
    assert_eq!(reading.article.published.unwrap().0, date(2024, 3, 12));
    let filed = Hints { file_time: Some(date(2099, 1, 1)), today, ..Hints::default() };
    let plan = page("", &format!("<p>{ONE} Das Treffen beginnt am 12. März 2098.</p><p>{TWO}</p>"));
    let reading = read(&RESOURCES, "in.html", plan.as_bytes(), &filed).remove(0).unwrap();
    assert_eq!(reading.article.published, None);
}

#[test]
fn news_with_rules_and_a_brace_is_no_code_and_a_script_with_links_is() {
    let rule = "=".repeat(70);
    let news = format!("{ONE}\n{rule}\n\n{TWO}\n\n{rule}\nAbmelden: {{unsubscribe_url}}\n");
    assert!(read_on(&news).remove(0).is_ok());
    let script = "!function(e,t){var n=[],r=n.slice;function i(e){return n[e](t)}function o(a){return r[a](n,t)}e.exports=o}(a);";
    assert_eq!(read_on(&script.repeat(20)).remove(0).unwrap_err().cause, Cause::Code);
}

#[test]
fn objects_over_lines_keep_the_numbers_of_later_lines_and_are_mended() {
    let record = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"{ONE}\"}}");
    let spread = |id: &str, end: &str| format!("{{\"id\":\"{id}\",\n\"text\":\"{ONE}\"{end}");
    let told = |text: &str| {
        let all = read_on(text).into_iter().map(|read| read.map(|read| read.article.id).map_err(|error| error.line));
        all.collect::<Vec<_>>()
    };
    let ok = |id: &str| Ok(id.to_owned());
    let text = format!("{}\n{} oops\n{{\"id\":oops}}\n", record("a"), spread("b", "}"));
    assert_eq!(told(&text), [ok("a"), ok("b"), Err(3), Err(4)]);
    let text = format!("{}\n{}\n{},\n{{\"id\":oops}}\n", record("a"), spread("b", "},"), record("c"));
    assert_eq!(told(&text), [ok("a"), ok("b"), ok("c"), Err(5)]);
    let text = format!("{}\n{}\n{}\n", record("a"), spread("b", ",\n}"), record("c"));
    assert_eq!(told(&text), [ok("a"), ok("b"), ok("c")]);
    let half = spread("b", "}").replace("Wien", "\\ud83d Wien");
    let readings = read_on(&format!("{}\n{half}\n", record("a")));
    let last = readings.last().unwrap().as_ref().unwrap();
    assert!(last.article.text.contains("\u{fffd} Wien") && last.notes.iter().any(|n| n.kind == NoteKind::Repaired));
}

#[test]
fn a_headline_goes_before_the_name_of_the_outlet() {
    let site =
        "<html><head><title>Das Probeblatt</title><meta property='og:site_name' content='Das Probeblatt'></head>";
    let page = format!("{site}<body><h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p><p>{TWO}</p></body></html>");
    assert_eq!(one(&page).article.title, "Zwei Länder ringen um das Wasser");
}

#[test]
fn an_object_in_place_of_the_text_is_the_record() {
    let told = |json: &str| {
        let all = read_on(json).into_iter().map(|read| read.map(|read| (read.article.title, read.article.text)));
        all.collect::<Result<Vec<_>, _>>().map_err(|error| error.cause.to_string())
    };
    let inner = |title: &str| format!("{{\"{title}\":\"Peru klagt\",\"text\":\"{ONE}\"}}");
    let (title, inner) = (&inner("headline"), inner("title"));
    for json in [
        format!("{{\"story\":{title}}}"),
        format!("{{\"title\":\"Peru klagt\",\"content\":{{\"rendered\":\"<b>{ONE}</b>\"}}}}"),
    ] {
        assert_eq!(told(&json).unwrap(), [("Peru klagt".to_owned(), ONE.to_owned())], "{json}");
    }
    let around = format!("{{\"id\":7,\"date\":\"2024-05-07\",\"article\":{inner}}}");
    let article = read_on(&around).remove(0).unwrap().article;
    assert_eq!(
        (article.id.as_str(), article.published.map(|(day, _)| day.to_string())),
        ("7", Some("2024-05-07".to_owned()))
    );
    // A name is no text.
    assert_eq!(told("{\"article\":{\"title\":\"Peru klagt gegen Chile\"}}").unwrap_err(), "the record has no \"text\"");
}

#[test]
fn a_short_sentence_stays_whatever_share_of_it_is_a_link() {
    for said in [
        "The U.S. <a href='/x'>imposed sanctions on Iran</a> on Monday.",
        "Russland hat am Montag <a href='/x'>zwei deutsche Diplomaten ausgewiesen</a>.",
        "Israel has <a href='/x'>denied the charge</a>.",
    ] {
        for place in [
            format!("<p>{ONE}</p><p>{said}</p><p>{TWO}</p>"),
            format!("<p>{ONE}</p><ul><li>{said}</li><li>Peru warf Chile am Dienstag Betrug vor.</li></ul><p>{TWO}</p>"),
        ] {
            let article = one(&page("", &format!("<h1>Zwei Länder ringen um das Wasser</h1>{place}"))).article;
            let plain = said.replace("<a href='/x'>", "").replace("</a>", "");
            let coded = article.blocks.iter().filter(|b| b.kind.is_coded());
            assert_eq!(coded.filter(|b| b.span.of(&article.text) == plain).count(), 1, "{place}\n{}", article.text);
        }
    }
    let teasers = "<p><a href='/x'>Peru ruft seinen Botschafter aus Chile zurück und droht.</a></p>";
    let body = format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p><p>{TWO}</p>{teasers}");
    assert!(!one(&page("", &body)).article.text.contains("Botschafter"));
}
