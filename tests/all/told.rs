//! What a page says of its article in several places: which day, which headline, which people.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::messy::{ONE, TWO, of_kind, one, page};
use demarche::article::{BlockKind, Origin};
use jiff::civil::date;

#[test]
fn a_day_that_the_article_states_goes_before_days_of_other_things_on_its_page() {
    let text = format!("<p>{ONE}</p><p>{TWO}</p>");
    let head = "<h1>Zwei Länder ringen um das Wasser</h1>";
    let beside = [
        "<section class='comments'><div class='comment'><time datetime='2024-06-01T10:00:00Z'>gestern</time> Gut so.</div></section>",
        "<div class='related'><a>Ein anderer Artikel über den Fluss</a> <time datetime='2024-06-01'>1. Juni</time></div>",
        "<ul><li><a>Ein anderer Artikel über den Fluss</a> <time datetime='2024-06-01'>1. Juni</time></li></ul>",
        "<footer><time datetime='2024-06-01'>1. Juni</time></footer>",
        "<p>Am <time datetime='2024-06-01'>1. Juni</time> soll ein Treffen der beiden Regierungen in der Hauptstadt stattfinden, sagte der Sprecher am Montag.</p>",
    ];
    for other in beside {
        for own in [
            "<p>Veröffentlicht am 7. Mai 2024</p>",
            "<div class='dateline'>Published May 7, 2024</div>",
            "<div class='dateline'>7. Mai 2024</div>",
            "<p>Stand: <time datetime='2024-05-09'>9. Mai</time> Veröffentlicht: <time datetime='2024-05-07'>7. Mai</time></p>",
        ] {
            for body in [
                format!("<div>{other}</div><main>{head}{own}{text}</main>"),
                format!("<main>{head}{own}{text}</main>{other}"),
            ] {
                let article = one(&format!("<html><body>{body}</body></html>")).article;
                assert_eq!(article.published.unwrap().0, date(2024, 5, 7), "{body}");
            }
        }
    }
}

#[test]
fn a_line_of_publishing_goes_before_the_day_of_the_last_change() {
    let changed = "<meta property='article:modified_time' content='2024-05-20T10:00:00Z'>";
    for own in ["<div class='dateline'>Veröffentlicht: 7. Mai 2024, 10:30 Uhr</div>", "<p>7. Mai 2024, 10:30 Uhr</p>"]
    {
        let body = format!("<h1>Zwei Länder ringen um das Wasser</h1>{own}<p>{ONE}</p><p>{TWO}</p>");
        let article = one(&page(changed, &body)).article;
        assert_eq!(article.published_at.unwrap().to_string(), "2024-05-07T10:30:00", "{own}");
        assert_eq!(article.updated.unwrap().date, date(2024, 5, 20), "{own}");
    }
    let none = one(&page(changed, &format!("<p>{ONE}</p><p>{TWO}</p>"))).article;
    assert_eq!(none.published.unwrap().0, date(2024, 5, 20));
}

