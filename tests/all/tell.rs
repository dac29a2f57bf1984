//! Briefings: every act has its sentence in every status, every sentence its passage, and no text becomes markup.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::too_many_lines, reason = "a table of cases is read from top to bottom")]

use crate::RESOURCES;
use demarche::article::{Article, Origin, Span};
use demarche::event::*;
use demarche::mention::*;
use demarche::records::{Line, brief as wire, gold};
use demarche::relation::Relation;
use demarche::tell::{Brief, FaultKind, SectionKind, Statement, brief};
use jiff::civil::{Date, date};

/// `USA GOV`, `IGO:EU`, `RUS GOV Außenminister Sergej Lawrow` (office, then name), `PRK MED =KCNA` (name alone).
fn actor(text: &str) -> Actor {
    let mut words = text.splitn(3, ' ');
    let code = words.next().unwrap().to_owned();
    let sector = words.next().map(|s| s.parse().unwrap());
    let (role, name) = match words.next() {
        None => (None, None),
        Some(name) if name.starts_with('=') => (None, Some(name.trim_start_matches('=').to_owned())),
        Some(both) => both.split_once(' ').map(|(r, n)| (Some(r.to_owned()), Some(n.to_owned()))).unwrap(),
    };
    Actor { code, sector, name, role, span: Span::default() }
}

fn actors(texts: &[&str]) -> Vec<Actor> {
    texts.iter().map(|t| actor(t)).collect()
}

/// A mention before it has a place in a text.
#[derive(Clone)]
struct Said {
    mention: Mention,
    sentence: String,
    trigger: String,
}

fn said(kind: EventType, actors_: &[&str], recipients: &[&str]) -> Said {
    let mention = Mention {
        doc: String::new(),
        lang: "de".to_owned(),
        sentence: Span::default(),
        trigger: Span::default(),
        kind,
        mode: None,
        contexts: Vec::new(),
        cameo: String::new(),
        actors: actors(actors_),
        recipients: actors(recipients),
        symmetric: false,
        status: Status::Reported,
        historical: false,
        said_by: Vec::new(),
        time: None,
        place: None,
        magnitudes: Vec::new(),
        object: None,
        about: Vec::new(),
        score: 0.9,
        evidence: Evidence::default(),
    };
    Said { mention, sentence: "Das steht so im Probeblatt.".to_owned(), trigger: "steht".to_owned() }
}

impl Said {
    fn mode(mut self, mode: Mode) -> Self {
        self.mention.mode = Some(mode);
        self
    }
    fn status(mut self, status: Status) -> Self {
        self.mention.status = status;
        self
    }
    fn by(mut self, speakers: &[&str]) -> Self {
        self.mention.said_by = actors(speakers);
        self
    }
    fn both_ways(mut self) -> Self {
        self.mention.symmetric = true;
        self
    }
    fn on(mut self, start: Date, end: Date) -> Self {
        self.mention.time = Some(TimeSpan { start, end, precision: Precision::Span });
        self
    }
    fn text(mut self, sentence: &str, trigger: &str) -> Self {
        self.sentence = sentence.to_owned();
        self.trigger = trigger.to_owned();
        self
    }
}

/// One article from sentences, one a line.
fn article(id: &str, published: Date, told: &[Said]) -> Coded {
    let mut coded = Coded::default();
    let mut text = String::new();
    for one in told {
        let start = text.len();
        text.push_str(&one.sentence);
        let sentence = Span::new(start, text.len());
        text.push('\n');
        let at = start + one.sentence.find(&one.trigger).unwrap();
        let trigger = Span::new(at, at + one.trigger.len());
        let place = one.mention.place.clone().map(|p| {
            let found = one.sentence.find(&p.name).map(|at| Span::new(start + at, start + at + p.name.len()));
            Place { span: found.unwrap_or_default(), ..p }
        });
        coded.sentences.push(sentence);
        coded.mentions.push(Mention { doc: id.to_owned(), sentence, trigger, place, ..one.mention.clone() });
    }
    coded.article = Article {
        id: id.to_owned(),
        title: format!("Titel von {id}"),
        text,
        published: Some((published, Origin::Given)),
        lang: "de".to_owned(),
        source: Some("Probeblatt".to_owned()),
        ..Article::default()
    };
    coded
}

/// Every mention an event of its own.
fn apart(coded: &[Coded]) -> Linked {
    let mut linked = Linked { origins: (0..coded.len()).collect(), ..Linked::default() };
    for (article, one) in coded.iter().enumerate() {
        for (mention, m) in one.mentions.iter().enumerate() {
            linked.events.push(event(&format!("e{article}-{mention}"), m, vec![MentionRef { article, mention }]));
        }
    }
    linked
}

fn event(id: &str, m: &Mention, mentions: Vec<MentionRef>) -> Event {
    Event {
        id: id.to_owned(),
        kind: m.kind,
        mode: m.mode,
        actors: m.actors.clone(),
        recipients: m.recipients.clone(),
        symmetric: m.symmetric,
        time: m.time,
        place: m.place.clone(),
        magnitudes: m.magnitudes.clone(),
        status: m.status,
        historical: m.historical,
        mentions,
        origins: 1,
        score: m.score,
    }
}

