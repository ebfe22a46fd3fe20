import { expect, test } from "vitest";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { callApi, email } from "./call-api.ts";

test("Keeps what was accepted, with bodies, headers and tags as they came", async () => {
  await using sandbox = await startSandbox();
  const html = `<p>¡Buenos días, Ana! 🌄</p>`;
  await callApi(sandbox, "POST /emails/batch", {
    body: [
      email({
        html,
        text: "Buenos días",
        headers: { "List-Id": "<a>" },
        tags: [{ name: "lp_send", value: "s1" }],
      }),
      email({ to: "ben@readers.dev", html: "<p>Tom &amp; Ann</p><p>two</p>" }),
      email({ to: "cem@readers.dev", text: "" }),
    ],
  });
  const [ana] = sandbox.inbox.byAddress("ANA@readers.dev");
  expect(sandbox.inbox.get(ana?.id ?? "")).toMatchObject({
    html,
    text: "Buenos días",
    headers: { "List-Id": "<a>" },
    tags: { lp_send: "s1" },
    subject: "Tuesday",
  });
  // Resend derives a text where none is given; an empty one says that none is wanted.
  const [ben] = sandbox.inbox.byAddress("ben@readers.dev");
  const [cem] = sandbox.inbox.byAddress("cem@readers.dev");
  expect(sandbox.inbox.get(ben?.id ?? "")?.text).toBe("Tom & Ann\ntwo");
  expect(sandbox.inbox.get(cem?.id ?? "")?.text).toBeNull();
  expect(sandbox.inbox.byTag("lp_send", "s1")).toHaveLength(1);
});

test("Pages newest first, in both directions, without a gap or a repeat", async () => {
  await using sandbox = await startSandbox({ switches: { rate_limit: 1000 } });
  for (let at = 0; at < 7; at++)
    await callApi(sandbox, "POST /emails", { body: email({ subject: `no ${at}` }) });
  const subjects = (page: { data: readonly { subject: string }[] }) =>
    page.data.map(({ subject }) => subject);
  const first = sandbox.inbox.list({ limit: 3 });
  expect(subjects(first)).toEqual(["no 6", "no 5", "no 4"]);
  expect(first.hasMore).toBe(true);
  const second = sandbox.inbox.list({ limit: 3, after: first.data[2]?.id ?? "" });
  expect(subjects(second)).toEqual(["no 3", "no 2", "no 1"]);
  const last = sandbox.inbox.list({ limit: 3, after: second.data[2]?.id ?? "" });
  expect([subjects(last), last.hasMore]).toEqual([["no 0"], false]);
  expect(subjects(sandbox.inbox.list({ limit: 2, before: second.data[2]?.id ?? "" }))).toEqual([
    "no 3",
    "no 2",
  ]);

  const api = await callApi(sandbox, `GET /emails?limit=3&after=${first.data[2]?.id}`);
  expect(api.json).toMatchObject({ object: "list", has_more: true, data: [{ subject: "no 3" }, {}, {}] });
});

test("Counts copies exactly although bodies and messages are dropped", async () => {
  await using sandbox = await startSandbox({
    inboxBytes: 2000,
    inboxMessages: 30,
    switches: { rate_limit: 1000 },
  });
  for (let round = 0; round < 10; round++) {
    const body = Array.from({ length: 20 }, (_, at) =>
      email({
        to: `r${at}@readers.dev`,
        html: `<p>${round} ${Math.sin(round)}</p>`,
        tags: [{ name: "lp_send", value: round < 9 ? "a" : "b" }],
      }),
    );
    await callApi(sandbox, "POST /emails/batch", { body });
  }
  expect(sandbox.inbox).toMatchObject({ count: 200, recipients: 200, kept: 30 });
  expect(sandbox.inbox.bytes).toBeLessThanOrEqual(2000);
  const counts = sandbox.inbox.countsByAddress({ tags: { lp_send: "a" } });
  expect(counts.size).toBe(20);
  expect(new Set(counts.values())).toEqual(new Set([9]));
  expect(sandbox.inbox.countsByAddress({ subject: "Tuesday" }).get("r3@readers.dev")).toBe(10);
  expect(sandbox.inbox.countsByAddress({ subject: "Wednesday" }).size).toBe(0);
  expect(() => sandbox.inbox.countsByAddress({ tags: { other: "a" } })).toThrow(
    expect.objectContaining({ code: "usage/invalid" }),
  );

  await using small = await startSandbox({ inboxBytes: 10 });
  await callApi(small, "POST /emails", { body: email() });
  const [message] = small.inbox.byAddress("ana@readers.dev");
  expect(small.inbox.get(message?.id ?? "")).toMatchObject({ dropped: true, html: null, subject: "Tuesday" });
});

test("Counts every address of To, Cc and Bcc", async () => {
  await using sandbox = await startSandbox();
  await callApi(sandbox, "POST /emails", {
    body: email({
      to: ["Ana <Ana@Readers.dev>", "ben@readers.dev"],
      cc: "ana@readers.dev",
      bcc: ["x@y.dev"],
    }),
  });
  expect(Object.fromEntries(sandbox.inbox.countsByAddress())).toEqual({
    "ana@readers.dev": 2,
    "ben@readers.dev": 1,
    "x@y.dev": 1,
  });
});

test("Shows the inbox as pages without a script, and emails in a closed frame", async () => {
  await using sandbox = await startSandbox();
  await callApi(sandbox, "POST /emails", {
    body: email({
      subject: `<b>"Tuesday"`,
      html: "<script>alert(1)</script><p>Hi</p>",
      text: "plain & simple",
    }),
  });
  const [message] = sandbox.inbox.list().data;
  const list = await callApi(sandbox, "GET /?address=ana");
  expect(list.status).toBe(200);
  expect(list.text).toContain(`/inbox/${message?.id}`);
  expect(list.text).toContain("&lt;b&gt;");
  expect(list.text).not.toContain("<b>");
  const view = await callApi(sandbox, `GET /inbox/${message?.id}`);
  expect(view.text).toContain('sandbox=""');
  expect(view.text).toContain("plain &amp; simple");
  expect(view.text).not.toContain("alert(1)");
  expect(view.headers["content-security-policy"]).toContain("default-src 'none'");
  const frame = await callApi(sandbox, `GET /inbox/${message?.id}/html`);
  expect(frame.text).toContain("<p>Hi</p>");
  expect(frame.headers["content-security-policy"]).toMatch(/^sandbox;/);
  expect((await callApi(sandbox, "GET /?address=nobody")).text).toContain("No message to an address");
  expect((await callApi(sandbox, "GET /inbox/unknown")).status).toBe(404);
});

test("Answers only to this machine's names, so that no page elsewhere can read the inbox", async () => {
  await using sandbox = await startSandbox({ hosts: ["resend.internal"] });
  const { port } = new URL(sandbox.url);
  for (const [host, status] of [
    [`localhost:${port}`, 200],
    [`127.0.0.1:${port}`, 200],
    [`resend.internal:${port}`, 200],
    [`evil.example:${port}`, 403],
  ] as const) {
    const answer = await callApi(sandbox, "GET /", { headers: { host } });
    expect([host, answer.status]).toEqual([host, status]);
  }
});