#[test]
fn a_headline_is_told_from_what_stands_for_it_in_other_places() {
    let text = format!("<p>{ONE}</p><p>{TWO}</p>");
    let of = |head: &str, body: &str| {
        one(&format!("<html><head>{head}</head><body><main>{body}{text}</main></body></html>")).article.title
    };
    let headline = "Zwei Länder ringen um das Wasser";
    let shown = format!("<h1>{headline}</h1>");
    for head in [
        "<title>Home</title>",
        "<title>Untitled Document</title><meta property='og:title' content='Article'>",
        "<title>Andenpost</title><link rel=canonical href='https://www.andenpost.example/a'>",
        "<title>BBC News - Zwei Länder ringen um das Wasser</title><meta property='og:site_name' content='BBC News'>",
        "<title>Zwei Länder ringen um das Wasser \u{ab} Das Blog der Andenpost</title>",
        "<title>Zwei Länder ringen um das Wasser : Andenpost</title>",
    ] {
        assert_eq!(of(head, &shown), headline, "{head}");
    }
    for (head, whole) in [
        ("<title>Zwei Länder ringen | Politik | Andenpost</title>", "Zwei Länder ringen"),
        ("<title>Zwei Länder ringen um das Wasser |</title>", headline),
        (
            "<meta property='og:title' content='Minister nennt Plan '><title>Minister nennt Plan \"Unsinn\" - Andenpost</title>",
            "Minister nennt Plan \"Unsinn\" - Andenpost",
        ),
    ] {
        assert_eq!(of(head, ""), whole, "{head}");
    }
    let marked = format!("<div itemprop='headline'>{headline}</div>");
    assert_eq!(of("<title>Andenpost, Ausgabe vom Dienstag</title>", &marked), headline);
    // What the page says of itself stays where the heading shows less, or the same with a kicker.
    assert_eq!(of(&format!("<title>{headline}</title>"), "<h1>Politik</h1>"), headline);
    assert_eq!(
        of("<meta property='og:title' content='Kaputte Welt'>", "<h1>Der neue Roman: Kaputte Welt</h1>"),
        "Kaputte Welt"
    );
    assert_eq!(of("<title>Krieg - und Frieden</title>", "<h1>Krieg - und Frieden</h1>"), "Krieg - und Frieden");
}

#[test]
fn a_heading_without_an_end_takes_nothing_from_the_text() {
    let more = "Die Opposition kritisierte den Entwurf am Donnerstag scharf und drohte mit einer Klage vor dem Gericht, falls er bleibt.";
    let html = format!(
        "<html><body><div><h1>Zwei Länder ringen um das Wasser<p>{ONE}</p><p>{TWO}</p><p>{more}</p></div></body></html>"
    );
    let article = one(&html).article;
    assert_eq!(article.title, "Zwei Länder ringen um das Wasser");
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO, more]);
}

