import { Resend } from "resend";
import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi } from "./call-api.ts";

const now = Date.UTC(2026, 11, 1, 9, 30);

async function start(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox({
    clock: { now: () => now },
    ...options,
    switches: { rate_limit: 10_000, ...options.switches },
  });
  return { sandbox, resend: new Resend(sandbox.apiKey, { baseUrl: sandbox.url }) };
}

test("Keeps a contact: made, read, changed and deleted, by id and by address", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const { data } = await resend.contacts.create({ email: "Ana@readers.dev", firstName: "Ana" });
  const id = data?.id ?? "";
  expect((await resend.contacts.get("ana@readers.dev")).data).toEqual({
    object: "contact",
    id,
    email: "Ana@readers.dev",
    first_name: "Ana",
    last_name: null,
    created_at: "2026-12-01 09:30:00.000000+00",
    unsubscribed: false,
    properties: {},
  });
  await resend.contacts.update({ email: "ana@readers.dev", lastName: "Lima", firstName: null });
  expect((await resend.contacts.get(id)).data).toMatchObject({ first_name: null, last_name: "Lima" });
  expect((await resend.contacts.remove({ email: "ana@readers.dev" })).data).toEqual({
    object: "contact",
    contact: id,
    deleted: true,
  });
  expect((await resend.contacts.get(id)).error).toMatchObject({ statusCode: 404, name: "not_found" });
  expect((await resend.contacts.update({ id, unsubscribed: true })).error?.statusCode).toBe(404);
  for (const [body, name] of [
    [{}, "missing_required_field"],
    [{ email: "ana" }, "validation_error"],
    [{ email: "a@b.dev", unsubscribed: "yes" }, "validation_error"],
    [{ email: "a@b.dev", segments: [{ id: "none" }] }, "not_found"],
    [{ email: "a@b.dev", topics: [{ id: "none", subscription: "opt_in" }] }, "not_found"],
  ] as const) {
    expect((await callApi(sandbox, "POST /contacts", { body })).json).toMatchObject({ name });
  }
  expect(sandbox.audience.contacts.size).toBe(0);
});

test("Creating a contact that exists subscribes it again, or does nothing, by switch", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const ana = { email: "ana@readers.dev", firstName: "Ana", unsubscribed: true };
  const first = await resend.contacts.create(ana);
  sandbox.switches.contact_upsert = "keeps";
  await resend.contacts.create({ email: "ANA@readers.dev" });
  expect(sandbox.audience.contacts.find("ana@readers.dev")?.unsubscribed).toBe(true);
  sandbox.switches.contact_upsert = "resets";
  const again = await resend.contacts.create({ email: "ANA@readers.dev" });
  expect([again.error, again.data?.id]).toEqual([null, first.data?.id]);
  expect(sandbox.audience.contacts.find("ana@readers.dev")).toMatchObject({
    firstName: null,
    unsubscribed: false,
  });
});

test("A contact comes into a segment and out of it, and nothing else about it changes", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const { data: readers } = await resend.segments.create({ name: "Readers" });
  const segmentId = readers?.id ?? "";
  const email = "ana@readers.dev";
  expect((await resend.contacts.segments.add({ email, segmentId })).error?.message).toBe("Contact not found");
  await resend.contacts.create({ email, unsubscribed: true });
  expect((await resend.contacts.segments.add({ email, segmentId: "none" })).error?.message).toBe(
    "Audience not found",
  );
  expect((await resend.contacts.segments.add({ email, segmentId })).data).toEqual({ id: segmentId });
  expect((await resend.contacts.get(email)).data?.unsubscribed).toBe(true);
  expect((await resend.contacts.segments.list({ email })).data?.data).toEqual([
    { id: segmentId, name: "Readers", created_at: "2026-12-01 09:30:00.000000+00" },
  ]);
  const members = async () =>
    (await resend.contacts.list({ segmentId })).data?.data.map((contact) => contact.email);
  expect(await members()).toEqual([email]);
  await resend.contacts.segments.remove({ email, segmentId });
  expect(await members()).toEqual([]);

  await resend.segments.update(segmentId, { name: "Everybody" });
  expect((await resend.segments.get(segmentId)).data?.name).toBe("Everybody");
  // As at Resend, deleting a segment twice is no error.
  await resend.segments.remove(segmentId);
  expect((await resend.segments.remove(segmentId)).data?.deleted).toBe(true);
  expect((await resend.segments.get(segmentId)).error?.statusCode).toBe(404);
});

