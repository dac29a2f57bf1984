//! The address of an article in, what it tells out: its host, and the day that stands in it.

/// The host of an address without `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// The day in the path of an address: in `/2024/09/13/`, `/2024/9/3/`, `/2024-09-13-`, `/20240913-` and `/20240913/`.
pub(super) fn day(url: &str) -> Option<String> {
    let place = url.split(['?', '#']).next()?;
    let path = place.split_once("://").map_or(place, |(_, rest)| rest).split_once('/')?.1;
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).collect();
    let triple = parts.windows(3).find(|w| is_year(w[0]) && w[1].len() == 2 && w[2].len() == 2);
    let slashed: Vec<&str> = path.split('/').collect();
    let is_short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parted = || slashed.windows(3).find(|w| is_year(w[0]) && is_short(w[1]) && is_short(w[2]));
    triple.or_else(parted).map(|w| w.join("-")).or_else(|| path.split_inclusive('/').find_map(compact))
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && (part.starts_with("19") || part.starts_with("20"))
}

/// Eight digits that open a part of an address and are not all of the last: elsewhere they may number the article.
fn compact(part: &str) -> Option<String> {
    let (digits, _) = part.split_at(part.find(|c: char| !c.is_ascii_digit())?);
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    (digits.len() == 8 && is_year(year)).then(|| format!("{year}-{month}-{day}"))
}
