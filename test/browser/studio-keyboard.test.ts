import { readFile } from "node:fs/promises";
import type { Browser, FileChooser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issue, tempProject } from "../cli/temp-project.ts";
import { runDev } from "../helpers/run-dev.ts";
import { openBrowser } from "./open-browser.ts";
import { importReaders, openStudio } from "./open-studio.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const FILE = "issues/2026-12-01-hello.md";

/** What has the focus, by the name that a screen reader says, and whether a ring around it can be seen. */
const FOCUSED = `(() => {
  const one = document.activeElement;
  const label = one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement
    ? one.labels?.[0]?.textContent : null;
  const name = one?.getAttribute("aria-label") ?? label ?? one?.getAttribute("title") ?? one?.textContent ?? "";
  // A radio button that is drawn by its label has no size of its own.
  const drawn = [one, one?.nextElementSibling, one?.closest("label"), one?.parentElement, one?.closest(".mantine-Input-input")];
  const ringed = (element) => {
    if (element == null) return false;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) > 0 && !/, 0\\)$/.test(outlineColor);
  };
  return { name: name.trim().replace(/\\s+/g, " "), hasRing: drawn.some(ringed), tag: one?.tagName ?? "" };
})()`;

interface Focused {
  readonly name: string;
  readonly hasRing: boolean;
  readonly tag: string;
}

const focused = (page: Page) => page.evaluate<Focused>(FOCUSED);

/** Go on with Tab until something with this name has the focus; each stop on the way is seen. */
async function tabTo(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  const seen: string[] = [];
  for (let tries = 0; tries < 90; tries += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    // Nothing is around the page itself, from which the next Tab leads to its beginning.
    expect([now, now.hasRing || now.tag === "BODY" || now.tag === "IFRAME"]).toEqual([now, true]);
    if (name.test(now.name)) return;
    seen.push(now.name.slice(0, 30));
  }
  throw new Error(`No Tab leads to ${name}: ${seen.join(" | ")}`);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** On a busy machine Chromium may take the key as if nobody had pressed it, and open no dialog. */
async function chosenByEnter(page: Page): Promise<FileChooser> {
  for (let tries = 0; tries < 10; tries += 1) {
    const chooser = page.waitForEvent("filechooser", { timeout: 3000 }).catch(() => null);
    await press(page, "Enter");
    const opened = await chooser;
    if (opened !== null) return opened;
  }
  throw new Error("Enter opened no dialog for files.");
}

/** The palette, open and ready for words: it may be seen before it has the focus. */
async function paletteOf(page: Page): Promise<void> {
  const search = page.getByLabel("Search issues, pages and actions");
  await search.waitFor();
  const isFocused = () => search.and(page.locator(":focus")).count();
  await expect.poll(isFocused).toBe(1);
}

/** Where the focus is once a dialog has gone: where it was before. */
async function backAt(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(async () => (await focused(page)).name).toMatch(name);
}

test("a new issue, a fix, an accepted finding and a test are a matter of keys, and the focus comes back", async () => {
  const body = "Read ==the harbour==. TK";
  const project = await tempProject({ [FILE]: issue([], body) });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  const page = await openStudio(browser, url);
  await page.locator(".issue-line").first().waitFor();
  const text = () => readFile(project.path(FILE), "utf8");

  await tabTo(page, /^New issue$/);
  await press(page, "Enter");
  await page.getByRole("dialog").waitFor();
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Title/);
  await press(page, "Escape");
  await backAt(page, /^New issue$/);
  await press(page, "Enter");
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Title/);
  await page.keyboard.type("The second one");
  await tabTo(page, /^Section/);
  await page.keyboard.type("The");
  await tabTo(page, /^Write the file$/);
  await press(page, "Enter");
  await page.waitForURL("**/issues/the-second-one");
  const listed = (await (await fetch(`${url}/api/issues`)).json()) as { slug: string; section: string }[];
  expect(listed.find(({ slug }) => slug === "the-second-one")?.section).toBe("The corner");

  await page.goto(`${url}/issues/hello`);
  await page.getByRole("button", { name: "Check links" }).waitFor();
  await tabTo(page, /^About [a-z-]+\//);
  await press(page, "Enter");
  await page.getByText("What to do").waitFor();
  await press(page, "Escape");
  await page.getByText("What to do").waitFor({ state: "detached" });
  await expect.poll(async () => (await focused(page)).name).toMatch(/^About [a-z-]+\//);

  await tabTo(page, /^Fix…$/);
  await press(page, "Enter");
  await page.getByLabel("What changes in the file").waitFor();
  await press(page, "Escape");
  await backAt(page, /^Fix…$/);
  await press(page, "Enter");
  await page.getByLabel("What changes in the file").waitFor();
  await tabTo(page, /^Write this to the file$/);
  await press(page, "Enter");
  await expect.poll(text).toContain("<mark>the harbour</mark>");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Fix…" }).waitFor({ state: "detached" });

  await page.locator("body").click({ position: { x: 5, y: 5 } });
  await tabTo(page, /^Accept…$/);
  await press(page, "Enter");
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Why this is right/);
  await press(page, "Escape");
  await backAt(page, /^Accept…$/);
  await press(page, "Enter");
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Why this is right/);
  await page.keyboard.type("The name is to come.");
  await tabTo(page, /^Show the change$/);
  await press(page, "Enter");
  await page.getByLabel("What changes in the file").getByText("+accept:").waitFor();
  await tabTo(page, /^Write this to the file$/);
  await press(page, "Enter");
  await expect.poll(text).toContain("The name is to come.");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.goto(`${url}/issues/hello`);
  await page.getByRole("button", { name: "Send a test…" }).waitFor();
  await tabTo(page, /^Send a test…$/);
  await press(page, "Enter");
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Addresses/);
  await press(page, "Escape");
  await backAt(page, /^Send a test…$/);
  await press(page, "Enter");
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Addresses/);
  await page.keyboard.type("me@readers.example.org");
  await press(page, "Enter");
  await tabTo(page, /^Send 1 test to the sandbox$/);
  await press(page, "Enter");
  await page.getByText("The test was handed to the sandbox.").waitFor();
  await tabTo(page, /^Look in the inbox$/);
  await press(page, "Enter");
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  await page.getByRole("link", { name: "[TEST]" }).waitFor();
  await tabTo(page, /^\[TEST\]/);
  await press(page, "Enter");
  await page.getByRole("button", { name: "Complain" }).waitFor();
  await tabTo(page, /^Complain$/);
  await press(page, "Enter");
  await page.getByRole("region", { name: "Events" }).getByText("complained").waitFor();
});

