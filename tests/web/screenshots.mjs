// Articles in, a picture of every screen out, light and dark, as they stand in docs/screens (`just screens ARTICLES…`):
//   node tests/web/screenshots.mjs docs/screens examples/iran-deal tests/web/articles ARTICLES…
// With --all in wide, middling and narrow windows and both languages, whole pages, to be looked at.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultsOf, launch, run, screensOf, serve } from "./open.mjs";

const given = process.argv.slice(2);
const all = given[0] === "--all";
const [out, ...articles] = all ? given.slice(1) : given;
/** How good the pictures are, of 100. */
const QUALITY = 60;
const wide = { width: 1280, height: 900 };
const shapes = all ? [1400, 1024, 390].map((width) => ({ width, height: 900 })) : [wide];
const tongues = all ? ["de", "en"] : ["en"];

const folder = mkdtempSync(join(tmpdir(), "demarche-"));
const project = join(folder, "sample.demarche");
let [server, base, browser] = [];
try {
  await run("add", "-p", project, "--quiet", ...articles);
  ({ server, base } = await serve(project));
  browser = await launch();
  await take();
} finally {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** The page that shows the pictures. */
function readme(screens) {
  const part = ([name, [title]]) => `
## ${title}

![${title}, light](${name}-light.webp)
![${title}, dark](${name}-dark.webp)
`;
  return `# How the pages look

The first window of every screen, light and dark, on the shipped sample and the articles of \`tests/web/articles\`, all invented. \`tests/web/screenshots.mjs\` takes them
and writes this page: \`just screens ARTICLES…\`; with \`--all\` it takes whole pages, also narrow and in German, to be looked at.
${Object.entries(screens).map(part).join("")}`;
}

/** Takes the pictures. */
async function take() {
  mkdirSync(out, { recursive: true });

  const screens = await screensOf(await browser.newPage(), base, "USA,IRN", "IRN");

  let bytes = 0;
  for (const viewport of shapes) {
    for (const tongue of tongues) {
      for (const theme of ["light", "dark"]) {
        const context = await browser.newContext({ viewport, colorScheme: theme, locale: tongue });
        const page = await context.newPage();
        const session = await context.newCDPSession(page);
        for (const [name, [, path]] of Object.entries(screens)) {
          const [before, hash] = path.split("#");
          await page.goto(`${base}${before}${before.includes("?") ? "&" : "?"}ui=${tongue}${hash ? "#" + hash : ""}`);
          if (name === "explore") await page.locator("#explore[data-nodes]").waitFor();
          await page.waitForTimeout(200);
          const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
          for (const fault of await faultsOf(page)) console.log(`${name} at ${viewport.width}, ${tongue}, ${theme}: ${fault}`);
          const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(size[1], 6000), scale: 1 };
          const options = all ? { captureBeyondViewport: true, clip } : {};
          const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, ...options });
          const picture = Buffer.from(data, "base64");
          bytes += picture.length;
          writeFileSync(join(out, all ? `${name}-${viewport.width}-${tongue}-${theme}.webp` : `${name}-${theme}.webp`), picture);
        }
        await context.close();
      }
    }
  }
  if (!all) writeFileSync(join(out, "README.md"), readme(screens));
  console.log(`${Object.keys(screens).length} screens, ${bytes} bytes`);
}
