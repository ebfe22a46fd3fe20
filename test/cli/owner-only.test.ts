import { chmod, mkdir, readdir, rm, stat } from "node:fs/promises";
import BetterSqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { REAL_ENV, type TempProject, tempProject } from "./temp-project.ts";

const READERS = "email,status\nada@a.example,active\n";

/** Run commands one after the other, as a shell with this umask does. */
async function under(umask: string, { run }: TempProject, ...commands: string[]): Promise<void> {
  const before = process.umask(umask);
  try {
    for (const command of commands)
      expect(await run(command.split(" "), { env: REAL_ENV })).toMatchObject({ exit: 0 });
  } finally {
    process.umask(before);
  }
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

test.each(["000", "077"])(
  "ledger, folder, backup, restored ledger and exports are their owner's alone under umask %s",
  async (umask) => {
    const project = await tempProject({ "readers.csv": READERS });
    await under(
      umask,
      project,
      "migrate",
      "subscribers import readers.csv --unstated active",
      "backup backup.db",
      "subscribers export readers-out.csv",
      "suppressions export suppressions-out.csv",
      "subscribers count --sandbox",
    );
    expect(await modeOf(project.path(".letterpress"))).toBe("700");
    for (const file of [
      ".letterpress/letterpress.db",
      ".letterpress/sandbox.db",
      "backup.db",
      "readers-out.csv",
      "suppressions-out.csv",
    ])
      expect([file, await modeOf(project.path(file))]).toEqual([file, "600"]);
    // While a ledger is open its log lies beside it.
    const ledger = new BetterSqlite(project.path(".letterpress/letterpress.db"));
    ledger.exec("create table of_a_test (n)");
    for (const end of ["-wal", "-shm"])
      expect(await modeOf(project.path(`.letterpress/letterpress.db${end}`))).toBe("600");
    ledger.close();
  },
);

test("a restored ledger is its owner's alone, though everybody may read the backup", async () => {
  const project = await tempProject({ "readers.csv": READERS });
  await under("000", project, "migrate", "backup backup.db");
  await chmod(project.path("backup.db"), 0o666);
  for (const file of await readdir(project.path(".letterpress")))
    await rm(project.path(".letterpress", file));
  await under("000", project, "restore backup.db");
  expect(await modeOf(project.path(".letterpress/letterpress.db"))).toBe("600");
  expect(await modeOf(project.path("backup.db"))).toBe("600");
});

test("what an older version left open to others is tightened when it is used, and a foreign folder is left alone", async () => {
  const project = await tempProject();
  await mkdir(project.path("data"));
  await chmod(project.path("data"), 0o755);
  await project.run(["migrate"], { env: REAL_ENV });
  await project.run(["migrate"], { env: { ...REAL_ENV, DATABASE_URL: "sqlite:data/ledger.db" } });
  const ledger = new BetterSqlite(project.path(".letterpress/letterpress.db"));
  ledger.exec("create table of_a_test (n)");
  await chmod(project.path(".letterpress"), 0o755);
  for (const end of ["", "-wal", "-shm"])
    await chmod(project.path(`.letterpress/letterpress.db${end}`), 0o644);
  await project.run(["status"], { env: REAL_ENV });
  expect(await modeOf(project.path(".letterpress"))).toBe("700");
  for (const end of ["", "-wal", "-shm"])
    expect(await modeOf(project.path(`.letterpress/letterpress.db${end}`))).toBe("600");
  ledger.close();
  expect(await modeOf(project.path("data"))).toBe("755");
  expect(await modeOf(project.path("data/ledger.db"))).toBe("600");
});
