//! By-lines, days and last paragraphs as pages write them: who wrote, when, and what of the end is text.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::messy::{ONE, TWO, of_kind, one, page};
use demarche::article::{Article, BlockKind, Origin};
use jiff::civil::date;

const HEADLINE: &str = "<h1>Zwei Länder ringen um das Wasser</h1>";

fn told(line: &str) -> Article {
    one(&page("", &format!("{HEADLINE}{line}<p>{ONE}</p><p>{TWO}</p>"))).article
}

/// The authors of a page with the line, and those of a record that names the same.
fn signed(line: &str) -> Vec<String> {
    told(&format!("<div class=author>{line}</div>")).authors
}

fn recorded(author: &str) -> (Vec<String>, Option<String>) {
    let article = one(&format!("{{\"author\":\"{author}\",\"text\":\"{ONE}\"}}")).article;
    (article.authors, article.agency)
}

#[test]
fn who_comments_did_not_write_the_article() {
    let form = "<form><p class='comment-form-author'><label>Name <span>*</span></label> <input id=author></p></form>";
    let named = "<ul><li><span class='comment-author'>Kim Lee</span> bei <a href=x>Anderes</a></li></ul>";
    let of = |body: &str| one(&page("", &format!("{HEADLINE}{body}"))).article.authors;
    for below in [form, named, &form.replace("Name ", "Name erforderlich ")] {
        assert_eq!(of(&format!("<div>Von Eva Alt</div><p>{ONE}</p><p>{TWO}</p>{below}")), ["Eva Alt"]);
        assert_eq!(of(&format!("<p>{ONE}</p><p>{TWO}</p>{below}")), Vec::<String>::new());
    }
    // A box beside the article names who wrote it where nothing else does.
    let box_of = "<aside class=teaser><div class=author><b>Eva Alt</b></div></aside>";
    assert_eq!(of(&format!("<p>{ONE}</p><p>{TWO}</p>{box_of}")), ["Eva Alt"]);
}

#[test]
fn all_people_of_a_by_line_are_found_and_nothing_else() {
    for (line, names) in [
        ("dpa, Eva Alt", &["Eva Alt"][..]),
        ("WELT | Eva Alt", &["Eva Alt"]),
        ("Redaktion | Eva Alt", &["Eva Alt"]),
        ("Von Eva Alt (Kiew) und Jane Park (Berlin)", &["Eva Alt", "Jane Park"]),
        ("BY EVA ALT AND JANE PARK", &["EVA ALT", "JANE PARK"]),
        ("By&nbsp;<a>EVA ALT</a>, <a>JANE PARK</a> and <a>KIM LEE</a>", &["EVA ALT", "JANE PARK", "KIM LEE"]),
        (
            "By <a>Eva Alt</a>, <a>Jane Park</a> and <a>Kim Lee</a><div>Updated 1:12 AM UTC, May 24, 2024</div>",
            &["Eva Alt", "Jane Park", "Kim Lee"],
        ),
        ("By Jane Park, Updated May 9, 2024", &["Jane Park"]),
        ("By Jane Park For The Daily Mail", &["Jane Park"]),
        ("Von Jane Park am Dienstag, 7. Mai 2024", &["Jane Park"]),
        ("Text: Eva Alt", &["Eva Alt"]),
        ("Interview: Eva Alt, Fotos: Jane Park", &["Eva Alt"]),
        ("Eva Alt<br>Alle Artikel", &["Eva Alt"]),
        ("Von Michael Leiter", &["Michael Leiter"]),
        ("Eva Alt, Leiter der Redaktion", &["Eva Alt"]),
        ("Reuters Staff", &[]),
        ("By Associated Press Reporter", &[]),
        ("Agence France-Presse in Kyiv", &[]),
        ("Online seit heute, 5.12 Uhr", &[]),
        ("Name *", &[]),
        ("Ursula von der Leyen", &["Ursula von der Leyen"]),
    ] {
        assert_eq!(signed(line), names, "{line}");
    }
    assert_eq!(told("<p>Reportage: Zwei Länder, ein Fluss</p>").authors, Vec::<String>::new());
}

