import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { importContacts } from "#src/app/contacts/import-contacts.ts";
import { seeded } from "../hosted/model-of-resend.ts";
import { Killed, NEWSLETTER, START, anySwitches, createTeam, mortal } from "./team.ts";

const RUNS = 16;
const HEADER =
  "email,list,status,since,timezone,paused_until,created_at,updated_at,public_id,suppressed,suppressed_at,first_name,city";
const row = (email: string, list: string, status: string) => `${email},${list},${status},,,,,,,,,Ana,Lima`;

test("a reader who has paused is refused with the reason, and a no of theirs is taken", async () => {
  const dir = await mkdtemp(join(tmpdir(), "letterpress-contacts-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await using team = await createTeam({ rate_limit: 10_000 });
  const file = join(dir, "paused.csv");
  const paused = (email: string, list: string, status: string, until: string) =>
    `${email},${list},${status},,,${until},,,,,,Ana,Lima`;
  const rows = [
    paused("ana@readers.dev", "weekly", "active", "2026-12-24T00:00:00.000Z"),
    paused("ana@readers.dev", "extra", "unsubscribed", "2026-12-24T00:00:00.000Z"),
    paused("over@readers.dev", "weekly", "active", "2026-11-24T00:00:00.000Z"),
  ];
  await writeFile(file, `${[HEADER, ...rows].join("\n")}\n`);
  const summary = await importContacts(team.hosted, file, { list: "weekly", newsletter: NEWSLETTER });
  expect(summary).toMatchObject({
    rows: 3,
    new: 2,
    refused: 1,
    refusals: [{ line: 2, reason: expect.stringContaining("paused") }],
  });
  expect(await team.mailed()).toEqual(["over@readers.dev"]);
});

test("people leave and the import is killed at any moment: nobody who said no is mailed again, and everybody else is", async () => {
  const dir = await mkdtemp(join(tmpdir(), "letterpress-contacts-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  let [kills, leavers] = [0, 0];
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = seeded(seed * 7717);
    const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    await using team = await createTeam(anySwitches(pick));
    const { audience, sandbox, segments, topics, hosted } = team;
    const noes = new Set<string>();
    const leave = (email: string) => {
      leavers += 1;
      noes.add(email);
      // One who is no contact yet subscribes by the form first, and thinks better of it.
      const contact =
        audience.contacts.find(email) ??
        audience.addContact({ email, segments: new Map([[segments.weekly, START]]) });
      if (random() < 0.5) audience.changeContact(contact, { unsubscribed: true });
      else audience.chooseTopics(contact, new Map([[topics.weekly, "opt_out"]]));
    };
    const people = Array.from({ length: 18 }, (_, index) => `reader${index}@readers.dev`);
    const rows: string[] = [];
    for (const [index, email] of people.entries()) {
      // Reading, known elsewhere, gone before, or unknown.
      const kind = index % 6;
      if (kind === 0 || kind === 2)
        audience.addContact({ email, segments: new Map([[segments.weekly, START]]) });
      if (kind === 1) audience.addContact({ email });
      if (kind === 2) leave(email);
      const says = pick("active", "active", "active", "unsubscribed", "complained");
      if (says !== "active") noes.add(email);
      rows.push(row(email, "weekly", says));
      // A second row that says yes changes nothing of a no.
      if (says !== "active" && random() < 0.3) rows.push(row(email, "weekly", "active"));
      if (random() < 0.2) rows.push(row(email, "extra", "active"));
    }
    const file = join(dir, `${seed}.csv`);
    await writeFile(file, `${[HEADER, ...rows].join("\n")}\n`);
    const options = { list: "weekly", newsletter: NEWSLETTER };

    const leaving = sandbox.on(pick("request", "accepted", "answered"), ({ method }) => {
      if (random() < (method === "GET" ? 0.05 : 0.2)) leave(pick(...people));
    });
    for (let runs = 0; runs < 3; runs += 1) {
      const dying = mortal(hosted, Math.floor(random() * 90), random() < 0.5);
      await importContacts(dying, file, options).catch((error: unknown) => {
        if (error instanceof Killed) kills += 1;
      });
    }
    leaving[Symbol.dispose]();
    await team.calm();
    expect((await importContacts(hosted, file, options)).refused, `seed ${seed}`).toBe(0);
    const wanted = people.filter((email) => !noes.has(email));
    expect(await team.mailed(), `seed ${seed}`).toEqual(wanted.toSorted());
    // Nothing is left to do.
    const again = await importContacts(hosted, file, options);
    expect(again, `seed ${seed}`).toMatchObject({ new: 0, updated: 0, unsubscribed: 0 });
  }
  expect(kills).toBeGreaterThan(RUNS / 2);
  expect(leavers).toBeGreaterThan(RUNS);
});
