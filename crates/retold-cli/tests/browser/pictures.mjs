// Makes pictures of every screen: light, dark, narrow and as on paper.
//
//     node pictures.mjs PATH/TO/retold FOLDER [COLLECTION]
//
// FOLDER gets `all/SCREEN-LOOK.png`, and beside it the few that GUIDE.md shows. Without a collection they are of the bundled sample, which is invented, so
// that the pictures may be passed on. Needs chromium and `npm ci` in this folder.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [retold, folder, given] = process.argv.slice(2).map((path) => resolve(path));
if (!folder) {
  console.error("node pictures.mjs PATH/TO/retold FOLDER");
  process.exit(1);
}

const LOOKS = [
  { name: "light", width: 1280, scheme: "light", media: "screen" },
  { name: "dark", width: 1280, scheme: "dark", media: "screen" },
  { name: "narrow", width: 390, scheme: "light", media: "screen" },
  { name: "print", width: 800, scheme: "light", media: "print" },
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
  ["/search?words=We%20will%20not%20leave%20anyone%20on%20the%20quay"],
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

const scratch = mkdtempSync(join(tmpdir(), "pictures-"));
const collection = given ?? join(scratch, "Port Aldren.retold");
if (!given) {
  execFileSync(retold, ["demo", "--no-open", "-o", join(scratch, "demo.html"), "--unpack", join(scratch, "sample")], { stdio: "ignore" });
  execFileSync(retold, ["add", collection, join(scratch, "sample", "articles")], { stdio: "ignore" });
}
const server = spawn(retold, ["serve", collection, "--idle-minutes", "10"], { stdio: ["ignore", "pipe", "ignore"] });
const start = await new Promise((found) => server.stdout.once("data", (text) => found(String(text).trim().split("\n")[0])));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  mkdirSync(join(folder, "all"), { recursive: true });
  const page = await browser.newPage();
  await page.goto(start);
  await page.waitForSelector(".tiles");
  const base = new URL(start).origin;
  for (const [list, kind, words] of SCREENS) {
    let url = base + list;
    if (kind) {
      await page.goto(url);
      const links = page.locator(`main a[href^='/${kind}/']`);
      const wanted = links.filter({ hasText: words });
      if ((await links.count()) === 0) continue;
      url = base + (await ((await wanted.count()) > 0 ? wanted : links).first().getAttribute("href"));
    }
    const screen = [list.slice(1).split("?")[0] || "start", kind].filter(Boolean).join("-");
    for (const look of LOOKS) {
      await page.setViewportSize({ width: look.width, height: 900 });
      await page.emulateMedia({ colorScheme: look.scheme, media: look.media });
      await page.goto(url);
      await page.screenshot({ path: join(folder, "all", `${screen}-${look.name}.png`), fullPage: true });
      const shown = GUIDE.find((g) => g[0] === screen && g[1] === look.name);
      if (shown) {
        await page.setViewportSize({ width: look.width, height: shown[2] });
        await page.screenshot({ path: join(folder, `${shown[3]}.png`) });
      }
    }
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(scratch, { recursive: true });
}
