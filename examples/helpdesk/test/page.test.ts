import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { DEFINITION, MINUTE, startDesk, type TestDesk, until } from "./desk.ts";

const BROWSER = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
/** Where screenshots go, if anybody wants to look at them. */
const SHOTS = process.env.SCREENSHOTS;
const skip = BROWSER === undefined ? "there is no Chromium on this machine" : false;

describe("the page", { skip }, () => {
  let desk: TestDesk;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const shot = async (name: string) => {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    for (const [size, width] of [
      ["wide", 1_200],
      ["phone", 390],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(600); // the timeline is drawn again to the new width
      await page.screenshot({ path: join(SHOTS, `${name}-${size}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1_200, height: 900 });
  };
  before(async () => {
    desk = await startDesk();
    await desk.call("POST", "/v1/definitions", { definition: DEFINITION });
    const now = desk.desk.clock.now();
    const tickets = [
      "Printer on fire",
      "<b>not bold</b>",
      "Cannot sign in",
      "Invoice missing",
      "Where is my order?",
    ];
    for (const [i, subject] of tickets.entries()) {
      const at = now - (i * 25 + 5) * MINUTE;
      const set = {
        plan: i % 3 === 1 ? "basic" : "gold",
        subject,
        priority: i === 0 ? "high" : "normal",
        status: "open",
      };
      const events = [{ id: "e1", at, type: "created", by: "requester", set }];
      await desk.call("POST", `/v1/tickets/T-${i + 1}/events`, { events });
    }
    const answer = {
      id: "e2",
      at: now - 20 * MINUTE,
      type: "message",
      by: "agent",
      set: { status: "pending" },
    };
    await desk.call("POST", "/v1/tickets/T-2/events", { events: [answer] });
    browser = await chromium.launch({ executablePath: BROWSER as string, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("pageerror", (problem) => problems.push(problem.message));
    page.on("console", (line) => {
      if (line.type() === "error") problems.push(line.text());
    });
  });
  after(async () => {
    await browser?.close();
    await desk?.close();
  });

  it("asks for the token of a tenant, and shows the queue by urgency", async () => {
    await page.goto(desk.url);
    await page.getByLabel("Token of the tenant").fill("acme-secret");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Queue" }).waitFor();
    const rows = page.locator("tbody tr");
    assert.equal(await rows.count(), 5);
    assert.match(await textOf(rows.first()), /late/);
    assert.equal(await page.getByText("<b>not bold</b>").count(), 1);
    assert.match(await textOf(page.locator("#said")), /5 open tickets/);
  });

  it("counts down while one looks", async () => {
    const left = page.locator("tbody tr", { hasText: "T-1" }).locator("td").last();
    const before = await textOf(left);
    await until("it has moved", async () => (await textOf(left)) !== before, 5_000);
    assert.match(await textOf(left), /min/);
    await shot("queue");
  });

  it("opens a ticket by the keyboard, with its timeline and why", async () => {
    await page.getByRole("link", { name: "T-4" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /T-4/ }).waitFor();
    const picture = page.getByRole("img", { name: /Ticket T-4/ });
    assert.ok(
      (await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)) > 600,
    );
    assert.match((await picture.getAttribute("alt")) ?? "", /first response/i);
    const main = await textOf(page.locator("main"));
    assert.match(main, /“Gold” applies/);
    assert.match(main, /The promise was missed on/);
    assert.match(await textOf(page.locator("main")), /answer-late/);
    await shot("ticket");
    await page.emulateMedia({ colorScheme: "dark" });
    await shot("ticket-dark");
    await page.emulateMedia({ colorScheme: "light" });
  });

  it("shows an issue beside its field, previews a change, and releases it", async () => {
    await page.getByRole("link", { name: "Settings" }).click();
    const target = page.getByLabel("Target: first response").first();
    await target.fill("0h");
    const issue = page.locator("#policies\\.0\\.targets\\.firstResponse-issues .issue");
    await issue.waitFor();
    assert.equal(await target.getAttribute("aria-invalid"), "true");
    assert.equal(await target.getAttribute("aria-describedby"), "policies.0.targets.firstResponse-issues");
    assert.equal(await page.getByRole("button", { name: /Release/ }).isDisabled(), true);
    await shot("settings-issue");
    await target.fill("3h");
    await page.locator("#preview-count", { hasText: /^[1-9]\d* of the 5/ }).waitFor();
    await page.getByRole("button", { name: /Backtest/ }).click();
    await page.getByText(/of 5 tickets would have been treated otherwise/).waitFor();
    await shot("settings");
    await page.getByRole("button", { name: "Release as version 2" }).click();
    await page.getByText("Version 2 is in force.").first().waitFor();
    const { body } = await desk.call("GET", "/v1/definitions/current");
    assert.equal(body.definition.policies[0].targets.firstResponse, "3h");
  });

  it("shows the report with its chart", async () => {
    await page.getByRole("link", { name: "Report" }).click();
    await page.getByRole("img", { name: /Promises kept/ }).waitFor();
    assert.match(await textOf(page.locator("table")), /first response/);
    await shot("report");
  });

  it("fits a phone, and raised no error in the browser", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const view of ["queue", "ticket/T-4", "settings", "report"]) {
      await page.goto(`${desk.url}/#/${view}`);
      await page.locator("main h1").waitFor();
      const over = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
      assert.ok(over <= 0, `${view} is ${over} pixels too wide`);
      // Pictures are drawn to the size that the page has when it is opened
      if (SHOTS !== undefined)
        await page.screenshot({
          path: join(SHOTS, `${view.split("/")[0]}-opened-on-a-phone.png`),
          fullPage: true,
        });
    }
    assert.deepEqual(
      problems.filter((one) => !/401/.test(one)),
      [],
    );
  });

  it("loads nothing from elsewhere, and is allowed to run nothing else", async () => {
    const { headers } = await fetch(desk.url);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'; script-src 'self'/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  });
});

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}
