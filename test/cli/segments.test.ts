import { expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { tempDatabase } from "../helpers/temp-ledger.ts";
import { NOW, REAL_ENV, type Result, type TempProject, issue, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const READERS = `email,city,status
ana@a.example.org,Lima,active
luis@a.example.org,Cusco,active
eva@a.example.org,New York,active
noa@a.example.org,,active
ida@a.example.org,Lima,unsubscribed
`;

interface Started {
  readonly project: TempProject;
  readonly sandbox: Sandbox;
  readonly run: (...args: string[]) => Promise<Result>;
  readonly setTime: (at: string) => void;
  /** Who has mail, by the name before the @. */
  readonly mailed: () => string;
}

/** A newsletter with four readers, whose issue goes to a segment. */
async function newsletter(
  lines: readonly string[],
  { dialect = "sqlite", body }: { dialect?: "sqlite" | "postgres"; body?: string } = {},
): Promise<Started> {
  let now = NOW;
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({
    [FILE]: issue(["draft: false", ...lines], body),
    "readers.csv": READERS,
  });
  const env = {
    ...REAL_ENV,
    RESEND_BASE_URL: sandbox.url,
    RESEND_API_KEY: sandbox.apiKey,
    ...(dialect === "postgres" ? { DATABASE_URL: await tempDatabase() } : {}),
  };
  const run = (...args: string[]) => project.run(args, { env, clock: { now: () => now } });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  const mailed = () =>
    [...sandbox.inbox.countsByAddress().keys()]
      .map((address) => address.split("@")[0])
      .toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
      .join(" ");
  return { project, run, sandbox, setTime: (at) => void (now = Date.parse(at)), mailed };
}

test.each(["sqlite", "postgres"] as const)(
  "sends an issue with a segment to its readers and to nobody else (%s)",
  async (dialect) => {
    const { run, mailed } = await newsletter(["segment: city:(Lima OR Cusco)"], { dialect });
    const plan = await run("plan", "hello");
    expect(plan.stdout).toMatch(/segment +city:\(Lima OR Cusco\)\n/);
    expect(plan.stdout).toMatch(/recipients +2\n/);
    expect(JSON.parse((await run("plan", "hello", "--json")).stdout)).toMatchObject({
      audience: { segment: "city:(Lima OR Cusco)", candidates: 2, recipients: 2 },
    });
    expect((await run("send", "hello", "--yes")).stdout).toContain("hello is submitted: 2 submitted.");
    expect(mailed()).toBe("ana luis");
    expect((await run("status", "hello")).stdout).toMatch(/candidates +2 = 2 recipients \+ 0 exclusions/);
    expect(JSON.parse((await run("report", "hello", "--json")).stdout)).toMatchObject({
      segment: "city:(Lima OR Cusco)",
    });
  },
);

test.each(["sqlite", "postgres"] as const)(
  "sends each reader the parts that are for them, and counts them before (%s)",
  async (dialect) => {
    const body =
      'Hello.\n\n:::only{segment="city:Lima"}\nIn Lima.\n:::\n:::else\nElsewhere.\n:::\n\n:::only{segment="received:nothing -city:Lima"}\nAgain.\n:::';
    const { run, sandbox } = await newsletter([], { dialect, body });
    const plan = await run("plan", "hello");
    expect(plan.stdout).toMatch(/a part for +city:Lima: 1\n/);
    expect(plan.stdout).toMatch(/a part for +received:nothing -city:Lima: 0\n/);
    expect((await run("check")).stdout).toMatch(/hello\.md:16:1 .*no issue nothing/s);
    expect((await run("send", "hello", "--yes")).stdout).toContain("hello is submitted: 4 submitted.");
    const said = sandbox.inbox.list().data.map(({ to, id }) => {
      const { text } = sandbox.inbox.get(id) ?? {};
      const words = ["In Lima.", "Elsewhere.", "Again."].filter((one) => text?.includes(one));
      return `${to.join()} ${words.join(" ")}`;
    });
    expect(said.toSorted()).toEqual([
      "ana@a.example.org In Lima.",
      "eva@a.example.org Elsewhere.",
      "luis@a.example.org Elsewhere.",
      "noa@a.example.org Elsewhere.",
    ]);
    expect((await run("subscribers", "show", "ana@a.example.org")).stdout).toContain(
      '"segment city:Lima": true',
    );
  },
);

test("names what is wrong with a segment at its column in the file, and sends to nobody", async () => {
  const { run, mailed } = await newsletter(['segment: "city:Lima citty:Cusco"']);
  for (const args of [["check"], ["plan", "hello"], ["schedule", "hello"], ["send", "hello", "--yes"]]) {
    const { exit, stdout } = await run(...args);
    expect({ args, exit }).toEqual({ args, exit: 1 });
    // `segment: "` has 10 characters, `city:Lima ` has 10 more.
    expect(stdout).toContain(`${FILE}:5:21`);
    expect(stdout).toContain('There is no field "citty"');
    expect(stdout).toContain("Did you mean city?");
  }
  expect(mailed()).toBe("");
});

test("sends to the segment a person names in place of the file's, and says what is wrong with it", async () => {
  const { run, mailed } = await newsletter(["segment: city:Lima"]);
  const planned = await run("plan", "hello", "--segment", "city:*");
  expect(planned.stdout).toMatch(/recipients +3\n/);
  // What is typed next goes to those who were counted, and not to the whole list.
  expect(planned.stdout).toContain("`letterpress send hello --segment 'city:*'`");
  expect((await run("plan", "hello", "--segment", "")).stdout).toMatch(/recipients +4\n/);
  for (const command of ["plan", "schedule", "send"]) {
    const wrong = await run(command, "hello", "--segment", "city:Lima clicked:soon");
    expect({ command, exit: wrong.exit }).toEqual({ command, exit: 1 });
    expect(wrong.stdout).toContain("--segment:1:19");
    expect(wrong.stdout).toContain("clicked:30d");
  }
  expect((await run("send", "hello", "--segment", "-city:*", "--yes")).exit).toBe(0);
  expect(mailed()).toBe("noa");
});

test("keeps a person's segment when the file is read again, edited and due", async () => {
  const { project, run, setTime, mailed } = await newsletter(["send_at: 2026-12-01 09:00"]);
  expect((await run("schedule", "hello", "--segment", "city:Cusco")).exit).toBe(0);
  await run("tick");
  await project.write(FILE, issue(["draft: false", "send_at: 2026-12-01 09:30"], "Another text."));
  await run("tick");
  expect((await run("plan", "hello")).stdout).toMatch(/segment +city:Cusco\n[^]*recipients +1\n/);
  setTime("2026-12-01T14:31:00Z");
  await run("tick");
  expect(mailed()).toBe("luis");
});

test("takes a changed segment of the file into a scheduled send", async () => {
  const { project, run, setTime, mailed } = await newsletter([
    "send_at: 2026-12-01 09:00",
    "segment: city:Lima",
  ]);
  await run("tick");
  await project.write(FILE, issue(["draft: false", "send_at: 2026-12-01 09:00", "segment: -city:Lima"]));
  await run("tick");
  setTime("2026-12-01T14:01:00Z");
  await run("tick");
  expect(mailed()).toBe("eva luis noa");
});

test("pauses a send whose segment is empty instead of mailing the list, and warns of an unknown issue", async () => {
  const { run, mailed } = await newsletter(["segment: received:last-week"]);
  const plan = await run("plan", "hello");
  expect(plan.stdout).toContain("There is no issue last-week in this project");
  expect(plan.stdout).toContain(`${FILE}:5:10`);
  const { stdout, exit } = await run("send", "hello", "--yes");
  expect(exit).toBe(3);
  expect(stdout).toContain("none of the 4 active readers of weekly is in its segment received:last-week");
  expect(mailed()).toBe("");
});
