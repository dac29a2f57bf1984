//! Expressions of time: a passage and the article's date in, exact intervals out; and which time an act takes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::{Article, Block, BlockKind, Origin, Span};
use demarche::{code, parse};

fn article(text: &str, published: Option<(&str, Origin)>) -> Article {
    article_in("de", text, published)
}

fn article_in(lang: &str, text: &str, published: Option<(&str, Origin)>) -> Article {
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        blocks.push(Block { span: Span::new(start, start + paragraph.len()), kind: BlockKind::Paragraph });
        start += paragraph.len();
    }
    let published = published.map(|(day, origin)| (day.parse().unwrap(), origin));
    Article {
        id: "t".to_owned(),
        lang: lang.to_owned(),
        text: text.to_owned(),
        blocks,
        published,
        ..Article::default()
    }
}

fn written(time: Option<demarche::mention::TimeSpan>) -> String {
    match time {
        None => "open".to_owned(),
        Some(t) if t.start == t.end => t.start.to_string(),
        Some(t) => format!("{} to {}", t.start, t.end),
    }
}

/// "words = interval" of every time told, in order.
fn told(text: &str, published: Option<(&str, Origin)>) -> Vec<String> {
    let article = article(text, published);
    let parse = parse::parse(RESOURCES.language("de").unwrap(), &article);
    let times = code::times(&RESOURCES, &article, &parse);
    times.into_iter().map(|(span, time)| format!("{} = {}", span.of(text), written(time))).collect()
}

fn check(day: &str, text: &str, expected: &[&str]) {
    assert_eq!(told(text, Some((day, Origin::Given))), expected, "{text}");
}

/// "trigger = interval" of every mention, in order.
fn mentions(text: &str, published: Option<(&str, Origin)>) -> Vec<String> {
    let (coded, _) = demarche::run(&RESOURCES, article(text, published));
    coded.mentions.iter().map(|m| format!("{} = {}", m.trigger.of(text), written(m.time))).collect()
}

/// The same of an English text.
fn english(text: &str) -> Vec<String> {
    let (coded, _) = demarche::run(&RESOURCES, article_in("en", text, Some(("2024-03-04", Origin::Given))));
    coded.mentions.iter().map(|m| format!("{} = {}", m.trigger.of(text), written(m.time))).collect()
}

#[test]
fn a_present_participle_behind_an_accusation_or_denial_tells_what_was_before() {
    assert_eq!(
        english("Ukraine accused Russia of bombing Kharkiv on March 2."),
        ["accused = 2024-03-04", "bombing = 2024-03-02"]
    );
    assert_eq!(english("Russia denied attacking Kharkiv on Saturday."), ["attacking = 2024-03-02"]);
    assert_eq!(english("Russia denies attacking Kharkiv on Saturday."), ["attacking = 2024-03-02"]);
    assert_eq!(
        english("Ukraine accused Russia of attacking Kharkiv and shelling Odessa on March 2.").last().unwrap(),
        "shelling = 2024-03-02"
    );
    assert_eq!(english("Russia is considering attacking Kharkiv on Saturday."), ["attacking = 2024-03-09"]);
    assert_eq!(english("Russia denied planning to attack Kharkiv on Saturday."), ["attack = 2024-03-09"]);
}

#[test]
fn full_dates_stand_for_themselves() {
    let day = "2024-09-15";
    check(day, "Am 13. September 2023 trafen sie sich.", &["13. September 2023 = 2023-09-13"]);
    check(day, "Die Meldung vom 27.02.2006 stimmt.", &["27.02.2006 = 2006-02-27"]);
    check(day, "Die Meldung vom 27.2.06 stimmt.", &["27.2.06 = 2006-02-27"]);
    check(day, "Der Stand ist 2024-08-31.", &["2024-08-31 = 2024-08-31"]);
    check(day, "Am Freitag, den 13. Oktober 2006 wurde er gewählt.", &["Freitag, den 13. Oktober 2006 = 2006-10-13"]);
    check(day, "Am Montagabend, dem 25. Februar 2008, kam er an.", &["Montagabend, dem 25. Februar 2008 = 2008-02-25"]);
    check(day, "Am 3. Jänner 2024 kam er an.", &["3. Jänner 2024 = 2024-01-03"]);
    check(day, "Am 24. Dez. 2022 kam er an.", &["24. Dez. 2022 = 2022-12-24"]);
    check(day, "Am ersten Oktober 2012 wurde gewählt.", &["ersten Oktober 2012 = 2012-10-01"]);
}

