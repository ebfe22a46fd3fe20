import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import { RATE_TAG } from "#src/model/merge-tag.ts";
import { readRateToken, readToken } from "#src/model/token.ts";
import { BodyBuffers } from "#src/resend/body-buffers.ts";
import { submitBatch } from "#src/resend/submit-batch.ts";
import { composerOf } from "#src/send/compose-batch.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { KEYS, testEmail, testSettings } from "../helpers/temp-ledger.ts";

const SEND = { database: "db", list: "weekly", settings: testSettings(), test: false };
const BATCH = { id: 7, revision: 2 };

/** A reader whose first name is `name`. */
function reader(id: number, name: string | null) {
  return {
    id,
    address: `reader${id}@readers.example`,
    subscriber_public_id: `${id}`.padStart(22, "A"),
    slot_values: JSON.stringify({ first_name: name }),
  };
}

test("mail to a domain outside ASCII is addressed to its A-label", () => {
  const ana = { ...reader(1, "Ana"), address: "Ana.Q@münchen.example" };
  const { bytes } = composerOf(testEmail(), SEND, KEYS)(BATCH, [ana]).body(new BodyBuffers());
  expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject([{ to: "Ana.Q@xn--mnchen-3ya.example" }]);
});

/** An HTTP server that takes every batch; `bodies` are what it got. */
async function sink(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ data: (JSON.parse(body) as unknown[]).map((_, n) => ({ id: `id-${n}` })) }),
      );
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

const NAMES = [
  "Ana",
  'Quote " and \\ and </a><script>',
  "line\nend\r\ttab \u2028",
  "Ñandú 🦙 日本",
  "{{ x }}",
  "\u202Eright to left",
  "x".repeat(10_000),
  null,
];

test("the bytes it posts are the JSON that Resend's SDK would write of the same messages", async () => {
  const { url, bodies } = await sink();
  const client = new Resend("re_test", { baseUrl: url });
  const email = testEmail({
    replyTo: "editor@letters.example",
    subject: ["For ", { tag: 3, context: "header" }, ": “news”"],
  });
  const readers = NAMES.map((name, index) => reader(index + 1, name));
  const { body, count, key } = composerOf(email, SEND, KEYS)(BATCH, readers);
  expect(await submitBatch(client, { bytes: body(new BodyBuffers()).bytes, count }, { key })).toMatchObject({
    outcome: "accepted",
  });
  const ours = JSON.parse(bodies[0] ?? "") as { headers: Record<string, string>; to: string }[];

  const messages = readers.map((recipient, index) => {
    const header = ours[index]?.headers["List-Unsubscribe"] ?? "";
    const unsubscribe = header.slice(1, -1);
    const token = unsubscribe.split("/").at(-1) ?? "";
    expect(readToken("unsubscribe", token, KEYS)).toEqual({
      subscriber: recipient.subscriber_public_id,
      list: "weekly",
    });
    const subscriber = JSON.parse(recipient.slot_values) as { first_name: string | null };
    const urls = { unsubscribe, preferences: "", web: "" };
    const { subject, html, text } = personalise(email, { subscriber, urls });
    return {
      from: email.from,
      replyTo: "editor@letters.example",
      to: recipient.address,
      subject,
      html,
      text,
      headers: {
        "List-Id": "The Test <weekly.letters.example>",
        "List-Unsubscribe": `<${unsubscribe}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      tags: [
        { name: "lp_batch", value: "db_7_2" },
        { name: "lp_delivery", value: String(recipient.id) },
      ],
    };
  });
  await client.batch.send(messages);
  expect(ours).toEqual(JSON.parse(bodies[1] ?? ""));
});

test("the same readers give the same bytes and hash, whatever was in the buffer before; another value gives others", () => {
  const compose = composerOf(testEmail(), SEND, KEYS);
  const readers = [reader(1, "Ana"), reader(2, "Berta")];
  const buffers = new BodyBuffers();
  const first = compose(BATCH, readers);
  const { buffer, bytes } = first.body(buffers);
  const text = Buffer.from(bytes).toString();
  buffer.fill(0xff);
  buffers.give(buffer);
  const again = composerOf(testEmail(), SEND, KEYS)(BATCH, readers);
  expect(Buffer.from(again.body(buffers).bytes).toString()).toBe(text);
  expect(again).toMatchObject({ sha256: first.sha256, key: first.key });

  const hashes = [
    compose(BATCH, [reader(1, "Ana"), reader(2, "Bertha")]),
    compose(BATCH, [reader(1, "Ana")]),
    compose({ ...BATCH, revision: 3 }, readers),
    composerOf(testEmail({ digest: "e".repeat(64) }), SEND, KEYS)(BATCH, readers),
    composerOf(testEmail(), { ...SEND, test: true }, KEYS)(BATCH, readers),
    // What ends one value and begins the next cannot be moved from one to the other.
    compose(BATCH, [reader(1, 'Ana","'), reader(2, "Berta")]),
  ].map(({ sha256 }) => sha256);
  expect(new Set([first.sha256, ...hashes]).size).toBe(hashes.length + 1);
});

test("the links of ::rate name the reader and the send, and are the same bytes whenever they are made again", () => {
  const email = testEmail();
  const tag = email.tags.length;
  const asking = {
    ...email,
    tags: [...email.tags, RATE_TAG],
    html: [...email.html, '<a href="', { tag, context: "url" } as const, '/good">Good</a>'],
    text: [...email.text, { tag, context: "plain" } as const, "/good"],
  };
  const readers = [reader(1, "Ana"), reader(2, "Berta")];
  const bytesOf = (publicId: string, keys = KEYS) =>
    Buffer.from(
      composerOf(asking, { ...SEND, publicId }, keys)(BATCH, readers).body(new BodyBuffers()).bytes,
    ).toString();
  const first = bytesOf("send-1");
  // A secret put in front meanwhile signs new sends, and no repeat of this one.
  expect(bytesOf("send-1", [{ kid: "newer", secret: "a newer secret" }, ...KEYS])).toBe(first);
  expect(bytesOf("send-2")).not.toBe(first);
  const mails = JSON.parse(first) as { html: string; text: string }[];
  const read = mails.map(({ html, text }) => {
    const [, token = ""] = /href="[^"]*\/r\/([^"/]+)\/good"/.exec(html) ?? [];
    expect(text).toContain(`/r/${token}/good`);
    return readRateToken(token, KEYS);
  });
  expect(read).toEqual(
    readers.map(({ subscriber_public_id: subscriber }) => ({ subscriber, send: "send-1" })),
  );
});