#[test]
fn words_below_a_picture_are_a_caption_whatever_element_holds_them() {
    let picture = "<div><img src=a><span class='caption'>Der Minister vor dem Haus der Regierung in Wien.</span></div>";
    let article =
        one(&page("", &format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p>{picture}<p>{TWO}</p>"))).article;
    assert_eq!(of_kind(&article, BlockKind::Caption), ["Der Minister vor dem Haus der Regierung in Wien."]);
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO]);
    let marked = ONE.replace("um dort", "<span class='caption'>wie er sagte</span>, um dort");
    let article =
        one(&page("", &format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{marked}</p><p>{TWO}</p>"))).article;
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [&ONE.replace("um dort", "wie er sagte, um dort"), TWO]);
}

#[test]
fn authors_are_people_without_their_employers() {
    let of = |line: &str| {
        let head = "<meta property='og:site_name' content='BBC News'>";
        let body = format!("<h1>Zwei Länder ringen um das Wasser</h1>{line}<p>{ONE}</p><p>{TWO}</p>");
        one(&page(head, &body)).article.authors
    };
    let told = |name: &str| of(&format!("<div class='author'>{name}</div>"));
    for name in [
        "Maria Lopes BBC News",
        "Maria Lopes and agencies",
        "Maria Lopes und dpa",
        "Maria Lopes, Lisbon correspondent",
        "Maria Lopes, Political Editor",
        "Maria Lopes, Chief Political Correspondent",
        "Maria Lopes, White House Correspondent",
        "Maria Lopes, Korrespondentin in Wien",
        "Maria Lopes, Auslandskorrespondentin",
        "Maria Lopes, BBC World, Lisbon",
        "Maria Lopes<br>Senior Correspondent",
        "Maria Lopes, AFP and Reuters",
    ] {
        assert_eq!(told(name), ["Maria Lopes"], "{name}");
    }
    let record = |author: &str| {
        let article = one(&format!("{{\"author\":\"{author}\",\"text\":\"{ONE}\"}}")).article;
        (article.authors, article.agency.unwrap_or_default())
    };
    assert_eq!(record("Eva Steiner dpa"), (vec!["Eva Steiner".to_owned()], "dpa".to_owned()));
    assert_eq!(record("Kim Lee Ani").0, ["Kim Lee Ani"]);
    for (told, name, agency) in [
        ("Jane Park, AFP", "Jane Park", "AFP"),
        ("Jane Park, Reuters", "Jane Park", "Reuters"),
        ("Jane Park and Reuters", "Jane Park", "Reuters"),
        ("Jane Park; Reuters", "Jane Park", "Reuters"),
        ("Jane Park - Reuters", "Jane Park", "Reuters"),
        ("Jane Park, Associated Press", "Jane Park", "Associated Press"),
        ("Jane Park with AFP", "Jane Park", "AFP"),
        ("Eva Alt (mit dpa)", "Eva Alt", "dpa"),
        ("JANE PARK AFP", "JANE PARK", "AFP"),
        ("JANE PARK, AFP", "JANE PARK", "AFP"),
        ("Bloomberg, Michael", "Bloomberg, Michael", ""),
    ] {
        assert_eq!(record(told), (vec![name.to_owned()], agency.to_owned()), "{told}");
    }
    assert_eq!(record("Jane Park in Kyiv and Kim Lee in London").0, ["Jane Park", "Kim Lee"]);
    assert_eq!(record("By Jane Park, Political Editor, and Kim Lee").0, ["Jane Park", "Kim Lee"]);
    assert_eq!(record("Maria Jane Editor").0, ["Maria Jane Editor"], "the first two may be a name");
    for nobody in ["admin", "null", "Political Editor", "Lisbon correspondent"] {
        assert_eq!(record(nobody), (Vec::new(), String::new()), "{nobody}");
    }
    let two = "<div class='author'>Maria Lopes</div><div class='author'>Jane Park</div><aside><div class='author'>Kim Lee</div></aside>";
    assert_eq!(of(two), ["Maria Lopes", "Jane Park"]);
    for line in [
        "<div>By <a href=/j>Jane Park</a></div>",
        "<div class=byline>By Jane Park and AFP</div>",
        "<p>By Jane Park and AFP</p>",
    ] {
        let more = "<p><em>Additional reporting by Tom Miller</em></p>";
        let article =
            one(&page("", &format!("<h1>Zwei Länder ringen um das Wasser</h1>{line}<p>{ONE}</p><p>{TWO}</p>{more}")))
                .article;
        let agency = line.contains("AFP").then_some("AFP");
        assert_eq!((article.authors[0].as_str(), article.agency.as_deref()), ("Jane Park", agency), "{line}");
    }
}

#[test]
fn tags_of_links_are_taken_where_the_data_of_the_page_name_none() {
    let links =
        "<p>Themen: <a rel='tag'>Wasser</a>, <a rel='category tag'>Peru</a></p><aside><a rel='tag'>Sport</a></aside>";
    let body = format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p><p>{TWO}</p>{links}");
    assert_eq!(one(&page("", &body)).article.tags, ["Wasser", "Peru"]);
    assert_eq!(one(&page("<meta name='keywords' content='Chile'>", &body)).article.tags, ["Chile"]);
}

#[test]
fn what_a_program_of_pages_answers_is_a_record() {
    let answer = format!(
        "{{\"id\":7,\"date\":\"2024-05-07T10:00:00\",\"title\":{{\"rendered\":\"Zwei Länder ringen um das Wasser\"}},\
         \"content\":{{\"rendered\":\"<div><p>{ONE}</p><p>{TWO}</p></div>\",\"protected\":false}}}}"
    );
    let article = one(&answer).article;
    assert_eq!(article.title, "Zwei Länder ringen um das Wasser");
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO]);
}

