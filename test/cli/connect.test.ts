import { readFile, rm, stat } from "node:fs/promises";
import { Resend } from "resend";
import { describe, expect, onTestFinished, test } from "vitest";
import { keepSandboxPlace } from "#src/app/sandbox-place.ts";
import { type Network, createNetwork } from "#src/app/connect/network.ts";
import type { Check } from "#src/app/connect/check.ts";
import type { SandboxOptions } from "#src/sandbox/sandbox-options.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { git } from "../helpers/git.ts";
import { testWeb } from "../web/helper.ts";
import { NOW, REAL_ENV, tempProject } from "./temp-project.ts";

const DOMAIN = "news.example.org";
const ENDPOINT = `https://${DOMAIN}/webhooks/resend`;
const ENV_LINES = "# Kept by hand\r\nSUPPRESSION_KEY='never changes'\nRESEND_WEBHOOK_SECRET=\nexport OTHER=1";

const HOSTED = `export default {
  name: "The Letter",
  url: "https://${DOMAIN}",
  from: "The Letter <desk@${DOMAIN}>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "UTC",
  audience: "resend",
  lists: { weekly: { title: "Weekly", segment: "Readers", topic: "Weekly" } },
};
`;

/** What a machine sees where everything is right. */
const SEES: Network = {
  texts: async (name) =>
    name === "_dmarc.example.org" ? ["v=DMARC1; p=none; rua=mailto:d@example.org"] : [],
  mailHosts: async () => ["mx.example.org"],
  addresses: async () => ["9.9.9.9"],
  get: async () => ({ status: 405, allow: "POST", location: null }),
};

interface Desk {
  readonly sandbox: Sandbox;
  readonly resend: Resend;
  readonly project: Awaited<ReturnType<typeof tempProject>>;
  readonly run: (
    line: string,
    more?: { env?: Record<string, string>; network?: Partial<Network>; types?: string },
  ) => ReturnType<Awaited<ReturnType<typeof tempProject>>["run"]>;
  /** Each check by its name: `result says → next`. */
  readonly checks: (line: string, more?: Parameters<Desk["run"]>[1]) => Promise<ReadonlyMap<string, string>>;
  readonly endpoints: () => Promise<string[]>;
}

const team = (options: SandboxOptions) =>
  startSandbox({ domains: [DOMAIN], ...options, switches: { rate_limit: 1000, ...options.switches } });