test("Topics have a default, and each contact its own choice", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const { data: topic } = await resend.topics.create({ name: "Weekly", defaultSubscription: "opt_in" });
  const id = topic?.id ?? "";
  await resend.contacts.create({ email: "ana@readers.dev" });
  const choice = async () =>
    (await resend.contacts.topics.list({ email: "ana@readers.dev" })).data?.data[0]?.subscription;
  expect(await choice()).toBe("opt_in");
  const optOut = [{ id, subscription: "opt_out" as const }];
  await resend.contacts.topics.update({ email: "ana@readers.dev", topics: optOut });
  expect(await choice()).toBe("opt_out");
  // The OpenAPI file wants the choices in an object.
  const topics = [{ id, subscription: "opt_in" }];
  await callApi(sandbox, "PATCH /contacts/ana@readers.dev/topics", { body: { topics } });
  for (const [form, refused] of [
    ["array", { topics }],
    ["object", topics],
  ] as const) {
    sandbox.switches.contact_topics_body = form;
    const answer = await callApi(sandbox, "PATCH /contacts/ana@readers.dev/topics", { body: refused });
    expect(answer.status).toBe(422);
  }
  sandbox.switches.contact_topics_body = "any";
  expect(await choice()).toBe("opt_in");

  await resend.topics.update({ id, description: "Each Tuesday" });
  expect((await resend.topics.list()).data?.data).toMatchObject([
    { name: "Weekly", description: "Each Tuesday", default_subscription: "opt_in", visibility: "private" },
  ]);
  await resend.topics.remove(id);
  expect((await resend.topics.get(id)).error?.statusCode).toBe(404);
});

test("A contact has only properties that the team has, of their type", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const refused = await resend.contacts.create({ email: "ana@readers.dev", properties: { plan: "pro" } });
  expect(refused.error?.message).toContain("plan");
  const { data } = await resend.contactProperties.create({
    key: "plan",
    type: "string",
    fallbackValue: "free",
  });
  const id = data?.id ?? "";
  await resend.contacts.create({ email: "ana@readers.dev", properties: { plan: "pro" } });
  expect((await resend.contacts.get("ana@readers.dev")).data?.properties).toEqual({ plan: "pro" });
  sandbox.switches.contact_properties = "typed";
  expect((await resend.contacts.get("ana@readers.dev")).data?.properties).toEqual({
    plan: { type: "string", value: "pro" },
  });
  const wrong = await resend.contacts.update({ email: "ana@readers.dev", properties: { plan: 7 } });
  expect(wrong.error?.statusCode).toBe(422);
  expect((await resend.contactProperties.update({ id, fallbackValue: 7 })).error?.statusCode).toBe(422);
  await resend.contactProperties.update({ id, fallbackValue: "basic" });
  expect((await resend.contactProperties.list()).data?.data).toMatchObject([
    { key: "plan", fallbackValue: "basic" },
  ]);
  expect((await resend.contactProperties.create({ key: "plan", type: "number" })).error?.statusCode).toBe(
    422,
  );
  await resend.contactProperties.remove(id);
  expect((await resend.contactProperties.get(id)).error?.statusCode).toBe(404);
});

