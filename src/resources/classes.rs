//! What words in classes and ids of elements say of the text in them; the words stand in `page.tsv`.

use std::str::FromStr;

/// What a word in the class or id of an element says of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassKind {
    /// Not the article.
    Clutter,
    /// A box that asks for consent: never the article, however long its text.
    Consent,
    Article,
    /// The lead of an article, unless there are links in it.
    Lead,
    Byline,
    Caption,
    /// Comments, other articles, and what goes with no article.
    Beside,
    /// The moment of the last change.
    Updated,
}

impl FromStr for ClassKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "class-clutter" => Self::Clutter,
            "class-consent" => Self::Consent,
            "class-article" => Self::Article,
            "class-lead" => Self::Lead,
            "class-byline" => Self::Byline,
            "class-caption" => Self::Caption,
            "class-beside" => Self::Beside,
            "class-updated" => Self::Updated,
            _ => return Err(format!("{text:?} is no kind of class")),
        })
    }
}

/// Several kinds at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassKinds(u8);

impl ClassKinds {
    pub(super) fn add(&mut self, kind: ClassKind) {
        self.0 |= 1 << kind as u8;
    }

    pub fn has(self, kind: ClassKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
