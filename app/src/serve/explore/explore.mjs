// Who deals with whom, as a graph that can be moved about: actors and ties of `/network?data=graph` in, a drawing out.
// The page says the same as lines, matrix and table; this is loaded only where it is asked for. Places begin on a circle in
// the order of the data and follow from the ties alone, so that the same data gives the same picture.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";

/** Half the width of the circle on which actors begin. */
const WIDE = 200;
/** Half the width of a sign on a line. */
const SIGN = 8;
const frame = document.getElementById("explore");
const told = document.getElementById("explore-told");
const actor = document.getElementById("explore-actor");

/** The colours of the page as it is shown now. */
const palette = () => {
  const probe = document.createElement("span");
  frame.append(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = { ink: colour("ink"), page: colour("page"), soft: colour("line"), node: colour("link"),
    warm: colour("material-cooperation"), mixed: colour("verbal-conflict"), cold: colour("material-conflict"), unsure: colour("soft") };
  probe.remove();
  return found;
};

const graphOf = ({ nodes, edges }) => {
  const graph = new Graph({ type: "undirected" });
  nodes.forEach((node, at) => {
    const turn = (2 * Math.PI * at) / nodes.length;
    graph.addNode(node.code, { label: node.name, x: WIDE * Math.cos(turn), y: WIDE * Math.sin(turn), size: 4 + 2 * Math.log2(1 + node.events), ...node });
  });
  for (const edge of edges) {
    graph.addEdge(edge.from, edge.to, { ...edge, size: 1 + Math.log2(edge.events), weight: edge.events });
  }
  const settings = { ...forceAtlas2.inferSettings(graph), edgeWeightInfluence: 0.5, scalingRatio: 20, slowDown: 2, barnesHutOptimize: graph.order > 150 };
  forceAtlas2.assign(graph, { iterations: 400, settings });
  forceAtlas2.assign(graph, { iterations: 60, settings: { ...settings, adjustSizes: true } });
  return graph;
};

const start = async () => {
  const data = await (await fetch(frame.dataset.graph)).json();
  if (data.nodes.length === 0) return;
  const graph = graphOf(data);
  const order = data.nodes.map((node) => node.code);
  let colours = palette();
  const state = new URLSearchParams(location.search);
  let chosen = order.includes(state.get("chosen")) ? state.get("chosen") : null;
  const near = () => new Set(chosen ? [chosen, ...graph.neighbors(chosen)] : order);
  const kinds = [...document.querySelectorAll("input[data-tone]")];
  const left = (state.get("without") ?? "").split(",");
  for (const box of kinds) box.checked = !left.includes(box.dataset.tone);
  /** What is chosen and what is left out stand in the address, here and in the other language. */
  const keep = () => {
    const without = kinds.filter((box) => !box.checked).map((box) => box.dataset.tone).join(",");
    const said = (address) => {
      const url = new URL(address);
      for (const [name, value] of Object.entries({ chosen, without })) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
      return url;
    };
    history.replaceState(null, "", said(location.href));
    for (const other of document.querySelectorAll("a[hreflang]")) other.href = said(other.href);
  };
  const shown = (tone) => kinds.some((box) => box.dataset.tone === tone && box.checked);
  /** Left, top, right and bottom of the names that are drawn: of names that would lie over each other the first stands. */
  let taken = [];
  /** Where the actors stand, and half their width: known once the names of a picture are drawn. */
  let marks = null;
  let sigma = null;
  const mark = (code) => {
    const node = sigma.getNodeDisplayData(code);
    const { x, y } = sigma.framedGraphToViewport(node);
    return [code, x, y, sigma.scaleSize(node.size)];
  };
  sigma = new Sigma(graph, frame, {
    allowInvalidContainer: true,
    // Names are drawn in the order of the actors, those with the most events first, not by the cells of a grid.
    labelDensity: 0,
    labelFont: getComputedStyle(document.body).fontFamily,
    zIndex: true,
    renderEdgeLabels: true,
    // A sign keeps upright in the middle of its line: turned with it a plus would be a cross.
    defaultDrawEdgeLabel: (context, edge, from, to, settings) => {
      if (!edge.label) return;
      const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
      context.beginPath();
      context.arc(x, y, SIGN, 0, 2 * Math.PI);
      [context.fillStyle, context.strokeStyle, context.lineWidth] = [colours.page, edge.color, 1.5];
      context.fill();
      context.stroke();
      [context.fillStyle, context.textAlign, context.textBaseline] = [edge.color, "center", "middle"];
      context.font = `700 ${1.7 * SIGN}px ${settings.labelFont}`;
      context.fillText(edge.label, x, y);
    },
    defaultDrawNodeLabel: (context, node, settings) => {
      if (!node.label) return;
      context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
      const width = context.measureText(node.label).width;
      const [wide, high] = [node.size + 3, node.size + 3 + settings.labelSize / 2];
      const places = [[node.x + wide, node.y], [node.x - wide - width, node.y], [node.x - width / 2, node.y - high], [node.x - width / 2, node.y + high]];
      const around = ([left, middle]) => [left, middle - settings.labelSize / 2, left + width, middle + settings.labelSize / 2];
      const isFree = ([left, top, right, bottom]) => left >= 0 && right <= frame.clientWidth &&
        !taken.some((other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom);
      // The library draws once while it is made: nothing stands yet.
      marks ??= sigma ? order.map(mark) : [];
      const isClear = ([left, top, right, bottom]) => !marks.some(([code, x, y, half]) => code !== node.key &&
        left < x + half && x - half < right && top < y + half && y - half < bottom);
      // Better beside all actors than on one of them, and better there than nowhere.
      const free = places.filter((place) => isFree(around(place)));
      const place = free.find((place) => isClear(around(place))) ?? free[0];
      if (!place) return;
      const [left, middle] = place;
      taken.push(around(place));
      // A rim in the colour of the page, so that it can be read over lines and marks.
      [context.lineWidth, context.lineJoin, context.strokeStyle, context.fillStyle] = [3, "round", colours.page, colours.ink];
      context.strokeText(node.label, left, middle + settings.labelSize / 3);
      context.fillText(node.label, left, middle + settings.labelSize / 3);
    },
    // The name stands in the colour of the page's ink; the box that the library would draw is white in the dark.
    defaultDrawNodeHover: (context, node, settings) => {
      context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
      const width = context.measureText(node.label).width;
      context.fillStyle = colours.page;
      context.fillRect(node.x + node.size + 1, node.y - settings.labelSize, width + 6, settings.labelSize * 1.7);
      context.fillStyle = colours.ink;
      context.fillText(node.label, node.x + node.size + 3, node.y + settings.labelSize / 3);
    },
    nodeReducer: (code, node) => ({
      ...node,
      color: code === chosen ? colours.ink : near().has(code) ? colours.node : colours.soft,
      label: near().has(code) ? node.label : "",
      forceLabel: near().has(code),
      zIndex: near().has(code) ? 1 : 0,
    }),
    edgeReducer: (_, edge) => {
      const touches = !chosen || edge.from === chosen || edge.to === chosen;
      const sign = chosen && touches ? { label: edge.sign, forceLabel: true } : {};
      return { ...edge, ...sign, color: touches ? colours[edge.kind] : colours.soft, hidden: !shown(edge.kind) };
    },
  });
  sigma.on("beforeRender", () => ([taken, marks] = [[], null]));
  sigma.refresh();
  // The words below say all of it.
  for (const canvas of frame.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");

  const link = (address, text) => {
    const a = document.createElement("a");
    a.href = address;
    a.textContent = text;
    return a;
  };
  const choose = (code) => {
    chosen = code;
    sigma.refresh();
    told.replaceChildren();
    actor.value = code ?? "";
    keep();
    if (!code) return;
    const ties = graph.edges(code).map((edge) => graph.getEdgeAttributes(edge));
    ties.sort((a, b) => b.events - a.events);
    told.append(link(graph.getNodeAttribute(code, "href"), graph.getNodeAttribute(code, "name")), ": ");
    ties.slice(0, 12).forEach((tie, at) => told.append(at ? "; " : "", link(tie.href, tie.told)));
    const { x, y } = sigma.getNodeDisplayData(code);
    const camera = sigma.getCamera();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    camera.animate({ x, y, ratio: Math.min(camera.ratio, 0.7) }, { duration: calm ? 0 : 250 });
  };
  sigma.on("clickNode", ({ node }) => choose(node));
  sigma.on("clickStage", () => choose(null));
  actor.addEventListener("change", () => choose(actor.value || null));
  for (const box of kinds) box.addEventListener("change", () => {
    sigma.refresh();
    keep();
  });
  const camera = sigma.getCamera();
  const zoom = (by) => camera.setState({ ratio: by ? Math.max(0.05, Math.min(4, camera.ratio * by)) : 1, ...(by ? {} : { x: 0.5, y: 0.5 }) });
  const step = (by) => choose(order[(Math.max(-1, order.indexOf(chosen)) + by + order.length) % order.length] ?? order[0]);
  const acts = { "+": () => zoom(0.8), "-": () => zoom(1.25), 0: () => zoom(0), ArrowRight: () => step(1), ArrowLeft: () => step(-1), Escape: () => choose(null),
    Enter: () => chosen && (location.href = graph.getNodeAttribute(chosen, "href")) };
  frame.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  for (const button of document.querySelectorAll("button[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  // Light or dark may change while the graph is open.
  const repaint = () => {
    colours = palette();
    sigma.refresh();
  };
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  if (chosen) choose(chosen);
  frame.dataset.nodes = graph.order;
};

const fault = (error) => (told.textContent = String(error));
if (frame) start().catch(fault);
