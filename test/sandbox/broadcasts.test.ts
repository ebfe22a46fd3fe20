import { Resend } from "resend";
import { expect, test } from "vitest";
import type { SandboxOptions } from "#src/sandbox/sandbox-options.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi } from "./call-api.ts";
import { receiveWebhooks } from "./receive-webhooks.ts";

const now = Date.UTC(2026, 11, 1, 9, 30);
const HOUR = 3_600_000;

/** A team with one segment, "Readers", of some contacts. */
async function start(names: readonly string[], options: SandboxOptions = {}) {
  const sandbox = await startSandbox({
    clock: { now: () => now },
    ...options,
    switches: { rate_limit: 10_000, ...options.switches },
  });
  const resend = new Resend(sandbox.apiKey, { baseUrl: sandbox.url });
  const { id: segmentId } = sandbox.audience.addSegment("Readers");
  const add = (name: string) =>
    sandbox.audience.addContact({
      email: `${name}@readers.dev`,
      firstName: name === "ben" ? null : name,
      segments: new Map([[segmentId, now]]),
    });
  for (const name of names) add(name);
  const draft = async (more: object = {}) => {
    const { data, error } = await resend.broadcasts.create({
      name: "lp/hello",
      segmentId,
      from: "Stone <news@stone.dev>",
      subject: "Tuesday",
      html: '<p>Hi {{{contact.first_name|there}}}</p><p><a href="{{{RESEND_UNSUBSCRIBE_URL}}}">Leave</a></p>',
      ...more,
    });
    if (error !== null) throw new Error(error.message);
    return data.id;
  };
  const status = async (id: string) => (await resend.broadcasts.get(id)).data?.status as string | undefined;
  const mailed = (id: string) =>
    [...sandbox.inbox.countsByAddress({ tags: { broadcast_id: id } })].map(([address, copies]) => [
      address.split("@")[0],
      copies,
    ]);
  return { sandbox, resend, segmentId, add, draft, status, mailed };
}

test("Mails each contact of the segment once, with its merge tags filled", async () => {
  const { sandbox, resend, draft, status, mailed } = await start(["ana", "ben"]);
  await using _ = sandbox;
  const id = await draft({ replyTo: "desk@stone.dev", previewText: "A & B" });
  expect((await resend.broadcasts.get(id)).data).toMatchObject({
    object: "broadcast",
    name: "lp/hello",
    status: "draft",
    reply_to: ["desk@stone.dev"],
    text: "Hi {{{contact.first_name|there}}}\nLeave",
    created_at: "2026-12-01 09:30:00.000000+00",
    scheduled_at: null,
    sent_at: null,
    topic_id: null,
  });
  expect((await resend.broadcasts.send(id)).data).toEqual({ id });
  expect(await status(id)).toBe("queued");
  await sandbox.webhooks.flush();
  expect(await status(id)).toBe("sent");
  expect(mailed(id)).toEqual([
    ["ana", 1],
    ["ben", 1],
  ]);
  const [ben] = sandbox.inbox.byAddress("ben@readers.dev");
  const mail = sandbox.inbox.get(ben?.id ?? "");
  expect(mail?.html).toContain("<p>Hi there</p>");
  expect(mail?.html).toContain("A &amp; B</div>");
  expect(mail?.html).toContain(`<a href="${sandbox.url}/unsubscribe/`);
  expect(mail?.text).toBe("Hi there\nLeave");
  expect(mail).toMatchObject({ subject: "Tuesday", replyTo: ["desk@stone.dev"], lastEvent: "delivered" });
});

test("Fills properties with their own fallback, older names, and nothing in other braces", async () => {
  const { sandbox, resend, draft } = await start(["ana"]);
  await using _ = sandbox;
  await resend.contactProperties.create({ key: "plan", type: "string", fallbackValue: "free" });
  const text =
    "{{{ FIRST_NAME | x }}} {{{EMAIL}}} {{{contact.plan}}} {{{contact.plan|none}}} {{{nothing}}}{{ both }} {{{LAST_NAME|–}}}";
  const id = await draft({ html: undefined, text, subject: "For {{{contact.first_name}}}" });
  await resend.broadcasts.send(id);
  await sandbox.webhooks.flush();
  const [mail] = sandbox.inbox.byAddress("ana@readers.dev");
  expect(sandbox.inbox.get(mail?.id ?? "")?.text).toBe("ana ana@readers.dev free none {{ both }} –");
  expect(mail?.subject).toBe("For {{{contact.first_name}}}");

  sandbox.switches.broadcast_subject_tags = "filled";
  sandbox.switches.broadcast_list_unsubscribe = true;
  await resend.broadcasts.send(await draft({ subject: "For {{{contact.first_name}}}" }));
  await sandbox.webhooks.flush();
  expect(sandbox.inbox.byAddress("ana@readers.dev")[0]).toMatchObject({
    subject: "For ana",
    headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  });
});

