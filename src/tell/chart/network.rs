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

/// A part of the picture: left, top, right, bottom.
#[derive(Clone, Copy)]
struct Area([f64; 4]);

impl Area {
    fn around((x, y): (f64, f64), radius: f64) -> Self {
        Self([x - radius, y - radius, x + radius, y + radius])
    }

    /// How much of it lies over another.
    fn over(&self, Area([left, top, right, bottom]): &Self) -> f64 {
        let wide = self.0[2].min(*right) - self.0[0].max(*left);
        let high = self.0[3].min(*bottom) - self.0[1].max(*top);
        wide.max(0.0) * high.max(0.0)
    }

    fn size(&self) -> f64 {
        (self.0[2] - self.0[0]) * (self.0[3] - self.0[1])
    }
}

/// Where the name of a node stands.
#[derive(Clone, Copy)]
struct Label {
    at: (f64, f64),
    anchor: Anchor,
    area: Area,
}

impl Label {
    /// Below the node; where other names or nodes are there and elsewhere are fewer, above it or at a side.
    fn beside(circle: &Area, name: &str, small: bool, names: &[Area], circles: &[Area]) -> Self {
        let Area([left, top, right, bottom]) = *circle;
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        let (wide, high) = if small { (5.4, 10.0) } else { (6.6, 12.0) };
        let wide = wide * name.chars().count() as f64;
        let label = |at: (f64, f64), anchor: Anchor| {
            let start = match anchor {
                Anchor::Start => at.0,
                Anchor::Middle => at.0 - wide / 2.0,
                Anchor::End => at.0 - wide,
            };
            Self { at, anchor, area: Area([start, at.1 - 0.8 * high, start + wide, at.1 + 0.2 * high]) }
        };
        let places = [
            label((x, bottom + 12.0), Anchor::Middle),
            label((x, top - 5.0), Anchor::Middle),
            label((right + 4.0, y + 4.0), Anchor::Start),
            label((left - 4.0, y + 4.0), Anchor::End),
        ];
        let picture = Area([0.0, TOP, WIDTH, HEIGHT]);
        let hidden = |label: &Self| {
            let names: f64 = names.iter().map(|name| label.area.over(name)).sum();
            let nodes: f64 = circles.iter().map(|node| label.area.over(node)).sum();
            // A name that lies over another cannot be read; one beyond the picture even less.
            4.0 * names + nodes + 16.0 * (label.area.size() - label.area.over(&picture))
        };
        let [below, others @ ..] = places;
        let mut best = (hidden(&below), below);
        for label in others {
            let cost = hidden(&label);
            if cost < best.0 {
                best = (cost, label);
            }
        }
        best.1
    }
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
        let radius = |node: &Node| if small { 3.0 } else { 5.0 } + 9.0 * (node.events as f64 / most).sqrt();
        let name = |node: &Node| cut(&node.name, if small { 14 } else { 22 });
        let circles: Vec<Area> = nodes.iter().zip(at).map(|(node, at)| Area::around(*at, radius(node))).collect();
        let mut labels: Vec<Option<Label>> = vec![None; nodes.len()];
        let mut taken: Vec<Area> = Vec::new();
        // The busiest choose first where their names stand.
        for number in order.iter().rev() {
            let (Some(node), Some(circle)) = (nodes.get(*number), circles.get(*number)) else { continue };
            let label = Label::beside(circle, &name(node), small, &taken, &circles);
            taken.push(label.area);
            if let Some(place) = labels.get_mut(*number) {
                *place = Some(label);
            }
        }
        for number in order {
            let (Some(node), Some((x, y))) = (nodes.get(number), at.get(number).copied()) else { continue };
            let Some(Some(label)) = labels.get(number) else { continue };
            let radius = radius(node);
            let place = if Some(number) == self.middle { "middle" } else { "around" };
            svg.link("mark", &node.address, &node.title);
            svg.circle("hit", (x, y), radius.max(12.0));
            svg.circle(&class(&[&"node", &place]), (x, y), radius);
            let size = class(&[&"label", &if small { "small" } else { "full" }]);
            svg.word(&size, label.at, label.anchor, &name(node));
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

#[cfg(test)]
mod tests {
    use super::{Area, Label};

    #[test]
    fn a_name_stands_where_it_lies_over_no_other() {
        let node = Area::around((300.0, 300.0), 10.0);
        let beside = |names: &[Area], circles: &[Area]| Label::beside(&node, "Germany", false, names, circles).at;
        assert_eq!(beside(&[], &[]), (300.0, 322.0));
        let below = Area([250.0, 312.0, 350.0, 325.0]);
        assert_eq!(beside(&[below], &[]), (300.0, 285.0), "above");
        let above = Area::around((300.0, 270.0), 12.0);
        assert_eq!(beside(&[below], &[above]), (314.0, 304.0), "on the right");
        // At the right end there is no room for it.
        let node = Area::around((700.0, 300.0), 10.0);
        let name = Label::beside(&node, "Germany", false, &[], &[]);
        assert_eq!(name.at, (686.0, 304.0), "on the left");
    }
}
