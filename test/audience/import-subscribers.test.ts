import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { countSubscribers } from "#src/audience/count-subscribers.ts";
import { eraseSubscriber } from "#src/audience/erase-subscriber.ts";
import { importInWorker } from "#src/audience/import/import-in-worker.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { removeSubscriber } from "#src/audience/remove-subscriber.ts";
import { changeAddress } from "#src/store/readers/move-reader.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";
import { suppress } from "#src/store/readers/suppressions.ts";
import {
  DIALECTS,
  KEY,
  NOW,
  balance,
  createWorld,
  importText,
  keyOf,
  newsletter,
  options,
  statesOn,
} from "./audience.ts";

const by = { suppressionKey: KEY, source: "cli:test" };

test("imports the good rows of a file that has everything wrong with it, and names the bad lines", async () => {
  await using world = await createWorld();
  const lines = [
    "email,first_name,city",
    'quoted@x.example.org,"Ana ""la editora""","Lima,',
    'Perú"',
    "",
    "short@x.example.org,Ana",
    "long@x.example.org,Ana,Lima,Peru",
    `huge@x.example.org,${"x".repeat(1_000_000)},Lima`,
    "bad address,Ana,Lima",
    ",,",
    "nul@x.example.org,A\0na,Lima",
    "accents@x.example.org,Íñigo,Áncash",
  ];
  const summary = await importText(world.ledger, `\uFEFF${lines.join("\r\n")}\r\n`);
  expect(summary.refusals).toEqual([
    { line: 5, reason: "2 columns where the header has 3" },
    { line: 6, reason: "4 columns where the header has 3" },
    { line: 7, reason: '1,000,000 characters in "first_name" (at most 10,000)' },
    { line: 8, reason: '"bad address" is not name@domain' },
    { line: 10, reason: '"first_name" holds a NUL character; save the file as UTF-8' },
  ]);
  expect(summary).toMatchObject({ new: 2, refused: 5, rows: 7 });
  const quoted = await findSubscriber(world.ledger.db, keyOf("quoted@x.example.org"));
  expect(JSON.parse(quoted?.attributes ?? "")).toEqual({
    first_name: 'Ana "la editora"',
    city: "Lima,\r\nPerú",
  });
  const accents = await findSubscriber(world.ledger.db, keyOf("accents@x.example.org"));
  expect(JSON.parse(accents?.attributes ?? "")).toEqual({ first_name: "Íñigo", city: "Áncash" });
});

test.each([
  ["UTF-16 with tabs", Buffer.from("\uFEFFemail\tfirst_name\r\nana@x.example.org\tÑusta\r\n", "utf16le")],
  ["big-endian UTF-16", Buffer.from("\uFEFFemail,first_name\nana@x.example.org,Ñusta\n", "utf16le").swap16()],
  ["semicolons", Buffer.from("email;first_name\nana@x.example.org;Ñusta\n")],
  ["sep=", Buffer.from("sep=|\r\nemail|first_name\r\nana@x.example.org|Ñusta\r\n")],
])("reads %s", async (_name, bytes) => {
  await using world = await createWorld();
  expect(await importText(world.ledger, bytes)).toMatchObject({ new: 1, refused: 0 });
  const person = await findSubscriber(world.ledger.db, keyOf("ana@x.example.org"));
  expect(JSON.parse(person?.attributes ?? "")).toEqual({ first_name: "Ñusta" });
});

test("refuses a row in another encoding instead of storing broken letters", async () => {
  await using world = await createWorld();
  const bytes = Buffer.from("email,first_name\nana@x.example.org,\xD1usta\nb@x.example.org,Luis\n", "latin1");
  expect(await importText(world.ledger, bytes)).toMatchObject({
    new: 1,
    refusals: [
      { line: 2, reason: '"first_name" holds characters that are not UTF-8; save the file as UTF-8' },
    ],
  });
});

test("takes nobody of a file whose end cannot be read, where somebody may have left, and says which line", async () => {
  await using world = await createWorld();
  const csv = 'email,status\na@x.example.org,active\nb@x.example.org,"active\na@x.example.org,unsubscribed\n';
  await expect(importText(world.ledger, csv)).rejects.toThrow(
    /Nothing was imported: .* cannot be read from line 3 on: a quote opened there is never closed\./,
  );
  expect(await countSubscribers(world.ledger)).toMatchObject({ people: 0 });
});

