import { expect, test } from "vitest";
import { askLinks } from "#src/app/fetch/ask-links.ts";
import { knownLinks } from "#src/app/fetch/kept-links.ts";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import type { Issue } from "#src/model/issue.ts";
import { loopbackWeb } from "../../helpers/loopback-web.ts";
import { openServer } from "../../helpers/open-server.ts";
import { tempFolder } from "../../helpers/temp-ledger.ts";
import { letter, NEWSLETTER, place } from "../../preflight/build-letter.ts";

const NOW = Date.UTC(2026, 10, 24, 12);

const issueWith = (...urls: readonly string[]): Issue => ({
  ...letter().issue,
  links: urls.map((url, index) => ({ url, text: "a page", place: place(10 + index) })),
});

interface Page {
  readonly status: number;
  readonly to?: string;
  readonly type?: string;
  readonly after?: string;
  /** What HEAD gets instead. */
  readonly head?: number;
}

/** Pages of hosts that are all on this machine, and what was asked of them. */
async function open(pages: Readonly<Record<string, Page>>) {
  const asked: string[] = [];
  const { port } = await openServer(({ method = "", url = "", headers }, response) => {
    asked.push(`${method} ${headers.host?.split(":")[0]}${url}`);
    const { status, to, type, after, head } = pages[url] ?? { status: 404 };
    response
      .writeHead(method === "HEAD" ? (head ?? status) : status, {
        ...(to === undefined ? {} : { location: to.replace("PORT", String(port)) }),
        ...(type === undefined ? {} : { "content-type": type }),
        ...(after === undefined ? {} : { "retry-after": after }),
      })
      .end();
  });
  const root = await tempFolder();
  const web = loopbackWeb({
    "museum.example": [["127.0.0.1"]],
    "mill.example": [["127.0.0.1"]],
    "accounts.google.com": [["127.0.0.1"]],
    "gone.example": [[]],
    "inside.example": [["127.0.0.2"]],
  });
  const ask = async (paths: readonly string[], now = NOW, over = AbortSignal.timeout(60_000)) => {
    const urls = paths.map((path) =>
      path.includes("://") ? path : `http://${path.replace("/", `:${port}/`)}`,
    );
    const fact = await askLinks({ root, newsletter: NEWSLETTER }, [issueWith(...urls)], { web, now, over });
    if (fact.kind !== "known") throw new Error(fact.reason);
    return urls.map((url) => fact.value[new URL(url).href.replace(/#.*/, "")]);
  };
  return { asked, root, port, ask };
}

const OK = { kind: "ok", moved: null, home: false, type: "" };

test("what readers would get is told from what a machine is refused", async () => {
  const { ask, port } = await open({
    "/page": { status: 200, type: "text/html; charset=utf-8" },
    "/no-head": { status: 200, head: 405 },
    "/liar": { status: 200, head: 404 },
    "/gone": { status: 410 },
    "/bots": { status: 403 },
    "/down": { status: 503 },
    "/password": { status: 401 },
    "/moved": { status: 301, to: "http://mill.example:PORT/page?x=1" },
    "/for-now": { status: 302, to: "/page" },
    "/2019/story": { status: 302, to: "/en/" },
    "/en/": { status: 200 },
    "/document": { status: 302, to: "http://accounts.google.com:PORT/ServiceLogin" },
    "/ServiceLogin": { status: 200 },
    "/page?x=1": { status: 200 },
  });
  const hosts = [
    "page",
    "no-head",
    "liar",
    "gone",
    "nothing",
    "bots",
    "down",
    "password",
    "moved",
    "for-now",
  ];
  const paths = [...hosts, "2019/story", "document"].map((path) => `museum.example/${path}`);
  expect(await ask([...paths, "gone.example/x", "inside.example/x", "unknown.example/x"])).toEqual([
    { ...OK, type: "text/html" },
    OK,
    OK,
    { kind: "broken", reason: "it answers with status 410" },
    { kind: "broken", reason: "it answers with status 404" },
    { kind: "unknown", reason: "it answers with status 403" },
    { kind: "unknown", reason: "it answers with status 503" },
    { kind: "login", reason: "it answers with status 401" },
    { ...OK, moved: `http://mill.example:${port}/page?x=1` },
    { ...OK, type: "text/html" },
    { ...OK, home: true },
    { kind: "login", reason: `it leads to accounts.google.com:${port}` },
    { kind: "broken", reason: "there is no host gone.example" },
    { kind: "unknown", reason: expect.stringContaining("is not on the public web") },
    { kind: "unknown", reason: "no network knows unknown.example" },
  ]);
});

test("an address is asked once a week, a broken one once an hour, and its fragments are one page", async () => {
  const { ask, asked } = await open({ "/page": { status: 200 } });
  const paths = ["museum.example/page#one", "museum.example/page#two", "museum.example/gone"];
  await ask(paths);
  expect(asked).toEqual(["HEAD museum.example/page", "HEAD museum.example/gone", "GET museum.example/gone"]);
  await ask(paths, NOW + HOUR_MS - 1);
  expect(asked).toHaveLength(3);
  await ask(paths, NOW + HOUR_MS);
  expect(asked.slice(3)).toEqual(["HEAD museum.example/gone", "GET museum.example/gone"]);
  await ask(paths, NOW + 7 * DAY_MS);
  expect(asked.slice(5)).toContain("HEAD museum.example/page");
});

test("a host that asks to wait is left alone for as long, also by the next command", async () => {
  const { ask, asked } = await open({ "/busy": { status: 429, after: "7200" }, "/page": { status: 200 } });
  const waits = { kind: "unknown", reason: expect.stringMatching(/^museum\.example:\d+ asks to wait$/) };
  expect(await ask(["museum.example/busy", "museum.example/page", "mill.example/page"])).toEqual([
    { kind: "unknown", reason: "it answers with status 429" },
    waits,
    OK,
  ]);
  expect(await ask(["museum.example/page"], NOW + 2 * HOUR_MS - 1)).toEqual([waits]);
  expect(asked.toSorted()).toEqual(["HEAD mill.example/page", "HEAD museum.example/busy"]);
  expect(await ask(["museum.example/page"], NOW + 2 * HOUR_MS)).toEqual([OK]);
});

test("what is cut off when time is over is not known, and is asked the next time", async () => {
  const over = new AbortController();
  let isSilent = true;
  const { port } = await openServer((_, response) => {
    if (isSilent) over.abort();
    else response.end();
  });
  const root = await tempFolder();
  const url = `http://museum.example:${port}/`;
  const ask = (signal: AbortSignal) =>
    askLinks({ root, newsletter: NEWSLETTER }, [issueWith(url)], {
      web: loopbackWeb({ "museum.example": [["127.0.0.1"]] }),
      now: NOW,
      over: signal,
    });
  expect(await ask(over.signal)).toEqual({ kind: "known", value: {} });
  isSilent = false;
  expect(await ask(AbortSignal.timeout(60_000))).toEqual({ kind: "known", value: { [url]: OK } });
  expect(knownLinks(root, NOW)).toEqual({ kind: "known", value: { [url]: OK } });
});

test("the newsletter's own pages, addresses of one reader and links that do something are not asked", async () => {
  const { ask, asked, port } = await open({});
  const tag = "\uE000\uE010\uE001";
  await ask(
    [
      "https://news.example.org/issues/hello",
      `http://museum.example:${port}/x?who=${tag}`,
      `http://museum.example:${port}/unsubscribe?token=0123456789abcdef01234567`,
      `http://me:secret@museum.example:${port}/`,
      `http://127.0.0.1:${port}/`,
      "mailto:desk@museum.example",
    ].filter((url) => URL.canParse(url)),
  );
  expect(asked).toEqual([]);
});
