//! What stands in the margins of a PDF file's pages and is no text, and text at their edges, which is.

use super::{ONE, TWO, field, pdf_pages, run, stderr};

/// The text of pages whose lines stand below one another from the top, the last of them at the foot.
fn text(pages: &[&[&str]]) -> String {
    let laid = |page: &&[&str]| {
        let line = |(at, text): (usize, &&str)| {
            let down = if at + 1 == page.len() && at > 0 { 30 } else { 700 - 12 * at };
            format!("BT /F1 9 Tf 40 {down} Td ({text}) Tj ET\n")
        };
        page.iter().enumerate().map(line).collect::<String>().chars().map(|c| c as u8).collect::<Vec<_>>()
    };
    let pages: Vec<Vec<u8>> = pages.iter().map(laid).collect();
    let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
    let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &pdf_pages(&pages, "", ""));
    assert_eq!(field(&output, "text").len(), 1, "{}", stderr(&output));
    field(&output, "text").remove(0)
}

#[test]
fn statements_at_the_edges_of_pages_are_text() {
    let say = |day: u32, dead: u32| format!("Peru verlor am {day}. März {dead} Soldaten an der Grenze.");
    let days = [say(12, 10), say(13, 20), say(14, 31)];
    let head = "Chronik des Jahres an der Grenze";
    assert_eq!(
        text(&[&[head, ONE, &days[0]], &[head, ONE, &days[1]], &[head, ONE, &days[2]]]),
        format!("{head} {ONE}\n\n{}\n\n{ONE}\n\n{}\n\n{ONE}\n\n{}", days[0], days[1], days[2])
    );
    // Copies of a page are no margins either.
    let page: &[&str] = &[ONE, TWO, "und ohne Vermittler in Lima"];
    let copy = format!("{ONE} {TWO}\n\nund ohne Vermittler in Lima");
    assert_eq!(text(&[page, page, page]), [copy.as_str(); 3].join(" "));
}

#[test]
fn a_sentence_goes_on_over_the_margins_of_two_pages() {
    let (paper, halves) = (
        "Die Zeitung, Donnerstag, 9. Mai 2024",
        ["Die Ministerin reiste am Dienstag", "nach Wien, um mit Peru zu sprechen."],
    );
    assert_eq!(text(&[&[paper, halves[0]], &[paper, halves[1]]]), format!("{paper}\n\n{}", halves.join(" ")));
    let foot = |page: u32| format!("https://p.example/reise-a-1234 {page}/2");
    let pages = [[paper, halves[0], &foot(1)], [paper, halves[1], &foot(2)]];
    assert_eq!(text(&[&pages[0], &pages[1]]), format!("{paper} {}", halves.join(" ")));
}

#[test]
fn numbers_of_pages_and_what_most_pages_say_are_no_text() {
    let halves = ["Die Ministerin reiste am Dienstag", "nach Wien, um dort mit Peru", "und Chile zu sprechen."];
    let paper = "Probeblatt, 12. März 2024";
    for foot in ["Seite # von 3", "#", "- # -", "#/3"] {
        let foot = |page: u32| foot.replace('#', &page.to_string());
        let feet = [foot(1), foot(2), foot(3)];
        let pages: Vec<Vec<&str>> = (0..3).map(|at| vec![paper, halves[at], feet[at].as_str()]).collect();
        let pages: Vec<&[&str]> = pages.iter().map(Vec::as_slice).collect();
        assert_eq!(text(&pages), format!("{paper} {}", halves.join(" ")), "{feet:?}");
    }
}
