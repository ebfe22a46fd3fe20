import { writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, REAL_ENV, tempProject } from "../cli/temp-project.ts";
import { runDev } from "../helpers/run-dev.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";
import { importReaders, openStudio } from "./open-studio.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const FILE = "issues/2026-12-01-hello.md";
const LOOKS = [
  ["light", 1440],
  ["dark", 1440],
  ["light", 320],
] as const;

test("the paragraph that was edited last comes into view after a save, and one in view stays where it is", async () => {
  const words = (at: number) => `Paragraph number ${at} of a long letter.`;
  const body = Array.from({ length: 80 }, (_, at) => words(at)).join("\n\n");
  const project = await tempProject({ [FILE]: issue([], body) });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  const page = await openStudio(browser, `${url}/issues/hello?view=phone`);
  const email = page.frameLocator('iframe[title="The email"]');
  await email.getByText(words(79)).waitFor();
  const save = async (at: number, now: string) => {
    await writeFile(project.path(FILE), issue([], body.replace(words(at), now)));
    await email.getByText(now).waitFor();
  };
  /** How far below the top of the window it stands, CSS pixels. */
  const top = async (now: string) => (await email.getByText(now).boundingBox())?.y ?? Number.NaN;
  const scrolled = () => page.evaluate<number>("scrollY");
  await save(70, "Seventy was edited.");
  await expect.poll(() => top("Seventy was edited.")).toBeLessThan(900);
  expect(await top("Seventy was edited.")).toBeGreaterThan(100);
  const before = await scrolled();
  expect(before).toBeGreaterThan(500);
  await save(70, "Seventy was edited again.");
  expect(await scrolled()).toBe(before);
  await save(2, "Two was edited.");
  await expect.poll(scrolled).toBeLessThan(before);
  await expect.poll(() => top("Two was edited.")).toBeGreaterThan(100);
});

test("a ramp is proposed for a list that was never mailed, and nothing is scheduled before it is decided", async () => {
  // The sandbox's own ledger mails nobody, and asks for no ramp.
  await using resend = await startSandbox({ switches: { rate_limit: 200 } });
  const env = { ...REAL_ENV, RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url };
  const project = await tempProject({ [FILE]: issue(["draft: false"]) });
  expect((await project.run(["migrate"], { env })).exit).toBe(0);
  const url = await runDev(project, ["--ledger"], { env });
  const rows = Array.from({ length: 3001 }, (_, at) => `reader${at}@a.example,active`);
  expect(await importReaders(url, ["email,status", ...rows].join("\n"))).toBe(3001);
  const page = await openStudio(browser, `${url}/sends/hello`);
  const send = page.getByRole("button", { name: "Send now…" });
  await page.getByText("Should the send grow day by day?").waitFor();
  await page.getByRole("radio", { name: "Now" }).check();
  expect(await send.isDisabled()).toBe(true);
  expect(await lookWithAxe(page, LOOKS)).toEqual([]);
  await page.getByRole("radio", { name: /^Yes: 1,000, 2,500/ }).check();
  const ramp = page.getByRole("table", { name: "What will happen" }).getByText("1,000, 2,500 messages");
  await expect.poll(() => ramp.innerText()).not.toContain("not decided");
  await expect.poll(() => send.isEnabled()).toBe(true);
  // Who has answered may think again.
  await page.getByRole("radio", { name: "No, to all of them at once" }).check();
  await expect.poll(() => ramp.count()).toBe(0);
  await page.getByRole("radio", { name: /^Yes: 1,000, 2,500/ }).check();
  await page.getByRole("radio", { name: "At another time" }).check();
  await page.getByLabel("Time in America/New_York").fill("2099-01-02T09:00");
  await page.getByRole("button", { name: "Schedule…" }).click();
  await page.getByRole("button", { name: "Schedule for 3,001 readers of weekly" }).click();
  await page.getByText("scheduled", { exact: true }).waitFor();
  const status = await project.run(["status", "hello"], { env });
  expect(status.stdout).toMatch(/ramp +1,000, 2,500/);
  expect(resend.inbox.count).toBe(0);
});