#[test]
fn a_date_without_a_year_takes_the_one_that_tense_and_nearness_choose() {
    check("2024-09-15", "Am 13. September trafen sie sich.", &["13. September = 2024-09-13"]);
    check("2024-02-10", "Am 13. Dezember trafen sie sich.", &["13. Dezember = 2023-12-13"]);
    check("2009-12-17", "Am 24. Jänner wird gewählt.", &["24. Jänner = 2010-01-24"]);
    check("2015-02-10", "Am 25. Februar wird er berufen.", &["25. Februar = 2015-02-25"]);
    check("2014-12-16", "Die Rennen wurden auf den 19. Dezember verlegt.", &["19. Dezember = 2014-12-19"]);
    check("2014-09-15", "Am 9.3. trafen sie sich.", &["9.3. = 2014-03-09"]);
    check(
        "2012-09-02",
        "Am Samstag, den 25.August wurde die Rakete gestartet.",
        &["Samstag, den 25.August = 2012-08-25"],
    );
}

#[test]
fn every_day_of_a_list_has_the_month_of_the_last() {
    check(
        "2012-09-18",
        "Sie spielen am 3., 5. und 7. Oktober.",
        &["3. = 2012-10-03", "5. = 2012-10-05", "7. Oktober = 2012-10-07"],
    );
    check("2012-09-18", "Am 25. und 26. August trafen sie sich.", &["25. und 26. August = 2012-08-25 to 2012-08-26"]);
}

#[test]
fn months_are_the_nearest_that_the_tense_allows() {
    check("2014-07-19", "Im Dezember hatte der Verband gewarnt.", &["Dezember = 2013-12-01 to 2013-12-31"]);
    check("2014-04-05", "Im Juli wird verhandelt.", &["Juli = 2014-07-01 to 2014-07-31"]);
    check("2014-07-05", "Im März werden sie verhandeln.", &["März = 2015-03-01 to 2015-03-31"]);
    check("2024-09-13", "Der im Juni unterzeichnete Vertrag gilt.", &["Juni = 2024-06-01 to 2024-06-30"]);
    check("2024-09-13", "Der im Dezember unterzeichnete Vertrag gilt.", &["Dezember = 2023-12-01 to 2023-12-31"]);
    check(
        "2015-06-17",
        "Die Mure ging im August vorigen Jahres ab.",
        &["August vorigen Jahres = 2014-08-01 to 2014-08-31"],
    );
    check("2024-06-17", "Er kam im Mai des Vorjahres an.", &["Mai des Vorjahres = 2023-05-01 to 2023-05-31"]);
    check("2024-06-17", "Er kam im vergangenen August an.", &["vergangenen August = 2023-08-01 to 2023-08-31"]);
    check("2024-06-17", "Im Feber 2023 kam er an.", &["Feber 2023 = 2023-02-01 to 2023-02-28"]);
}

#[test]
fn a_month_goes_on_in_the_year_told_before_it() {
    check(
        "2013-03-27",
        "Im März 1992 verlor sie die Nase. Im April brachte man sie in den Hof.",
        &["März 1992 = 1992-03-01 to 1992-03-31", "April = 1992-04-01 to 1992-04-30"],
    );
    check(
        "2021-02-09",
        "Er trat im März 1974 zurück. Im August desselben Jahres trat Nixon zurück.",
        &["März 1974 = 1974-03-01 to 1974-03-31", "August desselben Jahres = 1974-08-01 to 1974-08-31"],
    );
    check(
        "2013-03-27",
        "Erst 1991 kam sie an. Am Ende des Jahres stand sie im Park.",
        &["1991 = 1991-01-01 to 1991-12-31", "Ende des Jahres = 1991-10-01 to 1991-12-31"],
    );
}

