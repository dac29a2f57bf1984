//! Reading what users have saved: pages that show less than they hold, lists of names, interviews, days in addresses, and
//! what one bad letter or bracket of a record costs.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::{Article, BlockKind, Field, Origin};
use demarche::note::NoteKind;
use demarche::read::{Hints, Reading, read};
use jiff::civil::date;

const ONE: &str = "Peru warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben.";
const TWO: &str = "Die Präsidentin kündigte an, ihren Botschafter abzuziehen, und verlangte eine Entschuldigung.";

fn all(name: &str, bytes: &str, hints: &Hints) -> Vec<Reading> {
    read(&RESOURCES, name, bytes.as_bytes(), hints).into_iter().map(Result::unwrap).collect()
}

fn one(bytes: &str) -> Article {
    all("in", bytes, &Hints::default()).remove(0).article
}

/// A page with this head and body.
fn page(head: &str, body: &str) -> String {
    format!(
        "<html lang=de><head>{head}</head><body><article><h1>Peru klagt Chile an</h1>{body}</article></body></html>"
    )
}

/// The words of all blocks of some kinds.
fn words(article: &Article, kinds: &[BlockKind]) -> Vec<String> {
    let wanted = article.blocks.iter().filter(|block| kinds.contains(&block.kind));
    wanted.map(|block| block.span.of(&article.text).to_owned()).collect()
}

#[test]
fn from_a_month_or_year_that_a_page_names_no_time_is_told() {
    let body = format!("<p>{ONE}</p><p>{TWO}</p>");
    let times = |foot: &str| {
        let article = one(&page("", &format!("{body}<p>{foot}</p>")));
        let published = article.published.map(|(day, origin)| origin.shown(day));
        let (coding, _) = demarche::run(&RESOURCES, article);
        (published, coding.mentions.iter().filter_map(|mention| mention.time).count())
    };
    assert_eq!(times("© 2024 Andenpost"), (Some("2024".to_owned()), 0));
    assert_eq!(times("So war es schon im März 2024 zu lesen gewesen."), (Some("2024-03".to_owned()), 0));
}

#[test]
fn a_list_that_names_an_article_knows_its_day_better_than_a_bound() {
    let hints = Hints { listed: Some("Tue, 12 Mar 2024 00:30:00 +0100".to_owned()), ..Hints::default() };
    let of = |html: &str| all("in", html, &hints).remove(0).article.published_at.map(|moment| moment.to_string());
    let body = format!("<p>{ONE}</p><p>{TWO}</p><p>© 2024 Andenpost</p>");
    assert_eq!(of(&page("", &body)).as_deref(), Some("2024-03-12T00:30:00+01:00"));
    let own = "<meta property='article:published_time' content='2024-03-11T09:00:00Z'>";
    assert_eq!(of(&page(own, &body)).as_deref(), Some("2024-03-11T09:00:00Z"));
}

#[test]
fn the_day_in_an_address_counts_wherever_the_address_is_told() {
    let body = page("", &format!("<p>{ONE}</p><p>{TWO}</p>"));
    let told = |url: &str| Hints { url: Some(url.to_owned()), ..Hints::default() };
    for (url, day) in [
        ("https://a.example/politik/20230312-peru", Some(date(2023, 3, 12))),
        ("https://a.example/2023/03/12/peru", Some(date(2023, 3, 12))),
        ("https://a.example/2023/3/2/peru", Some(date(2023, 3, 2))),
        ("https://a.example/2023-3-2/peru", None),
        // A number of eight digits behind a word is that of the article, and no day has such a month.
        ("https://a.example/peru/a-20230312", None),
        ("https://a.example/20231312/peru", None),
        ("https://a.example/news/20230312.html", Some(date(2023, 3, 12))),
        ("https://a.example/news/20230312", None),
        ("https://a.example/peru?from=2023-03-12&to=/20230312-a#2023-03-12", None),
    ] {
        let of_page = all("in", &body, &told(url)).remove(0).article.published;
        let record = format!("{{\"url\":\"{url}\",\"text\":\"{ONE}\"}}");
        for published in [of_page, one(&record).published] {
            assert_eq!(published, day.map(|day| (day, Origin::Metadata)), "{url}");
        }
    }
}