test("arrows lead from issue to issue in the same view; digits and the search choose the view", async () => {
  const project = await tempProject({
    [FILE]: issue(["title: First"], "Words of the first."),
    "issues/2026-12-08-second.md": issue(["title: Second"], "Words of the second."),
    "issues/2026-12-15-third.md": issue(["title: Third"], "Words of the third."),
  });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  const page = await openStudio(browser, url);
  const shown = () =>
    page
      .frameLocator('iframe[title="The email"]')
      .locator("body")
      .textContent()
      .catch(() => "");
  await page.getByRole("link", { name: "Third" }).waitFor();
  // In the list they go up and down.
  await press(page, "ArrowDown", "ArrowDown");
  expect((await focused(page)).name).toBe("Second");
  await press(page, "ArrowUp", "Enter");
  await page.waitForURL("**/issues/third");
  await expect.poll(shown).toContain("Words of the third.");
  await press(page, "5");
  await page.locator("pre.plain").getByText("Words of the third.").waitFor();
  await press(page, "ArrowRight");
  await page.waitForURL("**/issues/second?view=text");
  await page.locator("pre.plain").getByText("Words of the second.").waitFor();
  await press(page, "ArrowRight");
  await page.waitForURL("**/issues/hello?view=text");
  // There is none after the last one.
  await press(page, "ArrowRight", "ArrowLeft");
  await page.waitForURL("**/issues/second?view=text");

  const views = ["small", "phone", "tablet", "desktop", "text", "source", "wall", "compare", "free"];
  for (const [at, view] of views.entries()) {
    await press(page, String(at + 1));
    await expect.poll(async () => new URL(page.url()).searchParams.get("view")).toBe(view);
    expect(
      await page.getByRole("radiogroup", { name: "View" }).getByRole("radio", { checked: true }).count(),
    ).toBe(1);
  }
  // Where somebody types, a digit is a digit.
  await page
    .getByRole("textbox", { name: "Reader" })
    .or(page.getByRole("combobox", { name: "Reader" }))
    .first()
    .focus();
  await page.keyboard.type("1");
  expect(page.url()).toContain("view=free");
  await press(page, "Escape");

  for (const [typed, view] of [
    ["view: wall", "wall"],
    ["view: html", "source"],
    ["view: 375", "phone"],
  ] as const) {
    await press(page, "Control+k");
    const search = page.getByLabel("Search issues, pages and actions");
    await paletteOf(page);
    await page.keyboard.type(typed);
    await expect.poll(() => page.locator("[data-action]").count()).toBe(1);
    await press(page, "ArrowDown", "Enter");
    await expect.poll(async () => new URL(page.url()).searchParams.get("view")).toBe(view);
    await search.waitFor({ state: "hidden" });
  }
  await press(page, "Control+k");
  await paletteOf(page);
  await page.keyboard.type("rehearsal");
  await expect.poll(() => page.locator("[data-action]").count()).toBe(1);
  await press(page, "ArrowDown", "Enter");
  await page.getByRole("heading", { name: "Rehearsal" }).waitFor();
});