test.each(DIALECTS)(
  "counts every refused row and keeps the first thousand, in a file with one bad address in twenty (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const rows = Array.from({ length: 30_000 }, (_, n) =>
      n % 20 === 0 ? `bad${n}@nowhere,A` : `reader${n}@x.example.org,A`,
    );
    const summary = await importText(world.ledger, `email,first_name\n${rows.join("\n")}\n`);
    expect(summary).toMatchObject({ rows: 30_000, new: 28_500, refused: 1_500 });
    expect(summary.refusals).toHaveLength(1_000);
    expect(summary.refusals.at(-1)?.line).toBe(999 * 20 + 2);
    expect(balance(summary)).toBe(summary.rows);
    expect(await countSubscribers(world.ledger)).toMatchObject({
      people: 28_500,
      lists: { weekly: { active: 28_500, pending: 0, unsubscribed: 0 } },
    });
  },
);

test.each(DIALECTS)("changes nothing when the same file is imported again (%s)", async (dialect) => {
  await using world = await createWorld(dialect);
  const csv = "email,first_name\na@x.example.org,A\nb@x.example.org,B\nbad\n";
  await importText(world.ledger, csv);
  const before = await dump(world.ledger);
  world.setTime(NOW + 86_400_000);
  expect(await importText(world.ledger, csv)).toMatchObject({ new: 0, updated: 0, unchanged: 2, refused: 1 });
  expect(await dump(world.ledger)).toEqual(before);
});

test.each(DIALECTS)(
  "updates values that are new and keeps those whose cell is empty (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    await importText(world.ledger, "email,first_name,city\na@x.example.org,Ana,Lima\n");
    const summary = await importText(
      world.ledger,
      "email,first_name,city,timezone\nA@X.example.org,Anita,,America/Lima\n",
    );
    expect(summary).toMatchObject({ new: 0, updated: 1 });
    const person = await findSubscriber(world.ledger.db, keyOf("a@x.example.org"));
    expect(person).toMatchObject({ address: "a@x.example.org", timezone: "America/Lima" });
    expect(JSON.parse(person?.attributes ?? "")).toEqual({ first_name: "Anita", city: "Lima" });
  },
);

test.each(DIALECTS)(
  "lets the worst of several rows of one person count, wherever it is in the file (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const summary = await importText(
      world.ledger,
      "email,status\na@x.example.org,active\nA@x.example.org,complained\na@X.example.org,unsubscribed\n",
    );
    expect(summary).toMatchObject({ rows: 3, new: 1, duplicates: 2 });
    expect(await statesOn(world.ledger)).toEqual({ "A@x.example.org": "unsubscribed (complained)" });
  },
);

test.each(DIALECTS)(
  "never brings back somebody who unsubscribed, bounced, complained, was removed or erased (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const { ledger } = world;
    const people = ["left", "bounced", "complained", "blocked", "erased", "stays"];
    const csv = `email,first_name\n${people.map((name) => `${name}@x.example.org,New`).join("\n")}\nstranger@x.example.org,New\n`;
    for (const name of people) {
      await addSubscriber(ledger, `${name}@x.example.org`, { newsletter, list: "weekly", ...by });
    }
    await removeSubscriber(ledger, "left@x.example.org", { list: "weekly", ...by });
    await eraseSubscriber(ledger, "erased@x.example.org", by);
    for (const [name, reason] of [
      ["bounced", "bounced"],
      ["complained", "complained"],
      ["blocked", "manual"],
      ["stranger", "suppressed"],
    ] as const) {
      await suppress(ledger.db, {
        addressKey: keyOf(`${name}@x.example.org`),
        reason,
        at: NOW,
        source: "test",
      });
    }
    const expected = {
      "blocked@x.example.org": "active (manual)",
      "bounced@x.example.org": "active (bounced)",
      "complained@x.example.org": "active (complained)",
      "left@x.example.org": "unsubscribed",
      "stays@x.example.org": "active",
    };
    for (const file of [
      csv,
      `email,status\n${people.map((name) => `${name}@x.example.org,active`).join("\n")}\n`,
    ]) {
      const summary = await importText(ledger, file);
      expect(summary.preservedOptOuts).toBe(1);
      expect(summary.new).toBe(0);
      expect(balance(summary)).toBe(summary.rows);
      expect(await statesOn(ledger)).toEqual(expected);
    }
    // Nor through another list: who left everything has left the newsletter.
    await importText(ledger, csv, { list: "interviews" });
    expect(await statesOn(ledger, "interviews")).toEqual({
      "left@x.example.org": "unsubscribed",
      "stays@x.example.org": "active",
    });
  },
);

