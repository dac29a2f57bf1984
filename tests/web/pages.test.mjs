// The pages of demarche as a reader meets them: in a browser, from an empty project to a printed briefing.
// The server is the program itself on a free port of this machine; no other host can be reached.
import AxeBuilder from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { faultsOf, launch, run, screensOf, serve } from "./open.mjs";

const here = import.meta.dirname;
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The one view that scripts draw. */
const EXPLORE = "/network?view=explore";
/** Bytes of a page and of all scripts. */
const [LARGEST_PAGE, LARGEST_SCRIPT] = [300_000, 25_000];

let server, folder, base, browser;
const asked = new Set();

const newPage = async (options = {}) => {
  const context = await browser.newContext({ locale: "de-DE", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  page.on("pageerror", (error) => assert.fail(error));
  page.on("console", (message) => assert.notEqual(message.type(), "error", message.text()));
  return page;
};

/** Every screen, and further views of some. */
const screens = async (page) => {
  const all = Object.values(await screensOf(page, base, "IRN,USA", "IRN")).map(([, path]) => path);
  return [...all, "/search", "/nowhere", "/events?from=soon", "/map?area=world", "/network?view=table", "/agreements?ui=en", "/voices?kind=official", "/positions?stance=criticises&ui=en"];
};

const ended = async (page) => {
  await page.waitForURL("**/run*");
  await page.locator(".job:not([data-running])").waitFor();
};

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "demarche-"));
  ({ server, base } = await serve(join(folder, "x.demarche")));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("an empty project takes the sample, and the briefing is read", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  await page.getByRole("heading", { name: "Noch keine Artikel" }).waitFor();
  await page.getByRole("button", { name: "Beispiel laden" }).click();
  await ended(page);
  await page.getByText("Hinzugefügt: 5").waitFor();
  await page.getByRole("link", { name: "Lage", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Iran – USA" }).waitFor();
  assert.ok((await page.locator("a.cite").count()) > 20);
});

test("a citation shows its passage and opens it where it stands", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  const cite = page.locator("a.cite").first();
  // Beside the pointer stands no more than how the passage begins.
  const begins = (await cite.getAttribute("title")).replace(/…$/, "").replace(/\s+/g, " ");
  await cite.focus();
  await page.getByRole("tooltip").waitFor();
  assert.ok((await page.getByRole("tooltip").innerText()).replace(/\s+/g, " ").includes(begins));
  await page.keyboard.press("Escape");
  assert.ok(await page.getByRole("tooltip").isHidden());
  await cite.press("Enter");
  await page.waitForURL("**/article/**");
  const mark = page.locator("mark.target");
  assert.ok((await mark.allInnerTexts()).join("").replace(/\s+/g, " ").startsWith(begins));
  assert.ok(await mark.first().evaluate((element) => element === document.activeElement));
});

test("conditions narrow a list, stand in its address and can be removed", async () => {
  const page = await newPage();
  await page.goto(base + "/events");
  const all = await page.locator("table.facts tbody tr").count();
  await page.getByText("Eingrenzen", { exact: true }).click();
  await page.getByLabel("Zwischen").fill("IRN,USA");
  await page.getByLabel("Von").fill("2016-01-01");
  await page.getByRole("button", { name: "Anwenden" }).click();
  await page.waitForURL("**/events?dyad=IRN%2CUSA&from=2016-01-01");
  const some = await page.locator("table.facts tbody tr").count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  const feed = await page.locator("link[type='application/atom+xml']").getAttribute("href");
  assert.match(feed, /dyad=IRN%2CUSA/);
  await page.getByRole("link", { name: /Von: 1\. Januar 2016/ }).click();
  await page.waitForURL("**/events?dyad=IRN%2CUSA");
  await page.getByRole("link", { name: "Alles zeigen" }).click();
  await page.waitForURL("**/events");
  assert.equal(await page.locator("table.facts tbody tr").count(), all);
});

