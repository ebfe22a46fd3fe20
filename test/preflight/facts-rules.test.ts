import { expect, test } from "vitest";
import { type DomainFacts, type ReaderFacts, known, unavailable } from "#src/model/facts.ts";
import { BUILT_IN_TAGS, type MergeTag } from "#src/model/merge-tag.ts";
import { newsletterSchema, type NewsletterConfig } from "#src/model/newsletter.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { type Changes, html, letter, NEWSLETTER, paragraph, place, plain } from "./build-letter.ts";

function findings(changes: Changes = {}) {
  const { issue, email, facts } = letter(changes);
  return preflight(issue, email, facts);
}

const rules = (changes: Changes = {}) => findings(changes).map(({ severity, rule }) => `${severity} ${rule}`);
const of = (rule: string, changes: Changes) => findings(changes).find((one) => one.rule === rule);

const DOMAIN: DomainFacts = {
  domain: "museum.org",
  dmarc: { name: "_dmarc.museum.org", texts: ["v=DMARC1; p=none"] },
  returnPath: { name: "send.museum.org", spf: ["v=spf1 include:amazonses.com ~all"], lookups: 1 },
  dkim: { name: "resend._domainkey.museum.org", texts: ["p=abc"] },
  replies: { domain: "museum.org", takesMail: true },
  atResend: unavailable("no key was asked with"),
};
const dns = (more: Partial<DomainFacts>): Changes => ({ facts: { dns: known({ ...DOMAIN, ...more }) } });
const dmarc = (...texts: readonly string[]) => dns({ dmarc: { name: "_dmarc.museum.org", texts } });

test("a sound letter of a sound domain has nothing to find", () => {
  expect(rules(dns({}))).toEqual([]);
});