fn written(coded: &[Coded], linked: &Linked, relations: &[Relation]) -> Brief {
    let written = brief(&RESOURCES, "de", coded, linked, relations).unwrap();
    assert_eq!(written.check(coded, linked), []);
    written
}

/// The sentence that the briefing has for one passage, without the passage itself.
fn sentence(one: Said) -> String {
    let coded = [article("a", date(2024, 5, 3), std::slice::from_ref(&one))];
    let written = written(&coded, &apart(&coded), &[]);
    let kinds = [SectionKind::Keys, SectionKind::Background, SectionKind::Outlook];
    let told = written.statements().find(|(kind, _)| kinds.contains(kind)).map(|(_, s)| s.text.clone());
    let told = told.unwrap_or_else(|| panic!("no sentence for {:?}", one.mention));
    told.replace(&format!(": „{}“", one.sentence), ".")
}

/// In April 2024, so that a test need not repeat it.
fn april(one: Said) -> Said {
    one.on(date(2024, 4, 1), date(2024, 4, 30))
}

#[test]
fn every_type_mode_status_and_side_has_a_whole_sentence() {
    let shapes =
        [(true, true, false), (true, false, false), (false, true, false), (false, false, false), (true, true, true)];
    for kind in EventType::ALL {
        for mode in std::iter::once(None).chain(kind.modes().iter().copied().map(Some)) {
            for (acts, suffers, symmetric) in shapes {
                for status in Status::ALL {
                    let mut one =
                        said(*kind, if acts { &["USA GOV"] } else { &[] }, if suffers { &["IRN GOV"] } else { &[] });
                    one.mention.mode = mode;
                    one.mention.symmetric = symmetric;
                    let told = sentence(april(one.status(*status)));
                    let whole = told.starts_with(char::is_uppercase)
                        && told.ends_with('.')
                        && told.contains("im April 2024")
                        && !told.contains("  ")
                        && !told.contains(['{', '}', '[', ']', '|', '~'])
                        && (!acts || told.contains("USA"))
                        && (!suffers || told.contains("Iran") || kind.modes().contains(&Mode::Resign));
                    assert!(whole, "{kind} {mode:?} {symmetric} {status}: {told}");
                }
            }
        }
    }
}