#[test]
fn what_a_page_shows_only_the_beginning_of_is_read_from_its_data() {
    let more = ["Montag", "Dienstag", "Mittwoch"].map(|day| {
        format!("Am {day} sprechen die Minister in Lima ohne Vermittler weiter, hieß es am Abend aus dem Palast.")
    });
    let whole = [&[ONE.to_owned(), TWO.to_owned()][..], &more].concat();
    let all_of_it = whole.join("\\n\\n");
    let data = |text: &str| {
        format!("<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{text}\"}}</script>")
    };
    let texts = |html: &str| words(&one(html), &[BlockKind::Paragraph]);
    let teaser: String = ONE.chars().take(60).collect();
    assert_eq!(texts(&page(&data(&all_of_it), "<div id=app></div>")), whole);
    assert_eq!(texts(&page(&data(&all_of_it), &format!("<p>{teaser} …</p>"))), whole);
    let asked = format!("<p>{teaser} …</p><p>Wer mehr wissen will, kann hier ein Abo für wenig Geld bestellen.</p>");
    assert_eq!(texts(&page(&data(&all_of_it), &asked)), whole);
    assert_eq!(texts(&page(&data(&format!("<p>{ONE}</p><p>{TWO}</p>")), "")), [ONE, TWO]);
    // What the page itself has is not said twice, and data of something else say nothing.
    let own = format!("<p>{ONE}</p><p>{TWO}</p>");
    assert_eq!(texts(&page(&data(&format!("{ONE}\\n\\n{TWO}")), &own)), [ONE, TWO]);
    let other =
        "Das Wetter bleibt in Lima bis zum Wochenende kühl und neblig, danach wird es langsam wärmer und klarer.";
    assert_eq!(texts(&page(&data(other), &own)), [ONE, TWO]);
}

#[test]
fn day_and_author_between_headline_and_body_are_of_the_article() {
    for (lines, day, author) in [
        ("<div class=article-date>7. Mai 2024</div><div>Von Anna Müller</div>", date(2024, 5, 7), "Anna Müller"),
        ("<p>Von Jane Park</p><time>7. Mai 2024, 10:05 Uhr</time>", date(2024, 5, 7), "Jane Park"),
        ("<div><span>07.05.2024, 23:45 Uhr</span></div><p>Von Jane Park</p>", date(2024, 5, 7), "Jane Park"),
    ] {
        let body = format!("<p>{ONE}</p><p>{TWO}</p><p>Das Abkommen beider Staaten läuft am 12. Juni 2024 aus.</p>");
        let article = one(&page("", &format!("{lines}<div class=article-body>{body}</div>")));
        assert_eq!(article.published.map(|(day, _)| day), Some(day), "{lines}");
        assert_eq!(article.authors, [author], "{lines}");
    }
}

#[test]
fn a_page_is_in_the_language_it_names_where_no_letters_show_that() {
    let text = "Minister spraw zagranicznych Peru oskarżył we wtorek Chile o przerzucenie dwustu żołnierzy na granicę \
                i zapowiedział odwołanie ambasadora, a prezydent zażądała przeprosin od rządu w Santiago.";
    let of = |lang: &str, text: &str| {
        let html = page("", &format!("<p>{text}</p><p>{text}</p>")).replace("lang=de", &format!("lang={lang}"));
        let article = one(&html);
        (article.lang, article.foreign.len())
    };
    assert_eq!(of("pl-PL", text), ("pl".to_owned(), 0));
    // Of two that letters show, those of the text count.
    assert_eq!(of("en", &format!("{ONE} {TWO}")), ("de".to_owned(), 0));
}

