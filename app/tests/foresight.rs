//! The commands on relations, forecasts and their ledger, from outside.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).current_dir(folder).output().unwrap()
}

/// What a command prints that ends well.
fn page(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Invented: Norland accuses Sudmark on most days, and Westau visits Norland now and then.
fn world() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut table = "subject,type,object,date\n".to_owned();
    for month in 1..=4 {
        for day in 1..=28 {
            let date = format!("2031-{month:02}-{day:02}");
            if day % 3 > 0 {
                table += &format!("Norland,ACCUSE,Sudmark,{date}\n");
            }
            if day % 9 == 0 {
                table += &format!("Westau,CONSULT,Norland,{date}\nSudmark,REJECT,Norland,{date}\n");
            }
        }
    }
    fs::write(folder.path().join("e.csv"), table).unwrap();
    folder
}

#[test]
fn a_relation_page_tells_index_norm_and_third_parties() {
    let folder = world();
    let told = page(folder.path(), &["relation", "norland", "Sudmark", "--table", "e.csv", "--language", "en"]);
    assert!(told.contains("# Relation: Norland – Sudmark") && told.contains("## Norland → Sudmark"), "{told}");
    assert!(told.contains("Index −") && told.contains("Reciprocity: no difference"), "{told}");
    let before = page(
        folder.path(),
        &["relation", "Norland", "Sudmark", "--table", "e.csv", "--language", "en", "--as-of", "2031-01-05"],
    );
    assert!(before.contains("As of 2031-01-05") && !before.contains("2031-02"), "{before}");
}

#[test]
fn articles_are_asked_as_a_table_is() {
    let folder = TempDir::new().unwrap();
    let article = "{\"published\":\"2031-05-09\",\"text\":\"Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben. Chile wies das zurück.\"}\n";
    fs::write(folder.path().join("a.jsonl"), article).unwrap();
    let told = page(folder.path(), &["relation", "PER", "Chile", "a.jsonl"]);
    assert!(told.contains("# Beziehung: Peru – Chile") && told.contains("ACCUSE"), "{told}");
    let told = page(folder.path(), &["forecast", "a.jsonl", "--dyad", "Peru,Chile"]);
    assert!(told.contains("zu wenig für eine Wahrscheinlichkeit"), "{told}");
    let output = run(folder.path(), &["forecast", "a.jsonl", "--dyad", "Peru,Chile", "--as-of", "2031-05-09"]);
    assert_eq!(output.status.code(), Some(1), "published on the day of issue, not before it");
}

#[test]
fn a_project_is_asked_as_its_articles_are() {
    let folder = TempDir::new().unwrap();
    let article = "{\"published\":\"2031-05-09\",\"text\":\"Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben. Chile wies das zurück.\"}\n";
    fs::write(folder.path().join("a.jsonl"), article).unwrap();
    let _ = page(folder.path(), &["add", "a.jsonl", "-p", "x.demarche"]);
    for call in [&["relation", "PER", "CHL"][..], &["forecast", "--dyad", "PER,CHL"]] {
        let as_of = ["--as-of", "2031-05-10"];
        let of_project = page(folder.path(), &[call, &as_of, &["-p", "x.demarche"]].concat());
        let of_article = page(folder.path(), &[call, &as_of, &["a.jsonl"]].concat());
        assert_eq!(of_project, of_article);
        assert_eq!(page(folder.path(), &[call, &as_of].concat()), of_project, "the only project in the folder");
    }
}

#[test]
fn a_scenario_is_marked_and_moves_chances() {
    let folder = world();
    fs::write(folder.path().join("s.csv"), "subject,type,object\nWestau,AID weapons,Sudmark\nWestau,CONSULT,Norland\n")
        .unwrap();
    let call = ["forecast", "--table", "e.csv", "--actor", "Norland", "--scenario", "s.csv", "--language", "en"];
    let told = page(folder.path(), &call);
    assert!(told.contains("## Scenario") && told.contains("supposed: Westau → Sudmark, AID weapons"), "{told}");
    assert!(!page(folder.path(), &call[..5]).contains("Szenario"));
}

