import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { openPublicSite } from "./public-site.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a browser that runs scripts changes nothing on the pages of mail links until a button is pressed", async () => {
  await using site = await openPublicSite();
  const { db } = site.press.app.ledger;
  const state = async () => ({
    members: await db
      .selectFrom("list_members")
      .selectAll()
      .orderBy("subscriber_id")
      .orderBy("list")
      .execute(),
    consents: await db.selectFrom("consents").selectAll().orderBy("id").execute(),
  });
  const before = await state();
  for (const url of Object.values(site.links)) {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: "networkidle" });
    // What scanners that render do: move about, scroll to the end, wait.
    await page.mouse.move(100, 200);
    await page.mouse.wheel(0, 5000);
    await page.keyboard.press("Tab");
    expect(await page.locator("button").count()).toBeGreaterThan(0);
    expect(await page.evaluate("document.scripts.length")).toBe(0);
    await page.close();
    expect(await state()).toEqual(before);
  }
  const page = await browser.newPage();
  await page.goto(site.links.confirm);
  await page.getByRole("button").click();
  await page.getByRole("heading", { name: "You are on the list" }).waitFor();
  expect(await state()).not.toEqual(before);
});

test("subscribes, confirms, chooses and leaves with scripts off, by keyboard alone", async () => {
  await using site = await openPublicSite();
  const { press } = site;
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "es" });
  const page = await context.newPage();
  await page.goto(`${press.url}/`);
  await page.getByRole("link", { name: "Suscríbete" }).press("Enter");
  await page.getByLabel("Correo electrónico").fill("zoe@gmial.com");
  await page.getByLabel("Nombre").fill("Zoë");
  await page.getByLabel("Insider’s Corner only").check();
  press.clock.advance(4_000);
  await page.getByRole("button").press("Enter");
  await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Revisa tu correo");
  // A slip of the finger is seen, and corrected where it is seen; lists and name come along.
  await page.getByText("¿Quisiste decir zoe@gmail.com?").waitFor();
  const field = page.getByLabel("¿No es correcta? Corrígela aquí.");
  expect(await field.inputValue()).toBe("zoe@gmail.com");
  await field.fill("zoe@example.org");
  press.clock.advance(4_000);
  await page.getByRole("button", { name: "Usar esta dirección" }).press("Enter");
  await page.getByText("Escribiste zoe@example.org.").waitFor();

  await press.tick();
  const [mail] = press.mailsTo("zoe@example.org");
  expect(mail?.subject).toBe("Confirma tu suscripción a The Imposing Stone");
  await page.setContent(mail?.html ?? "");
  const link = page.getByRole("link", { name: "Sí, quiero recibirlo" });
  await page.goto((await link.getAttribute("href")) ?? "");
  await expect
    .poll(() => page.getByRole("listitem").allTextContents())
    .toEqual(["Insider’s Corner only", "The weekly letter"]);
  await page.getByRole("button").press("Enter");
  await page.getByRole("link", { name: "Elige qué recibes" }).press("Enter");
  await page.getByLabel("The weekly letter").uncheck();
  await page.getByLabel("Zona horaria").selectOption("Europe/Madrid");
  await page.getByLabel("Tómate un descanso").selectOption("30");
  await page.getByRole("button", { name: "Guardar" }).press("Enter");
  await expect.poll(() => page.getByRole("listitem").allTextContents()).toEqual(["Insider’s Corner only"]);
  await page.getByRole("link", { name: "Cambiarlo otra vez" }).press("Enter");
  await page.getByRole("button", { name: "Cancelarlo todo" }).press("Enter");
  await expect.poll(() => page.locator("main").textContent()).toContain("Ya no recibirás nada");
  const rows = await press.app.ledger.db
    .selectFrom("list_members")
    .innerJoin("subscribers", "subscribers.id", "list_members.subscriber_id")
    .select(["list", "state", "timezone"])
    .where("address", "=", "zoe@example.org")
    .orderBy("list")
    .execute();
  expect(rows).toEqual([
    { list: "interviews", state: "unsubscribed", timezone: "Europe/Madrid" },
    { list: "weekly", state: "unsubscribed", timezone: "Europe/Madrid" },
  ]);

  // The form that the documents offer for other sites, as it stands there.
  const docs = await readFile("docs/subscribe.md", "utf8");
  const form = /```html\n([^]*?)```/.exec(docs)?.[1] ?? "";
  await page.setContent(form.replace(/action="[^"]*"/, `action="${press.url}/subscribe"`));
  await page.getByLabel("Email address").fill("elsewhere@example.org");
  await page.getByRole("button").press("Enter");
  await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Revisa tu correo");
  await press.tick();
  expect(press.mailsTo("elsewhere@example.org")).toHaveLength(1);
});

test("the feed is well-formed and has what Atom demands of a feed and its entries", async () => {
  await using site = await openPublicSite();
  await site.press.edit("issues/2026-12-01-first.md", (text) =>
    text.replace("title: A letter about stones", 'title: "Stones & <b>slugs</b> ]]>"'),
  );
  await site.press.tick();
  const xml = await (await fetch(`${site.press.url}/feed.xml`)).text();
  const page = await browser.newPage();
  const feed = (await page.evaluate(`(() => {
    const doc = new DOMParser().parseFromString(${JSON.stringify(xml)}, "application/xml");
    const text = (node, name) => [...node.children].filter((child) => child.localName === name).map((child) => child.textContent);
    const read = (node) => Object.fromEntries(["id", "title", "updated", "published", "summary"].map((name) => [name, text(node, name)]));
    return {
      error: doc.querySelector("parsererror")?.textContent ?? null,
      root: doc.documentElement.namespaceURI + " " + doc.documentElement.localName,
      links: [...doc.documentElement.children].filter(({ localName }) => localName === "link").map((link) => [link.getAttribute("rel"), link.getAttribute("href")]),
      author: doc.querySelector("feed > author > name")?.textContent,
      feed: read(doc.documentElement),
      entries: [...doc.querySelectorAll("entry")].map(read),
    };
  })()`)) as {
    readonly error: string | null;
    readonly feed: Record<string, string[]>;
    readonly entries: readonly Record<string, string[]>[];
  };
  expect(feed).toMatchObject({
    error: null,
    root: "http://www.w3.org/2005/Atom feed",
    author: "The Imposing Stone",
    links: [
      ["self", `${site.press.url}/feed.xml`],
      ["alternate", `${site.press.url}/`],
    ],
  });
  for (const node of [feed.feed, ...feed.entries]) {
    for (const name of ["id", "title", "updated"]) expect(node[name]).toHaveLength(1);
    expect(node["id"]?.[0]).toMatch(/^(?:tag|https?):\S+$/);
    expect(node["updated"]?.[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  expect(feed.entries.map(({ title }) => title?.[0])).toContain("Stones & <b>slugs</b> ]]>");
  expect(new Set(feed.entries.map(({ id }) => id?.[0])).size).toBe(2);
});
