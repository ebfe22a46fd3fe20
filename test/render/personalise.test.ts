import { expect, test } from "vitest";
import type { Email } from "#src/model/email.ts";
import type { MergeFilter, SlotContext } from "#src/model/merge-tag.ts";
import { compileEmail, personalise } from "#src/render/message/personalise.ts";

type Value = string | number | boolean | null;
const urls = {
  unsubscribe: "https://x.example/u/t",
  preferences: "https://x.example/p/t",
  web: "https://x.example",
};

/** What a slot becomes in one context, between two letters. */
function slot(value: Value | undefined, context: SlotContext, filters: readonly MergeFilter[] = []): string {
  const email: Email = {
    format: 1,
    from: "a@b.example",
    replyTo: null,
    subject: ["a", { tag: 0, context }, "z"],
    html: [],
    text: [],
    headers: {},
    list: "weekly",
    tags: [{ name: "subscriber.x", filters, source: "{{ subscriber.x }}" }],
    digest: "",
  };
  const message = personalise(email, { subscriber: value === undefined ? {} : { x: value }, urls });
  return message.subject.slice(1, -1);
}

const escapes: [string, SlotContext, string, string][] = [
  ["markup in text", "text", `<b a="1">&'`, "&lt;b a=&quot;1&quot;&gt;&amp;&#39;"],
  ["quotes in an attribute", "attribute", `" onload='x`, "&quot; onload=&#39;x"],
  [
    "what an address gives a meaning",
    "url-component",
    `a b&c=d#/?'"<@é`,
    "a%20b%26c%3Dd%23%2F%3F%27%22%3C%40%C3%A9",
  ],
  ["a good address", "url", "https://e.org/?a=1&b=2", "https://e.org/?a=1&amp;b=2"],
  ["a mail address as link", "url", "mailto:a@b.example", "mailto:a@b.example"],
  ["a script's address", "url", "javascript:alert(1)", "#"],
  ["a script's address in disguise", "url", " java\r\n\tscript:alert(1)", "#"],
  ["a script's address in capitals", "url", "JavaScript:alert(1)", "#"],
  ["a data address", "url", "data:text/html,<script>", "#"],
  ["an address without a scheme", "url", "//evil.example", "#"],
  ["no address at all", "url", "", "#"],
  ["quotes in an address", "url", `https://e.org/"><script>`, "https://e.org/&quot;&gt;&lt;script&gt;"],
  ["line ends in a header", "header", "a\r\nBcc: x@y.z\u2028b\u0085c\0d", "a Bcc: x@y.z b c d"],
  ["line ends in plain text", "plain", "a\nb\r\nc\u2029d", "a b c d"],
  ["half a surrogate pair", "text", "a\ud800b", "a\ufffdb"],
  ["half a surrogate pair in an address", "url-component", "\udc00", "%EF%BF%BD"],
  ["NUL", "text", "a\0b", "a b"],
  ["bidirectional overrides", "text", "\u202Eevil\u2066\u2069", "evil"],
  ["a name from right to left", "text", "דנה", "\u2068דנה\u2069"],
  ["a name from right to left in plain text", "plain", "سلمى", "\u2068سلمى\u2069"],
  ["a merge tag", "text", "{{ subscriber.x }}", "{{ subscriber.x }}"],
];

for (const [what, context, value, expected] of escapes) {
  test(`makes ${what} safe in the context ${context}`, () => {
    expect(slot(value, context)).toBe(expected);
  });
}

test("keeps a name of 10 kB whole in text and short in a subject", () => {
  const name = "é<".repeat(5000);
  expect(slot(name, "text")).toBe("é&lt;".repeat(5000));
  expect(slot(name, "header")).toHaveLength(200);
});

const filters: [string, Value | undefined, MergeFilter[], string][] = [
  ["default for a missing value", undefined, [{ name: "default", args: ["there"] }], "there"],
  ["default for null", null, [{ name: "default", args: ["there"] }], "there"],
  ["default for blanks", "  ", [{ name: "default", args: ["there"] }], "there"],
  ["default not for zero", 0, [{ name: "default", args: ["none"] }], "0"],
  ["nothing without a default", undefined, [], ""],
  ["capitalize", "éMILE ZOLA", [{ name: "capitalize", args: [] }], "Émile zola"],
  ["upcase", "straße", [{ name: "upcase", args: [] }], "STRASSE"],
  ["downcase", "ÀB", [{ name: "downcase", args: [] }], "àb"],
  ["truncate, ending included", "abcdefghij", [{ name: "truncate", args: [5] }], "ab..."],
  ["truncate between characters", "👋🏻👋🏻abc", [{ name: "truncate", args: [3, "…"] }], "👋🏻…"],
  ["date in letters", "2026-03-09", [{ name: "date", args: ["%A %-d %B %Y", "en"] }], "Monday 9 March 2026"],
  ["date in words", "2026-03-09", [{ name: "date", args: ["long", "es"] }], "9 de marzo de 2026"],
  ["date that is none", "soon", [{ name: "date", args: ["long", "en"] }], "soon"],
  ["date never the clock's", "now", [{ name: "date", args: ["%Y", "en"] }], "now"],
  [
    "several in order",
    "  ",
    [
      { name: "default", args: ["dear reader"] },
      { name: "capitalize", args: [] },
    ],
    "Dear reader",
  ],
];

for (const [what, value, chain, expected] of filters) {
  test(`filters: ${what}`, () => {
    expect(slot(value, "text", chain)).toBe(expected);
  });
}

test("gives each recipient their own links and the same bytes every time", () => {
  const email: Email = {
    format: 1,
    from: "a@b.example",
    replyTo: null,
    subject: ["Hello"],
    html: ['<a href="', { tag: 0, context: "url" }, '">', { tag: 1, context: "text" }, "</a>"],
    text: [{ tag: 0, context: "plain" }],
    headers: {},
    list: "weekly",
    tags: [
      { name: "urls.unsubscribe", filters: [], source: "" },
      { name: "subscriber.__proto__", filters: [], source: "" },
    ],
    digest: "",
  };
  const compiled = compileEmail(email);
  const ada = compiled({ subscriber: {}, urls });
  const bo = compiled({ subscriber: {}, urls: { ...urls, unsubscribe: "https://x.example/u/bo" } });
  expect(ada).toEqual({
    subject: "Hello",
    html: '<a href="https://x.example/u/t"></a>',
    text: "https://x.example/u/t",
  });
  expect(bo.html).toContain("/u/bo");
  expect(compiled({ subscriber: {}, urls })).toEqual(ada);
});