test("A scheduled broadcast waits for its time, and can be canceled, sent again and deleted until then", async () => {
  const { sandbox, resend, add, draft, status, mailed } = await start(["ana"]);
  await using _ = sandbox;
  const [kept, canceled, deleted] = [await draft(), await draft(), await draft()];
  for (const id of [kept, canceled, deleted]) {
    await resend.broadcasts.send(id, { scheduledAt: "in 1 hour" });
    expect(await status(id)).toBe("scheduled");
  }
  expect((await resend.broadcasts.cancel(canceled)).data).toEqual({ object: "broadcast", id: canceled });
  expect((await resend.broadcasts.get(canceled)).data).toMatchObject({ status: "draft", scheduled_at: null });
  expect((await resend.broadcasts.remove(deleted)).data?.deleted).toBe(true);
  expect((await resend.broadcasts.get(deleted)).error?.statusCode).toBe(404);
  await resend.broadcasts.send(canceled, { scheduledAt: new Date(now + 2 * HOUR).toISOString() });
  add("cem");
  await sandbox.advance(HOUR + 60_000);
  expect([await status(kept), await status(canceled)]).toEqual(["sent", "scheduled"]);
  await sandbox.advance(HOUR);
  expect(await status(canceled)).toBe("sent");
  // The segment is read when its mails leave.
  const everybody = [
    ["ana", 1],
    ["cem", 1],
  ];
  expect([mailed(kept), mailed(canceled), mailed(deleted)]).toEqual([everybody, everybody, []]);
  for (const refused of [await resend.broadcasts.cancel(kept), await resend.broadcasts.remove(kept)]) {
    expect(refused.error).toMatchObject({ statusCode: 403, name: "validation_error" });
  }
});

test("Reads the segment when it is scheduled, by switch; who left since then gets nothing either way", async () => {
  const { sandbox, resend, add, draft, mailed } = await start(["ana", "ben"], {
    switches: { broadcast_segment_resolved: "at_schedule" },
  });
  await using _ = sandbox;
  const id = await draft();
  await resend.broadcasts.send(id, { scheduledAt: "in 1 hour" });
  add("cem");
  await resend.contacts.update({ email: "ben@readers.dev", unsubscribed: true });
  await sandbox.advance(2 * HOUR);
  expect(mailed(id)).toEqual([["ana", 1]]);
});

test("Leaves out who unsubscribed, who left the topic and who is suppressed; without a topic choices do not count", async () => {
  const { sandbox, resend, draft, mailed } = await start(["ana", "ben", "cem", "dan"]);
  await using _ = sandbox;
  const { id: topicId } = sandbox.audience.addTopic({ name: "Weekly" });
  const { id: other } = sandbox.audience.addTopic({ name: "Rare", defaultSubscription: "opt_out" });
  await resend.contacts.update({ email: "ben@readers.dev", unsubscribed: true });
  const optOut = [{ id: topicId, subscription: "opt_out" as const }];
  await resend.contacts.topics.update({ email: "cem@readers.dev", topics: optOut });
  await callApi(sandbox, "POST /suppressions", { body: { email: "dan@readers.dev" } });
  const ids = [await draft({ topicId }), await draft({ topicId: other }), await draft()];
  for (const id of ids) await resend.broadcasts.send(id);
  await sandbox.webhooks.flush();
  expect(ids.map((id) => mailed(id).map(([name]) => name))).toEqual([
    ["ana", "dan"],
    [],
    ["ana", "cem", "dan"],
  ]);
  // The mail to a suppressed address is made, and goes nowhere.
  expect(sandbox.inbox.byAddress("dan@readers.dev").map(({ lastEvent }) => lastEvent)).toEqual([
    "suppressed",
    "suppressed",
  ]);
});