#[test]
fn weekdays_lie_behind_a_past_verb_and_ahead_of_a_plan() {
    // A Wednesday.
    let day = "2024-06-19";
    check(day, "Am Montag trafen sie sich.", &["Montag = 2024-06-17"]);
    check(day, "Am Mittwoch trafen sie sich.", &["Mittwoch = 2024-06-19"]);
    check(day, "Am Donnerstag haben sie sich getroffen.", &["Donnerstag = 2024-06-13"]);
    check(day, "Am Donnerstag ist ein Treffen geplant.", &["Donnerstag = 2024-06-20"]);
    check(day, "Am Donnerstag ist ein Treffen geplant worden.", &["Donnerstag = 2024-06-13"]);
    check(day, "Am Montag wird er nach Moskau reisen.", &["Montag = 2024-06-24"]);
    check(day, "Er soll am Montag nach Moskau reisen.", &["Montag = 2024-06-24"]);
    check(day, "Sie luden für Freitag zu einer Sitzung ein.", &["Freitag = 2024-06-21"]);
    check(day, "Die am Dienstag erfolgte Freilassung ist wichtig.", &["Dienstag = 2024-06-18"]);
    check(day, "Am vergangenen Samstag trafen sie sich.", &["vergangenen Samstag = 2024-06-15"]);
    check(day, "Am letzten Mittwoch trafen sie sich.", &["letzten Mittwoch = 2024-06-12"]);
    check(day, "Am kommenden Mittwoch treffen sie sich.", &["kommenden Mittwoch = 2024-06-26"]);
    check(day, "Am Sonnabend trafen sie sich.", &["Sonnabend = 2024-06-15"]);
}

#[test]
fn a_part_of_the_day_leaves_the_day_as_it_is() {
    let day = "2024-06-19";
    check(day, "Am Montagabend trafen sie sich.", &["Montagabend = 2024-06-17"]);
    check(day, "Am Montag Abend trafen sie sich.", &["Montag Abend = 2024-06-17"]);
    check(day, "Gestern Nachmittag trafen sie sich.", &["Gestern Nachmittag = 2024-06-18"]);
    check(day, "In der Nacht zum Sonntag kam es zu Kämpfen.", &["Sonntag = 2024-06-16"]);
    check(day, "In der Nacht des 14. Juni kam es zu Kämpfen.", &["Nacht des 14. Juni = 2024-06-14"]);
    check(day, "Am Montag kam er an. Am Abend sprach er.", &["Montag = 2024-06-17", "Abend = 2024-06-17"]);
    check(day, "Am Montag um 20.30 Uhr kam er an.", &["Montag = 2024-06-17", "20.30 Uhr = 2024-06-17"]);
}

#[test]
fn words_for_days_count_from_the_article() {
    let day = "2024-06-19";
    check(day, "Heute trafen sie sich.", &["Heute = 2024-06-19"]);
    check(day, "Sie trafen sich gestern.", &["gestern = 2024-06-18"]);
    check(day, "Sie trafen sich vorgestern.", &["vorgestern = 2024-06-17"]);
    check(day, "Sie treffen sich morgen.", &["morgen = 2024-06-20"]);
    check(day, "Sie treffen sich übermorgen.", &["übermorgen = 2024-06-21"]);
    check(day, "Am heutigen Mittwoch trafen sie sich.", &["heutigen Mittwoch = 2024-06-19"]);
    check(day, "Auf der gestrigen Sitzung sprach er.", &["gestrigen = 2024-06-18"]);
    check(day, "Er bestreitet den Vorwurf bis heute.", &[]);
    check(day, "Der heutige Rücktritt war absehbar.", &["heutige = 2024-06-19"]);
}