test("files are added, and the dispute they hold is followed to its passages", async () => {
  const page = await newPage();
  await page.goto(base + "/run");
  await page.getByLabel("Dateien").setInputFiles(join(here, "articles/grenze.jsonl"));
  await page.locator(".adding form:has(input[type=file]) button").click();
  await ended(page);
  await page.getByText("Hinzugefügt: 3").waitFor();
  await page.getByRole("link", { name: "Streit" }).click();
  const versions = page.locator(".card-of", { hasText: "Perus Regierung" }).locator(".version");
  assert.equal(await versions.count(), 2);
  await versions.filter({ hasText: "Es geschah nicht" }).getByRole("link").first().click();
  await page.waitForURL("**/article/lima**");
  assert.match(await page.locator("mark.target").first().innerText(), /Perus Regierung/);
});

test("what third parties say is listed by stand, narrowed, and leads to the event and to their words", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  await page.getByRole("link", { name: "Stimmen", exact: true }).click();
  await page.waitForURL("**/voices");
  await page.getByRole("link", { name: "Haltungen", exact: true }).click();
  await page.waitForURL("**/positions");
  const held = page.locator(".card-of p.held");
  const all = await held.count();
  await page.getByRole("link", { name: /^dagegen/ }).press("Enter");
  await page.waitForURL("**/positions?stance=criticises");
  await held.filter({ hasText: "verurteilt" }).first().waitFor();
  await page.goto(base + "/positions?stance=criticises&type=AGREE");
  const told = (await held.allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
  assert.ok(told.every((text) => /^Israel.* dagegen .*verurteilt/.test(text)), told.join("\n"));
  assert.ok(told.length > 0 && told.length < all, `${told.length} of ${all}`);
  await page.goto(base + "/positions?actor=QAT");
  await page.getByText("Niemand sonst äußert sich").waitFor();
  await page.goto(base + "/positions?ui=en");
  await page.getByRole("heading", { level: 1, name: "Positions" }).waitFor();
  await page.locator(".card-of h2 a").first().press("Enter");
  await page.getByRole("heading", { name: "What third parties say" }).waitFor();
});

test("who is quoted is listed by kind, and leads to his words and to what third parties say to an event", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  await page.getByRole("link", { name: "Stimmen", exact: true }).click();
  await page.waitForURL("**/voices");
  const names = page.locator(".card-of h2");
  const all = await names.allInnerTexts();
  await page.getByRole("link", { name: /^Beamte ohne Namen/ }).press("Enter");
  await page.waitForURL("**/voices?kind=official");
  const some = await names.allInnerTexts();
  assert.ok(some.includes("ein europäischer Diplomat") && some.length < all.length, `${some} of ${all}`);
  await page.locator(".card-of p.held a").first().press("Enter");
  await page.waitForURL("**/article/**");
  assert.match(await page.locator("mark.target").first().innerText(), /europäischer Diplomat/);
  await page.goto(base + "/voices");
  await page.locator(".card-of a[href*='/event/']").first().press("Enter");
  await page.getByRole("heading", { name: "Dazu sagen Dritte" }).waitFor();
  const held = page.getByRole("region", { name: "Dazu sagen Dritte" }).locator("p.held");
  assert.match((await held.first().innerText()).replace(/\s+/g, " "), /^Israel.* dagegen .*verurteilt/);
  await held.first().getByRole("link").last().press("Enter");
  await page.waitForURL("**/article/**");
  assert.match((await page.locator("mark.target").allInnerTexts()).join(""), /Netanjahu verurteilt Einigung/);
});

test("words and codes find passages in all languages", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  await page.keyboard.press("/");
  await page.keyboard.type("Grenzposten");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=Grenzposten");
  await page.locator("#abroad").waitFor();
  await page.getByText("The Peruvian army attacked").waitFor();
  await page.getByRole("searchbox").fill("actor:PER Arica");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=actor*");
  assert.deepEqual([...new Set(await page.locator(".hits .tag").allInnerTexts())].sort(), ["de", "en"]);
  await page.locator(".facet").first().getByRole("link", { name: "Englisch" }).click();
  await page.waitForURL(/lang=en/);
  assert.deepEqual([...new Set(await page.locator(".hits .tag").allInnerTexts())], ["en"]);
});