test("A canceled broadcast stops in the middle, for ever", async () => {
  const { sandbox, resend, draft, status, mailed } = await start(["ana", "ben", "cem", "dan"], {
    switches: { broadcast_rate: 1, broadcast_starts_ms: 1000, broadcast_status_while_sending: "sending" },
  });
  await using _ = sandbox;
  const id = await draft();
  await resend.broadcasts.send(id);
  expect(await status(id)).toBe("queued");
  await sandbox.advance(1500);
  expect(await status(id)).toBe("sending");
  expect((await resend.broadcasts.remove(id)).error?.statusCode).toBe(403);
  sandbox.switches.broadcast_cancel_queued = "refuse";
  expect((await resend.broadcasts.cancel(id)).error?.statusCode).toBe(403);
  sandbox.switches.broadcast_cancel_queued = "stops";
  await resend.broadcasts.cancel(id);
  await sandbox.advance(HOUR);
  expect([await status(id), mailed(id).length]).toEqual(["canceled", 2]);
  expect((await resend.broadcasts.send(id)).error?.statusCode).toBe(422);
});

test("A second send of one broadcast is refused, or ignored, by switch: nobody is mailed twice", async () => {
  for (const answer of ["refuse", "ignore"] as const) {
    const { sandbox, resend, draft, mailed } = await start(["ana"], {
      switches: { broadcast_send_again: answer },
    });
    await using _ = sandbox;
    const id = await draft({ send: true });
    expect((await resend.broadcasts.send(id)).error?.statusCode ?? 200).toBe(answer === "refuse" ? 422 : 200);
    await sandbox.webhooks.flush();
    expect((await resend.broadcasts.send(id)).error?.statusCode ?? 200).toBe(answer === "refuse" ? 422 : 200);
    await sandbox.webhooks.flush();
    expect(mailed(id)).toEqual([["ana", 1]]);
  }
});

test("Changes a draft, by switch a scheduled broadcast, and later only the name", async () => {
  const { sandbox, resend, draft, status } = await start(["ana"]);
  await using _ = sandbox;
  const id = await draft();
  const change = async (more: object) => (await resend.broadcasts.update(id, more)).error?.statusCode ?? 200;
  expect(await change({ subject: "Wednesday", html: "<p>Other</p>" })).toBe(200);
  expect((await resend.broadcasts.get(id)).data).toMatchObject({ subject: "Wednesday", text: "Other" });
  await resend.broadcasts.send(id, { scheduledAt: "in 1 hour" });
  expect(await change({ subject: "Thursday" })).toBe(200);
  sandbox.switches.broadcast_patch_scheduled = "refuse";
  expect(await change({ subject: "Friday" })).toBe(422);
  expect(await change({ segmentId: "none" })).toBe(404);
  await sandbox.advance(2 * HOUR);
  expect([await status(id), await change({ subject: "Sunday" }), await change({ name: "Done" })]).toEqual([
    "sent",
    422,
    200,
  ]);
  expect((await resend.broadcasts.list()).data?.data).toMatchObject([{ name: "Done", status: "sent" }]);
  const { data: copy } = await resend.broadcasts.duplicate(id);
  expect((await resend.broadcasts.get(copy?.id ?? "")).data).toMatchObject({
    name: "Done (copy)",
    subject: "Thursday",
    status: "draft",
  });
});

