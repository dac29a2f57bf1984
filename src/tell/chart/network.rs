//! Actors and what is between them in, a drawing of the network out: around one of them, or of all.

use super::layout::{Join, places};
use super::svg::{Anchor, Said, Svg, class, cut};
use super::tone;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 560.0;
const MARGIN: (f64, f64) = (74.0, 40.0);
const TOP: f64 = 34.0;
/// Drawings of more actors are a tangle.
pub const MOST: usize = 150;

/// One actor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// What the place in the picture hangs on.
    pub code: String,
    pub name: String,
    /// Events in which it takes part.
    pub events: usize,
    pub address: String,
    pub title: String,
}

/// What is between two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    /// Numbers of the nodes.
    pub from: usize,
    pub to: usize,
    pub events: usize,
    /// −10 to 10; nothing where nothing of it is told as done.
    pub tone: Option<f64>,
    pub address: String,
    pub title: String,
}

/// Who deals with whom.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub said: Said,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// The number of the one in the middle.
    pub middle: Option<usize>,
    /// Words for friendly, mixed, hostile, and for what is not told as done.
    pub keys: [String; 4],
    pub empty: String,
}

impl Network {
    pub fn svg(&self) -> String {
        let mut svg = Svg::new(&self.said, "network", [0.0, 0.0, WIDTH, HEIGHT]);
        self.legend(&mut svg);
        let nodes = self.nodes.get(..MOST.min(self.nodes.len())).unwrap_or_default();
        if nodes.is_empty() {
            svg.word("empty", (WIDTH / 2.0, HEIGHT / 2.0), Anchor::Middle, &self.empty);
        }
        let most = self.edges.iter().map(|edge| edge.events).max().unwrap_or(1).max(1) as f64;
        let edges = || self.edges.iter().filter(|edge| edge.from.max(edge.to) < nodes.len());
        let joins: Vec<Join> = edges()
            .map(|edge| Join { from: edge.from, to: edge.to, strength: (edge.events as f64 / most).sqrt() })
            .collect();
        let codes: Vec<&str> = nodes.iter().map(|node| node.code.as_str()).collect();
        let at: Vec<(f64, f64)> = places(&codes, &joins, self.middle)
            .into_iter()
            .map(|(x, y)| {
                let (wide, high) = (WIDTH - 2.0 * MARGIN.0, HEIGHT - TOP - 2.0 * MARGIN.1);
                (MARGIN.0 + x * wide, TOP + MARGIN.1 + y * high)
            })
            .collect();
        for edge in edges() {
            let (Some(from), Some(to)) = (at.get(edge.from), at.get(edge.to)) else { continue };
            let width = 1.2 + 5.0 * (edge.events as f64 / most).sqrt();
            svg.link("mark", &edge.address, &edge.title);
            svg.stroke("hit-line", *from, *to, 14.0);
            svg.stroke(&class(&[&"edge", &tone(edge.tone)]), *from, *to, width);
            svg.close();
        }
        self.draw_nodes(&mut svg, nodes, &at);
        svg.end()
    }

    fn draw_nodes(&self, svg: &mut Svg, nodes: &[Node], at: &[(f64, f64)]) {
        let most = nodes.iter().map(|node| node.events).max().unwrap_or(1).max(1) as f64;
        let small = nodes.len() > 40;
        // The busiest come last: their names stand above the others.
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|n| (nodes.get(*n).map(|node| node.events), std::cmp::Reverse(*n)));
        for number in order {
            let (Some(node), Some((x, y))) = (nodes.get(number), at.get(number).copied()) else { continue };
            let radius = if small { 3.0 } else { 5.0 } + 9.0 * (node.events as f64 / most).sqrt();
            let place = if Some(number) == self.middle { "middle" } else { "around" };
            svg.link("mark", &node.address, &node.title);
            svg.circle("hit", (x, y), radius.max(12.0));
            svg.circle(&class(&[&"node", &place]), (x, y), radius);
            let label = cut(&node.name, if small { 14 } else { 22 });
            svg.word(
                &class(&[&"label", &if small { "small" } else { "full" }]),
                (x, y + radius + 12.0),
                Anchor::Middle,
                &label,
            );
            svg.close();
        }
    }

    fn legend(&self, svg: &mut Svg) {
        let mut x = 10.0;
        for (kind, words) in ["warm", "mixed", "cold", "unsure"].into_iter().zip(&self.keys) {
            svg.stroke(&format!("edge {kind}"), (x, 16.0), (x + 30.0, 16.0), 3.0);
            svg.word("key", (x + 36.0, 20.0), Anchor::Start, words);
            x += 64.0 + 6.6 * words.chars().count() as f64;
        }
    }
}
