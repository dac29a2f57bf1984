//! Reads the cases of `spec/link`: articles with mentions in a short hand, and what linking is to make of them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use demarche::article::{Article, Origin, Span};
use demarche::event::{Coded, Event, Linked, MentionRef};
use demarche::mention::*;
use std::collections::BTreeMap;

/// The tables, read once for all cases.
pub(crate) struct Case {
    pub(crate) title: String,
    pub(crate) coded: Vec<Coded>,
    /// Expected lines by the name of their block.
    pub(crate) wanted: BTreeMap<String, Vec<String>>,
}

pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in text.split("\n## ").skip(1) {
        let (title, body) = part.split_once('\n').unwrap();
        let mut blocks: BTreeMap<String, String> = BTreeMap::new();
        for block in body.split("```").skip(1).step_by(2) {
            let (name, lines) = block.split_once('\n').unwrap();
            let _ = blocks.insert(name.to_owned(), lines.trim_end().to_owned());
        }
        let coded = articles(&blocks.remove("articles").unwrap());
        let lines = |text: String| text.lines().filter(|l| *l != "none").map(str::to_owned).collect();
        cases.push(Case {
            title: title.to_owned(),
            coded,
            wanted: blocks.into_iter().map(|(name, text)| (name, lines(text))).collect(),
        });
    }
    cases
}

/// Articles in the short hand; their text is the sentences of their mentions.
pub(crate) fn articles(text: &str) -> Vec<Coded> {
    let mut coded: Vec<Coded> = Vec::new();
    for line in text.lines() {
        let (head, sentence) = line.split_once(": ").unwrap_or((line, ""));
        if sentence.is_empty() {
            let [id, lang, date] = head.split(' ').collect::<Vec<_>>()[..] else { panic!("no article: {line}") };
            coded.push(Coded {
                article: Article {
                    id: id.to_owned(),
                    lang: lang.to_owned(),
                    published: Some((date.parse().unwrap(), Origin::Given)),
                    ..Article::default()
                },
                ..Coded::default()
            });
            continue;
        }
        let one = coded.last_mut().unwrap();
        let start = one.article.text.len();
        one.article.text.push_str(sentence);
        let span = Span::new(start, one.article.text.len());
        one.article.text.push(' ');
        one.sentences.push(span);
        if head != "-" {
            let mention = mention(head, &one.article, span);
            one.mentions.push(mention);
        }
    }
    coded
}

fn mention(head: &str, article: &Article, sentence: Span) -> Mention {
    let (kind, rest) = head.split_once(' ').unwrap();
    let symmetric = rest.contains(" <> ");
    let (actors, rest) = rest.split_once(if symmetric { " <> " } else { " > " }).unwrap();
    let status = Status::ALL.iter().find(|s| rest.contains(&format!(" {s}"))).unwrap();
    let (recipients, marks) = rest.split_once(&format!(" {status}")).unwrap();
    let mut mention = Mention {
        doc: article.id.clone(),
        lang: article.lang.clone(),
        sentence,
        trigger: sentence,
        kind: kind.parse().unwrap(),
        mode: None,
        contexts: vec![],
        cameo: String::new(),
        actors: sides(actors),
        recipients: sides(recipients),
        symmetric,
        status: *status,
        historical: false,
        said_by: vec![],
        time: None,
        place: None,
        magnitudes: vec![],
        object: None,
        about: Vec::new(),
        score: 1.0,
        evidence: Evidence::default(),
    };
    let mut words = marks.split_whitespace();
    while let Some(mark) = words.next() {
        let mut value = || words.next().unwrap();
        match mark {
            "mode" => mention.mode = Some(value().parse().unwrap()),
            "said" => mention.said_by = sides(&format!("{} {}", value(), value())),
            "off" => mention.evidence.cues.push((sentence, "called off".to_owned())),
            "on" => mention.time = Some(time(value())),
            "at" => {
                let (name, country) = value().split_once('/').unwrap();
                mention.place =
                    Some(Place { name: name.to_owned(), country: Some(country.to_owned()), ..Place::default() });
            }
            "figure" => mention.magnitudes.push(Magnitude {
                value: value().parse().unwrap(),
                vague: false,
                unit: value().to_owned(),
                span: sentence,
            }),
            "treaty" => {
                let name = marks.split('"').nth(1).unwrap();
                let start = sentence.of(&article.text).find(name).map(|at| sentence.start + at);
                mention.contexts = vec!["treaty".to_owned()];
                mention.object = start.map(|start| Span::new(start, start + name.len()));
                break;
            }
            other => panic!("no mark of a mention: {other}"),
        }
    }
    mention
}

