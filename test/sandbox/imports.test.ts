import { Resend } from "resend";
import { expect, test } from "vitest";
import type { SandboxOptions } from "#src/sandbox/sandbox-options.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi } from "./call-api.ts";

const now = Date.UTC(2026, 11, 1, 9, 30);

async function start(switches: SandboxOptions["switches"] = {}) {
  const sandbox = await startSandbox({
    clock: { now: () => now },
    switches: { rate_limit: 10_000, ...switches },
  });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const { contacts } = resend;
  type Options = Omit<Parameters<typeof contacts.imports.create>[0], "file">;
  const order = async (csv: string, options: Options = {}) => {
    const { data, error } = await contacts.imports.create({ file: new Blob([csv]), ...options });
    if (error !== null) throw new Error(error.message);
    return data.id;
  };
  const finish = async (csv: string, options: Options = {}) => {
    const id = await order(csv, options);
    await sandbox.webhooks.flush();
    return (await contacts.imports.get(id)).data;
  };
  const known = (email: string) => sandbox.audience.contacts.find(email);
  return { sandbox, resend, order, finish, known };
}

test("Imports a file in its own time: names, properties, segments, topics, and what each row became", async () => {
  const { sandbox, resend, order, known } = await start({ import_ms: 10_000 });
  await using _ = sandbox;
  const { id: segment } = sandbox.audience.addSegment("Readers");
  const { id: topic } = sandbox.audience.addTopic({ name: "Weekly", defaultSubscription: "opt_out" });
  const csv =
    '\uFEFFMail,First,Left,Plan,Age\nana@readers.dev,"Ana, A.",no,pro,7\nben@readers.dev,,YES,,\nnobody,,,,\n\ncem@readers.dev,,,,old\ndan@readers.dev,,maybe,,\n';
  const id = await order(csv, {
    columnMap: {
      email: "Mail",
      firstName: "First",
      unsubscribed: "Left",
      properties: { plan: { column: "Plan", type: "string" }, age: { column: "Age", type: "number" } },
    },
    segments: [{ id: segment }],
    topics: [{ id: topic, subscription: "opt_in" }],
    onConflict: "skip",
  });
  const state = async () => (await resend.contacts.imports.get(id)).data;
  expect(await state()).toMatchObject({ object: "contact_import", status: "queued", completed_at: null });
  await sandbox.advance(5_000);
  expect(await state()).toMatchObject({ status: "in_progress", counts: { total: 3, created: 2, failed: 1 } });
  await sandbox.advance(5_000);
  expect(await state()).toMatchObject({
    status: "completed",
    completed_at: "2026-12-01 09:30:10.000000+00",
    counts: { total: 5, created: 2, updated: 0, skipped: 0, failed: 3 },
  });
  expect(known("ana@readers.dev")).toMatchObject({
    firstName: "Ana, A.",
    unsubscribed: false,
    properties: { plan: "pro", age: 7 },
  });
  expect(known("ben@readers.dev")?.unsubscribed).toBe(true);
  expect([...(known("ana@readers.dev")?.segments.keys() ?? [])]).toEqual([segment]);
  expect(known("ana@readers.dev")?.topics.get(topic)).toBe("opt_in");
  expect((await resend.contactProperties.list()).data?.data.map(({ key }) => key)).toEqual(["age", "plan"]);
  expect((await resend.contacts.imports.list({ status: "completed" })).data?.data).toHaveLength(1);
  expect((await resend.contacts.imports.list({ status: "failed" })).data?.data).toEqual([]);
});

test("A known contact is skipped or set: what was not said about leaving subscribes again", async () => {
  const { sandbox, finish, known } = await start();
  await using _ = sandbox;
  const ana = sandbox.audience.addContact({ email: "ana@readers.dev", firstName: "Ana", unsubscribed: true });
  const { id: segment } = sandbox.audience.addSegment("Readers");
  const csv = "email,first_name\nAna@readers.dev,Anna\n";
  const options = { segments: [{ id: segment }] };
  const left = () => {
    const contact = known("ana@readers.dev");
    return [contact?.firstName, contact?.unsubscribed, contact?.segments.size];
  };
  expect((await finish(csv, { ...options, onConflict: "skip" }))?.counts.skipped).toBe(1);
  expect(left()).toEqual(["Ana", true, 0]);
  sandbox.switches.import_skip_adds_segments = true;
  await finish(csv, { ...options, onConflict: "skip" });
  expect(left()).toEqual(["Ana", true, 1]);
  sandbox.switches.contact_upsert = "keeps";
  await finish(csv, { onConflict: "upsert" });
  expect(left()).toEqual(["Anna", true, 1]);
  sandbox.switches.contact_upsert = "resets";
  sandbox.switches.import_default = "skip";
  await finish(csv);
  expect(left()).toEqual(["Anna", true, 1]);
  sandbox.switches.import_default = "upsert";
  expect((await finish(csv))?.counts.updated).toBe(1);
  expect([left(), known("ana@readers.dev")?.id]).toEqual([["Anna", false, 1], ana.id]);
});

test("An import fails in the middle by switch, and where the file has no addresses; a wrong form is refused", async () => {
  const { sandbox, finish } = await start({ import_outcome: "failed" });
  await using _ = sandbox;
  const csv = "email\na@readers.dev\nb@readers.dev\nc@readers.dev\nd@readers.dev\n";
  expect(await finish(csv)).toMatchObject({ status: "failed", counts: { total: 2, created: 2 } });
  sandbox.switches.import_outcome = "completed";
  for (const wrong of ["mail\na@readers.dev\n", 'email\n"a@readers.dev\n', "email,x\na@readers.dev,1,2\n"]) {
    expect(await finish(wrong)).toMatchObject({ status: "failed", counts: { total: 0 } });
  }
  await expect(finish(csv, { segments: [{ id: "none" }] })).rejects.toThrow("Audience not found");
  await expect(finish(csv, { onConflict: "merge" as "skip" })).rejects.toThrow("on_conflict");
  const json = await callApi(sandbox, "POST /contacts/imports", { body: { file: csv } });
  expect(json.status).toBe(422);
  const empty = new FormData();
  empty.set("column_map", "{");
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, "user-agent": "test/1" };
  const missing = await fetch(`${sandbox.url}/contacts/imports`, { method: "POST", body: empty, headers });
  expect(await missing.json()).toMatchObject({ name: "missing_required_field" });
});

test("Fifty thousand rows are one import", async () => {
  const { sandbox, finish } = await start();
  await using _ = sandbox;
  const rows = Array.from({ length: 50_000 }, (_row, at) => `r${at}@readers.dev,R${at}`);
  const done = await finish(`email,first_name\n${rows.join("\n")}\n`);
  expect(done).toMatchObject({ status: "completed", counts: { total: 50_000, created: 50_000 } });
  expect(sandbox.audience.contacts.size).toBe(50_000);
});
