import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { openApp } from "#src/app/open-app.ts";
import { readSchedule } from "#src/app/schedule/read-schedule.ts";
import { readAndStart } from "#src/app/job/tick.ts";
import { loadProject } from "#src/project/load-project.ts";
import { saveEmail, loadEmail } from "#src/store/issues/emails.ts";
import { type Desk, changesOf, desk, issueText } from "../helpers/desk.ts";

const COUNTED = `
import { EmailHead, FooterLinks, IssueBody, Preheader } from "letterpress";
import { Head, Html } from "react-email";
const { appendFileSync } = process.getBuiltinModule("node:fs");

export default function Counted(input) {
  appendFileSync(COUNT, "x");
  return (
    <Html lang={input.issue.lang} dir={input.issue.dir}>
      <Head><EmailHead {...input} /></Head>
      <body><div lang={input.issue.lang} dir={input.issue.dir}>
        <Preheader {...input} /><h1>{input.issue.title}</h1><p>MARK</p><IssueBody {...input} /><FooterLinks {...input} />
      </div></body>
    </Html>
  );
}
`;

/** A desk whose letter has an image and a template that counts how often it is rendered: twice for each composition. */
async function countingDesk(): Promise<
  Desk & { readonly composed: () => Promise<number>; readonly template: (mark: string) => Promise<void> }
> {
  const made = await desk(
    issueText({ template: "counted", send_at: "2026-12-03 09:00" }, "Good morning.\n\n![A stone](stone.png)"),
  );
  const count = join(made.root, "count");
  await writeFile(count, "");
  const template = (mark: string) =>
    writeFile(
      join(made.root, "templates/counted.tsx"),
      COUNTED.replace("COUNT", JSON.stringify(count)).replace("MARK", mark),
    );
  await template("First");
  await image(made.root, "#336699");
  return { ...made, template, composed: async () => (await readFile(count, "utf8")).length / 2 };
}

async function image(root: string, background: string): Promise<void> {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background } });
  await writeFile(join(root, "issues/stone.png"), await picture.png().toBuffer());
}

test("a changed snippet composes the issues that place it again, and no others", async () => {
  const made = await countingDesk();
  const { root, read, composed, write } = made;
  const snippet = (text: string) => writeFile(join(root, "issues/snippets/call.md"), text);
  await mkdir(join(root, "issues/snippets"));
  await snippet("Join us.");
  await write(issueText({ template: "counted", send_at: "2026-12-03 09:00" }, "Morning.\n\n::snippet{call}"));
  await read();
  const before = await composed();
  await read();
  expect(await composed()).toBe(before);
  await writeFile(join(root, "issues/snippets/other.md"), "Nobody places this.");
  await read();
  expect(await composed()).toBe(before);
  await snippet("Join us today.");
  await read();
  expect(await composed()).toBe(before + 1);
  const email = await loadEmail(made.app.ledger.db, (await made.state())?.digest ?? "");
  expect(JSON.stringify(email)).toContain("Join us today.");
});

test("a scheduled issue is composed once, whichever process looks, until a byte of it changes", async () => {
  const { app, root, write, read, state, composed, template } = await countingDesk();
  expect(changesOf(await read())).toEqual(["letter scheduled"]);
  expect(await composed()).toBe(1);
  const first = await state();
  expect(await read()).toEqual([]);
  // The same bytes at another time, as after a checkout.
  const later = new Date("2027-01-01T00:00:00Z");
  for (const path of ["issues/2026-12-01-letter.md", "issues/stone.png", "templates/counted.tsx"])
    await utimes(join(root, path), later, later);
  const { config, clock } = app;
  await using other = await openApp({
    root,
    env: {},
    sandbox: true,
    clock,
    config: { ledgerUrl: config.ledgerUrl },
  });
  expect(await readSchedule(other, await loadProject(root))).toEqual([]);
  expect(await composed()).toBe(1);
  expect(await state()).toEqual(first);

  await template("Second");
  expect(changesOf(await read())).toEqual(["letter edited"]);
  await image(root, "#993333");
  expect(changesOf(await read())).toEqual(["letter edited"]);
  const configPath = join(root, "newsletter.config.ts");
  await writeFile(configPath, (await readFile(configPath, "utf8")).replace("1 Test Lane", "2 Test Lane"));
  expect(changesOf(await read())).toEqual(["letter edited"]);
  await write(
    issueText({ template: "counted", send_at: "2026-12-03 09:00", title: "Another" }, "Good evening."),
  );
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect(await composed()).toBe(5);
  await read();
  expect(await composed()).toBe(5);
  // What is lost is made again, and is the same.
  const before = await state();
  await app.ledger.db.deleteFrom("compositions").execute();
  expect(await read()).toEqual([]);
  expect(await composed()).toBe(6);
  expect(await state()).toEqual(before);
});