#[test]
fn sentences_agree_in_number_case_and_status() {
    use EventType::*;
    let lawrow = "RUS GOV Außenminister Sergej Lawrow";
    let selenskyj = "UKR GOV Präsidenten Wolodymyr Selenskyj";
    let cases = [
        (
            said(Reject, &["RUS GOV", "CHN GOV"], &["IGO:UN"]).text("Beide legten ihr Veto ein.", "Veto"),
            "Russland und China legten im April 2024 gegenüber den Vereinten Nationen ein Veto ein.",
        ),
        (
            said(Reject, &["RUS GOV"], &["IGO:UN"]).text("Russland legte ein Veto ein.", "Veto"),
            "Russland legte im April 2024 gegenüber den Vereinten Nationen ein Veto ein.",
        ),
        (
            said(Consult, &[lawrow], &["USA GOV"]).mode(Mode::Visit),
            "Russlands Außenminister Sergej Lawrow besuchte die USA im April 2024.",
        ),
        (
            said(Consult, &["USA GOV Präsident Joe Biden"], &[selenskyj]).mode(Mode::Phone),
            "US-Präsident Joe Biden telefonierte im April 2024 mit dem ukrainischen Präsidenten Wolodymyr Selenskyj.",
        ),
        (
            said(Consult, &["IRN GOV Außenminister Hossein Amir"], &["TUR GOV Außenministerin Ayse Kaya"])
                .both_ways()
                .text("Das Treffen fand statt.", "Treffen"),
            "Irans Außenminister Hossein Amir und die türkische Außenministerin Ayse Kaya trafen sich im April 2024.",
        ),
        (
            said(Consult, &["IGO:UN IGO Generalsekretär António Guterres"], &["NLD GOV"]).mode(Mode::Visit),
            "UN-Generalsekretär António Guterres besuchte die Niederlande im April 2024.",
        ),
        (
            said(Aid, &["PRK GOV"], &["RUS GOV"]).status(Status::Claimed).by(&["USA GOV", "JPN GOV", "IGO:EU"]),
            "Nordkorea soll Russland im April 2024 nach Angaben der USA, Japans und der EU geholfen haben.",
        ),
        (
            said(Aid, &["PRK GOV"], &["RUS GOV"]).status(Status::Claimed).by(&["BLR GOV", selenskyj]),
            "Nordkorea soll Russland im April 2024 nach Angaben von Belarus und des ukrainischen Präsidenten Wolodymyr Selenskyj geholfen haben.",
        ),
        (
            said(Aid, &["PRK GOV"], &["RUS GOV"]).by(&["PRK MED =KCNA"]),
            "Nordkorea half Russland im April 2024 laut KCNA.",
        ),
        (
            said(Aid, &["PRK GOV"], &["RUS GOV"]).by(&["PRK GOV"]),
            "Nordkorea half Russland im April 2024 nach eigenen Angaben.",
        ),
        (
            said(Aid, &["PRK GOV"], &["RUS GOV"]).status(Status::Denied).by(&["RUS GOV"]),
            "Nordkorea hat Russland im April 2024 nach Angaben Russlands nicht geholfen.",
        ),
        (
            said(Aid, &["IRN GOV"], &["NSA:HOUTHI"]).status(Status::Possible).by(&["ISR GOV"]),
            "Der Iran könnte den Huthi im April 2024 nach Angaben Israels helfen.",
        ),
        (
            said(Assault, &["UKR MIL"], &["RUS MIL"]).mode(Mode::Drone),
            "Die ukrainischen Streitkräfte griffen die russischen Streitkräfte im April 2024 mit Drohnen an.",
        ),
        (
            said(Assault, &["SYR REB"], &["SYR CVL"]).mode(Mode::HeavyWeapons),
            "Syrische Rebellen beschossen syrische Bürger im April 2024 mit schweren Waffen.",
        ),
        (said(Assault, &[], &["IGO:NATO MIL"]), "Die Streitkräfte der Nato wurden im April 2024 angegriffen."),
        (
            said(Sanction, &["IGO:EU"], &["IRN GOV"])
                .status(Status::Planned)
                .text("Die EU plant Sanktionen.", "Sanktionen"),
            "Die EU will im April 2024 Sanktionen gegen den Iran verhängen.",
        ),
        (
            said(Sanction, &[], &["USA GOV"]).status(Status::Planned).text("Geplant sind Sanktionen.", "Sanktionen"),
            "Die USA sollen im April 2024 mit Sanktionen belegt werden.",
        ),
        (
            said(Request, &["KOR GOV"], &["IRN GOV"]).mode(Mode::Change),
            "Südkorea richtete im April 2024 eine Forderung an den Iran.",
        ),
        (
            said(Support, &["RUS GOV"], &["TUR GOV"]).text("Sie lobten die Beziehungen.", "Beziehungen"),
            "Russland setzte sich im April 2024 für die Beziehungen zur Türkei ein.",
        ),
        (
            said(Coerce, &["IRN COP"], &["IRN OPP"]).mode(Mode::Arrest),
            "Die iranische Polizei ging im April 2024 mit Festnahmen gegen die iranische Opposition vor.",
        ),
        (
            said(Protest, &["XKX CVL"], &["XKX GOV"]),
            "Kosovarische Bürger protestierten im April 2024 gegen die kosovarische Regierung.",
        ),
        (
            said(Coerce, &["USA GOV"], &["USA MED"]).mode(Mode::Censor),
            "Die US-Regierung ging im April 2024 mit Zensurmaßnahmen gegen amerikanische Medien vor.",
        ),
        (
            said(Agree, &["ARE GOV"], &["CHE GOV"]),
            "Die Vereinigten Arabischen Emirate machten der Schweiz im April 2024 ein Angebot oder eine Zusage.",
        ),
        (
            said(Protest, &["ZZZ CVL"], &["NSA:UNKNOWN"]),
            "Die Bürger von ZZZ protestierten im April 2024 gegen UNKNOWN.",
        ),
    ];
    for (one, expected) in cases {
        assert_eq!(sentence(april(one)), expected);
    }
}

#[test]
fn numbers_places_and_treaties_stand_where_they_are_told() {
    let mut sent = april(said(EventType::Aid, &["PRK GOV"], &["RUS GOV"]))
        .text("Nordkorea entsandte 6000 Pioniere nach Kursk.", "entsandte");
    let place = |name: &str| Place { name: name.to_owned(), ..Place::default() };
    sent.mention.magnitudes.push(Magnitude {
        value: 6000.0,
        vague: false,
        unit: "Pioniere".into(),
        span: Span::new(21, 34),
    });
    sent.mention.place = Some(place("Kursk"));
    let expected =
        "Nordkorea entsandte im April 2024 Personal zur Unterstützung Russlands (6000 Pioniere; Ort: Kursk).";
    assert_eq!(sentence(sent.clone()), expected);

    sent.sentence = "Nordkorea half Russland mit tausenden Soldaten.".to_owned();
    sent.trigger = "half".to_owned();
    sent.mention.magnitudes =
        vec![Magnitude { value: 1000.0, vague: true, unit: "Soldaten".into(), span: Span::new(28, 46) }];
    sent.mention.place = None;
    assert_eq!(sentence(sent.clone()), "Nordkorea half Russland im April 2024 (tausenden Soldaten).");

    sent.mention.magnitudes =
        vec![Magnitude { value: 1_234_567.5, vague: false, unit: "Tonnen".into(), span: Span::default() }];
    assert_eq!(sentence(sent), "Nordkorea half Russland im April 2024 (1.234.567,5 Tonnen).");

    let mut met = april(said(EventType::Consult, &["RUS GOV"], &["PRK GOV"]).both_ways())
        .text("In Pjöngjang gab es ein Treffen.", "Treffen");
    met.mention.place = Some(place("Pjöngjang"));
    assert_eq!(sentence(met), "Vertreter Russlands und Nordkoreas trafen sich im April 2024 in Pjöngjang.");

    let mut signed = april(said(EventType::Support, &["RUS GOV"], &["PRK GOV"]).both_ways())
        .text("Beide unterzeichneten den Freundschaftsvertrag.", "unterzeichneten");
    signed.mention.object = Some(Span::new(26, 46));
    let expected = "Russland und Nordkorea unterzeichneten im April 2024 ein Abkommen („Freundschaftsvertrag“).";
    assert_eq!(sentence(signed), expected);
}

