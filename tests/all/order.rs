//! Sentences of a language that tells roles by order in, words and mentions out: quotation marks and genitives, words of
//! several parts, brackets, paragraphs in several languages, letters that change their length with their case; tables with
//! faults, which must not load.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::RESOURCES;
use crate::rows::{Said, article};
use demarche::Resources;
use demarche::error::LoadError;
use demarche::parse::{Reading, Tag, Word, parse};
use demarche::read;
use std::path::Path;

/// What `tell` says of every word of a text.
fn words<T>(text: &str, tell: impl Fn(&str, &Word<'_>) -> T) -> Vec<T> {
    let article = article("en", text);
    let parsed = parse(RESOURCES.language("en").unwrap(), &article);
    parsed.words.iter().map(|w| tell(w.span.of(text), w)).collect()
}

fn tokens(text: &str) -> Vec<String> {
    words(text, |token, _| token.to_owned())
}

fn mentions(text: &str) -> Vec<String> {
    demarche::run(&RESOURCES, article("en", text)).0.mentions.iter().map(|m| Said::of(m).to_string()).collect()
}

#[test]
fn an_apostrophe_behind_a_plural_is_a_genitive() {
    for text in
        ["The ministers’ talks failed.", "The ministers' talks failed.", "‘The ministers’ talks failed’, he said."]
    {
        assert!(tokens(text).iter().any(|t| t.starts_with("ministers") && t.len() > "ministers".len()), "{text}");
    }
}

#[test]
fn a_single_quotation_mark_behind_a_plural_closes_the_quotation() {
    for text in ["‘We met the ministers’ he said.", "He spoke of 'hostile ministers' in Accra."] {
        assert!(tokens(text).iter().any(|t| t == "ministers"), "{text}: {:?}", tokens(text));
    }
}

#[test]
fn words_of_several_parts_do_not_overlap() {
    let parts = words("Ghana met Togo as well as for a week Benin.", |token, w| (token.to_owned(), w.parts, w.joined));
    for pair in parts.windows(2) {
        assert!(!(pair[1].2 && pair[1].1 > 0), "{pair:?}");
    }
    let first = parts.iter().position(|p| p.1 > 0).unwrap();
    let told: usize = parts.iter().map(|p| p.1).sum();
    assert_eq!(told, parts.iter().filter(|p| p.2).count(), "{:?}", &parts[first..]);
}

#[test]
fn who_speaks_in_brackets_does_not_tell_what_stands_outside() {
    for text in [
        "Chad attacked Niger (the raid killed ten, officials said).",
        "Chad attacked Niger (officials said the raid killed ten) on Monday.",
        "Chad attacked Niger (“the raid killed ten”, said officials).",
    ] {
        let attack = mentions(text).into_iter().find(|m| m.starts_with("ASSAULT TCD GOV > NER GOV"));
        assert_eq!(attack.as_deref(), Some("ASSAULT TCD GOV > NER GOV reported"), "{text}");
    }
}

#[test]
fn brackets_and_speakers_without_end_are_coded() {
    for text in [
        format!("Chad attacked Niger {}{}.", "(the raid failed, officials said ".repeat(60), ")".repeat(60)),
        format!("Chad attacked Niger{}.", ", said the president, officials said".repeat(60)),
        "Chad (said officials, said Niger) said (officials said) attacked Niger, said Chad.".to_owned(),
    ] {
        let _ = mentions(&text);
    }
}

#[test]
fn letters_that_change_their_length_with_their_case_are_cut_where_they_stand() {
    for text in ["İn't", "He İSN’T there, İt's said.", "ẞHE'LL go, İ’ll not.", "İİİİn't İ's İt’s"] {
        let shown = tokens(text);
        assert_eq!(shown.concat(), text.split_whitespace().collect::<String>(), "{shown:?}");
    }
    assert_eq!(tokens("İn't"), ["İ", "n't"]);
}

/// The error of the tables of German with one of them changed.
fn error_of(table: &str, change: impl Fn(&str) -> String) -> LoadError {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |folder: &str| -> Vec<(String, String)> {
        let files = std::fs::read_dir(root.join(folder)).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file());
        let name = |p: &Path| p.file_name().unwrap().to_string_lossy().into_owned();
        files.map(|p| (name(&p), std::fs::read_to_string(&p).unwrap())).collect()
    };
    let (mut tables, world) = (read("lang/de"), read("world"));
    let changed = tables.iter_mut().find(|(name, _)| name == table).unwrap();
    changed.1 = change(&changed.1);
    let tables: Vec<(&str, &str)> = tables.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let world: Vec<(&str, &str)> = world.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let error = Resources::load(&[("de", &tables)], &world).unwrap_err();
    assert!(error.file.ends_with(table), "{error}");
    error
}

