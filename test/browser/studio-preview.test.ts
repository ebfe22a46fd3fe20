import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openApp } from "#src/app/open-app.ts";
import { type Dev, startDev } from "#src/cli/write/start-dev.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, REAL_ENV, type TempProject, tempProject } from "../cli/temp-project.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";

let browser: Browser;
/** One editor for all tests of this file. */
let desk: string;
beforeAll(async () => {
  browser = await openBrowser();
  desk = await mkdtemp(join(tmpdir(), "letterpress-editor-"));
  const script = join(desk, "editor.sh");
  await writeFile(script, `#!/bin/sh\necho "$@" >> ${join(desk, "opened.txt")}\n`);
  await chmod(script, 0o700);
});
afterAll(async () => {
  await browser.close();
  await rm(desk, { recursive: true, force: true });
});

const FILE = "issues/2026-12-01-hello/index.md";
const PARAGRAPHS = Array.from({ length: 40 }, (_, at) => `Paragraph number ${at + 1} of a long letter.`);
const LONG = issue(
  ["draft: false"],
  ['Hello {{ subscriber.first_name | default: "there" }}.', ...PARAGRAPHS].join("\n\n"),
);

interface Studio {
  readonly project: TempProject;
  readonly dev: Dev;
  readonly page: Page;
  /** What the console complained about. */
  readonly errors: string[];
  /** How the editor was called. */
  readonly opened: () => Promise<string>;
}

/** The studio of a newsletter with three readers, in front of a ledger of its own. */
async function open(
  files: Readonly<Record<string, string>>,
  more: readonly string[][] = [],
): Promise<Studio> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const readers = "email,first_name,status\nada@a.example,Augusta,active\nbob@a.example,Bob,active\n";
  const project = await tempProject({ "readers.csv": readers, ...files });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const lines = [["migrate"], ["subscribers", "import", "readers.csv", "--unstated", "active"], ...more];
  for (const line of lines) expect((await project.run(line, { env })).exit).toBe(0);
  const clock = { now: () => NOW };
  const app = await openApp({ root: project.root, env, sandbox: false, clock });
  onTestFinished(() => app[Symbol.asyncDispose]());
  const editor = join(desk, "editor.sh");
  const { ledger } = app;
  const dev = await startDev({ root: project.root, port: 0, beside: { ledger }, clock, editor });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  // An emulated scheme would hold for the frame as well, whatever it is told.
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme: null });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  const opened = async () => {
    const lines = (await readFile(join(desk, "opened.txt"), "utf8").catch(() => "")).split(/(?<=\n)/);
    return lines.filter((line) => line.startsWith(project.root)).join("");
  };
  return { project, dev, page, errors, opened };
}

const email = (page: Page) => page.frameLocator('iframe[title="The email"]');

/** A style of the body of the email, as the browser computed it. */
const seen = (page: Page, selector: string, name: string) =>
  email(page)
    .locator(selector)
    .first()
    .evaluate((element, style) => getComputedStyle(element).getPropertyValue(style), name);

test("leads from a paragraph to its line in the author's editor", async () => {
  const { project, dev, page, errors, opened } = await open({ [FILE]: LONG });
  await page.goto(`${dev.url}/issues/hello?view=phone`);
  await email(page).getByText("Paragraph number 3 of").click();
  await expect.poll(opened).toBe(`${project.path(FILE)} 13 1\n`);
  await page.getByText(`Opened ${FILE}:13 in your editor.`).waitFor();
  await writeFile(project.path(FILE), LONG.replace("number 5 of", "number five of"));
  await email(page).getByText("number five of").waitFor();
  const mailed = await page.evaluate(async () => (await fetch("/api/issues/hello")).text());
  expect(mailed).not.toContain("data-line");
  expect(errors).toEqual([]);
});