test("Fifty thousand contacts are read page by page, each once", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const { id: segmentId } = sandbox.audience.addSegment("Readers");
  for (let at = 0; at < 50_000; at++) {
    sandbox.audience.addContact({
      email: `r${at}@readers.dev`,
      segments: new Map(at % 10 === 0 ? [[segmentId, now]] : []),
    });
  }
  const seen = new Set<string>();
  for (let after: string | undefined, more = true; more;) {
    const { data } = await resend.contacts.list({ segmentId, limit: 100, ...(after && { after }) });
    for (const { email } of data?.data ?? []) seen.add(email);
    after = data?.data.at(-1)?.id;
    more = data?.has_more === true;
  }
  expect(seen.size).toBe(5000);
  const { data: all } = await resend.contacts.list();
  expect(all?.data.length).toBe(50_000);
});

test("What is gone or late in a list is a switch: a cursor whose row was deleted, and a write of a moment ago", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  for (const name of ["a", "b", "c", "d"]) await resend.contacts.create({ email: `${name}@readers.dev` });
  const page = async (after: string) => {
    const { data, error } = await resend.contacts.list({ limit: 2, after });
    return error?.statusCode ?? data?.data.map(({ email }) => email[0]).join("");
  };
  const gone = sandbox.audience.contacts.find("c@readers.dev")?.id ?? "";
  expect(await page(gone)).toBe("ba");
  await resend.contacts.remove(gone);
  expect(await page(gone)).toBe("");
  sandbox.switches.deleted_cursor = "from_start";
  expect(await page(gone)).toBe("db");
  sandbox.switches.deleted_cursor = "refuse";
  expect(await page(gone)).toBe(422);

  const listed = async () => (await resend.contacts.list()).data?.data.map(({ email }) => email[0]).join("");
  sandbox.switches.list_lag_ms = 20_000;
  await resend.contacts.create({ email: "e@readers.dev" });
  await resend.contacts.remove({ email: "a@readers.dev" });
  await resend.contacts.update({ email: "b@readers.dev", unsubscribed: true });
  await resend.contacts.update({ email: "b@readers.dev", firstName: "Ben" });
  const shown = async () => (await resend.contacts.list()).data?.data.find(({ email }) => email[0] === "b");
  expect([await listed(), (await shown())?.unsubscribed]).toEqual(["dba", false]);
  // Asked for by its id everything is there, and gone, at once.
  expect((await resend.contacts.get("e@readers.dev")).error).toBeNull();
  expect((await resend.contacts.get("a@readers.dev")).error?.statusCode).toBe(404);
  await sandbox.advance(20_001);
  expect([await listed(), (await shown())?.unsubscribed]).toEqual(["edb", true]);
});

test("A sending key may not read contacts, and page 2 of a list can fail or be empty", async () => {
  const { sandbox, resend } = await start();
  await using _ = sandbox;
  const sending = new Resend(sandbox.sendingKey, { baseUrl: sandbox.url });
  expect((await sending.contacts.list()).error).toMatchObject({
    statusCode: 401,
    name: "restricted_api_key",
  });
  for (const name of ["a", "b", "c"]) await resend.contacts.create({ email: `${name}@readers.dev` });
  const first = await resend.contacts.list({ limit: 1 });
  const after = first.data?.data[0]?.id ?? "";
  sandbox.switches.faults = [{ kind: "error", on: "GET /contacts?*after=*", times: 1 }];
  expect((await resend.contacts.list({ limit: 1 })).error).toBeNull();
  expect((await resend.contacts.list({ limit: 1, after })).error?.statusCode).toBe(500);
  sandbox.switches.faults = [{ kind: "empty_list", on: "GET /contacts*", times: 1 }];
  expect((await resend.contacts.list({ limit: 1, after })).data).toMatchObject({ data: [], has_more: false });
  expect((await resend.contacts.list({ limit: 1, after })).data?.data).toHaveLength(1);

  // The answer is lost, the contact is there.
  sandbox.switches.faults = [{ kind: "reset", on: "POST /contacts", when: "after", times: 1 }];
  const accepted: (readonly string[])[] = [];
  using _accepted = sandbox.on("accepted", ({ ids }) => void accepted.push(ids));
  expect((await resend.contacts.create({ email: "d@readers.dev" })).error?.statusCode).toBeNull();
  expect(accepted).toEqual([[sandbox.audience.contacts.find("d@readers.dev")?.id]]);
});