#[test]
fn a_record_that_tells_only_its_last_change_is_of_that_day() {
    let article = one(&format!("{{\"date_modified\":\"2024-03-12T09:00:00Z\",\"text\":\"{ONE}\"}}"));
    assert_eq!(article.published.map(|(day, _)| day), Some(date(2024, 3, 12)));
    let record = format!("{{\"date\":\"2024-03-11\",\"date_modified\":\"2024-03-12\",\"text\":\"{ONE}\"}}");
    let stated = one(&record).stated.into_iter().filter(|stated| stated.field == Field::Published);
    assert_eq!(stated.map(|stated| stated.value).collect::<Vec<_>>(), ["2024-03-11"]);
}

#[test]
fn the_first_second_of_computers_is_no_day_of_publishing() {
    let body = format!("<p>{ONE}</p><p>{TWO}</p>");
    let of = |told: &str| {
        let head = format!("<meta property='article:published_time' content='{told}'>");
        let dated = format!("{head}<meta name=date content='2024-03-12'>");
        one(&page(&dated, &body)).published.map(|(day, _)| day)
    };
    assert_eq!(of("1970-01-01T00:00:00Z"), Some(date(2024, 3, 12)));
    assert_eq!(of("1970-01-01T09:30:00Z"), Some(date(1970, 1, 1)));
}

#[test]
fn data_of_a_page_cost_nothing_that_they_lack_and_are_read_in_every_form() {
    let more = "Am Mittwoch sprechen die Minister in Lima ohne Vermittler weiter, hieß es am Abend aus dem Palast.";
    let whole = [ONE, TWO, more];
    let teaser: String = ONE.chars().take(59).collect();
    let object = |about: &str| format!("{{\"@type\":\"NewsArticle\",{about}}}");
    let read = |data: &str, beside: &str| {
        let data = format!("<script type='application/ld+json'>{data}</script>");
        let article = one(&page(&data, &format!("<p>{teaser} …</p>{beside}")));
        words(&article, &[BlockKind::Paragraph, BlockKind::Caption, BlockKind::Item])
    };
    let headed = "\"headline\":\"Peru klagt Chile an\"";
    let plain = format!("\"articleBody\":\"{}\"", whole.join("\\n\\n"));
    let later = format!("[{},{}]", object(headed), object(&format!("{headed},{plain}")));
    let other = format!("[{},{}]", object(headed), object(&format!("\"headline\":\"Anderes\",{plain}")));
    let listed = object(&format!("\"articleBody\":[{}]", whole.map(|text| format!("\"{text}\"")).join(",")));
    let marked = whole.map(|text| format!("&lt;p&gt;{text}&lt;/p&gt;")).concat();
    for data in [&later, &listed, &object(&format!("\"articleBody\":\"{marked}\""))] {
        assert_eq!(read(data, ""), whole, "{data}");
    }
    assert_eq!(read(&other, ""), [format!("{teaser} …")]);
    let long = object(&format!("\"articleBody\":\"{}\"", vec![whole.join("\\n\\n"); 3].join("\\n\\n")));
    let own = "Chile tötete am Freitag 12 Soldaten aus Peru, sagte der Minister in Lima.";
    let article = one(&page(&format!("<script type='application/ld+json'>{long}</script>"), &format!("<p>{own}</p>")));
    assert!(article.text.contains(own) && article.text.contains(more), "{}", article.text);
    let loose = format!("/*<![CDATA[*/{{\"@type\":\"NewsArticle\",\"tags\":[\",]\",\"b\" , ],{plain},\n}}/*]]>*/");
    assert_eq!(read(&loose, ""), whole);
    let caption = "Der Palast in Lima am Dienstag, als 3 Menschen starben";
    let beside = format!("<figure><img src=x><figcaption>{caption}</figcaption></figure>");
    assert_eq!(read(&object(&plain), &beside), [&whole[..], &[caption]].concat());
    let items = ["12 Soldaten aus Peru", "3 Soldaten aus Chile"];
    let beside = format!("<ul>{}</ul>", items.map(|item| format!("<li>{item}</li>")).concat());
    assert_eq!(read(&object(&plain), &beside), [&whole[..], &items].concat());
}

