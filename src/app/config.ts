import { resolve } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { baseAddress } from "#src/model/newsletter.ts";
import { type TokenKeys, keyId } from "#src/model/token.ts";
import type { BrowserPlaces } from "./judge/find-browser.ts";
import { sandboxUrl } from "./sandbox-place.ts";

/** All that the environment decides. It is read once, when a command starts, and passed down. */
export interface Config {
  /** The project's root, absolute. */
  readonly root: string;
  readonly destination: "resend" | "sandbox";
  /** `sqlite:PATH` (from the root) or `postgres://…`. */
  readonly ledgerUrl: string;
  /** Null where no key is set: everything except mailing works without one. */
  readonly apiKey: string | null;
  /** Resend's API, or the sandbox on this machine. */
  readonly baseUrl: string;
  /** Newest first; a webhook signed by any of them is ours. */
  readonly webhookSecrets: readonly string[];
  /** `whsec_…`, signs alerts. Null where not set: then no alert is sent. */
  readonly notifySecret: string | null;
  readonly tokenKeys: TokenKeys;
  /** HMAC key of addresses. Never rotates: suppressions made under another key no longer match. */
  readonly suppressionKey: string;
  /** Overrides the newsletter's url. No slash at its end; null where not set. */
  readonly publicUrl: string | null;
  /** How many of our proxies are in front of `serve` and write X-Forwarded-For. 0: the client that connects is the reader. */
  readonly trustProxy: number;
}

export interface ConfigOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly sandbox: boolean;
  /** True for a command that mails: without an API key `readConfig` throws before it requires any other variable. */
  readonly mails?: boolean | undefined;
}

const RESEND_URL = "https://api.resend.com";

/** The sandbox's keys are in the source on purpose: they protect nothing, and a rehearsal must be repeatable. */
const SANDBOX_KEY = "re_sandbox_full_access";
const SANDBOX_TOKEN_SECRET = "sandbox-not-a-secret-sandbox-not-a-secret";
const SANDBOX_SUPPRESSION_KEY = "sandbox-suppression-key-not-a-secret";
const SANDBOX_WEBHOOK_SECRET = `whsec_${Buffer.from("sandbox-not-a-secret-sandbox-key").toString("base64")}`;
/** Where commands look for a sandbox that belongs to no project. A sandbox of this project records its own address. */
const SANDBOX_URL = "http://127.0.0.1:4401";

/**
 * The only reader of the environment. The sandbox never reads RESEND_*, DATABASE_URL or a secret, so that a rehearsal
 * cannot touch a real ledger whatever the shell exports. Throws `config/environment` for a value that cannot be right.
 */
export function readConfig(options: ConfigOptions): Config {
  const { env, sandbox } = options;
  if (sandbox) {
    return {
      ...readResendConfig(options),
      ledgerUrl: "sqlite:.letterpress/sandbox.db",
      notifySecret: SANDBOX_WEBHOOK_SECRET,
      tokenKeys: tokenKeys(SANDBOX_TOKEN_SECRET),
      suppressionKey: SANDBOX_SUPPRESSION_KEY,
      trustProxy: 0,
    };
  }
  const value = (name: string) => valueOf(env, name);
  // The key comes first, so that a person who has set nothing yet reads about the key and --sandbox, not about the secrets.
  if (options.mails) requireApiKey({ apiKey: value("RESEND_API_KEY") });
  return {
    ...readResendConfig(options),
    ledgerUrl: ledgerUrl(value("DATABASE_URL")),
    notifySecret: webhookSecrets("NOTIFY_SECRET", value("NOTIFY_SECRET"))[0] ?? null,
    tokenKeys: tokenKeys(value("LETTERPRESS_SECRET")),
    suppressionKey: suppressionKey(value("SUPPRESSION_KEY")),
    trustProxy: trustProxy(value("TRUST_PROXY")),
  };
}

/** The settings that concern Resend and the newsletter's address. They can be read before there is any ledger. */
export type ResendConfig = Pick<
  Config,
  "root" | "destination" | "apiKey" | "baseUrl" | "webhookSecrets" | "publicUrl"
>;

/** `readConfig` for code that needs neither a ledger nor the secrets of one. */
export function readResendConfig({ root: folder, env, sandbox }: Omit<ConfigOptions, "mails">): ResendConfig {
  const root = resolve(folder);
  if (sandbox) {
    return {
      root,
      destination: "sandbox",
      apiKey: SANDBOX_KEY,
      baseUrl: sandboxUrl(root) ?? SANDBOX_URL,
      webhookSecrets: [SANDBOX_WEBHOOK_SECRET],
      publicUrl: null,
    };
  }
  return {
    root,
    destination: "resend",
    apiKey: valueOf(env, "RESEND_API_KEY"),
    baseUrl: httpUrl("RESEND_BASE_URL", valueOf(env, "RESEND_BASE_URL")) ?? RESEND_URL,
    webhookSecrets: webhookSecrets("RESEND_WEBHOOK_SECRET", valueOf(env, "RESEND_WEBHOOK_SECRET")),
    publicUrl: readPublicUrl(env),
  };
}

/** The address that overrides the newsletter's url, for commands that need no ledger and no secret. Null where not set. */
export function readPublicUrl(env: ConfigOptions["env"]): string | null {
  return httpUrl("PUBLIC_URL", valueOf(env, "PUBLIC_URL"));
}

/** The program that opens files for the author. Null where not set. */
export function readEditor(env: ConfigOptions["env"]): string | null {
  return valueOf(env, "LAUNCH_EDITOR");
}