/** A newsletter whose team has a verified domain, and no webhook, segment or topic yet. */
async function desk(options: SandboxOptions = {}, files: Record<string, string> = {}): Promise<Desk> {
  const sandbox = await team(options);
  onTestFinished(() => sandbox.close());
  const project = await tempProject(files);
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  let now = NOW;
  const run: Desk["run"] = (line, { env, network, types } = {}) =>
    project.run(line.split(" "), {
      env: { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url, ...env },
      network: { ...SEES, ...network },
      clock: { now: () => now },
      wait: async (ms) => void (now += ms),
      ...(types === undefined ? {} : { types }),
    });
  const checks: Desk["checks"] = async (line, more) => {
    const { stdout, stderr } = await run(`${line} --json`, more);
    expect(stdout + stderr).toMatch(/^\[/);
    const list = JSON.parse(stdout) as Check[];
    return new Map(list.map(({ name, result, says, next }) => [name, `${result} ${says} → ${next}`]));
  };
  const endpoints = async () =>
    ((await resend.webhooks.list()).data?.data ?? []).map(({ endpoint }) => endpoint).toReversed();
  return { sandbox, resend, project, run, checks, endpoints };
}

test("connect creates the webhook once, keeps its secret, mails one test; doctor repeats the checks", async () => {
  const { sandbox, resend, project, run, checks, endpoints } = await desk({}, { ".env": ENV_LINES });
  await using web = await testWeb();
  const network = {
    // The real pages, behind the newsletter's address.
    get: async (url: string) => {
      const { status, headers } = await web.app.request(new URL(url).pathname);
      return { status, allow: headers.get("allow"), location: headers.get("location") };
    },
  };
  const dry = await run("connect --dry-run", { network });
  expect(dry).toMatchObject({ exit: 3 });
  expect(dry.stderr).toContain(`Would create a webhook for ${ENDPOINT}`);
  expect(dry.stdout).toMatch(
    /webhook +missing +Resend has none for .*\n +`letterpress connect` creates one\./,
  );
  expect([await endpoints(), sandbox.inbox.count]).toEqual([[], 0]);
  expect(await readFile(project.path(".env"), "utf8")).toBe(ENV_LINES);

  const first = await run("connect --to delivered@resend.dev", { network });
  expect(first.stderr).toContain(`Now: create a webhook for ${ENDPOINT}`);
  expect(first.stdout).toMatch(
    /address +ok +https:\/\/news\.example\.org\/webhooks\/resend is answered by `serve`/,
  );
  expect(first.stdout).toMatch(/test +ok +handed to Resend for delivered@resend\.dev/);
  expect(sandbox.inbox.count).toBe(1);
  const [webhook] = (await resend.webhooks.list()).data?.data ?? [];
  const { signing_secret: secret = "" } = (await resend.webhooks.get(webhook?.id ?? "")).data ?? {};
  expect(secret).toMatch(/^whsec_/);
  expect(first.output).not.toContain(secret);
  expect(await readFile(project.path(".env"), "utf8")).toBe(ENV_LINES.replace("SECRET=", `SECRET=${secret}`));
  expect((await stat(project.path(".env"))).mode & 0o777).toBe(0o600);

  const env = { RESEND_WEBHOOK_SECRET: secret };
  for (const more of [{ network }, { network, env }]) {
    const again = await run("connect --to delivered@resend.dev", more);
    expect(again).toMatchObject({ exit: 0 });
    expect(again.stdout).toContain("Ready to send.");
    expect(again.stderr).not.toContain("Now:");
  }
  expect(await endpoints()).toEqual([ENDPOINT]);

  await run("migrate", { env: REAL_ENV });
  const key = { ...REAL_ENV, ...env, RESEND_API_KEY: sandbox.apiKey };
  const doctor = await checks("doctor", { network, env: key });
  const connected = [...(await checks("connect", { network, env: key })).keys()];
  const own = ["ledger", "size", "retention", "suppression key", "link secrets"];
  expect([...doctor.keys(), "test"]).toEqual([...own, ...connected]);
  expect([...doctor.values()].every((one) => one.startsWith("ok "))).toBe(true);
});

test("a key that may only send is enough, and each thing that it cannot ask names the key that can", async () => {
  const { sandbox, checks, run } = await desk();
  const env = { RESEND_API_KEY: sandbox.sendingKey, RESEND_WEBHOOK_SECRET: `whsec_${"QUJD".repeat(8)}` };
  const found = await checks("connect", { env });
  expect(found.get("key")).toMatch(/^ok may send and nothing else/);
  for (const name of ["domain", "spf", "return path", "dkim", "tracking", "webhook"])
    expect(found.get(name)).toMatch(
      /^unknown .*this key may only send → .*`letterpress connect` once with RESEND_API_KEY set to a key with full access/,
    );
  expect(found.get("quota")).toMatch(/^unknown this key may only send/);
  expect(found.get("dmarc")).toMatch(/^ok/);
  const whole = await run("connect --to delivered@resend.dev", { env });
  expect(whole).toMatchObject({ exit: 0, stdout: expect.stringMatching(/test +ok/) });
  expect(whole.stdout.match(/set to a key with full access/g)?.length).toBeLessThan(4);
  const blind = await run("connect", { env: { RESEND_API_KEY: sandbox.sendingKey } });
  expect(blind.stdout).toMatch(/webhook +missing +RESEND_WEBHOOK_SECRET is not set/);
  expect(blind.exit).toBe(3);
});

describe("each state of each check", () => {
  const domain = (one: object): SandboxOptions => ({ domains: [{ name: DOMAIN, ...one }] });
  const seen = (status: number, location: string | null = null): Partial<Network> => ({
    get: async () => ({ status, allow: null, location }),
  });
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(`${code} it failed`), { code });
  };
  /** What is wrong, the check that tells it, the team, what the machine sees, and what is said. */
  type Row = readonly [string, string, SandboxOptions, Parameters<Desk["run"]>[1], RegExp];
  const ROWS: readonly Row[] = [
    [
      "no key",
      "key",
      {},
      { env: { RESEND_API_KEY: "" } },
      /^missing RESEND_API_KEY is not set → Make a key .*`letterpress connect`/,
    ],
    [
      "a wrong key",
      "key",
      {},
      { env: { RESEND_API_KEY: "re_wrong" } },
      /^missing is refused: .*API key is invalid/,
    ],
    [
      "a wrong key, answered 403",
      "key",
      { switches: { invalid_key: "403" } },
      { env: { RESEND_API_KEY: "re_wrong" } },
      /^missing is refused/,
    ],
    [
      "a key that is not active",
      "key",
      { keys: [{ token: "re_off", state: "inactive" }] },
      { env: { RESEND_API_KEY: "re_off" } },
      /^missing is refused: .*not active/,
    ],
    ["a used up quota", "quota", { switches: { daily_quota: 0 } }, {}, /^unknown used up: today 0 of 0/],
    [
      "no domain",
      "domain",
      { domains: ["example.org"] },
      {},
      /^missing news\.example\.org is missing: this team has example\.org → Add /,
    ],
    [
      "a pending domain",
      "domain",
      domain({ status: "pending" }),
      {},
      /^missing news\.example\.org is pending: Resend refuses mail/,
    ],
    [
      "a domain verified in part",
      "domain",
      domain({ status: "partially_verified" }),
      {},
      /^ok news\.example\.org is partially verified/,
    ],
    [
      "a domain that failed in part",
      "domain",
      domain({ status: "partially_failed", records: { dkim: "failed" } }),
      {},
      /^missing .*partially failed/,
    ],
    [
      "a domain that may not send",
      "domain",
      domain({ status: "verified", sending: "disabled" }),
      {},
      /^missing .*sending is switched off/,
    ],
    [
      "no SPF",
      "spf",
      domain({ status: "pending", records: { dkim: "verified" } }),
      {},
      /^missing Resend does not see TXT send with the value "v=spf1 include:amazonses\.com ~all" \(pending\) → Set it at the DNS host/,
    ],
    [
      "DKIM beside it",
      "dkim",
      domain({ status: "pending", records: { dkim: "verified" } }),
      {},
      /^ok Resend sees TXT resend\._domainkey/,
    ],
    [
      "no DKIM",
      "dkim",
      domain({ status: "verified", records: { dkim: "temporary_failure" } }),
      {},
      /^missing .*resend\._domainkey with the value p=\S+ \(temporary failure\)/,
    ],
    [
      "no return path",
      "return path",
      domain({ status: "verified", records: { returnPath: "failed" } }),
      {},
      /^missing .*MX send with the value 10 feedback-smtp\.us-east-1\.amazonses\.com \(failed\)/,
    ],
    [
      "tracking that the config does not name",
      "tracking",
      domain({ status: "verified", openTracking: true }),
      {},
      /^missing .*opens on, clicks off at Resend, and newsletter\.config\.ts says opens off, clicks off → .*tracking: \{ opens: true, clicks: false \}/,
    ],
    [
      "no DMARC",
      "dmarc",
      {},
      { network: { texts: async () => ["v=spf1 -all"] } },
      /^missing _dmarc\.news\.example\.org has no policy.* → Set TXT _dmarc\.news\.example\.org to v=DMARC1; p=none;/,
    ],
    [
      "two policies",
      "dmarc",
      {},
      { network: { texts: async () => ["v=DMARC1; p=none", "v=DMARC1; p=reject"] } },
      /^missing _dmarc\.news\.example\.org has 2 policies/,
    ],
    [
      "a policy without a policy",
      "dmarc",
      {},
      { network: { texts: async () => ["v=DMARC1; rua=mailto:a@b.c"] } },
      /^missing .*has no p=none/,
    ],
    [
      "a strict policy",
      "dmarc",
      {},
      { network: { texts: async () => ["v=DMARC1;p=reject;sp=none"] } },
      /^ok _dmarc\.news\.example\.org asks for p=reject/,
    ],
    [
      "no DNS",
      "dmarc",
      {},
      { network: { texts: failing("ETIMEOUT") } },
      /^unknown DNS does not say: ETIMEOUT/,
    ],
    [
      "http",
      "address",
      {},
      { env: { PUBLIC_URL: "http://news.example.org" } },
      /^missing http:\/\/news\.example\.org is not https.* → Set PUBLIC_URL/,
    ],
    [
      "a webhook for http",
      "webhook",
      {},
      { env: { PUBLIC_URL: "http://news.example.org" } },
      /^missing Resend sends events only to https addresses/,
    ],
    [
      "this machine",
      "address",
      {},
      { env: { PUBLIC_URL: "https://localhost:8080" } },
      /^missing localhost is a name inside a private network/,
    ],
    [
      "an address of this network",
      "address",
      {},
      { env: { PUBLIC_URL: "https://192.168.1.4" } },
      /^missing 192\.168\.1\.4 is at 192\.168\.1\.4, which is not a public address/,
    ],
    [
      "IPv6 of this machine",
      "address",
      {},
      { env: { PUBLIC_URL: "https://[::ffff:127.0.0.1]" } },
      /^missing .*which is not a public address/,
    ],
    [
      "a name of this network",
      "address",
      {},
      { network: { addresses: async () => ["9.9.9.9", "fd12::1"] } },
      /^missing news\.example\.org is at fd12::1/,
    ],
    [
      "a name without address",
      "address",
      {},
      { network: { addresses: async () => [] } },
      /^missing news\.example\.org has no address in DNS/,
    ],
    [
      "DNS that fails",
      "address",
      {},
      { network: { addresses: failing("EAI_AGAIN") } },
      /^unknown DNS does not say where/,
    ],
    [
      "nobody there",
      "address",
      {},
      { network: { get: failing("ECONNREFUSED") } },
      /^missing .*does not answer from this machine: ECONNREFUSED.* → Start `letterpress serve`/,
    ],
    ["another program", "address", {}, { network: seen(404) }, /^missing .*status 404, which is not `serve`/],
    [
      "a proxy alone",
      "address",
      {},
      { network: seen(502) },
      /^missing .*status 502: `serve` does not run behind it/,
    ],
    [
      "a redirect",
      "address",
      {},
      { network: seen(301, "https://www.example.org/") },
      /^missing .*redirects to https:\/\/www\.example\.org\//,
    ],
  ];

  test("is told in plain words, with what to do next", async () => {
    const { checks } = await desk();
    for (const [title, name, options, { env, network } = {}, expected] of ROWS) {
      await using sandbox = await team(options);
      const more = {
        env: { RESEND_BASE_URL: sandbox.url, ...env },
        ...(network === undefined ? {} : { network }),
      };
      const says = (await checks("connect --dry-run", more)).get(name);
      expect({ title, says }).toEqual({ title, says: expect.stringMatching(expected) });
    }
  });
});