test("a saved email takes its place in the same frame: what is equal stays, and a forced dark is not forced twice", async () => {
  const { project, dev, page, errors } = await open({ [FILE]: LONG });
  const save = async (text: string, words: string) => {
    await writeFile(project.path(FILE), text);
    await email(page).getByText(words).waitFor();
  };
  await page.goto(`${dev.url}/issues/hello?view=phone`);
  await email(page).getByText("Paragraph number 40").waitFor();
  const first = await page.locator(".sheet").elementHandle();
  const title = await first?.evaluateHandle((frame) =>
    (frame as HTMLIFrameElement).contentDocument?.querySelector("h1"),
  );
  await save(LONG.replace("number 5 of", "number five of"), "number five of");
  expect(await title?.evaluate((element) => element?.isConnected)).toBe(true);
  expect(await page.locator(".sheet").count()).toBe(1);
  await page.goto(`${dev.url}/issues/hello?view=phone&colours=gmail-on-iphones`);
  await email(page).getByText("Paragraph number 40").waitFor();
  const before = await seen(page, "body", "background-color");
  await save(LONG.replace("number 6 of", "number six of"), "number six of");
  expect(await seen(page, "body", "background-color")).toBe(before);
  const shown = await email(page).locator("body").innerText();
  expect(shown).toContain("Paragraph number 5 of");
  expect(shown.match(/Paragraph number 40/g)).toHaveLength(1);
  // A paragraph that comes or goes moves the lines of all behind it.
  await save(LONG.replace("Paragraph number 2 of a long letter.\n\n", ""), "Paragraph number 3 of");
  await expect.poll(() => email(page).locator("body").innerText()).not.toContain("Paragraph number 2 of");
  expect(errors).toEqual([]);
});

test("shows an email dark by its own styles and as others make it, without pictures and in large type", async () => {
  const { dev, page, errors } = await open({ [FILE]: LONG });
  const look = async (query: string) => {
    await page.goto(`${dev.url}/issues/hello?view=phone&${query}`);
    await email(page).getByText("Paragraph number 40").waitFor();
    // Rendered and then dressed: the colour settles when the frame has loaded.
    await page.waitForFunction(
      () => document.querySelector<HTMLIFrameElement>(".sheet")?.contentDocument?.readyState === "complete",
    );
    return { ground: await seen(page, "body", "background-color"), size: await seen(page, "p", "font-size") };
  };
  const light = await look("");
  const dark = await look("colours=dark");
  const gmail = await look("colours=gmail-on-iphones");
  expect(new Set([light.ground, dark.ground, gmail.ground]).size).toBe(3);
  expect(Number.parseFloat((await look("text=200")).size)).toBe(2 * Number.parseFloat(light.size));
  const frame = page.locator(".sheet");
  await page.setViewportSize({ width: 1400, height: 900 });
  await look("view=small&colours=dark");
  const [height, body] = await frame.evaluate((element) => {
    const { contentDocument, clientHeight } = element as HTMLIFrameElement;
    return [clientHeight, contentDocument?.body.scrollHeight];
  });
  expect(height).toBe(body);
  expect(await frame.getAttribute("sandbox")).toBe("allow-same-origin");
  expect(errors).toEqual([]);
});

test("measures what is too wide in the page, and shows where Gmail cuts", async () => {
  const template = `import { EmailHead, IssueBody, type TemplateInput } from "letterpress";
export default (input: TemplateInput) => (
  <html><EmailHead {...input} /><body><div style={{ width: "500px" }}>Wide</div><IssueBody {...input} />
  <a href={input.urls.unsubscribe}>Unsubscribe</a> {input.newsletter.postal_address}</body></html>
);
`;
  const long = Array.from({ length: 1500 }, (_, at) => `Paragraph ${at} ${"word ".repeat(12)}`).join("\n\n");
  const { dev, page } = await open({ [FILE]: issue(["template: own"], long), "templates/own.tsx": template });
  await page.goto(`${dev.url}/issues/hello?view=small`);
  expect(await page.getByText("px wider than this view").textContent()).toContain("<div> “Wide");
  const cut = await page
    .getByText("Gmail shows no more than this")
    .evaluate((line) => (line as HTMLElement).offsetTop);
  const whole = await page.locator(".sheet").evaluate((element) => element.clientHeight);
  expect(cut).toBeGreaterThan(1000);
  expect(cut).toBeLessThan(whole);
});

