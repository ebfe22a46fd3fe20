import { type AddressInfo, createServer } from "node:net";
import PostalMime from "postal-mime";
import { expect, onTestFinished, test } from "vitest";
import { askSpamd } from "#src/app/facts/ask-spamd.ts";
import { spamFacts } from "#src/app/facts/spam-facts.ts";
import type { World } from "#src/app/facts/world.ts";
import { letter, NEWSLETTER } from "../../preflight/build-letter.ts";

/** A spamd that says this to whatever it is told. */
async function spamd(answer: string | null) {
  const asked: Buffer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const parts: Buffer[] = [];
    socket.on("data", (part) => parts.push(part));
    socket.on("error", () => undefined);
    socket.on("end", () => {
      asked.push(Buffer.concat(parts));
      if (answer !== null) socket.end(answer);
    });
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { host: "127.0.0.1", port, asked };
}

const world = (at: { host: string; port: number }): World => ({
  offline: false,
  network: { texts: async () => [], mailHosts: async () => [], addresses: async () => [] },
  spamd: at,
  askResend: null,
  domains: new Map(),
});
const SAMPLE = { email: letter().email, newsletter: NEWSLETTER, slug: "hello", now: Date.UTC(2026, 10, 24) };
const SPAM =
  "SPAMD/1.1 0 EX_OK\r\nContent-length: 28\r\nSpam: True ; 6.3 / 5.0\r\n\r\nHTML_IMAGE_ONLY_04,MIME_HTML\r\n";

test("hands a whole mail to spamd and reads score, limit and tests", async () => {
  const server = await spamd(SPAM);
  expect(await spamFacts(SAMPLE, world(server))).toEqual({
    kind: "known",
    value: { score: 6.3, limit: 5, rules: ["HTML_IMAGE_ONLY_04", "MIME_HTML"] },
  });
  const [asked = Buffer.alloc(0)] = server.asked;
  const end = asked.indexOf("\r\n\r\n");
  const head = asked.subarray(0, end).toString();
  const mail = asked.subarray(end + 4);
  expect(head).toBe(`SYMBOLS SPAMC/1.5\r\nContent-length: ${mail.length}`);
  const parsed = await PostalMime.parse(mail);
  const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
  expect(header("list-unsubscribe")).toBe("<https://news.example.org/u/sample>");
  expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(header("list-id")).toBe("The Letter <weekly.news.example.org>");
  expect(parsed.from).toEqual({ name: "The Letter", address: "desk@news.example.org" });
  expect(parsed.html).toContain("Unsubscribe");
  expect(parsed.text).toContain("12 Press Street");
});

test("a mail without tests that fired has none", async () => {
  const server = await spamd(
    "SPAMD/1.1 0 EX_OK\r\nContent-length: 2\r\nSpam: False ; -0.1 / 5.0\r\n\r\n\r\n",
  );
  expect(await askSpamd(server, async () => Buffer.from("x"))).toEqual({ score: -0.1, limit: 5, rules: [] });
});

test.each([
  ["HTTP/1.1 400 Bad Request\r\n\r\n", "it does not speak the protocol of spamd"],
  ["SPAMD/1.1 76 EX_PROTOCOL Bad header line\r\n\r\n", "it answers 76 EX_PROTOCOL Bad header line"],
  ["SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\n\r\n", "its answer has no score"],
  ["", "it does not speak the protocol of spamd"],
])("what answers %j is unavailable", async (answer, why) => {
  const server = await spamd(answer);
  expect(await spamFacts(SAMPLE, world(server))).toEqual({
    kind: "unavailable",
    reason: `SpamAssassin at 127.0.0.1:${server.port} does not answer: ${why}`,
  });
});

test("one that says nothing is given up", async () => {
  const server = await spamd(null);
  await expect(askSpamd(server, async () => Buffer.from("x"), 50)).rejects.toThrow("nothing within 0.05 s");
});

test("where nothing listens the score is unavailable, and is asked for once", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  const nobody = world({ host: "127.0.0.1", port });
  const first = await spamFacts(SAMPLE, nobody);
  expect(first).toEqual({
    kind: "unavailable",
    reason: `no SpamAssassin (spamd) listens at 127.0.0.1:${port}`,
  });
  expect(await spamFacts(SAMPLE, nobody)).toBe(first);
});