/// An article of a day about a visit of one to the other.
fn article(day: &str, text: &str) -> String {
    format!("{{\"published\":\"{day}\",\"source\":\"Blatt\",\"text\":\"{text}\"}}\n")
}

#[test]
fn a_project_knows_on_each_day_what_its_articles_of_before_tell() {
    let folder = TempDir::new().unwrap();
    let articles = [
        article(
            "2031-05-09",
            "Der peruanische Präsident wird am 20. Mai 2031 nach Chile reisen, kündigte die Regierung in Lima an.",
        ),
        article(
            "2031-05-15",
            "Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben.",
        ),
        article("2031-05-18", "Die Regierung in Santiago de Chile drohte der peruanischen Regierung mit Sanktionen."),
        article("2031-05-22", "Der peruanische Präsident ist am 20. Mai 2031 nach Chile gereist."),
    ];
    fs::write(folder.path().join("a.jsonl"), articles.concat()).unwrap();
    let _ = page(folder.path(), &["add", "a.jsonl", "-p", "x.demarche"]);
    let mut pages = Vec::new();
    for day in ["2031-05-14", "2031-05-16", "2031-05-21", "2031-05-22", "2031-05-23", "2031-06-01"] {
        for call in [&["relation", "PER", "CHL"][..], &["forecast", "--dyad", "PER,CHL"]] {
            let as_of = ["--as-of", day];
            let of_project = run(folder.path(), &[call, &as_of, &["-p", "x.demarche"]].concat());
            let of_articles = run(folder.path(), &[call, &as_of, &["a.jsonl"]].concat());
            let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
            // Only a project tells that later articles took part in joining passages.
            let all = told(&of_project);
            let later = all.split_inclusive("\n\n").filter(|part| part.starts_with("Welche Stellen dasselbe"));
            let later: Vec<&str> = later.collect();
            assert_eq!(later.len(), usize::from(day <= "2031-05-22" && !all.is_empty()), "{all}");
            let rest: String = all.split_inclusive("\n\n").filter(|part| !later.contains(part)).collect();
            assert_eq!(rest, told(&of_articles), "{call:?} as of {day}");
            pages.push(all);
        }
    }
    assert!(pages[3].contains("Angekündigt und offen"), "on 16 May the visit is still to come: {}", pages[3]);
    assert!(!pages[4].contains("2031-05-20"), "on 21 May nobody has told that it took place: {}", pages[4]);
    assert!(pages[8].contains("2031-05-20"), "on 23 May it is told: {}", pages[8]);
    let without_day = "2031-05-18 Chile → Peru, THREATEN";
    assert!(pages[4].contains(without_day), "what has no day of its own stands on that of its article: {}", pages[4]);
    assert!(!pages[2].contains(without_day), "{}", pages[2]);
    let none = |call: &[&str]| page(folder.path(), call);
    assert_eq!(
        none(&["forecast", "--dyad", "PER,CHL", "-p", "x.demarche"]),
        none(&["forecast", "--dyad", "PER,CHL", "a.jsonl"]),
        "both issue on the day after the last article"
    );
    let sums = page(folder.path(), &["sums", "PER", "CHL", "-p", "x.demarche", "--as-of", "2031-05-21"]);
    assert!(!sums.contains("CONSULT"), "{sums}");
}

#[test]
fn a_row_with_an_impossible_day_is_told_with_its_line_and_moves_nothing() {
    let folder = world();
    let good = fs::read_to_string(folder.path().join("e.csv")).unwrap();
    let lines = good.lines().count();
    let bad = format!(
        "{good}Norland,ACCUSE,Sudmark,9999-12-30\nNorland,ACCUSE,Sudmark,12/31/2030\nNorland,ACCUSE,Sudmark,2090-01-01\n"
    );
    fs::write(folder.path().join("bad.csv"), bad).unwrap();
    let ask = |table: &str| run(folder.path(), &["forecast", "--table", table, "--dyad", "Norland,Sudmark"]);
    let (whole, with) = (ask("e.csv"), ask("bad.csv"));
    assert_eq!(whole.stdout, with.stdout);
    let told = String::from_utf8_lossy(&with.stderr).into_owned();
    for (line, what) in [(1, "9999-12-30"), (2, "12/31/2030"), (3, "2090-01-01")] {
        assert!(told.contains(&format!("bad.csv:{}: ", lines + line)) && told.contains(what), "{told}");
    }
}