#[test]
fn a_menu_stays_one_with_a_word_that_no_other_has() {
    let menu = ["Politik", "Wirtschaft", "Sport", "Andenblick"].map(|item| format!("<li>{item}</li>")).concat();
    let article = one(&page("", &format!("<p>{ONE}</p><p>{TWO}</p><ul>{menu}</ul>")));
    assert!(!words(&article, &[BlockKind::Item]).iter().any(|item| item == "Sport"), "{:?}", article.blocks);
}

#[test]
fn names_in_a_list_of_the_article_are_of_it_though_menus_have_them_too() {
    let items = |html: &str| words(&one(html), &[BlockKind::Item]);
    let listed = |lead: &str, list: &[&str]| {
        let list: String = list.iter().map(|item| format!("<li>{item}</li>")).collect();
        page("", &format!("<p>{ONE}</p><p>{lead}</p><ul>{list}</ul><p>{TWO}</p>"))
    };
    let states = ["Deutschland", "Frankreich", "Polen"];
    assert_eq!(items(&listed("Diese Länder stimmten zu:", &states)), states);
    assert_eq!(items(&listed("Chile sagte nichts dazu.", &states)), states);
    assert_eq!(items(&listed("Zwei Themen wurden besprochen:", &["Wirtschaft", "Politik"])), ["Wirtschaft", "Politik"]);
    assert_eq!(items(&listed("Chile sagte nichts dazu.", &["Wirtschaft", "Politik"])), [""; 0]);
    let linked = states.map(|state| format!("<a href=x>{state}</a>: Ja"));
    let linked = linked.each_ref().map(String::as_str);
    assert_eq!(items(&listed("So stimmten die Länder:", &linked)), states.map(|state| format!("{state}: Ja")));
    // Links to other articles have their day beside them.
    let teasers = ["<a href=x>Peru und Chile</a> 3.5.", "<a href=x>Chile und Peru</a> 4.5.", "<a href=x>Lima</a> 5.5."];
    assert_eq!(items(&listed("Das stand hier zuletzt:", &teasers)), [""; 0]);
    let text = format!("{ONE}\n\nDiese Länder stimmten zu:\n\n- Deutschland\n- Frankreich\n- Polen\n\n{TWO}\n");
    assert_eq!(items(&text), states);
}

#[test]
fn an_interview_keeps_its_short_answers() {
    let turns = [
        "Frage: Haben Sie mit Chile gesprochen?",
        "Antwort: Nein.",
        "Frage: Werden Sie mit Chile sprechen?",
        "Antwort: Nein.",
        "Frage: Warum nicht?",
        "Antwort: Nein.",
    ];
    let text = format!("Der Minister im Gespräch über die Grenze\n\n{ONE}\n\n{}\n", turns.join("\n\n"));
    let html = format!("<p>{ONE}</p>{}", turns.map(|turn| format!("<p>{turn}</p>")).concat());
    for article in [one(&text), one(&page("", &html))] {
        assert_eq!(words(&article, &[BlockKind::Paragraph]), [&[ONE], &turns[..]].concat());
        assert_eq!(article.tags, [""; 0]);
    }
}

#[test]
fn a_title_loses_the_outlet_where_the_page_shows_it_without() {
    let title = |title: &str, h1: &str| {
        one(&format!(
            "<html><head><title>{title}</title></head><body><h1>{h1}</h1><p>{ONE}</p><p>{TWO}</p></body></html>"
        ))
        .title
    };
    assert_eq!(title("Peru klagt an - Andenpost", "Peru klagt an"), "Peru klagt an");
    // What stands before the headline may be the outlet, in large letters above all of its pages.
    assert_eq!(title("Andenpost Lima - Peru klagt Chile an", "Andenpost Lima"), "Andenpost Lima - Peru klagt Chile an");
}

