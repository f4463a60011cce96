// Every page in a real browser: nothing leaves, nothing runs, everything can be reached and read.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

// Only pages with this word in their path, to try one out.
const [folder, word = ""] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const found = [];
const wrong = (page, what) => found.push(`${page}: ${what}`);

const files = (at) => readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? files(join(at, entry.name)) : [join(at, entry.name)]);
const pages = ["site", "hostile"].flatMap((site) => files(join(folder, site)))
  .concat(join(folder, "alone.html"), join(folder, "sokolov.html")).filter((file) => file.endsWith(".html") && file.includes(word)).sort();

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // The writer of templates decides these: void elements and attributes in short form.
    "void-style": "off",
    "attribute-boolean-style": "off",
    "long-title": "off",
    "no-trailing-whitespace": "off",
    // Known by their hashes instead.
    "require-csp-nonce": "off",
  },
});

const server = createServer((request, response) => {
  try {
    const path = join(folder, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const type = path.endsWith(".html") ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
    response.writeHead(200, { "content-type": type }).end(readFileSync(path));
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const origin = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const shots = join(folder, "screenshots");
mkdirSync(shots, { recursive: true });

const sizes = [
  { name: "wide", width: 1280, height: 900, colorScheme: "light" },
  { name: "dark", width: 1280, height: 900, colorScheme: "dark" },
  { name: "tablet", width: 800, height: 1000, colorScheme: "light" },
  { name: "narrow", width: 1040, height: 800, colorScheme: "light" },
  { name: "phone", width: 390, height: 844, colorScheme: "dark" },
  { name: "small", width: 320, height: 640, colorScheme: "light" },
];
// What a sheet of A4 has between its margins, in pixels: see the style.
const SHEET = { width: Math.floor((210 - 2 * 16) / 25.4 * 96), height: Math.floor((297 - 19 - 17) / 25.4 * 96) };
// The heaviest case fits so many sheets.
const SHEETS = { "sokolov.html": 16 };
for (const file of pages) {
  const name = relative(folder, file);
  const report = await validator.validateFile(file);
  for (const { messages } of report.results)
    for (const message of messages.slice(0, 5)) wrong(name, `${message.line}: ${message.ruleId}: ${message.message}`);

  for (const size of sizes) {
    const context = await browser.newContext({ viewport: size, colorScheme: size.colorScheme });
    const page = await context.newPage();
    const where = `${name} (${size.name})`;
    page.on("request", (request) => { if (request.url() !== origin + name && !request.url().startsWith("data:")) wrong(where, `asks for ${request.url()}`); });
    page.on("console", (message) => wrong(where, `console: ${message.text()}`));
    page.on("pageerror", (error) => wrong(where, `script: ${error}`));
    page.on("dialog", (dialog) => { wrong(where, "a dialog opened"); dialog.dismiss(); });
    await page.goto(origin + name, { waitUntil: "load" });
    const state = await page.evaluate(() => ({
      title: document.title,
      wide: document.documentElement.scrollWidth - innerWidth,
      foreign: document.querySelectorAll("iframe, img, object, embed, base, form, style ~ style, body style, [onload], [onerror], a[href^='javascript' i], a[href^='data:' i]").length,
    }));
    if (state.title === "ran") wrong(where, "a script of the record ran");
    if (state.wide > 0) wrong(where, `${state.wide} pixels wider than the screen`);
    if (state.foreign > 0) wrong(where, "has elements that no template writes");
    if (["wide", "dark", "phone", "small"].includes(size.name)) {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const violation of violations)
        wrong(where, `axe: ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
    }
    if (size.name === "wide") await keyboard(page, where);
    if (["wide", "phone", "small"].includes(size.name)) await turningPoints(page, where);
    if (["phone", "small"].includes(size.name)) await cards(page, where);
    const base = join(shots, name.replace(/\.html$/, "").replaceAll("/", "-"));
    await page.screenshot({ path: `${base}-${size.name}.png`, fullPage: statSync(file).size < 60000 });
    if (size.name === "wide") {
      const pdf = `${base}-print.pdf`;
      await page.pdf({ path: pdf, preferCSSPageSize: true });
      sheets(pdf, state.title, name);
      await page.setViewportSize(SHEET);
      await page.emulateMedia({ media: "print" });
      for (const height of await page.locator(".picture").evaluateAll((all) => all.map((p) => p.getBoundingClientRect().height)))
        if (height > SHEET.height) wrong(name, `a picture of ${height} pixels does not fit a sheet of ${SHEET.height}`);
    }
    await context.close();
  }
}

// On paper: each sheet has its number, from the second on what it is of; a picture is on one sheet, whole.
function sheets(pdf, title, name) {
  const texts = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  const words = (text) => text.replaceAll(/\s+/g, " ").trim();
  texts.forEach((text, n) => {
    if (!words(text).endsWith(`page ${n + 1} of ${texts.length}`)) wrong(name, `sheet ${n + 1} of ${texts.length} has no number`);
    const head = words(text.trimStart().split("\n")[0]);
    if (n > 0 && !/ · as of \d+ \w+ \d{4}$/.test(head)) wrong(name, `sheet ${n + 1} has no head: ${head}`);
  });
  if (texts.length > (SHEETS[name] ?? Infinity)) wrong(name, `${texts.length} sheets of paper`);
  const ends = texts.filter((text) => text.includes("dashed: not known exactly"));
  for (const text of ends)
    if (!/^ +(\d{4}|[A-Z][a-z]{2} \d{4})( |$)/m.test(text)) wrong(name, "a picture is torn: its legend is on another sheet than its years");
}

// Each turning point has its word, and none hides another.
async function turningPoints(page, where) {
  const hidden = await page.evaluate(() => [...document.querySelectorAll(".turns")].flatMap((lane) => {
    const boxes = [...lane.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    if (boxes.length !== lane.querySelectorAll("a").length) return ["a turning point has no word"];
    const edge = document.documentElement.clientWidth;
    const out = boxes.filter(([word, box]) => !word || box.width === 0 || box.left < 0 || box.right > edge).map(([word]) => `${word} is not seen`);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
    boxes.forEach(([word, box], n) => boxes.slice(n + 1).forEach(([other, its]) => { if (meet(box, its)) out.push(`${word} stands on ${other}`); }));
    return out;
  }));
  hidden.slice(0, 3).forEach((what) => wrong(where, `turning points: ${what}`));
}

// On a phone a row is a card: each cell with its heading before it, all cells below each other.
async function cards(page, where) {
  const faults = await page.evaluate(() => [...document.querySelectorAll("tbody td:not(.none)")].flatMap((cell) => {
    if (!cell.offsetParent) return [];
    const label = getComputedStyle(cell, "::before").content;
    const table = cell.closest("table");
    const first = table.querySelector("tbody td:not(.none) > div");
    if (label === "none" || label === '""') return cell.closest("table").querySelector("th:empty") ? [] : ["a cell without a heading"];
    return Math.abs(cell.firstElementChild.getBoundingClientRect().left - first.getBoundingClientRect().left) > 1 ? ["cells are not aligned"] : [];
  }));
  [...new Set(faults)].forEach((what) => wrong(where, `cards: ${what}`));
}

// Every mark and bar of a picture is reached by Tab, shows its words, and leads to a row that is there.
async function keyboard(page, where) {
  const marks = await page.locator(".picture").first().locator("a").count().catch(() => 0);
  if (marks === 0) return;
  await page.locator(".picture").first().evaluate((picture) => {
    const all = [...document.querySelectorAll("a[href], button, input, [tabindex='0']")];
    const before = all[all.indexOf(picture.querySelector("a")) - 1];
    before.focus();
  });
  for (let n = 0; n < marks; n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const link = document.activeElement;
      const tip = link.querySelector(".tip");
      const target = document.getElementById(decodeURIComponent((link.getAttribute("href") ?? "#").slice(1)));
      return {
        picture: Boolean(link.closest(".picture")),
        seen: Boolean(tip) && getComputedStyle(tip).display !== "none" && tip.getBoundingClientRect().width > 0,
        words: tip?.textContent.length ?? 0,
        target: Boolean(target),
      };
    });
    if (!at.picture) return wrong(where, `Tab leaves the picture after ${n} of ${marks} marks`);
    if (!at.seen || at.words === 0) wrong(where, `mark ${n + 1} does not show its words`);
    if (!at.target) wrong(where, `mark ${n + 1} leads nowhere`);
  }
}

// Filtering and sorting.
{
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${origin}site/index.html`);
  const rows = page.locator("table.sortable tbody tr");
  const all = await rows.count();
  await page.locator(".filter input").fill("sokolov");
  const some = await page.locator("table.sortable tbody tr:visible").count();
  if (!(some >= 1 && some < all)) wrong("site/index.html", `filter shows ${some} of ${all}`);
  await page.locator(".filter input").fill("");
  const column = () => page.locator("table.sortable tbody td:first-child").allTextContents();
  await page.locator("table.sortable thead button").first().click();
  const before = await column();
  await page.locator("table.sortable thead button").first().click();
  const after = await column();
  if (after.join() !== before.toReversed().join()) wrong("site/index.html", "sorting does not turn the order round");
}
await browser.close();
server.close();
console.log(`${pages.length} pages, ${found.length} faults; screenshots in ${shots}`);
found.slice(0, 60).forEach((fault) => console.log(fault));
process.exit(found.length ? 1 : 0);