describe("a webhook that is there", () => {
  const secretIn = async ({ resend }: Desk, endpoint = ENDPOINT) => {
    const one = (await resend.webhooks.list()).data?.data.find((webhook) => webhook.endpoint === endpoint);
    return (await resend.webhooks.get(one?.id ?? "")).data;
  };

  test("with too few events, or switched off, is changed when a person says yes; its other events stay", async () => {
    const secret = `whsec_${"QUJD".repeat(8)}`;
    const own = { endpoint: `${ENDPOINT}/`, events: ["email.bounced", "contact.created"], secret };
    const one = await desk({ webhooks: [own] });
    const env = { RESEND_WEBHOOK_SECRET: secret };
    const id = (await one.resend.webhooks.list()).data?.data[0]?.id ?? "";
    await one.resend.webhooks.update(id, { status: "disabled" });
    const found = await one.run("connect", { env });
    expect(found.stdout).toMatch(
      /the one for .* is disabled, and is not told of email\.sent, .*\n +`letterpress connect --yes` corrects it/,
    );
    expect(found.exit).toBe(3);
    expect(await secretIn(one, own.endpoint)).toMatchObject({ status: "disabled", events: own.events });
    expect((await one.run("connect --to a@b.dev", { env, types: "no" })).exit).toBe(3);
    const changed = await one.run("connect --to a@b.dev", { env, types: "y" });
    expect(changed.stderr).toMatch(/At Resend: enable the webhook of .*\? \[y\/N\] [^]*Now: enable/);
    expect(changed).toMatchObject({ exit: 0 });
    const now = await secretIn(one, own.endpoint);
    expect(now).toMatchObject({ status: "enabled", signing_secret: secret });
    expect(now?.events).toEqual(expect.arrayContaining(["contact.created", "email.complained"]));
    await expect(readFile(one.project.path(".env"))).rejects.toThrow("ENOENT");
  });

  test("and signs with another secret has it kept in front of the known ones", async () => {
    const known = `whsec_${"QUJD".repeat(8)}`;
    const one = await desk(
      { webhooks: [{ endpoint: ENDPOINT }] },
      { ".env": `RESEND_WEBHOOK_SECRET="${known}"\n` },
    );
    const { signing_secret: secret = "" } = (await secretIn(one)) ?? {};
    expect((await one.checks("connect --dry-run")).get("webhook")).toMatch(
      /^missing .*signs with a secret that is not in/,
    );
    await one.run("connect");
    expect(await readFile(one.project.path(".env"), "utf8")).toBe(
      `RESEND_WEBHOOK_SECRET=${secret},${known}\n`,
    );
    expect(await one.endpoints()).toEqual([ENDPOINT]);
  });

  test("twice is told of, and that of another newsletter or program is left alone", async () => {
    const other = "https://other.example.org/webhooks/resend";
    const one = await desk({
      webhooks: [{ endpoint: other, events: ["email.sent"] }, { endpoint: "https://a.dev/hook" }],
    });
    const before = await secretIn(one, other);
    expect((await one.checks("connect")).get("webhook")).toMatch(/^ok the one for .* was created/);
    expect(await one.endpoints()).toEqual([other, "https://a.dev/hook", ENDPOINT]);
    expect(await secretIn(one, other)).toEqual(before);

    // A second newsletter begins with a copy of the first one's .env.
    const env = { PUBLIC_URL: "https://third.example.org" };
    const third = "https://third.example.org/webhooks/resend";
    const moved = await one.checks("connect", { env });
    expect(moved.get("webhook")).toMatch(
      /^missing Resend has none for https:\/\/third.* and RESEND_WEBHOOK_SECRET is of another one\. This team has .*other\.example\.org.* → `letterpress connect --yes` creates one\./,
    );
    expect(await one.endpoints()).toHaveLength(3);
    expect((await one.checks("connect --yes", { env })).get("webhook")).toMatch(/^ok/);
    expect(await one.endpoints()).toEqual([other, "https://a.dev/hook", ENDPOINT, third]);

    one.sandbox.webhooks.add({ endpoint: ENDPOINT });
    expect((await one.checks("connect --yes")).get("webhook")).toMatch(
      /^missing 2 webhooks go to .* → Delete all but one/,
    );
  });

  test("is neither created nor asked for its secret where git would commit the file", async () => {
    const one = await desk({}, { ".env": "A=1\n", ".gitignore": "" });
    await git(one.project.root, "init", "--quiet");
    const refused = await one.run("connect --yes");
    expect(refused.stdout).toMatch(/\.env +missing +git would commit \.env/);
    expect(refused.stdout).toMatch(
      /webhook +missing +its secret may not be kept in \.env[^]*git rm --cached \.env/,
    );
    expect(await one.endpoints()).toEqual([]);
    await one.project.write(".gitignore", ".env\n");
    await git(one.project.root, "add", "--force", ".env");
    expect((await one.checks("connect --yes")).get("webhook")).toMatch(/^missing/);
    await git(one.project.root, "rm", "--quiet", "--cached", ".env");
    const kept = await one.checks("connect --env deploy/secrets");
    expect(kept.get("webhook")).toMatch(/^missing its secret may not be kept in deploy\/secrets/);
    expect((await one.checks("connect")).get("webhook")).toMatch(
      /^ok the one for .* was created; its secret is in \.env/,
    );
  });

  test("whose secret could not be written is found by the next run", async () => {
    const one = await desk();
    const lost = await one.checks("connect --env no/such/folder/.env");
    expect(lost.get("webhook")).toMatch(
      /^missing the one for .* was created, but its secret could not be written: ENOENT/,
    );
    expect((await one.checks("connect")).get("webhook")).toMatch(
      /^ok the one for .* was found; its secret is in \.env/,
    );
    expect(await one.endpoints()).toEqual([ENDPOINT]);
    const kept = await readFile(one.project.path(".env"), "utf8");
    await rm(one.project.path(".env"));
    const elsewhere = await tempProject();
    await one.run(`connect --env ${elsewhere.path("etc.env")}`);
    expect(await readFile(elsewhere.path("etc.env"), "utf8")).toBe(kept);
  });
});

