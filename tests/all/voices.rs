//! Passages in, how those who are no party stand to their acts and who is quoted out: exactly that, in both languages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use demarche::article::Origin;
use demarche::mention::Actor;
use demarche::read::{self, Hints};
use demarche::records::linked::LinkedWriter;
use demarche::tell::{SectionKind, brief};
use demarche::{Coded, link, relate, run};

/// Texts with the days on which they were published.
fn coded(texts: &[(&str, &str)]) -> Vec<Coded> {
    let one = |(at, (day, text)): (usize, &(&str, &str))| {
        let hints = Hints { published: Some(day.parse().unwrap()), ..Hints::default() };
        let mut readings = read::read(&RESOURCES, &format!("{at}.txt"), text.as_bytes(), &hints);
        let article = readings.remove(0).unwrap().article;
        assert_eq!(article.published.map(|(_, from)| from), Some(Origin::Given));
        run(&RESOURCES, article).0
    };
    texts.iter().enumerate().map(one).collect()
}

fn keys(actors: &[Actor]) -> String {
    actors.iter().map(Actor::key).collect::<Vec<_>>().join("+")
}

/// `TUR GOV > AID SWE GOV > NSA:PKK: criticises 2022-06-01`
fn positions(texts: &[(&str, &str)]) -> Vec<String> {
    let coded = coded(texts);
    let linked = link::link(&RESOURCES, &coded);
    let told = linked.positions.iter().map(|position| {
        let event = &linked.events[position.event];
        let stand = |s: &demarche::event::Stand| format!("{} {}", s.stance, s.since.unwrap());
        let stands = position.stands.iter().map(stand).collect::<Vec<_>>().join(", ");
        let act = format!("{} {} > {}", event.kind, keys(&event.actors), keys(&event.recipients));
        format!("{} on {act}: {stands}{}", position.holder.key(), if position.changed { ", changed" } else { "" })
    });
    told.collect()
}

/// `expert Experten assessment: Experten | RUS+PRK`
fn voices(texts: &[(&str, &str)]) -> Vec<String> {
    let coded = coded(texts);
    let linked = link::link(&RESOURCES, &coded);
    let mut told = Vec::new();
    for voice in &linked.voices {
        for at in &voice.statements {
            let one = &coded[at.article];
            let said = &one.statements[at.statement];
            let about = said.about.iter().map(|a| a.code.as_str()).collect::<Vec<_>>().join("+");
            let (kind, acts) = (voice.kind, said.mentions(&one.mentions).len());
            told.push(format!("{kind} {:?} {} about {about}, {acts} acts", voice.name, said.manner));
        }
    }
    told
}

const DAY: &str = "2024-05-15";

#[test]
fn a_stand_is_taken_on_what_its_words_govern() {
    let object = "Am Dienstag verurteilte Frankreich den Angriff Russlands auf die Ukraine.";
    assert_eq!(positions(&[(DAY, object)]), ["FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15"]);
    let english = "France on Tuesday condemned the Russian attack on Ukraine.";
    assert_eq!(positions(&[(DAY, english)]), ["FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15"]);
    let contents = "Die Türkei wirft Schweden vor, der PKK Waffen geliefert zu haben.";
    assert_eq!(positions(&[(DAY, contents)]), ["TUR GOV on AID SWE GOV > NSA:PKK: criticises 2024-05-15"]);
}

#[test]
fn one_sentence_is_no_stand_and_a_party_is_no_third() {
    let beside = "Während Russland die Ukraine angriff, kritisierte Frankreich Ungarn.";
    assert_eq!(positions(&[(DAY, beside)]), Vec::<String>::new());
    let party = "Die Ukraine verurteilte den Angriff Russlands auf die Ukraine.";
    assert_eq!(positions(&[(DAY, party)]), Vec::<String>::new());
    let not_yet = "Frankreich könnte den Angriff Russlands auf die Ukraine verurteilen.";
    assert_eq!(positions(&[(DAY, not_yet)]), Vec::<String>::new());
}