#[test]
fn each_of_several_sides_acts() {
    let folder = TempDir::new().unwrap();
    let row =
        "{\"actor\":[\"NOR\",\"SUD\"],\"recipient\":[\"WES\"],\"event_type\":\"CONSULT\",\"date\":\"2031-01-02\"}\n";
    fs::write(folder.path().join("e.jsonl"), row).unwrap();
    let told = page(folder.path(), &["relation", "SUD", "WES", "--table", "e.jsonl", "--language", "en"]);
    assert!(told.contains("## SUD → WES") && told.contains("CONSULT"), "{told}");
}

/// Puts down what two days see, and gives the book.
fn book(folder: &Path) -> String {
    for day in ["2031-03-10", "2031-04-01"] {
        let call = ["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark", "--ledger", "l.jsonl", "--as-of", day];
        let _ = page(folder, &call);
    }
    fs::read_to_string(folder.join("l.jsonl")).unwrap()
}

const ASK: [&str; 6] = ["ledger", "l.jsonl", "--table", "e.csv", "--language", "en"];

#[test]
fn the_ledger_keeps_what_was_stated_and_settles_it() {
    let folder = world();
    let kept = book(folder.path());
    assert_eq!(book(folder.path()), kept, "stated once");
    assert!(kept.lines().all(|line| line.contains("demarche.forecast/2")), "{kept}");
    for of in ["\"of\":\"act\"", "\"of\":\"any\"", "\"of\":\"conflict\""] {
        assert!(kept.contains(of), "{of}: {kept}");
    }
    let told = page(folder.path(), &ASK);
    assert!(told.contains("Brier") && told.contains("came true") && told.contains("- conflict: "), "{told}");
    let early = page(folder.path(), &[&ASK[..], &["--as-of", "2031-03-12"]].concat());
    assert!(early.contains("Nothing is settled yet"), "{early}");
    assert!(!early.contains("issued 2031-04-01"), "issued later: {early}");
    // The tests run before 2031; what is written after its days began stands apart.
    assert!(told.contains("Written before their days began") && !told.contains("Written afterwards"), "{told}");
    let past = "subject,type,object,date\n".to_owned()
        + &(0..120)
            .map(|n| format!("Norland,ACCUSE,Sudmark,2021-{:02}-{:02}\n", 1 + n / 28, 1 + n % 28))
            .collect::<String>();
    fs::write(folder.path().join("past.csv"), past).unwrap();
    let call = ["--table", "past.csv", "--language", "en"];
    let put = ["forecast", "--dyad", "Norland,Sudmark", "--ledger", "p.jsonl", "--as-of", "2021-04-01"];
    let _ = page(folder.path(), &[&put[..], &call].concat());
    let told = page(folder.path(), &[&["ledger", "p.jsonl"][..], &call].concat());
    assert!(told.contains("Written afterwards") && !told.contains("Written before"), "{told}");
}