test.each(DIALECTS)("takes an opt-out from the file, and never gives one back (%s)", async (dialect) => {
  await using world = await createWorld(dialect);
  await importText(world.ledger, "email,status\na@x.example.org,active\nb@x.example.org,active\n");
  const left = await importText(
    world.ledger,
    "email,status\na@x.example.org,unsubscribed\nb@x.example.org,bounced\n",
  );
  expect(left).toMatchObject({ unsubscribed: 2, updated: 0 });
  const again = await importText(
    world.ledger,
    "email,status\na@x.example.org,active\nb@x.example.org,active\n",
  );
  expect(again).toMatchObject({ preservedOptOuts: 1, suppressed: 1, updated: 0, new: 0 });
  expect(await statesOn(world.ledger)).toEqual({
    "a@x.example.org": "unsubscribed",
    "b@x.example.org": "unsubscribed (bounced)",
  });
});

test.each(DIALECTS)(
  "shows in a dry run exactly what the import then does, and changes nothing (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    await importText(
      world.ledger,
      "email,status,city\na@x.example.org,active,Lima\nb@x.example.org,unsubscribed,\nc@x.example.org,active,\n",
    );
    const before = await dump(world.ledger);
    const csv =
      "email,status,city\na@x.example.org,active,Cusco\nb@x.example.org,active,\nc@x.example.org,bounced,\nd@x.example.org,active,\nbad,active,\n";
    const { dryRun, ...planned } = await importText(world.ledger, csv, { dryRun: true });
    expect(dryRun).toBe(true);
    expect(await dump(world.ledger)).toEqual(before);
    const { dryRun: _real, ...done } = await importText(world.ledger, csv);
    expect(planned).toEqual(done);
    expect(done).toMatchObject({ updated: 1, preservedOptOuts: 1, unsubscribed: 1, new: 1, refused: 1 });
  },
);

test("refuses a list nobody declared, and a file without addresses", async () => {
  await using world = await createWorld();
  await expect(importText(world.ledger, "email\n", { list: "daily" })).rejects.toMatchObject({
    code: "audience/unknown-list",
  });
  for (const csv of ["", "name,city\nAna,Lima\n"]) {
    await expect(importText(world.ledger, csv)).rejects.toMatchObject({ code: "audience/invalid" });
  }
});

test("gives the same ledger when it is killed again and again and run to its end", async () => {
  await using killed = await createWorld();
  await using whole = await createWorld();
  const rows = Array.from(
    { length: 15_000 },
    (_, n) => `reader${n}@mail${n % 97}.example.org,Ana${n},${["active", "unsubscribed", "bounced"][n % 3]}`,
  );
  const file = join(killed.folder, "readers.csv");
  await writeFile(file, `email,first_name,status\n${rows.join("\n")}\n`);
  await importSubscribers(whole.ledger, file, options);

  const halfway: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await importAndKill(killed.url, file);
    const { people } = await countSubscribers(killed.ledger);
    halfway.push(people);
    const { suppressed, members, consents } = await totals(killed.ledger);
    // Never half a row: who is there is on the list, with consent, and suppressed where they bounced.
    expect({ members, consents }).toEqual({ members: people, consents: people });
    expect(suppressed).toBe((await statesWith(killed.ledger, "(bounced)")).length);
  }
  expect(halfway.some((people) => people > 0 && people < 15_000)).toBe(true);
  await importSubscribers(killed.ledger, file, options);
  expect(await dump(killed.ledger)).toEqual(await dump(whole.ledger));
});

