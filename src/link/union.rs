//! Pairs that belong together in, groups out, whatever the order of the pairs.

/// Disjoint sets of numbers; a set is known by its smallest member.
#[derive(Debug)]
pub(super) struct Union {
    parents: Vec<usize>,
}

impl Union {
    pub(super) fn new(size: usize) -> Self {
        Self { parents: (0..size).collect() }
    }

    pub(super) fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// The sets, in order of their smallest members, each in order.
    pub(super) fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); self.parents.len()];
        for at in 0..self.parents.len() {
            let root = self.root(at);
            groups[root].push(at);
        }
        groups.retain(|g| !g.is_empty());
        groups
    }
}
