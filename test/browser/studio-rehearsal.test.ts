import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { startDev } from "#src/cli/write/start-dev.ts";
import { issue, tempProject } from "../cli/temp-project.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";

const FILE = "issues/2026-12-01-hello/index.md";
const LOOKS = [
  ["light", 1200],
  ["dark", 1200],
  ["light", 320],
] as const;

test("a rehearsal is chosen, watched and counted on its page, and a shared file opens from the disk", async () => {
  const project = await tempProject({ [FILE]: issue([], "Hello. [A page](https://example.org/a)") });
  await using dev = await startDev({ root: project.root, port: 0 });
  await project.run(["share", "hello"]);
  const browser = await openBrowser();
  await using _closed = { [Symbol.asyncDispose]: () => browser.close() };
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", ({ message }) => faults.push(message));

  await page.goto(`${dev.url}/rehearsal?readers=300`);
  await page.getByLabel(/answers with an error/).check();
  expect(page.url()).toContain("faults=lost");
  await page.getByRole("button", { name: "Start the rehearsal" }).click();
  await page.getByText("0 lost, 0 doubled").waitFor();
  await page.getByText("300 messages").waitFor();
  // The frame around every page is not this test's.
  const found = await lookWithAxe(page, LOOKS);
  expect(found.filter((one) => !one.includes('Badge-label">live</span>'))).toEqual([]);

  // The file asks nobody, in either width and colour.
  const shared = await browser.newPage({ colorScheme: null });
  const asked: string[] = [];
  shared.on("request", (request) => asked.push(new URL(request.url()).protocol));
  shared.on("console", (message) => faults.push(message.text()));
  await shared.goto(pathToFileURL(project.path("hello.html")).href, { waitUntil: "load" });
  const frame = shared.frameLocator("iframe");
  await frame.getByText("Hello.").waitFor();
  const width = () => shared.evaluate("document.querySelector('iframe').clientWidth");
  expect(await width()).toBeGreaterThan(600);
  await shared.getByLabel("phone, 375 px").check();
  expect(await width()).toBe(375);
  const isDark = () => shared.frames()[1]?.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
  expect(await isDark()).toBe(false);
  await shared.getByRole("radio", { name: "dark" }).check();
  await expect.poll(isDark).toBe(true);
  expect(new Set(asked)).toEqual(new Set(["file:"]));
  expect(faults).toEqual([]);
});