#[test]
fn a_number_that_is_none_is_an_error_with_its_line() {
    let syntax = include_str!("../../lang/de/syntax.tsv");
    let line = syntax.lines().position(|l| l == "full_name\t2|3").unwrap() + 1;
    assert_eq!(error_of("syntax.tsv", |t| t.replace("full_name\t2|3", "full_name\t2|three")).line, line);
}

#[test]
fn votes_are_as_many_as_a_power_of_two_and_each_is_a_sign() {
    let three = error_of("votes.tsv", |table| format!("{table}OOO\n"));
    assert!(three.to_string().contains("3 weights, which is no power of two"), "{three}");
    let far = error_of("votes.tsv", |table| format!("{table}OOO~\n"));
    assert!(far.to_string().contains("the byte 126 stands for no weight"), "{far}");
}

#[test]
fn a_word_and_those_beside_it_tell_its_class() {
    let tags = |text: &str, token: &str| -> Tag {
        words(text, |t, word| (t == token).then_some(word.tag)).into_iter().flatten().next().unwrap()
    };
    assert_eq!(tags("They assume that was a mistake.", "that"), Tag::Subordinator);
    assert_eq!(tags("It was agreed to cease fire and to trade prisoners.", "trade"), Tag::Verb);
    assert_eq!(tags("The trade of the two states grew.", "trade"), Tag::Noun);
}

#[test]
fn readings_are_given_where_words_are_told_apart_by_their_neighbours() {
    let shown = |language: &str, text: &str| -> Vec<String> {
        let article = article(language, text);
        let readings = demarche::parse::readings(RESOURCES.language(language).unwrap(), &article);
        let names = |word: &Reading| word.classes.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("|");
        readings.iter().flatten().map(|word| format!("{} {}", word.span.of(&article.text), names(word))).collect()
    };
    assert_eq!(
        shown("en", "Chad met the ministers."),
        ["Chad name", "met past|participle", "the determiner", "ministers present|plural", ". end"]
    );
    assert!(shown("de", "Der Tschad traf die Minister.").is_empty());
}

#[test]
fn a_paragraph_in_another_language_is_coded_in_its_own() {
    let german = "Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben.";
    let english =
        "The Norwegian government condemned the attack on its embassy and imposed sanctions on Sweden on Tuesday.";
    let french =
        "Le gouvernement du Kenya a condamné mardi cette attaque et il a annoncé des sanctions contre son voisin.";
    let text = format!("{german}\n\n{english}\n\n{french}");
    let hints = read::Hints { lang: Some("de".to_owned()), ..read::Hints::default() };
    let readings = read::read(&RESOURCES, "mixed.txt", text.as_bytes(), &hints);
    let reading = readings.into_iter().next().unwrap().unwrap();
    let (coded, notes) = demarche::run(&RESOURCES, reading.article);
    assert_eq!(notes, []);
    let langs: Vec<&str> = coded.article.foreign.iter().map(|(_, lang)| lang.as_str()).collect();
    assert_eq!(langs, ["en", "fr"]);
    let of = |mention: &demarche::Mention| (mention.sentence.of(&text).to_owned(), mention.lang.clone());
    let mut told: Vec<(String, String)> = coded.mentions.iter().map(of).collect();
    told.dedup();
    assert_eq!(told, [(german.to_owned(), "de".to_owned()), (english.to_owned(), "en".to_owned())]);
}

#[test]
fn small_words_that_two_languages_share_hide_no_paragraph() {
    let german = "Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben.";
    let english = "So the minister was in an office when the old war hat was brought in, and so an aide will die in the end, as \
                   the paper put it, so an end was in sight, he said.";
    let dutch = "De minister was in de war over de brug die in de stad lag, zo bleek in een brief die de krant op zondag in \
                 handen kreeg en die de regering niet wilde bevestigen of ontkennen.";
    let text = format!("{german}\n\n{english}\n\n{dutch}");
    let hints = read::Hints { lang: Some("de".to_owned()), ..read::Hints::default() };
    let reading = read::read(&RESOURCES, "mixed.txt", text.as_bytes(), &hints).into_iter().next().unwrap().unwrap();
    let langs: Vec<&str> = reading.article.foreign.iter().map(|(_, lang)| lang.as_str()).collect();
    assert_eq!(langs, ["en", "nl"]);
}

#[test]
fn a_long_text_shows_its_language_from_its_start_to_its_end() {
    let english =
        "The Norwegian government condemned the attack on its embassy and imposed sanctions on Sweden on Tuesday. ";
    let german = "Die peruanische Regierung warf Chile am Dienstag vor, 200 Soldaten an die Grenze verlegt zu haben. ";
    let text = format!("{english}\n\n{}", german.repeat(40));
    let reading = read::read(&RESOURCES, "long.txt", text.as_bytes(), &read::Hints::default());
    assert_eq!(reading.into_iter().next().unwrap().unwrap().article.lang, "de");
}