test("a search is kept under a name, counts what is new and is forgotten", async () => {
  const page = await newPage();
  await page.goto(base + "/search?q=Grenzposten");
  await page.getByText("Ansicht merken").click();
  await page.getByLabel("Name", { exact: true }).fill("Posten");
  await page.getByRole("button", { name: "Merken" }).click();
  await page.waitForURL("**/search?q=Grenzposten");
  await page.getByText("Gemerkt als Posten").waitFor();
  await page.goto(base + "/");
  await page.getByRole("region", { name: "Gemerkte Ansichten" }).getByRole("link", { name: "Posten", exact: true }).click();
  await page.waitForURL("**/search?q=Grenzposten");
  const feed = await page.getByRole("link", { name: "Feed: Posten" }).getAttribute("href");
  assert.match(await (await fetch(base + feed)).text(), /<entry>/);
  await page.getByRole("button", { name: "Vergessen: Posten" }).click();
  await page.getByText("Gemerkte Ansichten").waitFor({ state: "detached" });
  await page.goto(base + "/review");
  await page.locator("body").press("Backspace");
  await page.getByText("(zurückgenommen)").first().waitFor();
  await page.goto(base + "/search");
  await page.getByRole("link", { name: "Posten", exact: true }).waitFor();
});

test("an actor is corrected, and the correction taken back by a key", async () => {
  const page = await newPage();
  await page.goto(base + "/disputes");
  await page.locator("a.fact").first().click();
  const event = page.url();
  await page.getByRole("link", { name: "Prüfen und berichtigen" }).click();
  await page.getByLabel("Wer", { exact: true }).fill("BOL MIL");
  await page.getByRole("button", { name: "Berichtigen" }).click();
  await page.locator("#log").waitFor();
  await page.goto(event);
  assert.match(await page.locator("h1").innerText(), /Bolivien \(Militär\)/);
  await page.goto(base + "/review");
  await page.locator("body").press("Backspace");
  await page.getByText("(zurückgenommen)").first().waitFor();
  await page.goto(event);
  assert.match(await page.locator("h1").innerText(), /Peru \(Militär\)/);
});

test("a question is answered and skipped by keys", async () => {
  const page = await newPage();
  await page.goto(base + "/review");
  const question = () => page.locator(".question a.fact").getAttribute("href");
  const first = await question();
  await page.locator("body").press("x");
  await page.waitForURL("**/review?at=1");
  assert.notEqual(await question(), first);
  await page.goto(base + "/review");
  await page.locator("body").press("a");
  await page.getByText("bestätigt").first().waitFor();
  assert.notEqual(await question(), first);
  await page.locator("body").press("Backspace");
  await page.getByText("(zurückgenommen)").first().waitFor();
  assert.equal(await question(), first);
});

test("a citation is copied", async () => {
  const page = await newPage({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(base + "/disputes");
  await page.locator("a.fact").first().click();
  await page.locator("summary", { hasText: "Zitieren" }).first().click();
  await page.getByRole("button", { name: "Kopieren" }).first().click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Arica.*\((Blatt A|Paper C), 7\. Mai 2024: /);
});

test("the briefing prints, with its passages as notes", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("nav.screens").isHidden());
  assert.ok(await page.locator("#n1").isVisible());
  assert.ok(await page.locator("footer .print-only").isVisible());
});

test("drawings of a report move within themselves where the window is narrow, and can be read", async () => {
  const report = join(folder, "report.html");
  await run("report", "-p", join(folder, "x.demarche"), "-o", report);
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(`file://${report}`);
  assert.deepEqual(await faultsOf(page), []);
  const widths = await page.evaluate(() => [...document.querySelectorAll("figure")].map((figure) => [figure.clientWidth, figure.scrollWidth]));
  assert.ok(widths.length > 5);
  for (const [shown, whole] of widths) assert.ok(shown < 390 && whole >= 570, `${whole} in ${shown}`);
});