test("what Resend does not answer is unknown for its own check, and every other check goes on", async () => {
  const secret = `whsec_${"QUJD".repeat(8)}`;
  const one = await desk({ webhooks: [{ endpoint: ENDPOINT, secret }] });
  const env = { RESEND_WEBHOOK_SECRET: secret };
  const DOMAIN_PARTS = ["domain", "spf", "return path", "dkim", "tracking"];
  const ASKED: readonly (readonly [on: string, hit: readonly string[]])[] = [
    ["GET /domains", ["key", ...DOMAIN_PARTS]],
    ["GET /domains/*", DOMAIN_PARTS],
    ["GET /webhooks", ["webhook"]],
    ["GET /webhooks/*", ["webhook"]],
    ["GET /usage", ["quota"]],
  ];
  const FAULTS = [
    { kind: "rate_limit" },
    { kind: "error", status: 500 },
    { kind: "html", status: 403 },
    { kind: "html", status: 404 },
    { kind: "error", status: 401 },
    { kind: "reset" },
    { kind: "hang", ms: 10 },
    { kind: "truncated" },
  ] as const;
  for (const [on, hit] of ASKED)
    for (const fault of FAULTS) {
      one.sandbox.switches.faults = [{ ...fault, on }];
      const found = await one.checks("connect --dry-run", { env });
      const bad = [...found].filter(([, says]) => !says.startsWith("ok ")).map(([name]) => name);
      const about = [...DOMAIN_PARTS, "key"].filter((name) => !found.has(name));
      // A key that is refused at one question is the key's own fault.
      expect({ on, fault, bad: [...bad, ...about].filter((name) => !hit.includes(name)) }).toEqual({
        on,
        fault,
        bad: [],
      });
      expect({ on, fault, bad: bad.length > 0 }).toEqual({ on, fault, bad: true });
    }
});

