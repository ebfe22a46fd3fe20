import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { saveAssets } from "#src/store/issues/emails.ts";
import { listen } from "#src/web/listen.ts";
import { seedSend } from "../track/seed.ts";
import { newsletter, preferencesPath, testWeb, unsubscribePath } from "./helper.ts";

const PAGES = (web: Awaited<ReturnType<typeof testWeb>>) => [
  unsubscribePath(web),
  preferencesPath(web),
  "/u",
  "/p",
  "/subscribe",
  "/nothing",
];

test("gives every page one heading, a language, names for its fields, and no script", async () => {
  await using web = await testWeb();
  for (const path of PAGES(web)) {
    const response = await web.app.request(path);
    const page = await response.text();
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/^<!doctype html>\s*<html lang="en" dir="ltr">/);
    expect(page).toContain("Field &lt;Notes&gt; &amp; Co");
    expect(page).toContain("1 Main Street, Springfield");
    expect(page).not.toMatch(/<script|<img|https?:\/\/(?!news\.example\.org)|style="/i);
    expect(page).not.toMatch(/\{(?:list|newsletter)\}/);
    const policy = response.headers.get("content-security-policy") ?? "";
    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'`);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  }
  for (const path of [unsubscribePath(web), preferencesPath(web)]) {
    const { headers } = await web.app.request(path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
    expect(headers.get("set-cookie")).toBeNull();
  }
});

test("speaks the reader's language where the newsletter has it", async () => {
  await using web = await testWeb();
  const ask = async (language: string) =>
    (await web.app.request(unsubscribePath(web), { headers: { "accept-language": language } })).text();
  expect(await ask("es-PE,es;q=0.9,en;q=0.5")).toMatch(/<html lang="es"[^]*¿Dejar de recibir The Weekly\?/);
  expect(await ask("en;q=0.9,es;q=0.3")).toContain('<html lang="en"');
  expect(await ask("de")).toContain('<html lang="en"');
  expect(await ask("")).toContain('<html lang="en"');
});

test("speaks a language that the config has words for, from right to left where it is written so, and marks what it has not", async () => {
  await using web = await testWeb({
    newsletter: {
      ...newsletter,
      languages: ["ar", "nl", "he"],
      words: { nl: { pages: { unsubscribe: { title: "Uitschrijven <3", button: "Uitschrijven" } } } },
    },
  });
  const ask = async (language: string) =>
    (await web.app.request(unsubscribePath(web), { headers: { "accept-language": language } })).text();
  expect(await ask("ar-EG")).toMatch(/<html lang="ar" dir="rtl">[^]*هل تريد التوقف عن استلام The Weekly؟/);
  const dutch = await ask("nl");
  expect(dutch).toMatch(
    /<html lang="nl" dir="ltr">[^]*<title>Uitschrijven &lt;3 ·[^]*<h1>Uitschrijven &lt;3<\/h1>/,
  );
  expect(dutch).toContain('<p><span lang="en" dir="ltr">Stop getting The Weekly?</span> <span');
  expect(dutch).not.toMatch(/[\uE020-\uE022]/);
  // A language that nothing is said in would be a page of marks.
  expect(await ask("he")).toMatch(/<html lang="en" dir="ltr">[^]*<h1>Unsubscribe<\/h1>/);
});

test("serves an image permanently, and answers 304 to a client that has it", async () => {
  await using web = await testWeb();
  const key = "0123456789abcdef0123456789abcdef";
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
  await saveAssets(web.ledger.db, [{ key, mediaType: "image/png", bytes }], 0);
  const response = await web.app.request(`/a/${key}.png`);
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  const etag = response.headers.get("etag") ?? "";
  for (const known of [etag, `W/${etag}, "x"`, "*"]) {
    const again = await web.app.request(`/a/${key}.png`, { headers: { "if-none-match": known } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  }
  const head = await web.app.request(`/a/${key}.png`, { method: "HEAD" });
  expect([head.status, head.headers.get("content-type")]).toEqual([200, "image/png"]);
  for (const path of [
    `/a/${key.replace("0", "f")}.png`,
    `/a/${key}`,
    "/a/..%2f..%2fpackage.json",
    `/a/${key}.png/x`,
  ]) {
    expect((await web.app.request(path)).status).toBe(404);
  }
});

test("shows an issue online for nobody in particular, unless its archive is none", async () => {
  await using web = await testWeb();
  const response = await web.app.request("/issues/hello");
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain("<p>Hello reader</p>");
  expect(page).not.toMatch(/href="https:\/\/news\.example\.org\/[up]"/);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("x-robots-tag")).toBeNull();

  await seedSend(web.ledger, { slug: "secret", settings: { archive: "none" }, providerIds: false });
  await seedSend(web.ledger, { slug: "quiet", settings: { archive: "unlisted" }, providerIds: false });
  expect((await web.app.request("/issues/secret")).status).toBe(404);
  expect((await web.app.request("/issues/unknown")).status).toBe(404);
  expect((await web.app.request("/issues/quiet")).headers.get("x-robots-tag")).toBe("noindex");
  await web.ledger.db.updateTable("sends").set({ state: "canceled" }).execute();
  expect((await web.app.request("/issues/hello")).status).toBe(404);
});

test("says whether it lives and whether the ledger answers", async () => {
  const web = await testWeb();
  expect((await web.app.request("/healthz")).status).toBe(200);
  expect((await web.app.request("/readyz")).status).toBe(200);
  await web.test[Symbol.asyncDispose]();
  expect((await web.app.request("/healthz")).status).toBe(200);
  expect((await web.app.request("/readyz")).status).toBe(503);
});

test("names a port that another process has, and frees its own when closed", async () => {
  await using web = await testWeb();
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await expect(listen(web.app, { port, host: "127.0.0.1" })).rejects.toMatchObject({
    code: "project/port-in-use",
    message: expect.stringContaining(String(port)),
  });
  other.close();
  await once(other, "close");
  const server = await listen(web.app, { port, host: "127.0.0.1" });
  expect(await (await fetch(`${server.url}/healthz`)).text()).toBe("ok\n");
  await server.close();
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow(/fetch failed/);
});
