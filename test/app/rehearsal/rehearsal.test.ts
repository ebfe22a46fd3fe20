import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeUp } from "#src/app/rehearsal/made-up.ts";
import { createRehearsals } from "#src/app/rehearsal/rehearsals.ts";
import type { RehearsalNews } from "#src/app/rehearsal/rehearsal.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { SUPPRESSION_KEY, addReaders } from "../../helpers/sample-send.ts";
import { tempProject } from "../../helpers/temp-project.ts";
import { seededRandom } from "../../crash/seeded-random.ts";

const ISSUE = `---
title: A letter
preview_text: A line about this issue that is long enough for an inbox to show.
---

Hello {{ subscriber.first_name | default: "reader" }}, read on.
`;

async function newsletter() {
  const root = await tempProject({ "issues/one.md": ISSUE });
  const source = { url: "sqlite:real.db", destination: "resend", suppressionKey: SUPPRESSION_KEY } as const;
  await using ledger = await openLedger({ ...source, root, clock: { now: Date.now }, create: true });
  await addReaders(ledger, 250);
  return { root, source };
}

async function leftIn(root: string): Promise<string[]> {
  return (await readdir(join(root, ".letterpress")).catch(() => [])).filter((name) =>
    name.startsWith("rehearsal"),
  );
}

test("a rehearsal with faults and kills loses nobody, doubles nobody, and leaves nothing behind", async () => {
  const { root, source } = await newsletter();
  const before = createHash("sha256")
    .update(await readFile(join(root, "real.db")))
    .digest("hex");
  const seen: RehearsalNews[] = [];
  await using rehearsals = createRehearsals(({ news }) => news !== null && seen.push(news));
  rehearsals.start({
    root,
    slug: "one",
    readers: 900,
    faults: ["resets", "lost", "kills", "bounces"],
    source,
  });
  expect(() => rehearsals.start({ root, slug: "one", readers: 1, faults: [], source })).toThrow(
    "already running",
  );
  const view = await rehearsals.over();
  expect(view).toMatchObject({ running: false, failure: null, stopped: false });
  expect(view?.news).toMatchObject({
    phase: "over",
    readers: 900,
    copied: 250,
    count: { messages: 900, lost: 0, doubled: 0, uncertain: 0 },
  });
  expect(view?.news?.events["bounced"]).toBeGreaterThan(0);
  expect(seen.some(({ phase }) => phase === "sending")).toBe(true);
  expect(await leftIn(root)).toEqual([]);
  expect(
    createHash("sha256")
      .update(await readFile(join(root, "real.db")))
      .digest("hex"),
  ).toBe(before);
});

test("a rehearsal that is ended deletes its copy, and one that cannot begin says why", async () => {
  const { root, source } = await newsletter();
  const started = Promise.withResolvers<void>();
  await using rehearsals = createRehearsals(({ news }) => {
    if (news?.phase === "sending") started.resolve();
  });
  rehearsals.start({ root, slug: "one", readers: 20_000, faults: ["slow"], source });
  await started.promise;
  expect(await leftIn(root)).not.toEqual([]);
  await rehearsals.stop();
  expect(rehearsals.view()).toMatchObject({ running: false, stopped: true, failure: null });
  expect(await leftIn(root)).toEqual([]);
  rehearsals.start({ root, slug: "none", readers: 1, faults: [], source });
  expect(await rehearsals.over()).toMatchObject({ failure: "No issue is named none." });
});

test("made-up readers have the shape of those they stand for, and nothing of them", () => {
  const made = makeUp(seededRandom(7));
  const name = "María-José O’Neill 3 Søren Олена 明子";
  const text = made.text(name);
  const shape = (words: string) =>
    Array.from(words, (letter) =>
      /\p{Lu}/u.test(letter) ? "A" : /\p{L}/u.test(letter) ? "a" : /\p{Nd}/u.test(letter) ? "0" : letter,
    ).join("");
  expect(shape(text)).toBe(shape(name));
  expect(text).not.toMatch(/María|José|Neill|Олена|明子/);
  expect(text).toMatch(/\p{Script=Cyrillic}{5} \p{Script=Han}{2}$/u);
  const addresses = ["ana.b+news@gmail.com", "ana.c@gmail.com", "ø@museo.pe"].map((one, n) =>
    made.address(one, n, false),
  );
  for (const address of addresses) expect(address).toMatch(/^[a-z0-9.+_-]+@[a-z0-9]+\.example$/);
  const domains = addresses.map((address) => address.split("@")[1]);
  expect(domains[0]).toBe(domains[1]);
  expect(domains[2]).not.toBe(domains[0]);
  expect(addresses.join()).not.toMatch(/ana|gmail|museo/);
});