test("DNS is read as receivers read it, with the record to add", () => {
  expect(of("domain/no-dmarc", dns({ dmarc: null }))).toMatchObject({
    severity: "warning",
    hint: "Set TXT _dmarc.museum.org to v=DMARC1; p=none; at your DNS host.",
  });
  expect(rules(dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject"))).toEqual(["warning domain/dmarc-broken"]);
  expect(rules(dmarc("v=DMARC1; rua=mailto:a@b.org"))).toEqual(["warning domain/dmarc-broken"]);
  expect(rules(dmarc("v=DMARC1; p=reject; aspf=s"))).toEqual(["warning domain/dmarc-not-aligned"]);
  expect(rules(dmarc("v=DMARC1; p=reject; adkim=s; aspf=r"))).toEqual([]);
  expect(rules(dns({ dkim: { name: "x", texts: [] } }))).toEqual(["warning domain/no-dkim"]);
  const spf = (lookups: number | null, ...records: readonly string[]) =>
    rules(dns({ returnPath: { name: "send.museum.org", spf: records, lookups } }));
  expect(spf(null, "v=spf1 a -all", "v=spf1 -all")).toEqual(["warning domain/spf-several"]);
  expect(spf(11, "v=spf1 a -all")).toEqual(["warning domain/spf-too-many-lookups"]);
  expect(spf(10, "v=spf1 a -all")).toEqual([]);
  // A domain with a name of its own for bounces has none at send.
  expect(spf(null)).toEqual([]);
  expect(rules(dns({ replies: { domain: "museum.org", takesMail: false } }))).toEqual([
    "warning domain/no-mx",
  ]);
});

test("what Resend says of the domain goes before what we see", () => {
  const at = (more: object) => ({ sends: true, status: "verified", missing: [], tracks: null, ...more });
  const noKey = { dkim: { name: "x", texts: [] } };
  expect(rules(dns({ ...noKey, atResend: known(at({})) }))).toEqual([]);
  const pending = at({ sends: false, status: "pending", missing: ["TXT send with the value v=spf1"] });
  expect(of("domain/not-verified", dns({ atResend: known(pending) }))).toMatchObject({
    severity: "error",
    message: "museum.org is pending at Resend, which refuses mail from it.",
    hint: "Set TXT send with the value v=spf1, then run `letterpress doctor`.",
  });
  const none = at({ sends: false, status: null });
  expect(of("domain/not-verified", dns({ atResend: known(none) }))?.message).toMatch(/has no domain museum/);
  const counts = at({ tracks: { opens: true, clicks: false } });
  expect(rules(dns({ atResend: known(counts) }))).toEqual(["warning domain/tracking"]);
});

const readers = (more: Partial<ReaderFacts>): Changes => ({
  facts: { readers: known({ subscribers: 2314, onList: 2314, attributes: {}, inPart: [], ...more }) },
});
const FIRST = {
  name: "subscriber.first_name",
  filters: [{ name: "default" as const, args: ["there"] }],
  source: '{{ subscriber.first_name | default: "there" }}',
};
const TAGS = [...BUILT_IN_TAGS, FIRST];
const SOUND = { lacking: 0, addresses: 0, fillers: 0, capitals: 0, longest: 9 };

test("values that look wrong are counted, and nobody is named", () => {
  const attributes = { first_name: { ...SOUND, addresses: 1, fillers: 14, capitals: 1200 } };
  expect(of("merge-tag/odd-value", { tags: TAGS, ...readers({ attributes }) })?.message).toBe(
    "first_name: of 2,314 readers, 1 has an email address, and 14 have a filler such as “test”, and 1,200 have only capitals.",
  );
  const downcased = [
    ...BUILT_IN_TAGS,
    { ...FIRST, filters: [{ name: "downcase" as const, args: [] }, ...FIRST.filters] },
  ];
  const shouted = { first_name: { ...SOUND, capitals: 3 } };
  expect(rules({ tags: TAGS, ...readers({ attributes: shouted }) })).toEqual(["warning merge-tag/odd-value"]);
  expect(rules({ tags: downcased, ...readers({ attributes: shouted }) })).toEqual([]);
  // A code in capitals is none of ours to judge.
  const code = { ...FIRST, name: "subscriber.code" };
  expect(
    rules({
      tags: [...BUILT_IN_TAGS, code],
      ...readers({ attributes: { code: { ...SOUND, capitals: 9 } } }),
    }),
  ).toEqual([]);
});

test("the longest value is tried in the subject", () => {
  const subject = { subjectParts: [{ tag: 3, context: "header" as const }, ", the pier opens on Monday"] };
  const longest = (n: number, tags: readonly MergeTag[] = TAGS) =>
    rules({ tags, ...subject, ...readers({ attributes: { first_name: { ...SOUND, longest: n } } }) });
  expect(longest(34)).toEqual([]);
  expect(longest(35)).toEqual(["warning merge-tag/long-value"]);
  const cut = { ...FIRST, filters: [{ name: "truncate" as const, args: [20] }, ...FIRST.filters] };
  expect(longest(35, [...BUILT_IN_TAGS, cut])).toEqual([]);
});

test("an email for nobody, and a part that nobody sees", () => {
  expect(rules(readers({ subscribers: 0, onList: 0 }))).toEqual(["info readers/none"]);
  const issue = { segment: "plan:por", keyPlaces: { segment: place(7) } };
  expect(of("readers/none", { ...readers({ subscribers: 0 }), issue })).toMatchObject({
    severity: "warning",
    line: 7,
    message: "No reader of the 2,314 on the list weekly is in the segment plan:por.",
  });
  const asked = [{ query: "plan:pro", rule: { kind: "everybody" as const } }];
  const only = {
    kind: "only" as const,
    asked: 0,
    blocks: [paragraph("For you", 13)],
    otherwise: [],
    place: place(12),
  };
  const part = {
    asked,
    body: [only, paragraph("Words enough for a whole letter that is worth reading here.")],
  };
  const seen = (n: number) =>
    findings({ ...readers({ inPart: [n] }), issue: part }).filter(({ rule }) => rule.startsWith("readers/"));
  expect(seen(3)).toEqual([]);
  expect(seen(0)).toMatchObject([{ rule: "readers/unseen-part", line: 12 }]);
  expect(rules({ ...readers({ subscribers: 0, onList: 0 }), issue: { trigger: "welcome" } })).toEqual([]);
});

test("a score is a warning from two points on, an error from SpamAssassin's own limit on", () => {
  const spam = (score: number) =>
    findings({ facts: { spam: known({ score, limit: 5, rules: ["HTML_IMAGE_ONLY_04"] }) } }).map(
      ({ severity, message }) => `${severity} ${message}`,
    );
  expect(spam(1.9)).toEqual([]);
  expect(spam(2)).toEqual([
    "warning SpamAssassin gives this email 2.0 points, and treats 5.0 or more as spam. It names HTML_IMAGE_ONLY_04.",
  ]);
  expect(spam(5)).toEqual([expect.stringMatching(/^error SpamAssassin gives this email 5\.0/)]);
});

const config = (more: Partial<NewsletterConfig>): Changes => ({
  facts: { newsletter: newsletterSchema.parse({ ...NEWSLETTER, ...more }) },
});
const addressed = (postal: string): string[] =>
  rules({
    ...config({ postal_address: postal }),
    html: html(`<p>${postal}</p>`),
    text: plain(postal),
  }).filter((one) => one.includes(" postal-address/"));

test.each([
  "Your address",
  "The Letter, 123 Main Street, Anytown",
  "[street], [city]",
  "Your Company, 1 Road, Lima",
  "TODO",
  "Postal address",
])("%s is no address", (postal) => {
  expect(addressed(postal)).toEqual(["warning postal-address/placeholder"]);
});

test.each([
  ["Lima", ["warning postal-address/incomplete"]],
  ["The Letter, Lima", ["warning postal-address/incomplete"]],
  ["PO Box 7, Lima", []],
  ["Casa Blanca, Cusco", []],
  ["Plaza Mayor s/n, Toledo", []],
  ["1 Addressograph Road, Your Town House", []],
  ["東京都千代田区", []],
  ["Any Street 4, Lima", []],
])("%s: %j", (postal, expected) => {
  expect(addressed(postal)).toEqual(expected);
});

test.each<[string, readonly string[]]>([
  ["desk@news.example.org", ["warning sender/no-name"]],
  ["desk@news.example.org <desk@news.example.org>", ["warning sender/name-is-address"]],
  ["Support@bank.org <desk@news.example.org>", ["warning sender/name-is-address"]],
  [`The Letter of ${"the Harbour Museum ".repeat(2)}<desk@news.example.org>`, ["warning sender/long-name"]],
  ["Team <desk@news.example.org>", ["info sender/other-name"]],
  ["Inés at The Letter <desk@news.example.org>", []],
  ['"The Letter" <desk@example.org>', []],
])("the sender %s: %j", (from, expected) => {
  expect(rules({ from })).toEqual(expected);
});

test("pages of another domain are told quietly, those of a subdomain are not", () => {
  const of = (url: string) => rules({ ...config({ url }), from: "The Letter <desk@museum.org>" });
  expect(of("https://letter.pages.dev")).toEqual(["info sender/other-domain"]);
  expect(of("https://news.museum.org")).toEqual([]);
});

test("headers are as mailbox providers want them", () => {
  expect(rules({ headers: {} })).toEqual(["warning headers/list-id"]);
  expect(rules({ headers: { "List-Id": "The Letter <weekly>" } })).toEqual(["warning headers/list-id"]);
  const long = `<weekly.${"a".repeat(250)}.org>`;
  expect(rules({ headers: { "List-Id": long } })).toEqual(["warning headers/list-id"]);
  const id = { "List-Id": "The Letter <weekly.news.example.org>" };
  expect(rules({ headers: { ...id, "X-A": "a\r\nBcc: all@example.org" } })).toEqual([
    "error headers/damaged",
  ]);
  expect(rules({ headers: { ...id, "X-A": "Añil" } })).toEqual(["error headers/damaged"]);
  expect(
    rules({ headers: { "Auto-Submitted": "auto-generated" }, issue: { trigger: "confirm" } }),
  ).not.toContain("warning headers/list-id");
  expect(rules(config({ url: "http://news.example.org" }))).toEqual(["warning unsubscribe/not-https"]);
  expect(rules(config({ url: "http://localhost:8080" }))).toEqual([]);
});

test("a template of one's own must say why, in any of the languages that we know", () => {
  const without = (words: string, lang = "en") =>
    rules({
      html: html(`<p>${words}</p>`).map((part) =>
        typeof part === "string" ? part.replace("<p>You get this because you subscribed.</p>", "") : part,
      ),
      issue: { lang },
    }).filter((one) => one.includes("reason/"));
  expect(without("Good morning.")).toEqual(["warning reason/missing"]);
  expect(without("Unsubscribe from this list, or manage your subscription.")).toEqual([
    "warning reason/missing",
  ]);
  expect(without("Cancelar la suscripción", "es")).toEqual(["warning reason/missing"]);
  expect(without("You are on our mailing list.")).toEqual([]);
  expect(without("Sie haben sich angemeldet.", "de")).toEqual([]);
  expect(without("Guten Morgen.", "de")).toEqual(["warning reason/missing"]);
  expect(without("Jó reggelt.", "hu")).toEqual([]);
  // A template may have its own words in one language for issues in two.
  expect(without("You are on our mailing list.", "es")).toEqual([]);
});
