import { createServer } from "node:http";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Dev, startDev } from "#src/cli/write/start-dev.ts";
import { issue, NOW, type TempProject, tempProject } from "../cli/temp-project.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";

const HELLO = "issues/2026-12-01-hello/index.md";
const OTHER = "issues/2026-11-24-other.md";
const PARAGRAPHS = Array.from({ length: 60 }, (_, at) => `Paragraph ${at} of a long letter.`).join("\n\n");
/** A folder for pictures of every page, for a person who wants to look at them. */
const SHOTS = process.env["LETTERPRESS_SHOTS"];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function start(project: TempProject, port = 0): Promise<Dev> {
  const dev = await startDev({ root: project.root, port, clock: { now: () => NOW } });
  onTestFinished(() => dev[Symbol.asyncDispose]());
  return dev;
}

interface Desk {
  readonly page: Page;
  /** Everything that the console calls an error, and every exception. */
  readonly errors: string[];
  /** What the email says that is on the screen. */
  readonly shown: () => Promise<string>;
}

async function sitDown(): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  // Only what hangs takes this long: the machine may be busy.
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  onTestFinished(() => context.close());
  const shown = async () => {
    const frame = page.locator('iframe[title="The email"]').contentFrame();
    return (
      (await frame
        .locator("body")
        .textContent()
        .catch(() => null)) ?? ""
    );
  };
  return { page, errors, shown };
}

/** Press keys as a person does who has no mouse. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

// Text, because only src/studio/ knows the types of a page.
const NAME_OF_FOCUSED = `(() => {
  const one = document.activeElement;
  const label = one instanceof HTMLInputElement ? one.labels?.[0]?.textContent : null;
  return one?.getAttribute("aria-label") ?? label ?? one?.getAttribute("title") ?? one?.textContent ?? "";
})()`;

/** Go on with Tab until something with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(NAME_OF_FOCUSED);
    if (name.test(focused)) return;
  }
  throw new Error(`No Tab leads to ${name}.`);
}

/** A colour on its way from one scheme to the other is neither's. */
const STILL = "*, *::before, *::after { transition: none !important; }";
const VIEWS = ["320", "375", "600", "Desktop", "Text", "HTML"];

test("from the list to an issue, to each of its views and back, by mouse", async () => {
  const project = await tempProject({ [HELLO]: issue(["draft: false"]), [OTHER]: issue(["title: Another"]) });
  const dev = await start(project);
  const { page, errors, shown } = await sitDown();
  await page.goto(dev.url);
  expect(await page.getAttribute("html", "lang")).toBe("en");
  await page.getByLabel("Find an issue").fill("another");
  await expect.poll(() => page.locator(".issue-line").count()).toBe(1);
  await page.getByLabel("Find an issue").fill("");
  await page.getByRole("link", { name: "How a letter is made" }).click();
  await expect.poll(shown).toContain("A letter begins with a line");
  await expect.poll(() => page.title()).toBe("How a letter is made · The Letter");
  const source = page.getByLabel("HTML source");
  for (const view of VIEWS) {
    await page.getByRole("radiogroup", { name: "View" }).getByText(view, { exact: true }).click();
    const read = { Text: () => page.locator("pre.plain").textContent(), HTML: () => source.textContent() }[
      view
    ];
    await expect.poll(read ?? shown).toContain("It ends with a name.");
  }
  // Every choice stands in the address, so that it can be sent to somebody.
  expect(page.url()).toContain("view=source");
  await page.reload();
  await source.waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Issues" }).waitFor();
  await page.goto(`${dev.url}/nowhere/at/all`);
  await page.getByRole("heading", { name: "There is no such page." }).waitFor();
  await page.goto(`${dev.url}/issues/nothing`);
  await page.getByRole("heading", { name: "There is no issue with the slug nothing." }).waitFor();
  expect(errors).toEqual([]);
});

