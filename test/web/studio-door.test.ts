import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { type Door, openDoor } from "#src/web/studio/open-door.ts";
import type { StudioDeps } from "#src/web/studio/studio-deps.ts";
import { whenAsked } from "#src/web/studio/when-asked.ts";

async function door(): Promise<Door> {
  const opened = await openDoor(0);
  onTestFinished(() => opened[Symbol.asyncDispose]());
  return opened;
}

test("a page is there before the studio is, and what it asks is answered as soon as that has loaded", async () => {
  const { url, open } = await door();
  const page = await fetch(`${url}/issues/hello`);
  expect(page.status).toBe(200);
  // Node's own five seconds are less than a program may be busy with something else.
  expect(page.headers.get("keep-alive")).toBe("timeout=75");
  expect(await page.text()).toContain('id="studio"');
  const asked = fetch(`${url}/api/newsletter`);
  const early = await Promise.race([asked, fetch(`${url}/issues`).then(() => "a page")]);
  expect(early).toBe("a page");
  const told: string[] = [];
  open(
    new Hono().get("/api/newsletter", (context) => context.json({ name: "The Letter" })),
    (path) => told.push(path),
  );
  const answer = await asked;
  expect(await answer.json()).toEqual({ name: "The Letter" });
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  await fetch(`${url}/calendar`);
  expect(told).toEqual(["/issues/hello", "/issues", "/calendar"]);
});

test("before the studio is there, too, only this machine's own pages are answered", async () => {
  const { url } = await door();
  for (const path of ["/", "/assets/index.js", "/api/newsletter"]) {
    const answer = await fetch(`${url}${path}`, { headers: { origin: "https://evil.example" } });
    expect([path, answer.status]).toEqual([path, 403]);
  }
});

test("a part that is loaded when it is asked is loaded once, and its faults are answered as all others", async () => {
  let loaded = 0;
  let isOpen = false;
  const opened = async () => ((isOpen = true), { ledger: null });
  const deps = { destination: "sandbox", opened } as unknown as StudioDeps;
  const part = whenAsked("/sends", deps, async ({ destination, ledger }) => {
    // With what was there, and with what was opened for it.
    expect([isOpen, destination, ledger]).toEqual([true, "sandbox", null]);
    loaded += 1;
    return new Hono().get("/sends/:slug", () => {
      throw new Error("No such send.");
    });
  });
  const studio = new Hono().route("/api", part);
  studio.onError((error, context) => context.json({ message: error.message }, 400));
  expect([isOpen, loaded]).toEqual([false, 0]);
  for (const slug of ["a", "b"]) {
    const answer = await studio.request(`/api/sends/${slug}`);
    expect([answer.status, await answer.json()]).toEqual([400, { message: "No such send." }]);
  }
  expect(loaded).toBe(1);
  expect((await studio.request("/api/issues")).status).toBe(404);
});

test("a part that could not be loaded is loaded with the next request, once for all that wait for it", async () => {
  let loads = 0;
  const deps = { opened: async () => ({}) } as unknown as StudioDeps;
  const part = whenAsked("/inbox", deps, async () => {
    loads += 1;
    if (loads === 1) throw new Error("Too many open files.");
    return new Hono().get("/inbox", (context) => context.text("mails"));
  });
  const studio = new Hono().route("/api", part);
  studio.onError((error, context) => context.text(error.message, 500));
  const ask = async () => (await studio.request("/api/inbox")).text();
  expect(await Promise.all([ask(), ask()])).toEqual(["Too many open files.", "Too many open files."]);
  expect(await Promise.all([ask(), ask()])).toEqual(["mails", "mails"]);
  expect(loads).toBe(2);
});