#[test]
fn times_are_told_no_more_exactly_than_they_are_known() {
    let d = date;
    let cases = [
        (d(2024, 9, 13), d(2024, 9, 13), "am 13. September 2024"),
        (d(2024, 6, 1), d(2024, 6, 30), "im Juni 2024"),
        (d(2024, 6, 1), d(2024, 6, 10), "Anfang Juni 2024"),
        (d(2024, 6, 11), d(2024, 6, 20), "Mitte Juni 2024"),
        (d(2024, 2, 21), d(2024, 2, 29), "Ende Februar 2024"),
        (d(2023, 7, 1), d(2023, 11, 30), "zwischen Juli und November 2023"),
        (d(2023, 12, 1), d(2024, 2, 29), "zwischen Dezember 2023 und Februar 2024"),
        (d(2024, 1, 1), d(2024, 3, 31), "Anfang 2024"),
        (d(2024, 4, 1), d(2024, 9, 30), "Mitte 2024"),
        (d(2023, 10, 1), d(2023, 12, 31), "Ende 2023"),
        (d(2023, 1, 1), d(2023, 12, 31), "im Jahr 2023"),
        (d(1970, 1, 1), d(1979, 12, 31), "in den 1970er Jahren"),
        (d(1950, 1, 1), d(1953, 12, 31), "zwischen 1950 und 1953"),
        (d(2013, 11, 7), d(2013, 11, 9), "zwischen dem 7. und dem 9. November 2013"),
        (d(2018, 3, 8), d(2019, 2, 28), "zwischen dem 8. März 2018 und dem 28. Februar 2019"),
        (d(2022, 1, 1), d(2024, 5, 3), "in der Zeit seit 2022"),
        (d(2022, 8, 1), d(2024, 5, 3), "in der Zeit seit August 2022"),
    ];
    for (start, end, expected) in cases {
        let told = sentence(said(EventType::Consult, &["USA GOV"], &[]).on(start, end));
        assert_eq!(told, format!("Die USA führten {expected} Gespräche."));
    }
}

/// A small story: a claim, a denial, a later report; a plan and what came of it; a treaty; a voice from outside.
fn story() -> (Vec<Coded>, Linked, Vec<Relation>) {
    use EventType::*;
    let kim = "PRK GOV Machthaber Kim Jong Un";
    let claimed = said(Aid, &["PRK GOV"], &["RUS GOV"])
        .status(Status::Claimed)
        .by(&["USA GOV"])
        .text("Die USA werfen Nordkorea vor, Russland zu unterstützen.", "unterstützen");
    let denied = said(Aid, &["PRK GOV"], &["RUS GOV"])
        .status(Status::Denied)
        .by(&["RUS GOV"])
        .text("Moskau weist das zurück.", "weist");
    let plan = said(Consult, &["RUS GOV Präsident Wladimir Putin"], &["PRK GOV"])
        .mode(Mode::Visit)
        .status(Status::Planned)
        .by(&["PRK MED =KCNA"])
        .text("Laut KCNA wird Putin Nordkorea besuchen.", "besuchen");
    let worry = said(Accuse, &["JPN GOV"], &["PRK GOV", "RUS GOV"])
        .mode(Mode::Disapprove)
        .text("Tokio zeigt sich besorgt über die Annäherung.", "besorgt");
    let visit = said(Consult, &["RUS GOV Präsident Wladimir Putin"], &["PRK GOV"])
        .mode(Mode::Visit)
        .on(date(2024, 6, 18), date(2024, 6, 19))
        .text("Präsident Wladimir Putin ist nach Pjöngjang gereist.", "gereist");
    let treaty = said(Support, &[kim], &["RUS GOV Präsident Vladimir Putin"])
        .both_ways()
        .on(date(2024, 6, 1), date(2024, 6, 30))
        .text("Kim Jong Un und Putin unterzeichneten einen Partnerschaftsvertrag.", "unterzeichneten");
    let clause = said(Support, &["PRK GOV"], &["RUS GOV"])
        .both_ways()
        .on(date(2024, 6, 1), date(2024, 6, 30))
        .text("Der im Juni unterzeichnete Vertrag verpflichtet beide zum Beistand.", "unterzeichnete");
    let told =
        said(Aid, &["PRK GOV"], &["RUS GOV"]).text("Nordkorea hilft Russland seit langem mit Munition.", "hilft");
    let past = {
        let mut past = said(Aid, &["RUS GOV"], &["PRK GOV"]).on(date(1950, 1, 1), date(1953, 12, 31));
        past.mention.historical = true;
        past.text("Im Koreakrieg half die Sowjetunion dem Norden.", "half")
    };
    let coded = vec![
        article("a", date(2024, 1, 22), &[claimed, denied, plan, worry]),
        article("b", date(2024, 6, 20), &[visit, treaty, past]),
        article("c", date(2025, 7, 13), &[clause, told]),
    ];
    let at = |article, mention| MentionRef { article, mention };
    let m = |place: MentionRef| &coded[place.article].mentions[place.mention];
    let of = |id: &str, first: MentionRef, all: &[MentionRef], origins| Event {
        origins,
        ..event(id, m(first), all.to_vec())
    };
    let events = vec![
        of("krieg", at(1, 2), &[at(1, 2)], 1),
        of("vertrag", at(1, 1), &[at(1, 1), at(2, 0)], 2),
        of("besuch", at(1, 0), &[at(0, 2), at(1, 0)], 2),
        of("hilfe", at(2, 1), &[at(0, 0), at(0, 1), at(2, 1)], 2),
        of("sorge", at(0, 3), &[at(0, 3)], 1),
    ];
    let version = |value: &str, holders: &[&str], place| Version {
        value: value.into(),
        holders: actors(holders),
        mentions: vec![place],
    };
    let linked = Linked {
        events,
        disputes: vec![Dispute {
            event: 3,
            field: DisputeField::Happened,
            versions: vec![
                version("claimed", &["USA GOV"], at(0, 0)),
                version("denied", &["RUS GOV"], at(0, 1)),
                version("reported", &[], at(2, 1)),
            ],
            confirmed_later: true,
        }],
        predictions: vec![Prediction {
            event: 2,
            made: at(0, 2),
            outcome: Outcome::Happened,
            settled: Some(at(1, 0)),
            again: false,
        }],
        agreements: vec![Agreement {
            name: "Partnerschaftsvertrag".to_owned(),
            parties: actors(&["PRK GOV", "RUS GOV"]),
            signed: m(at(1, 1)).time,
            clauses: vec![(2, m(at(2, 0)).sentence)],
            events: vec![1],
        }],
        positions: Vec::new(),
        voices: Vec::new(),
        origins: vec![0, 1, 2],
    };
    let relation = |from: &str, to: &str, events: Vec<usize>, counts, tone| Relation {
        from: from.into(),
        to: to.into(),
        counts,
        tone,
        events,
    };
    let relations = vec![
        relation("PRK", "RUS", vec![1, 3], [1, 1, 0, 0], 6.0),
        relation("RUS", "PRK", vec![0, 1, 2], [2, 1, 0, 0], 5.0),
        relation("JPN", "PRK", vec![4], [0, 0, 1, 0], -2.0),
    ];
    (coded, linked, relations)
}

