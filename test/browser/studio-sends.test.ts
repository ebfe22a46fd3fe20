import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { issue, tempProject } from "../cli/temp-project.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";

/** A folder for pictures of every page, for a person who wants to look at them. */
const SHOTS = process.env["LETTERPRESS_SHOTS"];
const LOOKS = [
  ["light", 320],
  ["light", 1200],
  ["dark", 320],
  ["dark", 1200],
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

interface Started {
  readonly url: string;
  readonly sandbox: string;
}

/** `letterpress dev` as a person starts it, in a process of its own. */
async function startDev(root: string): Promise<Started> {
  const args = ["dev", "--json", "--port", "0", "--sandbox-port", "0"];
  const child: ChildProcess = spawn(process.execPath, [resolve("src/cli/main.ts"), ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(line) as { url?: string; sandbox_url?: string };
    if (said.url !== undefined) return { url: said.url, sandbox: said.sandbox_url ?? "" };
  }
  throw new Error("dev ended before it began.");
}

/** Clicks are told of where the domain has them followed; those of people come a while after the mail. */
async function followClicks({ sandbox }: Started): Promise<void> {
  const headers = { authorization: "Bearer re_sandbox_full_access", "content-type": "application/json" };
  const domain = { name: "news.example.org", click_tracking: true, open_tracking: true };
  await fetch(`${sandbox}/domains`, { method: "POST", headers, body: JSON.stringify(domain) });
  await control({ sandbox }, "PUT", "switches", { event_gap_ms: 5_000 });
}

async function control(
  { sandbox }: Pick<Started, "sandbox">,
  method: string,
  path: string,
  body: object = {},
): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${sandbox}/_sandbox/${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

const READERS = [
  "email,status,city",
  ...Array.from({ length: 120 }, (_, n) => `delivered+${n}@resend.dev,active,${n < 40 ? "Lima" : "Cusco"}`),
  "clicked+1@resend.dev,active,Lima",
  "clicked+2@resend.dev,active,Lima",
  "bounced+1@resend.dev,active,Lima",
  "complained+1@resend.dev,active,Lima",
  "not an address,active,Lima",
].join("\n");

async function look(page: Page, name: string, found: string[]): Promise<void> {
  // What a notice says of itself is gone in a moment; its colours are checked where it stays.
  const shoot = async (which: string) =>
    SHOTS === undefined
      ? null
      : page.screenshot({ path: join(SHOTS, `studio-${name}-${which}.png`), fullPage: true });
  found.push(...(await lookWithAxe(page, LOOKS, shoot)).map((one) => `${name}, ${one}`));
  await page.setViewportSize({ width: 1200, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

test("a person imports readers, looks at them, sends an issue to them and reads what came of it", async () => {
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(
      ["draft: false"],
      "A letter begins with a [line](https://example.org/line) that somebody reads.\n\n::rate",
    ),
    "issues/2026-12-08-second.md": issue(["title: The second letter", "draft: false"]),
    "issues/2026-12-15-wrong.md": issue(["title: The wrong letter", "draft: false", "section: nothing"]),
  });
  const csv = join(project.root, "readers.csv");
  await writeFile(csv, READERS);
  const dev = await startDev(project.root);
  await followClicks(dev);
  const page = await browser.newPage({
    viewport: { width: 1200, height: 900 },
    reducedMotion: "reduce",
  });
  const found: string[] = [];
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const people = async () =>
    ((await (await fetch(`${dev.url}/api/audience`)).json()) as { people: number }).people;

  // The table is counted before anything is written.
  await page.goto(`${dev.url}/audience?show=import`);
  await page.getByLabel("I am responsible for their consent").check();
  await page.locator("input[type=file]").setInputFiles(csv);
  await page.getByText("Nothing is written yet.").waitFor();
  expect(await page.getByRole("table", { name: "People in the file" }).innerText()).toMatch(
    /active\s+124\s+refused\s+1\s+rows\s+125/,
  );
  await page.getByText("Line 126").waitFor();
  expect(await people()).toBe(0);
  await look(page, "import", found);
  await page.getByRole("button", { name: "Import…" }).click();
  await page.getByRole("button", { name: "Import 125 rows" }).click();
  await page.getByText("Imported into weekly; nobody was mailed.").waitFor();
  expect(await people()).toBe(124);

  await page.getByRole("tab", { name: "Segment" }).click();
  await page.getByRole("textbox", { name: "Segment" }).fill("city:Lima");
  await page.getByText("44 readers").waitFor();
  await page.getByRole("textbox", { name: "Segment" }).fill("town:Lima");
  await page.getByText("The query cannot be read yet").waitFor();
  await page.goto(`${dev.url}/audience?show=segment&list=weekly&query=city%3ALima`);
  await page.getByText("44 readers").waitFor();
  await look(page, "segment", found);

  await page.getByRole("tab", { name: "Suppressed" }).click();
  await page.getByLabel("Never mail this address").fill("delivered+7@resend.dev");
  await page.getByRole("button", { name: "Suppress", exact: true }).click();
  await page.getByRole("cell", { name: "delivered+7@resend.dev", exact: true }).waitFor();
  await page.goto(`${dev.url}/audience?show=suppressed`);
  await page.getByRole("cell", { name: "delivered+7@resend.dev", exact: true }).waitFor();
  await look(page, "suppressed", found);

  // An error keeps an issue back, in the page and in the API.
  await page.goto(`${dev.url}/sends/wrong`);
  await page.getByText("It cannot be scheduled before its errors are fixed.").waitFor();
  expect(await page.getByRole("button", { name: /Schedule|Send now/ }).count()).toBe(0);
  const headers = { "content-type": "application/json" };
  const plan = (await (await fetch(`${dev.url}/api/sends/wrong/plan`)).json()) as { digest: string };
  const body = JSON.stringify({ digest: plan.digest, when: "now" });
  const forced = await fetch(`${dev.url}/api/sends/wrong/schedule`, { method: "POST", headers, body });
  expect(await forced.json()).toMatchObject({ kind: "refused", findings: [{ severity: "error" }] });

  // Nor is anything scheduled but the email whose plan was shown, or from what no page of the studio sends.
  const post = async (type: string, digest: string) =>
    fetch(`${dev.url}/api/sends/hello/schedule`, {
      method: "POST",
      headers: { "content-type": type },
      body: JSON.stringify({ digest, when: "now" }),
    });
  expect(await (await post("application/json", "0".repeat(64))).json()).toEqual({ kind: "changed" });
  expect((await post("text/plain", "0".repeat(64))).ok).toBe(false);

  // What is confirmed names the count; the one who is suppressed is not among them.
  await page.goto(`${dev.url}/sends/hello`);
  await page.getByRole("table", { name: "What will happen" }).waitFor();
  await look(page, "plan", found);
  await page.getByLabel("Now").check();
  await page.getByRole("button", { name: "Send now…" }).click();
  await page.getByRole("button", { name: "Send to 123 readers of weekly" }).click();
  await page.getByText("123 of 123 handed over").waitFor();
  await page.getByText("124 = 123 recipients + 1 excluded (suppressed)").waitFor();
  await page.getByText("123 = 123 submitted").waitFor();
  await page.getByText("The books balance").waitFor();
  await page.getByText("submitted", { exact: true }).waitFor();
  await control(dev, "POST", "advance", { ms: 60_000 });
  await control(dev, "POST", "flush");
  await page.goto(`${dev.url}/sends/hello?show=sends`);
  await page.getByText("The books balance").waitFor();
  await look(page, "progress", found);

  await page.getByRole("tab", { name: "Report" }).click();
  await page.getByText("Arrivals over time").waitFor();
  await page.goto(`${dev.url}/sends/hello?show=report`);
  await page.locator(".recharts-surface").first().waitFor();
  const told = (await (await fetch(`${dev.url}/api/sends/hello/report`)).json()) as {
    report: { clicks: { links: { url: string; machine: number }[] } };
  };
  // The sandbox's clicks come from a program that says what it is.
  const [most] = told.report.clicks.links;
  const frame = page.frameLocator("iframe[title^='The email as it was sent']");
  const marks = await frame.getByTitle("clicks of machines").allInnerTexts();
  expect(most?.machine).toBeGreaterThan(1);
  expect(marks).toContain(String(most?.machine));
  await look(page, "report", found);
  const report = await fetch(`${dev.url}/api/sends/hello/report.md`);
  expect(await report.text()).toMatch(/^# How a letter is made\n[^]*bounced, permanent \| 1 \|/);

  await page.goto(`${dev.url}/audience?show=people`);
  await page.getByLabel("Address, or a part of it").fill("BOUNCED");
  await page.getByRole("button", { name: "bounced+1@resend.dev" }).click();
  await page.getByText("Never mailed: bounced").waitFor();
  await page.getByRole("cell", { name: "hello" }).waitFor();
  await look(page, "person", found);
  await page.goto(`${dev.url}/audience`);
  await page.getByRole("heading", { name: "Weekly" }).waitFor();
  await page.locator(".recharts-surface").first().waitFor();
  await look(page, "lists", found);

  // A send that waits for its time can be paused, resumed and taken back, each after a question.
  await page.goto(`${dev.url}/sends/second`);
  await page.getByLabel("At another time").check();
  await page.getByLabel("Time in America/New_York").fill("2099-01-02T09:00");
  await page.getByRole("button", { name: "Schedule…" }).click();
  await page.getByRole("button", { name: "Schedule for 121 readers of weekly" }).click();
  const decide = async (name: string) => {
    await page.getByRole("button", { name: `${name}…` }).click();
    await page.getByRole("button", { name: `${name} for at most 123 readers of weekly` }).click();
  };
  await decide("Pause");
  await page.getByText("paused (person)").waitFor();
  await decide("Resume");
  await page.getByText("scheduled", { exact: true }).waitFor();
  await decide("Unschedule");
  await page.getByText("canceled", { exact: true }).waitFor();
  await page.goto(`${dev.url}/sends`);
  await page.getByRole("link", { name: "The second letter" }).first().waitFor();
  await look(page, "sends", found);

  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});
