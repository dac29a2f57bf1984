// A project in, what each screen costs a browser out (`just weigh PROJECT`):
//   node tests/web/weigh.mjs PROJECT DYAD ACTOR
// Of three visits, each in a new browser, the least: milliseconds to the first byte and to the first thing seen, of scripts
// and of layout; bytes of the page, and with all that it loads; requests; how far things moved while it loaded.
import { launch, screensOf, serve } from "./open.mjs";

const [project, dyad = "USA,IRN", actor = "TUR"] = process.argv.slice(2);
const VISITS = 3;
/** Milliseconds of scripts and to the first byte, and bytes of a page without the map, that no screen may pass. */
const [SCRIPT, FIRST, LARGEST] = [50, 200, 300_000];

const { server, base } = await serve(project);

/** What one visit of an address costs, in a browser that has seen nothing. */
const visit = async (path) => {
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "en" });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const answers = [];
  page.on("requestfinished", (request) => answers.push(request.sizes()));
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.moved += entry.value))).observe({
      type: "layout-shift",
      buffered: true,
    });
  });
  await page.goto(base + path, { waitUntil: "networkidle" });
  if (path.endsWith("explore")) await page.locator("#explore[data-nodes]").waitFor();
  const { metrics } = await session.send("Performance.getMetrics");
  const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const [first, seen, moved, bytes] = await page.evaluate(() => {
    const { responseStart, requestStart, encodedBodySize } = performance.getEntriesByType("navigation")[0];
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [responseStart - requestStart, paint?.startTime ?? 0, globalThis.moved, encodedBodySize];
  });
  const sizes = await Promise.all(answers);
  await browser.close();
  const loaded = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  return { first, seen, script: of.ScriptDuration * 1000, layout: of.LayoutDuration * 1000, bytes, loaded, requests: sizes.length, moved };
};

const bounds = { first: FIRST, script: SCRIPT, bytes: LARGEST };
let broken = 0;
try {
  const scout = await launch();
  const screens = await screensOf(await scout.newPage(), base, dyad, actor);
  await scout.close();
  console.log("| screen | first byte, ms | seen, ms | scripts, ms | layout, ms | bytes | with what it loads | requests | moved |\n|---|---|---|---|---|---|---|---|---|");
  for (const [name, [, path]] of Object.entries(screens)) {
    const least = {};
    for (let n = 0; n < VISITS; n += 1)
      for (const [what, cost] of Object.entries(await visit(path))) least[what] = Math.min(cost, least[what] ?? cost);
    const { first, seen, script, layout, bytes, loaded, requests, moved } = least;
    console.log(`| ${name} | ${[first, seen, script, layout, bytes, loaded, requests].map(Math.round).join(" | ")} | ${moved.toFixed(3)} |`);
    for (const [what, bound] of Object.entries(bounds)) {
      if (least[what] <= bound || (what === "bytes" && name === "map"))
        continue;
      console.error(`${name}: ${what} ${Math.round(least[what])}, the bound is ${bound}`);
      broken += 1;
    }
  }
} finally {
  server.kill();
}
process.exitCode = broken ? 1 : 0;