#[test]
fn a_label_before_a_name_tells_who_wrote_only_below_the_headline() {
    let of = |body: &str| one(&page("", &format!("{body}<p>{ONE}</p><p>{TWO}</p>"))).article.authors;
    let nobody = Vec::<String>::new();
    for label in ["Text", "Interview", "Bericht", "Porträt"] {
        let line = format!("{label}: Eva Alt");
        assert_eq!(of(&format!("{HEADLINE}<p>{line}</p>")), ["Eva Alt"], "{line}");
        assert_eq!(of(&format!("{HEADLINE}<div class=author>{line}</div>")), ["Eva Alt"], "{line}");
        // Of whom it is, where another wrote it.
        assert_eq!(of(&format!("{HEADLINE}<p>{line}</p><p>Von Kim Lee</p>")), ["Kim Lee"], "{line}");
        for headline in [
            format!("<h1>{line}</h1>"),
            format!("{HEADLINE}<h2>{line}</h2>"),
            format!("{HEADLINE}<div><h2>{line}</h2></div>"),
            format!("{HEADLINE}<figure><img src=x><figcaption>{line}</figcaption></figure>"),
            format!("<p>{line}</p>{HEADLINE}"),
            format!("{HEADLINE}<p>{ONE}</p><p>{line}</p>"),
        ] {
            assert_eq!(of(&headline), nobody, "{headline}");
        }
        assert_eq!(one(&format!("{line}\n\n{ONE}\n\n{TWO}")).article.authors, nobody, "{line}");
        let below = one(&format!("Zwei Länder ringen um das Wasser\n\n{line}\n\n{ONE}\n\n{TWO}"));
        assert_eq!(below.article.authors, ["Eva Alt"], "{line}");
        let named = format!("{{\"title\":\"{line}\",\"text\":\"{line}\\n\\n{ONE}\\n\\n{TWO}\"}}");
        assert_eq!(one(&named).article.authors, nobody, "{line}");
    }
}

#[test]
fn a_question_and_a_call_behind_it_are_no_statement() {
    for call in [
        "Was geschah in Lima? Ein Überblick",
        "Hat Ihnen der Artikel gefallen? Ja Nein",
        "So wehrt sich Peru! Fünf Antworten",
    ] {
        let article = told(&format!("<p>{ONE}</p><p>{call}</p>"));
        assert!(!of_kind(&article, BlockKind::Paragraph).contains(&call), "{call}");
    }
    // What somebody says, and what stands behind a statement, is one.
    for stated in [
        "Der Minister rief: „Das darf nie wieder geschehen!“ Eva Alt",
        "Der Minister trat zurück. Was geschieht nun? Eva Alt",
    ] {
        let article = told(&format!("<p>{ONE}</p><p>{stated}</p>"));
        assert!(of_kind(&article, BlockKind::Paragraph).contains(&stated), "{stated}");
    }
}

#[test]
fn days_of_pictures_other_articles_and_sources_are_not_that_of_the_article() {
    let of = |line: &str| told(&format!("<p>{line}</p>")).published;
    for line in [
        "FILE PHOTO: Soldiers at the border, May 3, 2019. REUTERS/Jane Park",
        "Foto: Soldaten an der Grenze, 3. Mai 2019",
        "Also read: Peru and Chile sign treaty (May 3, 2019)",
        "Retrieved 3 May 2019",
        "Abgerufen am 3. Mai 2019",
    ] {
        assert_ne!(of(line).map(|(_, origin)| origin), Some(Origin::Page), "{line}");
        let own = told(&format!("<p>{line}</p><p>7. Mai 2024</p>"));
        assert_eq!(own.published, Some((date(2024, 5, 7), Origin::Page)), "{line}");
    }
    for line in ["Wien, 7. Mai 2024", "Posted on May 7, 2024 by Jane Park", "7. Mai 2024"] {
        assert_eq!(of(line), Some((date(2024, 5, 7), Origin::Page)), "{line}");
    }
}

