//! The JSON-LD objects of a page in, what they say of the article out.

use super::dom::Page;
use super::escaped::plain;
use super::halves;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// The types of objects that describe an article end so.
const ARTICLE_TYPES: &[&str] = &["Article", "Posting", "Report"];
/// Deeper objects are not followed.
const DEEPEST: usize = 12;

/// What the objects say; the first object that says something goes before the next.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) url: Option<String>,
    pub(super) source: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    /// The text of the article as the first object has it that is of the same headline, with its line ends.
    pub(super) body: Option<String>,
}

/// A field of what was found.
type FieldOf = fn(&mut LinkedData) -> &mut Option<String>;

/// Reads all objects of the page.
pub(super) fn read(page: &Page) -> LinkedData {
    let scripts =
        page.elements("script").filter(|id| page.attribute(*id, "type").is_some_and(|t| t.contains("ld+json")));
    let values: Vec<Value> = scripts.filter_map(|script| parse(&page.raw_text(script))).collect();
    let mut names = FxHashMap::default();
    values.iter().for_each(|value| collect_names(value, &mut names, 0));
    let mut reading = Reading { found: LinkedData::default(), names };
    values.iter().for_each(|value| reading.follow(value, 0));
    reading.found
}

/// Pages write line ends into their strings, comments or a semicolon around the whole, and commas behind the last of a list.
fn parse(json: &str) -> Option<Value> {
    let clean: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim().trim_start_matches("<!--").trim_start_matches("//").trim_start_matches("<![CDATA[");
    let clean =
        clean.trim().trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim_end_matches(';');
    let clean = clean.trim().trim_start_matches("/*<![CDATA[*/").trim_end_matches("/*]]>*/").trim_end_matches(';');
    let clean = halves::mended(clean.trim());
    serde_json::from_str(&clean).or_else(|_| serde_json::from_str(&without_last_commas(&clean))).ok()
}

/// The text without commas that nothing follows in their list or object.
fn without_last_commas(json: &str) -> String {
    let (mut kept, mut in_text, mut escaped) = (String::with_capacity(json.len()), false, false);
    // Where the last comma stands in what is kept, while nothing but space follows it.
    let mut comma = None;
    for c in json.chars() {
        if in_text {
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if matches!(c, '}' | ']') {
            kept.truncate(comma.unwrap_or(kept.len()));
        } else {
            in_text = c == '"';
        }
        comma = if c == ',' && !in_text { Some(kept.len()) } else { comma.filter(|_| c.is_whitespace()) };
        kept.push(c);
    }
    kept
}

/// The names of objects that others point to.
fn collect_names<'v>(value: &'v Value, names: &mut FxHashMap<&'v str, &'v str>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|item| collect_names(item, names, depth + 1)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), Some(Value::String(name))) = (object.get("@id"), object.get("name")) {
                names.entry(id).or_insert(name);
            }
            object.values().for_each(|inner| collect_names(inner, names, depth + 1));
        }
        _ => {}
    }
}

struct Reading<'v> {
    found: LinkedData,
    names: FxHashMap<&'v str, &'v str>,
}

impl Reading<'_> {
    fn follow(&mut self, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.follow(item, depth + 1)),
            Value::Object(object) => {
                let types = self.strings(object.get("@type"));
                if types.iter().any(|t| ARTICLE_TYPES.iter().any(|end| t.ends_with(end))) {
                    self.take(object);
                }
                if let Some(graph) = object.get("@graph").or_else(|| object.get("mainEntity")) {
                    self.follow(graph, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, object: &Map<String, Value>) {
        let text = |reading: &Self, keys: &[&str]| {
            keys.iter().find_map(|key| reading.strings(object.get(*key)).into_iter().next())
        };
        let fields: [(&[&str], FieldOf); 6] = [
            (&["headline", "name"], |f| &mut f.title),
            (&["datePublished", "dateCreated"], |f| &mut f.published),
            (&["dateModified"], |f| &mut f.updated),
            (&["url"], |f| &mut f.url),
            (&["publisher"], |f| &mut f.source),
            (&["inLanguage"], |f| &mut f.lang),
        ];
        let headline = text(self, &["headline", "name"]);
        let is_same =
            headline.is_none() || self.found.title.as_ref().is_none_or(|title| Some(title) == headline.as_ref());
        for (keys, field) in fields {
            if field(&mut self.found).is_none() {
                *field(&mut self.found) = text(self, keys);
            }
        }
        if is_same && self.found.body.is_none() {
            self.found.body = object.get("articleBody").and_then(written);
        }
        if self.found.authors.is_empty() {
            self.found.authors = self.strings(object.get("author").or_else(|| object.get("creator")));
        }
        if self.found.tags.is_empty() {
            self.found.tags = self.strings(object.get("keywords"));
        }
    }

    /// The texts in a value: itself, the `name` of an object or of that which it points to, or those of a list.
    fn strings(&self, value: Option<&Value>) -> Vec<String> {
        match value {
            Some(Value::String(text)) => vec![plain(text)].into_iter().filter(|t| !t.is_empty()).collect(),
            Some(Value::Array(list)) => list.iter().flat_map(|item| self.strings(Some(item))).collect(),
            Some(Value::Object(object)) => {
                let named = object.get("@id").and_then(Value::as_str).and_then(|id| self.names.get(id));
                match object.get("name") {
                    Some(name) => self.strings(Some(name)),
                    None => named.map(|name| plain(name)).into_iter().collect(),
                }
            }
            _ => Vec::new(),
        }
    }
}

/// A text as it is written, or its paragraphs.
fn written(value: &Value) -> Option<String> {
    let paragraphs = || value.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>();
    value.as_str().map(str::to_owned).or_else(|| paragraphs().map(|all| all.join("\n")))
}
