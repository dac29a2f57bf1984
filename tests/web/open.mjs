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

/** The address of every screen of a project: of a pair, of an actor, and of the first that a list leads to. */
export const screensOf = async (page, base, dyad, actor) => {
  const first = async (path, css) => {
    await page.goto(base + path);
    const link = page.locator(css).first();
    if (!(await link.count())) throw new Error(`${path} has no ${css}`);
    return link.getAttribute("href");
  };
  return {
    overview: "/",
    relation: `/relation?dyad=${dyad}`,
    events: `/events?dyad=${dyad}`,
    event: await first("/disputes", "a.fact"),
    actor: `/actor/${actor}`,
    article: await first("/", "a.cite"),
    timeline: `/timeline?dyad=${dyad}`,
    network: "/network",
    matrix: "/network?view=matrix",
    explore: "/network?view=explore",
    map: "/map",
    disputes: "/disputes",
    agreements: "/agreements",
    predictions: "/predictions",
    voices: "/voices",
    positions: "/positions",
    search: "/search?q=Sanktionen",
    review: "/review",
    sources: "/sources",
    run: "/run",
    help: "/help",
  };
};