test("Refuses what is missing, wrong, too early, too late or beyond the plan, and then nothing is made", async () => {
  const { sandbox, resend, segmentId, draft } = await start(["ana", "ben"], { domains: ["stone.dev"] });
  await using _ = sandbox;
  const good = { segment_id: segmentId, from: "news@stone.dev", subject: "Hi", html: "<p>Hi</p>" };
  for (const [more, status, name] of [
    [{ from: undefined }, 422, "missing_required_field"],
    [{ segment_id: undefined }, 422, "missing_required_field"],
    [{ subject: undefined }, 422, "missing_required_field"],
    [{ segment_id: "none" }, 404, "not_found"],
    [{ topic_id: "none" }, 404, "not_found"],
    [{ html: undefined }, 422, "validation_error"],
    [{ from: "stone" }, 422, "validation_error"],
    [{ from: "news@other.dev" }, 403, "validation_error"],
    [{ scheduled_at: "in 1 hour" }, 422, "validation_error"],
    [{ send: true, scheduled_at: "soon" }, 422, "validation_error"],
    [{ send: true, scheduled_at: "2027-02-01T00:00:00Z" }, 422, "validation_error"],
  ] as const) {
    const { json } = await callApi(sandbox, "POST /broadcasts", { body: { ...good, ...more } });
    expect([more, json]).toMatchObject([more, { statusCode: status, name }]);
  }
  expect(sandbox.broadcasts.size).toBe(0);

  const id = await draft();
  sandbox.switches.contacts_quota = 1;
  expect((await resend.broadcasts.send(id)).error).toMatchObject({
    statusCode: 403,
    name: "validation_error",
  });
  sandbox.switches.contacts_quota = null;
  sandbox.switches.schedule_past = "refuse";
  const past = { scheduledAt: "2026-11-01T00:00:00Z" };
  expect((await resend.broadcasts.send(id, past)).error?.statusCode).toBe(422);
  sandbox.switches.schedule_past = "send_now";
  expect((await resend.broadcasts.send(id, past)).error).toBeNull();
  await sandbox.webhooks.flush();
  expect(sandbox.inbox.count).toBe(2);

  const { id: byHand } = sandbox.broadcasts.add({ segmentId, from: "news@stone.dev", subject: "By hand" });
  expect((await resend.broadcasts.send(byHand)).error?.statusCode).toBe(403);
});

test("Fails without a mail, or after half of them: by switch, and where key, domain or segment is lost", async () => {
  const { sandbox, resend, segmentId, draft, status, mailed } = await start(["ana", "ben", "cem", "dan"]);
  await using _ = sandbox;
  const outcomes: unknown[] = [];
  for (const outcome of ["failed", "failed_midway"] as const) {
    sandbox.switches.broadcast_outcome = outcome;
    const id = await draft({ send: true });
    await sandbox.webhooks.flush();
    outcomes.push([await status(id), mailed(id).length]);
  }
  sandbox.switches.broadcast_outcome = "sent";
  const id = await draft({ send: true, scheduledAt: "in 1 hour" });
  await resend.segments.remove(segmentId);
  await sandbox.advance(2 * HOUR);
  outcomes.push([await status(id), mailed(id).length]);
  const again = sandbox.audience.addSegment("Others");
  const later = { segmentId: again.id, send: true, scheduledAt: "in 1 hour" };
  const revoked = await draft(later);
  sandbox.setKeyState(sandbox.apiKey, "inactive");
  await sandbox.advance(2 * HOUR);
  sandbox.setKeyState(sandbox.apiKey, "active");
  const unverified = await draft(later);
  sandbox.switches.sending_domains = "verified";
  await sandbox.advance(2 * HOUR);
  expect([await status(revoked), await status(unverified)]).toEqual(["failed", "failed"]);
  expect(outcomes).toEqual([
    ["failed", 0],
    ["failed", 2],
    ["failed", 0],
  ]);
  // A state that nobody has documented.
  const known = sandbox.broadcasts.get(id);
  if (known !== undefined) sandbox.broadcasts.put({ ...known, status: "unknown" });
  expect(await status(id)).toBe("unknown");
});

