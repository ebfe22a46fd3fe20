import { expect, test } from "vitest";
import { createNetwork } from "#src/app/connect/network.ts";
import { type Zone, loopbackDns } from "../helpers/loopback-dns.ts";
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
const ISSUE = (title: string) => `---
title: ${title}
preview_text: "Three crane drivers, one list of trees, and the quietest Friday on the pier."
---

The crane on the east pier lifted its last container on Friday.
`;
const SOUND: Zone = {
  "_dmarc.museum.org": { txt: ["v=DMARC1; p=none"] },
  "send.news.museum.org": { txt: ["v=spf1 include:amazonses.com ~all"] },
  "amazonses.com": { txt: ["v=spf1 ip4:199.255.192.0/22 -all"] },
  "resend._domainkey.news.museum.org": { txt: ["p=abc"] },
  "museum.org": { mx: ["mx.museum.org"] },
};

/** A project of two issues, and how often DNS was asked; null for one that does not answer. */
async function setting(zone: Zone | null) {
  const silent = () => Promise.reject(new Error("queryTxt ETIMEOUT"));
  const names =
    zone === null ? { texts: silent, mailHosts: silent } : createNetwork([await loopbackDns(zone)]);
  let asked = 0;
  const counted = <T>(call: (name: string) => Promise<T>) => {
    return (name: string) => {
      asked += 1;
      return call(name);
    };
  };
  const network = {
    texts: counted(names.texts),
    mailHosts: counted(names.mailHosts),
    addresses: async () => [],
    get: () => Promise.reject(new Error("asked")),
  };
  const project = await tempProject({
    "newsletter.config.ts": CONFIG,
    "issues/2026-12-01-one.md": ISSUE("How the crane left the harbour"),
    "issues/2026-12-08-two.md": ISSUE("How the trees came to the harbour"),
  });
  let now = Date.UTC(2026, 10, 24, 12);
  return {
    run: (line: string) => project.run(line.split(" "), { network, clock: { now: () => now } }),
    asked: () => asked,
    advance: (minutes: number) => void (now += minutes * 60_000),
  };
}

test("check asks DNS once for all issues, and again only after an hour", async () => {
  const { run, asked, advance } = await setting(SOUND);
  const first = await run("check");
  expect(first).toMatchObject({ exit: 0 });
  expect(first.stdout).toMatch(
    /^Not checked: the spam score \(no SpamAssassin \(spamd\) listens at 127\.0\.0\.1:9\)\.$/m,
  );
  expect(first.stdout).not.toContain("domain");
  const once = asked();
  // Two names of DMARC, the return path, its include, the key, and the replies' MX.
  expect(once).toBe(6);
  advance(59);
  await run("check");
  expect(asked()).toBe(once);
  advance(2);
  await run("check");
  expect(asked()).toBe(2 * once);
});

test("a fault is asked about again after five minutes", async () => {
  const { "_dmarc.museum.org": _, ...zone } = SOUND;
  const { run, asked, advance } = await setting(zone);
  const { stdout, exit } = await run("check");
  expect(exit).toBe(0);
  // Once, where the sender is written, and not for each of the two issues.
  expect(stdout.match(/^.*news\.museum\.org has no DMARC policy/gm)).toEqual([
    "newsletter.config.ts  warning  news.museum.org has no DMARC policy",
  ]);
  expect(stdout).toContain("Set TXT _dmarc.news.museum.org to v=DMARC1; p=none; at your DNS host.");
  const once = asked();
  advance(4);
  await run("check");
  expect(asked()).toBe(once);
  advance(2);
  await run("check");
  expect(asked()).toBe(2 * once);
});

test("check --offline asks nobody, and says what it did not check", async () => {
  const { run, asked } = await setting({});
  const { stdout } = await run("check --offline");
  expect(asked()).toBe(0);
  expect(stdout).toContain("Not checked: the sender's domain (--offline asks nobody).");
  expect(stdout).toContain("Not checked: the spam score (--offline asks nobody).");
  expect(JSON.parse((await run("check --offline --json")).stdout)).toMatchObject({
    unchecked: [
      { fact: "dns", reason: "--offline asks nobody" },
      { fact: "spam", reason: "--offline asks nobody" },
    ],
  });
});

test("DNS that does not answer keeps nothing back, and is not waited for at each issue", async () => {
  const { run, asked } = await setting(null);
  const { exit, stdout } = await run("check");
  expect(exit).toBe(0);
  expect(stdout).toContain("Not checked: the sender's domain (DNS does not answer: queryTxt ETIMEOUT).");
  const once = asked();
  // The names of one issue: an answer that failed is not kept, but it is the answer of this run.
  expect(once).toBe(5);
  await run("check");
  expect(asked()).toBe(2 * once);
});