#[test]
fn a_small_story_reads_as_it_should() {
    let (coded, linked, relations) = story();
    let written = written(&coded, &linked, &relations);
    assert_eq!(written.markdown(), include_str!("tell_story.md"));
}

#[test]
fn headings_and_sentences_follow_the_reader() {
    let (coded, linked, relations) = story();
    let english = brief(&RESOURCES, "en", &coded, &linked, &relations).unwrap();
    let german = written(&coded, &linked, &relations);
    let headings = |b: &Brief| b.sections.iter().map(|s| s.heading.clone()).collect::<Vec<_>>();
    assert_eq!(
        headings(&english),
        [
            "Key statements",
            "What happened",
            "Who",
            "Relations",
            "Disputed or denied",
            "Announced, and what became of it",
            "Treaties and agreements",
            "Voices and concerns of third parties",
            "Background and history",
            "Names and terms"
        ]
    );
    let texts = |b: &Brief| b.statements().map(|(_, s)| s.text.clone()).collect::<Vec<_>>();
    assert_eq!((english.lang.as_str(), german.lang.as_str()), ("en", "de"));
    assert_eq!(texts(&english).len(), texts(&german).len());
    assert_ne!(texts(&english), texts(&german));
    assert_eq!(english.check(&coded, &linked).len(), 0);
}

