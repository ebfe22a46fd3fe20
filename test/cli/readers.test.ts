import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { REAL_ENV, type TempProject, issue, tempProject } from "./temp-project.ts";

const READERS = `email,first_name,status
ada@a.example.org,Ada,active
grace@a.example.org,=HYPERLINK("x"),active
linus@a.example.org,Linus,unsubscribed
`;

async function newsletter(): Promise<{ project: TempProject; run: TempProject["run"] }> {
  const project = await tempProject({ "readers.csv": READERS });
  const env = { ...REAL_ENV };
  const run: TempProject["run"] = (args, options) => project.run(args, { env, ...options });
  await run(["migrate"]);
  await run(["subscribers", "import", "readers.csv", "--unstated", "active"]);
  return { project, run };
}

const list = async (run: TempProject["run"]) =>
  JSON.parse((await run(["suppressions", "list", "--json"])).stdout) as Record<string, string>[];

test("says what an import would do before it does it", async () => {
  const { project, run } = await newsletter();
  await project.write(
    "more.csv",
    "email,status\nada@a.example.org,active\nnew@a.example.org,active\nno,active\n",
  );
  const dry = await run(["subscribers", "import", "more.csv", "--unstated", "active", "--dry-run"]);
  expect(dry.exit).toBe(1);
  expect(dry.stdout).toMatch(
    /active +2\n[^]*refused +1\n[^]*Of these: 1 new, 1 unchanged\.[^]*Nothing was changed/,
  );
  expect(dry.stderr).toContain("more.csv:4");
  const json = await run([
    "subscribers",
    "import",
    "more.csv",
    "--unstated",
    "active",
    "--dry-run",
    "--json",
  ]);
  expect(JSON.parse(json.stdout)).toMatchObject({ dry_run: true, new: 1, unchanged: 1, refused: 1 });
  expect((await run(["subscribers", "show", "new@a.example.org"])).exit).toBe(2);
});

test("stops at a column that speaks of consent, with a command that works as it is printed", async () => {
  const { project, run } = await newsletter();
  await project.write(
    "shop.csv",
    "email,Accepts\u001b[31m Marketing\nyes@a.example.org,yes\nno@a.example.org,no\n",
  );
  const stopped = await run([
    "subscribers",
    "import",
    "shop.csv",
    "--unstated",
    "active",
    "--list",
    "weekly",
  ]);
  expect(stopped).toMatchObject({ exit: 2 });
  expect(stopped.output).not.toContain("\u001b[31m Marketing");
  expect((await run(["subscribers", "show", "yes@a.example.org"])).exit).toBe(2);
  const [, map = ""] = /letterpress subscribers import shop\.csv .*--map '(.+)'\n/.exec(stopped.stderr) ?? [];
  expect(map).toMatch(/=status:yes>active,no>unsubscribed$/);
  const done = await run(["subscribers", "import", "shop.csv", "--list", "weekly", "--map", map]);
  expect(done).toMatchObject({ exit: 0 });
  expect(done.stdout).toMatch(/active +1\nunsubscribed +1\nrows +2\n/);
  expect((await run(["subscribers", "import", "shop.csv", "--ignore", "column 2"])).stdout).toContain(
    "2 rows have no consent status",
  );
});

test("shows a person at a terminal what an import would do, and asks before it does it", async () => {
  const { project, run } = await newsletter();
  await project.write("more.csv", "email\nada@a.example.org\nnew@a.example.org\nno\n");
  const no = await run(["subscribers", "import", "more.csv", "--unstated", "active"], { types: "no" });
  expect(no).toMatchObject({ exit: 2 });
  expect(no.stdout).toMatch(/active +2\nrefused +1\n[^]*1 new, 1 unchanged/);
  expect(no.stderr).toMatch(/more\.csv:4[^]*This imports more\.csv into[^]*Type yes[^]*nothing was imported/);
  expect((await run(["subscribers", "show", "new@a.example.org"])).exit).toBe(2);
  const yes = await run(["subscribers", "import", "more.csv", "--unstated", "active"], { types: "yes" });
  expect(yes).toMatchObject({ exit: 1 });
  expect(yes.stdout.match(/1 new/g)).toHaveLength(1);
  expect(yes.output).toMatch(/1 new[^]*Type yes[^]*Read more\.csv/);
  expect((await run(["subscribers", "show", "new@a.example.org"])).exit).toBe(0);
  // Asked for in advance, nobody is asked.
  expect(
    (await run(["subscribers", "import", "more.csv", "--unstated", "active", "--yes"], { types: "no" })).exit,
  ).toBe(1);
});

