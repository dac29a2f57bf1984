// The program as a server on a free port of this machine, and Debian's Chromium, from which no other host can be reached.
import { chromium } from "playwright-core";
import { spawn } from "node:child_process";
import { join } from "node:path";

const program = process.env.DEMARCHE ?? join(import.meta.dirname, "../../target/debug/demarche");
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Opens a project; gives the process and the address of the pages. */
export const serve = async (project) => {
  const server = spawn(program, ["serve", "--port", "0", "-p", project], { stdio: ["ignore", "ignore", "pipe"] });
  const base = await new Promise((found, failed) => {
    let told = "";
    server.stderr.on("data", (text) => {
      told += text;
      const address = told.match(/(http:\/\/[^/]+)\//);
      if (address) found(address[1]);
    });
    server.on("exit", () => failed(new Error(told)));
  });
  return { server, base };
};

export const launch = () =>
  chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });

/** Runs the command on a project. */
export const run = (...args) =>
  new Promise((done, failed) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("exit", (code) => (code === 0 || code === 4 ? done() : failed(new Error(`${args.join(" ")}: ${code}`))));
  });

/** Every screen of a project, by the names of its pictures: what it is called in docs/screens, and its address, of a pair, of an actor,
 * and of the first that a list leads to. This is the one list of them; a test holds it to the navigation. */
export const screensOf = async (page, base, dyad, actor) => {
  const first = async (path, css) => {
    await page.goto(base + path);
    const link = page.locator(css).first();
    if (!(await link.count())) throw new Error(`${path} has no ${css}`);
    return link.getAttribute("href");
  };
  const event = await first("/disputes", "a.fact");
  return {
    overview: ["Overview", "/"],
    relation: ["Relation", `/relation?dyad=${dyad}`],
    relations: ["Relations", "/relation"],
    events: ["Events", `/events?dyad=${dyad}`],
    event: ["Event", event],
    actor: ["Actor", `/actor/${actor}`],
    article: ["Article", await first("/", "a.cite")],
    timeline: ["Timeline", `/timeline?dyad=${dyad}`],
    network: ["Network", "/network"],
    matrix: ["Network as a matrix", "/network?view=matrix"],
    explore: ["Network as a graph to explore", "/network?view=explore"],
    map: ["Map", "/map"],
    disputes: ["Disputes", "/disputes"],
    agreements: ["Agreements", "/agreements"],
    predictions: ["Announcements", "/predictions"],
    voices: ["Voices", "/voices"],
    positions: ["What third parties say", "/positions"],
    search: ["Search", "/search?q=Sanktionen"],
    review: ["Review", "/review"],
    correction: ["Review of one event", event.replace("/event/", "/review?event=")],
    sources: ["Sources", "/sources"],
    outlet: ["Articles of one outlet", await first("/sources", "table a")],
    run: ["Corpus", "/run"],
    help: ["Help", "/help"],
  };
};

/** What cannot be read on a page as it is shown: what is wider than the window, text that its box cuts off, sentences in a column of a
 * few letters, and texts that lie over each other, of the page and of its drawings. */
export const faultsOf = (page) =>
  page.evaluate(() => {
    const LEAST = 3;
    // Letters that make a sentence, those of a line that is too short for one, and the width of one by that of its font.
    const [SENTENCE, NARROW, LETTER] = [60, 12, 0.5];
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth} wide`);
    const told = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);
    const clips = (element) => element instanceof HTMLElement && getComputedStyle(element).overflowX !== "visible";
    // Shown on purpose where it is pointed at, or only for readers who hear the page.
    const aside = ".skip, .card, #drop, option, noscript, script, style, title, desc";
    const heard = (element) => element && (getComputedStyle(element).clipPath !== "none" || heard(element.parentElement));
    const shown = (element) =>
      !element.closest(aside) && element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && !heard(element);
    for (const element of document.body.querySelectorAll("*")) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const cut = (["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1);
      if (cut && element instanceof HTMLElement && shown(element) && told(element.innerText) && !element.title) found.push(`cut: ${told(element.innerText)}`);
    }
    for (const cell of document.body.querySelectorAll("td, th")) {
      const { display, fontSize, paddingInlineStart, paddingInlineEnd } = getComputedStyle(cell);
      const letters = (cell.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd)) / (LETTER * parseFloat(fontSize));
      if (display === "table-cell" && shown(cell) && cell.innerText.length > SENTENCE && letters < NARROW) found.push(`narrow: ${told(cell.innerText)}`);
    }
    // A text of a drawing that leans, letter by letter: upright boxes around its letters cover little more than these.
    const leaning = [];
    const pieces = (holder) =>
      Array.from({ length: holder.getNumberOfChars?.() ?? 0 }, (_, at) => {
        const { x, y, width, height } = holder.getExtentOfChar(at);
        const [left, right, top, bottom] = [x, x + width, y + 0.25 * height, y + 0.8 * height];
        const corners = [[left, top], [right, top], [left, bottom], [right, bottom]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(holder.getScreenCTM()));
        const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
        return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
      });
    // The lines of every text, as far as what holds it lets them be seen.
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const holder = text.parentElement;
      if (!text.data.trim() || !shown(holder)) continue;
      const turned = holder.closest("[transform*=rotate]");
      if (turned) {
        leaning.push(...pieces(holder).map((piece) => ({ ...piece, text, of: turned })));
        continue;
      }
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, top, right, bottom } of range.getClientRects()) {
        const line = { left, top, right, bottom, text };
        for (let outer = holder; outer; outer = outer.parentElement) {
          if (!clips(outer) || outer === document.body) continue;
          const frame = outer.getBoundingClientRect();
          line.left = Math.max(line.left, frame.left);
          line.right = Math.min(line.right, frame.right);
        }
        if (line.right - line.left > LEAST) lines.push(line);
      }
    }
    lines.sort((a, b) => a.top - b.top);
    lines.forEach((one, at) => {
      for (const other of lines.slice(at + 1)) {
        if (other.top > one.bottom - LEAST) break;
        const over = Math.min(one.right, other.right) - Math.max(one.left, other.left) > LEAST;
        if (over && one.text !== other.text) found.push(`over each other: ${told(one.text.data)} | ${told(other.text.data)}`);
      }
    });
    for (const one of leaning) {
      const meets = ({ left, top, right, bottom }) =>
        Math.min(one.right, right) - Math.max(one.left, left) > LEAST && Math.min(one.bottom, bottom) - Math.max(one.top, top) > LEAST;
      const other = lines.find(meets) ?? leaning.find((other) => other.of !== one.of && meets(other));
      if (other) found.push(`over each other: ${told(one.text.data)} | ${told(other.text.data)}`);
    }
    return [...new Set(found)];
  });