test("a webhook whose answer is lost is found, and not created a second time", async () => {
  for (const fault of [
    { kind: "reset", when: "after" },
    { kind: "error", when: "after" },
    { kind: "reset" },
  ] as const) {
    const one = await desk();
    one.sandbox.switches.faults = [{ ...fault, on: "POST /webhooks", times: 1 }];
    const first = (await one.checks("connect")).get("webhook");
    expect(first).toMatch(
      "when" in fault ? /^ok the one for .* was created/ : /^unknown may have been created or not/,
    );
    expect((await one.checks("connect")).get("webhook")).toMatch(/^ok/);
    expect(await one.endpoints()).toEqual([ENDPOINT]);
  }
});

describe("where subscribers live at Resend", () => {
  const hosted = (options: SandboxOptions = {}, config = HOSTED) =>
    desk(options, { "newsletter.config.ts": config });
  const names = async ({ resend }: Desk) => [
    ...((await resend.segments.list()).data?.data ?? []).map(({ name }) => name),
    ...((await resend.topics.list()).data?.data ?? []).map(
      ({ name, default_subscription: by }) => `${name} ${by}`,
    ),
  ];

  test("connect offers the segment and the topic, creates each once, and asks for no webhook", async () => {
    const one = await hosted();
    const site = { get: async () => ({ status: 200, allow: null, location: null }) };
    const found = await one.run("connect", { network: site });
    expect(found.exit).toBe(3);
    expect(found.stdout).toMatch(
      /segment weekly +missing +this team has no segment Readers\n +`letterpress connect --yes` creates it/,
    );
    expect(found.stdout).toMatch(/topic weekly +missing/);
    expect(found.stdout).not.toContain("webhook");
    expect((await one.run("connect --dry-run --yes", { network: site })).stderr).toMatch(
      /Would create the segment Readers\.\nWould create the topic Weekly\./,
    );
    expect(await names(one)).toEqual([]);
    const done = await one.run("connect --to delivered@resend.dev", { network: site, types: "yes" });
    expect(done.stderr).toContain("At Resend: create the segment Readers; create the topic Weekly? [y/N]");
    expect(done).toMatchObject({ exit: 0 });
    expect(await names(one)).toEqual(["Readers", "Weekly opt_in"]);
    expect(one.sandbox.inbox.count).toBe(1);
    expect((await one.run("connect --yes --to delivered@resend.dev", { network: site })).exit).toBe(0);
    expect(await names(one)).toHaveLength(2);

    const doctor = await one.run("doctor", { network: site });
    expect(doctor).toMatchObject({ exit: 0, stdout: expect.stringContaining("Ready to send.") });
    const connected = await one.checks("connect", { network: site });
    expect([...(await one.checks("doctor", { network: site })).keys(), "test"]).toEqual([
      ...connected.keys(),
    ]);
    expect((await one.run("doctor --compact")).stderr).toContain("audience/no-ledger");
    await one.project.write("newsletter.config.ts", HOSTED.replace('"Readers"', '"Raeders"'));
    expect((await one.run("tick", { network: site })).output).toMatch(
      /Resend has no segment Raeders[^]*Did you mean Readers\? Or create it with `letterpress connect`/,
    );
  });

  test("beside a ledger connect creates what the config names for a move to Resend, and asks for nothing else", async () => {
    const ledger = HOSTED.replace('"resend"', '"ledger"');
    const one = await hosted({}, ledger);
    await one.run("connect --yes");
    expect(await names(one)).toEqual(["Readers", "Weekly opt_in"]);
    const other = await hosted({}, ledger.replace(', segment: "Readers", topic: "Weekly"', ""));
    const found = await other.checks("connect --yes");
    expect([...found.keys()].filter((name) => /^(?:segment|topic)/.test(name))).toEqual([]);
    expect(await names(other)).toEqual([]);
  });

  test("two lists may share a segment, and an answer that is lost makes no second one", async () => {
    const config = HOSTED.replace(
      "lists: {",
      'lists: { daily: { title: "Daily", segment: "Readers", topic: "Daily" },',
    );
    const one = await hosted({}, config);
    one.sandbox.switches.faults = [
      { kind: "reset", when: "after", on: "POST /segments", times: 1 },
      { kind: "error", when: "before", on: "POST /topics", times: 1 },
    ];
    const first = await one.checks("connect --yes");
    expect(first.get("topic daily")).toMatch(/^missing Daily could not be created/);
    await one.run("connect --yes");
    expect((await names(one)).toSorted()).toEqual(["Daily opt_in", "Readers", "Weekly opt_in"]);
  });

  test("what cannot be created is told with what to write instead", async () => {
    const one = await hosted();
    const ids = ["a", "b"].map(() => one.sandbox.audience.addSegment("Readers").id);
    one.sandbox.audience.addTopic({ name: "Weekly", defaultSubscription: "opt_out" });
    const found = await one.checks("connect --yes");
    expect(found.get("segment weekly")).toMatch(
      /^missing this team has 2 with the name Readers → Write the id/,
    );
    for (const id of ids) expect(found.get("segment weekly")).toContain(id);
    expect(found.get("topic weekly")).toMatch(/^missing Weekly is opt_out by default/);
    expect(await names(one)).toHaveLength(3);
    const id = "00000000-0000-4000-8000-000000000000";
    await one.project.write("newsletter.config.ts", HOSTED.replace('"Readers"', `"${id}"`));
    const byId = await one.checks("connect --yes");
    expect(byId.get("segment weekly")).toMatch(
      /^missing this team has no segment with the id .* → Correct lists\.weekly\.segment/,
    );
  });

  test("a key that may only send is too little, and the site must answer", async () => {
    const one = await hosted();
    const sending = await one.checks("doctor", { env: { RESEND_API_KEY: one.sandbox.sendingKey } });
    expect(sending.get("key")).toMatch(/^missing may only send, .* → Make a key with full access/);
    expect(sending.get("segment weekly")).toMatch(/^unknown this key may only send/);
    expect((await one.checks("doctor", { env: { RESEND_API_KEY: "" } })).get("key")).toMatch(
      /^missing RESEND_API_KEY/,
    );
    for (const [status, says] of [
      [404, /^missing .*status 404/],
      [301, /^ok/],
      [429, /^unknown/],
    ] as const) {
      const network = { get: async () => ({ status, allow: null, location: null }) };
      expect((await one.checks("doctor", { network })).get("address")).toMatch(says);
    }
    for (const kind of ["rate_limit", "error", "reset"] as const) {
      one.sandbox.switches.faults = [{ kind, on: "GET /topics" }];
      const found = await one.checks("doctor");
      expect(found.get("topic weekly")).toMatch(/^unknown/);
      expect(found.get("segment weekly")).toMatch(/^missing/);
    }
  });

  test("a rehearsal makes them in the sandbox, and looks at nothing else outside", async () => {
    const one = await hosted();
    using place = keepSandboxPlace(one.project.root, one.sandbox.url);
    expect(place).not.toBeNull();
    const network = {
      texts: () => Promise.reject(new Error("asked")),
      get: () => Promise.reject(new Error("asked")),
    };
    const done = await one.run("connect --sandbox --yes --to delivered@resend.dev", {
      network,
      env: { RESEND_API_KEY: "re_real" },
    });
    expect(done).toMatchObject({ exit: 0 });
    expect(done.stdout).toMatch(/test +ok +handed to the sandbox/);
    expect(await names(one)).toEqual(["Readers", "Weekly opt_in"]);
  });
});