test("takes no file of readers that git would take along, and says which", async () => {
  const { project, run } = await newsletter();
  await project.write("more.csv", "email\nnew@a.example.org\n");
  await project.write("kept/more.csv", "email\nnew@a.example.org\n");
  await project.write(".gitignore", "kept/\n");
  execFileSync("git", ["init", "--quiet", project.root]);
  for (const file of ["more.csv", project.path("more.csv")]) {
    const { exit, stderr } = await run(["subscribers", "import", file, "--unstated", "active", "--yes"]);
    expect({ file, exit }).toEqual({ file, exit: 2 });
    expect(stderr).toMatch(/audience\/in-repository[^]*more\.csv/);
  }
  expect((await run(["subscribers", "show", "new@a.example.org"])).exit).toBe(2);
  expect((await run(["subscribers", "import", "kept/more.csv", "--unstated", "active"])).exit).toBe(0);
});

test("takes a reader off a list permanently, and says that it does not know an address", async () => {
  const { run } = await newsletter();
  const removed = await run(["subscribers", "remove", "ADA@a.example.org", "--list", "weekly"]);
  expect(removed).toMatchObject({ exit: 0 });
  expect(removed.stdout).toContain("was removed from weekly");
  expect(removed.stderr).toContain("Ledger:");
  expect((await run(["subscribers", "import", "readers.csv", "--unstated", "active"])).stdout).toMatch(
    /1 had unsubscribed here and stay unsubscribed/,
  );
  const again = await run(["subscribers", "remove", "ada@a.example.org", "--list", "all"]);
  expect(again).toMatchObject({ exit: 0, stdout: expect.stringContaining("Nothing was changed") as string });
  const unknown = await run(["subscribers", "remove", "nobody@a.example.org", "--list", "weekly"]);
  expect(unknown).toMatchObject({ exit: 2 });
  expect(unknown.stderr).toContain("audience/unknown-subscriber");
  const other = await run(["subscribers", "remove", "ada@a.example.org", "--list", "daily"]);
  expect(other).toMatchObject({ exit: 2 });
  expect(other.stderr).toContain("weekly, extra, all");
});

test("shows a reader all that is known of them, as JSON", async () => {
  const { run } = await newsletter();
  const { exit, stdout } = await run(["subscribers", "show", "ada@a.example.org"]);
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    address: "ada@a.example.org",
    subscriber: { attributes: { first_name: "Ada" } },
    lists: [{ list: "weekly", state: "active" }],
    consents: [{ act: "imported", list: "weekly" }],
  });
});

