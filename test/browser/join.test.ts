import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen } from "#src/web/listen.ts";
import { type Door, openDoor } from "../subscribe/door.ts";
import { openBrowser } from "./open-browser.ts";

/** A folder for pictures of every page, for a person who wants to look at them. */
const SHOTS = process.env["LETTERPRESS_SHOTS"];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

interface OpenDoor extends AsyncDisposable {
  readonly door: Door;
  readonly url: string;
}

/** The handler on a port, as a newsletter of two lists. */
async function openOnPort(): Promise<OpenDoor> {
  let serve: Door["handle"] = () => Promise.resolve(new Response("starting", { status: 503 }));
  const fetch = (request: Request) => serve(request);
  const server = await listen({ fetch } as Parameters<typeof listen>[0], { port: 0, host: "127.0.0.1" });
  const door = await openDoor({
    config: {
      url: server.url,
      theme: { accent: "#14566b", paper: "#fdfbf6", ink: "#21242a" },
      lists: {
        weekly: { title: "The Weekly", description: "Every Tuesday.", segment: "Weekly", topic: "Weekly" },
        monthly: { title: "The Monthly", segment: "Monthly", topic: "Monthly" },
      },
    },
  });
  serve = door.handle;
  return {
    door,
    url: `${server.url}/subscribe`,
    async [Symbol.asyncDispose]() {
      await server.close(0);
      await door[Symbol.asyncDispose]();
    },
  };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe finds on a page, narrow and wide, by day and by night; and whether it is too wide. */
async function look(page: Page, name: string, only = ""): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  for (const [scheme, width] of [
    ["light", 320],
    ["dark", 1200],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = (await page.evaluate(`axe.run(${only})`)) as AxeResult;
    for (const { id, nodes } of violations)
      found.push(`${name}, ${scheme}: ${id} ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
    const overflow = (await page.evaluate("document.documentElement.scrollWidth - innerWidth")) as number;
    if (overflow > 0) found.push(`${name}, ${scheme}: ${overflow} px too wide`);
    if (SHOTS !== undefined)
      await page.screenshot({ path: `${SHOTS}/join-${name}-${scheme}-${width}.png`, fullPage: true });
  }
  return found;
}

test("from a form in somebody's own site to leaving for ever, in a browser; scripts that run confirm nobody", async () => {
  await using open = await openOnPort();
  const { door, url } = open;
  const page = await (await browser.newContext({ locale: "en" })).newPage();
  const found: string[] = [];
  const heading = (name: string) => page.getByRole("heading", { level: 1, name }).waitFor();

  // The form that the documents offer, as it stands there, on a page of the newsletter's own site.
  const form = /```html\n([^]*?)```/.exec(await readFile("docs/subscribe.md", "utf8"))?.[1] ?? "";
  await page.route("**/about.html", (route) =>
    route.fulfill({ contentType: "text/html", body: form.replace(/action="[^"]*"/, `action="${url}"`) }),
  );
  await page.goto(url.replace("/subscribe", "/about.html"));
  await page.getByLabel("Email address").fill("elsewhere@example.org");
  await page.getByRole("button").press("Enter");
  await heading("Check your inbox");
  expect(door.mails("elsewhere@example.org")).toBe(1);

  await page.goto(url);
  found.push(...(await look(page, "form")));
  await page.getByLabel("Email address").fill("ana@example.com");
  door.clock.advance(5_000);
  await page.getByRole("button").click();
  await page.getByRole("alert").waitFor();
  found.push(...(await look(page, "refused")));
  await page.getByLabel("Email address").fill("ana@example.org");
  door.clock.advance(5_000);
  await page.getByRole("button").click();
  await heading("Check your inbox");
  found.push(...(await look(page, "check-inbox")));

  const { confirm, never } = door.links("ana@example.org");
  for (const link of [confirm, never]) {
    await page.goto(link, { waitUntil: "networkidle" });
    await page.mouse.move(100, 200);
    await page.mouse.wheel(0, 5000);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.scripts.length")).toBe(0);
    found.push(...(await look(page, link === never ? "never" : "confirm")));
  }
  expect(door.contact("ana@example.org")).toBeNull();
  await page.goto(confirm);
  await page.getByLabel("The Monthly").check();
  await page.getByRole("button").click();
  await heading("You are on the list");
  found.push(...(await look(page, "confirmed")));
  expect(door.contact("ana@example.org")?.segments).toEqual(["Monthly", "Weekly"]);
  await page.goto(never);
  await page.getByRole("button").click();
  await heading("We will not write again");
  found.push(...(await look(page, "never-again")));
  expect(door.contact("ana@example.org")?.unsubscribed).toBe(true);

  const [mail] = door.sandbox.inbox.byAddress("ana@example.org");
  const reader = await browser.newPage();
  await reader.setContent(door.sandbox.inbox.get(mail?.id ?? "")?.html ?? "");
  // A mail is no page: its landmarks are the mail program's.
  found.push(
    ...(await look(reader, "mail", '{ runOnly: ["color-contrast", "link-in-text-block", "target-size"] }')),
  );
  expect(found).toEqual([]);
  expect(door.errors).toEqual([]);
});
