//! Linking: the cases of `spec/link`, indifference to order and to how blocks are cut, origins, the gold stories.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use crate::linkspec::{self, Case};
use demarche::Article;
use demarche::article::{Block, BlockKind, Origin, Span};
use demarche::event::{Coded, Event, MentionRef};
use demarche::link::{self, Passage, key};
use demarche::mention::Status;
use demarche::records::linked::LinkedWriter;
use demarche::records::{Line, gold};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn every_case_of_the_spec_holds() {
    let text = fs::read_to_string("spec/link/events.md").unwrap();
    let cases = linkspec::cases(&text);
    assert!(cases.len() > 10);
    for Case { title, coded, wanted } in cases {
        let found = linkspec::told(&coded, &link::link(&RESOURCES, &coded), wanted.keys());
        assert_eq!(found, wanted, "{title}");
    }
}

/// Events as sets of passages, named by article id and number.
fn partition(coded: &[Coded]) -> BTreeSet<BTreeSet<(String, usize)>> {
    let origins = link::origins(coded);
    let passages: Vec<Passage<'_>> = coded
        .iter()
        .enumerate()
        .flat_map(|(article, one)| {
            let origin = coded[origins[article]].article.id.as_str();
            one.mentions
                .iter()
                .enumerate()
                .map(move |(mention, m)| Passage::new(MentionRef { article, mention }, &one.article, origin, m))
        })
        .collect();
    named(coded, &passages)
}

