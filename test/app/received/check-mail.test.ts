import { expect, test } from "vitest";
import { createNetwork } from "#src/app/connect/network.ts";
import { checkMail } from "#src/app/received/check-mail.ts";
import { readMail } from "#src/app/received/read-mail.ts";
import { loopbackDns } from "../../helpers/loopback-dns.ts";
import { NEWSLETTER } from "../../preflight/build-letter.ts";
import { KEY_RECORD, type MailOptions, ONE_CLICK_URL, SIGNED, signedMail } from "./signed-mail.ts";

const RESULTS =
  "Authentication-Results: mx.reader.org;\r\n\tdkim=pass header.i=@news.museum.org;\r\n\tdkim=fail header.i=@amazonses.com; spf=pass smtp.mailfrom=send.news.museum.org; dmarc=pass header.from=news.museum.org";
const NEWS = {
  ...NEWSLETTER,
  url: "https://news.museum.org",
  from: "The Letter <desk@news.museum.org>",
};
const ZONE = {
  "_dmarc.museum.org": { txt: ["v=DMARC1; p=none"] },
  "resend._domainkey.news.museum.org": { txt: [KEY_RECORD] },
  "resend._domainkey.other.org": { txt: [KEY_RECORD] },
};

/** What is found in the bytes: each check by its name, `result says`. */
async function find(bytes: Buffer, zone: Parameters<typeof loopbackDns>[0] = ZONE) {
  const network = createNetwork([await loopbackDns(zone)]);
  const checks = await checkMail(await readMail(bytes, network), NEWS, network);
  return Object.fromEntries(checks.map(({ name, result, says }) => [name, `${result} ${says}`]));
}

const found = async (options: MailOptions, zone?: Parameters<typeof loopbackDns>[0]) =>
  find(await signedMail({ above: [RESULTS], ...options }), zone);

test("nothing is wrong with a mail as Resend sends it", async () => {
  expect(await found({})).toEqual({
    issue: "ok hello",
    from: "ok desk@news.museum.org",
    dkim: "ok signed by news.museum.org (resend), as news.museum.org should be",
    "signed headers": "ok the signature of news.museum.org covers List-Unsubscribe and List-Unsubscribe-Post",
    dmarc: "ok _dmarc.museum.org asks for p=none, and the signature passes it",
    results: "ok mx.reader.org found spf=pass, dkim=pass, dmarc=pass",
    "one-click": "ok one POST to news.museum.org unsubscribes",
    "unsubscribe link": "ok in the HTML and in the plain text",
    "list id": "ok weekly.news.museum.org",
    parts: expect.stringMatching(/^ok HTML, and plain text of \d+ words$/),
    size: "ok the HTML has 0 kB; Gmail cuts at about 102 kB",
  });
});

const signing = (...without: readonly string[]) =>
  SIGNED.split(":")
    .filter((name) => !without.includes(name))
    .join(":");