test("a new version of Letterpress alone changes no scheduled email; the next edit is composed by it", async () => {
  const { app, clock, read, write, state, template } = await countingDesk();
  await read();
  const { db } = app.ledger;
  // As an older version composed it, whose renderer gave another email.
  const now = await state();
  const email = { ...(await loadEmail(db, now?.digest ?? "")), digest: "of an older renderer" };
  await saveEmail(db, email, clock.now());
  const { body, inputs } = await db
    .selectFrom("compositions")
    .select(["body", "inputs"])
    .executeTakeFirstOrThrow();
  const older = JSON.stringify({ ...(JSON.parse(body) as object), email });
  await db
    .updateTable("compositions")
    .set({ body: older, version: "0.0.1" })
    .where("inputs", "=", inputs)
    .execute();
  await db.updateTable("sends").set({ email_digest: email.digest }).execute();
  expect(await read()).toEqual([]);
  expect((await state())?.digest).toBe(email.digest);
  await template("Second");
  expect(changesOf(await read())).toEqual(["letter edited"]);
  await template("First");
  // What is no longer scheduled is composed by the version that runs.
  expect(changesOf(await read())).toEqual(["letter edited"]);
  expect((await state())?.digest).toBe(now?.digest);
  await write(issueText());
  expect(changesOf(await read())).toEqual(["letter moved"]);
});

test("the mails of triggers are composed once for all ticks, and again by a new version", async () => {
  const { app, clock, root } = await desk(issueText({ draft: "true" }));
  await writeFile(
    join(root, "issues/welcome.md"),
    issueText({ send_at: null, trigger: "welcome", template: "counted", title: "Welcome" }),
  );
  const count = join(root, "count");
  await writeFile(count, "");
  await writeFile(join(root, "templates/counted.tsx"), COUNTED.replace("COUNT", JSON.stringify(count)));
  const composed = async () => (await readFile(count, "utf8")).length / 2;
  const { failures } = await readAndStart(app);
  expect(failures).toEqual([]);
  expect(await composed()).toBe(1);
  await using other = await openApp({
    root,
    env: {},
    sandbox: true,
    clock,
    config: { ledgerUrl: app.config.ledgerUrl },
  });
  await readAndStart(other);
  expect(await composed()).toBe(1);
  await app.ledger.db.updateTable("compositions").set({ version: "0.0.1" }).execute();
  await readAndStart(other);
  expect(await composed()).toBe(2);
});

test("what failed is composed again after ten minutes, and at once where it changed", async () => {
  const { clock, read, composed, template } = await countingDesk();
  await template("{input.nothing.at.all}");
  expect(changesOf(await read())).toEqual(["letter refused"]);
  const tried = await composed();
  expect(changesOf(await read())).toEqual(["letter refused"]);
  expect(await composed()).toBe(tried);
  clock.advance(10 * 60_000);
  expect(changesOf(await read())).toEqual(["letter refused"]);
  expect(await composed()).toBeGreaterThan(tried);
  await template("Fixed");
  expect(changesOf(await read())).toEqual(["letter scheduled"]);
});

test("images that do not answer keep an issue from being scheduled at every look, composed or not", async () => {
  const { app, root, composed } = await countingDesk();
  const real = { ...app, config: { ...app.config, destination: "resend" as const } };
  // Nothing answers at this port.
  const project = await loadProject(root, { url: "http://127.0.0.1:9" });
  for (const _ of [1, 2])
    expect(await readSchedule(real, project)).toMatchObject([
      {
        change: "refused",
        findings: expect.arrayContaining([expect.objectContaining({ rule: "schedule/images" })]) as unknown,
      },
    ]);
  expect(await composed()).toBe(1);
});

test("what was composed while a checkout replaced its files is not taken for what they say now", async () => {
  const { app, root, read, state, template } = await countingDesk();
  const path = join(root, "templates/counted.tsx");
  // The template is replaced in the middle: by itself, since nothing else could be so punctual.
  await template("{replaced()}Before");
  const replace = `
const { readFileSync, writeFileSync } = process.getBuiltinModule("node:fs");
function replaced() {
  const own = ${JSON.stringify(path)};
  writeFileSync(own, readFileSync(own, "utf8").replace("{replaced()}Before", "After"));
  return "";
}
`;
  const before = (await readFile(path, "utf8")) + replace;
  await writeFile(path, before);
  expect(changesOf(await read())).toEqual(["letter scheduled"]);
  const first = await state();
  expect(changesOf(await read())).toEqual(["letter edited"]);
  const second = await state();
  expect(second?.digest).not.toBe(first?.digest);
  const known = await app.ledger.db.selectFrom("compositions").select("body").execute();
  expect(known).toHaveLength(1);
  expect(known[0]?.body).toContain("After");
});
