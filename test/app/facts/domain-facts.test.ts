import { expect, test } from "vitest";
import { createNetwork } from "#src/app/connect/network.ts";
import { domainFacts } from "#src/app/facts/domain-facts.ts";
import { known } from "#src/model/facts.ts";
import { type Zone, loopbackDns } from "../../helpers/loopback-dns.ts";

const FROM = { from: "The Letter <desk@news.museum.org>", replyTo: "hello@museum.org" };
const KEY = `v=DKIM1; k=rsa; p=${"A".repeat(392)}`;

const SOUND: Zone = {
  "_dmarc.museum.org": { txt: ["v=DMARC1; p=quarantine"] },
  "send.news.museum.org": { txt: ["v=spf1 include:amazonses.com ~all", "another"] },
  "amazonses.com": { txt: ["v=spf1 ip4:199.255.192.0/22 -all"] },
  "resend._domainkey.news.museum.org": { txt: [KEY] },
  "museum.org": { mx: ["mx.museum.org"] },
};

async function look(zone: Zone, mail: { from: string; replyTo: string | null } = FROM) {
  const server = await loopbackDns(zone);
  const network = { ...createNetwork([server]), addresses: async () => [] };
  return domainFacts(mail, network, null);
}

test("reads what a real DNS server has: the policy of the domain above, one SPF record, a key in pieces", async () => {
  expect(await look(SOUND)).toEqual(
    known({
      domain: "news.museum.org",
      dmarc: { name: "_dmarc.museum.org", texts: ["v=DMARC1; p=quarantine"] },
      returnPath: {
        name: "send.news.museum.org",
        spf: ["v=spf1 include:amazonses.com ~all"],
        lookups: 1,
      },
      dkim: { name: "resend._domainkey.news.museum.org", texts: [KEY] },
      replies: { domain: "museum.org", takesMail: true },
      atResend: { kind: "unavailable", reason: "no key was asked with" },
    }),
  );
});

test("names that do not exist are facts, and no failure", async () => {
  expect(await look({ "resend.com": { txt: ["v=spf1 ~all"] } })).toMatchObject({
    kind: "known",
    value: {
      dmarc: null,
      returnPath: { spf: [], lookups: null },
      dkim: { texts: [] },
      replies: { takesMail: false },
    },
  });
});

test("a network that finds no name at all says nothing of this one", async () => {
  expect(await look({})).toEqual({
    kind: "unavailable",
    reason: "DNS finds no name from here, not even resend.com",
  });
});

test("counts the questions of an SPF record through its includes, and ends in a loop", async () => {
  const spf = async (zone: Zone) => {
    const fact = await look(zone);
    return fact.kind === "known" ? fact.value.returnPath.lookups : fact.reason;
  };
  const nested: Zone = {
    "send.news.museum.org": { txt: ["v=spf1 a mx:museum.org include:one.org ip4:192.0.2.1 ~all"] },
    "one.org": { txt: ["v=spf1 exists:%{i}.one.org redirect=two.org"] },
    "two.org": { txt: ["v=spf1 ptr -all redirect=one.org"] },
  };
  // a, mx, include, exists, redirect, ptr; what follows an `all` is not looked up.
  expect(await spf(nested)).toBe(6);
  const loop: Zone = { "send.news.museum.org": { txt: ["v=spf1 include:send.news.museum.org -all"] } };
  expect(await spf(loop)).toBe(11);
});

test("a null MX takes no mail, and an address without MX does", async () => {
  const server = await loopbackDns({ "museum.org": { mx: [""] } });
  const network = { ...createNetwork([server]), addresses: async () => ["203.0.113.7"] };
  const takes = async (replyTo: string) => {
    const fact = await domainFacts({ ...FROM, replyTo }, network, null);
    return fact.kind === "known" && fact.value.replies.takesMail;
  };
  expect([await takes("a@museum.org"), await takes("a@web.museum.org")]).toEqual([false, true]);
});

test("nobody is asked about a name for examples", async () => {
  const never = () => Promise.reject(new Error("asked"));
  const network = { texts: never, mailHosts: never, addresses: never };
  expect(await domainFacts({ from: "a@news.example.org", replyTo: null }, network, null)).toEqual({
    kind: "unavailable",
    reason: "news.example.org is a reserved name, so DNS was not asked",
  });
});

test("DNS that fails is unavailable", async () => {
  const network = {
    texts: () => Promise.reject(new Error("queryTxt ETIMEOUT")),
    mailHosts: async () => [],
    addresses: async () => [],
  };
  expect(await domainFacts(FROM, network, null)).toEqual({
    kind: "unavailable",
    reason: "DNS does not answer: queryTxt ETIMEOUT",
  });
});