test("erases a reader only once it may, and nothing brings them back", async () => {
  const { run } = await newsletter();
  const asked = await run(["subscribers", "erase", "ada@a.example.org"]);
  expect(asked).toMatchObject({ exit: 2 });
  expect(asked.stderr).toContain("This erases ada@a.example.org from");
  expect((await run(["subscribers", "show", "ada@a.example.org"])).exit).toBe(0);
  const erased = await run(["subscribers", "erase", "ada@a.example.org", "--yes"]);
  expect(erased).toMatchObject({ exit: 0 });
  expect(erased.stdout).toMatch(/is erased[^]*Resend's logs and older backups/);
  expect((await run(["subscribers", "import", "readers.csv", "--unstated", "active"])).stdout).toMatch(
    /1 suppressed here and left alone/,
  );
  const all = await run(["subscribers", "export"]);
  expect(all.stdout).not.toContain("ada@");
  expect((await run(["suppressions", "lift", "ada@a.example.org", "--yes"])).stdout).toContain(
    "never mailed again",
  );
  expect((await run(["subscribers", "erase", "no address", "--yes"])).exit).toBe(2);
});

test("says which batch keeps an erased address until it settles, and scrubs it then", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const project = await tempProject({
    "issues/2026-12-01-hello.md": issue(["draft: false"]),
    "readers.csv": "email\nada@a.example\n",
  });
  const env = { ...REAL_ENV, RESEND_BASE_URL: sandbox.url, RESEND_API_KEY: sandbox.apiKey };
  const run = (...args: string[]) => project.run(args, { env, clock: { now: Date.now } });
  await run("migrate");
  await run("subscribers", "import", "readers.csv", "--unstated", "active");
  await run("send", "hello", "--yes");
  await using ledger = await openLedger({
    url: "sqlite:.letterpress/letterpress.db",
    root: project.root,
    destination: "resend",
    suppressionKey: null,
    clock: { now: Date.now },
  });
  const settle = async (as: "uncertain" | "submitted") => {
    await ledger.db.updateTable("batches").set({ state: as }).execute();
    await ledger.db.updateTable("deliveries").set({ outcome: as }).execute();
  };
  await settle("uncertain");
  const { exit, stdout } = await run("subscribers", "erase", "ada@a.example", "--yes");
  expect(exit).toBe(0);
  expect(stdout).toContain(
    "Batch 1 of hello is uncertain and may still be posted: it keeps the address until it settles, and loses it then.",
  );
  const kept = async () => (await ledger.db.selectFrom("deliveries").select("address").execute())[0]?.address;
  expect(await kept()).toBe("ada@a.example");
  await settle("submitted");
  await run("tick");
  expect(await kept()).toBe("");
});

test("names a ZIP for what it is", async () => {
  const { project, run } = await newsletter();
  await project.write("audience.zip", "PK\u0003\u0004\u0014\u0000");
  expect((await run(["subscribers", "import", "audience.zip"])).stderr).toContain(
    "This is a ZIP. Unpack it and import each CSV in it.",
  );
});

test("exports everybody to stdout or a file, in our columns or another system's, with nothing to compute", async () => {
  const { project, run } = await newsletter();
  await run(["suppressions", "add", "grace@a.example.org"]);
  const { stdout, stderr, exit } = await run(["subscribers", "export"]);
  expect(exit).toBe(0);
  expect(stderr).toContain("Wrote 3 subscribers to stdout");
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^email,list,status/);
  expect(stdout).toContain(`"'=HYPERLINK(""x"")"`);
  expect(stdout).toMatch(/linus@a\.example\.org,weekly,unsubscribed/);
  const resend = await run(["subscribers", "export", "resend.csv", "--for", "resend", "--list", "weekly"]);
  expect(resend).toMatchObject({ exit: 0, stdout: "" });
  const rows = (await readFile(project.path("resend.csv"), "utf8")).trim().split("\n");
  expect(rows[0]).toBe("email,first_name,last_name,unsubscribed");
  expect(rows.slice(1).toSorted()).toEqual([
    "ada@a.example.org,Ada,,false",
    `grace@a.example.org,"'=HYPERLINK(""x"")",,true`,
    "linus@a.example.org,Linus,,true",
  ]);
  expect((await stat(project.path("resend.csv"))).mode & 0o077).toBe(0);
  // What reads no status from a column gets two files, or it would mail who has left.
  const listmonk = await run(["subscribers", "export", "--for", "listmonk"]);
  expect(listmonk.stderr).toMatch(/Warning: listmonk[^]*--only active[^]*--only left/);
  const addresses = async (only: string) =>
    (await run(["subscribers", "export", "--for", "listmonk", "--only", only])).stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("@")[0] ?? "");
  expect(await addresses("active")).toEqual(["ada"]);
  expect((await addresses("left")).toSorted()).toEqual(["grace", "linus"]);
  await run(["subscribers", "add", "new@a.example.org", "--pending"]);
  expect((await addresses("left")).toSorted()).toEqual(["grace", "linus", "new"]);
  // Who has not confirmed has said no to nothing: another system must not be told so.
  expect((await addresses("unsubscribed")).toSorted()).toEqual(["grace", "linus"]);
  expect(resend.stderr).not.toContain("Warning");
  expect((await run(["subscribers", "export", "--for", "excel"])).exit).toBe(2);
  expect((await run(["subscribers", "export", "--list", "daily"])).stderr).toContain("audience/unknown-list");
  const nowhere = await run(["subscribers", "export", "no/such/folder/all.csv"]);
  expect(nowhere.exit).toBe(2);
  expect(nowhere.stderr).toContain("its folder does not exist");
});

