import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Hono } from "hono";
import { type App, openApp } from "#src/app/open-app.ts";
import { type TickReport, tick } from "#src/app/job/tick.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { loadProject } from "#src/project/load-project.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { createWeb } from "#src/web/create-web.ts";
import { type Listening, listen } from "#src/web/listen.ts";
import { tempProject } from "../helpers/temp-project.ts";

/** A whole newsletter: files, ledger, sandbox, and its public pages on a port. */
export interface Press extends AsyncDisposable {
  readonly root: string;
  readonly app: App;
  readonly web: Hono;
  readonly url: string;
  readonly newsletter: Newsletter;
  readonly sandbox: Sandbox;
  readonly clock: { now(): number; advance(ms: number): void };
  readonly write: (path: string, text: string | Uint8Array) => Promise<void>;
  readonly edit: (path: string, change: (text: string) => string) => Promise<void>;
  /** One pass of the scheduled job, to its end. */
  readonly tick: () => Promise<TickReport>;
  /** Mails to an address, oldest first. */
  readonly mailsTo: (address: string) => Mail[];
}

export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function startPress(
  options: {
    readonly issues?: Readonly<Record<string, string>>;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly trustProxy?: number;
  } = {},
): Promise<Press> {
  const root = await tempProject(options.issues, options.config);
  const clock = runningClock();
  const sandbox = await startSandbox({ switches: { rate_limit: 10_000, daily_quota: 1_000_000 } });
  // The pages' address must be known before they are made, and is known once something listens.
  let serve: Hono["fetch"] = () => new Response("starting", { status: 503 });
  const server: Listening = await listen(
    { fetch: (...args: Parameters<Hono["fetch"]>) => serve(...args) } as Hono,
    { port: 0, host: "127.0.0.1" },
  );
  const app = await openApp({
    root,
    env: {},
    sandbox: true,
    create: true,
    clock,
    config: {
      ledgerUrl: "sqlite:ledger.db",
      apiKey: sandbox.sendingKey,
      baseUrl: sandbox.url,
      publicUrl: server.url,
    },
  });
  const { newsletter } = await loadProject(root, { url: server.url });
  const errors: unknown[] = [];
  const web = createWeb({
    ledger: app.ledger,
    newsletter,
    tokenKeys: app.config.tokenKeys,
    webhookSecrets: app.config.webhookSecrets,
    suppressionKey: app.config.suppressionKey,
    trustProxy: options.trustProxy ?? 0,
    onError: (error) => errors.push(error),
  });
  serve = web.fetch;
  return {
    root,
    app,
    web,
    url: server.url,
    newsletter,
    sandbox,
    clock,
    write: async (path, text) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    edit: async (path, change) => {
      await writeFile(join(root, path), change(await readFile(join(root, path), "utf8")));
    },
    tick: () => tick(app, new AbortController().signal),
    mailsTo: (address) => {
      const { data } = sandbox.inbox.list({ address, exact: true, limit: 100 });
      const mails = data.map(({ id }) => sandbox.inbox.get(id));
      return mails
        .flatMap((mail) => (mail === null ? [] : [mail]))
        .map(({ subject, html, text, headers }) => ({ subject, html: html ?? "", text: text ?? "", headers }))
        .toReversed();
    },
    async [Symbol.asyncDispose]() {
      await server.close(0);
      await app[Symbol.asyncDispose]();
      await sandbox.close();
      if (errors.length > 0) throw new AggregateError(errors, "A page failed.");
    },
  };
}

/** A clock that runs, so that limits let go, and that can be put forward. */
function runningClock(): Press["clock"] {
  let ahead = Date.UTC(2026, 11, 1, 9) - Date.now();
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

/** The value of a hidden field on a page. */
export function fieldOf(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
}

/** Fill in the form as a person does: open it, take one's time, press. Returns the answer's page. */
export async function subscribe(
  press: Pick<Press, "url" | "clock">,
  fields: Readonly<Record<string, string | readonly string[]>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; page: string }> {
  const form = await (await fetch(`${press.url}/subscribe`, { headers })).text();
  press.clock.advance(5_000);
  const body = new URLSearchParams([["token", fieldOf(form, "token")]]);
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value);
  const response = await fetch(`${press.url}/subscribe`, { method: "POST", body, headers });
  return { status: response.status, page: await response.text() };
}

/** The link of a purpose (`c`, `u`, `p`) in a mail's plain text. */
export function linkIn({ text }: Mail, purpose: "c" | "u" | "p"): string {
  return new RegExp(`https?://[^\\s<>()]+/${purpose}/v1\\.[\\w.-]+`).exec(text)?.[0] ?? "";
}

export async function pressButton(link: string, fields: Readonly<Record<string, string>>): Promise<string> {
  return (await fetch(link, { method: "POST", body: new URLSearchParams(fields) })).text();
}