#[test]
fn half_a_letter_costs_itself() {
    let half = "\\ud83d";
    let whole = "\\ud83d\\ude00";
    let first = format!("{{\"id\":\"a\",\"text\":\"{ONE} {half} {whole} \\\\ud83d\"}}");
    let second = format!("{{\"id\":\"b\",\"text\":\"{TWO}\"}}");
    for json in [format!("{first}\n{second}\n"), format!("[{first},\n{second}]")] {
        let readings = all("in", &json, &Hints::default());
        let texts: Vec<&str> = readings.iter().map(|reading| reading.article.text.as_str()).collect();
        assert_eq!(texts, [format!("{ONE} \u{fffd} \u{1f600} \\ud83d"), TWO.to_owned()]);
        let mended = readings.iter().map(|reading| reading.notes.iter().any(|note| note.kind == NoteKind::Repaired));
        assert_eq!(mended.collect::<Vec<_>>(), [true, false]);
    }
}

#[test]
fn a_missing_bracket_costs_its_item() {
    let item = |id: &str| format!("{{\"id\":\"{id}\",\"about\":{{\"a\":[{{}},{{}}]}},\"text\":\"{ONE}\"}}");
    let torn = item("a");
    let torn = torn.strip_suffix('}').unwrap();
    for joint in [",\n", ", "] {
        let list = format!("[{}]", [torn, &item("b"), torn, &item("c"), &item("d")].join(joint));
        let readings = read(&RESOURCES, "in", list.as_bytes(), &Hints::default());
        let ids: Vec<String> = readings.iter().flatten().map(|reading| reading.article.id.clone()).collect();
        assert_eq!((ids, readings.len()), (vec!["b".to_owned(), "c".to_owned(), "d".to_owned()], 5));
    }
}

#[test]
fn a_day_that_can_be_no_month_shows_the_order() {
    for (told, day) in [
        ("03/25/2024", Some(date(2024, 3, 25))),
        ("25/03/2024", Some(date(2024, 3, 25))),
        ("25-03-2024 18:05", Some(date(2024, 3, 25))),
        ("03/04/2024", None),
    ] {
        let record = format!("{{\"published\":\"{told}\",\"text\":\"{ONE}\"}}");
        assert_eq!(one(&record).published.map(|(day, _)| day), day, "{told}");
    }
}

#[test]
fn authors_of_records_and_pages_are_told_apart_in_one_way() {
    for (told, names) in [
        ("By Jane Park and Kim Lee", &["Jane Park", "Kim Lee"][..]),
        ("Jane Park, Seoul", &["Jane Park"]),
        ("Park, Jane; Lee, Kim", &["Park, Jane", "Lee, Kim"]),
        ("Jane Park / Kim Lee, https://a.example/lee", &["Jane Park", "Kim Lee"]),
        ("dpa", &[]),
        ("Max Mustermann (dpa)", &["Max Mustermann"]),
        ("Kiew, Moskau und Berlin", &["Kiew, Moskau und Berlin"]),
    ] {
        let record = format!("{{\"authors\":[\"{told}\"],\"text\":\"{ONE}\"}}");
        let html = page(&format!("<meta name=author content='{told}'>"), &format!("<p>{ONE}</p><p>{TWO}</p>"));
        assert_eq!((one(&record).authors, one(&html).authors), (names_of(names), names_of(names)), "{told}");
        let agency = told.contains("dpa").then(|| "dpa".to_owned());
        assert_eq!((one(&record).agency, one(&html).agency), (agency.clone(), agency), "{told}");
    }
}

fn names_of(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