test("takes rows of very long values in a thread whose memory is limited", async () => {
  await using world = await createWorld();
  const file = join(world.folder, "long.csv");
  const long = "x".repeat(9_000);
  const rows = Array.from({ length: 12_000 }, (_, n) => `reader${n}@x.example.org,${long}\n`);
  await writeFile(file, ["email,city\n", ...rows].join(""));
  expect(await importInWorker(world.ledger, file, options)).toMatchObject({ new: 12_000, refused: 0 });
});

test("imports in a thread while others write, with the thread's progress and its errors", async () => {
  await using world = await createWorld();
  const file = join(world.folder, "readers.csv");
  const rows = Array.from({ length: 20_000 }, (_, n) => `reader${n}@x.example.org,A`);
  await writeFile(file, `email,first_name\n${rows.join("\n")}\n`);
  const phases = new Set<string>();
  let written = 0;
  const importing = importInWorker(world.ledger, file, {
    ...options,
    onProgress: ({ phase }) => phases.add(phase),
  });
  let done = false;
  void importing.finally(() => (done = true)).catch(() => undefined);
  while (!done) {
    await addSubscriber(world.ledger, `other${written}@y.example.org`, { newsletter, list: "weekly", ...by });
    written += 1;
    await nextTurn();
  }
  expect(await importing).toMatchObject({ new: 20_000, source: "readers.csv" });
  expect([...phases]).toEqual(["reading", "writing"]);
  expect((await countSubscribers(world.ledger)).people).toBe(20_000 + written);
  await expect(importInWorker(world.ledger, file, { ...options, list: "daily" })).rejects.toMatchObject({
    code: "audience/unknown-list",
    exit: 2,
  });
});

/** Everything but ids and times of writing, in an order that does not depend on them. */
async function dump({ db }: Awaited<ReturnType<typeof createWorld>>["ledger"]): Promise<unknown> {
  const people = await db
    .selectFrom("subscribers as s")
    .innerJoin("list_members as m", "m.subscriber_id", "s.id")
    .innerJoin("consents as c", "c.subscriber_id", "s.id")
    .leftJoin("suppressions as x", "x.address_key", "s.address_key")
    .select([
      "s.address",
      "s.timezone",
      "s.attributes",
      "m.list",
      "m.state",
      "c.act",
      "c.evidence",
      "x.reason",
    ])
    .orderBy("s.address_key")
    .orderBy("m.list")
    .orderBy("c.id")
    .execute();
  return people;
}

async function totals({ db }: Awaited<ReturnType<typeof createWorld>>["ledger"]) {
  const count = async (table: "list_members" | "consents" | "suppressions") =>
    Number(
      (
        await db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as("n"))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return {
    members: await count("list_members"),
    consents: await count("consents"),
    suppressed: await count("suppressions"),
  };
}

async function statesWith(ledger: Awaited<ReturnType<typeof createWorld>>["ledger"], part: string) {
  return Object.values(await statesOn(ledger)).filter((state) => state.includes(part));
}

/** A process that imports, killed when it has written its first rows. */
async function importAndKill(url: string, file: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "import-process.ts"), url, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.once("data", () => child.kill("SIGKILL"));
  await new Promise((resolve) => child.once("exit", resolve));
}

test.each(DIALECTS)(
  "an older file does not bring back an address that its reader has changed (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const { ledger } = world;
    await importText(ledger, "email\nana@old.example.org\n");
    const person = await findSubscriber(ledger.db, keyOf("ana@old.example.org"));
    if (person === undefined) throw new Error("Nobody was imported.");
    const address = "ana@new.example.org";
    await ledger.db
      .transaction()
      .execute((db) => changeAddress(db, person, { address, addressKey: keyOf(address), now: NOW }));
    const summary = await importText(
      ledger,
      "email\nana@old.example.org\nana@new.example.org\nbo@example.org\n",
    );
    expect(summary).toMatchObject({ new: 1, preservedOptOuts: 1, unchanged: 1 });
    expect(await findSubscriber(ledger.db, keyOf("ana@old.example.org"))).toBeUndefined();
  },
);
