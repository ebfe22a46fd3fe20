import { readdir } from "node:fs/promises";
import { extname } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { issue, tempProject } from "../cli/temp-project.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";

const URL_OF_SITE = "https://news.example.org";
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".png": "image/png" };
const LOOKS = [
  ["light", 320],
  ["dark", 1200],
] as const;

/** A template of somebody's own that does not follow a dark screen. */
const LIGHT_ONLY = `<mjml><mj-body background-color="#ffffff"><mj-section><mj-column><mj-text><h1>[[ issue.title ]]</h1></mj-text></mj-column></mj-section><issue-body /><issue-footer /></mj-body></mjml>`;

test("axe-core finds nothing on the pages of a built site, and an old address leads to its issue", async () => {
  const sent = (title: string, template: string, more: readonly string[] = []) =>
    issue(
      [`title: ${title}`, "send_at: 2026-11-20 09:00", "draft: false", `template: ${template}`, ...more],
      "A line that somebody reads.\n\n![A press at work](../press.png)",
    );
  const plain = sharp({ create: { width: 900, height: 400, channels: 3, background: "#14566b" } });
  const project = await tempProject({
    "templates/light.mjml": LIGHT_ONLY,
    "issues/one/index.md": sent("From React", "interview", [
      "updated: 2026-11-21",
      "aliases: [/old/one.html]",
    ]),
    "issues/two/index.md": sent("From MJML", "digest"),
    "issues/three/index.md": sent("Light only", "light"),
  });
  await project.write("issues/press.png", await plain.png().toBuffer());
  const { exit, stdout } = await project.run(["build", "--site", "public", "--offline"]);
  expect([exit, stdout]).toEqual([0, expect.stringContaining("3 issues online")]);
  const files = new Set(await readdir(project.path("public"), { recursive: true }));

  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    // As a static host answers: a folder by its index.
    await page.route(/^https?:/, async (route) => {
      const path = new URL(route.request().url()).pathname.replace(/^\/|\/$/g, "");
      const own = [path, `${path}/index.html`.replace(/^\//, "")].find(
        (one) => files.has(one) && extname(one) !== "",
      );
      if (own === undefined) return route.fulfill({ status: 404, body: "" });
      return route.fulfill({
        path: project.path("public", own),
        contentType: TYPES[extname(own)] ?? "text/plain",
      });
    });
    const found: string[] = [];
    for (const path of ["/", "/search", "/issues/one", "/issues/two", "/issues/three", "/404.html"]) {
      await page.goto(`${URL_OF_SITE}${path}`);
      found.push(...(await lookWithAxe(page, LOOKS)).map((one) => `${path}, ${one}`));
    }
    expect(found).toEqual([]);
    await page.goto(`${URL_OF_SITE}/old/one.html`);
    await page.waitForURL(`${URL_OF_SITE}/issues/one`);
    await page.getByRole("link", { name: "All issues" }).click();
    await page.getByRole("link", { name: "Light only" }).waitFor();
    // The search of a host that answers no query: what the server would have found, without its help.
    await page.getByLabel("Search all issues").fill("READS  réact");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText("One issue has all of these words: READS réact").waitFor();
    const shown = page.getByRole("listitem").locator("h2:visible");
    expect((await shown.allTextContents()).map((one) => one.trim())).toEqual(["From React"]);
  } finally {
    await browser.close();
  }
});
