//! One passage saying that one actor did one thing toward one recipient: the unit of the codebook.

use crate::article::Span;
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// Declares a closed enum whose variants have one written name each, with parsing and printing.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The written name, as in the codebook.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err(format!("{text:?} is none of {}", [$($text),+].join(", "))),
                }
            }
        }
    };
}

pub(crate) use named;

named! {
    /// The sixteen PLOVER types, cooperation first.
    EventType {
        Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE",
        Cooperate = "COOPERATE", Aid = "AID", Retreat = "RETREAT",
        Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT", Threaten = "THREATEN",
        Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE", Coerce = "COERCE", Assault = "ASSAULT",
    }
}

named! {
    /// The four quadrants of cooperation and conflict, in words and in deeds.
    Quad {
        VerbalCooperation = "verbal cooperation", MaterialCooperation = "material cooperation",
        VerbalConflict = "verbal conflict", MaterialConflict = "material conflict",
    }
}

impl EventType {
    pub fn quad(self) -> Quad {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => Quad::VerbalCooperation,
            Cooperate | Aid | Retreat => Quad::MaterialCooperation,
            Request | Accuse | Reject | Threaten => Quad::VerbalConflict,
            Protest | Sanction | Mobilize | Coerce | Assault => Quad::MaterialConflict,
        }
    }

    /// The modes that the codebook allows under this type.
    pub fn modes(self) -> &'static [Mode] {
        use EventType::*;
        use Mode as M;
        match self {
            Agree | Support | Concede | Cooperate | Aid => &[],
            Consult => &[M::Visit, M::ThirdParty, M::Multilateral, M::Phone],
            Retreat => &[M::Withdraw, M::Release, M::Disarm, M::Ceasefire, M::Access, M::Resign],
            Request | Reject => &[M::Assist, M::Change, M::Yield, M::Meet],
            Accuse => &[M::Disapprove, M::Allege, M::Investigate],
            Threaten => &[M::Restrict, M::Arrest, M::Relations, M::Expel, M::Territory, M::Violence],
            Protest => &[M::Demo, M::Riot, M::Strike, M::Hunger, M::Boycott, M::Obstruct, M::Vandalize],
            Sanction => &[M::Convict, M::Expel, M::Withdraw, M::Discontinue],
            Mobilize => &[M::Troops, M::Weapons, M::Police, M::Militia],
            Coerce => &[
                M::Seize,
                M::Restrict,
                M::Censor,
                M::Curfew,
                M::MartialLaw,
                M::Arrest,
                M::Deport,
                M::Withhold,
                M::Misinformation,
                M::Cyber,
            ],
            Assault => &[
                M::Abduct,
                M::Beat,
                M::Torture,
                M::Sexual,
                M::Targeted,
                M::Destroy,
                M::Primitive,
                M::Firearms,
                M::Explosives,
                M::SuicideAttack,
                M::Aerial,
                M::Drone,
                M::HeavyWeapons,
                M::CrowdControl,
                M::Unconventional,
            ],
        }
    }
}

named! {
    /// How an act was done; which modes go with which type: [`EventType::modes`].
    Mode {
        Visit = "visit", ThirdParty = "third-party", Multilateral = "multilateral", Phone = "phone",
        Withdraw = "withdraw", Release = "release", Disarm = "disarm", Ceasefire = "ceasefire", Access = "access",
        Resign = "resign", Assist = "assist", Change = "change", Yield = "yield", Meet = "meet",
        Disapprove = "disapprove", Allege = "allege", Investigate = "investigate",
        Restrict = "restrict", Arrest = "arrest", Relations = "relations", Expel = "expel", Territory = "territory",
        Violence = "violence", Demo = "demo", Riot = "riot", Strike = "strike", Hunger = "hunger",
        Boycott = "boycott", Obstruct = "obstruct", Vandalize = "vandalize", Convict = "convict",
        Discontinue = "discontinue", Troops = "troops", Weapons = "weapons", Police = "police", Militia = "militia",
        Seize = "seize", Censor = "censor", Curfew = "curfew", MartialLaw = "martial-law", Deport = "deport",
        Withhold = "withhold", Misinformation = "misinformation", Cyber = "cyber", Abduct = "abduct", Beat = "beat",
        Torture = "torture", Sexual = "sexual", Targeted = "targeted", Destroy = "destroy", Primitive = "primitive",
        Firearms = "firearms", Explosives = "explosives", SuicideAttack = "suicide-attack", Aerial = "aerial",
        Drone = "drone", HeavyWeapons = "heavy-weapons", CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
}

named! {
    /// How far the text vouches for the act.
    Status {
        Reported = "reported", Claimed = "claimed", Denied = "denied", Planned = "planned", Possible = "possible",
    }
}

named! {
    /// What part of a society an actor speaks or acts for.
    Sector {
        Gov = "GOV", Mil = "MIL", Leg = "LEG", Jud = "JUD", Spy = "SPY", Cop = "COP", Pty = "PTY", Opp = "OPP",
        Reb = "REB", Med = "MED", Bus = "BUS", Edu = "EDU", Rel = "REL", Cvl = "CVL", Lab = "LAB", Ref = "REF",
        Igo = "IGO", Ngo = "NGO", Crm = "CRM",
    }
}

/// One side of an act: a code of the codebook, a sector for people and bodies of a state, and the words that said so.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor {
    /// ISO 3166-1 alpha-3, `IGO:…` or `NSA:…`.
    pub code: String,
    /// Absent for bodies that are an actor by themselves.
    pub sector: Option<Sector>,
    /// Name of the person or body, where the text gives one.
    pub name: Option<String>,
    /// Office of the person in the words of the text.
    pub role: Option<String>,
    pub span: Span,
}