#[test]
fn two_people_and_an_agency_are_three() {
    let both = || vec!["Jane Park".to_owned(), "Kim Lee".to_owned()];
    for (line, agency) in [
        ("Jane Park and Kim Lee with AFP", Some("AFP")),
        ("Von Jane Park und Kim Lee mit dpa", Some("dpa")),
        ("Von Jane Park und Kim Lee mit Agenturmaterial von AFP", Some("AFP")),
        ("Jane Park with Kim Lee and AFP", Some("AFP")),
        ("JANE PARK and KIM LEE Associated Press", Some("Associated Press")),
        ("Von Jane Park und Kim Lee dpa", Some("dpa")),
        ("Jane Park and AFP and Kim Lee", Some("AFP")),
        ("Jane Park and Kim Lee of The Associated Press", Some("Associated Press")),
        ("Jane Park, Kim Lee and The Associated Press", Some("Associated Press")),
        ("By Jane Park and Kim Lee and agencies", None),
        ("By Jane Park and Kim Lee, Reuters correspondents", None),
    ] {
        let both =
            if line.starts_with("JANE") { both().iter().map(|name| name.to_uppercase()).collect() } else { both() };
        assert_eq!(signed(line), both, "{line}");
        assert_eq!((recorded(line).0, recorded(line).1.as_deref()), (both, agency), "{line}");
    }
    let agency_alone = (vec!["The Associated Press".to_owned()], Some("Associated Press".to_owned()));
    assert_eq!(recorded("The Associated Press"), agency_alone);
    for (with, agency) in [
        ("mit Material der dpa", "dpa"),
        ("mit Material von AFP", "AFP"),
        ("mit Informationen der dpa", "dpa"),
        ("mit Material der Nachrichtenagentur AFP", "AFP"),
    ] {
        let line = format!("Von Jane Park {with}");
        let jane = || (vec!["Jane Park".to_owned()], Some(agency.to_owned()));
        assert_eq!(recorded(&line), jane(), "{line}");
        for shown in [format!("<p>{line}</p>"), format!("<div class=author>{line}</div>")] {
            let article = told(&shown);
            assert_eq!((article.authors, article.agency), jane(), "{shown}");
        }
    }
    assert_eq!(recorded("Jane Park, Eva Alt und Kim Lee mit Agenturen").0, ["Jane Park", "Eva Alt", "Kim Lee"]);
    assert_eq!(recorded("Agence France-Presse in Kyiv"), (Vec::new(), Some("Agence France-Presse".to_owned())));
}

#[test]
fn a_time_of_another_article_is_not_the_day_of_this_one() {
    let text = format!("<p>{ONE}</p><p>{TWO} Das Treffen war am 6. Mai 2024.</p>");
    let other = "<time datetime='2024-05-01'>1. Mai</time>";
    let menu = format!("<nav>{other}</nav>");
    let item =
        format!("<ul class=latest><li>{other} <a href=1>Ein anderer Artikel über ganz andere Dinge</a></li></ul>");
    let related = format!("<aside class=related>{other}</aside>");
    let own = "<div>7. Mai 2024, 10:00 Uhr</div>";
    let day = |body: String| one(&format!("<html><body>{body}</body></html>")).article.published;
    for beside in [&menu, &item, &related] {
        for body in [
            format!("<h1>Zeitung</h1>{beside}<article>{HEADLINE}{own}{text}</article>"),
            format!("<h1>Zeitung</h1>{beside}<article><h2>Zwei Länder ringen um das Wasser</h2>{own}{text}</article>"),
            format!("<article>{HEADLINE}{beside}{own}{text}</article>"),
        ] {
            assert_eq!(day(body.clone()), Some((date(2024, 5, 7), Origin::Page)), "{body}");
        }
    }
    // Below the text only what is of nothing else counts, and nothing that is much older than what the text names.
    let old = "<time datetime='2019-01-01'>seit 2019</time>";
    let footer = format!("<footer>{other}</footer>");
    let linked = format!("<aside class=related><a href=x>{other}</a></aside>");
    for below in [&menu, &item, &footer, &linked, &format!("<aside class=related>{old}</aside>")] {
        let body = format!("<article>{HEADLINE}{text}</article>{below}");
        assert_eq!(day(body.clone()), Some((date(2024, 5, 6), Origin::Estimated)), "{body}");
    }
}

