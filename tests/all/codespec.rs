//! Passages in, exact mentions out: the tables of `spec/code`, one a matter and language (`matter.lang.tsv`).

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use crate::rows::{Said, article};
    use demarche::Resources;
    use demarche::mention::EventType;
    use std::fs;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/code");

    /// The matters that the tests below go through.
    const MATTERS: [&str; 3] = ["factuality", "rulings", "speakers"];

    /// Cases of one table: the language, and each passage with what must be coded.
    fn cases(matter: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut tables = Vec::new();
        let mut paths: Vec<_> = fs::read_dir(FOLDER).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let mut parts = name.split('.');
            if parts.next() != Some(matter) {
                continue;
            }
            let lang = parts.next().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let mut rows = text.lines().filter(|l| !l.starts_with('#'));
            assert_eq!(rows.next(), Some("passage\texpect"), "the header of {name}");
            let rows = rows.map(|l| l.split_once('\t').unwrap_or_else(|| panic!("{name}: no tab in {l:?}")));
            tables.push((lang, rows.map(|(p, e)| (p.to_owned(), e.to_owned())).collect()));
        }
        assert!(!tables.is_empty(), "no table of {matter} in {FOLDER}");
        tables
    }

    /// The mentions of a passage, those of one type or all, in the words of the tables.
    fn coded(resources: &Resources, lang: &str, passage: &str, only: Option<EventType>) -> String {
        let mentions = demarche::run(resources, article(lang, passage)).0.mentions;
        let wanted = mentions.iter().filter(|m| only.is_none_or(|kind| m.kind == kind));
        let mut told: Vec<String> = wanted.map(|m| Said::of(m).to_string()).collect();
        told.sort();
        if told.is_empty() { "none".to_owned() } else { told.join(" ; ") }
    }

    #[test]
    fn every_matter_is_gone_through() {
        for entry in fs::read_dir(FOLDER).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            let known = MATTERS.iter().any(|m| name.strip_prefix(m).is_some_and(|rest| rest.starts_with('.')));
            assert!(known && name.ends_with(".tsv"), "no test goes through spec/code/{name}");
        }
    }

    #[test]
    fn an_attack_that_may_not_have_happened_is_told_as_such() {
        let resources = Resources::embedded().unwrap();
        for (lang, cases) in cases(MATTERS[0]) {
            let wrong: Vec<String> = cases
                .iter()
                .filter_map(|(passage, expect)| {
                    let got = coded(&resources, &lang, passage, Some(EventType::Assault));
                    (got != *expect).then(|| format!("{passage}\n  expect {expect}\n  got    {got}"))
                })
                .collect();
            println!("{lang}: {} of {} as expected\n{}", cases.len() - wrong.len(), cases.len(), wrong.join("\n"));
            assert!(cases.len() >= 60, "{lang}: {} cases are too few", cases.len());
            assert!(wrong.len() * 100 <= cases.len() * 3, "{lang}: {} of {} cases wrong", wrong.len(), cases.len());
        }
    }

    #[test]
    fn passages_are_coded_as_the_codebook_says() {
        let resources = Resources::embedded().unwrap();
        for (lang, cases) in cases(MATTERS[1]) {
            let wrong: Vec<String> = cases
                .iter()
                .filter_map(|(passage, expect)| {
                    let got = coded(&resources, &lang, passage, None);
                    (got != *expect).then(|| format!("{passage}\n  expect {expect}\n  got    {got}"))
                })
                .collect();
            assert!(wrong.is_empty(), "{lang}:\n{}", wrong.join("\n"));
        }
    }

    /// What is to be found in a passage of `speakers`: the word by which something is said with the phrase of whoever says it,
    /// and who vouches for what is told so.
    fn spoken(resources: &Resources, lang: &str, passage: &str, cue: &str, source: &str) -> (bool, String) {
        let article = article(lang, passage);
        let language = resources.language(lang).unwrap();
        let parse = demarche::parse::parse(language, &article);
        let found = demarche::code::attributions(language, &article, &parse);
        let within =
            |at: usize| article.text.match_indices(source).any(|(from, s)| (from..from + s.len()).contains(&at));
        let found = found.iter().any(|a| a.cue.of(&article.text) == cue && a.source.is_some_and(|s| within(s.start)));
        let mentions = demarche::run(resources, article).0.mentions;
        let mut said: Vec<String> = mentions.iter().flat_map(|m| m.said_by.iter().map(|a| a.key())).collect();
        said.sort();
        said.dedup();
        (found, if said.is_empty() { "-".to_owned() } else { said.join(",") })
    }

    #[test]
    fn who_says_it_is_found_in_all_the_ways_of_telling() {
        let resources = Resources::embedded().unwrap();
        for lang in ["de", "en"] {
            let text = fs::read_to_string(format!("{FOLDER}/speakers.{lang}.tsv")).unwrap();
            let mut rows = text.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
            assert_eq!(rows.next().unwrap(), ["passage", "cue", "source", "said"]);
            let (mut cues, mut voices, mut all) = (0, 0, 0);
            for row in rows {
                let [passage, cue, source, said] = row[..] else { panic!("{lang}: four cells in {row:?}") };
                let (found, got) = spoken(&resources, lang, passage, cue, source);
                if !found || got != said {
                    println!("{passage}\n  {cue} < {source}: {found}; expect {said}, got {got}");
                }
                (cues, voices, all) = (cues + usize::from(found), voices + usize::from(got == said), all + 1);
            }
            println!("{lang}: of {all} {cues} cues with their source, {voices} with whoever vouches");
            assert!(all >= 40 && cues * 100 >= all * 85, "{lang}: {cues} of {all} cues with their source");
            assert!(voices * 100 >= all * 80, "{lang}: {voices} of {all} with whoever vouches");
        }
    }

    /// Who stands on the two sides in a passage, by name.
    fn named(resources: &Resources, passage: &str) -> Vec<String> {
        let mentions = demarche::run(resources, article("de", passage)).0.mentions;
        let sides = mentions.into_iter().flat_map(|mention| mention.actors.into_iter().chain(mention.recipients));
        sides.filter_map(|actor| actor.name).collect()
    }

    #[test]
    fn bodies_are_called_by_the_forms_that_their_names_have_alone() {
        let resources = Resources::embedded().unwrap();
        for (passage, names) in [
            ("Das Auswärtige Amt kritisierte den Iran.", ["Auswärtiges Amt"]),
            ("Der Europäische Rat kritisierte den Iran.", ["Europäischer Rat"]),
            ("Die Europäische Kommission kritisierte den Iran.", ["Europäische Kommission"]),
            ("Die Freie Syrische Armee griff Damaskus an.", ["Freie Syrische Armee"]),
            ("Der Palästinensische Rote Halbmond kritisierte Israel.", ["Palästinensischer Roter Halbmond"]),
            ("Die Grauen Wölfe kritisierten Deutschland.", ["Graue Wölfe"]),
            ("Die Freien Wähler kritisierten den Iran.", ["Freie Wähler"]),
            ("Das ukrainische Außenministerium kritisierte Russland.", ["ukrainisches Außenministerium"]),
            ("Russland kritisierte das Urteil des polnischen Verfassungsgerichtes.", ["polnisches Verfassungsgericht"]),
        ] {
            assert_eq!(named(&resources, passage), names, "{passage}");
        }
    }
}