#[test]
fn units_with_a_direction_are_the_ones_around_the_article() {
    let day = "2024-06-19";
    check(day, "In der vergangenen Woche trafen sie sich.", &["vergangenen Woche = 2024-06-10 to 2024-06-16"]);
    check(day, "Sie trafen sich diese Woche.", &["diese Woche = 2024-06-17 to 2024-06-23"]);
    check(day, "Sie treffen sich nächste Woche.", &["nächste Woche = 2024-06-24 to 2024-06-30"]);
    check(day, "Sie treffen sich übernächste Woche.", &["übernächste Woche = 2024-07-01 to 2024-07-07"]);
    check(day, "Im vergangenen Monat trafen sie sich.", &["vergangenen Monat = 2024-05-01 to 2024-05-31"]);
    check(day, "Im vergangenen Jahr trafen sie sich.", &["vergangenen Jahr = 2023-01-01 to 2023-12-31"]);
    check(day, "Im laufenden Jahr trafen sie sich.", &["laufenden Jahr = 2024-01-01 to 2024-12-31"]);
    check(day, "Im Vorjahr trafen sie sich.", &["Vorjahr = 2023-01-01 to 2023-12-31"]);
    check(day, "Sie trafen sich heuer.", &["heuer = 2024-01-01 to 2024-12-31"]);
    check(day, "Am Wochenende trafen sie sich.", &["Wochenende = 2024-06-15 to 2024-06-16"]);
    check("2009-12-27", "Am Wochenende demonstrierten sie.", &["Wochenende = 2009-12-26 to 2009-12-27"]);
    check(day, "Am kommenden Wochenende treffen sie sich.", &["kommenden Wochenende = 2024-06-22 to 2024-06-23"]);
    check(day, "Ende vergangener Woche trafen sie sich.", &["Ende vergangener Woche = 2024-06-14 to 2024-06-16"]);
}

#[test]
fn quarters_halves_and_seasons_are_cut_by_the_calendar() {
    let day = "2014-11-12";
    check(day, "Im dritten Quartal stieg der Gewinn.", &["dritten Quartal = 2014-07-01 to 2014-09-30"]);
    check(day, "Im vierten Quartal 2013 stieg der Gewinn.", &["vierten Quartal 2013 = 2013-10-01 to 2013-12-31"]);
    check(day, "Im 2. Quartal stieg der Gewinn.", &["2. Quartal = 2014-04-01 to 2014-06-30"]);
    check(day, "Im ersten Halbjahr stieg der Gewinn.", &["ersten Halbjahr = 2014-01-01 to 2014-06-30"]);
    check(day, "Im Sommer 2013 kam er an.", &["Sommer 2013 = 2013-06-01 to 2013-08-31"]);
    check(day, "Im Frühjahr kam er an.", &["Frühjahr = 2014-03-01 to 2014-05-31"]);
    check(
        day,
        "Im Herbst des vergangenen Jahres kam er an.",
        &["Herbst des vergangenen Jahres = 2013-09-01 to 2013-11-30"],
    );
    check("2014-03-13", "In diesem Winter kam er an.", &["diesem Winter = 2013-12-01 to 2014-02-28"]);
}

#[test]
fn parts_of_years_and_months_are_cut_as_ruling_17_says() {
    let day = "2024-06-19";
    check(day, "Anfang 2024 trafen sie sich.", &["Anfang 2024 = 2024-01-01 to 2024-03-31"]);
    check(day, "Mitte 2023 trafen sie sich.", &["Mitte 2023 = 2023-04-01 to 2023-09-30"]);
    check(
        day,
        "Ende des vergangenen Jahres trafen sie sich.",
        &["Ende des vergangenen Jahres = 2023-10-01 to 2023-12-31"],
    );
    check(day, "Anfang Juni trafen sie sich.", &["Anfang Juni = 2024-06-01 to 2024-06-10"]);
    check(day, "Mitte Mai trafen sie sich.", &["Mitte Mai = 2024-05-11 to 2024-05-20"]);
    check(day, "Ende Mai trafen sie sich.", &["Ende Mai = 2024-05-21 to 2024-05-31"]);
    check(day, "In den frühen 2000er Jahren trafen sie sich.", &["frühen 2000er Jahren = 2000-01-01 to 2003-12-31"]);
    check(day, "Mitte der 1990er Jahre trafen sie sich.", &["Mitte der 1990er Jahre = 1993-01-01 to 1996-12-31"]);
    check(day, "In den 60er-Jahren trafen sie sich.", &["60er-Jahren = 1960-01-01 to 1969-12-31"]);
    check(day, "In den neunziger Jahren trafen sie sich.", &["neunziger Jahren = 1990-01-01 to 1999-12-31"]);
    check(day, "In den Siebzigerjahren trafen sie sich.", &["Siebzigerjahren = 1970-01-01 to 1979-12-31"]);
    check(day, "Im 19. Jahrhundert trafen sie sich.", &["19. Jahrhundert = 1800-01-01 to 1899-12-31"]);
    check(
        day,
        "In der ersten Hälfte des 15. Jahrhunderts regierte er.",
        &["ersten Hälfte des 15. Jahrhunderts = 1400-01-01 to 1449-12-31"],
    );
    check(day, "Zum Jahresende 2023 trafen sie sich.", &["Jahresende 2023 = 2023-10-01 to 2023-12-31"]);
}

