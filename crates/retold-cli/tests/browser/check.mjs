// Opens pages in a real browser and says what is wrong with them, as JSON on standard output.
//
//     node check.mjs '{"pages": [{"url": "http://127.0.0.1:1/#key"}], "chromium": "/usr/bin/chromium", "shots": "folder or nothing"}'
//
// Each page is opened in light and dark, wide and at 320 CSS pixels, and as on paper, and read by axe-core against WCAG 2.2 AA. Noted as wrong:
// violations, dialogs, errors of scripts, requests to anywhere but the page's own server, text that has to be scrolled sideways.
//
// With `"hostile": true` the pages' own policies are switched off, so that only what is on the page keeps a script from running, and each page is
// opened once, without axe.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const asked = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const LOOKS = [
  { name: "light", width: 1280, scheme: "light", media: "screen" },
  { name: "dark", width: 1280, scheme: "dark", media: "screen" },
  { name: "narrow", width: 320, scheme: "light", media: "screen" },
  { name: "narrow dark", width: 320, scheme: "dark", media: "screen" },
  { name: "print", width: 800, scheme: "light", media: "print" },
];

const looksOf = asked.hostile ? LOOKS.slice(0, 1) : LOOKS;

const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ bypassCSP: Boolean(asked.hostile) });
const wrong = [];
let looks = 0;
const page = await context.newPage();
let where = "about:blank";
page.on("dialog", (d) => { wrong.push(`${where}: a dialog says ${d.message()}`); d.dismiss(); });
page.on("pageerror", (e) => wrong.push(`${where}: a script fails: ${e.message}`));
page.on("console", (m) => { if (/Content Security Policy|Refused to/.test(m.text())) wrong.push(`${where}: ${m.text()}`); });
page.on("request", (r) => {
  const url = new URL(r.url());
  const at = new URL(where);
  const own = url.protocol === "data:" || (url.protocol === at.protocol && url.host === at.host);
  if (!own) wrong.push(`${where}: a request to ${r.url()}`);
});

for (const { url } of asked.pages) {
  where = url.replace(/#[0-9a-f]{32}$/, "");
  await page.emulateMedia({ colorScheme: "light", media: "screen" });
  await page.goto(url, { waitUntil: "load" });
  // the first page exchanges the key and loads itself again
  if (/#[0-9a-f]{32}$/.test(url)) await page.waitForSelector(".tiles", { timeout: 20000 });
  for (const look of looksOf) {
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.emulateMedia({ colorScheme: look.scheme, media: look.media });
    looks += 1;
    if (asked.hostile) {
      // whatever waits for a pointer, a key or a moment
      await page.evaluate(() => [...document.querySelectorAll("main :is(a, summary, input, textarea)")].slice(0, 30).forEach((e) => e.focus({ preventScroll: true })));
      await page.waitForTimeout(100);
      continue;
    }
    // the pages allow no script but their own: axe comes in through the debugger, which is not a request of the page
    const session = await context.newCDPSession(page);
    await session.send("Runtime.evaluate", { expression: axe });
    // of one file with many sections: the one that is shown, with what is around it
    const section = /^file:.*#(.+)$/.exec(url)?.[1];
    const what = section ? JSON.stringify({ include: [[`#${section}`], ["header"], ["footer"]] }) : "document";
    const run = `axe.run(${what}, { preload: false, runOnly: { type: "tag", values: ${JSON.stringify(TAGS)} } }).then((r) => JSON.stringify(r.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + " :: " + (n.any[0] || n.all[0] || n.none[0] || {}).message) }))))`;
    const found = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true, returnByValue: true });
    await session.detach();
    for (const v of JSON.parse(found.result.value)) wrong.push(`${where} (${look.name}): ${v.id}: ${v.help}\n    ${v.nodes.join("\n    ")}`);
    if (look.media === "screen") {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) wrong.push(`${where} (${look.name}): ${over} pixels too wide`);
    }
    if (asked.shots) {
      const name = where.replace(/^\w+:\/\/[^/]*\//, "").replace(/[^a-zA-Z0-9]+/g, "-") || "start";
      await page.screenshot({ path: `${asked.shots}/${name}-${look.name.replace(" ", "-")}.png` });
    }
  }
}
await browser.close();
console.log(JSON.stringify({ pages: asked.pages.length, looks, wrong }));
