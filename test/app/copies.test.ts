import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startDue } from "#src/send/start-due.ts";
import { resumeSend } from "#src/send/decide-send.ts";
import { readStatus } from "#src/store/sends/status.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";
import { DIALECTS, addReaders } from "../helpers/temp-ledger.ts";

const HOUR = 3_600_000;
const FILE = "issues/2026-12-01-letter.md";
const COPY = "issues/2026-12-08-copy.md";
const BODY = "Good morning, everybody.\n\n- one\n- two\n\nThis is the letter.";
const copyText = (body: string) => issueText({ title: "Another title", send_at: "2026-12-08 09:00" }, body);

/** The letter posted to its readers, or planned alone. */
async function sent(
  posted = true,
  dialect: (typeof DIALECTS)[number] = "sqlite",
  body = BODY,
): Promise<Desk> {
  const made = await desk(issueText({}, body), {}, undefined, dialect);
  const { app, clock } = made;
  await addReaders(app.ledger, 3);
  await made.read();
  clock.advance(5 * HOUR);
  await startDue(app.ledger);
  if (posted) await app.ledger.db.updateTable("batches").set({ first_post_at: clock.now() }).execute();
  return made;
}

async function copyOf({ app }: Desk) {
  return (await readStatus(app.ledger.db, "copy"))[0]?.send;
}

const SAME: Readonly<Record<string, string>> = {
  "the same": BODY,
  "with the line ends of Windows": BODY.replaceAll("\n", "\r\n"),
  "with other blanks": `\n\n${BODY.replaceAll("\n\n", "  \n\n\n").replaceAll("- ", "-   ")}\n\n`,
};

describe.each(DIALECTS)("a copy of a sent issue on %s", (dialect) => {
  test("waits for a person, and names what was sent", async () => {
    const made = await sent(true, dialect);
    await made.write(copyText(BODY), COPY);
    expect(await made.read()).toMatchObject([
      {
        slug: "copy",
        change: "waits",
        send: { state: "paused", reason: "copied", note: expect.stringContaining("letter") },
        findings: [
          { rule: "schedule/copied", severity: "warning", hint: expect.stringContaining("approve copy") },
        ],
      },
    ]);
    // Also where the file of what was sent is gone.
    await rm(join(made.root, FILE));
    expect(await made.read()).toEqual([]);
    made.clock.advance(7 * 24 * HOUR);
    await made.read();
    await startDue(made.app.ledger);
    expect(await copyOf(made)).toMatchObject({ state: "paused", reason: "copied" });
    await resumeSend(made.app.ledger, "copy");
    expect(await made.read()).toEqual([]);
    await startDue(made.app.ledger);
    expect(await copyOf(made)).toMatchObject({ state: "submitting", recipients: 3 });
  });
});

for (const [how, body] of Object.entries(SAME)) {
  test(`a body that is ${how} is a copy`, async () => {
    const made = await sent();
    await made.write(copyText(body), COPY);
    await made.read();
    expect(await copyOf(made)).toMatchObject({ reason: "copied" });
  });
}

test("an approved copy whose words change, but not its body, waits again", async () => {
  const made = await sent();
  await made.write(copyText(BODY), COPY);
  await made.read();
  await resumeSend(made.app.ledger, "copy");
  await made.write(copyText(BODY).replace("Another title", "A third title"), COPY);
  expect(changesOf(await made.read())).toEqual(["copy waits"]);
});

test("a copy that gets a body of its own goes on by itself", async () => {
  const made = await sent();
  await made.write(copyText(BODY), COPY);
  await made.read();
  await made.write(copyText("Words of its own."), COPY);
  await made.read();
  expect(await copyOf(made)).toMatchObject({ state: "scheduled", reason: null });
});

test("a scheduled issue that becomes a copy waits", async () => {
  const made = await sent();
  await made.write(copyText("Words of its own."), COPY);
  expect(changesOf(await made.read())).toEqual(["copy scheduled"]);
  await made.write(copyText(BODY), COPY);
  expect(changesOf(await made.read())).toEqual(["copy waits"]);
});

test("a copy of what was corrected after it was sent, or sent before bodies were kept, is one", async () => {
  const made = await sent();
  await made.app.ledger.db.updateTable("issue_texts").set({ body_sha: null }).execute();
  const corrected = `${BODY} Corrected.`;
  await made.write(issueText({}, corrected));
  await made.write(copyText(corrected), COPY);
  await made.read();
  expect(await copyOf(made)).toMatchObject({ reason: "copied" });
});

test("a letter in Chinese is copied like any other, and two greetings are no copies", async () => {
  for (const [body, change] of [
    ["各位早上好。这是今天的信，请慢慢读。", "copy waits"],
    ["Good morning, everybody.", "copy scheduled"],
  ] as const) {
    const made = await sent(true, "sqlite", body);
    await made.write(copyText(body), COPY);
    expect(changesOf(await made.read())).toEqual([change]);
  }
});

test("a copy of what nobody got, and one of a draft, are no copies", async () => {
  const made = await sent(false);
  await made.write(issueText({ draft: "true" }, "This is the draft of a letter."), "issues/draft.md");
  await made.write(copyText("This is the draft of a letter."), "issues/of-a-draft.md");
  await made.write(copyText(BODY), COPY);
  expect(changesOf(await made.read())).toEqual(["copy scheduled", "of-a-draft scheduled"]);
});