test("The hosted page shows on GET, and a POST leaves one topic or everything", async () => {
  const { sandbox, resend, draft } = await start(["ana"]);
  await using _ = sandbox;
  const { id: topicId } = sandbox.audience.addTopic({ name: "Weekly" });
  sandbox.audience.addTopic({ name: "Secret", defaultSubscription: "opt_out" });
  const id = await draft({ topicId, send: true });
  await sandbox.webhooks.flush();
  const [mail] = sandbox.inbox.byAddress("ana@readers.dev");
  const link =
    /href="([^"]+unsubscribe[^"]+)"/.exec(sandbox.inbox.get(mail?.id ?? "")?.html ?? "")?.[1] ?? "";
  const ana = () => {
    const contact = sandbox.audience.contacts.find("ana@readers.dev");
    return [contact?.unsubscribed, contact?.topics.get(topicId)];
  };
  const shown = await (await fetch(link)).text();
  expect(shown).toContain("Unsubscribe from Weekly");
  expect(shown).not.toContain("Secret");
  expect(ana()).toEqual([false, undefined]);

  const post = (body: string) =>
    fetch(link, { method: "POST", body: new URLSearchParams(body) }).then((answer) => answer.text());
  await post("List-Unsubscribe=One-Click");
  expect(ana()).toEqual([false, "opt_out"]);
  const { data: left } = await resend.broadcasts.recipients(id, { type: "unsubscribed" });
  expect(left?.data.map(({ email }) => email)).toEqual(["ana@readers.dev"]);
  await resend.contacts.topics.update({
    email: "ana@readers.dev",
    topics: [{ id: topicId, subscription: "opt_in" }],
  });
  await post(`leave=${topicId}`);
  expect(ana()).toEqual([false, "opt_out"]);
  expect(await post("leave=all")).toContain("You are unsubscribed");
  expect(ana()).toEqual([true, "opt_out"]);

  await resend.contacts.update({ email: "ana@readers.dev", unsubscribed: false });
  sandbox.switches.one_click_leaves = "all";
  await post("List-Unsubscribe=One-Click");
  expect(ana()).toEqual([true, "opt_out"]);
  await resend.contacts.remove({ email: "ana@readers.dev" });
  expect((await fetch(link)).status).toBe(404);
  expect((await fetch(`${sandbox.url}/unsubscribe/x`, { method: "POST" })).status).toBe(404);
});

test("Tells who got it, opened it, clicked which link, bounced and complained", async () => {
  const { sandbox, resend, draft } = await start([], {
    domains: [{ name: "stone.dev", openTracking: true, clickTracking: true }],
  });
  await using _ = sandbox;
  const [segment] = sandbox.audience.segments.list();
  for (const name of ["delivered", "clicked", "opened", "bounced", "bounced_soft", "complained"]) {
    await resend.contacts.create({ email: `${name}@resend.dev`, segments: [{ id: segment?.id ?? "" }] });
  }
  sandbox.switches.opens = 1e-9;
  sandbox.switches.clicks = 1e-9;
  const html =
    '<a href="https://stone.dev/?a=1&amp;b=2">One</a><a href="{{{RESEND_UNSUBSCRIBE_URL}}}">No</a>';
  const id = await draft({ html, send: true });
  await sandbox.webhooks.flush();
  const who = async (type: "sent" | "delivered" | "opened" | "clicked" | "bounced" | "complained") =>
    (await resend.broadcasts.recipients(id, { type })).data?.data
      .map(({ email }) => email.split("@")[0])
      .toSorted();
  expect((await who("sent"))?.length).toBe(6);
  expect(await who("delivered")).toEqual(["clicked", "complained", "delivered", "opened"]);
  expect(await who("opened")).toEqual(["clicked", "opened"]);
  expect(await who("bounced")).toEqual(["bounced", "bounced_soft"]);
  expect(await who("complained")).toEqual(["complained"]);
  const clicked = await resend.broadcasts.recipients(id, { type: "clicked" });
  const url = "https://stone.dev/?a=1&b=2";
  expect(clicked.data?.data).toMatchObject([{ count: 1, clicked_links: [{ url, clicks: 1 }] }]);
  const links = (await resend.broadcasts.clickedLinks(id)).data?.data;
  expect(links).toMatchObject([{ url, clicks: 1, unique_clicks: 1 }]);
  const hard = await resend.broadcasts.recipients(id, { type: "bounced", bounceType: "permanent" });
  expect(hard.data?.data).toMatchObject([{ email: "bounced@resend.dev", bounce_type: "permanent" }]);
  const first = await resend.broadcasts.recipients(id, { type: "sent", limit: 4 });
  const rest = await resend.broadcasts.recipients(id, {
    type: "sent",
    limit: 4,
    after: first.data?.data.at(-1)?.id ?? "",
  });
  expect([first.data?.has_more, rest.data?.has_more, rest.data?.data.length]).toEqual([true, false, 2]);
  expect((await callApi(sandbox, `GET /broadcasts/${id}/recipients`)).status).toBe(422);

  const dimensions = ["broadcast" as const];
  const { data: numbers } = await resend.emails.metrics({ broadcastId: [id], dimensions });
  const counted = {
    sent: 6,
    delivered: 4,
    bounced: 2,
    bounced_permanent: 1,
    unique_clicked: 1,
    open_rate: 0.5,
  };
  expect(numbers?.totals).toMatchObject(counted);
  expect(numbers?.data).toMatchObject([{ broadcast_id: id, broadcast_name: "lp/hello", ...counted }]);
  // Without dates only the last six days count.
  await sandbox.advance(7 * 24 * HOUR);
  const later = await resend.emails.metrics({ broadcastId: [id], metrics: ["sent", "click_rate"] });
  expect(later.data?.totals).toEqual({ sent: 0, click_rate: 0 });
  const startDate = "2026-12-01";
  const since = await resend.emails.metrics({ startDate, metrics: ["sent"], granularity: "daily" });
  expect([since.data?.totals, since.data?.data]).toEqual([{ sent: 6 }, undefined]);
  expect((await resend.emails.metrics({ dimensions: ["period"] })).error?.statusCode).toBe(422);
});

