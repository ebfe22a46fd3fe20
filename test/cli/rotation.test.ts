import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { tempDatabase } from "../helpers/temp-ledger.ts";
import { REAL_ENV, type TempProject, tempProject } from "./temp-project.ts";

const OTHER = { ...REAL_ENV, SUPPRESSION_KEY: "fedcba9876543210fedcba9876543210" };
const FIVE = ["ada", "grace", "linus", "mary", "tim"].map((name) => `${name}@a.example,active`);
const READERS = ["email,status", ...FIVE, ""].join("\n");

async function newsletter(env: Record<string, string> = REAL_ENV): Promise<TempProject> {
  const project = await tempProject({ "readers.csv": READERS });
  await project.run(["migrate"], { env });
  expect(
    await project.run(["subscribers", "import", "readers.csv", "--unstated", "active"], { env }),
  ).toMatchObject({ exit: 0 });
  return project;
}

async function subscribers({ run }: TempProject, env: Record<string, string> = REAL_ENV): Promise<number> {
  return (await run(["subscribers", "export"], { env })).stdout.trim().split("\n").length - 1;
}

test.each(["sqlite", "postgres"])(
  "five readers imported again under another SUPPRESSION_KEY stay five: exit 3, and both fingerprints are named (%s)",
  async (dialect) => {
    const where: Record<string, string> =
      dialect === "postgres" ? { DATABASE_URL: await tempDatabase() } : {};
    const project = await newsletter({ ...REAL_ENV, ...where });
    const again = ["subscribers", "import", "readers.csv", "--unstated", "active"];
    const { exit, stderr } = await project.run(again, { env: { ...OTHER, ...where } });
    expect(exit).toBe(3);
    const doctor = await project.run(["doctor", "--json"], {
      env: { ...REAL_ENV, ...where, RESEND_BASE_URL: "http://127.0.0.1:1" },
    });
    const [, own = ""] = /"([0-9a-f]{12}), the one this ledger was made with"/.exec(doctor.stdout) ?? [];
    expect(stderr).toMatch(
      new RegExp(`ledger/other-key[^]*made with the SUPPRESSION_KEY ${own}, not with [0-9a-f]{12}\\.`),
    );
    expect(stderr).toContain("Set the SUPPRESSION_KEY");
    expect(await subscribers(project, { ...REAL_ENV, ...where })).toBe(5);
    expect((await project.run(again, { env: { ...REAL_ENV, ...where } })).stdout).toContain("5 unchanged");
  },
);

test("no command works on a ledger under another SUPPRESSION_KEY, and none changes it", async () => {
  const project = await newsletter();
  await project.run(["suppressions", "add", "ada@a.example"], { env: REAL_ENV });
  await project.run(["backup", "backup.db"], { env: REAL_ENV });
  const commands = [
    ["status"],
    ["tick"],
    ["serve", "--port", "0"],
    ["migrate"],
    ["doctor"],
    ["backup", "other.db"],
    ["subscribers", "add", "new@a.example"],
    ["subscribers", "erase", "ada@a.example", "--yes"],
    ["suppressions", "lift", "ada@a.example", "--yes"],
    ["suppressions", "import", "readers.csv"],
  ];
  for (const command of commands) {
    const { exit, stderr } = await project.run(command, { env: OTHER });
    expect([command, exit, /ledger\/other-key/.test(stderr)]).toEqual([command, 3, true]);
  }
  const elsewhere = { ...OTHER, DATABASE_URL: "sqlite:.letterpress/back.db" };
  const back = await project.run(["restore", "backup.db"], { env: elsewhere });
  expect([back.exit, /ledger\/other-key/.test(back.stderr)]).toEqual([3, true]);
  const moved = await project.run(["migrate", "--from", "sqlite:.letterpress/letterpress.db"], {
    env: elsewhere,
  });
  expect([moved.exit, /ledger\/other-key/.test(moved.stderr)]).toEqual([3, true]);
  const list = await project.run(["suppressions", "list"], { env: REAL_ENV });
  expect(list.stdout).toContain("ada@a.example");
  expect(await subscribers(project)).toBe(5);
});

test("keys of another ledger's suppressions are refused where they were made under another SUPPRESSION_KEY", async () => {
  const from = await newsletter(OTHER);
  await from.run(["suppressions", "add", "ada@a.example"], { env: OTHER });
  await from.run(["subscribers", "erase", "grace@a.example", "--yes"], { env: OTHER });
  const { stdout } = await from.run(["suppressions", "export"], { env: OTHER });
  expect(stdout.trim().split("\n")).toHaveLength(3);
  const to = await newsletter();
  await to.write("suppressions.csv", stdout);
  const taken = await to.run(["suppressions", "import", "suppressions.csv"], { env: REAL_ENV });
  expect(taken.exit).toBe(1);
  expect(taken.stdout).toContain("1 address of 2 rows suppressed, 0 already suppressed, 1 refused");
  expect(taken.stderr).toContain("another SUPPRESSION_KEY");
  const same = await newsletter(OTHER);
  await same.write("suppressions.csv", stdout);
  expect((await same.run(["suppressions", "import", "suppressions.csv"], { env: OTHER })).stdout).toContain(
    "2 addresses of 2 rows suppressed",
  );
});

test("doctor names the secrets by ids that say nothing of them", async () => {
  const project = await newsletter();
  const newer = "ffffffffffffffffffffffffffffffffffffffff";
  const env = {
    ...REAL_ENV,
    LETTERPRESS_SECRET: `${newer},${REAL_ENV.LETTERPRESS_SECRET}`,
    RESEND_BASE_URL: "http://127.0.0.1:1",
  };
  const { stdout } = await project.run(["doctor"], { env });
  expect(stdout).toMatch(/link secrets +ok +(s[0-9a-f]{12}) signs, (?!\1)s[0-9a-f]{12} still verify/);
  for (const secret of [newer, REAL_ENV.LETTERPRESS_SECRET, REAL_ENV.SUPPRESSION_KEY])
    expect(stdout).not.toContain(createHmac("sha256", secret).digest("hex").slice(0, 8));
});