#[test]
fn what_programs_write_into_a_value_is_not_of_its_words() {
    for (told, title) in [
        ("Ukraine&#8217;s army &#8211; &#8222;ready&#8220; &amp; waiting", "Ukraine’s army – „ready“ & waiting"),
        ("Ukraine&amp;#8217;s army &lt;em&gt;ready&lt;/em&gt;", "Ukraine’s army ready"),
        ("Ukraine’s <em>army</em>", "Ukraine’s army"),
        ("Inflation <5 % &amp; steigend", "Inflation <5 % & steigend"),
        ("AT&T; und R&D", "AT&T; und R&D"),
    ] {
        let record = serde_json::json!({ "title": { "rendered": told }, "text": ONE, "source": told });
        let article = one(&record.to_string()).article;
        assert_eq!((article.title.as_str(), article.source.as_deref()), (title, Some(title)), "{told}");
    }
}

#[test]
fn a_text_in_marks_is_read_without_them_and_without_what_its_program_counts() {
    for text in [
        format!("<div>{ONE}</div><div>{TWO}</div>"),
        format!("{ONE}<br><br>{TWO}"),
        format!("<b>{ONE}</b><br/><br/>{TWO} [+2345 chars]"),
        format!("{ONE}\n\n{TWO}"),
        format!("{ONE}\r\n\r\n{TWO} [1234 chars]"),
    ] {
        let article = one(&serde_json::json!({ "text": text }).to_string()).article;
        assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO], "{text}");
        assert!(!article.text.contains("chars"), "{text}");
    }
    let blocks = serde_json::json!({ "body": [{ "type": "p", "content": ONE }, { "type": "p", "content": TWO }] });
    assert_eq!(of_kind(&one(&blocks.to_string()).article, BlockKind::Paragraph), [ONE, TWO]);
    let broken = format!("{ONE}\r\nDie Präsidentin empfing am Mittwoch eine Abordnung und versp… [+99 chars]");
    let article = one(&serde_json::json!({ "content": broken }).to_string()).article;
    assert_eq!(of_kind(&article, BlockKind::Paragraph).len(), 2);
}

#[test]
fn lines_below_a_head_are_paragraphs_as_they_are_without_it() {
    let head = "---\ntitle: \"Zwei Länder ringen um das Wasser\"\nauthor: Anna Meier\nhostname: a.example\nsitename: Andenpost\ndate: \"2024-05-07\"\n---\n";
    let article = one(&format!("{head}Zwei Länder ringen um das Wasser\n{ONE}\n{TWO}\n")).article;
    assert_eq!(of_kind(&article, BlockKind::Title), ["Zwei Länder ringen um das Wasser"]);
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO]);
    assert_eq!((article.authors, article.source.as_deref()), (vec!["Anna Meier".to_owned()], Some("Andenpost")));
    assert_eq!(article.published.unwrap(), (date(2024, 5, 7), Origin::Metadata));
}

#[test]
fn an_object_under_the_name_of_a_text_is_a_record_in_a_record() {
    let inner = format!("{{\"headline\":\"Zwei Länder ringen\",\"text\":\"{ONE}\",\"date\":\"2024-05-07\"}}");
    for text in [
        format!("{{\"article\":{inner}}}"),
        format!("{{\"content\":{inner},\"lang\":\"de\"}}"),
        format!("[{{\"story\":{inner}}}]"),
        format!("{{\"data\":{{\"items\":[{{\"article\":{inner}}}]}}}}"),
    ] {
        let article = one(&text).article;
        assert_eq!((article.title.as_str(), article.text.as_str()), ("Zwei Länder ringen", ONE), "{text}");
        assert_eq!(article.published.unwrap().0, date(2024, 5, 7), "{text}");
    }
    let around = format!("{{\"title\":\"Wasser\",\"published\":\"2024-05-09\",\"article\":{inner}}}");
    let article = one(&around).article;
    assert_eq!((article.title.as_str(), article.published.unwrap().0), ("Zwei Länder ringen", date(2024, 5, 7)));
    let around = format!("{{\"title\":\"Wasser\",\"published\":\"2024-05-09\",\"article\":{{\"text\":\"{ONE}\"}}}}");
    let article = one(&around).article;
    assert_eq!((article.title.as_str(), article.published.unwrap().0), ("Wasser", date(2024, 5, 9)));
}