fn named(coded: &[Coded], passages: &[Passage<'_>]) -> BTreeSet<BTreeSet<(String, usize)>> {
    let name = |at: &MentionRef| (coded[at.article].article.id.clone(), at.mention);
    link::merge(passages).iter().map(|e| e.mentions.iter().map(name).collect()).collect()
}

/// A small world in which passages often touch: few sides, types, days and words.
fn batch() -> impl Strategy<Value = Vec<Coded>> {
    let side = prop_oneof!["RUS GOV", "PRK GOV", "USA GOV", "RUS GOV,PRK GOV"];
    let status = prop_oneof!["reported", "claimed", "denied", "planned"];
    let day = prop_oneof![
        Just(String::new()),
        (1..29u8).prop_map(|d| format!(" on 2024-05-{d:02}")),
        (1..12u8).prop_map(|m| format!(" on 2024-{m:02}-01..2024-{m:02}-28")),
    ];
    let words = prop::collection::vec(prop_oneof!["Gipfel", "Moskau", "Hilfe", "sagte", "wieder", "Raketen"], 1..5);
    let mention =
        (prop_oneof!["CONSULT", "AID", "ACCUSE"], side.clone(), prop_oneof![" > ", " <> "], side, status, day, words)
            .prop_map(|(kind, a, sign, b, status, day, words)| {
                format!("{kind} {a}{sign}{b} {status}{day}: {}.", words.join(" "))
            });
    let article = (1..28u8, prop::collection::vec(mention, 1..4), copied());
    prop::collection::vec(article, 1..8).prop_map(|articles| {
        let told = articles.iter().enumerate().map(|(at, (day, mentions, copied))| {
            let day = if copied.agency.is_some() { 1 + day % 2 } else { *day };
            format!("a{at} de 2024-06-{day:02}\n{}\n-: {}", mentions.join("\n"), copied.words)
        });
        let mut coded = linkspec::articles(&told.collect::<Vec<_>>().join("\n"));
        for (one, (_, _, copied)) in coded.iter_mut().zip(&articles) {
            one.article.title = copied.title.to_owned();
            one.article.agency = copied.agency.map(str::to_owned);
        }
        coded
    })
}

/// What an article has from a text that others copy too, and what else shows that they do.
#[derive(Clone, Debug)]
struct Copied {
    words: String,
    title: &'static str,
    agency: Option<&'static str>,
}

/// Stretches of one long text: those next to each other overlap enough to be copies, those farther apart do not.
fn copied() -> impl Strategy<Value = Copied> {
    let words = (0..6usize).prop_map(|step| {
        let words: Vec<String> = (step * 20..step * 20 + 60).map(|n| format!("Wort{n}")).collect();
        format!("{}.", words.join(" "))
    });
    let title = prop_oneof![Just(""), Just("Gipfel in Moskau beendet"), Just("Hilfe für den Norden angekündigt")];
    (words, title, prop_oneof![Just(None), Just(Some("dpa"))]).prop_map(|(words, title, agency)| Copied {
        words,
        title,
        agency,
    })
}

/// The origin of each article, by id.
fn traced(coded: &[Coded]) -> BTreeMap<&str, &str> {
    let id = |at: usize| coded[at].article.id.as_str();
    link::origins(coded).into_iter().enumerate().map(|(at, origin)| (id(at), id(origin))).collect()
}

#[test]
fn copies_find_each_other_in_a_crowd() {
    let words = |name: &str| (0..30).map(|n| format!("{name}{n}")).collect::<Vec<_>>().join(" ");
    let told = |id: &str, day: u8, parts: [&str; 3]| {
        // A word of its own between the parts, so that no run of words reaches over two of them.
        format!("{id} de 2024-06-{day:02}\n-: {} {id}a {} {id}b {}.", words(parts[0]), words(parts[1]), words(parts[2]))
    };
    let mut texts = vec![told("first", 1, ["one", "other", "early"]), told("last", 28, ["one", "other", "late"])];
    for at in 0..40 {
        let own = ["u", "v", "x", "y"].map(|letter| format!("{letter}{at}w"));
        texts.push(told(&format!("m{at:02}"), 10, ["one", &own[0], &own[1]]));
        texts.push(told(&format!("n{at:02}"), 10, [&own[2], "other", &own[3]]));
    }
    texts.sort_by_key(|text| text.len());
    let coded = linkspec::articles(&texts.join("\n"));
    let copies: Vec<_> = traced(&coded).into_iter().filter(|(own, origin)| own != origin).collect();
    assert_eq!(copies, [("last", "first")]);
}

#[test]
fn the_copy_of_a_copy_shares_what_it_has_from_that() {
    let told = |id: &str, day: u8, from: usize| {
        let words: Vec<String> = (from..from + 60).map(|n| format!("Wort{n}")).collect();
        format!("{id} de 2024-06-{day:02}\n-: {}.", words.join(" "))
    };
    // Of 58 runs the first three have 33 in common with their neighbours; none but the second has enough with the first.
    for (from, runs) in [(64, 44), (52, 56)] {
        let texts = [told("a", 1, 0), told("b", 2, 25), told("c", 3, 50), told("d", 4, from)];
        let coded = linkspec::articles(&texts.join("\n"));
        let articles: Vec<&Article> = coded.iter().map(|one| &one.article).collect();
        let found: Vec<_> = link::copies(&articles).into_iter().flatten().collect();
        assert_eq!(found.iter().map(|copy| copy.of).collect::<Vec<_>>(), [0, 0, 0]);
        let shared: Vec<f64> = found.iter().map(|copy| (copy.shared * 58.0).round()).collect();
        assert_eq!(shared, [33.0, 33.0, f64::from(runs)]);
    }
}

/// All that linking gives, line by line.
fn records(coded: &[Coded]) -> Vec<String> {
    let linked = link::link(&RESOURCES, coded);
    let writer = LinkedWriter::new(coded, &linked);
    let kinds = [writer.events(), writer.disputes(), writer.predictions(), writer.agreements(), writer.positions()];
    kinds.iter().flat_map(|lines| lines.lines()).map(str::to_owned).collect()
}

fn shuffled() -> impl Strategy<Value = (Vec<Coded>, Vec<Coded>)> {
    batch().prop_flat_map(|coded| (Just(coded.clone()), Just(coded).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_articles_changes_nothing((coded, shuffled) in shuffled()) {
        prop_assert_eq!(traced(&coded), traced(&shuffled));
        prop_assert_eq!(partition(&coded), partition(&shuffled));
        prop_assert_eq!(records(&coded), records(&shuffled));
    }

    #[test]
    fn blocks_that_share_no_key_can_be_merged_apart(coded in batch()) {
        let passages: Vec<Passage<'_>> = coded
            .iter()
            .enumerate()
            .flat_map(|(article, one)| one.mentions.iter().enumerate().map(move |(mention, m)| {
                Passage::new(MentionRef { article, mention }, &one.article, &one.article.id, m)
            }))
            .collect();
        // Passages that share a key, directly or through others, go to one worker.
        let mut worker: Vec<usize> = (0..passages.len()).collect();
        for _ in 0..passages.len() {
            for a in 0..passages.len() {
                for b in 0..a {
                    let (x, y) = (key(&passages[a]), key(&passages[b]));
                    if x.iter().any(|k| y.contains(k)) {
                        let least = worker[a].min(worker[b]);
                        worker[a] = least;
                        worker[b] = least;
                    }
                }
            }
        }
        let mut apart = BTreeSet::new();
        for group in worker.iter().collect::<BTreeSet<_>>() {
            let of: Vec<Passage<'_>> =
                passages.iter().zip(&worker).filter(|(_, w)| *w == group).map(|(p, _)| p.clone()).collect();
            apart.extend(named(&coded, &of));
        }
        prop_assert_eq!(apart, named(&coded, &passages));
    }
}

/// Passages of one act that may differ in anything, in few and in many articles.
fn tellings() -> impl Strategy<Value = Vec<(u8, String)>> {
    let status = prop_oneof!["reported", "claimed said USA GOV", "denied said RUS GOV", "denied", "planned"];
    let actor = prop_oneof![9 => Just("RUS GOV"), 1 => Just("PRK GOV")];
    let time =
        prop_oneof![Just(""), Just(" on 2024-05-01"), Just(" on 2024-05-09"), Just(" on 2024-01-01..2024-12-31")];
    let figure = prop_oneof![9 => Just(""), 1 => Just(" figure 3 tanks"), 1 => Just(" figure 5 tanks")];
    let place = prop_oneof![9 => Just(""), 1 => Just(" at Lima/PER"), 1 => Just(" at Quito/ECU")];
    let one = (0..250u8, status, actor, time, figure, place).prop_map(|(day, status, actor, time, figure, place)| {
        (day, format!("AID {actor} > UKR GOV {status}{time}{figure}{place}: Hilfe."))
    });
    prop::collection::vec(one, 1..80)
}

/// In what the passages differ if they are one event, each that of an article of its own.
fn disputed(tellings: &[(u8, String)]) -> BTreeSet<(String, bool)> {
    let mut tellings: Vec<_> = tellings.to_vec();
    tellings.sort();
    let day = |day: u8| jiff::civil::date(2024, 1, 1) + jiff::Span::new().days(day);
    let article = |(at, (when, told)): (usize, &(u8, String))| format!("a{at:04} de {}\n{told}", day(*when));
    let text: Vec<String> = tellings.iter().enumerate().map(article).collect();
    let coded = linkspec::articles(&text.join("\n"));
    let mentions: Vec<MentionRef> = (0..coded.len()).map(|article| MentionRef { article, mention: 0 }).collect();
    let first = Passage::new(mentions[0], &coded[0].article, "a", &coded[0].mentions[0]);
    let event = Event { mentions, ..link::assemble(&[first]).unwrap() };
    link::disputes(&coded, &[event]).into_iter().map(|d| (d.field.to_string(), d.confirmed_later)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn who_agrees_with_another_takes_no_dispute_away(told in tellings(), again in prop::collection::vec(0..80usize, 1..80)) {
        let before = disputed(&told);
        let again = again.iter().map(|at| told[at % told.len()].clone());
        let after = disputed(&told.iter().cloned().chain(again).collect::<Vec<_>>());
        prop_assert_eq!(before, after);
    }
}

#[test]
fn a_denial_in_the_middle_of_a_much_told_story_is_heard() {
    let told = |status: &str| format!("AID RUS GOV > UKR GOV {status} on 2024-05-01: Hilfe.");
    let mut tellings: Vec<(u8, String)> = (0..200).map(|at| (at, told("reported"))).collect();
    assert_eq!(disputed(&tellings), BTreeSet::new());
    tellings[130].1 = told("denied said RUS GOV");
    assert_eq!(disputed(&tellings), BTreeSet::from([("happened".to_owned(), true)]));
}

/// Coded articles of a language, each with its day.
fn coded(lang: &str, articles: &[(&str, &str)]) -> Vec<Coded> {
    let article = |(at, (day, text)): (usize, &(&str, &str))| Article {
        id: at.to_string(),
        lang: lang.to_owned(),
        text: (*text).to_owned(),
        blocks: vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }],
        published: Some((day.parse().unwrap(), Origin::Given)),
        ..Article::default()
    };
    articles.iter().enumerate().map(|one| demarche::run(&RESOURCES, article(one)).0).collect()
}

fn outcomes(lang: &str, articles: &[(&str, &str)]) -> Vec<String> {
    let linked = link::link(&RESOURCES, &coded(lang, articles));
    linked.predictions.iter().map(|p| p.outcome.to_string()).collect()
}

#[test]
fn what_articles_say_is_called_off_is_cancelled() {
    let plan = ("2024-05-01", "Peru and Chile will hold talks in Lima on May 10.");
    let later = ("2024-06-01", "Ghana invited Togo.");
    let after = |text| outcomes("en", &[plan, ("2024-05-08", text), later]);
    assert_eq!(after("The talks between Peru and Chile planned for May 10 were cancelled."), ["cancelled"]);
    assert_eq!(after("The talks between Peru and Chile were called off."), ["cancelled"]);
    assert_eq!(after("Peru and Chile will not hold talks in Lima."), ["cancelled"]);
    assert_eq!(after("The talks between Peru and Chile will not take place."), ["cancelled"]);
    assert_eq!(after("The talks between Peru and Chile have not yet taken place."), ["silent"]);
    assert_eq!(after("The talks between Peru and Chile planned for May 10 have not yet taken place."), ["silent"]);
    assert_eq!(after("Peru and Chile will not meet yet."), ["silent"]);
    assert_eq!(after("Peru and Chile have not met so far."), ["silent"]);
    let plan = ("2024-05-01", "Peru und Chile werden am 10. Mai in Lima Gespräche führen.");
    let later = ("2024-06-01", "Ghana lud Togo ein.");
    let after = |text| outcomes("de", &[plan, ("2024-05-08", text), later]);
    assert_eq!(after("Das für den 10. Mai geplante Treffen von Peru und Chile wurde abgesagt."), ["cancelled"]);
    assert_eq!(after("Peru und Chile werden sich am 10. Mai nicht treffen."), ["cancelled"]);
    assert_eq!(after("Das für den 10. Mai geplante Treffen von Peru und Chile findet nicht statt."), ["cancelled"]);
    assert_eq!(
        after("Das für den 10. Mai geplante Treffen von Peru und Chile hat noch nicht stattgefunden."),
        ["silent"]
    );
    assert_eq!(after("Ein Treffen von Peru und Chile findet noch nicht statt."), ["silent"]);
    assert_eq!(after("Peru und Chile haben sich noch nicht getroffen."), ["silent"]);
}

#[test]
fn a_treaty_is_named_with_its_place() {
    let named = |lang, texts: [(&str, &str); 2]| -> Vec<String> {
        let linked = link::link(&RESOURCES, &coded(lang, &texts));
        linked.agreements.into_iter().map(|a| a.name).collect()
    };
    let english = [
        ("2019-01-22", "Germany and France signed the Treaty of Aachen on Tuesday."),
        ("2019-01-24", "Germany and France signed the Treaty of Trier on Thursday."),
    ];
    assert_eq!(named("en", english), ["Treaty of Aachen", "Treaty of Trier"]);
    let german = [
        ("2019-01-22", "Deutschland und Frankreich unterzeichneten am Dienstag den Vertrag von Aachen."),
        ("2019-02-24", "Deutschland und Peru unterzeichneten am Sonntag den Vertrag mit Chile."),
    ];
    assert_eq!(named("de", german), ["Vertrag von Aachen", "Vertrag"]);
}

#[test]
fn an_event_keeps_its_id_when_articles_are_added() {
    let text =
        "a de 2024-06-19\nCONSULT RUS GOV <> PRK GOV reported on 2024-06-18: Die beiden trafen sich am Dienstag.";
    let more = "b de 2024-06-20\nCONSULT RUS GOV <> PRK GOV reported on 2024-06-18: Die beiden trafen sich am 18. Juni.\n\
        ACCUSE USA GOV > RUS GOV reported on 2024-06-19: Washington kritisierte das.";
    let ids = |text: &str| {
        let linked = link::link(&RESOURCES, &linkspec::articles(text));
        linked.events.into_iter().map(|e| e.id).collect::<Vec<_>>()
    };
    let (before, after) = (ids(text), ids(&format!("{text}\n{more}")));
    assert_eq!((before.len(), after.len()), (1, 2));
    assert_eq!(before[0], after[0]);
}

#[test]
fn origins_raise_the_score_and_copies_do_not() {
    let line = "CONSULT RUS GOV <> PRK GOV reported on 2024-06-18: Die beiden Staatschefs trafen sich am Dienstag in der \
        Hauptstadt, sprachen lange über Handel und Sicherheit und traten danach gemeinsam vor die wartende Presse.";
    let other = "CONSULT RUS GOV <> PRK GOV reported on 2024-06-18: Am 18. Juni kam es zum Gipfel.";
    let score = |second: &str| {
        let text = format!("a de 2024-06-19\n{line}\nb de 2024-06-19\n{second}");
        let mut coded = linkspec::articles(&text);
        coded.iter_mut().flat_map(|c| &mut c.mentions).for_each(|m| m.score = 0.6);
        let events = link::link(&RESOURCES, &coded).events;
        assert_eq!(events.len(), 1);
        (events[0].origins, events[0].score)
    };
    assert_eq!(score(line), (1, 0.6));
    assert_eq!(score(other), (2, 1.0 - 0.4 * 0.7));
}

fn gold_batch(shared: &Path) -> Option<(Vec<Coded>, BTreeMap<String, String>)> {
    let articles = fs::read_to_string(shared.join("gold/stories/articles.jsonl")).ok()?;
    let mut coded = Vec::new();
    let mut copies = BTreeMap::new();
    for (number, json) in articles.lines().enumerate() {
        let mut record: serde_json::Value = serde_json::from_str(json).unwrap();
        record["mentions"] = serde_json::json!([]);
        let id = record["id"].as_str().unwrap().to_owned();
        let origin = record["copy_of"].as_str().unwrap_or(&id).to_owned();
        let _ = copies.insert(id, origin);
        coded.push(gold::read(Line { file: "articles.jsonl", number: number + 1 }, &record.to_string()).unwrap());
    }
    Some((coded, copies))
}

#[test]
fn agency_copies_of_the_gold_stories_are_traced_to_their_origin() {
    let Some((coded, wanted)) = gold_batch(Path::new("../shared")) else {
        println!("skipped: no gold stories beside the project");
        return;
    };
    let origins = link::origins(&coded);
    let id = |at: usize| coded[at].article.id.clone();
    let found: BTreeMap<String, String> = origins.iter().enumerate().map(|(at, o)| (id(at), id(*o))).collect();
    // The gold names the article that was copied; ours is the first published, or the first by id on one day.
    for (copy, origin) in &wanted {
        assert_eq!(found[copy], found[origin], "{copy}");
    }
    let groups = |of: &BTreeMap<String, String>| of.values().collect::<BTreeSet<_>>().len();
    assert_eq!(groups(&found), groups(&wanted));
}

#[test]
fn every_status_is_told_by_some_case() {
    let text = fs::read_to_string("spec/link/events.md").unwrap();
    let told: BTreeSet<Status> =
        linkspec::cases(&text).iter().flat_map(|c| &c.coded).flat_map(|c| &c.mentions).map(|m| m.status).collect();
    assert_eq!(told, Status::ALL.iter().copied().collect());
}