test("a send is canceled while its batches go out: those who have it are counted, and nobody else gets it", async () => {
  await using resend = await startSandbox({ switches: { rate_limit: 200 } });
  const env = { ...REAL_ENV, RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url };
  const project = await tempProject({ [FILE]: issue(["draft: false"]) });
  expect((await project.run(["migrate"], { env })).exit).toBe(0);
  const url = await runDev(project, ["--ledger"], { env });
  const rows = Array.from({ length: 250 }, (_, at) => `reader${at}@a.example,active`);
  expect(await importReaders(url, ["email,status", ...rows].join("\n"))).toBe(250);
  // The first batch is accepted; each one after it waits for its answer until the send is canceled, and is told to come back.
  resend.switches.faults = [{ kind: "rate_limit", on: "POST /emails/batch", skip: 1 }];
  const canceled = Promise.withResolvers<void>();
  using _held = resend.on("request", async () => {
    if (resend.inbox.count > 0) await canceled.promise;
  });
  const page = await openStudio(browser, `${url}/sends/hello`);
  await page.getByRole("radio", { name: "Now" }).check();
  await page.getByRole("button", { name: "Send now…" }).click();
  await page.getByRole("button", { name: "Send to 250 readers of weekly" }).click();
  await page.getByText("scheduled", { exact: true }).waitFor();
  // On the real ledger a process of its own delivers, and the studio watches it.
  const delivering = project.run(["tick"], { env, clock: { now: Date.now } });
  await page.getByText("100 of 250 handed over").waitFor();
  await page.getByRole("button", { name: "Cancel…" }).click();
  await page.getByRole("button", { name: "Cancel for 150 readers who do not have it yet" }).click();
  await page.getByText("canceled", { exact: true }).waitFor();
  canceled.resolve();
  expect((await delivering).exit).toBe(0);
  await page.getByText("250 = 100 submitted + 150 withdrawn").waitFor();
  await page.getByText("The books balance").waitFor();
  expect(await page.getByRole("button", { name: "Resume…" }).count()).toBe(0);
  expect((await project.run(["tick"], { env })).exit).toBe(0);
  expect(resend.inbox.count).toBe(100);
});

