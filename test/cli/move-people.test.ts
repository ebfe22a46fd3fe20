import { rm } from "node:fs/promises";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, NOW, REAL_ENV, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-11-24-hello.md";
const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "UTC",
  lists: { weekly: { title: "Weekly", segment: "Readers", topic: "Weekly" } },
  attributes: { city: { type: "string" }, member: { type: "boolean" } },
};
`;
const READERS = `email,status,city,member,timezone
ada@a.example,active,Lima,yes,America/Lima
bob@a.example,active,,,
gone@a.example,unsubscribed,,,
waits@a.example,pending,,,
spam@a.example,complained,,,
`;

/** A newsletter with a ledger, beside a team at Resend with its segment and topic, which is the sandbox. */
async function newsletter() {
  const sandbox = await startSandbox({ clock: { now: () => NOW }, switches: { rate_limit: 10_000 } });
  onTestFinished(() => sandbox.close());
  const { audience } = sandbox;
  const segment = audience.addSegment("Readers").id;
  const topic = audience.addTopic({ name: "Weekly" }).id;
  const project = await tempProject({ "newsletter.config.ts": CONFIG, "readers.csv": READERS });
  const env = { ...REAL_ENV, RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
  const run = (line: string, types?: string) =>
    project.run(line.split(" "), {
      env,
      clock: sandbox.clock,
      wait: (ms) => sandbox.advance(ms),
      ...(types === undefined ? {} : { types }),
    });
  await run("migrate");
  await run("subscribers import readers.csv --map status=status --yes");
  return { sandbox, audience, segment, topic, project, run };
}

test("a ledger's people move to Resend and back, with what is lost said before; who leaves on either side in between stays away", async () => {
  const { run, audience, topic, segment, sandbox } = await newsletter();
  await run("subscribers erase erased@a.example --yes");
  const dry = await run("move --to resend --dry-run");
  expect(dry.stdout).toMatch(/active +2\nnot confirmed +1\nunsubscribed +1\nsuppressed +1\npeople +5/);
  for (const loss of [
    /1 person has not confirmed/,
    /1 suppressed or erased address is known only by an HMAC/,
    /1 time zone/,
    /member: /,
    /consent log/,
  ])
    expect(dry.stdout).toMatch(loss);
  expect(audience.contacts.size).toBe(0);
  const asked = await run("move --to resend", "no");
  expect(asked.stdout).toContain("Resend cannot hold:");
  expect(asked.exit).toBe(2);
  expect(audience.contacts.size).toBe(0);

  const moved = await run("move --to resend --yes");
  expect(moved.stdout).toMatch(/Resend has everybody[^]*audience: "resend"/);
  expect(moved.exit).toBe(0);
  expect(audience.contacts.find("ada@a.example")).toMatchObject({
    unsubscribed: false,
    properties: { city: "Lima", member: "yes" },
    segments: new Map([[segment, expect.any(Number)]]),
  });
  expect(audience.contacts.find("gone@a.example")?.unsubscribed).toBe(true);
  expect([audience.contacts.find("waits@a.example"), audience.contacts.find("spam@a.example")]).toEqual([
    undefined,
    undefined,
  ]);

  // By a link of an older mail, and by one of a broadcast.
  await run("subscribers remove bob@a.example --list weekly");
  // Resend does not tell on which day she left: her word in the ledger, later than the contact, must not win.
  await sandbox.advance(3_600_000);
  await run("subscribers remove ada@a.example --list weekly");
  await run("subscribers add ada@a.example --resubscribe");
  const ada = audience.contacts.find("ada@a.example")!;
  audience.chooseTopics(ada, new Map([[topic, "opt_out"]]));
  audience.addContact({ email: "new@a.example", firstName: "Nora", segments: new Map([[segment, NOW]]) });
  expect(JSON.parse((await run("move --to resend --yes --json")).stdout)).toMatchObject({
    losses: { pending: 1, booleans: ["member"] },
    refused: [],
  });
  expect(audience.contacts.find("bob@a.example")?.topics.get(topic)).toBe("opt_out");
  expect(audience.contacts.find("ada@a.example")?.topics.get(topic)).toBe("opt_out");

  const back = await run("move --to ledger --dry-run --json");
  expect(JSON.parse(back.stdout)).toMatchObject({
    summary: { new: 1, unsubscribed: 1, dry_run: true },
    suppressions: 1,
  });
  expect(JSON.parse((await run("subscribers count --json")).stdout)).toMatchObject({
    lists: { weekly: { active: 1, unsubscribed: 3, pending: 1 } },
  });
  expect((await run("move --to ledger --yes")).stdout).toContain(
    "has everybody. Resend's contacts are unchanged.",
  );
  expect(JSON.parse((await run("subscribers count --json")).stdout)).toMatchObject({
    lists: { weekly: { active: 1, unsubscribed: 4, pending: 1 } },
  });
  expect((await run("subscribers show new@a.example")).stdout).toMatch(
    /"first_name": "Nora"[^]*contacts at Resend/,
  );
});

test("nobody is moved while something is unfinished, or would be sent again", async () => {
  const { run, project, sandbox, segment } = await newsletter();
  await project.write(FILE, issue(["draft: false", "send_at: 2026-11-25 09:00 +00:00"], "Hello."));
  await run("schedule hello");
  const live = await run("move --to resend --yes");
  expect(live.stderr).toMatch(/hello is scheduled in the ledger, so nobody was moved/);
  expect(live.stderr).toContain("run `letterpress unschedule hello`, and write `draft: true` in its file");
  expect(live.exit).toBe(2);
  await run("cancel hello");
  expect((await run("move --to resend --yes")).stderr).toMatch(
    /hello was taken back, but its file names a time/,
  );
  const draft = issue(["draft: true"], "Hello.");
  await project.write(FILE, draft);
  expect((await run("move --to resend --yes")).exit).toBe(0);
  await project.write(FILE, issue(["draft: false", "send_at: 2026-11-25 09:00 +00:00"], "Hello."));

  // The same the other way round: one that Resend has queued or keeps a time for, and one that was sent.
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const { data } = await resend.broadcasts.create({
    name: "lp/hello/0123456789ab/20261124T1300Z/20261124T120000Z/set",
    segmentId: segment,
    from: "desk@news.example.org",
    subject: "Hello",
    html: "<p>Hello</p>",
  });
  await resend.broadcasts.send(data?.id ?? "", { scheduledAt: new Date(NOW + 3_600_000).toISOString() });
  const scheduled = await run("move --to ledger --yes");
  expect(scheduled.stderr).toMatch(/hello is scheduled at Resend, so nobody was moved/);
  expect(scheduled.exit).toBe(2);
  await sandbox.advance(7_200_000);
  await sandbox.webhooks.flush();
  const again = await run("move --to ledger --yes");
  expect(again.stderr).toMatch(/hello was sent, but its file names a time in the future[^]*draft: true/);
  await project.write(FILE, draft);
  expect((await run("move --to ledger --yes")).exit).toBe(0);
  expect((await run("move")).exit).toBe(2);
});

test("an issue that was taken back under its old slug is known after its file was renamed, before any job has run", async () => {
  const { run, project } = await newsletter();
  const ready = ["draft: false", "send_at: 2026-11-25 09:00 +00:00"];
  await project.write(FILE, issue(ready, "Hello."));
  await run("schedule hello");
  await run("cancel hello");
  await rm(project.path(FILE));
  await project.write("issues/2026-11-24-good-day.md", issue([...ready, "aliases: [hello]"], "Hello."));
  const { exit, stderr } = await run("move --to resend --yes");
  expect([exit, stderr]).toEqual([2, expect.stringContaining("good-day was taken back")]);
});
