import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, REAL_ENV, tempProject } from "../cli/temp-project.ts";
import { runDev } from "../helpers/run-dev.ts";
import { lookWithAxe } from "./look-with-axe.ts";
import { openBrowser } from "./open-browser.ts";
import { openStudio } from "./open-studio.ts";

/** A folder for pictures of every page: `docs/screenshots` to take them again. */
const SHOTS = process.env["LETTERPRESS_SHOTS"];
const FILE = "issues/2026-12-01-hello.md";
const TIME = "send_at: 2026-12-01 09:00";
const LOOKS = [
  ["light", 1440],
  ["dark", 1440],
  ["light", 375],
  ["dark", 320],
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const openPage = (url: string) => openStudio(browser, url);

async function lookAt(page: Page, name: string): Promise<void> {
  const shoot = async (look: string) => {
    if (SHOTS === undefined) return;
    await sharp(await page.screenshot())
      .png({ palette: true, colours: 128 })
      .toFile(join(SHOTS, `studio-${name}-${look}.png`));
  };
  expect(await lookWithAxe(page, LOOKS, shoot)).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

test("findings are explained, fixed and accepted in the browser, each after its diff", async () => {
  const body =
    'Read ==the harbour==, {{ subscriber.first_name | default: "you" }}. TK\n\nAnd ==the pier==, [here](https://harbour.example.org/pier).';
  const project = await tempProject({ [FILE]: issue([], body) });
  const page = await openPage(`${await runDev(project, ["--sandbox-port", "0"])}/issues/hello`);
  const text = () => readFile(project.path(FILE), "utf8");
  const findings = page.getByRole("region", { name: "Findings" });
  await button(page, "Check links").waitFor();
  await lookAt(page, "findings");

  await button(page, "About writing/placeholder").click();
  await page.getByText("What to do").waitFor();
  await page.keyboard.press("Escape");

  await button(page, "Fix…").first().click();
  await page.getByLabel("What changes in the file").waitFor();
  await lookAt(page, "fix");
  expect(await text()).toContain("==the harbour==");
  await button(page, "Write this to the file").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(text).toContain("<mark>the harbour</mark>");
  await expect.poll(() => button(page, "Fix…").count()).toBe(1);

  await findings
    .getByRole("listitem")
    .filter({ hasText: "writing/placeholder" })
    .getByRole("button", { name: "Accept…" })
    .click();
  await page.getByLabel("Why this is right as it is").fill("It is the harbour’s name.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByLabel("What changes in the file").getByText("+accept:").waitFor();
  expect(await text()).not.toContain("accept:");
  await button(page, "Write this to the file").click();
  await page.getByText("Accepted: It is the harbour’s name.").waitFor();

  await page.goto(`${page.url().split("?")[0]}?by=subject`);
  await page.getByRole("radio", { name: "By subject" }).waitFor({ state: "attached" });
  await findings.getByText("writing", { exact: true }).waitFor();
});

test("a test is sent, read in the inbox, and bounces there", async () => {
  const body =
    '<b>Hello</b> {{ subscriber.first_name | default: "you" }}, [read on](https://harbour.example.org/on).';
  const project = await tempProject({ [FILE]: issue([TIME], body) });
  const url = await runDev(project, ["--sandbox-port", "0"]);
  const page = await openPage(`${url}/issues/hello?test`);
  const addresses = page.getByRole("combobox", { name: "Addresses" });
  for (const name of ["ana", "ben"]) {
    await addresses.fill(`${name}@readers.example.org`);
    await addresses.press("Enter");
  }
  await lookAt(page, "test");
  await button(page, "Send 2 tests to the sandbox").click();
  await page.getByText("2 tests were handed to the sandbox.").waitFor();
  await page.getByRole("link", { name: "Look in the inbox" }).click();
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  await expect.poll(() => page.getByRole("row").count()).toBe(3);
  await lookAt(page, "inbox");
  await page.getByLabel("Find by recipient").fill("ana@");
  await expect.poll(() => page.getByRole("row").count()).toBe(2);
  await page.getByRole("link", { name: "[TEST] How a letter is made" }).click();
  await page.frameLocator("iframe.mail").getByText("Ada").waitFor();
  await button(page, "Bounce permanently").click();
  await page.getByText("bounced, permanent").waitFor();
  await lookAt(page, "mail");
  await page.goto(`${page.url()}?view=headers`);
  await page.getByText("List-Unsubscribe-Post").waitFor();

  // What was tested is what the letter is compared with from then on.
  await writeFile(project.path(FILE), issue([TIME], body.replace("read on", "read it all")));
  await page.goto(`${url}/issues/hello?view=compare`);
  const now = page.frameLocator('iframe[title="The email now"]');
  await now.locator("[data-changed]").first().waitFor();
  await page.frameLocator('iframe[title="The email as it was"]').locator("[data-changed]").first().waitFor();
  await lookAt(page, "compare");
  await page.goto(`${url}/calendar?month=2026-12`);
  await page.locator(".calendar").getByText("How a letter is made").waitFor();
  await lookAt(page, "calendar");
});

test("on the real ledger the header says so, and a test asks with its number", async () => {
  const project = await tempProject({ [FILE]: issue([], "Hello.") });
  await using resend = await startSandbox();
  const env = { ...REAL_ENV, RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url };
  expect((await project.run(["migrate"], { env })).exit).toBe(0);
  const url = await runDev(project, ["--ledger"], { env });
  const page = await openPage(`${url}/inbox`);
  await page.getByText("There is no inbox here").waitFor();
  await page.goto(`${url}/issues/hello?test`);
  await page.getByText("Real ledger: mails people through Resend").waitFor();
  expect(await page.getByRole("link", { name: "Inbox" }).count()).toBe(0);
  await page.getByRole("combobox", { name: "Addresses" }).fill("delivered@resend.dev");
  await page.getByRole("combobox", { name: "Addresses" }).press("Enter");
  await button(page, /^Send 1 test through Resend/).click();
  await page.getByText("This mails 1 person through Resend.").waitFor();
  await lookAt(page, "real-ledger");
  expect(resend.inbox.count).toBe(0);
  await button(page, "Mail 1 person").click();
  await page.getByText("The test was handed to Resend.").waitFor();
  expect(resend.inbox.count).toBe(1);
});
