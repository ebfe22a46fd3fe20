import { readFile } from "node:fs/promises";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import { NOW, tempProject } from "./temp-project.ts";

const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "UTC",
  audience: "resend",
  lists: {
    weekly: { title: "Weekly", segment: "Readers", topic: "Weekly" },
    extra: { title: "Extra", segment: "Extra readers", topic: "Extra" },
  },
  attributes: { city: { type: "string" }, age: { type: "number" } },
};
`;

/** A newsletter whose readers are in Resend, which is the sandbox. */
async function newsletter(switches: SwitchesInput = {}) {
  const sandbox = await startSandbox({
    clock: { now: () => NOW },
    switches: { rate_limit: 10_000, ...switches },
  });
  onTestFinished(() => sandbox.close());
  const { audience } = sandbox;
  const weekly = {
    segment: audience.addSegment("Readers").id,
    topic: audience.addTopic({ name: "Weekly" }).id,
  };
  const extra = {
    segment: audience.addSegment("Extra readers").id,
    topic: audience.addTopic({ name: "Extra" }).id,
  };
  const project = await tempProject({ "newsletter.config.ts": CONFIG });
  const env = { RESEND_API_KEY: sandbox.apiKey, RESEND_BASE_URL: sandbox.url };
  return {
    sandbox,
    audience,
    weekly,
    extra,
    project,
    run: (line: string, types?: string) =>
      project.run(line.split(" "), {
        env,
        clock: sandbox.clock,
        wait: (ms) => sandbox.advance(ms),
        ...(types === undefined ? {} : { types }),
      }),
    /** `active weekly`, `left extra`, of one contact. */
    stateOf: (email: string) => {
      const contact = audience.contacts.find(email);
      if (contact === undefined) return "no contact";
      const on = [["weekly", weekly] as const, ["extra", extra] as const].flatMap(
        ([name, { segment, topic }]) => {
          if (contact.topics.get(topic) === "opt_out") return [`left ${name}`];
          return contact.segments.has(segment) ? [`active ${name}`] : [];
        },
      );
      return [...(contact.unsubscribed ? ["unsubscribed"] : []), ...on].join(", ");
    },
  };
}

const READERS = `email,first_name,city,age,status,timezone
new@a.example,Nora,"Lima, Perú",41,active,America/Lima
known@a.example,Kim,Cusco,,active,
left@a.example,Lena,,,active,
gone@a.example,Gus,,,active,
never@a.example,Nick,,,unsubscribed,
ends@a.example,Eva,,,unsubscribed,
spam@a.example,Sam,,,complained,
waits@a.example,Will,,,pending,
bad address,,,,active,
`;

test("who is removed from a list has left each other list of its topic, and is told so", async () => {
  const { run, project, audience, weekly, extra, stateOf } = await newsletter();
  await project.write("newsletter.config.ts", CONFIG.replace('topic: "Extra"', 'topic: "Weekly"'));
  const segments = new Map([
    [weekly.segment, NOW],
    [extra.segment, NOW],
  ]);
  audience.addContact({ email: "ada@a.example", segments });
  expect((await run("subscribers remove ada@a.example --list extra")).stdout).toContain(
    "was removed from weekly, extra;",
  );
  expect(stateOf("ada@a.example")).toContain("left weekly");
  expect((await run("subscribers remove ada@a.example --list weekly")).stdout).toContain("is not on weekly");
});

test("a file comes in as its consent says, people are added, shown, counted, removed, and everything goes out again", async () => {
  const { run, project, audience, weekly, stateOf, sandbox } = await newsletter();
  const segments = new Map([[weekly.segment, NOW]]);
  audience.addContact({ email: "KNOWN@a.example", firstName: "Kim", segments });
  audience.addContact({ email: "left@a.example", segments, topics: new Map([[weekly.topic, "opt_out"]]) });
  audience.addContact({ email: "gone@a.example", segments, unsubscribed: true });
  audience.addContact({ email: "ends@a.example", segments });
  audience.addContact({ email: "stranger@a.example" });
  await project.write("readers.csv", READERS);
  const line = "subscribers import readers.csv --map status=status --yes";

  const planned = await run(`${line} --dry-run --json`);
  expect(JSON.parse(planned.stdout)).toMatchObject({
    rows: 9,
    states: { active: 2, pending: 1, unsubscribed: 4, suppressed: 1 },
    new: 3,
    updated: 1,
    unchanged: 1,
    preserved_opt_outs: 2,
    unsubscribed: 1,
    refused: 1,
  });
  expect(stateOf("new@a.example")).toBe("no contact");

  const done = await run(line);
  expect(done.stdout).toContain("Columns not kept, because no attribute has their name: timezone.");
  expect(done.stdout).toMatch(
    /1 person is not confirmed[^]*Read readers\.csv \(generic\) into weekly; nobody was mailed/,
  );
  expect(done.exit).toBe(1);
  const states = (...names: string[]) => names.map((name) => `${name}: ${stateOf(`${name}@a.example`)}`);
  expect(states("new", "known", "left", "gone", "never", "ends", "spam", "waits", "stranger")).toEqual([
    "new: active weekly",
    "known: active weekly",
    "left: left weekly",
    "gone: unsubscribed, active weekly",
    "never: unsubscribed, left weekly",
    "ends: left weekly",
    "spam: no contact",
    "waits: no contact",
    "stranger: ",
  ]);
  expect(audience.contacts.find("new@a.example")).toMatchObject({
    firstName: "Nora",
    properties: { city: "Lima, Perú", age: 41 },
  });
  expect(audience.contacts.find("known@a.example")?.properties).toEqual({ city: "Cusco" });
  expect(audience.contacts.find("never@a.example")?.firstName).toBe(null);
  expect((await run(line)).stdout).not.toMatch(/ new| updated|by this file/);

  // By hand.
  expect((await run("subscribers add left@a.example")).exit).toBe(1);
  expect((await run("subscribers add gone@a.example")).stdout).toContain(
    "unsubscribed from weekly and was not added",
  );
  expect((await run("subscribers add spam@a.example")).stdout).toContain("is suppressed (manual)");
  expect((await run("subscribers add left@a.example --resubscribe")).stdout).toContain(
    "is active on weekly (updated)",
  );
  expect((await run("subscribers add gone@a.example --list extra --resubscribe")).exit).toBe(0);
  expect((await run("subscribers add fresh@a.example --list extra --attribute city=Lima")).stdout).toContain(
    "(added)",
  );
  expect((await run("subscribers add fresh@a.example --list extra --attribute city=Lima")).stdout).toContain(
    "(unchanged)",
  );
  expect(states("left", "gone", "fresh")).toEqual([
    "left: active weekly",
    "gone: left weekly, active extra",
    "fresh: active extra",
  ]);
  for (const wrong of ["--pending", "--timezone America/Lima", "--list none", "--attribute size=1"])
    expect((await run(`subscribers add x@a.example ${wrong}`)).exit).toBe(2);

  expect((await run("subscribers remove fresh@a.example --list all")).stdout).toContain(
    "was removed from extra",
  );
  expect((await run("subscribers remove fresh@a.example --list all")).stdout).toContain("not on any list");
  expect((await run("subscribers remove nobody@a.example --list all")).exit).toBe(2);
  expect((await run("subscribers add fresh@a.example --list extra")).exit).toBe(1);
  const shown = JSON.parse((await run("subscribers show fresh@a.example")).stdout) as unknown;
  expect(shown).toMatchObject({
    contact: { unsubscribed: false, properties: { city: "Lima" } },
    lists: [{ list: "extra", state: "unsubscribed" }],
    suppression: null,
  });
  expect((await run("subscribers show spam@a.example")).stdout).toContain('"reason": "manual"');
  expect((await run("subscribers show nobody@a.example")).exit).toBe(2);
  expect(JSON.parse((await run("subscribers count --json")).stdout)).toEqual({
    people: 6,
    elsewhere: 2,
    lists: { weekly: { active: 5, unsubscribed: 0 }, extra: { active: 2, unsubscribed: 0 } },
    suppressions: { manual: 1 },
  });
  expect((await run("subscribers count")).stdout).toMatch(
    /2 contacts of the team are in no list of this newsletter; `letterpress subscribers add ADDRESS --list LIST` adds one\./,
  );

  const left = (await run("subscribers export --only left --for resend")).stdout.trim().split("\n");
  expect(left.map((row) => row.split(",")[0])).toEqual([
    "email",
    "ends@a.example",
    "never@a.example",
    "fresh@a.example",
  ]);

  // Out, and into another team: the same people on the same lists.
  expect((await run("subscribers export all.csv")).stderr).toContain("Wrote 7 subscribers");
  const text = await readFile(project.path("all.csv"), "utf8");
  const rows = text.trim().split("\n");
  expect(rows[0]).toMatch(/^email,list,status,since,/);
  expect(rows.map((row) => row.split(",").slice(0, 3).join(" ")).toSorted()).toEqual(
    [
      "email list status",
      "KNOWN@a.example weekly active",
      "ends@a.example weekly unsubscribed",
      "fresh@a.example extra unsubscribed",
      "gone@a.example extra active",
      "gone@a.example weekly unsubscribed",
      "left@a.example weekly active",
      "never@a.example extra unsubscribed",
      "never@a.example weekly unsubscribed",
      "new@a.example weekly active",
    ].toSorted(),
  );
  const other = await newsletter();
  await other.project.write("all.csv", text);
  expect((await other.run("subscribers import all.csv --yes")).exit).toBe(0);
  const again = (await other.run("subscribers export")).stdout.trim().split("\n");
  const consent = (lines: readonly string[]) =>
    lines
      .map((row) => row.split(",").slice(0, 3).join(" "))
      .filter((row) => row.endsWith(" active"))
      .toSorted();
  expect(consent(again)).toEqual(consent(rows));
  for (const name of ["ends", "fresh", "never"])
    expect(
      (await other.run(`subscribers add ${name}@a.example --list ${name === "fresh" ? "extra" : "weekly"}`))
        .exit,
    ).toBe(1);
  await sandbox.webhooks.flush();
});

test("more than a page of contacts is read to its end, and a list that breaks off changes nothing", async () => {
  const { run, project, audience, weekly, sandbox, stateOf } = await newsletter();
  const segments = new Map([[weekly.segment, NOW]]);
  for (let n = 0; n < 130; n += 1)
    audience.addContact({
      email: `r${n}@a.example`,
      segments,
      ...(n % 26 === 0 ? { unsubscribed: true } : {}),
    });
  const exported = (await run("subscribers export")).stdout.trim().split("\n");
  // Who left everything has left both lists.
  expect(exported).toHaveLength(136);
  expect(exported.filter((row) => row.includes(",weekly,unsubscribed,"))).toHaveLength(5);
  const all = Array.from({ length: 130 }, (_, n) => `r${n}@a.example,active`).join("\n");
  await project.write("all.csv", `email,status\n${all}\nnew@a.example,active\n`);
  sandbox.switches.faults = [{ kind: "error", status: 500, on: "GET /contacts?*after=*" }];
  const broken = await run("subscribers import all.csv --map status=status --yes");
  expect(broken.stderr).toContain("resend/unanswered");
  expect(broken.exit).toBe(3);
  expect(audience.contacts.find("new@a.example")).toBe(undefined);
  sandbox.switches.faults = [];
  const done = await run("subscribers import all.csv --map status=status --yes");
  expect(done.stdout).toMatch(/1 new[^]*5 had unsubscribed here and stay unsubscribed/);
  expect(audience.contacts.find("r0@a.example")?.unsubscribed).toBe(true);

  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  for (const half of ["s", "t"])
    await resend.suppressions.batch.add({
      emails: Array.from({ length: 60 }, (_, n) => `${half}${n}@a.example`),
    });
  expect((await run("subscribers count")).stdout).toContain("131 contacts, 120 suppressed addresses");

  // Made a moment ago, so that no list shows them yet.
  sandbox.switches.list_lag_ms = 60_000;
  audience.addContact({ email: "late@a.example" });
  audience.addContact({ email: "later@a.example", segments });
  await project.write("late.csv", "email,status\nlate@a.example,active\nlater@a.example,unsubscribed\n");
  expect((await run("subscribers import late.csv --map status=status --yes")).exit).toBe(0);
  expect([stateOf("late@a.example"), stateOf("later@a.example")]).toEqual(["active weekly", "left weekly"]);
});

test("says what keeps it from reading consent: a topic whose default is to be out, a column nobody explained, a key that may only send", async () => {
  const { run, project, audience, weekly } = await newsletter();
  await project.write("shop.csv", "email,Accepts Marketing\na@a.example,yes\n");
  const doubt = await run("subscribers import shop.csv --yes");
  expect(doubt.stderr).toMatch(/Accepts Marketing[^]*--map "Accepts Marketing=status:yes>active"/);
  expect(doubt.exit).toBe(2);
  await project.write("plain.csv", "email\na@a.example\n");
  const unstated = await run("subscribers import plain.csv --yes");
  expect(unstated.stdout).toMatch(/no consent status[^]*not confirmed/);
  expect(audience.contacts.find("a@a.example")).toBe(undefined);
  expect((await run("subscribers import plain.csv --unstated active", "no")).exit).toBe(2);
  expect(audience.contacts.find("a@a.example")).toBe(undefined);
  expect((await run("subscribers import plain.csv --unstated active", "yes")).exit).toBe(0);
  expect(audience.contacts.find("a@a.example")?.unsubscribed).toBe(false);

  audience.topics.put({ ...audience.topics.get(weekly.topic)!, defaultSubscription: "opt_out" });
  for (const line of ["subscribers count", "subscribers add b@a.example", "subscribers export"]) {
    const refused = await run(line);
    expect(refused.stderr).toMatch(/lists\.weekly has opt_out as its default/);
    expect(refused.exit).toBe(2);
  }
  await project.write("newsletter.config.ts", CONFIG.replace('topic: "Extra"', 'topic: "Extras"'));
  expect((await run("subscribers count")).stderr).toMatch(
    /lists\.extra\.topic: Resend has no topic Extras[^]*Extra/,
  );
});