test("shows a template that throws with its lines, and the email again when it is saved", async () => {
  const own = "templates/own.tsx";
  const broken = 'export default function Own() {\n  throw new Error("Ink ran out");\n}\n';
  const { project, dev, page, errors, opened } = await open({
    [FILE]: issue(["template: own"]),
    [own]: broken,
  });
  await page.goto(`${dev.url}/issues/hello`);
  const fault = page.getByRole("region", { name: "What went wrong" });
  expect(await fault.locator(".line.at").textContent()).toContain('throw new Error("Ink ran out");');
  await fault.getByRole("button", { name: "Open in editor" }).click();
  await expect.poll(opened).toContain(`${project.path(own)} 2 `);
  await project.write(own, await readFile("templates/interview.tsx", "utf8"));
  await email(page).getByText("A letter begins with a line").waitFor();
  expect(errors).toEqual([]);
});

test("shows a wall of eight, and compares with what was tested", async () => {
  const { project, dev, page, errors } = await open({ [FILE]: LONG }, [
    ["test", "hello", "--to", "me@a.example"],
  ]);
  await page.goto(`${dev.url}/issues/hello`);
  await page.getByRole("toolbar").waitFor();
  await page.keyboard.press("7");
  await expect.poll(() => page.locator(".wall .sheet").count()).toBe(8);
  expect(page.url()).toContain("view=wall");
  await page.getByRole("button", { name: "Phone, images off" }).click();
  expect(page.url()).toContain("images=off");
  await writeFile(project.path(FILE), LONG.replace("number 2 of", "number two of"));
  await page.goto(`${dev.url}/issues/hello?view=compare`);
  const side = (title: string) => page.frameLocator(`iframe[title="${title}"]`);
  await side("The email as it was").getByText("number 2 of").waitFor();
  for (const title of ["The email as it was", "The email now"])
    expect(await side(title).locator("[data-changed]").allTextContents()).toHaveLength(1);
  expect(errors).toEqual([]);
});

test("shows the email to a subscriber who is found by the address", async () => {
  const { dev, page, errors } = await open({ [FILE]: LONG });
  await page.goto(`${dev.url}/issues/hello?view=phone`);
  await email(page).getByText("Hello Ada.").waitFor();
  await page.locator('input[aria-label="Reader"]').fill("ada@");
  await page.getByRole("option", { name: "ada@a.example" }).click();
  await email(page).getByText("Hello Augusta.").waitFor();
  expect(errors).toEqual([]);
});

test("writes a new issue on a click alone, and shows it in the list and the calendar", async () => {
  const { dev, page, errors } = await open({ [FILE]: LONG });
  await page.goto(dev.url);
  await page.getByRole("button", { name: "New issue" }).click();
  await page.getByLabel("Title").fill("The second one");
  await page.getByLabel("Section").selectOption("corner");
  const list = async () => (await (await fetch(`${dev.url}/api/issues`)).json()) as { slug: string }[];
  expect(await list()).toHaveLength(1);
  await page.getByRole("button", { name: "Write the file" }).click();
  await page.waitForURL("**/issues/the-second-one");
  await page.goto(`${dev.url}/calendar`);
  await page.locator(".calendar").getByText("09:00 The second one").waitFor();
  await page.goto(`${dev.url}/?state=draft`);
  await expect.poll(() => page.locator(".issue-line a").allTextContents()).toEqual(["The second one"]);
  expect(errors).toEqual([]);
});

test("has nothing that axe finds, in both schemes and on a phone", async () => {
  const { dev, page } = await open({ [FILE]: LONG });
  const paths = [
    "/",
    "/calendar",
    "/issues/hello?view=phone",
    "/issues/hello?view=free",
    "/issues/hello?view=wall",
  ];
  for (const path of paths) {
    await page.goto(`${dev.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const found = await lookWithAxe(page, [
      ["light", 1400],
      ["dark", 1400],
      ["light", 320],
    ]);
    expect([path, found]).toEqual([path, []]);
  }
});
