//! Articles in, what briefings and reports say of people, agreements and acts out: nothing that their passages do not.

use super::super::{code, folder, run, stderr, stdout};

/// Language, day and text of each article.
type Told<'a> = (&'a str, &'a str, &'a str);

fn lines(articles: &[Told<'_>]) -> String {
    let record = |(at, (lang, published, text)): (usize, &Told<'_>)| {
        let source = format!("Outlet {at}");
        serde_json::json!({ "id": at.to_string(), "text": text, "lang": lang, "published": published, "source": source })
            .to_string()
            + "\n"
    };
    articles.iter().enumerate().map(record).collect()
}

fn brief(articles: &[Told<'_>], arguments: &[&str]) -> String {
    brief_in("en", articles, arguments)
}

fn brief_in(language: &str, articles: &[Told<'_>], arguments: &[&str]) -> String {
    let files = folder(&[("a.jsonl", lines(articles).as_bytes())]);
    let output = run(files.path(), &[&["brief", "a.jsonl", "--language", language], arguments].concat(), b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

#[test]
fn names_that_look_alike_are_of_two_persons() {
    let kelly = "White House chief of staff John Kelly threatened North Korea on Tuesday. John Kelly accused Iran on Monday of supporting terrorism.";
    let kelly = ("en", "2017-08-01", kelly);
    let kerry = ("en", "2016-08-01", "US Secretary of State John Kerry criticised Russia on Monday.");
    let told = brief(&[kelly, kerry], &[]);
    assert!(told.contains("**John Kelly**") && told.contains("**John Kerry**"), "{told}");
    // One who is spelt in two ways is one.
    let told = brief(
        &[
            ("en", "2022-06-01", "The Peruvian minister Alena Jarowa criticised Poland on 31 May 2022."),
            ("en", "2022-06-03", "The Peruvian minister Alena Yarova criticised Chile on 2 June 2022."),
            ("en", "2022-06-04", "The Peruvian minister Alena Jarowa criticised Bolivia on 3 June 2022."),
        ],
        &[],
    );
    assert!(told.contains("**Alena Jarowa** Peru; also: Alena Yarova."), "{told}");
}

#[test]
fn an_office_is_told_in_the_language_of_the_briefing() {
    let text = "Der russische Außenminister Sergej Lawrow warf der Ukraine vor, am 30. Mai 2022 Russland angegriffen zu haben. Die Ukraine bestritt, am 30. Mai 2022 Russland angegriffen zu haben.";
    let told = brief(&[("de", "2022-06-01", text)], &[]);
    let own = told
        .lines()
        .filter(|line| line.starts_with("- ") && line.contains("Lavrov"))
        .map(|line| line.split('“').next().unwrap());
    let own: Vec<&str> = own.collect();
    assert!(!own.is_empty() && own.iter().all(|line| !line.contains("Außenminister")), "{own:?}");
}

#[test]
fn only_what_is_told_as_signed_is_signed() {
    let told = |texts: [&str; 2]| {
        let told = brief(&texts.map(|text| ("en", "2024-05-07", text)), &[]);
        let line = told.lines().find(|line| line.contains("Between Chile and Peru")).unwrap_or_default();
        assert!(!line.is_empty(), "{told}");
        line.to_owned()
    };
    let signed =
        told(["Peru and Chile signed a trade agreement on 6 May 2024.", "Chile threatened Bolivia on Monday."]);
    assert!(signed.contains("Between Chile and Peru, signed on 6 May 2024."), "{signed}");
    let agreed = told([
        "Peru and Chile agreed on a trade agreement on 6 May 2024.",
        "After long talks in Lima, Chile and Peru reached an agreement on trade on 6 May 2024, officials told journalists.",
    ]);
    assert!(agreed.contains("Between Chile and Peru, agreed on 6 May 2024."), "{agreed}");
    let treaty = [
        "Chad and Kenya agreed on a peace treaty on 18 June 2024.",
        "Kenya and Chad concluded a trade agreement on 20 August 2024.",
    ];
    let told = brief(&treaty.map(|text| ("en", "2024-08-21", text)), &[]);
    assert!(told.contains("- Chad and Kenya came to an agreement on 18 June 2024"), "{told}");
    assert!(told.contains("Between Kenya and Chad, agreed on 20 August 2024."), "{told}");
    assert!(told.contains("- Kenya and Chad concluded an agreement (“trade agreement”) on 20 August 2024."), "{told}");
    assert!(!told.contains("signed"), "{told}");
    let told = brief_in("de", &treaty.map(|text| ("en", "2024-08-21", text)), &[]);
    assert!(told.contains("schlossen am 20. August 2024 ein Abkommen") && !told.contains("unterzeichne"), "{told}");
}

#[test]
fn a_town_has_its_name_in_the_language_of_the_briefing() {
    let german = "Die russische Armee hat am 10. November 2013 in Genf ukrainische Soldaten angegriffen.";
    let told = brief(&[("de", "2013-11-12", german)], &[]);
    assert!(told.contains("attacked the Ukrainian armed forces on 10 November 2013 in Geneva.["), "{told}");
    let english = "The United States and Iran held talks in Munich on 10 November 2013.";
    let told = brief_in("de", &[("en", "2013-11-12", english)], &[]);
    assert!(told.contains("führten am 10. November 2013 in München Gespräche.["), "{told}");
}

#[test]
fn what_one_does_at_home_is_told_of_him_alone() {
    let text = "Die nordkoreanische Regierung ließ im Dezember 2012 einen General hinrichten.";
    let told = brief(&[("de", "2013-01-05", text)], &[]);
    assert!(told.contains("- North Korea carried out an attack in December 2012"), "{told}");
}

#[test]
fn a_report_on_a_pair_is_headed_by_that_pair() {
    let articles = lines(&[
        ("de", "2024-05-07", "Peru, Chile und Bolivien verhandelten am 6. Mai 2024 in Lima."),
        ("de", "2024-05-09", "Peru, Chile und Bolivien verhandelten am 8. Mai 2024 in Lima erneut."),
    ]);
    let files = folder(&[("a.jsonl", articles.as_bytes())]);
    let added = run(files.path(), &["add", "a.jsonl", "-p", "x.demarche", "--quiet"], b"");
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    let heads = |conditions: &[&str]| {
        let told = run(files.path(), &[&["report", "x.demarche", "--language", "en"], conditions].concat(), b"");
        assert_eq!(code(&told), 0, "{}", stderr(&told));
        let page = stdout(&told);
        let relations = page.split("id=\"relations\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        let heads = relations.split("<bdi class=\"lead\">").skip(1);
        heads.map(|head| head.split("</bdi>").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(heads(&[]), ["Bolivia – Chile", "Bolivia – Peru", "Chile – Peru"]);
    assert_eq!(heads(&["--dyad", "PER,CHL"]), ["Chile – Peru"]);
    assert_eq!(heads(&["--actor", "BOL"]), ["Bolivia – Chile", "Bolivia – Peru"]);
}

#[test]
fn a_sentence_on_an_actor_bears_the_events_that_it_counts() {
    let articles = [
        ("en", "2024-05-07", "Peru criticised Chile on 6 May 2024. Chile threatened Peru on 5 May 2024."),
        ("de", "2024-05-08", "Peru soll Chile kritisiert haben. Wer Peru angreift, weiß niemand."),
    ];
    let told = brief(&articles, &["--format", "json"]);
    let brief: serde_json::Value = serde_json::from_str(&told).unwrap();
    let text = brief.to_string();
    let mut seen = 0;
    for section in brief["sections"].as_array().unwrap() {
        for statement in text_of(section) {
            let words = statement["text"].as_str().unwrap();
            let Some((count, _)) = words.split_once(" events") else { continue };
            if let Ok(count) = count.trim().parse::<usize>() {
                seen += 1;
                assert_eq!(statement["events"].as_array().unwrap().len(), count, "{statement}");
            }
        }
    }
    assert!(seen >= 2, "{text}");
}

/// All objects of a value that have a text and events.
fn text_of(value: &serde_json::Value) -> Vec<&serde_json::Value> {
    let mut found = Vec::new();
    match value {
        serde_json::Value::Object(fields) => {
            if fields.contains_key("text") && fields.contains_key("events") {
                found.push(value);
            }
            fields.values().for_each(|field| found.extend(text_of(field)));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| found.extend(text_of(one))),
        _ => {}
    }
    found
}

#[test]
fn marks_of_a_report_tell_their_own_act_in_its_language() {
    let articles = [
        (
            "en",
            "2024-05-07",
            "Peru criticised Chile on 6 May 2024. Chile threatened Peru with sanctions on 5 May 2024.",
        ),
        ("de", "2024-05-09", "Peru griff am 8. Mai 2024 Chile an."),
    ];
    let files = folder(&[("a.jsonl", lines(&articles).as_bytes())]);
    let output = run(files.path(), &["add", "a.jsonl", "-p", "x.demarche", "--quiet"], b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let arguments = ["report", "x.demarche", "-o", "r.html", "--language", "de"];
    assert_eq!(code(&run(files.path(), &arguments, b"")), 0);
    let page = std::fs::read_to_string(files.path().join("r.html")).unwrap();
    let marks: Vec<&str> = page.split("<title>").skip(1).filter_map(|rest| rest.split("</title>").next()).collect();
    assert!(marks.iter().any(|mark| mark.starts_with("8. Mai 2024: Peru → Chile: Angriff")), "{marks:?}");
    assert!(marks.iter().all(|mark| !mark.contains("PER") && !mark.contains("davon")), "{marks:?}");
}
