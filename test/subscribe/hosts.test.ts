import { readFile } from "node:fs/promises";
import { Server } from "node:http";
import { dirname, join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { EdgeVM } from "@edge-runtime/vm";
import { build, type Plugin, transform } from "esbuild";
import type { SubscribeOptions } from "letterpress/subscribe";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Door, openDoor, URL_OF_FORM } from "./door.ts";

const DOCS = await readFile("docs/subscribe.md", "utf8");

/** The files of docs/subscribe.md, as a person copies them: by the path in their first line. */
const FILES = new Map(
  [...DOCS.matchAll(/```ts\n\/\/ (\S+)\n([^]*?)```/g)].map(([, path = "", text = ""]) => [path, text]),
);

const NEWSLETTER = `import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  audience: "resend",
  lists: { weekly: { title: "Weekly", segment: "Weekly", topic: "Weekly" } },
});
`;

/** A copied file beside a config, bundled as hosts do it. What needs Node's own modules cannot be built for the edge. */
async function bundle(path: string, platform: "browser" | "node"): Promise<string> {
  const folder = "/site";
  const site = new Map([
    [join(folder, path), FILES.get(path) ?? ""],
    [join(folder, "newsletter.config.ts"), NEWSLETTER],
  ]);
  const copied: Plugin = {
    name: "copied files",
    setup(bundler) {
      bundler.onResolve({ filter: /^letterpress$/ }, () => ({
        path: resolve("src/index.ts"),
        sideEffects: false,
      }));
      bundler.onResolve({ filter: /^letterpress\/subscribe$/ }, () => ({
        path: resolve("src/subscribe/create-subscribe.ts"),
      }));
      bundler.onResolve({ filter: /./, namespace: "site" }, (asked) => ({
        path: join(dirname(asked.importer), asked.path),
        namespace: "site",
      }));
      bundler.onLoad({ filter: /./, namespace: "site" }, (asked) => ({
        contents: site.get(asked.path) ?? "",
        loader: "ts",
        resolveDir: resolve("."),
      }));
    },
  };
  const { outputFiles, warnings } = await build({
    stdin: {
      contents: `export * from "${join(folder, path)}"; import * as all from "${join(folder, path)}"; export default all.default;`,
      resolveDir: resolve("."),
    },
    plugins: [
      {
        name: "entry",
        setup(bundler) {
          bundler.onResolve({ filter: /^\/site\// }, (asked) => ({ path: asked.path, namespace: "site" }));
          bundler.onResolve({ filter: /^node:/, namespace: "site" }, (asked) => ({
            path: asked.path,
            external: true,
          }));
        },
      },
      copied,
    ],
    bundle: true,
    write: false,
    minify: platform === "browser",
    treeShaking: true,
    platform,
    format: platform === "browser" ? "iife" : "esm",
    globalName: "host",
    target: "es2022",
    logLevel: "silent",
  });
  expect(warnings.filter(({ id }) => id !== "import-is-undefined")).toEqual([]);
  return outputFiles[0]?.text ?? "";
}

type Fetch = (request: Request) => Promise<Response>;

/** From the form to the segment, over one host. */
async function walkThrough(door: Door, answer: Fetch, email: string): Promise<void> {
  const site = "https://news.example.org/subscribe";
  const post = (url: string, fields: Record<string, string>) =>
    answer(
      new Request(url, {
        method: "POST",
        headers: { origin: "https://news.example.org" },
        body: new URLSearchParams(fields),
      }),
    );
  expect(await (await answer(new Request(site))).text()).toContain("Get The Letter");
  const asked = await (await post(site, { email })).text();
  expect(asked).toContain("Check your inbox");
  const { confirm } = door.links(email);
  expect((await answer(new Request(confirm, { method: "HEAD" }))).status).toBe(200);
  expect(await (await answer(new Request(confirm))).text()).toContain("One last step");
  expect(door.contact(email)).toBeNull();
  const confirmed = await (await post(confirm, { form: "confirm", list: "weekly" })).text();
  expect(confirmed).toContain("You are on the list");
  expect(door.contact(email)?.segments).toEqual(["Weekly"]);
}

test("every host's file of the docs works where Node is not: in an edge runtime, bundled and small", async () => {
  await using door = await openDoor();
  const env = {
    RESEND_API_KEY: door.sandbox.apiKey,
    RESEND_BASE_URL: door.sandbox.url,
    LETTERPRESS_SECRET: "e".repeat(40),
  };
  const hosts: Record<string, string> = {
    "worker.ts": "(request) => host.default.fetch(request, env, { waitUntil() {} })",
    "api/subscribe.ts": "(request) => host.default.fetch(request)",
    "functions/subscribe/[[path]].ts": "(request) => host.onRequest({ request, env })",
    "app/subscribe/[[...path]]/route.ts": "(request) => host[request.method](request)",
    "netlify/functions/subscribe.mts": "host.default",
    "deno.ts": "served",
    "bun.ts": "served",
  };
  const walks = Object.entries(hosts).map(async ([path, answer]) => {
    const code = await bundle(path, "browser");
    // The config's defineNewsletter alone is taken from the package.
    expect([path, code.length < 105_000]).toEqual([path, true]);
    const vm = new EdgeVM();
    vm.evaluate(`
      var served, env = ${JSON.stringify(env)};
      globalThis.Deno = { serve: (handler) => { served = handler; }, env: { toObject: () => env } };
      globalThis.Bun = { serve: ({ fetch }) => { served = fetch; }, env };
    `);
    // Vercel and Netlify give their edge this much of Node: its variables.
    if (/process\.env/.test(code)) vm.evaluate("globalThis.process = { env }");
    vm.evaluate(code);
    expect(vm.evaluate("typeof require + typeof Buffer")).toBe("undefinedundefined");
    const ask = vm.evaluate<(url: string, init: object) => Promise<{ status: number; text: string }>>(`
      (async (url, init) => {
        const response = await (${answer})(new Request(url, init));
        return { status: response.status, text: await response.text() };
      })`);
    await walkThrough(
      door,
      async (request) => {
        const body = request.method === "POST" ? { body: await request.text() } : {};
        const headers = Object.fromEntries(request.headers);
        const { status, text } = await ask(request.url, { method: request.method, headers, ...body });
        return new Response(text, { status });
      },
      `${path.replaceAll(/\W/g, "-")}@example.org`,
    );
  });
  await Promise.all(walks);
});

test("the file for Node works as it is", async () => {
  await using door = await openDoor();
  const code = await bundle("server.ts", "node");
  const env = {
    RESEND_API_KEY: door.sandbox.apiKey,
    RESEND_BASE_URL: door.sandbox.url,
    LETTERPRESS_SECRET: "e".repeat(40),
    PORT: "0",
  };
  const before = { ...process.env };
  Object.assign(process.env, env);
  onTestFinished(() => {
    for (const name of Object.keys(env)) {
      delete process.env[name];
      if (before[name] !== undefined) process.env[name] = before[name];
    }
  });
  const listen = vi.spyOn(Server.prototype, "listen");
  await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  const server = listen.mock.contexts[0] as Server | undefined;
  onTestFinished(() => void server?.close());
  if (server === undefined) throw new Error("The file opened no port.");
  if (!server.listening) await new Promise<void>((done) => server.once("listening", () => done()));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await walkThrough(
    door,
    async (request) => {
      const url = request.url.replace("https://news.example.org", `http://127.0.0.1:${port}`);
      const body = request.method === "POST" ? { body: await request.text() } : {};
      return fetch(url, { method: request.method, headers: request.headers, ...body });
    },
    "node@example.org",
  );
  expect(door.mails("node@example.org")).toBe(1);
});

test("the CAPTCHA of the docs asks its service with the secret, and lets in who passed", async () => {
  const sample = /```ts\n(createSubscribe\(newsletter, \{\n  challenge:[^]*?)```/.exec(DOCS)?.[1] ?? "";
  const { code } = await transform(sample, { loader: "ts" });
  const asked: unknown[] = [];
  const askService = (url: string, { body }: { body: string }) => {
    asked.push([url, JSON.parse(body)]);
    return Promise.resolve(Response.json({ success: asked.length > 1 }));
  };
  const createSubscribe = (...[, given]: readonly [unknown, SubscribeOptions]) => given;
  const options = runInNewContext(code, {
    createSubscribe,
    newsletter: {},
    fetch: askService,
  }) as SubscribeOptions;
  await using door = await openDoor({ options, env: { TURNSTILE_SECRET: "theirs" } });
  const press = { email: "ana@example.org", "cf-turnstile-response": "passed" };
  expect((await door.post(URL_OF_FORM, press)).page).toContain(
    "challenges.cloudflare.com/turnstile/v0/api.js",
  );
  expect(door.mails("ana@example.org")).toBe(0);
  await door.post(URL_OF_FORM, press);
  expect(door.mails("ana@example.org")).toBe(1);
  const url = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
  expect(asked).toEqual(Array(2).fill([url, { secret: "theirs", response: "passed" }]));
});

test("nothing that the handler imports, near or far, is Node's or knows the file system, the config's schema or a library of size", async () => {
  const { metafile } = await build({
    entryPoints: ["src/subscribe/create-subscribe.ts"],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: "browser",
    format: "esm",
    logLevel: "silent",
  });
  const inputs = Object.keys(metafile.inputs);
  const packages = new Set(
    inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  expect([...packages].toSorted()).toEqual(["hono", "validator"]);
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  expect(imports.filter(({ path, external }) => external === true || path.startsWith("node:"))).toEqual([]);
  const rooms = new Set(inputs.flatMap((path) => /^src\/(\w+)\//.exec(path)?.[1] ?? []));
  expect([...rooms].toSorted()).toEqual(["model", "pages", "render", "subscribe"]);
  const bytes = Object.values(metafile.outputs)[0]?.bytes ?? Infinity;
  expect(bytes).toBeLessThan(100_000);
});
