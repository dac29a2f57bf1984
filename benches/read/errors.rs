//! Pages of the learning half in, what was read wrongly in each of them out.

use crate::pages::Pages;
use crate::readers::Reader;
use crate::score::{body, folded, same_authors, same_title};

/// Bodies that agree less are listed.
const POOR: f64 = 0.97;

pub(crate) fn print(pages: &Pages, what: &str) -> anyhow::Result<()> {
    let reader = Reader::ours()?;
    if what == "segments" {
        for page in &pages.segments {
            let text = folded(&(reader.read)(&page.bytes, &page.url).text);
            let missed = page.with.iter().filter(|segment| !text.contains(&folded(segment))).map(|s| ("missed", s));
            let wrong = page.without.iter().filter(|segment| text.contains(&folded(segment))).map(|s| ("wrong", s));
            missed.chain(wrong).for_each(|(fault, segment)| println!("{}\t{fault}\t{segment}", page.name));
        }
        return Ok(());
    }
    for page in &pages.whole {
        let found = (reader.read)(&page.bytes, "");
        match what {
            "title" if !same_title(page, &found) => println!("{}\n  - {}\n  + {}", page.name, page.title, found.title),
            "day" if page.day != found.day => println!("{}\t- {}\t+ {}", page.name, page.day, found.day),
            "authors" if !same_authors(page, &found) => {
                println!("{}\n  - {:?}\n  + {:?}", page.name, page.authors, found.authors);
            }
            "body" if body(page, &found) < POOR => {
                println!("=== {} {:.3}", page.name, body(page, &found));
                lines(&page.body, &found.body, "-");
                lines(&found.body, &page.body, "+");
            }
            _ => {}
        }
    }
    Ok(())
}

/// The lines of one text whose words do not stand in the other.
fn lines(one: &str, other: &str, mark: &str) {
    let other = folded(other);
    for line in one.lines().filter(|line| !other.contains(&folded(line))) {
        println!("  {mark} {}", line.chars().take(160).collect::<String>());
    }
}