test("readers come in by a file, an address is suppressed and lifted, all by keys", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  await project.write("readers.csv", "email,status\nada@a.example,active\nbob@a.example,active\n");
  const page = await openStudio(browser, `${url}/audience`);
  await page.getByRole("tab", { name: "Lists" }).waitFor();
  await tabTo(page, /^Lists$/);
  await press(page, "ArrowRight", "ArrowRight", "ArrowRight");
  await page.getByText("Drop a CSV of subscribers here").waitFor();
  await tabTo(page, /^Drop a CSV/);
  await (await chosenByEnter(page)).setFiles(project.path("readers.csv"));
  await page.getByText("Nothing is written yet.").waitFor();
  await tabTo(page, /^Import…$/);
  await press(page, "Enter");
  await page.getByRole("dialog").waitFor();
  await press(page, "Escape");
  await backAt(page, /^Import…$/);
  await press(page, "Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, /^Import 2 rows$/);
  await press(page, "Enter");
  await page.getByText("Imported into weekly; nobody was mailed.").waitFor();

  await page.goto(`${url}/audience?show=suppressed`);
  await page.getByLabel("Never mail this address").waitFor();
  await tabTo(page, /^Never mail this address/);
  await page.keyboard.type("ada@a.example");
  await press(page, "Enter");
  await page.getByText("1 suppressed: 1 manual.").waitFor();
  await tabTo(page, /^Lift ada@a\.example…$/);
  await press(page, "Enter");
  await page.getByText("Let this address be mailed again?").waitFor();
  await press(page, "Escape");
  await backAt(page, /^Lift ada/);
  expect(await page.getByText("1 suppressed: 1 manual.").count()).toBe(1);
  await press(page, "Enter");
  await page.getByText("Let this address be mailed again?").waitFor();
  await tabTo(page, /^Lift for 1 address$/);
  await press(page, "Enter");
  await page.getByText("No address is suppressed.").waitFor();
  await page.getByText("ada@a.example is no longer suppressed.").waitFor();
});

test("a send is scheduled, paused, resumed and canceled, and a rehearsal started and ended, all by keys", async () => {
  const project = await tempProject({ [FILE]: issue(["draft: false"]) });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  expect(await importReaders(url, "email,status\nada@a.example,active\nbob@a.example,active\n")).toBe(2);
  const page = await openStudio(browser, `${url}/sends/hello`);
  await page.getByRole("radio", { name: "Now" }).waitFor();
  await tabTo(page, /^At another time|^Now$/);
  // The arrows of the group choose; the field of the time comes after it.
  if ((await focused(page)).name === "Now") await press(page, "ArrowUp");
  else await press(page, "Space");
  await page.getByLabel("Time in America/New_York").waitFor();
  await tabTo(page, /^Time in America/);
  await page.keyboard.type("01022099");
  await press(page, "Tab");
  await page.keyboard.type("0900AM");
  await tabTo(page, /^Schedule…$/);
  await press(page, "Enter");
  await page.getByRole("dialog").waitFor();
  await press(page, "Escape");
  await backAt(page, /^Schedule…$/);
  await press(page, "Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, /^Schedule for 2 readers of weekly$/);
  await press(page, "Enter");
  const decide = async (name: string, then: string) => {
    await page.getByRole("button", { name: `${name}…` }).waitFor();
    await tabTo(page, new RegExp(`^${name}…$`));
    await press(page, "Enter");
    await page.getByRole("dialog").waitFor();
    await press(page, "Escape");
    await backAt(page, new RegExp(`^${name}…$`));
    await press(page, "Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, new RegExp(`^${name} for at most 2 readers of weekly$`));
    await press(page, "Enter");
    await page.getByText(then, { exact: true }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await decide("Pause", "paused (person)");
  await decide("Resume", "scheduled");
  await decide("Pause", "paused (person)");
  await decide("Cancel", "canceled");

  await page.goto(`${url}/rehearsal?issue=hello&readers=20000`);
  await page.getByRole("button", { name: "Start the rehearsal" }).waitFor();
  await tabTo(page, /^Start the rehearsal$/);
  await press(page, "Enter");
  await page.getByRole("button", { name: "End it and delete the copy" }).waitFor();
  await tabTo(page, /^End it and delete the copy$/);
  await press(page, "Enter");
  await page.getByText("You ended it. The copy is deleted.").waitFor();
});