impl Actor {
    /// Code and sector as one word pair: `PRK GOV`, `IGO:EU`.
    pub fn key(&self) -> String {
        match self.sector {
            Some(sector) => format!("{} {sector}", self.code),
            None => self.code.clone(),
        }
    }
}

named! {
    /// How exact a time is.
    Precision {
        Day = "day", Week = "week", Month = "month", Quarter = "quarter", Season = "season", Year = "year",
        Decade = "decade", Span = "span",
    }
}

/// The days within which an act took place, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeSpan {
    pub start: Date,
    pub end: Date,
    pub precision: Precision,
}

/// The day, or the month or year that it fills (`2015-03`, `2015`); else the first and the last, with a slash.
impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole_months = self.start.day() == 1 && self.end == self.end.last_of_month();
        let shown = match self.start == self.end || !whole_months {
            true => DAY,
            false if self.start.month() == 1 && self.end.month() == 12 => YEAR,
            false => MONTH,
        };
        let [first, last] = [self.start, self.end].map(|day| day.to_string().chars().take(shown).collect::<String>());
        if first == last { f.write_str(&first) } else { write!(f, "{first}/{last}") }
    }
}

impl FromStr for TimeSpan {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (first, last) = (first.trim(), last.trim());
        let whole = |part: &str| -> Result<(Date, Date), Self::Err> {
            let start = |rest: &str| format!("{part}{rest}").parse::<Date>();
            Ok(match part.len() {
                YEAR => (start("-01-01")?, start("-12-31")?),
                MONTH => (start("-01")?, start("-01")?.last_of_month()),
                _ => (part.parse()?, part.parse()?),
            })
        };
        let precision = match first.len() {
            _ if first != last => Precision::Span,
            YEAR => Precision::Year,
            MONTH => Precision::Month,
            _ => Precision::Day,
        };
        let (start, end) = (whole(first)?.0, whole(last)?.1);
        if end < start {
            return Err(jiff::Error::from_args(format_args!("{end} is before {start}")));
        }
        Ok(Self { start, end, precision })
    }
}

/// Letters of a written day, and of the month and the year that it begins with.
const DAY: usize = "2015-07-14".len();
const MONTH: usize = "2015-07".len();
const YEAR: usize = "2015".len();

/// The most specific named place of an act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub name: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub span: Span,
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Magnitude {
    pub value: f64,
    /// The value is not exact ("thousands", "about", "more than").
    pub vague: bool,
    pub unit: String,
    pub span: Span,
}

/// Why a mention was coded: the row that fired and the words that set its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// `triggers.tsv:120 zusichern`: table, line and lemma of the row.
    pub row: String,
    /// Words that decided status, speaker or time, each with what it decided.
    pub cues: Vec<(Span, String)>,
    /// What can be seen about the mention that its confidence rests on.
    pub features: Vec<String>,
}

/// The class of treaties, pacts and accords: in the tables, and among the contexts of acts about them.
pub(crate) const TREATY: &str = "treaty";

/// What a word decides by which an act that was to come is called off ("was cancelled", "will not meet").
pub(crate) const CALLED_OFF: &str = "called off";

/// One coded mention; offsets are byte spans of the article's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub doc: String,
    pub lang: String,
    pub sentence: Span,
    pub trigger: Span,
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub contexts: Vec<String>,
    /// CAMEO code of the act, at least the root.
    pub cameo: String,
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
    pub symmetric: bool,
    pub status: Status,
    pub historical: bool,
    pub said_by: Vec<Actor>,
    pub time: Option<TimeSpan>,
    pub place: Option<Place>,
    pub magnitudes: Vec<Magnitude>,
    /// The thing acted with or about: the treaty signed, the goods sent.
    pub object: Option<Span>,
    /// Triggers of the acts told in this article that this one takes a stand on: condemns, welcomes, calls for.
    pub about: Vec<Span>,
    /// Calibrated confidence, 0 to 1.
    pub score: f64,
    pub evidence: Evidence,
}
