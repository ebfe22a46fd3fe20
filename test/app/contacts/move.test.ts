import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readAndStart } from "#src/app/job/tick.ts";
import { moveToLedger } from "#src/app/contacts/move-to-ledger.ts";
import { moveToResend } from "#src/app/contacts/move-to-resend.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { removeSubscriber } from "#src/audience/remove-subscriber.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { suppressAddress } from "#src/audience/suppress-address.ts";
import { addressKey } from "#src/model/ids.ts";
import type { Project } from "#src/project/load-project.ts";
import { findSubscriber, membershipsOf } from "#src/store/readers/subscribers.ts";
import { isSuppressed } from "#src/store/readers/suppressions.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { desk, issueText } from "../../helpers/desk.ts";
import { tempLedger } from "../../helpers/temp-ledger.ts";
import { seeded } from "../hosted/model-of-resend.ts";
import { Killed, NEWSLETTER, START, anySwitches, createTeam, mortal } from "./team.ts";

const RUNS = 8;
const KEY = "a key for tests, long enough....";
const by = { suppressionKey: KEY, source: "cli:test" };
const PROJECT = { newsletter: NEWSLETTER, issues: [] } as unknown as Project;
const QUIET = { dryRun: false, approve: async () => undefined, onProgress: () => undefined };
const PEOPLE = Array.from({ length: 20 }, (_, index) => `reader${index}@readers.dev`);

const toResend = (ledger: Ledger, hosted: Hosted) => moveToResend(ledger, hosted, PROJECT, QUIET);
const toLedger = (ledger: Ledger, hosted: Hosted) =>
  moveToLedger(hosted, ledger, PROJECT, { ...QUIET, suppressionKey: KEY });

async function mayMail({ db }: Ledger, address: string): Promise<boolean> {
  const key = addressKey(address, KEY);
  const person = await findSubscriber(db, key);
  const members = person === undefined ? [] : await membershipsOf(db, person.id);
  const isActive = members.some(({ list, state }) => list === "weekly" && state === "active");
  return isActive && !(await isSuppressed(db, key));
}

test("killed and run again while people leave on either side: no no is lost, nobody comes back, and everybody else is there", async () => {
  let kills = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = seeded(seed * 104_729);
    const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    await using team = await createTeam(anySwitches(pick));
    const { audience, sandbox, segments, topics, hosted } = team;
    const ledger = await tempLedger({ clock: { now: () => START } });
    const rows = PEOPLE.map((email) => `${email},active,Lima`).join("\n");
    await importSubscribers(ledger, Readable.from([Buffer.from(`email,status,city\n${rows}\n`)]), {
      list: "weekly",
      newsletter: NEWSLETTER,
      suppressionKey: KEY,
      map: ["status=status"],
    });
    const noes = new Set<string>();
    const leaveLedger = async (email: string) => {
      noes.add(email);
      if (random() < 0.3) await removeSubscriber(ledger, email, { ...by, list: "weekly" });
      else await suppressAddress(ledger, email, by);
    };
    const leaveResend = (email: string) => {
      const contact = audience.contacts.find(email);
      if (contact === undefined) return;
      noes.add(email);
      if (random() < 0.5) audience.changeContact(contact, { unsubscribed: true });
      else audience.chooseTopics(contact, new Map([[topics.weekly, "opt_out"]]));
    };
    for (const email of PEOPLE.slice(0, 4)) await leaveLedger(email);
    for (const email of PEOPLE.slice(4, 8)) {
      audience.addContact({ email, segments: new Map([[segments.weekly, START]]) });
      if (random() < 0.5) leaveResend(email);
    }
    const somebody = () => pick(...PEOPLE);
    const leaving = sandbox.on("answered", async () => {
      if (random() < 0.03) leaveResend(somebody());
      if (random() < 0.06) await leaveLedger(somebody());
    });
    const run = async (move: typeof toResend | typeof toLedger) => {
      for (let runs = 0; runs < 2; runs += 1)
        await move(ledger, mortal(hosted, Math.floor(random() * 25), random() < 0.5)).catch(
          (error: unknown) => {
            if (error instanceof Killed) kills += 1;
          },
        );
    };
    await run(toResend);
    await run(toLedger);
    leaving[Symbol.dispose]();
    await team.calm();
    // Both directions to their end: each side has every no of the other.
    await toLedger(ledger, hosted);
    await toResend(ledger, hosted);
    const wanted = PEOPLE.filter((email) => !noes.has(email));
    expect(await team.mailed(), `seed ${seed}`).toEqual(wanted.toSorted());
    for (const email of PEOPLE)
      expect(await mayMail(ledger, email), `seed ${seed}: ${email}`).toBe(!noes.has(email));
  }
  expect(kills).toBeGreaterThan(RUNS / 2);
});

test("a job that runs on with a config whose people live at Resend schedules nothing", async () => {
  const lists = { weekly: { title: "Weekly", segment: "Weekly", topic: "Weekly" } };
  const { app, state } = await desk(issueText(), { audience: "resend", lists });
  const { project, changes, failures } = await readAndStart(app);
  expect([project?.newsletter.audience, changes, failures]).toEqual(["resend", [], []]);
  expect(await state()).toBeNull();
});