test("the same without a mouse: links, views, search, and what the keys do", async () => {
  const project = await tempProject({ [HELLO]: issue(), [OTHER]: issue(["title: Another"]) });
  const dev = await start(project);
  const { page, errors, shown } = await sitDown();
  await page.goto(dev.url);
  await page.getByRole("link", { name: "Another" }).waitFor();
  await press(page, "Tab");
  expect(await page.evaluate("document.activeElement?.textContent")).toBe("Skip to the page");
  await press(page, "Enter");
  await tabTo(page, /^Another$/);
  await press(page, "Enter");
  await expect.poll(shown).toContain("A letter begins");
  expect(await page.evaluate("document.activeElement?.id")).toBe("main");
  await press(page, "5");
  await page.locator("pre.plain").waitFor();
  await press(page, "6");
  await page.getByLabel("HTML source").waitFor();
  await press(page, "1");
  await expect.poll(shown).toContain("A letter begins");
  await tabTo(page, /^320$/);
  await press(page, "ArrowRight");
  await expect.poll(() => page.url()).toContain("view=phone");
  await press(page, "Control+k");
  const search = page.getByLabel("Search issues, pages and actions");
  await search.waitFor();
  await page.keyboard.type("how a let");
  await expect.poll(() => page.locator("[data-action]").count()).toBe(1);
  await press(page, "ArrowDown", "Enter");
  await expect.poll(() => page.url()).toContain("/issues/hello");
  await search.waitFor({ state: "hidden" });
  await press(page, "?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await press(page, "Escape");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor({ state: "detached" });
  expect(errors).toEqual([]);
});

test("a save repaints the email where one was reading; a template and a config that break say why, and heal", async () => {
  const project = await tempProject({ [HELLO]: issue(["template: own"], PARAGRAPHS) });
  const own = "templates/own.tsx";
  const whole = await readFile(project.path("templates/interview.tsx"), "utf8");
  await project.write(own, whole);
  const dev = await start(project);
  const { page, errors, shown } = await sitDown();
  await page.goto(`${dev.url}/issues/hello`);
  await expect.poll(shown).toContain("Paragraph 59");
  await expect
    .poll(() => page.evaluate<number>("document.documentElement.scrollHeight"))
    .toBeGreaterThan(2000);
  await page.evaluate("scrollTo(0, 700)");
  // What was edited out of sight would be scrolled to.
  const inSight = await page.evaluate<string>(`(() => {
    const frame = document.querySelector('iframe[title="The email"]');
    const start = frame.getBoundingClientRect().top;
    const isIn = (block) => start + block.getBoundingClientRect().top > innerHeight / 2;
    return [...frame.contentDocument.querySelectorAll("p")].find(isIn).textContent.match(/Paragraph \\d+/)[0];
  })()`);
  const edited = PARAGRAPHS.replace(inSight, `Added here. ${inSight}`);
  await writeFile(project.path(HELLO), issue(["template: own"], edited));
  await expect.poll(shown).toContain("Added here.");
  expect(await page.evaluate("scrollY")).toBe(700);

  await project.write(own, 'export default function Own() {\n  throw new Error("Ink ran out");\n}\n');
  await page.getByText("Ink ran out").first().waitFor();
  await page.getByText(`${own}:2`).first().waitFor();
  await project.write(own, whole);
  await expect.poll(shown).toContain("Added here.");

  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  // A browser calls every answer that is no success an error.
  const before = errors.splice(0);
  await project.write("newsletter.config.ts", "export default { name: 3 };\n");
  await page.getByText("config/invalid").first().waitFor();
  await project.write("newsletter.config.ts", config);
  await expect.poll(shown).toContain("Added here.");
  expect([...before, ...errors.filter((said) => !said.includes("status of 500"))]).toEqual([]);
});

test("says when the program stops, and goes on when it runs again", async () => {
  const project = await tempProject({ [HELLO]: issue([], "The old words.") });
  const first = await start(project);
  const { page, errors, shown } = await sitDown();
  await page.goto(`${first.url}/issues/hello`);
  await expect.poll(shown).toContain("The old words.");
  await page.getByText("live", { exact: true }).waitFor();
  await first[Symbol.asyncDispose]();
  await page.getByText("not running", { exact: true }).waitFor();
  await page.getByRole("alert").getByText("npx letterpress dev").waitFor();
  expect(await shown()).toContain("The old words.");
  await writeFile(project.path(HELLO), issue([], "The new words."));
  await start(project, Number(new URL(first.url).port));
  await page.getByText("live", { exact: true }).waitFor();
  await expect.poll(shown).toContain("The new words.");
  // What the browser says of a program that is not there.
  expect(errors.filter((said) => !/ERR_(?:CONNECTION|INCOMPLETE|EMPTY|NETWORK)/.test(said))).toEqual([]);
});

test("every page is whole for everybody: axe, both schemes, from 320 px on", async () => {
  const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  const project = await tempProject({
    [HELLO]: issue([], `${PARAGRAPHS}\n\nTK`),
    [OTHER]: issue([`title: ${long}`, "section: nothing"]),
  });
  const dev = await start(project);
  const { page, errors } = await sitDown();
  if (SHOTS !== undefined) await mkdir(SHOTS, { recursive: true });
  const found: string[] = [];
  for (const [name, address, ready] of [
    ["issues", "/", ".issue-line"],
    ["issue", "/issues/hello?view=phone", 'iframe[title="The email"]'],
    ["text", "/issues/hello?view=text", "pre.plain"],
    ["source", "/issues/hello?view=source", ".source pre"],
    ["wrong", "/issues/other", ".bar"],
    ["not-found", "/nowhere", "h1"],
  ] as const) {
    await page.goto(`${dev.url}${address}`);
    await page.locator(ready).first().waitFor();
    await page.getByText("live", { exact: true }).waitFor();
    await page.addStyleTag({ content: STILL });
    const looks = [
      ["light", 1280],
      ["dark", 1280],
      ["light", 390],
      ["dark", 390],
      ["light", 320],
    ] as const;
    const wrong = await lookWithAxe(page, looks, async (look) =>
      SHOTS === undefined ? null : page.screenshot({ path: join(SHOTS, `${name}-${look}.png`) }),
    );
    found.push(...wrong.map((one) => `${name}: ${one}`));
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [name, keys] of [
    ["palette", "Control+k"],
    ["keyboard", "?"],
  ] as const) {
    await page.goto(dev.url);
    await page.locator(".issue-line").first().waitFor();
    await press(page, keys);
    await page.getByRole("dialog").waitFor();
    await page.addStyleTag({ content: STILL });
    // Its colours are those that stay once it has come.
    await expect
      .poll(() => page.evaluate("getComputedStyle(document.querySelector('[role=dialog]')).opacity"))
      .toBe("1");
    const looks = [
      ["light", 1280],
      ["dark", 390],
    ] as const;
    found.push(...(await lookWithAxe(page, looks)).map((one) => `${name}: ${one}`));
  }
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
});

/** A page of somebody else on this machine, which does what it likes to the studio. */
async function stranger(html: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html").end(html);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

test("a page of another origin reads nothing, frames nothing and changes nothing", async () => {
  const dev = await start(await tempProject({ [HELLO]: issue([], "Secret words.") }));
  const other = await stranger("<!doctype html><title>Elsewhere</title><p>Elsewhere</p>");
  const { page } = await sitDown();
  await page.goto(other);
  for (const path of ["/api/issues", "/api/newsletter", "/email/hello", "/", "/api/events"]) {
    const read = await page.evaluate(`(async () => {
      const tries = [{}, { credentials: "include" }, { mode: "no-cors" }, { method: "POST" }];
      const text = (how) => fetch("${dev.url}${path}", how).then((one) => one.text()).catch(() => "");
      return (await Promise.all(tries.map(text))).join("");
    })()`);
    expect([path, read]).toEqual([path, ""]);
  }
  // As a script and as a picture nothing of it loads either, and no frame shows it.
  const loaded = await page.evaluate(`(async () => {
    const load = (name, source) =>
      new Promise((done) => {
        const element = document.createElement(name);
        element.addEventListener("load", () => done("loaded " + source));
        element.addEventListener("error", () => done("refused"));
        element.src = source;
        document.body.append(element);
      });
    return [await load("script", "${dev.url}/api/issues"), await load("img", "${dev.url}/email/hello")];
  })()`);
  expect(loaded).toEqual(["refused", "refused"]);
  await page.evaluate(`for (const path of ["/", "/email/hello"]) {
    const frame = document.createElement("iframe");
    frame.src = "${dev.url}" + path;
    document.body.append(frame);
  }`);
  await page.waitForTimeout(300);
  for (const frame of page.frames().slice(1))
    expect(await frame.content().catch(() => "")).not.toMatch(/Secret words|id="studio"/);
  const posted = await page.evaluate(`(async () => {
    const form = document.createElement("form");
    [form.method, form.action, form.target] = ["post", "${dev.url}/api/issues", "answer"];
    const answer = document.createElement("iframe");
    answer.name = "answer";
    document.body.append(answer, form);
    form.submit();
    await new Promise((done) => answer.addEventListener("load", done));
    return "posted";
  })()`);
  expect(posted).toBe("posted");
  const answer = page.frames().find((frame) => frame.name() === "answer");
  expect(await answer?.content().catch(() => "")).not.toContain("Secret words");
});

const EVIL = `<script>top.hit("script")</script><img src=x onerror=top.hit("onerror")>`;

test("an issue with a script in every field runs nothing, in any view", async () => {
  const matter = [
    `title: '${EVIL}'`,
    `subtitle: '${EVIL}'`,
    `subject: '${EVIL}'`,
    `description: '${EVIL}'`,
    `tags: ['${EVIL}']`,
    `canonical_url: 'javascript:top.hit("canonical")'`,
    `guests: [{ name: '${EVIL}', role: '${EVIL}', bio: '${EVIL}', url: 'javascript:top.hit("guest")' }]`,
  ];
  const body = [
    EVIL,
    `[A link](javascript:top.hit("link")) and ![${EVIL}](x.png "${EVIL}")`,
    `**[A button](javascript:top.hit("button"))**`,
    `<svg onload=top.hit("svg")></svg><iframe srcdoc="${EVIL}"></iframe>`,
    `<a href="data:text/html,${EVIL}">Data</a>`,
    "```html\n" + EVIL + "\n```",
    "Words at the end.",
  ].join("\n\n");
  const withAll = issue(matter, body);
  // What has an error is not drawn at all; the second issue has only what is drawn.
  const drawn = issue([`title: '${EVIL}'`, `subject: '${EVIL}'`], `\`${EVIL}\`\n\nWords at the end.`);
  const dev = await start(await tempProject({ [HELLO]: withAll, [OTHER]: drawn }));
  const { page, shown } = await sitDown();
  const hits: string[] = [];
  await page.exposeFunction("hit", (where: string) => hits.push(where));
  page.on("dialog", (dialog) => (hits.push(dialog.message()), void dialog.dismiss()));
  for (const path of [
    "/",
    "/issues/hello",
    "/issues/other",
    "/issues/other?view=source",
    "/issues/other?view=text",
  ]) {
    await page.goto(`${dev.url}${path}`);
    await page.getByText("live", { exact: true }).waitFor();
    await page.locator(".issue-line, .bar").first().waitFor();
  }
  await page.goto(`${dev.url}/issues/other`);
  await expect.poll(shown).toContain("Words at the end.");
  // Alone in a tab, without the frame around it, its own policy holds.
  await page.goto(`${dev.url}/email/other`);
  await page.getByText("Words at the end.").waitFor();
  await page.goto(`${dev.url}/?find=${encodeURIComponent(EVIL)}`);
  await page.locator(".issue-line").first().waitFor();
  await page.goto(`${dev.url}/issues/${encodeURIComponent(EVIL)}`);
  await page.getByRole("heading").first().waitFor();
  expect(hits).toEqual([]);
});