test("what is folded is open on paper, but for what is there to be copied", async () => {
  const page = await newPage();
  await page.goto(base + "/help");
  await page.evaluate(() => {
    document.querySelector("main").insertAdjacentHTML("beforeend", "<details id='copies'><summary>2</summary><p>folded</p></details><details class='copy'><summary>cite</summary><p>cited</p></details>");
  });
  const high = (text) => page.getByText(text, { exact: true }).evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }) && element.getBoundingClientRect().height > 0);
  assert.deepEqual([await high("folded"), await high("cited")], [false, false]);
  await page.emulateMedia({ media: "print" });
  assert.deepEqual([await high("folded"), await high("cited")], [true, false]);
});

test("a drawing stands on the sheet of its heading, and the graph to explore gives way to its lines on paper", async () => {
  // What margins leave of a sheet of A4, in pixels.
  const sheet = { width: 643, height: 986 };
  const page = await newPage({ viewport: sheet });
  await page.emulateMedia({ media: "print" });
  for (const path of ["/timeline", "/network", "/network?view=matrix", "/network?view=explore", "/map"]) {
    await page.goto(base + path);
    const box = await page.locator("main .drawing svg").first().boundingBox();
    assert.ok(box.height > 100 && box.y + box.height < sheet.height && box.x + box.width <= sheet.width, `${path}: ${JSON.stringify(box)}`);
  }
  await page.goto(base + EXPLORE);
  for (const part of ["#explore", ".explore-tools", "#explore-how"]) assert.ok(await page.locator(part).isHidden(), part);
  await page.emulateMedia({ media: "screen" });
  assert.ok(await page.locator("figure.print-only").isHidden() && await page.locator("#explore").isVisible());
});

for (const theme of ["light", "dark"]) {
  test(`no screen has a fault of access that axe knows, ${theme}`, async () => {
    const page = await newPage({ colorScheme: theme });
    page.removeAllListeners("console");
    for (const path of await screens(page)) {
      await page.goto(base + path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
      assert.deepEqual(violations.map((v) => `${path} ${v.id}: ${v.nodes[0].html}`), []);
    }
  });
}

test("every screen is reached by keyboard alone, and its focus is seen", async () => {
  const page = await newPage();
  await page.goto(base + "/");
  const names = await page.locator("nav.screens a").allInnerTexts();
  for (const [at, name] of names.entries()) {
    await page.goto(base + "/help");
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      if (presses === 0) assert.match(await page.locator(":focus").innerText(), /Zum Inhalt/);
      if ((await page.locator(":focus").innerText().catch(() => "")) === name) break;
    }
    assert.equal(await page.locator(":focus").innerText(), name);
    const outline = await page.locator(":focus").evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.notEqual(outline, "none", name);
    await page.keyboard.press("Enter");
    await page.locator("nav.screens [aria-current=page]", { hasText: name }).waitFor();
    assert.equal(await page.locator("nav.screens a").nth(at).getAttribute("aria-current"), "page");
  }
  await page.goto(base + "/");
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.waitForURL("**/events");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await page.waitForURL("**/event/**");
  await page.keyboard.press("?");
  await page.waitForURL("**/help");
  await page.getByLabel("Tasten an").uncheck();
  await page.locator("h1").click();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/help$/);
});

test("with scripts off nothing is missing", async () => {
  const [on, off] = [await newPage(), await newPage({ javaScriptEnabled: false })];
  on.removeAllListeners("console");
  off.removeAllListeners("console");
  const told = async (page) => (await page.locator("main").textContent()).replace(/\s+/g, " ");
  for (const path of await screens(on)) {
    await on.goto(base + path);
    await off.goto(base + path);
    assert.equal(await told(off), await told(on), path);
  }
  await off.goto(base + EXPLORE);
  await off.getByText("Linien, Matrix und Tabelle sagen dasselbe").waitFor();
  await off.goto(base + "/review");
  await off.locator("button[data-key=a]").click();
  await off.getByText("bestätigt").first().waitFor();
  await off.locator(".log button").first().click();
  await off.getByText("(zurückgenommen)").first().waitFor();
});