test("a test is written as the subscriber whom a search finds, and as whom the preview shows", async () => {
  const body = 'Hello {{ subscriber.first_name | default: "you" }}.';
  const project = await tempProject({ [FILE]: issue([], body) });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  const readers = "email,first_name,status\nada@a.example,Augusta,active\nbob@a.example,Robert,active\n";
  expect(await importReaders(url, readers)).toBe(2);
  const page = await openStudio(browser, `${url}/issues/hello?test`);
  const addresses = page.getByRole("combobox", { name: "Addresses" });
  await addresses.fill("me@a.example");
  await addresses.press("Enter");
  await page.getByRole("radio", { name: /^a subscriber/ }).check();
  const send = page.getByRole("button", { name: "Send 1 test to the sandbox" });
  expect(await send.isDisabled()).toBe(true);
  const subscriber = page.getByRole("combobox", { name: "The subscriber" });
  await subscriber.fill("nobody");
  await page.getByText("No subscriber has this in the address.").waitFor();
  await subscriber.fill("AUG");
  await subscriber.fill("da@");
  await page.getByRole("option", { name: "ada@a.example" }).click();
  expect(await lookWithAxe(page, LOOKS)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await send.click();
  await page.getByText("The test was handed to the sandbox.").waitFor();
  const texts = async () => {
    const { mails } = (await (await fetch(`${url}/api/inbox`)).json()) as { mails: { id: string }[] };
    const all = mails.map(async ({ id }) => (await fetch(`${url}/api/inbox/${id}`)).json());
    return ((await Promise.all(all)) as { text: string }[]).map(({ text }) => /Hello \w+/.exec(text)?.[0]);
  };
  expect(await texts()).toEqual(["Hello Augusta"]);

  await page.goto(`${url}/issues/hello`);
  await page.locator('input[aria-label="Reader"]').fill("bob@");
  await page.getByRole("option", { name: "bob@a.example" }).click();
  await page.frameLocator('iframe[title="The email"]').getByText("Hello Robert.").waitFor();
  await page.getByRole("button", { name: "Send a test…" }).click();
  expect(await subscriber.inputValue()).toBe("bob@a.example");
  await send.click();
  await page.getByText("The test was handed to the sandbox.").waitFor();
  expect(await texts()).toEqual(["Hello Robert", "Hello Augusta"]);
});

test("an error that may be forced is let go for one email, after a question that names rule and count", async () => {
  const body = (more: string) => `Then TK happens, and the letter goes on.${more}`;
  const project = await tempProject({
    [FILE]: issue(["draft: false"], body("")),
    "issues/2026-12-08-other.md": issue(["title: Other", "draft: false", "section: nothing"]),
  });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  await importReaders(url, "email,status\nada@a.example,active\nbob@a.example,active\n");
  const page = await openStudio(browser, `${url}/sends/other`);
  await page.getByText("It cannot be scheduled before its errors are fixed.").waitFor();
  // What could not be read is not in the email, whatever a person says.
  const force = page.getByRole("button", { name: "Let this email pass despite its errors…" });
  expect(await force.count()).toBe(0);
  await page.goto(`${url}/sends/hello`);
  await force.click();
  await page.getByText("You let 1 error pass").waitFor();
  expect(await lookWithAxe(page, LOOKS)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  // Another save makes another email, of which nobody has said anything.
  await writeFile(project.path(FILE), issue(["draft: false"], body(" And on.")));
  await page.getByText("It cannot be scheduled before its errors are fixed.").waitFor();
  expect(await page.getByRole("button", { name: "Send now…" }).count()).toBe(0);
  // The word is for one email: where the plan of the saved one comes after it, it has to be given again.
  const now = page.getByRole("radio", { name: "Now" });
  await expect
    .poll(async () => {
      if ((await force.count()) > 0) await force.click();
      return now.count();
    })
    .toBe(1);
  await now.check();
  await page.getByRole("button", { name: "Send now…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("writing/placeholder").waitFor();
  const yes = "Send to 2 readers of weekly despite 1 error";
  await dialog.getByRole("button", { name: yes }).click();
  await page.getByText("2 of 2 handed over").waitFor();
  const status = await project.run(["status", "hello", "--json", "--sandbox"]);
  expect(JSON.parse(status.stdout)).toMatchObject([
    { overruled: [{ rule: "writing/placeholder", how: "forced", person: expect.stringMatching(/^cli:/) }] },
  ]);
  // Without the person's word for it the API lets nothing pass, and never what nobody can force.
  const headers = { "content-type": "application/json" };
  const plan = await fetch(`${url}/api/sends/other/plan`);
  const { digest } = (await plan.json()) as { digest: string | null };
  const forced = await fetch(`${url}/api/sends/other/schedule`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      digest: digest ?? "",
      when: "now",
      force: ["section/unknown", "front-matter/unknown"],
    }),
  });
  expect(await forced.json()).toMatchObject({ kind: "refused" });
});

test("what nobody asked is said, in the findings and in the plan, and does not count as passed", async () => {
  const body = "Read [this page](https://elsewhere.example.com/page).";
  const project = await tempProject({ [FILE]: issue(["draft: false"], body) });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  const page = await openStudio(browser, `${url}/issues/hello`);
  const note = page.getByRole("note", { name: "Not checked" });
  await note.getByText("Not checked: the spam score (").waitFor();
  await note.getByText("Not checked: the sender's domain (").waitFor();
  await note.getByText("What was not checked does not count as passed.").waitFor();
  expect(await page.getByText("Nothing to fix.", { exact: true }).count()).toBe(0);
  await page.goto(`${url}/sends/hello`);
  await note.getByText("Not checked: the spam score (").waitFor();
});

const HOSTED = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "UTC",
  audience: "resend",
  lists: {
    weekly: { title: "Weekly", segment: "Readers", topic: "Weekly" },
    extra: { title: "Extra", segment: "Nowhere", topic: "Extra" },
  },
};
`;

test("where readers live at Resend, its segments are counted, once, and again on a click", async () => {
  await using resend = await startSandbox({ switches: { rate_limit: 10_000 } });
  const { audience } = resend;
  const readers = audience.addSegment("Readers").id;
  audience.addSegment("Somebody else’s");
  const headers = { authorization: `Bearer ${resend.apiKey}`, "content-type": "application/json" };
  const add = async (email: string, unsubscribed = false) => {
    const body = JSON.stringify({ email, unsubscribed, segments: [{ id: readers }] });
    expect((await fetch(`${resend.url}/contacts`, { method: "POST", headers, body })).ok).toBe(true);
  };
  for (let at = 0; at < 120; at += 1) await add(`reader${at}@a.example`, at < 3);
  const never = JSON.stringify({ emails: ["reader7@a.example", "elsewhere@a.example"] });
  const suppressed = await fetch(`${resend.url}/suppressions/batch/add`, {
    method: "POST",
    headers,
    body: never,
  });
  expect(suppressed.ok).toBe(true);

  const project = await tempProject({ "newsletter.config.ts": HOSTED, [FILE]: issue() });
  const env = { ...REAL_ENV, RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url };
  const url = await runDev(project, ["--ledger"], { env });
  const page = await openStudio(browser, `${url}/audience`);
  const table = page.getByRole("region", { name: "Segments at Resend" });
  const row = (name: string) => table.getByRole("row", { name });
  await page.getByText("Counted at").waitFor();
  expect((await row("Readers Weekly").getByRole("cell").allInnerTexts()).slice(2)).toEqual([
    "120",
    "3",
    "1",
    "116",
  ]);
  expect((await row("Somebody else’s").getByRole("cell").allInnerTexts()).slice(1)).toEqual([
    "–",
    "0",
    "0",
    "0",
    "0",
  ]);
  await page.getByText("Resend has no segment Nowhere.").waitFor();
  expect(await lookWithAxe(page, LOOKS)).toEqual([]);

  // What was counted is kept: another look asks nobody.
  await add("late@a.example");
  await page.reload();
  await page.getByText("Counted at").waitFor();
  expect(await row("Readers Weekly").getByRole("cell").nth(2).innerText()).toBe("120");
  await page.getByRole("button", { name: "Count again" }).click();
  await expect.poll(() => row("Readers Weekly").getByRole("cell").nth(2).innerText()).toBe("121");
});