/// `RUS GOV (Lawrow),USA GOV`
fn sides(text: &str) -> Vec<Actor> {
    let side = |text: &str| {
        let (key, name) = text.split_once(" (").unwrap_or((text, ""));
        let (code, sector) = key.split_once(' ').unwrap();
        let name = Some(name.trim_end_matches(')').to_owned()).filter(|n| !n.is_empty());
        Actor { code: code.to_owned(), sector: Some(sector.parse().unwrap()), name, ..Actor::default() }
    };
    text.split(',').map(side).collect()
}

fn time(text: &str) -> TimeSpan {
    let (start, end) = text.split_once("..").unwrap_or((text, text));
    TimeSpan { start: start.parse().unwrap(), end: end.parse().unwrap(), precision: Precision::Span }
}

/// What was found, in the lines of the spec, for the blocks that a case has.
pub(crate) fn told<'n>(
    coded: &[Coded],
    linked: &Linked,
    blocks: impl Iterator<Item = &'n String>,
) -> BTreeMap<String, Vec<String>> {
    let at = |m: &MentionRef| format!("{}.{}", coded[m.article].article.id, m.mention + 1);
    let all = |m: &[MentionRef]| m.iter().map(at).collect::<Vec<_>>().join(" ");
    let first = |event: usize| at(&linked.events[event].mentions[0]);
    let lines = |name: &str| -> Vec<String> {
        match name {
            "events" => linked.events.iter().map(|e| format!("{}: {}", event(e), all(&e.mentions))).collect(),
            "disputes" => linked
                .disputes
                .iter()
                .map(|d| {
                    let versions = d.versions.iter().map(|v| {
                        let holders: Vec<String> = v.holders.iter().map(Actor::key).collect();
                        let holders =
                            if holders.is_empty() { String::new() } else { format!(" ({})", holders.join(", ")) };
                        format!("{}{holders} {}", v.value, all(&v.mentions))
                    });
                    let later = if d.confirmed_later { "; confirmed later" } else { "" };
                    format!("{} {}: {}{later}", d.field, first(d.event), versions.collect::<Vec<_>>().join("; "))
                })
                .collect(),
            "predictions" => linked
                .predictions
                .iter()
                .map(|p| {
                    let again = if p.again { "; again" } else { "" };
                    format!("{} {} {}{again}", at(&p.made), p.outcome, p.settled.as_ref().map_or("-".to_owned(), at))
                })
                .collect(),
            "agreements" => linked
                .agreements
                .iter()
                .map(|a| {
                    let parties: Vec<&str> = a.parties.iter().map(|p| p.code.as_str()).collect();
                    let events: Vec<String> = a.events.iter().map(|e| first(*e)).collect();
                    let clauses: Vec<&str> =
                        a.clauses.iter().map(|(article, span)| span.of(&coded[*article].article.text)).collect();
                    let clauses =
                        if clauses.is_empty() { String::new() } else { format!("; clauses: {}", clauses.join(" ")) };
                    let signed = a.signed.map_or("-".to_owned(), days);
                    format!("{}: {} {signed}: {}{clauses}", a.name, parties.join(" "), events.join(" "))
                })
                .collect(),
            other => panic!("no block of a case: {other}"),
        }
    };
    blocks.map(|name| (name.clone(), lines(name))).collect()
}

fn event(event: &Event) -> String {
    let codes = |actors: &[Actor]| actors.iter().map(|a| a.code.clone()).collect::<Vec<_>>();
    let sides = if event.symmetric {
        let mut all = [codes(&event.actors), codes(&event.recipients)].concat();
        all.sort();
        all.join(" ")
    } else {
        format!("{} > {}", codes(&event.actors).join(" "), codes(&event.recipients).join(" "))
    };
    let time = event.time.map_or(String::new(), |t| format!(" {}", days(t)));
    format!("{} {sides} {}{time}", event.kind, event.status)
}

fn days(time: TimeSpan) -> String {
    if time.start == time.end { time.start.to_string() } else { format!("{}..{}", time.start, time.end) }
}