#[test]
fn a_last_paragraph_is_text_whatever_stands_behind_its_stop() {
    let short = "Brasilien hat seinen Botschafter aus Lima abberufen.";
    for tail in [
        "Eva Alt",
        "lmö",
        "rb/kle (dpa, afp, rtr)",
        "bur/jd",
        "JAN/ORF.at",
        "red, ORF.at/Agenturen",
        "NZZ",
        "—IRNA",
        "#Peru",
        "pic.twitter.com/abc",
        "Stand: 18:00 Uhr",
        "Mehr dazu",
        "²",
        "1",
        "<a href=x>Weiterlesen</a>",
        "<a href=x>→</a>",
    ] {
        let bare = tail.replace("<a href=x>", "").replace("</a>", "");
        let whole = format!("{short} {bare}");
        let html = one(&page("", &format!("{HEADLINE}<p>{ONE}</p><p>{short} {tail}</p>"))).article;
        assert_eq!(of_kind(&html, BlockKind::Paragraph), [ONE, &whole], "{tail}");
        let text = one(&format!("{{\"title\":\"Zwei Länder\",\"text\":\"{ONE}\\n\\n{whole}\"}}")).article;
        assert_eq!(of_kind(&text, BlockKind::Paragraph), [ONE, &whole], "{tail}");
    }
    // What begins like a pointer to other articles is none of it, nor is an abbreviation the end of a sentence.
    for other in ["Mehr zum Thema: Krieg in der Ukraine. Alle Artikel", "Der Vertrag mit der Beispiel GmbH & Co. KG"] {
        let html = one(&page("", &format!("{HEADLINE}<p>{ONE}</p><p>{TWO}</p><p>{other}</p>"))).article;
        assert_eq!(of_kind(&html, BlockKind::Paragraph), [ONE, TWO], "{other}");
    }
}

#[test]
fn a_short_last_sentence_behind_a_picture_or_advert_is_text() {
    let picture = "<figure><figcaption>Soldaten in Lima. Foto: AP</figcaption></figure>";
    for between in [picture, "<p>Anzeige</p>"] {
        let html = page("", &format!("{HEADLINE}<p>{ONE}</p><p>{TWO}</p>{between}<p>Moskau bestritt dies.</p>"));
        let article = one(&html).article;
        assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO, "Moskau bestritt dies."], "{between}");
    }
}

#[test]
fn what_programs_write_of_a_text_is_put_together() {
    let marked = "[\"Peru hat \",{\"type\":\"bold\",\"text\":\"Chile\"},\" am Dienstag vorgeworfen, Soldaten verlegt zu haben.\"]";
    let article = one(&format!("{{\"title\":\"Zwei Länder\",\"text\":{marked}}}")).article;
    let whole = "Peru hat Chile am Dienstag vorgeworfen, Soldaten verlegt zu haben.";
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [whole]);
    for around in ["_source", "attributes", "fields"] {
        let inner =
            format!("{{\"headline\":\"Zwei Länder\",\"bodyText\":\"{ONE}\",\"publishedAt\":\"2024-05-07T10:00:00Z\"}}");
        let wrapped = format!("{{\"data\":[{{\"id\":\"a7\",\"{around}\":{inner}}}]}}");
        let article = one(&wrapped).article;
        assert_eq!((article.id.as_str(), article.title.as_str()), ("a7", "Zwei Länder"), "{around}");
        assert_eq!((article.text.as_str(), article.published.unwrap().0), (ONE, date(2024, 5, 7)), "{around}");
        assert_eq!(article.source, None, "{around}");
    }
    let dated = format!("{{\"text\":\"{ONE}\",\"date\":{{\"$date\":\"2024-05-07T10:00:00Z\"}}}}");
    assert_eq!(one(&dated).article.published.unwrap().0, date(2024, 5, 7));
    let listed = format!("{{\"text\":\"{ONE}\",\"tags\":\"Politik &amp; Wirtschaft; Peru\"}}");
    assert_eq!(one(&listed).article.tags, ["Politik & Wirtschaft", "Peru"]);
    let packed = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Alt &lt;b&gt;und&lt;/b&gt; Neu &amp;amp; Co\"}</script>";
    let article = one(&page(packed, &format!("<p>{ONE}</p><p>{TWO}</p>"))).article;
    assert_eq!(article.title.as_str(), "Alt und Neu & Co");
}