test.each<[string, MailOptions, string, RegExp]>([
  [
    "a signature that leaves the second one-click header out",
    { signs: signing("List-Unsubscribe-Post") },
    "signed headers",
    /^wrong .* does not cover list-unsubscribe-post, so/,
  ],
  [
    "a signature that leaves both out",
    { signs: signing("List-Unsubscribe", "List-Unsubscribe-Post") },
    "signed headers",
    /^wrong .* does not cover list-unsubscribe and list-unsubscribe-post/,
  ],
  ["a signer of another domain", { signer: "other.org" }, "dkim", /^wrong signed by other\.org, and not by/],
  [
    "another sender",
    { headers: { From: "a@museum.org" } },
    "from",
    /^wrong a@museum\.org, and .* news\.museum\.org/,
  ],
  [
    "no second header",
    { headers: { "List-Unsubscribe-Post": null } },
    "one-click",
    /^wrong the mail has no List-Unsubscribe-Post/,
  ],
  [
    "another second header",
    { headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-click" } },
    "one-click",
    /^wrong List-Unsubscribe-Post says List-Unsubscribe=One-click/,
  ],
  [
    "an address to write to alone",
    { headers: { "List-Unsubscribe": "<mailto:u@museum.org>" } },
    "one-click",
    /^wrong List-Unsubscribe holds no https address: mailto:u@museum\.org$/,
  ],
  [
    "two addresses to press",
    { headers: { "List-Unsubscribe": `<${ONE_CLICK_URL}>, <https://a.org/u/2>` } },
    "one-click",
    /^wrong .* several https addresses/,
  ],
  [
    "a link that tracking has replaced",
    { html: '<p>Good morning</p><a href="https://track.museum.org/x">Unsubscribe</a>' },
    "unsubscribe link",
    /^wrong the HTML does not hold/,
  ],
  ["no List-Id", { headers: { "List-Id": null } }, "list id", /^wrong the mail has no List-Id$/],
  ["no plain text", { text: "" }, "parts", /^wrong the mail has no plain text$/],
  ["HTML that Gmail cuts", { html: `<p>${"x".repeat(102_500)}</p>` }, "size", /^wrong the HTML has 103 kB/],
  [
    "results that fail",
    { above: ["Authentication-Results: mx.reader.org; spf=softfail; dkim=pass; dmarc=fail"] },
    "results",
    /^wrong mx\.reader\.org found spf=softfail, dkim=pass, dmarc=fail$/,
  ],
  ["no results", { above: [] }, "results", /^unknown the mail has no Authentication-Results/],
  [
    "another newsletter's",
    { headers: { "List-Archive": "<https://a.org/issues/x>" } },
    "issue",
    /^unknown x, of the newsletter at a\.org$/,
  ],
  [
    "an archive without a host",
    { headers: { "List-Archive": "</issues/x>" } },
    "issue",
    /^unknown List-Archive holds no whole address: <\/issues\/x>$/,
  ],
  [
    "an address to press that is none",
    { headers: { "List-Unsubscribe": "<https://[a.org/u/2>" } },
    "one-click",
    /^wrong List-Unsubscribe holds no https address: https:\/\/\[a\.org\/u\/2$/,
  ],
])("%s is found", async (_, options, name, says) => {
  expect((await found(options))[name]).toMatch(says);
});

test("a mail that was changed on its way does not fit its signature", async () => {
  const mail = await signedMail();
  const changed = (from: string, to: string) => Buffer.from(mail.toString().replace(from, to));
  expect((await find(changed("Good morning.", "Good evening.")))["dkim"]).toMatch(
    /^wrong the signature of news\.museum\.org \(resend\) does not fit: body hash did not verify$/,
  );
  const resigned = await find(changed("List-Unsubscribe=One-Click", "List-Unsubscribe=One-Clicked"));
  expect(resigned["dkim"]).toMatch(/^wrong .* does not fit: bad signature$/);
});

test("without a key in DNS nothing passes, and without DNS nothing is known", async () => {
  const none = await found({}, {});
  expect([none["dkim"], none["dmarc"]]).toEqual([
    expect.stringMatching(/^wrong .* does not fit: no key$/),
    expect.stringMatching(/^wrong _dmarc\.news\.museum\.org has no policy/),
  ]);
  const network = {
    texts: () => Promise.reject(Object.assign(new Error("queryTxt ETIMEOUT"), { code: "ETIMEOUT" })),
  };
  const checks = await checkMail(await readMail(await signedMail(), network), NEWS, network);
  const results = new Map(checks.map(({ name, result }) => [name, result]));
  expect([results.get("dkim"), results.get("dmarc")]).toEqual(["unknown", "unknown"]);
});

test("what is no mail is refused", async () => {
  const network = { texts: async () => [] };
  await expect(readMail(Buffer.from("# A file\n\nof words\n"), network)).rejects.toThrow("no From header");
  await expect(readMail(Buffer.alloc(0), network)).rejects.toThrow("no From header");
});