#[test]
fn a_dateline_alone_is_no_headline_and_names_its_agency() {
    for line in ["LISBON, May 7 (Reuters) -", "Lisbon, May 7, 2024 (Reuters)", "Berlin, 7. Mai (dpa) \u{2013}"] {
        let article = one(&format!("{line}\n\n{ONE}\n\n{TWO}\n")).article;
        assert_eq!(article.title, "", "{line}");
        assert!(of_kind(&article, BlockKind::Heading).is_empty(), "{line}");
        assert!(line.contains(article.agency.as_deref().unwrap()), "{line}");
        assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, TWO], "{line}");
    }
    let told = "Regierung lehnt Klage ab (dpa)";
    assert_eq!(one(&format!("{told}\n\n{ONE}\n\n{TWO}\n")).article.title, told);
}

#[test]
fn statements_in_another_script_are_kept_with_their_language() {
    let russian = "Президент приехал в Пекин во вторник.";
    let japanese = "大統領は火曜日に北京を訪れ、首相と会談した。";
    let body =
        format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p><p>{russian}</p><p>{japanese}</p><p>{TWO}</p>");
    let article = one(&page("", &body)).article;
    assert_eq!(of_kind(&article, BlockKind::Paragraph), [ONE, russian, japanese, TWO]);
    let foreign = article.foreign.iter().map(|(span, lang)| (span.of(&article.text), lang.as_str()));
    assert_eq!(foreign.collect::<Vec<_>>(), [(russian, "ru"), (japanese, "ja")]);
}

#[test]
fn what_is_quoted_in_another_script_does_not_settle_the_language() {
    let russian = "«Мы никогда не согласимся на эти условия, и весь мир должен это понять», сказал президент.";
    let arabic = "«لن نقبل هذه الشروط أبدا، وعلى العالم كله أن يفهم ذلك»، قال الرئيس في المؤتمر الصحفي.";
    for quoted in [vec![russian], vec![russian, arabic]] {
        let quotations: String = quoted.iter().map(|words| format!("<p>{words}</p>")).collect();
        let body = format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p><p>{TWO}</p>{quotations}");
        let article = one(&page("", &body)).article;
        assert_eq!(article.lang, "de", "{quoted:?}");
        let foreign = article.foreign.iter().map(|(span, _)| span.of(&article.text));
        assert_eq!(foreign.collect::<Vec<_>>(), quoted);
    }
    let chinese = "总统星期二抵达维也纳，与政府就粮食问题举行会谈，并强调两国关系的重要性。";
    let english = "We will never accept these conditions, and the world must understand that.";
    let html = page(
        "",
        &format!("<h1>两国争夺水资源的谈判</h1><p>{chinese}</p><p>{english}</p><p>{chinese}外长也参加了会谈。</p>"),
    );
    assert_eq!(one(&html).article.lang, "zh");
}

#[test]
fn a_headline_of_another_article_is_none_where_title_and_heading_agree() {
    let text = format!("<h1>Zwei Länder ringen um das Wasser</h1><p>{ONE}</p><p>{TWO}</p>");
    for other in [
        "<div class='card'><h3 itemprop='headline'>Fußball: Bayern gewinnt das Spiel</h3><p>Mehr</p></div>",
        "<div class='ticker'><a itemprop='headline'>Fußball: Bayern gewinnt das Spiel</a></div>",
    ] {
        for body in [format!("<div>{text}</div>{other}"), format!("{other}<div>{text}</div>")] {
            let html =
                format!("<html><head><title>Zwei Länder ringen um das Wasser</title></head><body>{body}</body></html>");
            assert_eq!(one(&html).article.title, "Zwei Länder ringen um das Wasser", "{body}");
        }
    }
}

