import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { loopbackWeb } from "../helpers/loopback-web.ts";
import { openServer } from "../helpers/open-server.ts";
import { runDev as dev } from "../helpers/run-dev.ts";
import { issue, REAL_ENV, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
/** What stands between `==` has an edit; the placeholder has none. */
const BODY = 'Read ==the harbour==, {{ subscriber.first_name | default: "you" }}. TK';

interface Found {
  readonly key: string;
  readonly rule: string;
  readonly hasFix: boolean;
  readonly canAccept: boolean;
  readonly severity: string;
  readonly reason: string | null;
}

interface Answers {
  readonly code?: string;
  readonly seen: string;
  readonly files: readonly { readonly file: string; readonly diff: string }[];
  readonly findings: readonly Found[];
  readonly rules: Readonly<Record<string, { readonly means: string | null; readonly fix: string | null }>>;
  readonly links: { readonly wanted: number; readonly answered: number };
  readonly mails: readonly {
    readonly id: string;
    readonly subject: string;
    readonly to: readonly string[];
  }[];
  readonly submitted: number;
  readonly text: string;
  readonly events: readonly { readonly type: string }[];
}

async function get(url: string, path: string): Promise<Answers> {
  return (await (await fetch(`${url}/api${path}`)).json()) as Answers;
}

async function post(url: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, said: (await response.json().catch(() => ({}))) as Answers };
}

const SAMPLE = { kind: "sample", reader: "named", inSegments: null };

test("a finding's edit is shown, and written only as it was shown", async () => {
  const project = await tempProject({ [FILE]: issue([], BODY) });
  const url = await dev(project, ["--sandbox-port", "0"]);
  const { findings, rules } = await get(url, "/issues/hello/findings");
  const fixable = findings.find(({ hasFix }) => hasFix);
  expect(fixable).toBeDefined();
  expect(rules[fixable!.rule]).toMatchObject({ means: expect.any(String), fix: expect.any(String) });

  const wish = { kind: "fix", findings: [fixable!.key] };
  const before = await readFile(project.path(FILE), "utf8");
  const looked = await post(url, "/issues/hello/edits/look", wish);
  const [edit] = looked.said.files;
  expect(edit).toMatchObject({ file: FILE, diff: expect.stringMatching(/^\+.*<mark>the harbour<\/mark>/m) });
  expect(await readFile(project.path(FILE), "utf8")).toBe(before);

  const changed = before.replace(". TK", ". TK, and more");
  await project.write(FILE, changed);
  const late = await post(url, "/issues/hello/edits", { wish, seen: looked.said.seen });
  expect(late).toMatchObject({ status: 400, said: { code: "studio/file-changed" } });
  expect(await readFile(project.path(FILE), "utf8")).toBe(changed);

  const again = await get(url, "/issues/hello/findings");
  const now = { kind: "fix", findings: again.findings.filter(({ hasFix }) => hasFix).map(({ key }) => key) };
  const { said } = await post(url, "/issues/hello/edits/look", now);
  expect(await post(url, "/issues/hello/edits", { wish: now, seen: said.seen })).toMatchObject({
    status: 200,
  });
  const after = await readFile(project.path(FILE), "utf8");
  expect(after).toMatch(/Read <mark>the harbour<\/mark>.* TK, and more/);
});

test("a rule is accepted with a reason, which stands in the file and beside the finding", async () => {
  const project = await tempProject({ [FILE]: issue([], BODY) });
  const url = await dev(project, ["--sandbox-port", "0"]);
  const find = async (rule: string) =>
    (await get(url, "/issues/hello/findings")).findings.find((one) => one.rule === rule);
  const rule = "writing/placeholder";
  expect(await find(rule)).toMatchObject({ canAccept: true, reason: null });
  const accept = (reason: string) => ({ kind: "accept", rule, reason });
  for (const reason of ["", "  ", "one\nslug: other"])
    expect(await post(url, "/issues/hello/edits/look", accept(reason))).toMatchObject({ status: 400 });

  const wish = accept('It is the name of a "town": TK');
  const { said } = await post(url, "/issues/hello/edits/look", wish);
  expect(said.files[0]?.diff).toContain("+accept:");
  const stranger = { origin: "https://evil.example" };
  const written = { wish, seen: said.seen };
  expect(await post(url, "/issues/hello/edits", written, stranger)).toMatchObject({ status: 403 });
  expect(await readFile(project.path(FILE), "utf8")).not.toContain("accept:");
  expect(await post(url, "/issues/hello/edits", written)).toMatchObject({ status: 200 });
  expect(await find(rule)).toMatchObject({ severity: "info", canAccept: false, reason: wish.reason });
});