#[test]
fn what_lies_units_back_is_as_exact_as_the_unit() {
    let day = "2025-06-19";
    check(day, "Vor einem Jahr unterzeichneten sie den Vertrag.", &["einem Jahr = 2024-06-01 to 2024-06-30"]);
    check(day, "Vor zwei Tagen unterzeichneten sie den Vertrag.", &["zwei Tagen = 2025-06-17"]);
    check(day, "Vor zwei Wochen unterzeichneten sie den Vertrag.", &["zwei Wochen = 2025-06-02 to 2025-06-08"]);
    check(
        day,
        "Vor rund drei Monaten unterzeichneten sie den Vertrag.",
        &["rund drei Monaten = 2025-03-01 to 2025-03-31"],
    );
    check(day, "Vor 30 Jahren unterzeichneten sie den Vertrag.", &["30 Jahren = 1995-01-01 to 1995-12-31"]);
    check(
        day,
        "Vor einem halben Jahr unterzeichneten sie den Vertrag.",
        &["einem halben Jahr = 2024-12-01 to 2024-12-31"],
    );
    check(day, "Vor wenigen Tagen unterzeichneten sie den Vertrag.", &["wenigen Tagen = open"]);
    check(
        day,
        "In den vergangenen fünf Jahren stieg die Zahl.",
        &["vergangenen fünf Jahren = 2020-06-19 to 2025-06-19"],
    );
    check(day, "In den letzten Jahren stieg die Zahl.", &["letzten Jahren = open"]);
    check(day, "In zwei Wochen werden sie sich treffen.", &["zwei Wochen = 2025-06-30 to 2025-07-06"]);
}

#[test]
fn what_is_told_beside_another_day_counts_from_that_day() {
    let day = "2015-02-09";
    check(
        day,
        "Am Freitag siegte er. Am Tag zuvor hatte er verloren.",
        &["Freitag = 2015-02-06", "Tag zuvor = 2015-02-05"],
    );
    check(day, "Am Freitag siegte er. Am Vortag hatte er verloren.", &["Freitag = 2015-02-06", "Vortag = 2015-02-05"]);
    check(
        day,
        "Am 3. März 2003 kam er. Zwei Tage später ging er.",
        &["3. März 2003 = 2003-03-03", "Zwei Tage später = 2003-03-05"],
    );
    check(
        day,
        "Am 3. März 2003 kam er. Am nächsten Tag ging er.",
        &["3. März 2003 = 2003-03-03", "nächsten Tag = 2003-03-04"],
    );
    check(
        day,
        "Im Jahr 2003 kam er. Ein Jahr später ging er.",
        &["Jahr 2003 = 2003-01-01 to 2003-12-31", "Ein Jahr später = 2004-01-01 to 2004-12-31"],
    );
    check(
        day,
        "Am 3. März 2003 kam er. Am selben Tag ging er.",
        &["3. März 2003 = 2003-03-03", "selben Tag = 2003-03-03"],
    );
    check(
        day,
        "Im Mai 2005 bat er darum; seinerzeit wurde das abgelehnt.",
        &["Mai 2005 = 2005-05-01 to 2005-05-31", "seinerzeit = 2005-05-01 to 2005-05-31"],
    );
}