test("Fifty thousand contacts get one mail each", async () => {
  const { sandbox, resend, add, draft, status } = await start([]);
  await using _ = sandbox;
  for (let at = 0; at < 50_000; at++) add(`r${at}`);
  const id = await draft({ send: true });
  await sandbox.webhooks.flush();
  expect(await status(id)).toBe("sent");
  const copies = sandbox.inbox.countsByAddress({ tags: { broadcast_id: id } });
  expect([copies.size, [...copies.values()].every((count) => count === 1)]).toEqual([50_000, true]);
  const { data } = await resend.broadcasts.recipients(id, { type: "delivered", limit: 100 });
  expect([data?.data.length, data?.has_more]).toEqual([100, true]);
});

test("Each contact has a page with its choices and its own inbox", async () => {
  const { sandbox, resend, draft } = await start(["ana", "ben"]);
  await using _ = sandbox;
  const { id: topicId } = sandbox.audience.addTopic({ name: "Weekly" });
  await resend.contacts.update({ email: "ben@readers.dev", unsubscribed: true, firstName: "<b>Ben</b>" });
  await draft({ topicId, send: true });
  await sandbox.webhooks.flush();
  const page = async (path: string) => (await callApi(sandbox, `GET ${path}`)).text;
  const list = await page("/people?address=READERS");
  expect(list).toContain("2 contacts");
  expect(list).toContain("&lt;b&gt;Ben&lt;/b&gt;");
  expect(await page("/people?address=nobody")).toContain("No contact has such an address.");
  const link = /href="(\/people\/[^"]+)">ana@/.exec(list)?.[1] ?? "";
  const ana = await page(link);
  for (const words of ["Readers", "Topic Weekly", "opt in", "Tuesday", "delivered"]) {
    expect(ana).toContain(words);
  }
  const ben = await page("/people/ben@readers.dev");
  expect(ben).toContain("unsubscribed from everything");
  expect(ben).toContain("Nothing has been sent to this contact.");
  expect((await callApi(sandbox, "GET /people/nobody")).status).toBe(404);
});

test("Reports to webhooks what happens to contacts, and to the mails of a broadcast with its id", async () => {
  const { sandbox, resend, segmentId, draft } = await start(["ana"]);
  await using _ = sandbox;
  await using receiver = await receiveWebhooks();
  sandbox.webhooks.add({ endpoint: receiver.url });
  const id = await draft({ send: true });
  const email = "ben@readers.dev";
  const { id: topicId } = sandbox.audience.addTopic({ name: "Weekly" });
  await resend.contacts.create({ email, segments: [{ id: segmentId }] });
  await resend.contacts.update({ email, unsubscribed: true });
  await resend.contacts.topics.update({ email, topics: [{ id: topicId, subscription: "opt_out" }] });
  await resend.contacts.remove({ email });
  await sandbox.webhooks.flush();
  const events = new Map(receiver.received.map(({ json }) => [json.type, json.data] as const));
  expect([...events.keys()].toSorted()).toEqual([
    "contact.created",
    "contact.deleted",
    "contact.topics.updated",
    "contact.updated",
    "email.delivered",
    "email.sent",
  ]);
  expect(events.get("email.delivered")).toMatchObject({ broadcast_id: id, to: ["ana@readers.dev"] });
  expect(events.get("contact.updated")).toMatchObject({
    email,
    segment_ids: [segmentId],
    unsubscribed: true,
  });
  expect(events.get("contact.topics.updated")).toEqual({
    email,
    topics: [{ id: topicId, subscription: "opt_out" }],
  });
});