/** Sets LAUNCH_EDITOR for the programs that this process starts; null unsets it. */
export function nameEditor(editor: string | null): void {
  if (editor === null) delete process.env["LAUNCH_EDITOR"];
  else process.env["LAUNCH_EDITOR"] = editor;
}

/** Where a browser may be, for `check --deep`. */
export function readBrowserPlaces(env: ConfigOptions["env"]): BrowserPlaces {
  return { chrome: valueOf(env, "CHROME_PATH"), path: env["PATH"] ?? "" };
}

/** The settings that a newsletter without a ledger needs. */
export type HostedConfig = Pick<Config, "root" | "destination" | "baseUrl" | "publicUrl"> & {
  readonly apiKey: string;
};

/** `readConfig` for subscribers who are kept at Resend: nothing is signed or stored, so a key is enough. Throws `config/no-api-key`. */
export function readHostedConfig({ env, sandbox, root: folder }: Omit<ConfigOptions, "mails">): HostedConfig {
  const root = resolve(folder);
  if (sandbox) {
    const baseUrl = sandboxUrl(root) ?? SANDBOX_URL;
    return { root, destination: "sandbox", apiKey: SANDBOX_KEY, baseUrl, publicUrl: null };
  }
  return {
    root,
    destination: "resend",
    apiKey: requireApiKey({ apiKey: valueOf(env, "RESEND_API_KEY") }),
    baseUrl: httpUrl("RESEND_BASE_URL", valueOf(env, "RESEND_BASE_URL")) ?? RESEND_URL,
    publicUrl: readPublicUrl(env),
  };
}

/** Where SpamAssassin's `spamd` may listen: `SPAMD=host:port`, or its usual port on this machine if SPAMD is not set. */
export function readSpamd(env: ConfigOptions["env"]): { readonly host: string; readonly port: number } {
  const value = valueOf(env, "SPAMD") ?? "127.0.0.1:783";
  const [, host = "", port = ""] = /^\[?([^\s/\]]+?)\]?:(\d{1,5})$/.exec(value) ?? [];
  if (host === "" || Number(port) < 1 || Number(port) > 65_535)
    throw wrong("SPAMD", "host:port, such as 127.0.0.1:783", value);
  return { host, port: Number(port) };
}

function valueOf(env: ConfigOptions["env"], name: string): string | null {
  return env[name]?.trim() || null;
}

/** Returns the API key for code that mails. Throws `config/no-api-key` if there is none. */
export function requireApiKey({ apiKey }: Pick<Config, "apiKey">): string {
  if (apiKey !== null) return apiKey;
  throw new LetterpressError("config/no-api-key", "RESEND_API_KEY is not set.");
}

function ledgerUrl(url: string | null): string {
  if (url === null) return "sqlite:.letterpress/letterpress.db";
  // A message never quotes the value: it may hold a password.
  if (/^(?:sqlite:.|postgres(?:ql)?:\/\/)/.test(url)) return url;
  const got = `one that starts with ${url.split(":", 1)[0]}`;
  throw wrong("DATABASE_URL", "sqlite:PATH or postgres://…", got);
}

function httpUrl(name: string, url: string | null): string | null {
  if (url === null) return null;
  const base = baseAddress(url);
  if (base === null) throw wrong(name, "a URL such as https://news.example.org, without a query", url);
  return base;
}

function trustProxy(hops: string | null): number {
  if (hops === null) return 0;
  // "true" would trust any header that a reader sends, and so lift every limit.
  if (!/^\d$/.test(hops))
    throw wrong("TRUST_PROXY", "the number of proxies in front of `serve`, 0 to 9", hops);
  return Number(hops);
}

function webhookSecrets(name: string, list: string | null): readonly string[] {
  const secrets = commaList(list);
  if (secrets.some((secret) => !/^whsec_[A-Za-z0-9+/=]{16,}$/.test(secret))) {
    throw wrong(name, "one or more signing secrets that start with whsec_, with commas between them");
  }
  return secrets;
}

function tokenKeys(list: string | null): TokenKeys {
  const keys = commaList(list).map((entry, index) => {
    // In links of the first version the name in front of a secret is its id. A secret that is in no such link needs no name.
    const [, formerKid = `k${index + 1}`, secret = entry] = /^([A-Za-z0-9_-]{1,32}):(.*)$/.exec(entry) ?? [];
    return { kid: keyId(secret), secret, formerKid };
  });
  const expected =
    "at least 32 random characters (create them with `openssl rand -hex 32`), the newest secret first, with commas between them";
  if (keys.length === 0) throw wrong("LETTERPRESS_SECRET", expected, "nothing");
  if (keys.some(({ secret }) => secret.length < 32))
    throw wrong("LETTERPRESS_SECRET", expected, "a shorter one");
  return keys;
}

function suppressionKey(key: string | null): string {
  const expected =
    "at least 16 random characters that never change (create them with `openssl rand -hex 32`)";
  if (key === null) throw wrong("SUPPRESSION_KEY", expected, "nothing");
  if (key.length < 16) throw wrong("SUPPRESSION_KEY", expected, "a shorter one");
  return key;
}

function commaList(list: string | null): string[] {
  return (list ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function wrong(name: string, expected: string, got?: string): LetterpressError {
  const came = got === undefined ? "" : `, got ${got}`;
  return new LetterpressError("config/environment", `Expected ${name} to be ${expected}${came}.`);
}
