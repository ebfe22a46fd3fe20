import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createNetwork } from "#src/app/connect/network.ts";
import { loopbackDns } from "../helpers/loopback-dns.ts";
import { KEY_RECORD, SIGNED, signedMail } from "../app/received/signed-mail.ts";
import { tempProject } from "./temp-project.ts";

const CONFIG = `export default {
  name: "The Letter",
  url: "https://news.museum.org",
  from: "The Letter <desk@news.museum.org>",
  reply_to: "hello@museum.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
};
`;
const RESULTS = "Authentication-Results: mx.reader.org; spf=pass; dkim=pass; dmarc=pass";

async function setting(mail: Buffer, config = CONFIG) {
  const server = await loopbackDns({
    "_dmarc.museum.org": { txt: ["v=DMARC1; p=none"] },
    "resend._domainkey.news.museum.org": { txt: [KEY_RECORD] },
  });
  const never = () => Promise.reject(new Error("asked"));
  const network = { ...createNetwork([server]), addresses: never, get: never };
  const project = await tempProject({ "newsletter.config.ts": config });
  await writeFile(project.path("got.eml"), mail);
  return (line: string) => project.run(line.split(" "), { network });
}

test("doctor --eml checks a received mail, without a ledger and without a key", async () => {
  const run = await setting(await signedMail({ above: [RESULTS] }));
  const good = await run("doctor --eml got.eml");
  expect(good).toMatchObject({ exit: 0 });
  expect(good.stdout).toMatch(/^How a letter is made, from desk@news\.museum\.org\n/);
  expect(good.stdout).toMatch(/signed headers +ok +the signature of news\.museum\.org covers/);
  expect(good.stdout).toMatch(/Nothing is wrong with this mail\.\n$/);
});

test("doctor --eml says what is wrong, with what to do, and exits with 3, also as JSON and for an audience at Resend", async () => {
  const signs = SIGNED.replace(":List-Unsubscribe-Post", "");
  const hosted = CONFIG.replace(
    "lists: { weekly: {",
    'audience: "resend",\n  lists: { weekly: { segment: "Weekly", topic: "Weekly",',
  );
  const run = await setting(await signedMail({ above: [RESULTS], signs }), hosted);
  const bad = await run("doctor --eml got.eml");
  expect(bad).toMatchObject({ exit: 3 });
  expect(bad.stdout).toMatch(
    /signed headers +wrong +.* does not cover list-unsubscribe-post, so .*\n +Write to Resend/,
  );
  expect(bad.stdout).toMatch(/One thing is wrong with this mail\.\n$/);
  const json = await run("doctor --eml got.eml --json");
  expect(json.exit).toBe(3);
  expect(JSON.parse(json.stdout)).toMatchObject({
    from: "desk@news.museum.org",
    checks: expect.arrayContaining([expect.objectContaining({ name: "signed headers", result: "wrong" })]),
  });
});

test("a file that is no mail is wrong use", async () => {
  const run = await setting(Buffer.from("a letter"));
  expect(await run("doctor --eml got.eml")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("got.eml cannot be read as a mail"),
  });
  expect(await run("doctor --eml none.eml")).toMatchObject({ exit: 2 });
});