for (const [tongue, load, again, home] of [["de", "Beispiel laden", "Stand neu abfragen", "Zur Lage"], ["en", "Load the sample", "Ask again", "To the briefing"]]) {
  test(`from an empty project to a printed briefing by keys alone and without scripts, ${tongue}`, async () => {
    const own = mkdtempSync(join(tmpdir(), "demarche-"));
    const opened = await serve(join(own, "leer.demarche"));
    try {
      const page = await newPage({ javaScriptEnabled: false, locale: tongue });
      page.removeAllListeners("request");
      const press = async (name) => {
        for (let presses = 0; presses < 60; presses++) {
          await page.keyboard.press("Tab");
          const focus = page.locator(":focus");
          if ((await focus.count()) && (await focus.innerText()) === name) return Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
        }
        assert.fail(`no way to ${name} by keys`);
      };
      await page.goto(opened.base + "/");
      await press(load);
      while (!(await page.getByText(home).count())) await press(again);
      await press(home);
      await page.locator("h1", { hasText: "Iran" }).waitFor();
      assert.ok((await page.pdf({ format: "A4" })).length > 20_000);
    } finally {
      opened.server.kill();
      rmSync(own, { recursive: true, force: true });
    }
  });
}

test("the graph is loaded only when asked for, and explored by keys", async () => {
  const page = await newPage();
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(base + "/network");
  assert.ok(!loaded.includes("/static/explore.js"), loaded);
  await page.getByRole("link", { name: "Erkunden" }).click();
  await page.locator("#explore[data-nodes]").waitFor();
  assert.ok(loaded.includes("/static/explore.js"));
  assert.ok(Number(await page.locator("#explore").getAttribute("data-nodes")) > 3);
  await page.locator("#explore").focus();
  await page.keyboard.press("ArrowRight");
  const told = page.locator("#explore-told");
  await told.getByRole("link").nth(1).waitFor();
  const first = await told.getByRole("link").first().innerText();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((name) => document.querySelector("#explore-told a").textContent !== name, first);
  await page.locator("#explore-actor").selectOption({ label: first });
  await page.waitForFunction((name) => document.querySelector("#explore-told a").textContent === name, first);
  // What is chosen and left out stands in the address, in both languages, and is there again under it.
  await page.locator("[data-tone=cold]").uncheck();
  const chosen = await page.locator("#explore-actor").inputValue();
  const state = (address) => ["view", "chosen", "without"].map((name) => new URL(address, base).searchParams.get(name));
  assert.deepEqual(state(page.url()), ["explore", chosen, "cold"]);
  assert.deepEqual(state(await page.getByRole("link", { name: "EN", exact: true }).getAttribute("href")), ["explore", chosen, "cold"]);
  await page.reload();
  await page.locator("#explore[data-nodes]").waitFor();
  await page.waitForFunction((name) => document.querySelector("#explore-told a")?.textContent === name, first);
  assert.equal(await page.locator("[data-tone=cold]").isChecked(), false);
  await page.getByRole("button", { name: "Hell oder dunkel" }).click();
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html}`), []);
  await page.locator("#explore").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/actor/**");
  assert.match(await page.locator("h1").innerText(), new RegExp(first.replace(/[()]/g, ".")));
});

test("the theme that is chosen stays", async () => {
  const page = await newPage({ colorScheme: "light" });
  await page.goto(base + "/");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Hell oder dunkel" }).click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.goto(base + "/events");
  assert.equal(await paper(), dark);
});

test("both languages are there, and the address says which", async () => {
  const page = await newPage();
  await page.goto(base + "/events?dyad=IRN,USA");
  await page.getByRole("link", { name: "EN", exact: true }).click();
  await page.waitForURL("**/events?dyad=IRN%2CUSA&ui=en");
  await page.getByRole("heading", { name: "Events" }).waitFor();
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("heading", { level: 1, name: "Briefing" }).waitFor();
});

for (const width of [320, 390, 768, 1024, 1280]) {
  test(`no text is cut or lies over another, ${width} wide`, async () => {
    const page = await newPage({ viewport: { width, height: 800 } });
    page.removeAllListeners("console");
    for (const path of await screens(page)) {
      await page.goto(base + path);
      assert.deepEqual(await faultsOf(page), [], path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      assert.deepEqual(await faultsOf(page), [], `${path}, all opened`);
    }
  });
}

test("the heads of a matrix leave its legend alone, however long they are", async () => {
  const own = mkdtempSync(join(tmpdir(), "demarche-"));
  const project = join(own, "long.demarche");
  const text = "Die Demokratische Republik Kongo kritisierte Bosnien und Herzegowina. Die Zentralafrikanische Republik kritisierte die Demokratische Republik Kongo.";
  writeFileSync(join(own, "long.jsonl"), JSON.stringify({ id: "long", lang: "de", published: "2024-05-01", text }));
  await run("add", "-p", project, "--quiet", join(own, "long.jsonl"));
  const opened = await serve(project);
  try {
    for (const width of [1024, 1400]) {
      const page = await newPage({ viewport: { width, height: 900 } });
      page.removeAllListeners("request");
      page.on("request", (request) => assert.ok(request.url().startsWith(opened.base), request.url()));
      await page.goto(opened.base + "/network?view=matrix&ui=en");
      assert.match(await page.locator(".matrix g[transform]").first().textContent(), /^Democratic Republic…\s*$/);
      assert.deepEqual(await faultsOf(page), [], String(width));
    }
  } finally {
    opened.server.kill();
    rmSync(own, { recursive: true, force: true });
  }
});

test("what cannot be read is found", async () => {
  const page = await newPage();
  await page.goto(base + "/help");
  const faults = async (css) => {
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    }, css);
    return (await faultsOf(page)).map((fault) => fault.split(":")[0]);
  };
  assert.deepEqual(await faults(""), []);
  assert.deepEqual(await faults("h1 { width: 1rem; overflow: hidden; white-space: nowrap }"), ["cut"]);
  assert.ok((await faults("h1 { margin-bottom: -4rem }")).includes("over each other"));
  assert.ok((await faults("h1 { width: 200vw }")).some((fault) => fault.endsWith("wide")));
  await page.goto(base + "/network?view=matrix");
  assert.deepEqual(await faults(""), []);
  assert.ok((await faults(".matrix .key { transform: translate(150px, 90px) }")).includes("over each other"));
  await page.goto(base + "/predictions");
  assert.deepEqual(await faults(""), []);
  assert.deepEqual([...new Set(await faults(".facts .what { min-width: 0 } .facts .when { width: 100vw }"))], ["narrow"]);
});

test("the screens of the tests and pictures are those of the navigation, which stands on one line", async () => {
  for (const [tongue, width] of [["de", 1024], ["en", 1024], ["de", 1280], ["en", 1280]]) {
    const page = await newPage({ locale: tongue, viewport: { width, height: 800 } });
    const known = Object.values(await screensOf(page, base, "IRN,USA", "IRN")).map(([, path]) => path.split("?")[0]);
    await page.goto(base + "/");
    const links = page.locator("nav.screens a");
    for (const link of await links.all()) assert.ok(known.includes(await link.getAttribute("href")), await link.innerText());
    const tops = await links.evaluateAll((all) => all.map((a) => a.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1, `${tongue}, ${width}`);
  }
});

test("files that are dropped on any page are added, and how far it is shows", async () => {
  const page = await newPage();
  await page.goto(base + "/help");
  const text = JSON.stringify({ id: "abgelegt", lang: "de", published: "2024-05-08", text: "Peru warf Chile am Mittwoch vor, Truppen verlegt zu haben." });
  const drag = (kind) =>
    page.evaluate(
      ([kind, text]) => {
        const files = new DataTransfer();
        files.items.add(new File([text], "abgelegt.jsonl"));
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
      },
      [kind, text],
    );
  await drag("dragover");
  await page.getByText("Hier loslassen").waitFor();
  await drag("dragleave");
  await page.getByText("Hier loslassen").waitFor({ state: "hidden" });
  await drag("drop");
  await ended(page);
  await page.getByText("Hinzugefügt: 1").waitFor();
  await page.goto(base + "/article/abgelegt");
  await page.getByText("Truppen verlegt").waitFor();
});

test("pages stay small", async () => {
  const page = await newPage();
  page.removeAllListeners("console");
  for (const path of await screens(page)) assert.ok((await (await page.goto(base + path)).body()).length < LARGEST_PAGE, path);
  let scripts = 0;
  for (const name of ["pages.js", "theme.js"]) // What is loaded on demand is not counted.
    scripts += (await (await fetch(`${base}/static/${name}`)).text()).length;
  assert.ok(scripts < LARGEST_SCRIPT, `${scripts}`);
});

test("hostile articles change nothing but their own text", async () => {
  const own = mkdtempSync(join(tmpdir(), "demarche-"));
  const threat = "Peru drohte Chile am Montag mit einem Einmarsch.";
  const bad = "\"><img src=x onerror=window.hacked=1><script>window.hacked=2</script>";
  const articles = [
    { id: `<script>window.hacked=3</script>`, title: `<b onmouseover=window.hacked=4>Titel</b>`, source: bad, url: "javascript:window.hacked=5", text: `${bad} ${threat}` },
    { id: "../../etc/passwd", title: "..", source: "../../../root", text: "Chile griff am 6. Mai 2024 Bolivien an." },
    { id: "a/b?c=d&e#f%20g", source: "a/b?c#d%zz&x=1", text: "Bolivien warf Peru am 6. Mai vor, Soldaten entsandt zu haben." },
    { id: "\u202eevil", title: "\u202eTitel", source: "\u202ettalB", text: "Paraguay \u202edrohte Brasilien am Montag mit Krieg. \u2066\u2067x" },
    { id: "x".repeat(2000), title: "W".repeat(4000), source: "Q".repeat(4000), text: "Peru griff Chile am 5. Mai 2024 an." },
    { id: "lang", source: "{{7*7}}", text: `Peru drohte ${"A".repeat(20000)} Chile am Montag mit einem Einmarsch.` },
    { id: "gross", text: `${threat} ${"Wort ".repeat(60000)} ${threat}` },
    { id: "viele", text: Array.from({ length: 600 }, (_, n) => `Peru warf Chile am ${(n % 28) + 1}. Mai vor, ${n} Soldaten entsandt zu haben.`).join(" ") },
  ];
  const [file, project] = ["boese.jsonl", "boese.demarche"].map((name) => join(own, name));
  writeFileSync(file, articles.map((article) => JSON.stringify({ lang: "de", published: "2024-05-07", ...article }) + "\n").join(""));
  await run("add", "-p", project, "--quiet", file);
  const opened = await serve(project);
  try {
    for (const width of [390, 1280]) {
      const page = await newPage({ viewport: { width, height: 800 } });
      page.removeAllListeners("request");
      page.on("request", (request) => assert.ok(request.url().startsWith(opened.base), request.url()));
      const names = articles.map(({ id }) => `/article/${encodeURIComponent(id)}`);
      for (const path of ["/", "/events", "/actor/PER", "/relation?dyad=PER,CHL", "/search?q=Peru", "/sources", "/review", "/run", "/timeline", ...names]) {
        const answer = await page.goto(opened.base + path);
        assert.equal(answer.status(), 200, path.slice(0, 60));
        assert.ok((await answer.body()).length < LARGEST_PAGE, path.slice(0, 60));
        assert.deepEqual(await faultsOf(page), [], `${path.slice(0, 60)}, ${width}`);
        assert.equal(await page.evaluate(() => globalThis.hacked), undefined, path.slice(0, 60));
        assert.equal(await page.locator("main img, main script, main b").count(), 0, path.slice(0, 60));
      }
    }
  } finally {
    opened.server.kill();
    rmSync(own, { recursive: true, force: true });
  }
});

test("no request has left the server", () => assert.deepEqual([...asked], [base]));
