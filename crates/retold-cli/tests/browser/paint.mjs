// Measures the first paint of the largest pages of a report: of a folder the largest file of each kind, of one file its start and its largest sections.
//
//     node paint.mjs FOLDER-OR-FILE...
//
// Prints a line for each page: milliseconds to the first contentful paint (median and most of five fresh loads), kilobytes, elements, and where. Exits with 1
// where a median is above a second. Needs chromium and `npm ci` in this folder.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const LOADS = 5;
const MOST_MS = 1000;

/// The largest of the files of a folder, by what is before the first hyphen or dot: `findings-of-credited-2.html` is a page of findings.
function largest(folder, kindOf) {
  const found = new Map();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".html")) continue;
    const size = statSync(join(folder, name)).size;
    const kind = kindOf(name);
    if (!found.has(kind) || found.get(kind).size < size) found.set(kind, { kind, size, url: pathToFileURL(join(folder, name)).href });
  }
  return [...found.values()];
}

function pagesOf(path) {
  if (statSync(path).isDirectory()) {
    const kinds = readdirSync(path, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== "assets");
    return [...largest(path, (name) => name.split(/[-.]/)[0]), ...kinds.flatMap((e) => largest(join(path, e.name), () => e.name))];
  }
  const url = pathToFileURL(path).href;
  const text = readFileSync(path, "utf8");
  const sections = new Map();
  for (const part of text.split('<section class="page').slice(1)) {
    const [, names, id] = /^ ?([^"]*)" id="([^"]+)"/.exec(part) ?? [];
    const kind = names || id;
    if (id && (!sections.has(kind) || sections.get(kind).size < part.length)) sections.set(kind, { kind, size: part.length, url: `${url}#${id}` });
  }
  return [{ kind: basename(path), size: statSync(path).size, url }, ...sections.values()];
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
let slow = 0;
for (const path of process.argv.slice(2).map((p) => resolve(p))) {
  for (const { kind, size, url } of pagesOf(path)) {
    const times = [];
    let elements = 0;
    for (let i = 0; i < LOADS; i += 1) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(url, { waitUntil: "load", timeout: 120000 });
      const paint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
      await page.waitForFunction(paint, undefined, { timeout: 60000 });
      times.push(await page.evaluate(paint));
      elements = await page.evaluate(() => document.getElementsByTagName("*").length);
      await page.close();
    }
    times.sort((a, b) => a - b);
    const median = times[LOADS >> 1];
    slow += median > MOST_MS ? 1 : 0;
    console.log(`${kind.padEnd(16)} ${median.toFixed(0).padStart(6)} ms ${times[LOADS - 1].toFixed(0).padStart(6)} ms ${(size / 1024).toFixed(0).padStart(7)} KB ${String(elements).padStart(8)}  ${url.split("/").slice(-2).join("/")}`);
  }
}
await browser.close();
process.exit(slow > 0 ? 1 : 0);