#[test]
fn a_change_of_any_line_of_the_ledger_shows_and_a_kept_digest_shows_that_its_end_is_gone() {
    let folder = world();
    let kept = book(folder.path());
    let lines: Vec<&str> = kept.lines().collect();
    let write = |lines: &[String]| fs::write(folder.path().join("l.jsonl"), lines.join("\n") + "\n").unwrap();
    let fails = |place: usize| {
        let put = ["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark", "--ledger", "l.jsonl"];
        for call in [&ASK[..], &put] {
            let output = run(folder.path(), call);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1));
            assert!(told.contains(&format!("l.jsonl:{place}")), "{told}");
        }
    };
    let owned = || lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    for at in [0, lines.len() / 2, lines.len() - 1] {
        let mut changed = owned();
        changed[at] = changed[at].replacen("\"chance\":0.", "\"chance\":0.1", 1);
        write(&changed);
        fails(at + 1);
    }
    let mut removed = owned();
    let _ = removed.remove(2);
    write(&removed);
    fails(3);
    write(&owned());
    let told = page(folder.path(), &ASK);
    let head = lines[lines.len() - 1].rsplit("\"digest\":\"").next().unwrap().trim_end_matches("\"}").to_owned();
    assert!(told.contains(&head), "{told}");
    let with_head = [&ASK[..], &["--head", &head]].concat();
    assert_eq!(page(folder.path(), &with_head), told);
    write(&owned()[..lines.len() - 2]);
    assert!(!page(folder.path(), &ASK).contains(&head), "that the end is gone, the file alone does not tell");
    assert_eq!(run(folder.path(), &with_head).status.code(), Some(1));
}

#[test]
fn a_line_that_was_not_written_to_its_end_costs_itself_alone() {
    let folder = world();
    let kept = book(folder.path());
    let put =
        ["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark", "--ledger", "l.jsonl", "--as-of", "2031-04-08"];
    let whole = kept.trim_end();
    for cut in [whole.len(), whole.len() - 1, whole.len() - 40, whole.len() - 200] {
        fs::write(folder.path().join("l.jsonl"), &kept.as_bytes()[..cut]).unwrap();
        let _ = page(folder.path(), &ASK);
        let _ = page(folder.path(), &put);
        let _ = page(folder.path(), &ASK);
        let now = fs::read_to_string(folder.path().join("l.jsonl")).unwrap();
        let first = kept.lines().count() - usize::from(cut < whole.len());
        let start: String = kept.lines().take(first).map(|line| line.to_owned() + "\n").collect();
        assert!(now.starts_with(&start) && now.ends_with('\n') && now.len() > start.len(), "cut at {cut}");
    }
}