#[test]
fn what_a_heading_shows_whole_is_no_headline_with_an_outlet() {
    let host = |host: &str| format!("<link rel=canonical href='https://{host}/a/b'>");
    let site = |name: &str| format!("<meta property='og:site_name' content='{name}'>");
    for (head, title) in [
        (host("www.telegraph.co.uk"), "UK - Rwanda deal collapses in court"),
        (host("www.politico.eu"), "EU : Parliament approves new sanctions"),
        (host("news.un.org"), "UN - Iran talks resume in Geneva"),
        (site("AP"), "North Korea fires missile : Japan protests loudly"),
        (site("RT"), "Putin besucht China - Experte warnt vor Bündnis"),
        (site("The Times of Israel"), "Hamas releases two hostages - Israel"),
    ] {
        for heading in [format!("<h1>{title}</h1>"), String::new()] {
            let text = format!("{heading}<p>{ONE}</p><p>{TWO}</p>");
            let html =
                format!("<html><head><title>{title}</title>{head}</head><body><main>{text}</main></body></html>");
            assert_eq!(one(&html).article.title, title, "{html}");
        }
    }
    let whole = "Streit um Wasser - ORF klagt an";
    let html = format!("<title>{whole}</title>{}<h1>{whole}</h1><p>{ONE}</p><p>{TWO}</p>", site("ORF"));
    assert_eq!(one(&html).article.title, whole);
}

#[test]
fn a_clause_that_holds_the_words_of_an_outlet_is_of_the_headline() {
    for (outlet, title) in [
        ("WELT", "Krieg in Nahost \u{2013} was die Welt jetzt tun kann"),
        ("The Sun", "Climate report - how the sun sets on coal in the north"),
    ] {
        let head = format!("<meta property='og:site_name' content='{outlet}'><title>{title}</title>");
        let text = format!("<h1>Ein anderer Titel steht hier</h1><p>{ONE}</p><p>{TWO}</p>");
        let html = format!("<html><head>{head}</head><body><main>{text}</main></body></html>");
        assert_eq!(one(&html).article.title, title);
    }
    for (outlet, host) in [("Kurier", "kurier.at"), ("ORF.at", "news.ORF.at"), ("BBC", "bbc.com")] {
        let head = format!(
            "<meta property='og:site_name' content='{outlet}'><title>Zwei Länder ringen um das Wasser - {host}</title>"
        );
        let text = format!("<p>{ONE}</p><p>{TWO}</p>");
        let html = format!("<html><head>{head}</head><body><main>{text}</main></body></html>");
        assert_eq!(one(&html).article.title, "Zwei Länder ringen um das Wasser", "{host}");
    }
}

#[test]
fn surnames_that_agencies_and_outlets_bear_as_well_are_kept() {
    let signed = |name: &str, site: &str| {
        let head = format!("<meta property='og:site_name' content='{site}'><meta name='author' content='{name}'>");
        let article = one(&page(&head, &format!("<p>{ONE}</p><p>{TWO}</p>"))).article;
        (article.authors.join(", "), article.agency)
    };
    for name in ["Michael R. Bloomberg", "MICHAEL R. BLOOMBERG", "Mehmet Ali Anadolu", "Malcolm Stevenson Forbes"] {
        assert_eq!(signed(name, "Forbes"), (name.to_owned(), None));
    }
    assert_eq!(signed("Nguyen Van AP", "Forbes"), ("Nguyen Van".to_owned(), Some("AP".to_owned())));
    assert_eq!(signed("Malcolm Stevenson FORBES", "Forbes").0, "Malcolm Stevenson");
}