#[test]
fn ranges_are_one_interval_and_half_open_times_end_or_begin_with_the_article() {
    let day = "2024-01-22";
    check(
        day,
        "Von Juli bis November 2023 besuchten sie das Land.",
        &["Juli bis November 2023 = 2023-07-01 to 2023-11-30"],
    );
    check(
        day,
        "Von Dezember 2007 bis März 2010 regierte sie.",
        &["Dezember 2007 bis März 2010 = 2007-12-01 to 2010-03-31"],
    );
    check(day, "Zwischen 1950 und 1953 herrschte Krieg.", &["1950 und 1953 = 1950-01-01 to 1953-12-31"]);
    check(day, "Im Koreakrieg (1950-1953) halfen sie.", &["1950-1953 = 1950-01-01 to 1953-12-31"]);
    check(day, "Im Koreakrieg (1950–1953) halfen sie.", &["1950–1953 = 1950-01-01 to 1953-12-31"]);
    check(day, "Seit 2011 herrscht Krieg.", &["2011 = 2011-01-01 to 2024-01-22"]);
    check(day, "Seit Anfang August 2023 sitzt sie in Haft.", &["Anfang August 2023 = 2023-08-01 to 2024-01-22"]);
    check(day, "Seit zwei Jahren herrscht Krieg.", &["zwei Jahren = 2022-01-01 to 2024-01-22"]);
    check(day, "Seit mehr als zehn Jahren herrscht Krieg.", &["zehn Jahren = 2014-01-01 to 2024-01-22"]);
    check(day, "Seit Jahren herrscht Krieg.", &["Jahren = open"]);
    check(day, "Bis Ende Mai sollen sie abziehen.", &["Ende Mai = 2024-01-22 to 2024-05-31"]);
    check(day, "Bis zum 30. Juni sollen sie abziehen.", &["30. Juni = 2024-01-22 to 2024-06-30"]);
    check(day, "Ab 2005 hieß sie anders.", &["2005 = 2005-01-01 to 2024-01-22"]);
}

#[test]
fn numbers_that_count_are_no_years() {
    let day = "2024-01-22";
    check(day, "Sie entsandten 2000 Soldaten.", &[]);
    check(day, "Sie zahlten rund 1900 Euro.", &[]);
    check(day, "Der Draht hat eine Hitze von 2000 bis 3000 Grad.", &[]);
    check(
        day,
        "Er siegte 2007 und verlor 2011.",
        &["2007 = 2007-01-01 to 2007-12-31", "2011 = 2011-01-01 to 2011-12-31"],
    );
    check(day, "In einem 2010 veröffentlichten Buch steht das.", &["2010 = 2010-01-01 to 2010-12-31"]);
    check(day, "Er regierte von 1989 bis 1997 Land und Leute.", &["1989 bis 1997 = 1989-01-01 to 1997-12-31"]);
    check(day, "Ein 15 Jahre alter Bub kam mit 16 Jahren an.", &[]);
}

#[test]
fn feasts_fall_on_their_day_of_the_year_meant() {
    check("2024-06-19", "Zu Weihnachten trafen sie sich.", &["Weihnachten = 2023-12-25"]);
    check("2024-06-19", "Zu Ostern 2023 trafen sie sich.", &["Ostern 2023 = 2023-04-09"]);
    check("2024-06-19", "Am Karfreitag trafen sie sich.", &["Karfreitag = 2024-03-29"]);
    check("2024-06-19", "Zu Pfingsten trafen sie sich.", &["Pfingsten = 2024-05-19"]);
}

#[test]
fn what_has_been_so_since_then_was_not_then() {
    let text = "Es war das erste Treffen der Präsidenten Frankreichs und Russlands seit der Revolution von 1979.";
    assert_eq!(mentions(text, None), ["Treffen = open"]);
    let text = "Es war das erste Treffen der Präsidenten Frankreichs und Russlands von 1979.";
    assert_eq!(mentions(text, None), ["Treffen = 1979-01-01 to 1979-12-31"]);
}