#[test]
fn many_may_put_down_at_once() {
    let folder = world();
    let day = |n: usize| format!("2031-03-{:02}", 10 + n);
    let put = |n: usize| {
        Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args([
                "forecast",
                "--table",
                "e.csv",
                "--dyad",
                "Norland,Sudmark",
                "--ledger",
                "l.jsonl",
                "--as-of",
                &day(n),
            ])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let all: Vec<_> = (0..8).map(put).collect();
    assert!(all.into_iter().all(|mut one| one.wait().unwrap().success()));
    let kept = fs::read_to_string(folder.path().join("l.jsonl")).unwrap();
    assert!((0..8).all(|n| kept.contains(&format!("\"issued\":\"{}\"", day(n)))), "{kept}");
    let _ = page(folder.path(), &ASK);
}

#[test]
fn other_names_leave_a_forecast_unsettled() {
    let folder = world();
    let _ = book(folder.path());
    let table = fs::read_to_string(folder.path().join("e.csv")).unwrap();
    fs::write(folder.path().join("e.csv"), table.replace("Sudmark", "SUD")).unwrap();
    let told = page(folder.path(), &ASK);
    assert!(told.contains("0 settled") && told.contains("cannot be settled by these events"), "{told}");
    assert!(!told.contains("Brier"), "{told}");
}

#[test]
fn a_project_keeps_its_forecasts_beside_it() {
    let folder = TempDir::new().unwrap();
    let text = "Die peruanische Regierung warf Chile vor, 200 Soldaten an die Grenze verlegt zu haben.";
    let articles: String = (1..=28).map(|day| article(&format!("2031-05-{day:02}"), text)).collect();
    fs::write(folder.path().join("a.jsonl"), articles).unwrap();
    let _ = page(folder.path(), &["add", "a.jsonl", "-p", "x.demarche"]);
    let ask = ["forecast", "--dyad", "PER,CHL", "-p", "x.demarche"];
    let _ = page(folder.path(), &[&ask[..], &["--no-ledger"]].concat());
    assert!(!folder.path().join("x.forecasts").exists());
    let told = page(folder.path(), &ask);
    assert_eq!(
        folder.path().join("x.forecasts").exists(),
        told.contains('%') && told.contains("Wochenzahlen"),
        "{told}"
    );
}

const MONTHS: [&str; 5] = ["Januar", "Februar", "März", "April", "Mai"];

/// A project of three pairs that deal with one another each Thursday from 2 January to 15 May 2031.
fn thursdays() -> TempDir {
    let folder = TempDir::new().unwrap();
    let first = "2031-01-02".parse::<jiff::civil::Date>().unwrap();
    let mut articles = String::new();
    for week in 0..20 {
        let (day, told) = (first + jiff::Span::new().days(7 * week), first + jiff::Span::new().days(7 * week + 1));
        let on = format!("{}. {} 2031", day.day(), MONTHS[day.month() as usize - 1]);
        for text in [
            format!("Die peruanische Regierung warf Chile am {on} vor, 200 Soldaten an die Grenze verlegt zu haben."),
            format!("Der polnische Präsident ist am {on} zu einem Besuch nach Ungarn gereist, teilte er mit."),
            format!("Die bolivianische Regierung drohte Paraguay am {on} mit weiteren Sanktionen und Zöllen."),
        ] {
            articles += &article(&told.to_string(), &text);
        }
    }
    fs::write(folder.path().join("a.jsonl"), articles).unwrap();
    let _ = page(folder.path(), &["add", "a.jsonl", "-p", "x.demarche"]);
    folder
}

/// What is told of two: their forecast, and how they stand, without the network of all.
fn told_of(folder: &Path, one: &str, other: &str) -> (String, String) {
    let both = ["-p", "x.demarche", "--as-of", "2031-05-20", "--language", "en"];
    let dyad = format!("{one},{other}");
    let forecast = page(folder, &[&["forecast", "--dyad", &dyad, "--no-ledger"][..], &both].concat());
    let relation = page(folder, &[&["relation", one, other][..], &both].concat());
    let (of_two, _) = relation.split_once("## Third parties and the whole network").unwrap();
    (forecast, of_two.to_owned())
}

#[test]
fn an_event_taken_away_or_given_back_touches_its_own_pair_alone() {
    let folder = thursdays();
    let folder = folder.path();
    let others = [["POL", "HUN"], ["BOL", "PRY"], ["HUN", "POL"]];
    for dyad in ["PER,CHL", "POL,HUN", "BOL,PRY"] {
        let put = ["forecast", "-p", "x.demarche", "--dyad", dyad, "--as-of", "2031-05-06"];
        let _ = page(folder, &put);
    }
    let book = || fs::read(folder.join("x.forecasts")).unwrap();
    let settled =
        || page(folder, &["ledger", "-p", "x.demarche", "--as-of", "2031-05-20", "--language", "en", "--most", "99"]);
    let rows = || page(folder, &["events", "-p", "x.demarche", "--limit", "0", "--csv"]);
    let see = || (others.map(|[one, other]| told_of(folder, one, other)), told_of(folder, "PER", "CHL"));
    let (before, kept, came, all) = (see(), book(), settled(), rows());
    assert!(before.0.iter().all(|(forecast, _)| forecast.contains("Weekly counts")), "chances are stated: {before:?}");
    // 8 May lies in the four weeks since the last lesson; of 13 February all pairs have learnt.
    for (day, learnt) in [("2031-05-08", false), ("2031-02-13", true)] {
        let event = all.lines().find(|line| line.contains(day) && line.contains("ACCUSE")).unwrap();
        let id = event.split(',').next().unwrap();
        let _ = page(folder, &["review", "correct", id, "status=denied", "-p", "x.demarche"]);
        let after = see();
        assert_ne!(after.1, before.1, "the pair itself has one act less");
        for ((was, now), pair) in before.0.iter().zip(&after.0).zip(others) {
            assert_eq!(was.1, now.1, "how {pair:?} stand");
            assert!(learnt || was.0 == now.0, "the forecast of {pair:?}: {} {}", was.0, now.0);
        }
        let changed: Vec<(String, String)> = all
            .lines()
            .map(str::to_owned)
            .zip(rows().lines().map(str::to_owned))
            .filter(|(was, now)| was != now)
            .collect();
        assert!(matches!(&changed[..], [(was, _)] if was == event), "{changed:?}");
        let of_others = |told: &str| -> Vec<String> {
            told.lines().filter(|line| line.starts_with("- ") && !line.contains("Peru")).map(str::to_owned).collect()
        };
        let lines = |told: &str| of_others(told).into_iter().filter(|line| line.contains("issued")).collect::<Vec<_>>();
        assert_eq!(lines(&came), lines(&settled()), "what came of the forecasts about others");
        assert_eq!(came == settled(), learnt, "on 8 May the accusation was foretold");
        let _ = page(folder, &["review", "undo", "-p", "x.demarche"]);
        assert_eq!((see(), rows()), (before.clone(), all.clone()), "given back, all is as before");
        assert_eq!((book(), settled()), (kept.clone(), came.clone()), "and the book was never written to");
    }
}

#[test]
fn nothing_is_settled_beyond_what_the_events_cover() {
    let folder = world();
    let put = ["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark", "--ledger", "l.jsonl", "--language", "en"];
    let late = page(folder.path(), &[&put[..], &["--as-of", "2031-08-01"]].concat());
    assert!(late.contains("of 94 days before the day of issue nothing is known"), "{late}");
    let ask = [&ASK[..], &["--as-of", "2032-01-01"]].concat();
    let told = page(folder.path(), &ask);
    assert!(told.contains(" 0 settled") && told.contains("The events reach to 2031-04-28"), "{told}");
    // One row of much later does not say that the days between are covered.
    let table = fs::read_to_string(folder.path().join("e.csv")).unwrap();
    fs::write(folder.path().join("e.csv"), table + "Norland,ACCUSE,Sudmark,2032-06-01\n").unwrap();
    let output = run(folder.path(), &ASK);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains(" 0 settled") && told.contains("The events reach to 2031-04-28"), "{told}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("2032-06-01 lies 400 days after"), "the row is named");
}

#[test]
fn what_is_dropped_and_what_looks_alike_is_told_and_a_name_is_found_in_any_language() {
    let folder = TempDir::new().unwrap();
    let mut table = "subject;type;object;date\nNORTH_KOREA;ACCUSE;Peru, Republic;2031-01-01\n".to_owned();
    for day in 1..=28 {
        table += &format!("North Korea;ACCUSE;RUS;2031-02-{day:02}\n");
    }
    table += "North Korea;ACCUSE;RUS;2031-02-28\n";
    fs::write(folder.path().join("e.csv"), table).unwrap();
    let ask = |dyad: &str| run(folder.path(), &["forecast", "--table", "e.csv", "--language", "en", "--dyad", dyad]);
    let told =
        |output: &Output| String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    let plain = ask("North Korea,RUS");
    assert!(told(&plain).contains("1 rows say the same as another"), "{}", told(&plain));
    assert!(told(&plain).contains("NORTH_KOREA and North Korea are counted as different"), "{}", told(&plain));
    let coded = fs::read_to_string(folder.path().join("e.csv")).unwrap().replace("NORTH_KOREA", "Chile");
    fs::write(folder.path().join("e.csv"), coded).unwrap();
    let plain = ask("North Korea,RUS");
    for dyad in ["Nordkorea,Russland", "PRK,Russia", "north_korea,rus"] {
        assert_eq!(told(&ask(dyad)), told(&plain), "{dyad}");
    }
    assert!(told(&ask("Chile,Peru, Republic")).contains("# Outlook: Chile – Peru, Republic"));
    assert!(told(&ask("Nort Corea,RUS")).contains("there are North Korea"), "{}", told(&ask("Nort Corea,RUS")));
    let both = run(folder.path(), &["relation", "RUS", "Russland", "--table", "e.csv"]);
    assert_eq!(both.status.code(), Some(1), "{}", told(&both));
}

/// A folder with a project of one article, `x.demarche`.
fn project_of(text: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.jsonl"), article("2031-05-09", text)).unwrap();
    let _ = page(folder.path(), &["add", "a.jsonl", "-p", "x.demarche"]);
    folder
}

#[test]
fn own_exports_come_back_as_tables() {
    let folder = project_of(
        "Die peruanische Regierung warf Chile am 8. Mai 2031 vor, 200 Soldaten an die Grenze verlegt zu haben.",
    );
    for format in ["gdelt", "icews", "polecat", "plover"] {
        let _ = page(folder.path(), &["export", "--format", format, "-p", "x.demarche", "-o", "t"]);
        let told = page(folder.path(), &["relation", "PER", "CHL", "--table", "t", "--language", "en"]);
        assert!(told.to_lowercase().contains("## per") && told.contains("Index −"), "{format}: {told}");
        assert!(told.contains("conflict in words 1, in deeds 0"), "{format}: {told}");
    }
}

#[test]
fn a_table_in_an_old_encoding_keeps_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let rows = b"subject,type,object,date\nM\xfcnchen,CONSULT,Wien,2024-01-02\n";
    fs::write(folder.path().join("t.csv"), rows).unwrap();
    let output = run(folder.path(), &["forecast", "--table", "t.csv", "--dyad", "M\u{fc}nchen,Wien", "--no-ledger"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("t.csv:2: not UTF-8"));
}

#[test]
fn a_quotation_mark_that_nothing_closes_is_named_with_what_it_takes() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "subject,type,object,date\nA,CONSULT,B,2024-05-01\nA,\"CONSULT,B,2024-05-02\nA,CONSULT,B,2024-05-03\n";
    fs::write(folder.path().join("t.csv"), rows).unwrap();
    let output = run(folder.path(), &["forecast", "--table", "t.csv", "--dyad", "A,B", "--no-ledger"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("t.csv:3: ") && told.contains("runs over 1 more lines"), "{told}");
}

#[test]
fn types_of_no_known_scale_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let row = |n: usize| format!("Norland,Bombardierung,Sudmark,2024-01-{:02}\n", n + 1);
    fs::write(
        folder.path().join("t.csv"),
        format!("subject,type,object,date\n{}", (0..28).map(row).collect::<String>()),
    )
    .unwrap();
    let output = run(folder.path(), &["forecast", "--table", "t.csv", "--dyad", "Norland,Sudmark", "--no-ledger"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("28 rows of 1 types of no known scale (Bombardierung)"), "{told}");
}

#[test]
fn a_scenario_of_an_unknown_kind_is_refused_and_its_date_is_remarked() {
    let folder = world();
    let ask = |scenario: &str| {
        fs::write(folder.path().join("s.csv"), scenario).unwrap();
        run(folder.path(), &["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark", "--scenario", "s.csv"])
    };
    let output = ask("subject,type,object\nNorland,FOOBAR,Sudmark\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("FOOBAR"));
    let output = ask("subject,type,object,date\nNorland,AID weapons,Sudmark,2019-01-01\n");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("dated 2019-01-01; it is supposed on 2031-04-28"), "{told}");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!told.lines().any(|line| line.contains("AID weapons –")), "no chance of its own: {told}");
}