#[test]
fn despatches_between_rules_are_text_and_heads_are_not() {
    let despatches = format!("---\n{ONE}\n---\n{TWO}\n");
    let article = one(&despatches).article;
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO]);
    let article = one(&format!("---\ntitle: Zwei Länder\ntags:\n  - Peru\n---\n{ONE}\n\n{TWO}\n")).article;
    assert_eq!((article.title.as_str(), of_kind(&article, BlockKind::Paragraph)), ("Zwei Länder", vec![ONE, TWO]));
}

#[test]
fn a_headline_loses_outlet_and_day_together() {
    let title = "<meta property='og:title' content='Zwei Länder ringen um das Wasser – DW – 27.06.2024'>";
    let article = one(&page(title, &format!("{HEADLINE}<p>{ONE}</p><p>{TWO}</p>"))).article;
    assert_eq!(article.title.as_str(), "Zwei Länder ringen um das Wasser");
}

/// Lengths at which what looks at the rest of a text for each of its words would not end.
#[test]
fn long_rows_of_names_marks_and_times_end() {
    let row = |part: &str| part.repeat(2_000_000 / part.len());
    let body = |text: &str| page("", &format!("<p>{ONE}</p><p>{text}</p>"));
    let head = |about: &str| page(about, &format!("<p>{ONE}</p>"));
    let author = |names: &str| head(&format!("<meta name=author content='{names}'>"));
    for hostile in [
        format!("{ONE}\n\nBy Jane Park{}\n\n{TWO}", row(" and Jane Park")),
        author(&format!("Jane Park{}", row(" a"))),
        author(&row("Jane Park ")),
        author(&row("Jane Park (")),
        body(&row("dpa). ")),
        body(&format!("Russland griff an{} Mehr im Liveblog.", row("."))),
        body(&format!("Russland griff gestern{}", row(" an. x"))),
        head(&format!("<meta name=date content='{}x 9 May 2024'>", row("1:00 "))),
    ] {
        assert!(one(&hostile).article.text.contains(ONE));
    }
}

#[test]
fn items_of_a_newsletter_are_all_read_though_each_ends_in_a_link() {
    let items = [
        (
            "Peru wirft Chile Truppenbewegungen vor",
            "Peru warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben, und rief nach der Organisation. Chile wies das zurück.",
        ),
        (
            "Bolivien beruft Botschafter ab",
            "Bolivien hat seinen Botschafter aus Lima abberufen. Peru bedauerte den Schritt.",
        ),
        ("Ecuador vermittelt", "Ecuador bot am Mittwoch beiden Ländern seine Vermittlung an. Brasilien begrüßte das."),
    ];
    for link in ["Weiterlesen", "Zum Artikel (SZ Plus)", "The New York Times", "→"] {
        let row =
            |(head, text): (&str, &str)| format!("<tr><td><h2>{head}</h2><p>{text} <a href=x>{link}</a></p></td></tr>");
        let table: String = items.into_iter().map(row).collect();
        let html = format!("<html><body><table>{table}</table></body></html>");
        let article = one(&html).article;
        let texts: Vec<String> = items.iter().map(|(_, text)| format!("{text} {link}")).collect();
        assert_eq!(of_kind(&article, BlockKind::Paragraph), texts, "{link}");
    }
}
