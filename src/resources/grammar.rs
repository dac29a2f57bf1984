//! Small sets of grammatical readings: agreement of nouns, forms of verbs, parts of speech.

use std::ops::{BitAnd, BitOr, BitOrAssign};

macro_rules! bit_set {
    ($(#[$doc:meta])* $name:ident: $int:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $int);

        impl $name {
            pub const NONE: Self = Self(0);

            pub fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// True where the sets share a reading.
            pub fn meets(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

    /// What two sets share; where they contradict, the first is trusted.
    pub fn narrowed(self, by: Self) -> Self {
        let both = self & by;
        if both.is_empty() { self } else { both }
    }

            pub fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }
        }

        impl BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl BitOrAssign for $name {
            fn bitor_assign(&mut self, other: Self) {
                self.0 |= other.0;
            }
        }

        impl BitAnd for $name {
            type Output = Self;
            fn bitand(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }
        }
    };
}

bit_set! {
    /// Case × gender or plural: four bits (m, f, n, plural) for each of nominative, genitive, dative, accusative.
    Agree: u16
}

impl Agree {
    pub const NOM: Self = Self(0x000f);
    pub const GEN: Self = Self(0x00f0);
    pub const DAT: Self = Self(0x0f00);
    pub const ACC: Self = Self(0xf000);
    pub const PLURAL: Self = Self(0x8888);
    pub const FEMININE: Self = Self(0x2222);
    pub const MASCULINE: Self = Self(0x1111);
    pub const NEUTER: Self = Self(0x4444);
    pub const ALL: Self = Self(0xffff);

    /// Reads `nm|gf|…`: a case letter (n g d a) and m, f, n or p; a lone case letter means all four.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut set = Self::NONE;
        for reading in text.split('|').filter(|r| !r.is_empty()) {
            let mut letters = reading.chars();
            let case = match letters.next() {
                Some('n') => Self::NOM,
                Some('g') => Self::GEN,
                Some('d') => Self::DAT,
                Some('a') => Self::ACC,
                _ => return Err(format!("{reading:?} has no case letter n, g, d or a")),
            };
            let kind = match letters.next() {
                Some('m') => Self::MASCULINE,
                Some('f') => Self::FEMININE,
                Some('n') => Self::NEUTER,
                Some('p') => Self::PLURAL,
                None => Self::ALL,
                _ => return Err(format!("{reading:?} has no gender letter m, f, n or p")),
            };
            set |= case & kind;
        }
        Ok(set)
    }

    /// The same readings in every gender and number of the cases that the set holds.
    pub fn cases(self) -> Self {
        let mut set = Self::NONE;
        for case in [Self::NOM, Self::GEN, Self::DAT, Self::ACC] {
            if self.meets(case) {
                set |= case;
            }
        }
        set
    }

    /// The same readings in every case of the genders and numbers that the set holds.
    pub fn in_all_cases(self) -> Self {
        let kinds = [Self::MASCULINE, Self::FEMININE, Self::NEUTER, Self::PLURAL];
        kinds.into_iter().filter(|kind| self.meets(*kind)).fold(Self::NONE, |all, kind| all | kind)
    }

    /// True where every reading is plural.
    pub fn is_plural(self) -> bool {
        !self.is_empty() && self.without(Self::PLURAL).is_empty()
    }
}

bit_set! {
    /// What a form of a verb can be.
    Form: u16
}

impl Form {
    pub const INFINITIVE: Self = Self(1);
    pub const PRESENT: Self = Self(1 << 1);
    pub const PRESENT_PLURAL: Self = Self(1 << 2);
    pub const PAST: Self = Self(1 << 3);
    pub const PAST_PLURAL: Self = Self(1 << 4);
    /// Mood of reported speech (German Konjunktiv I).
    pub const QUOTED: Self = Self(1 << 5);
    pub const QUOTED_PLURAL: Self = Self(1 << 6);
    /// Mood of the unreal (German Konjunktiv II).
    pub const WISH: Self = Self(1 << 7);
    pub const WISH_PLURAL: Self = Self(1 << 8);
    pub const PARTICIPLE: Self = Self(1 << 9);
    pub const PRESENT_PARTICIPLE: Self = Self(1 << 10);
    /// Infinitive with the infinitive particle inside (vorzuwerfen).
    pub const MARKED_INFINITIVE: Self = Self(1 << 11);

    pub const FINITE: Self = Self(0x1fe);
    pub const FINITE_PLURAL: Self =
        Self(Self::PRESENT_PLURAL.0 | Self::PAST_PLURAL.0 | Self::QUOTED_PLURAL.0 | Self::WISH_PLURAL.0);
    pub const PASTS: Self = Self(Self::PAST.0 | Self::PAST_PLURAL.0);
    pub const QUOTEDS: Self = Self(Self::QUOTED.0 | Self::QUOTED_PLURAL.0);
    pub const WISHES: Self = Self(Self::WISH.0 | Self::WISH_PLURAL.0);

    /// The form that a table's word names.
    pub fn named(name: &str) -> Result<Self, String> {
        Ok(match name {
            "infinitive" => Self::INFINITIVE,
            "present" => Self::PRESENT,
            "present_plural" => Self::PRESENT_PLURAL,
            "past" => Self::PAST,
            "past_plural" => Self::PAST_PLURAL,
            "quoted" => Self::QUOTED,
            "quoted_plural" => Self::QUOTED_PLURAL,
            "wish" => Self::WISH,
            "wish_plural" => Self::WISH_PLURAL,
            "participle" => Self::PARTICIPLE,
            "present_participle" => Self::PRESENT_PARTICIPLE,
            _ => return Err(format!("{name:?} is no form of a verb")),
        })
    }
}