#[test]
fn a_known_noun_and_a_word_that_points_back_mean_the_act_before() {
    let noun = "Russland griff am Dienstag die Ukraine an. Frankreich verurteilte den Angriff.";
    assert_eq!(positions(&[(DAY, noun)]), ["FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15"]);
    let pointing = "Ghana und Togo unterzeichneten am Dienstag einen Vertrag. Die EU begrüßte dies.";
    assert_eq!(positions(&[(DAY, pointing)]), ["IGO:EU on SUPPORT GHA GOV > TGO GOV: supports 2024-05-15"]);
    let english = "Ghana and Togo signed a treaty on Tuesday. The EU welcomed this.";
    assert_eq!(positions(&[(DAY, english)]), ["IGO:EU on SUPPORT GHA GOV > TGO GOV: supports 2024-05-15"]);
}

#[test]
fn who_turns_has_changed() {
    let first = "Am 13. Mai 2024 griff Russland die Ukraine an. Frankreich verurteilte den Angriff.";
    let later = "Am 13. Mai 2024 griff Russland die Ukraine an. Frankreich begrüßte dies.";
    let told = "FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15, supports 2024-05-20, changed";
    assert_eq!(positions(&[(DAY, first), ("2024-05-20", later)]), [told]);
}

#[test]
fn experts_officials_and_forums_are_held_without_a_name() {
    let experts = "Chile und Peru unterzeichneten einen Vertrag. Experten zufolge ist die Lage in Chile eine Folge der Krise in Peru.";
    assert_eq!(voices(&[(DAY, experts)]), [r#"expert "Experten" assessment about CHL+PER, 0 acts"#]);
    let official = "US-Beamte sagten am Dienstag, dass Nordkorea Russland Raketen geliefert habe.";
    assert_eq!(voices(&[(DAY, official)]), [r#"official "US-Beamte" claim about PRK+RUS, 1 acts"#]);
    let forum = "Chile und Peru unterzeichneten einen Vertrag. Viele User sehen in der Politik Chiles eine Gefahr.";
    assert_eq!(voices(&[(DAY, forum)]), [r#"forum "Viele User" assessment about CHL, 0 acts"#]);
    let english = "Analysts said Chile could send troops to Peru.";
    assert_eq!(voices(&[(DAY, english)]), [r#"expert "Analysts" prediction about CHL+PER, 1 acts"#]);
    let two_words = "According to analysts, Chile could send troops to Peru.";
    assert_eq!(voices(&[(DAY, two_words)]), [r#"expert "analysts" prediction about CHL+PER, 1 acts"#]);
}

#[test]
fn of_two_persons_with_one_full_name_the_one_in_office_is_meant_else_the_last() {
    let who = |day: &str, name: &str| {
        let told = coded(&[(day, &format!("US President {name} condemned Syria on Wednesday."))]);
        told[0].mentions[0].actors[0].name.clone().unwrap()
    };
    assert_eq!(who("1990-03-20", "George Bush"), "George H. W. Bush");
    assert_eq!(who("2005-03-20", "George Bush"), "George W. Bush");
    assert_eq!(who("2011-03-20", "George Bush"), "George W. Bush");
    assert_eq!(who("2005-03-20", "George H. W. Bush"), "George H. W. Bush");
}

#[test]
fn a_party_is_no_voice_and_a_medium_is_one_in_all_articles() {
    let party = "Russland teilte mit, russische Soldaten hätten die Ukraine angegriffen.";
    assert_eq!(voices(&[(DAY, party)]), Vec::<String>::new());
    let medium = "Die Agentur Yonhap meldet, Nordkorea habe den chinesischen Botschafter ausgewiesen.";
    let again = "Die Agentur Yonhap meldet, Japan habe den chinesischen Botschafter ausgewiesen.";
    let told = voices(&[(DAY, medium), ("2024-05-20", again)]);
    assert_eq!(told.len(), 2, "{told:?}");
    let coded = coded(&[(DAY, medium), ("2024-05-20", again)]);
    let linked = link::link(&RESOURCES, &coded);
    assert_eq!(linked.voices.len(), 1);
    let lines = LinkedWriter::new(&coded, &linked).voices();
    assert!(lines.contains(r#""manner":"claim""#) && lines.contains(r#""events":[""#), "{lines}");
}

#[test]
fn a_matter_is_the_deed_of_whoever_it_is_said_of() {
    let party = "Russland griff am Montag die Ukraine an. Peru schickte Chile Hilfsgüter. Frankreich verurteilte das Vorgehen Moskaus.";
    assert_eq!(positions(&[(DAY, party)]), ["FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15"]);
    let last = "Ghana schickte Togo am Montag Hilfsgüter. Frankreich begrüßte den Schritt.";
    assert_eq!(positions(&[(DAY, last)]), ["FRA GOV on AID GHA GOV > TGO GOV: supports 2024-05-15"]);
    let other = "Ghana schickte Togo am Montag Hilfsgüter. Frankreich begrüßte den Schritt Perus.";
    assert_eq!(positions(&[(DAY, other)]), Vec::<String>::new());
    let far = "Ghana schickte Togo am Montag Hilfsgüter. Es regnete. Frankreich begrüßte den Schritt.";
    assert_eq!(positions(&[(DAY, far)]), Vec::<String>::new());
    for (elsewhere, stands) in [
        ("das Vorgehen gegen Polen", false),
        ("das Vorgehen gegen die Ukraine", true),
        ("das Vorgehen in Syrien", false),
        ("das Vorgehen von Polen", false),
        ("das Vorgehen von Russland", true),
        ("die Entscheidung über Polen", false),
    ] {
        let text = format!("Russland griff am Montag die Ukraine an. Frankreich kritisierte {elsewhere}.");
        let found = positions(&[(DAY, &text)]);
        let told = ["FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15"];
        assert_eq!(found, if stands { &told[..] } else { &[] }, "{text}");
    }
    for (whose, stands) in
        [("the decision on Iran", false), ("the decision of Ghana", true), ("Ghana's decision", true)]
    {
        let text = format!("Ghana sent aid to Togo on Monday. France welcomed {whose}.");
        let found = positions(&[(DAY, &text)]);
        assert_eq!(
            found,
            if stands { &["FRA GOV on AID GHA GOV > TGO GOV: supports 2024-05-15"][..] } else { &[] },
            "{text}"
        );
    }
    let plain =
        "Russland griff am Montag die Ukraine an. Russland schickte Ghana am Montag Hilfsgüter. Frankreich kritisierte";
    let about = |noun: &str| positions(&[(DAY, &format!("{plain} {noun} Russlands."))]);
    assert_eq!(about("das Vorgehen"), ["FRA GOV on ASSAULT RUS GOV > UKR GOV: criticises 2024-05-15"]);
    assert_eq!(about("die Entscheidung"), ["FRA GOV on AID RUS GOV > GHA GOV: criticises 2024-05-15"]);
    let opinion = "Ghana kritisierte Togo am Montag. Frankreich begrüßte den Schritt.";
    assert_eq!(positions(&[(DAY, opinion)]), Vec::<String>::new());
    let decision = "The European Union welcomed the decision of Ghana to release prisoners from Togo.";
    assert_eq!(positions(&[(DAY, decision)]), ["IGO:EU on RETREAT GHA GOV > TGO CVL: supports 2024-05-15"]);
}

#[test]
fn a_treaty_is_what_made_it_even_where_the_news_opens_with_the_stand() {
    let text = "Israel hat das Atomabkommen mit dem Iran als Fehler verurteilt. Die USA und der Iran unterzeichneten das Abkommen am Montag.";
    assert_eq!(positions(&[(DAY, text)]), ["ISR GOV on SUPPORT USA GOV > IRN GOV: criticises 2024-05-15"]);
}

#[test]
fn who_speaks_for_a_party_or_only_could_say_is_no_voice() {
    let start = "Chile und Peru unterzeichneten einen Vertrag.";
    let of = |sentence: &str| voices(&[(DAY, &format!("{start} {sentence}"))]);
    assert_eq!(of("Die CDU-Expertin Anna Vogt sieht in der Politik Chiles eine Gefahr."), Vec::<String>::new());
    assert_eq!(of("Die AfD-Expertin sieht in der Politik Chiles eine Gefahr.").len(), 1);
    assert_eq!(of("Experten hätten in der Politik Chiles eine Gefahr sehen können."), Vec::<String>::new());
    assert_eq!(of("Zeugen befinden sich in Chile."), Vec::<String>::new());
    assert_eq!(of("Die Tonbandstimme sieht in der Politik Chiles eine Gefahr."), Vec::<String>::new());
    assert_eq!(
        of("Offiziellen Angaben zufolge ist Chile in der Krise."),
        [r#"official "Offiziellen Angaben" assessment about CHL, 0 acts"#]
    );
    assert_eq!(
        of("Nach amtlichen Angaben ist Chile in der Krise."),
        [r#"official "amtlichen Angaben" assessment about CHL, 0 acts"#]
    );
    assert_eq!(
        of("Medienberichten zufolge ist Chile in der Krise."),
        [r#"medium "Medienberichten" assessment about CHL, 0 acts"#]
    );
    assert_eq!(
        of("Menschenrechtsorganisationen sehen in der Politik Chiles eine Gefahr."),
        [r#"body "Menschenrechtsorganisationen" assessment about CHL, 0 acts"#]
    );
}

#[test]
fn behind_a_colon_another_speaks() {
    let text = "Die Zeitung „Haaretz“ berichtete, Ghana habe Togo angegriffen. Frankreichs Minister Jean Petit verteidigte sich: \
        „Wir handeln. Peru hat Chile angegriffen.“";
    assert_eq!(voices(&[(DAY, text)]), [r#"medium "Haaretz" claim about GHA+TGO, 1 acts"#]);
}

#[test]
fn the_briefing_tells_stands_and_who_is_heard_in_both_languages() {
    let first = "Russland griff am Montag die Ukraine an. Am Dienstag verurteilten Frankreich und Polen den Angriff.";
    let second = "Ungarn und Serbien berieten sich am Mittwoch. Experten zufolge ist die Lage in der Ukraine eine Folge der Krise in \
        Russland. Viele User sehen in der Politik Russlands eine Gefahr.";
    let third = "US-Beamte sagten am Dienstag, dass Nordkorea Russland Raketen geliefert habe.";
    let coded = coded(&[(DAY, first), ("2024-05-16", second), ("2024-05-17", third)]);
    let linked = link::link(&RESOURCES, &coded);
    let relations = relate::relate(&RESOURCES, &linked);
    let told = |lang: &str| {
        let brief = brief(&RESOURCES, lang, &coded, &linked, &relations).unwrap();
        assert_eq!(brief.check(&coded, &linked), []);
        let section = brief.section(SectionKind::Voices).unwrap();
        let mut lines = vec![section.heading.clone()];
        for group in &section.groups {
            lines.extend(group.heading.clone());
            for entry in &group.entries {
                let texts: Vec<&str> = entry.statements.iter().map(|s| s.text.as_str()).collect();
                lines.push(format!(
                    "{}{}",
                    entry.lead.iter().map(|l| format!("{l}: ")).collect::<String>(),
                    texts.join(" ")
                ));
            }
        }
        lines
    };
    assert_eq!(
        told("de"),
        [
            "Stimmen und Sorgen Dritter",
            "Wer wozu steht",
            "Russland griff die Ukraine am 13. Mai 2024 an. Frankreich und Polen kritisierten dies (14. Mai 2024).",
            "Wer zu Wort kommt",
            "Fachleute: „Experten zufolge ist die Lage in der Ukraine eine Folge der Krise in Russland.“",
            "Foren und Netz: „Viele User sehen in der Politik Russlands eine Gefahr.“",
            "Amtliche ohne Namen: „US-Beamte sagten am Dienstag, dass Nordkorea Russland Raketen geliefert habe.“",
        ]
    );
    assert_eq!(
        told("en"),
        [
            "Voices and concerns of third parties",
            "Who stands how to what",
            "Russia attacked Ukraine on 13 May 2024. France and Poland criticised this (14 May 2024).",
            "Who is heard",
            "Experts: “Experten zufolge ist die Lage in der Ukraine eine Folge der Krise in Russland.”",
            "Forums and users: “Viele User sehen in der Politik Russlands eine Gefahr.”",
            "Unnamed officials: “US-Beamte sagten am Dienstag, dass Nordkorea Russland Raketen geliefert habe.”",
        ]
    );
}