test("a test that Resend refuses names why, and one that may have gone out ends with 4", async () => {
  const one = await desk({ webhooks: [{ endpoint: ENDPOINT }] });
  await one.run("connect");
  expect(await one.run("connect --to nobody")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("--to me@example.org"),
  });
  expect((await one.checks("connect --to someone@example.com")).get("test")).toMatch(
    /^missing not mailed: .* → Then run `letterpress connect --to someone@example\.com`/,
  );
  one.sandbox.switches.faults = [{ kind: "reset", when: "after", times: 1 }];
  const unclear = await one.run("connect --to delivered@resend.dev");
  expect(unclear).toMatchObject({ exit: 4 });
  expect(unclear.stdout).toMatch(/test +unknown +may have been mailed to delivered@resend\.dev/);
  const mistyped = await one.run("connect", { types: "nobody" });
  expect(mistyped.stdout).toMatch(/webhook +ok[^]*test +missing +none was mailed: Expected an address/);
  const nobody = await one.run("connect");
  expect(nobody).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining("not everything is known: test."),
  });
  expect(one.sandbox.inbox.count).toBe(1);
});

test("this machine's view of an address: what it answers, and that nothing answers", async () => {
  const one = await desk();
  expect(await createNetwork().get(`${one.sandbox.url}/no-such-page`)).toMatchObject({ location: null });
  expect(await createNetwork().addresses("127.0.0.1")).toEqual(["127.0.0.1"]);
  await one.sandbox.close();
  await expect(createNetwork().get(one.sandbox.url)).rejects.toThrow("fetch failed");
});
