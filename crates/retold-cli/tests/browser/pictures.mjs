// Makes pictures of every screen: light, dark, narrow and on paper.
//
//     node pictures.mjs PATH/TO/retold FOLDER [COLLECTION...]
//
// FOLDER gets `all/COLLECTION/SCREEN-LOOK.png`, pages of A4 as `SCREEN-print.pdf`, and beside `all` the few that GUIDE.md shows. The bundled sample comes
// first: it is invented, so that its pictures may be passed on. Pictures of other collections stay in `all`, which git does not keep. Collections are copied
// first, as what the case file shows has to be ticked. Needs chromium and `npm ci` in this folder.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [retold, folder, ...given] = process.argv.slice(2).map((path) => resolve(path));
if (!folder) {
  console.error("node pictures.mjs PATH/TO/retold FOLDER [COLLECTION...]");
  process.exit(1);
}

const LOOKS = [
  { name: "light", width: 1280, scheme: "light" },
  { name: "dark", width: 1280, scheme: "dark" },
  { name: "narrow", width: 390, scheme: "light" },
];

// Lists by their address; pages of rows as the list, the kind, and words that the link to the wanted one holds.
const SCREENS = [
  ["/"],
  ["/findings"],
  ["/findings", "finding", ""],
  ["/families"],
  ["/families", "family", "Ferries"],
  ["/pairs"],
  ["/pairs", "pair", ""],
  ["/quotes"],
  ["/quotes", "quote", ""],
  ["/figures"],
  ["/labels"],
  ["/labels", "named", "Wardens"],
  ["/accounts"],
  ["/accounts", "account", ""],
  ["/stories"],
  ["/stories", "story", "Ferries"],
  ["/outlets"],
  ["/outlets", "link", ""],
  ["/sources"],
  ["/sources", "phrase", "reports"],
  ["/articles"],
  ["/articles", "article", "Ferries"],
  ["/search"],
  ["/thresholds"],
  ["/groups"],
  ["/validation"],
  ["/case"],
  ["/method"],
];

// What GUIDE.md shows: screen and look, height, name.
const GUIDE = [
  ["start", "light", 860, "start"],
  ["pairs-pair", "light", 900, "pair"],
  ["families-family", "light", 860, "family"],
  ["outlets", "light", 1000, "outlets"],
  ["stories-story", "dark", 900, "story"],
];

/// How many findings are ticked for the case file.
const TICKED = 3;
const scratch = mkdtempSync(join(tmpdir(), "pictures-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

/// The collection of the bundled sample.
function sample() {
  const collection = join(scratch, "Port Aldren.retold");
  execFileSync(retold, ["demo", "--no-open", "-o", join(scratch, "demo.html"), "--unpack", join(scratch, "sample")], { stdio: "ignore" });
  execFileSync(retold, ["add", collection, join(scratch, "sample", "articles")], { stdio: "ignore" });
  return collection;
}

/// Ticks the first findings, and finds words to look up: those that the first family is called by.
async function prepare(page, base) {
  await page.goto(`${base}/findings`);
  for (const box of (await page.locator("input.keep").all()).slice(0, TICKED)) await box.check();
  await page.goto(`${base}/families`);
  const name = await page.locator("main a[href^='/family/']").first().textContent({ timeout: 2000 }).catch(() => "");
  return name.replace(/[“”…]/g, "").trim();
}

/// The address of a screen: a list, or the row of it whose link holds the words, else its first row; nothing where the list is empty.
async function addressOf(page, base, [list, kind, words], passage) {
  if (list === "/search") return `${base}/search?words=${encodeURIComponent(passage)}`;
  if (!kind) return base + list;
  await page.goto(base + list);
  const links = page.locator(`main a[href^='/${kind}/']`);
  if ((await links.count()) === 0) return undefined;
  const wanted = links.filter({ hasText: words });
  return base + (await ((await wanted.count()) > 0 ? wanted : links).first().getAttribute("href"));
}

/// All looks of one screen, open in the page.
async function take(page, url, path) {
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.emulateMedia({ colorScheme: look.scheme, media: "screen" });
    await page.goto(url);
    await page.screenshot({ path: `${path}-${look.name}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light", media: null });
  await page.pdf({ path: `${path}-print.pdf`, format: "A4" });
}

async function guide(page, url, screen) {
  for (const [, look, height, name] of GUIDE.filter((g) => g[0] === screen)) {
    await page.setViewportSize({ width: 1280, height });
    await page.emulateMedia({ colorScheme: look, media: "screen" });
    await page.goto(url);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

/// Every screen of one collection.
async function screens(collection, shown) {
  const server = spawn(retold, ["serve", collection, "--idle-minutes", "10"], { stdio: ["ignore", "pipe", "ignore"] });
  const page = await browser.newPage();
  try {
    const start = await new Promise((found) => server.stdout.once("data", (text) => found(String(text).trim().split("\n")[0])));
    const base = new URL(start).origin;
    const into = join(folder, "all", basename(collection, ".retold"));
    mkdirSync(into, { recursive: true });
    await page.goto(start);
    await page.waitForSelector(".tiles");
    const passage = await prepare(page, base);
    for (const screen of SCREENS) {
      const url = await addressOf(page, base, screen, passage);
      const name = [screen[0].slice(1) || "start", screen[1]].filter(Boolean).join("-");
      if (!url) {
        console.log(`${basename(collection)}: no ${name}`);
        continue;
      }
      await take(page, url, join(into, name));
      if (shown) await guide(page, url, name);
    }
  } finally {
    await page.close();
    server.kill();
  }
}

try {
  await screens(sample(), true);
  for (const collection of given) {
    const copy = join(scratch, basename(collection));
    cpSync(collection, copy, { recursive: true });
    await screens(copy, false);
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