#[test]
fn what_holds_the_prose_of_the_article_is_not_beside_it() {
    let headline = "Zwei Länder ringen um das Wasser";
    let long = format!("<p>{ONE}</p><p>{TWO}</p>");
    let time = "<p><time datetime='2024-05-07'>7. Mai</time></p>";
    for body in [
        format!("<div class='commentary'><h2>{headline}</h2>{time}{long}</div>"),
        format!("<header><h1>Andenpost</h1></header><div class='commentary'><h2>{headline}</h2>{time}{long}</div>"),
        format!("<header><h1>{headline}</h1></header><div class='read-more-wrapper'>{time}{long}</div>"),
        format!("<div><h1>{headline}</h1>{long}<footer class='entry-meta'>{time}</footer></div>"),
    ] {
        let article = one(&format!("<html><head><title>{headline}</title></head><body>{body}</body></html>")).article;
        assert_eq!(article.published.map(|(day, _)| day), Some(date(2024, 5, 7)), "{body}");
    }
}

#[test]
fn a_time_between_headline_and_text_is_of_the_article_whatever_holds_it() {
    let time = "<time datetime='2024-05-07'>7. Mai</time>";
    let text = format!("<div><p>{ONE}</p><p>{TWO} Am 1. Juni 2024 soll ein Treffen folgen.</p></div>");
    let head = "<div><h1>Zwei Länder ringen um das Wasser</h1></div>";
    let day = |body: &str| {
        let reading = one(&format!("<html><body><main>{body}</main></body></html>"));
        (reading.article.published.unwrap(), reading.notes.len())
    };
    for holder in [
        format!("<div class='article-meta more'>{time}</div>"),
        format!("<div class='post-navigation-top'>{time}</div>"),
        format!("<ul><li>{time} <a href=x>Von unserem Korrespondenten in Wien Jane Park</a></li></ul>"),
        format!("<aside class=meta>{time}</aside>"),
        format!("<div class='elementor-widget'>{time}</div>"),
    ] {
        assert_eq!(day(&format!("{head}{holder}{text}")), ((date(2024, 5, 7), Origin::Metadata), 0), "{holder}");
        // Elsewhere it is a guess, and a better one than a day that the text names, unless it is of what it leads to.
        let guess = if holder.contains("<li>") { date(2024, 6, 1) } else { date(2024, 5, 7) };
        assert_eq!(day(&format!("{head}{text}{holder}")), ((guess, Origin::Estimated), 1), "{holder}");
    }
}

#[test]
fn of_two_marked_days_the_one_beside_the_headline_counts() {
    let marked = |day: &str| format!("<meta itemprop=datePublished content='{day}'>");
    let body = format!(
        "<div class=card>{}Anderes</div><article><h1>Zwei Länder ringen um das Wasser</h1>{}<p>{ONE}</p><p>{TWO}</p></article>",
        marked("2024-05-17"),
        marked("2024-05-07")
    );
    assert_eq!(one(&format!("<html><body>{body}</body></html>")).article.published.unwrap().0, date(2024, 5, 7));
}

#[test]
fn what_stands_right_before_a_time_says_what_it_is_of() {
    let (old, new) = ("<time datetime='2024-05-07'>", "<time datetime='2024-05-17'>");
    for line in [
        format!("<p>Aktualisiert: {new}</time> Veröffentlicht: {old}</time></p>"),
        format!("<p>Aktualisiert: {new}</time></p><p>Veröffentlicht: {old}</time></p>"),
        format!("<p>Aktualisiert {new}17. Mai</time>, veröffentlicht {old}7. Mai</time></p>"),
        format!("<p>Aktualisiert <b>{new}10:30 Uhr</time></b>, veröffentlicht {old}10:30 Uhr</time></p>"),
        format!("<dl><dt>Aktualisiert</dt><dd>{new}</time></dd><dt>Veröffentlicht</dt><dd>{old}</time></dd></dl>"),
        format!(
            "<div><div>Zuletzt aktualisiert am:</div>{new}</time></div><div><div>Veröffentlicht am:</div>{old}</time></div>"
        ),
        format!("{}</time> {old}</time>", new.replace("<time", "<time itemprop=dateModified")),
        format!("{}</time> {old}</time>", new.replace("<time", "<time class='entry-date updated'")),
    ] {
        let html = page("", &format!("<h1>Zwei Länder ringen um das Wasser</h1>{line}<p>{ONE}</p><p>{TWO}</p>"));
        assert_eq!(one(&html).article.published.map(|(day, _)| day), Some(date(2024, 5, 7)), "{line}");
    }
}

