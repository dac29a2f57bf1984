//! Names of tables in, their columns as Arrow types out. The records of the codebook, column for field.

use arrow_schema::{DataType, Field, Fields, Schema};
use std::sync::Arc;

const SPAN: &str = "{start:int end:int}";
const WORDS: &str = "{start:int end:int text:text}";
const ACTORS: &str = "[{code:text sector:text name:text role:text start:int end:int}]";
const SIDES: &str = "[{code:text sector:text name:text role:text}]";
const SIDE: &str = "{code:text sector:text name:text role:text}";
const TIME: &str = "{start:text end:text precision:text}";
const PASSAGES: &str = "[{doc:text mention:int sentence:SPAN trigger:WORDS status:text said_by:SIDES}]";
const PASSAGE: &str = "{doc:text mention:int sentence:SPAN trigger:WORDS status:text said_by:SIDES}";
const PLACE: &str = "{name:text country:text lat:real lon:real}";
const QUOTE: &str = "{doc:text published:text source:text url:text title:text status:text said_by:SIDES sentence:text}";
const KEPT: &str = "id:text type:text mode:text actors:SIDES recipients:SIDES symmetric:flag status:text historical:flag \
     time:TIME place:PLACE magnitudes:[{value:real unit:text vague:flag}] origins:int passages:int told:[text] \
     reviewed:flag score:real";
const MENTION: &str = "doc:text lang:text sentence:SPAN trigger:WORDS type:text mode:text contexts:[text] cameo:text \
     actors:ACTORS recipients:ACTORS symmetric:flag status:text historical:flag said_by:ACTORS time:TIME \
     place:{name:text country:text lat:real lon:real start:int end:int} \
     magnitudes:[{value:real unit:text vague:flag start:int end:int}] object:WORDS about:[WORDS] score:real \
     evidence:{row:text cues:[{start:int end:int text:text as:text}] features:[text]}";

/// The columns of a table by its name.
const TABLES: &[(&str, &[&str])] = &[
    (
        "articles",
        &[
            "id:text title:text text:text published:text published_from:text lang:text url:text source:text authors:[text] \
           tags:[text] agency:text published_at:text updated:text copy_of:text shared:real \
           stated:[{field:text from:text value:text}] foreign:[{start:int end:int lang:text}] \
           blocks:[{start:int end:int kind:text}]",
        ],
    ),
    ("mentions", &[MENTION]),
    (
        "passages",
        &[
            MENTION,
            "number:int published:text quote:text offset:int version:int keys:[int] \
             stands:[{number:int record:text piece:{start:int end:int offset:int quote:text}}] \
             statements:[{voice:int mentions:[int] record:text}]",
        ],
    ),
    (
        "events",
        &["id:text type:text mode:text actors:SIDES recipients:SIDES symmetric:flag status:text historical:flag \
           time:TIME place:PLACE magnitudes:[{value:real unit:text vague:flag}] origins:int score:real \
           mentions:PASSAGES"],
    ),
    (
        "disputes",
        &["event:text field:text versions:[{value:text holders:SIDES mentions:PASSAGES}] confirmed_later:flag"],
    ),
    ("predictions", &["event:text made:PASSAGE outcome:text settled:PASSAGE again:flag"]),
    (
        "agreements",
        &["name:text parties:SIDES signed:TIME clauses:[{doc:text start:int end:int text:text}] events:[text]"],
    ),
    ("positions", &["event:text holder:SIDE stands:[{stance:text since:text mentions:PASSAGES}] changed:flag"]),
    (
        "voices",
        &[
            "name:text kind:text actor:SIDE statements:[{doc:text published:text manner:text sentence:WORDS words:WORDS \
           cue:WORDS about:SIDES mentions:[int] events:[text]}]",
        ],
    ),
    ("copies", &["doc:text origin:text shared:real"]),
    ("courses", &["from:text to:text week:text acts:int index:real low:real high:real cooperation:real conflict:real"]),
    ("kept_events", &[KEPT]),
    ("timeline", &[KEPT, "first_passage:QUOTE"]),
    (
        "kept_disputes",
        &["event:text field:text confirmed_later:flag \
           versions:[{value:text holders:SIDES since:text passages:[QUOTE]}]"],
    ),
    ("kept_predictions", &["event:text outcome:text due:text precision:text made:QUOTE settled:QUOTE"]),
    (
        "kept_agreements",
        &["name:text parties:SIDES signed:text precision:text events:[{event:text type:text time:text status:text}] \
           clauses:[{doc:text text:text}]"],
    ),
    ("kept_positions", &["event:text holder:SIDE changed:flag stands:[{stance:text since:text passages:[QUOTE]}]"]),
    (
        "kept_voices",
        &["name:text kind:text actor:SIDE statements:[{doc:text published:text source:text url:text title:text \
           manner:text words:text sentence:text about:SIDES events:[text]}]"],
    ),
    (
        "hits",
        &["doc:text title:text published:text source:text url:text sentence:text headline:flag \
           events:[{event:text type:text status:text}] alike:real"],
    ),
];

/// Names that stand for a type.
const SHORT: &[(&str, &str)] = &[
    ("PASSAGES", PASSAGES),
    ("PASSAGE", PASSAGE),
    ("PLACE", PLACE),
    ("QUOTE", QUOTE),
    ("ACTORS", ACTORS),
    ("SIDES", SIDES),
    ("SIDE", SIDE),
    ("WORDS", WORDS),
    ("SPAN", SPAN),
    ("TIME", TIME),
];

/// The columns of a table; none for a name that is not known.
pub(crate) fn of(name: &str) -> Option<Arc<Schema>> {
    let (_, parts) = TABLES.iter().find(|(known, _)| *known == name)?;
    let mut rest = parts.join(" ");
    // Passages hold spans, words and sides: what stands for another is replaced first.
    for (short, long) in SHORT {
        rest = rest
            .replace(&format!(":{short}"), &format!(":{long}"))
            .replace(&format!("[{short}]"), &format!("[{long}]"));
    }
    Some(Arc::new(Schema::new(fields(&mut rest.as_str()))))
}

/// Fields up to the end or a closing brace.
fn fields(rest: &mut &str) -> Fields {
    let mut found = Vec::new();
    while let Some((name, after)) = rest.trim_start().split_once(':') {
        if name.contains('}') {
            break;
        }
        *rest = after;
        found.push(Field::new(name, kind(rest), true));
        *rest = rest.trim_start();
        if rest.starts_with('}') {
            break;
        }
    }
    found.into()
}

fn kind(rest: &mut &str) -> DataType {
    if let Some(inside) = rest.strip_prefix('{') {
        *rest = inside;
        let fields = fields(rest);
        *rest = rest.strip_prefix('}').unwrap_or(rest);
        return DataType::Struct(fields);
    }
    if let Some(inside) = rest.strip_prefix('[') {
        *rest = inside;
        let item = kind(rest);
        *rest = rest.strip_prefix(']').unwrap_or(rest);
        return DataType::List(Arc::new(Field::new("item", item, true)));
    }
    let end = rest.find([' ', '}', ']']).unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    *rest = after;
    match name {
        "int" => DataType::Int64,
        "real" => DataType::Float64,
        "flag" => DataType::Boolean,
        _ => DataType::Utf8,
    }
}
