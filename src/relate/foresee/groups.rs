//! Names of actors in, what they say of themselves out: the home ("Police (Kenya)", "KEN COP") and the role.

use super::memory::NONE;
use rustc_hash::FxHashMap;

/// Home and role of each actor, as numbers of their own.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) home: Vec<u32>,
    pub(super) role: Vec<u32>,
    pub(super) homes: usize,
    pub(super) roles: usize,
    /// Actors of each home.
    pub(super) members: Vec<Vec<u32>>,
}

impl Groups {
    pub(super) fn new(names: &[String]) -> Self {
        let mut homes: FxHashMap<&str, u32> = FxHashMap::default();
        let mut roles: FxHashMap<&str, u32> = FxHashMap::default();
        let parts: Vec<Option<(&str, &str)>> = names.iter().map(|name| divide(name)).collect();
        for (role, home) in parts.iter().flatten() {
            let next = homes.len() as u32;
            let _ = homes.entry(home).or_insert(next);
            let next = roles.len() as u32 + 2;
            let _ = roles.entry(role).or_insert(next);
        }
        let mut groups = Self { homes: homes.len(), roles: roles.len() + 2, ..Self::default() };
        groups.members = vec![Vec::new(); homes.len()];
        for (actor, (name, parts)) in names.iter().zip(&parts).enumerate() {
            // 0: says nothing; 1: is itself the home of others.
            let (role, home) = match parts {
                Some((role, home)) => (roles[role], homes[home]),
                None => homes.get(name.as_str()).map_or((0, NONE), |home| (1, *home)),
            };
            groups.role.push(role);
            groups.home.push(home);
            if let Some(members) = groups.members.get_mut(home as usize) {
                members.push(actor as u32);
            }
        }
        groups
    }
}

/// Role and home, where the name tells both.
fn divide(name: &str) -> Option<(&str, &str)> {
    if let Some((role, home)) = name.strip_suffix(')').and_then(|n| n.rsplit_once('(')) {
        return Some((role.trim_end_matches(['_', ' ']), home));
    }
    let (home, role) = name.split_once(' ')?;
    let code = |word: &str| word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase());
    (code(home) && role.split(' ').all(code)).then_some((role, home))
}