#[test]
fn a_language_that_is_not_built_is_told_by_its_own_name() {
    for (lang, text) in [
        ("pl", "Minister spraw zagranicznych udał się we wtorek do Wiednia, aby rozmawiać tam z rządem o zbożu."),
        ("cs", "Ministr zahraničí odcestoval v úterý do Vídně, aby tam s vládou hovořil o obilí a o vodě."),
        ("hu", "A külügyminiszter kedden Bécsbe utazott, hogy ott a kormánnyal a gabonáról tárgyaljon."),
        ("uk", "Міністр закордонних справ у вівторок вирушив до Відня, щоб поговорити там з урядом про зерно."),
        ("ru", "Министр иностранных дел отправился во вторник в Вену, чтобы поговорить там с правительством о зерне."),
        ("fa", "وزیر امور خارجه روز سه‌شنبه به وین سفر کرد تا با دولت درباره غلات گفتگو کند."),
        ("ar", "سافر وزير الخارجية يوم الثلاثاء إلى فيينا للتحدث مع الحكومة هناك حول الحبوب."),
        ("el", "Ο υπουργός Εξωτερικών ταξίδεψε την Τρίτη στη Βιέννη για να μιλήσει με την κυβέρνηση για τα σιτηρά."),
        ("he", "שר החוץ נסע ביום שלישי לווינה כדי לדבר שם עם הממשלה על תבואה ועל מים."),
    ] {
        assert_eq!(one(&page("", &format!("<p>{text}</p><p>{text}</p>"))).article.lang, lang, "{text}");
    }
}

#[test]
fn a_page_that_says_another_language_than_its_text_shows_is_not_believed() {
    let of = |said: &str, text: &str| {
        let html = format!("<html lang='{said}'><body><article><p>{text}</p></article></body></html>");
        one(&html).article.lang
    };
    let english = "The foreign minister travelled to Vienna on Tuesday to talk with the government about grain, and the \
                   president received a delegation of farmers on Wednesday and promised them to change the law.";
    for said in ["no", "sq", "is", "bs", "lb", "fil", "mul", "und", "zxx", "xx"] {
        assert_eq!(of(said, english), "en", "{said}");
        assert_eq!(of(said, &format!("{ONE} {TWO}")), "de", "{said}");
    }
    let welsh = "Teithiodd y gweinidog tramor i Fienna ddydd Mawrth i siarad â'r llywodraeth am rawn. Derbyniodd y llywydd ddirprwyaeth o ffermwyr ddydd Mercher ac addawodd iddynt newid y gyfraith.";
    let luxembourgish = "Den Ausseminister ass en Dënschdeg op Wien gereest, fir do mat der Regierung iwwer Getreed ze schwätzen. D'Presidentin huet e Mëttwoch eng Delegatioun vu Baueren empfaangen.";
    assert_eq!((of("cy", welsh).as_str(), of("lb", luxembourgish).as_str()), ("cy", "lb"));
    let more = "<p>OpenAI首席执行官Sam Altman周二与Microsoft首席执行官Satya Nadella在San Francisco会面，讨论ChatGPT与Copilot的合作。</p>\
        <p>Google的Gemini与Anthropic的Claude Sonnet周三发布，Amazon与NVIDIA宣布投资Mistral和Stability AI。</p>";
    assert_eq!(of("", more), "zh");
    let names = "欧盟委员会星期二宣布，Volkswagen、Mercedes-Benz、Siemens、Thyssenkrupp 和 Bosch 将参加会谈，总统也会出席，讨论贸易问题。";
    assert_eq!(of("", &format!("{names}{names}")), "zh");
}