test("never writes addresses where git would take them along", async () => {
  const { project, run } = await newsletter();
  await project.write(".git/HEAD", "ref: refs/heads/main\n");
  for (const command of ["subscribers", "suppressions"]) {
    const { exit, stderr } = await run([command, "export", "all.csv"]);
    expect({ command, exit }).toEqual({ command, exit: 2 });
    expect(stderr).toContain("audience/in-repository");
    await expect(stat(project.path("all.csv"))).rejects.toThrow("ENOENT");
  }
});

test("adds, lists, lifts, exports and imports suppressions", async () => {
  const { project, run } = await newsletter();
  expect((await run(["suppressions", "list"])).stdout).toBe("0 suppressed addresses.\n");
  const added = await run(["suppressions", "add", "grace@a.example.org"]);
  expect(added).toMatchObject({ exit: 0, stdout: expect.stringContaining("no send mails it") as string });
  expect((await run(["suppressions", "add", "grace@a.example.org"])).stdout).toContain(
    "already suppressed (manual)",
  );
  expect((await run(["suppressions", "add", "grace"])).exit).toBe(2);
  await project.write(
    "bounces.csv",
    "Email Address,reason\nhard@b.example.org,Hard Bounce\nspam@b.example.org,complaint\nnobody,bounced\nGRACE@a.example.org,\nfull@b.example.org,bounced_repeatedly\n",
  );
  const imported = await run(["suppressions", "import", "bounces.csv"]);
  expect(imported.exit).toBe(1);
  expect(imported.stdout).toContain("3 addresses of 5 rows suppressed, 1 already suppressed, 1 refused.");
  expect(imported.stderr).toContain("bounces.csv:4");
  const text = (await run(["suppressions", "list"])).stdout;
  expect(text).toContain("grace@a.example.org");
  expect(text).toMatch(/4 suppressed addresses: /);
  expect(
    (await list(run)).map(({ reason }) => reason).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
  ).toEqual(["bounced", "bounced_repeatedly", "complained", "manual"]);

  await run(["suppressions", "export", "all.csv"]);
  const asked = await run(["suppressions", "lift", "grace@a.example.org"]);
  expect(asked).toMatchObject({ exit: 2 });
  expect(asked.stderr).toContain("send/not-confirmed");
  expect((await run(["suppressions", "lift", "grace@a.example.org", "--yes"])).exit).toBe(0);
  expect((await run(["suppressions", "lift", "grace@a.example.org", "--yes"])).exit).toBe(1);
  expect(await list(run)).toHaveLength(3);
  // Addresses nobody subscribed with come back by their keys alone.
  for (const address of ["hard@b.example.org", "spam@b.example.org", "full@b.example.org"])
    await run(["suppressions", "lift", address, "--yes"]);
  const back = await run(["suppressions", "import", "all.csv", "--json"]);
  expect(JSON.parse(back.stdout)).toMatchObject({ rows: 4, added: 4, refused: 0 });
  expect(
    (await list(run)).map(({ reason }) => reason).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
  ).toEqual(["bounced", "bounced_repeatedly", "complained", "manual"]);

  await project.write("names.csv", "name\nAda\n");
  expect((await run(["suppressions", "import", "names.csv"])).stderr).toContain(
    "Expected a column called email",
  );
  expect((await run(["suppressions", "import", "none.csv"])).stderr).toContain("There is no file none.csv");
});
