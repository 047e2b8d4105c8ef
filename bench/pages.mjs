// What a page weighs and how long it takes in a browser that is new to it, on slow 4G with a processor a quarter as fast:
// node bench/pages.mjs http://127.0.0.1:3000 SLUG EMAIL PASSWORD [RUNS]
// Prints a table; each figure is the median of the runs. Sizes are what comes over the wire.
import { chromium } from "../end2end/node_modules/@playwright/test/index.mjs";

const [url, slug, email, password, runs = "3"] = process.argv.slice(2);
// As Lighthouse has it for telephones: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up.
const SLOW = { offline: false, latency: 150, downloadThroughput: (1638.4 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const SLOWER = 4;
const MAX_SECONDS = 60;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** The cookies of someone who has signed in. */
async function signedIn() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await Promise.all([page.waitForURL((to) => !to.pathname.startsWith("/sign-in")), page.press("[name=password]", "Enter")]);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** One page, once, in a browser that has nothing of it yet. */
async function load(path, seen, storageState) {
  const context = await browser.newContext({ storageState, viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const modules = new Set();
  const bytes = { all: 0, wasm: 0 };
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (/\/pkg\/.*\.wasm$/.test(response.url)) modules.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength;
    if (modules.has(requestId)) bytes.wasm += encodedDataLength;
  });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((task) => task.duration))).observe({
      type: "longtask",
      buffered: true,
    });
    window.readyAt = undefined;
    new MutationObserver(() => {
      if (document.documentElement.dataset.ready !== undefined) window.readyAt ??= performance.now();
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
  });
  await page.goto(url + path, { waitUntil: "commit" });
  await page.locator(seen).first().waitFor({ timeout: MAX_SECONDS * 1000 });
  const shown = await page.evaluate(() => performance.now());
  await page.waitForLoadState("load");
  const touchedOnly = storageState === undefined;
  if (!touchedOnly) await page.waitForFunction(() => window.readyAt !== undefined, undefined, { timeout: MAX_SECONDS * 1000 });
  await page.waitForLoadState("networkidle");
  const found = await page.evaluate(() => ({
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    ready: window.readyAt,
    blocked: window.longTasks.reduce((sum, task) => sum + Math.max(0, task - 50), 0),
    longest: Math.max(0, ...window.longTasks),
  }));
  await context.close();
  return { ...bytes, shown, ...found };
}

function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const state = await signedIn();
const pages = [
  ["sign-in", "/sign-in", "[name=password]", undefined],
  ["home", `/w/${slug}`, "h1", state],
  ["users", `/w/${slug}/users`, ".users-table tbody tr", state],
  ["panel", `/w/${slug}/me`, ".panel, [role=complementary], #panel-title", state],
  ["wizard", `/w/${slug}/users/new`, "form [name=email], [role=dialog] form", state],
  ["roles", `/w/${slug}/roles`, "main h1", state],
  ["settings", `/w/${slug}/settings`, "main h1", state],
  ["profile", "/settings/profile", "main form", state],
  ["security", "/settings/security", "main h1", state],
  ["billing", "/settings/billing", "main h1", state],
];
const seconds = (ms) => (ms === undefined ? "" : (ms / 1000).toFixed(1));
console.log("| page | kB in all | of which WASM | painted, s | shown, s | interactive, s | blocked, ms | longest task, ms |");
console.log("| --- | --: | --: | --: | --: | --: | --: | --: |");
for (const [name, path, seen, storageState] of pages) {
  const found = [];
  for (let run = 0; run < Number(runs); run++) found.push(await load(path, seen, storageState));
  const of = (key) => median(found.map((one) => one[key]));
  const cells = [name, Math.round(of("all") / 1000), Math.round(of("wasm") / 1000), seconds(of("painted")), seconds(of("shown"))];
  console.log(`| ${[...cells, seconds(of("ready")), Math.round(of("blocked")), Math.round(of("longest"))].join(" | ")} |`);
}
await browser.close();
