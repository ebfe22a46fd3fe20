import { expect, test } from "vitest";
import { applyFixes } from "#src/app/fixes/apply-fixes.ts";
import { type Facts, known, type LinkAnswer, unavailable } from "#src/model/facts.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { letter, place } from "./build-letter.ts";

const OK: LinkAnswer = { kind: "ok", moved: null, home: false, type: "text/html" };

/** What is found in a file with one link per line from line 1 on. */
function found(
  links: readonly (readonly [url: string, text?: string])[],
  { source = "", ...facts }: Partial<Facts> = {},
  issue: Parameters<typeof letter>[0] = {},
) {
  const file =
    source === ""
      ? links.map(([url, text = "the page"]) => `See [${text}](${url}) here.`).join("\n")
      : source;
  const {
    issue: whole,
    email,
    facts: all,
  } = letter({
    issue: {
      links: links.map(([url, text = "the page"], index) => ({ url, text, place: place(index + 1) })),
      ...issue.issue,
    },
    facts: { ...facts, source: file },
  });
  const findings = preflight(whole, email, all).filter(({ rule }) => /^(?:link|image)\//.test(rule));
  return {
    rules: findings.map(({ rule, line }) => `${rule} ${line}`),
    findings,
    fixed: applyFixes(file, findings).result,
  };
}

test.each([
  ["https://a.example/x?fbclid=1", "https://a.example/x"],
  ["https://a.example/x?p=2&mc_eid=ab&mc_cid=cd#part", "https://a.example/x?p=2#part"],
  ["https://a.example/x?utm_source=twitter&utm_medium=social&id=7", "https://a.example/x?id=7"],
  ["https://www.youtube.com/watch?v=abc&si=XYZ&t=30", "https://www.youtube.com/watch?v=abc&t=30"],
  ["https://x.com/somebody/status/1?s=20&t=abc", "https://x.com/somebody/status/1"],
])("%s is fixed to %s", (url, clean) => {
  const { rules, fixed } = found([[url]]);
  expect(rules).toEqual(["link/tracking 1"]);
  expect(fixed).toBe(`See [the page](${clean}) here.`);
});

test("parameters that say something of the page or of this newsletter stay", () => {
  const urls = [
    "https://a.example/x?utm_source=the-letter&utm_medium=email",
    "https://a.example/x?si=1&s=2&t=3&ref=weekly&id=42",
    "https://a.example/x#?fbclid=1",
    "https://news.example.org/x?utm_source=twitter",
    "https://a.example/fbclid?q=fbclid",
  ];
  expect(found(urls.map((url) => [url])).rules).toEqual([]);
});

test("an address is replaced where it is one, and nowhere else", () => {
  const url = "https://a.example/x?fbclid=1";
  const fixed = (source: string) => found([[url]], { source }).fixed;
  expect(fixed(`[${url}](${url})`)).toBe(`[${url}](https://a.example/x)`);
  expect(fixed(`<${url}>`)).toBe("<https://a.example/x>");
  expect(fixed(`Look at ${url}.`)).toBe("Look at https://a.example/x.");
  expect(fixed(`::button[Go]{href="${url}"}`)).toBe('::button[Go]{href="https://a.example/x"}');
  expect(fixed(`[the page][p]\n\n[p]: ${url} "Title"`)).toBe(
    '[the page][p]\n\n[p]: https://a.example/x "Title"',
  );
  // A longer address and one in another spelling are left alone.
  for (const source of [`[a](${url}2)`, "[a](https://a.example/x?fb&#99;lid=1)"])
    expect(fixed(source)).toBe(source);
});

test.each([
  ["link/shortener", "https://bit.ly/abc https://www.tinyurl.com/abc https://t.co/x"],
  [
    "link/wrapped",
    "https://www.google.de/url?q=https://a.example/x https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx https://urldefense.com/v3/__https://a.example__;!!x",
  ],
  [
    "link/personal",
    "https://substack.com/redirect/2/eyJ https://email.a.example/c/eJwNyzEOgzAMAEDXzLQyjQlD2yQbWTQdQYjwNyzEOgzAMAEDX https://a.example/unsubscribe?token=0123456789abcdef01234567 https://u1.ct.example/ls/click?upn=abc",
  ],
  [
    "link/private-page",
    "https://docs.google.com/document/d/1a/edit?usp=sharing https://mail.google.com/mail/u/0/#inbox https://a.example/wp-admin/post.php?post=1 https://staging.a.example/x https://a.example/?p=1&preview_id=3",
  ],
  ["link/lookalike", "https://раypal.com/ https://аррӏе.com/"],
])("%s finds each of %s", (rule, urls) => {
  const all = urls.split(" ");
  const { rules } = found(all.map((url) => [url]));
  expect(rules.filter((one) => one.startsWith(rule))).toEqual(all.map((_, index) => `${rule} ${index + 1}`));
});

test("pages that look like them are readers' own", () => {
  const urls =
    "https://youtu.be/abc https://nyti.ms/abc https://www.google.com/search?q=https://a.example https://docs.google.com/forms/d/e/1a/viewform https://docs.google.com/document/d/1a/view https://support.example/unsubscribe https://support.example/unsubscribe?lang=en https://mailchi.mp/museum/may https://stage.example/ https://stagingarea.example/ https://сахар.com/ https://пример.рф/ https://münchen.example/ https://a.example/preview?x=true https://dev.to/x https://open.substack.com/pub/x/p/y https://ελλάδα.gr/";
  expect(found(urls.split(" ").map((url) => [url])).rules).toEqual([]);
});

test("words that are a mailbox or a number are those that the link leads to", () => {
  const links = [
    ["mailto:sales@a.example", "desk@a.example"],
    ["tel:+5115550199", "+51 1 555 0102"],
    ["mailto:Desk@a.example?subject=Hi", "desk@a.example"],
    ["mailto:a@a.example,desk@a.example", "desk@a.example"],
    ["mailto:?subject=Hi", "desk@a.example"],
    ["mailto:desk@a.example", "write to us"],
    ["tel:+51-1-555-0102", "(01) 555 0102"],
    ["tel:+5115550102", "call us"],
  ] as const;
  expect(found(links).rules).toEqual(["link/another-address 1", "link/another-number 2"]);
});

test("answers of servers are findings at the link, with the address that works", () => {
  const urls = ["gone", "old", "slash", "private", "story", "http"].map(
    (path) => `https://a.example/${path}`,
  );
  const links = urls.map(
    (url) => [url.replace("https://a.example/http", "http://a.example/http#p")] as const,
  );
  const { rules, fixed } = found(links, {
    links: known({
      "https://a.example/gone": { kind: "broken", reason: "it answers with status 404" },
      "https://a.example/old": { ...OK, moved: "https://b.example/new" },
      "https://a.example/slash": { ...OK, moved: "https://www.a.example/Slash/" },
      "https://a.example/private": { kind: "login", reason: "it answers with status 401" },
      "https://a.example/story": { ...OK, home: true },
      "http://a.example/http": OK,
      "https://a.example/http": OK,
    }),
  });
  expect(rules).toEqual([
    "link/broken 1",
    "link/redirects 2",
    "link/needs-login 4",
    "link/home-instead 5",
    "link/https-works 6",
  ]);
  expect(fixed.split("\n")[1]).toBe("See [the page](https://b.example/new) here.");
  expect(fixed.split("\n")[5]).toBe("See [the page](https://a.example/http#p) here.");
});

test("a short address is fixed to where it leads, once that is known", () => {
  const links = known({ "https://bit.ly/abc": { ...OK, moved: "https://a.example/survey" } });
  const { rules, fixed } = found([["https://bit.ly/abc"]], { links });
  expect(rules).toEqual(["link/shortener 1"]);
  expect(fixed).toBe("See [the page](https://a.example/survey) here.");
});

test("what could not be found out is said, and never after the issue's day", () => {
  const links = [["https://a.example/x"], ["https://b.example/x", "another page"]] as const;
  const answers: Record<string, LinkAnswer> = {
    "https://a.example/x": { kind: "unknown", reason: "it answers with status 403" },
  };
  const said = (facts: Partial<Facts>, issue = {}) =>
    found(links, facts, { issue }).findings.map(({ message }) => message);
  expect(said({ links: known(answers) })).toEqual([
    "2 of 2 links could not be checked: a.example (it answers with status 403), b.example (it was not asked).",
  ]);
  // What nobody asked is said of the command, in its own line, and not of each issue.
  expect(said({ links: unavailable("nobody asked") })).toEqual([]);
  const past = { draft: false, date: "2026-11-01" };
  expect(said({ links: known(answers) }, past)).toEqual([]);
  expect(said({ links: known(answers) }, { ...past, draft: true })).toHaveLength(1);
});