#[test]
fn a_correction_that_says_nobody_is_refused() {
    let folder = project_of("Die peruanische Regierung warf Chile vor, 200 Soldaten an die Grenze verlegt zu haben.");
    let all = page(folder.path(), &["events", "-p", "x.demarche", "--csv"]);
    let id = all.lines().find(|line| line.contains("ACCUSE")).unwrap().split(',').next().unwrap();
    for wrong in ["actors=ZZZ", "actors=", "recipients=PER; Q1", "time="] {
        let output = run(folder.path(), &["review", "correct", id, wrong, "-p", "x.demarche"]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    assert_eq!(page(folder.path(), &["events", "-p", "x.demarche", "--csv"]), all);
    let project = rusqlite::Connection::open(folder.path().join("x.demarche")).unwrap();
    let _ = project.execute("UPDATE event SET score = 0.2", []).unwrap();
    let output = run(folder.path(), &["relation", "PER", "CHL", "-p", "x.demarche"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains(" left out for low confidence"), "{output:?}");
    let _ = page(folder.path(), &["review", "correct", id, "recipients=bol GOV; CHL", "-p", "x.demarche"]);
    assert!(page(folder.path(), &["relation", "PER", "BOL", "-p", "x.demarche"]).contains("ACCUSE"));
}

#[test]
fn dates_with_dots_line_ends_of_windows_and_rows_too_long_are_read_as_they_are() {
    let folder = world();
    let iso = fs::read_to_string(folder.path().join("e.csv")).unwrap();
    let dotted: String = iso
        .lines()
        .map(|line| match line.rsplit_once(',') {
            Some((row, date)) if date.contains('-') => {
                let parts: Vec<&str> = date.split('-').collect();
                format!("{row},{}.{}.{}\n", parts[2], parts[1], parts[0])
            }
            _ => line.to_owned() + "\n",
        })
        .collect();
    fs::write(folder.path().join("d.csv"), dotted).unwrap();
    let ask = |table: &str| run(folder.path(), &["forecast", "--table", table, "--dyad", "Norland,Sudmark"]);
    assert_eq!(ask("d.csv").stdout, ask("e.csv").stdout);
    let lines = iso.lines().count();
    for ends in ["\n", "\r\n"] {
        let bad = iso.clone() + "Norland,ACCUSE,Sudmark,never\nWestau,ACCUSE,Sudmark,2031-01-02,more\n";
        fs::write(folder.path().join("w.csv"), bad.replace('\n', ends)).unwrap();
        let output = ask("w.csv");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        for (line, what) in [(1, "never"), (2, "5 fields under 4")] {
            assert!(told.contains(&format!("w.csv:{}: left out: ", lines + line)) && told.contains(what), "{told}");
        }
        assert_eq!(output.stdout, ask("e.csv").stdout);
    }
}

#[test]
fn an_actor_is_told_no_chance_of_a_pair_of_which_too_little_is_known() {
    let folder = world();
    let path = folder.path().join("e.csv");
    let table = fs::read_to_string(&path).unwrap();
    fs::write(&path, table + "Norland,CONSULT,Ostland,2031-04-20\nNorland,CONSULT,Ostland,2031-04-27\n").unwrap();
    let ask = |whom: [&str; 2]| {
        let call = ["forecast", "--table", "e.csv", "--language", "en", "--ledger", "l.jsonl"];
        page(folder.path(), &[&call[..], &whom].concat())
    };
    assert!(ask(["--dyad", "Norland,Ostland"]).contains("too little for a chance"));
    let told = ask(["--actor", "Norland"]);
    let of_ostland: Vec<&str> = told.lines().filter(|line| line.starts_with("- Norland → Ostland")).collect();
    assert!(!of_ostland.is_empty() && of_ostland.iter().all(|line| !line.contains('%')), "{told}");
    assert!(told.lines().any(|line| line.starts_with("- Norland → Sudmark") && line.contains('%')), "{told}");
    assert!(told.contains("Learnt from all actors together"), "the page says what the number is: {told}");
    let kept = fs::read_to_string(folder.path().join("l.jsonl")).unwrap();
    assert!(kept.contains("Sudmark") && !kept.contains("Ostland"), "{kept}");
}

#[test]
fn a_direction_without_acts_is_told_so_and_each_length_has_its_own_trial() {
    let folder = world();
    let path = folder.path().join("e.csv");
    let table = fs::read_to_string(&path).unwrap();
    fs::write(&path, table.replace("Sudmark,REJECT,Norland", "Sudmark,REJECT,Westau")).unwrap();
    let told = page(folder.path(), &["forecast", "--table", "e.csv", "--dyad", "Norland,Sudmark", "--language", "en"]);
    assert!(told.contains("Sudmark never acted upon Norland"), "{told}");
    assert!(!told.contains("Norland never acted upon Sudmark"), "{told}");
}