#[test]
fn a_guessed_date_gives_months_and_no_news_day() {
    let guessed = |text: &str| told(text, Some(("2024-06-19", Origin::Estimated)));
    assert_eq!(guessed("Am Montag trafen sie sich."), ["Montag = 2024-06-01 to 2024-06-30"]);
    assert_eq!(guessed("Gestern trafen sie sich."), ["Gestern = 2024-06-01 to 2024-06-30"]);
    assert_eq!(guessed("In der vergangenen Woche trafen sie sich."), ["vergangenen Woche = 2024-06-01 to 2024-06-30"]);
    let early = told("Vorgestern trafen sie sich.", Some(("2024-07-02", Origin::Estimated)));
    assert_eq!(early, ["Vorgestern = 2024-06-01 to 2024-07-31"]);
    // Of these only the month or the year is known, and that the article is no older.
    for bound in ["2024-07-01", "2024-01-01"] {
        assert_eq!(told("Am Dienstag trafen sie sich.", Some((bound, Origin::Estimated))), ["Dienstag = open"]);
    }
    assert_eq!(guessed("Am 13. Mai trafen sie sich."), ["13. Mai = 2024-05-01 to 2024-05-31"]);
    assert_eq!(guessed("Am 13. Mai 2024 trafen sie sich."), ["13. Mai 2024 = 2024-05-13"]);
    assert_eq!(guessed("Seit 2011 herrscht Krieg."), ["2011 = open"]);
    let text = "Frankreich kritisierte Russland.";
    assert_eq!(mentions(text, Some(("2024-06-19", Origin::Given))), ["kritisierte = 2024-06-19"]);
    assert_eq!(mentions(text, Some(("2024-06-19", Origin::Estimated))), ["kritisierte = open"]);
    assert_eq!(mentions(text, Some(("2024-06-19", Origin::FileTime))), ["kritisierte = open"]);
    assert_eq!(mentions(text, None), ["kritisierte = open"]);
}

#[test]
fn without_a_date_only_full_dates_are_told() {
    assert_eq!(told("Am Montag trafen sie sich.", None), ["Montag = open"]);
    assert_eq!(told("Im Juni trafen sie sich.", None), ["Juni = open"]);
    assert_eq!(told("Im Juni 2015 trafen sie sich.", None), ["Juni 2015 = 2015-06-01 to 2015-06-30"]);
    assert_eq!(told("Seit 2011 herrscht Krieg.", None), ["2011 = open"]);
}

#[test]
fn an_act_takes_the_time_that_stands_with_it() {
    let day = Some(("2006-05-31", Origin::Given));
    assert_eq!(mentions("Am Montag kritisierte Frankreich Russland.", day), ["kritisierte = 2006-05-29"]);
    assert_eq!(
        mentions(
            "Die USA brachen im Jahre 1980 die Beziehungen zum Iran nach der Besetzung der Botschaft 1979 ab.",
            day
        )[0],
        "brachen = 1980-01-01 to 1980-12-31"
    );
    assert_eq!(
        mentions("Das Treffen zwischen Russland und China, das am Montag stattfand, war wichtig.", day),
        ["Treffen = 2006-05-29"]
    );
}

#[test]
fn a_plan_is_never_for_a_time_before_it_is_told() {
    let text = "Russland und China hatten vereinbart, bis zum 17. Mai 2011 ihre Truppen zurückzuziehen.";
    let told = |day| mentions(text, Some((day, Origin::Given))).pop();
    assert_eq!(told("2011-05-03").as_deref(), Some("zurückzuziehen = 2011-05-03 to 2011-05-17"));
    assert_eq!(told("2011-05-23").as_deref(), Some("zurückzuziehen = open"));
}

#[test]
fn a_day_before_a_noun_is_that_noun_s_alone() {
    let day = Some(("2006-05-31", Origin::Given));
    let text = "Schon 1996 hatte China den heutigen Präsidenten Russlands kritisiert.";
    assert_eq!(mentions(text, day), ["kritisiert = 1996-01-01 to 1996-12-31"]);
}