test("links are asked on a click alone", async () => {
  const asked: string[] = [];
  const server = await openServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(404).end();
  });
  const web = loopbackWeb({ "harbour.example.org": [["127.0.0.1"]] });
  const project = await tempProject({
    [FILE]: issue([], `Read [it](http://harbour.example.org:${server.port}/gone).`),
  });
  const url = await dev(project, ["--sandbox-port", "0"], { sites: web.sites });
  const before = await get(url, "/issues/hello/findings");
  expect(before.links.wanted).toBeGreaterThan(0);
  expect(before.links.answered).toBe(0);
  expect(asked).toEqual([]);
  expect((await post(url, "/issues/hello/links")).status).toBe(200);
  expect(asked).not.toEqual([]);
  const after = await get(url, "/issues/hello/findings");
  expect(after.links.answered).toBeGreaterThan(0);
  const rules = ({ findings }: Answers) => findings.map(({ rule }) => rule);
  expect(rules(before)).not.toContain("link/broken");
  expect(rules(after)).toContain("link/broken");
});

test("a test arrives in the inbox as its reader gets it, and the ledger hears what happens to it", async () => {
  const project = await tempProject({ [FILE]: issue([], BODY) });
  // `dev` mails nobody, whatever the shell exports.
  await using other = await startSandbox();
  const env = { ...REAL_ENV, RESEND_API_KEY: other.apiKey, RESEND_BASE_URL: other.url };
  const url = await dev(project, ["--sandbox-port", "0"], { env });
  const wish = { to: ["ana@readers.example.org"], as: SAMPLE, confirmed: null };
  expect((await post(url, "/issues/hello/test", { ...wish, to: [] })).status).toBe(400);
  expect((await post(url, "/issues/hello/test", wish)).said).toMatchObject({ submitted: 1 });
  expect(other.inbox.count).toBe(0);

  expect((await get(url, "/inbox?find=nobody")).mails).toEqual([]);
  const [mail] = (await get(url, "/inbox?find=ana@")).mails;
  expect(mail).toMatchObject({ subject: "[TEST] How a letter is made", to: ["ana@readers.example.org"] });
  const path = `/inbox/${mail!.id}`;
  expect(await get(url, path)).toMatchObject({ text: expect.stringContaining("Ada") });
  const shown = await fetch(`${url}/mail/${mail!.id}`);
  expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await shown.text()).toContain("Ada");

  const bounce = { to: "ana@readers.example.org", what: "bounced" };
  expect((await post(url, `${path}/happen`, { ...bounce, to: "eve@readers.example.org" })).status).toBe(400);
  expect((await post(url, `${path}/happen`, { ...bounce, what: "vanished" })).status).toBe(400);
  expect((await post(url, `${path}/happen`, bounce)).status).toBe(200);
  expect((await get(url, path)).events).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ type: "email.bounced", bounce: "permanent" })]),
  );
  const suppressed = async () =>
    (await project.run(["--sandbox", "suppressions", "list"], { clock: { now: Date.now } })).stdout;
  await expect.poll(suppressed).toContain("1 bounced");
});

test("--ledger opens the real ledger, says so, and mails a test only with its number confirmed", async () => {
  const project = await tempProject({ [FILE]: issue([], BODY) });
  await using resend = await startSandbox();
  const env = { ...REAL_ENV, RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url };
  const clock = { now: Date.now };
  expect((await project.run(["dev", "--ledger", "--port", "0"], { clock })).exit).toBe(2);
  expect((await project.run(["migrate"], { env, clock })).exit).toBe(0);
  const url = await dev(project, ["--ledger"], { env });
  expect(await get(url, "/newsletter")).toMatchObject({
    destination: "resend",
    hasInbox: false,
    ledgerName: expect.stringContaining("Real ledger"),
  });
  const wish = { to: ["delivered@resend.dev", "delivered+b@resend.dev"], as: SAMPLE };
  for (const confirmed of [null, 1])
    expect((await post(url, "/issues/hello/test", { ...wish, confirmed })).said).toMatchObject({
      code: "studio/not-confirmed",
    });
  expect(resend.inbox.count).toBe(0);
  expect((await post(url, "/issues/hello/test", { ...wish, confirmed: 2 })).said).toMatchObject({
    submitted: 2,
  });
  expect(resend.inbox.count).toBe(2);
  expect((await get(url, "/inbox")).code).toBe("usage/invalid");
});
