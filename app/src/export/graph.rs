//! Who acts towards whom, as a graph: actors are nodes, each event an edge for each pair, with its days.

use super::countries::name;
use super::items::{Item, each};
use super::xml::escape;
use crate::project::{Filter, Project};
use demarche::Resources;
use std::collections::BTreeSet;
use std::io::Write;

struct Edge {
    id: String,
    from: String,
    to: String,
    kind: String,
    status: String,
    start: String,
    end: String,
    score: f64,
    confidence: f64,
    origins: usize,
    symmetric: bool,
}

/// All edges in order of time, and the nodes that they join.
fn edges(project: &Project, filter: &Filter) -> anyhow::Result<(BTreeSet<String>, Vec<Edge>)> {
    let resources = Resources::of([])?;
    let (mut nodes, mut edges) = (BTreeSet::new(), Vec::new());
    each(project, filter, |item| {
        let e = &item.kept.event;
        let score = resources.ontology.score(e.kind, e.mode);
        for (from, to) in pairs(&item) {
            nodes.extend([from.clone(), to.clone()]);
            let day = |d: Option<jiff::civil::Date>| d.map_or(String::new(), |d| d.to_string());
            edges.push(Edge {
                id: format!("{}-{}", e.id, edges.len()),
                from,
                to,
                kind: e.kind.to_string(),
                status: e.status.to_string(),
                start: day(item.day()),
                end: day(e.time.map(|t| t.end).or(item.day())),
                score,
                confidence: (e.score * 1e4).round() / 1e4,
                origins: e.origins,
                symmetric: e.symmetric,
            });
        }
        Ok(())
    })?;
    Ok((nodes, edges))
}

/// From whom to whom in codes; the parties of a reciprocal act once each pair.
fn pairs(item: &Item) -> Vec<(String, String)> {
    let e = &item.kept.event;
    let mut pairs = BTreeSet::new();
    if e.symmetric {
        let parties: BTreeSet<&str> = e.actors.iter().chain(&e.recipients).map(|a| a.code.as_str()).collect();
        for from in &parties {
            pairs.extend(parties.iter().filter(|to| from < *to).map(|to| ((*from).to_owned(), (*to).to_owned())));
        }
    } else {
        for from in &e.actors {
            pairs.extend(e.recipients.iter().map(|to| (from.code.clone(), to.code.clone())));
        }
    }
    pairs.into_iter().collect()
}

pub(super) fn gexf(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let (nodes, edges) = edges(project, filter)?;
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">"#)?;
    writeln!(out, "<meta><creator>demarche {}</creator></meta>", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        out,
        r#"<graph mode="dynamic" timeformat="date" timerepresentation="interval" defaultedgetype="directed">"#
    )?;
    writeln!(out, r#"<attributes class="edge" mode="static">"#)?;
    let told = [
        ("status", "string"),
        ("score", "double"),
        ("confidence", "double"),
        ("origins", "integer"),
        ("symmetric", "boolean"),
    ];
    for (id, kind) in told {
        writeln!(out, r#"<attribute id="{id}" title="{id}" type="{kind}"/>"#)?;
    }
    writeln!(out, "</attributes>\n<nodes>")?;
    for node in &nodes {
        writeln!(out, r#"<node id="{}" label="{}"/>"#, escape(node), escape(&name(node)))?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for e in &edges {
        let days = if e.start.is_empty() { String::new() } else { format!(r#" start="{}" end="{}""#, e.start, e.end) };
        writeln!(
            out,
            r#"<edge id="{}" source="{}" target="{}" type="directed" kind="{}" label="{}"{days}><attvalues>"#,
            escape(&e.id),
            escape(&e.from),
            escape(&e.to),
            e.kind,
            e.kind
        )?;
        writeln!(
            out,
            r#"<attvalue for="status" value="{}"/><attvalue for="score" value="{}"/><attvalue for="confidence" value="{}"/><attvalue for="origins" value="{}"/><attvalue for="symmetric" value="{}"/></attvalues></edge>"#,
            e.status, e.score, e.confidence, e.origins, e.symmetric
        )?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")?;
    Ok(())
}

pub(super) fn graphml(project: &Project, filter: &Filter, out: &mut dyn Write) -> anyhow::Result<()> {
    let (nodes, edges) = edges(project, filter)?;
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    let keys = [
        ("label", "node", "string"),
        ("type", "edge", "string"),
        ("status", "edge", "string"),
        ("start", "edge", "string"),
        ("end", "edge", "string"),
        ("score", "edge", "double"),
        ("confidence", "edge", "double"),
        ("origins", "edge", "int"),
        ("symmetric", "edge", "boolean"),
    ];
    for (id, of, kind) in keys {
        writeln!(out, r#"<key id="{id}" for="{of}" attr.name="{id}" attr.type="{kind}"/>"#)?;
    }
    writeln!(out, r#"<graph id="demarche" edgedefault="directed">"#)?;
    for node in &nodes {
        let (id, label) = (escape(node), escape(&name(node)));
        writeln!(out, r#"<node id="{id}"><data key="label">{label}</data></node>"#)?;
    }
    for e in &edges {
        writeln!(
            out,
            r#"<edge id="{}" source="{}" target="{}"><data key="type">{}</data><data key="status">{}</data><data key="start">{}</data><data key="end">{}</data><data key="score">{}</data><data key="confidence">{}</data><data key="origins">{}</data><data key="symmetric">{}</data></edge>"#,
            escape(&e.id),
            escape(&e.from),
            escape(&e.to),
            e.kind,
            e.status,
            e.start,
            e.end,
            e.score,
            e.confidence,
            e.origins,
            e.symmetric
        )?;
    }
    writeln!(out, "</graph>\n</graphml>")?;
    Ok(())
}
