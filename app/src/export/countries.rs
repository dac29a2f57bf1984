//! A code of a country in, its codes elsewhere and its English name out.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A country as other formats know it.
pub(super) struct Country {
    pub(super) iso2: &'static str,
    /// FIPS 10-4, as GDELT has it for places.
    pub(super) fips: &'static str,
    pub(super) name: &'static str,
}

/// The country with this alpha-3 code.
pub(super) fn country(code: &str) -> Option<&'static Country> {
    static TABLE: OnceLock<BTreeMap<&'static str, Country>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|line| {
            let mut cells = line.split('\t');
            let iso3 = cells.next()?;
            Some((iso3, Country { iso2: cells.next()?, fips: cells.next()?, name: cells.next()?.trim() }))
        })
        .collect()
    });
    table.get(code)
}

/// The English name of a country, or the code of what is none.
pub(super) fn name(code: &str) -> String {
    country(code).map_or(code, |c| c.name).to_owned()
}