#[test]
fn words_are_news_of_the_day_and_older_deeds_are_not() {
    let day = Some(("2006-05-31", Origin::Given));
    let text = "Frankreich hat Russland kritisiert.\nSeit Jahren fordert Mexiko von Österreich die Rückgabe.\nDie USA hatten Russland kritisiert.";
    assert_eq!(mentions(text, day), ["kritisiert = 2006-05-31", "fordert = open", "kritisiert = open"]);
}

#[test]
fn a_day_goes_on_through_its_paragraph() {
    let day = Some(("2006-05-31", Origin::Given));
    let text = "Russland hat China am Montag angegriffen. Es verurteilte Russland.";
    assert_eq!(mentions(text, day)[0], "angegriffen = 2006-05-29");
    assert!(mentions(text, day).iter().all(|m| m.ends_with("2006-05-29")), "{:?}", mentions(text, day));
}

#[test]
fn the_same_meeting_keeps_its_date() {
    let day = Some(("2025-07-13", Origin::Given));
    let text = "Bei einem Treffen zwischen Russland und China wurde geredet. Das Treffen zwischen Russland und China fand am 10. Juli statt.";
    assert_eq!(mentions(text, day), ["Treffen = 2025-07-10", "Treffen = 2025-07-10"]);
}

#[test]
fn expressions_have_the_values_of_timex() {
    let timex = |text: &str| -> Vec<String> {
        let article = article(text, Some(("2014-07-22", Origin::Given)));
        let parse = parse::parse(RESOURCES.language("de").unwrap(), &article);
        code::timex(&RESOURCES, &article, &parse)
            .into_iter()
            .map(|t| format!("{} {} {}", t.span.of(text), t.kind, t.value))
            .collect()
    };
    assert_eq!(timex("Am Wochenende kam er."), ["Wochenende DATE 2014-W29-WE"]);
    assert_eq!(timex("Am Montagabend kam er."), ["Montagabend TIME 2014-07-21TEV"]);
    assert_eq!(timex("Er kommt täglich und jeden Montag."), ["täglich SET P1D", "jeden Montag SET XXXX-WXX-1"]);
    assert_eq!(timex("Das dauerte eineinhalb Stunden."), ["eineinhalb Stunden DURATION PT90M"]);
    assert_eq!(
        timex("Im 15. Jahrhundert und in den 60er Jahren kam er."),
        ["15. Jahrhundert DATE 14", "60er Jahren DATE 196"]
    );
    assert_eq!(timex("Der dreitägige Besuch endet jetzt."), ["dreitägige DURATION P3D", "jetzt DATE PRESENT_REF"]);
    assert_eq!(timex("Im dritten Quartal kam er."), ["dritten Quartal DATE 2014-Q3"]);
}

#[test]
fn a_time_beyond_the_calendar_stays_open_and_the_other_mentions_stand() {
    let sentences = [
        "Vor 50000 Jahren trafen sich die Stämme.",
        "Das Gebiet wird seit 200000 Jahren bewohnt.",
        "Vor 300000 Monaten kam der Fund dorthin.",
        "In 2000000000 Jahrhunderten wird es so sein.",
        "Vor 2147483647 Halbjahren war es so.",
        "Innerhalb von 9000000 Jahren soll es enden.",
        "In den vergangenen 900000 Jahrzehnten war es so.",
        "1999 zog sie fort. 2000000000 Jahre später kam sie wieder.",
        "2147483647 Quartale zuvor war es ruhig.",
        "Das dauert 2147483647 Jahrhunderte.",
    ];
    let act = "Am 12. September 2024 griff Russland die Ukraine an.";
    let given = Some(("2024-09-15", Origin::Given));
    let alone = mentions(act, given);
    assert_eq!(alone, ["griff = 2024-09-12"]);
    for sentence in sentences {
        let both = mentions(&format!("{act}\n{sentence}"), given);
        assert!(both.starts_with(&alone), "{sentence}: {both:?}");
        let article = article(sentence, given);
        let parse = parse::parse(RESOURCES.language("de").unwrap(), &article);
        code::timex(&RESOURCES, &article, &parse);
    }
    check("2024-09-15", "Vor 50000 Jahren trafen sich die Stämme.", &["50000 Jahren = open"]);
}