#[test]
fn every_way_to_tell_an_act_has_its_english_twin() {
    let keys = |table: &str| {
        let keys = table.lines().filter_map(|l| l.split_once('\t')).map(|(key, _)| key.to_owned());
        let told = keys.filter(|k| {
            ["act.", "cue.", "time.", "date.", "frame.", "dispute.", "outcome."].iter().any(|p| k.starts_with(p))
        });
        told.collect::<std::collections::BTreeSet<_>>()
    };
    let (german, english) =
        (keys(include_str!("../../lang/de/phrases.tsv")), keys(include_str!("../../lang/en/phrases.tsv")));
    assert_eq!(german.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn every_label_has_its_english_twin() {
    let table = include_str!("../../lang/de/phrases.tsv");
    let keys = |prefix: &str| {
        let own = table.lines().filter_map(|l| l.split_once('\t')).filter_map(|(key, _)| key.strip_prefix(prefix));
        own.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let alike: &[&str] = &["between"];
    let missing: Vec<String> =
        keys("label.").difference(&keys("label@en.")).filter(|k| !alike.contains(&k.as_str())).cloned().collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_sentence_that_loses_its_source_is_found() {
    let (coded, linked, relations) = story();
    let good = written(&coded, &linked, &relations);
    let faults = |change: &dyn Fn(&mut Brief)| {
        let mut bad = good.clone();
        change(&mut bad);
        bad.check(&coded, &linked).into_iter().map(|fault| fault.kind).collect::<Vec<_>>()
    };
    fn first(brief: &mut Brief) -> &mut Statement {
        &mut brief.sections[0].groups[0].entries[0].statements[0]
    }
    assert_eq!(faults(&|b| first(b).citations.clear()), [FaultKind::NoCitation]);
    assert_eq!(faults(&|b| first(b).citations = vec![99]), [FaultKind::UnknownCitation(99)]);
    assert_eq!(faults(&|b| first(b).events = vec!["nie".into()]), [FaultKind::UnknownEvent("nie".into())]);
    assert!(faults(&|b| b.citations[0].span = Span::new(0, 100_000)).contains(&FaultKind::WrongPassage(1)));
    assert!(faults(&|b| b.citations[0].passage = "erfunden".into()).contains(&FaultKind::WrongPassage(1)));
    assert!(faults(&|b| b.citations[0].passage.clear()).contains(&FaultKind::EmptyPassage(1)));
}

#[test]
fn hostile_text_stays_text() {
    let evil = "<script>alert(\"x\")</script> & 'y' \u{202E}ab\u{2066} ![b](javascript:1) *fett* | `c` drohte Teheran.";
    let one = april(said(EventType::Threaten, &["USA GOV"], &["IRN GOV"])).text(evil, "drohte");
    let mut coded = vec![article("<b>&\"", date(2024, 5, 3), &[one])];
    coded[0].article.title = "<img src=x onerror=alert(1)>".to_owned();
    coded[0].article.source = Some("</style><script>".to_owned());
    coded[0].article.url = Some("javascript:alert(1)".to_owned());
    coded[0].article.tags = vec!["<i>Tag</i>".to_owned()];
    let written = written(&coded, &apart(&coded), &[]);
    let (page, text) = (written.html(), written.markdown());
    for markup in
        ["<script", "<img", "<i>", "<b>&", "javascript:alert(1)\"", "\u{202E}", "\u{2066}", "href=\"javascript"]
    {
        assert!(!page.contains(markup), "{markup} in {page}");
    }
    assert_eq!(text.matches('<').count(), text.matches("\\<").count());
    assert!(!text.contains(['\u{202E}', '\u{2066}']));
    assert!(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;"));
    assert!(text.contains("\\<script\\>alert(\"x\")\\</script\\> \\& 'y'"));
    assert!(!text.contains("![b]"));
}

#[test]
fn the_page_stands_alone_and_its_citations_lead_to_passages() {
    let (coded, linked, relations) = story();
    let written = written(&coded, &linked, &relations);
    let page = written.html();
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"de\">"));
    for outside in ["<script", "<link", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    for citation in &written.citations {
        let number = citation.number;
        assert!(page.contains(&format!("<li id=\"n{number}\" value=\"{number}\">")));
        assert!(page.contains(&format!("<a href=\"#n{number}\"")));
    }
}

#[test]
fn json_counts_code_points() {
    let (coded, linked, relations) = story();
    let written = written(&coded, &linked, &relations);
    let json: serde_json::Value = serde_json::from_str(&wire::write(&written, &coded)).unwrap();
    let citations = json["citations"].as_array().unwrap();
    assert_eq!(citations.len(), written.citations.len());
    for citation in citations {
        let number = |key: &str| usize::try_from(citation[key].as_u64().unwrap()).unwrap();
        let home = coded.iter().find(|c| c.article.id == citation["doc"].as_str().unwrap()).unwrap();
        let passage: String =
            home.article.text.chars().skip(number("start")).take(number("end") - number("start")).collect();
        assert_eq!(passage, citation["passage"].as_str().unwrap());
    }
    let sections: Vec<&str> =
        json["sections"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    let kinds: Vec<&str> = written.sections.iter().map(|s| s.kind.name()).collect();
    assert_eq!(sections, kinds);
}

#[test]
fn an_empty_batch_is_a_brief_without_sections() {
    let written = written(&[], &Linked::default(), &[]);
    assert_eq!((written.sections.len(), written.citations.len()), (0, 0));
    assert!(written.markdown().contains("Die Artikel enthalten keine erkannten Ereignisse."));
}

/// Hand-coded articles, linked: their briefing has no fault, and quotes only what stands in them.
fn sound(name: &str, gold_lines: &str) {
    let lines = gold_lines.lines().enumerate();
    let coded: Vec<Coded> =
        lines.map(|(n, json)| gold::read(Line { file: name, number: n + 1 }, json).unwrap()).collect();
    let linked = demarche::link::link(&RESOURCES, &coded);
    let relations = demarche::relate::relate(&RESOURCES, &linked);
    let written = written(&coded, &linked, &relations);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = coded.iter().map(|c| flat(&c.article.text)).collect();
    for (_, statement) in written.statements() {
        let Some((_, rest)) = statement.text.split_once(": „") else { continue };
        let Some((quote, _)) = rest.split_once('“') else { continue };
        let quote = flat(quote.trim_start_matches('…').trim_end_matches('…'));
        assert!(texts.iter().any(|t| t.contains(&quote)), "{name}: {quote:?} stands nowhere");
    }
    assert_eq!(written, brief(&RESOURCES, "de", &coded, &linked, &relations).unwrap());
}

#[test]
fn briefings_of_hand_coded_seeds_are_sound() {
    match shared("gold/de-seeds.a.jsonl") {
        Some(lines) => sound("seeds", &lines),
        None => println!("skipped: ../shared is absent"),
    }
}

#[test]
fn briefings_of_hand_coded_stories_are_sound() {
    let files = (shared("gold/stories/articles.jsonl"), shared("gold/stories/events.jsonl"));
    let (Some(articles), Some(events)) = files else {
        println!("skipped: ../shared is absent");
        return;
    };
    let parsed =
        |lines: &str| -> Vec<serde_json::Value> { lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect() };
    let (articles, events) = (parsed(&articles), parsed(&events));
    let mut stories: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for mut article in articles {
        let told = |event: &serde_json::Value| {
            let mut event = event.clone();
            let mentions = event["mentions"].take();
            let own =
                mentions.as_array().unwrap().iter().filter(|m| m["doc"] == article["id"]).cloned().collect::<Vec<_>>();
            own.into_iter().map(move |mut mention| {
                for key in ["type", "actors", "recipients", "symmetric", "time"] {
                    if mention.get(key).is_none() {
                        mention[key] = event[key].clone();
                    }
                }
                mention
            })
        };
        article["mentions"] = events.iter().flat_map(told).collect();
        *stories.entry(article["story"].as_str().unwrap().to_owned()).or_default() += &format!("{article}\n");
    }
    assert_eq!(stories.len(), 5);
    for (name, lines) in stories {
        sound(&name, &lines);
    }
}

/// A file of the material beside the project, which users do not have.
fn shared(path: &str) -> Option<String> {
    std::fs::read_to_string(format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR"))).ok()
}

/// The texts of one section, entry by entry, each with its lead.
fn entries(written: &Brief, kind: SectionKind) -> Vec<String> {
    let groups = written.section(kind).map_or(&[][..], |section| &section.groups);
    let entry = |entry: &demarche::tell::Entry| {
        let texts: Vec<&str> = entry.statements.iter().map(|s| s.text.as_str()).collect();
        format!("{}: {}", entry.lead.as_deref().unwrap_or_default(), texts.join(" "))
    };
    groups.iter().flat_map(|g| &g.entries).map(entry).collect()
}

/// Two articles that tell one event differently.
fn two_versions(first: Said, second: Said, field: DisputeField, holders: &[&str]) -> Vec<String> {
    let coded = vec![article("a", date(2024, 1, 5), &[first]), article("b", date(2024, 2, 5), &[second])];
    let mut coded = coded;
    coded[1].article.source = Some("Tagblatt".to_owned());
    let at = |article| MentionRef { article, mention: 0 };
    let version = |article: usize, holders: &[&str]| Version {
        value: "?".to_owned(),
        holders: actors(holders),
        mentions: vec![at(article)],
    };
    let linked = Linked {
        events: vec![event("e", &coded[0].mentions[0], vec![at(0), at(1)])],
        disputes: vec![Dispute {
            event: 0,
            field,
            versions: vec![version(0, &[]), version(1, holders)],
            confirmed_later: false,
        }],
        origins: vec![0, 1],
        ..Linked::default()
    };
    entries(&written(&coded, &linked, &[]), SectionKind::Disputes)
}

#[test]
fn differing_facts_stand_side_by_side_with_who_holds_them() {
    use EventType::Aid;
    let base = || said(Aid, &["PRK GOV"], &["RUS GOV"]).text("Es half mit 6000 Soldaten.", "half");
    let counted = |value: f64, vague| {
        let mut one = base();
        one.mention.magnitudes = vec![Magnitude { value, vague, unit: "Soldaten".into(), span: Span::new(12, 25) }];
        one
    };
    assert_eq!(
        two_versions(counted(6000.0, false), counted(10_000.0, false), DisputeField::Number, &["KOR GOV"]),
        [
            "Zahlen: Nordkorea half Russland (6000 Soldaten). 6000 Soldaten – so Probeblatt. 10.000 Soldaten – so Südkorea."
        ]
    );
    let dated = |day| base().on(date(2024, 1, day), date(2024, 1, day));
    assert_eq!(
        two_versions(dated(2), dated(4), DisputeField::Date, &[]),
        ["Zeitpunkt: Nordkorea half Russland. 2. Januar 2024 – so Probeblatt. 4. Januar 2024 – so Tagblatt."]
    );
    let by = |who| said(Aid, &[who], &["RUS GOV"]).text("Es half mit 6000 Soldaten.", "half");
    assert_eq!(
        two_versions(by("PRK GOV"), by("IRN GOV"), DisputeField::Actor, &["USA GOV", "GBR GOV"]),
        ["Wer es war: Nordkorea half Russland. Nordkorea – so Probeblatt. Der Iran – so die USA und Großbritannien."]
    );
    let within = |name: &str| {
        let mut one = said(Aid, &["PRK GOV"], &["RUS GOV"]).text("Sie half in Kursk und in Moskau.", "half");
        one.mention.place = Some(Place { name: name.into(), ..Place::default() });
        one
    };
    assert_eq!(
        two_versions(within("Kursk"), within("Moskau"), DisputeField::Place, &[]),
        ["Ort: Nordkorea half Russland (Ort: Kursk). Kursk – so Probeblatt. Moskau – so Tagblatt."]
    );
    let denial = base().status(Status::Denied).by(&["PRK GOV"]);
    assert_eq!(
        two_versions(base().status(Status::Claimed), denial, DisputeField::Happened, &[]),
        [
            "Ob es geschah: Strittig ist, ob Nordkorea Russland geholfen hat. Als bloße Behauptung nennt es Probeblatt. Nordkorea bestritt es."
        ]
    );
}

#[test]
fn a_disputed_denial_names_the_denier() {
    let denied = |by: &[&str]| {
        let claim = said(EventType::Aid, &["PRK GOV"], &["RUS GOV"]).status(Status::Denied).by(by);
        let coded = [article("a", date(2024, 5, 3), &[april(claim)])];
        let mut linked = apart(&coded);
        linked.disputes.push(Dispute {
            event: 0,
            field: DisputeField::Happened,
            versions: Vec::new(),
            confirmed_later: false,
        });
        let written = written(&coded, &linked, &[]);
        written.statements().next().map(|(_, s)| s.text.split(": ").next().unwrap().to_owned()).unwrap()
    };
    assert_eq!(denied(&["RUS GOV"]), "Russland bestritt, dass Nordkorea Russland im April 2024 geholfen habe");
    assert_eq!(
        denied(&["RUS GOV", "PRK GOV"]),
        "Russland und Nordkorea bestritten, dass Nordkorea Russland im April 2024 geholfen habe"
    );
    assert_eq!(denied(&["PRK GOV"]), "Nordkorea bestritt, Russland im April 2024 geholfen zu haben");
}

#[test]
fn announcements_stand_with_what_became_of_them() {
    let outcome = |made: Said, outcome, settled: Option<Said>| {
        let mut coded = vec![article("a", date(2024, 1, 5), &[made])];
        coded.extend(settled.clone().map(|s| article("b", date(2024, 2, 5), &[s])));
        let at = |article| MentionRef { article, mention: 0 };
        let all: Vec<MentionRef> = (0..coded.len()).map(at).collect();
        let linked = Linked {
            events: vec![event("e", &coded[coded.len() - 1].mentions[0], all)],
            predictions: vec![Prediction {
                event: 0,
                made: at(0),
                outcome,
                settled: settled.map(|_| at(1)),
                again: false,
            }],
            origins: (0..coded.len()).collect(),
            ..Linked::default()
        };
        let written = written(&coded, &linked, &[]);
        let kind = if outcome == Outcome::Open { SectionKind::Outlook } else { SectionKind::Predictions };
        entries(&written, kind)
    };
    let quote = ": „Das steht so im Probeblatt.“";
    let visit = || said(EventType::Consult, &["RUS GOV"], &["PRK GOV"]).mode(Mode::Visit);
    let plan = || visit().status(Status::Planned);
    let announced = format!("5. Januar 2024: Vertreter Russlands wollen Nordkorea besuchen{quote}");
    assert_eq!(
        outcome(plan(), Outcome::Happened, Some(april(visit()))),
        [format!("{announced} Eingetreten: Vertreter Russlands besuchten Nordkorea im April 2024.")]
    );
    assert_eq!(
        outcome(plan(), Outcome::Cancelled, Some(visit().status(Status::Denied))),
        [format!("{announced} Dazu kam es nicht mehr: Vertreter Russlands haben Nordkorea nicht besucht.")]
    );
    assert_eq!(
        outcome(plan(), Outcome::Silent, None),
        [format!("{announced} Der Termin ist verstrichen; kein späterer Artikel berichtet davon.")]
    );
    assert_eq!(
        outcome(plan(), Outcome::Open, None),
        [format!(": Vertreter Russlands wollen Nordkorea besuchen{quote}")]
    );
    let never = visit().status(Status::Denied).by(&["RUS GOV"]);
    assert_eq!(
        outcome(never, Outcome::Contradicted, Some(visit())),
        [format!(
            "5. Januar 2024: Vertreter Russlands wollen Nordkorea nach eigenen Angaben nicht besuchen{quote} Es kam anders: Vertreter Russlands besuchten Nordkorea."
        )]
    );
}

#[test]
fn only_what_the_passage_shows_is_told() {
    let coded = |text: &str| {
        let hints = demarche::read::Hints { lang: Some("de".to_owned()), ..Default::default() };
        let reading = demarche::read::read(&RESOURCES, "a.txt", text.as_bytes(), &hints).remove(0).unwrap();
        let (coded, _) = demarche::run(&RESOURCES, reading.article);
        let coded = [coded];
        let linked = demarche::link::link(&RESOURCES, &coded);
        let written = brief(&RESOURCES, "de", &coded, &linked, &[]).unwrap();
        entries(&written, SectionKind::Keys)
    };
    let named = coded("Peru hat chilenische Diplomaten ausgewiesen.");
    assert!(named.iter().all(|s| s.starts_with(": Peru ")), "{named:?}");
    // Whose police it is stands in another sentence: the passage speaks for itself.
    let home = coded(
        "Peru ist ein Land in den Anden. Peru liegt am Meer. Die Polizei hat gestern 40 Demonstranten festgenommen.",
    );
    assert!(home.iter().all(|s| s.starts_with(": \u{201E}")), "{home:?}");
}
