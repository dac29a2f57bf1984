//! The tables of `spec/patterns` in: what one party does to another in many constructions, for many parties in their cases.
//! The share of the sentences that is coded with the right type and sides must stay above a floor.

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use crate::rows::article;
    use demarche::Resources;
    use demarche::mention::{Actor, Mention};
    use std::collections::BTreeSet;
    use std::fs;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/patterns");

    /// Languages with the per cent of sentences that must be right.
    const FLOORS: [(&str, usize); 2] = [("de", 96), ("en", 98)];

    /// Each sentence is tried with every so many parties.
    const STRIDE: usize = 3;

    fn rows(table: &str, lang: &str) -> Vec<Vec<String>> {
        let text = fs::read_to_string(format!("{FOLDER}/{table}.{lang}.tsv")).unwrap();
        let rows = text.lines().filter(|l| !l.starts_with('#')).skip(1);
        rows.map(|l| l.split('\t').map(str::to_owned).collect()).collect()
    }

    fn codes(party: &[String]) -> BTreeSet<&str> {
        party[5].split('+').collect()
    }

    /// Chooses between the forms of a verb: `{one|many}` or `[one|many]`.
    fn agree(sentence: &str, (open, close): (char, char), plural: bool) -> String {
        let mut out = String::new();
        let mut rest = sentence;
        while let Some((before, behind)) = rest.split_once(open) {
            let (inner, after) = behind.split_once(close).unwrap_or_else(|| panic!("no {close} in {sentence:?}"));
            out.push_str(before);
            match inner.split_once('|') {
                Some((one, many)) => out.push_str(if plural { many } else { one }),
                None => out.push_str(&format!("{open}{inner}{close}")),
            }
            rest = after;
        }
        out + rest
    }

    fn filled(sentence: &str, actor: &[String], recipient: &[String]) -> String {
        let mut text = agree(sentence, ('{', '}'), actor[4] == "pl");
        text = agree(&text, ('[', ']'), recipient[4] == "pl");
        let forms = [("N", actor, 0), ("P", actor, 2), ("O", actor, 3)].into_iter().chain([
            ("R", recipient, 0),
            ("A", recipient, 1),
            ("D", recipient, 2),
            ("G", recipient, 3),
        ]);
        for (mark, party, form) in forms {
            text = text.replace(&format!("{{{mark}}}"), &party[form]);
        }
        let mut letters = text.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    fn states(side: &[Actor]) -> BTreeSet<&str> {
        side.iter().map(|a| a.code.as_str()).collect()
    }

    fn is_right(mention: &Mention, types: &str, actor: &[String], recipient: &[String]) -> bool {
        let kind = types.split('|').any(|t| t == mention.kind.name());
        let (own, other) = (states(&mention.actors), states(&mention.recipients));
        let both = || own.union(&other).copied().collect::<BTreeSet<_>>();
        let wanted = || codes(actor).union(&codes(recipient)).copied().collect::<BTreeSet<_>>();
        kind && (own == codes(actor) && other == codes(recipient) || mention.symmetric && both() == wanted())
    }

    #[test]
    fn parties_are_found_in_every_construction() {
        let resources = Resources::embedded().unwrap();
        for (lang, floor) in FLOORS {
            let (parties, sentences) = (rows("parties", lang), rows("sentences", lang));
            let mut tried = 0;
            let mut wrong = Vec::new();
            for (s, row) in sentences.iter().enumerate() {
                for (p, actor) in parties.iter().enumerate().filter(|(p, _)| (p + s) % STRIDE == 0) {
                    let recipient = &parties[(7 * p + 11 * s + 5) % parties.len()];
                    if !codes(actor).is_disjoint(&codes(recipient)) {
                        continue;
                    }
                    let text = filled(&row[1], actor, recipient);
                    let mentions = demarche::run(&resources, article(lang, &text)).0.mentions;
                    tried += 1;
                    if !mentions.iter().any(|m| is_right(m, &row[0], actor, recipient)) {
                        wrong.push(text);
                    }
                }
            }
            println!("{lang}: {} of {tried} right; not so:\n{}", tried - wrong.len(), wrong.join("\n"));
            assert!(tried >= 400, "{lang}: {tried} sentences are too few");
            assert!((tried - wrong.len()) * 100 >= tried * floor, "{lang}: {} of {tried} wrong", wrong.len());
        }
    }
}
