import { expect, test } from "vitest";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { reasonOf } from "#src/render/message/reason-of.ts";

const CONFIG = {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "12 Press Street, Lima",
  timezone: "America/Lima",
  lang: "en",
  lists: { one: { title: "The Letter" }, two: { title: "The Weekly" } },
};
const KINDS = ["reason", "asked", "moved"] as const;

test.each(["en", "es", "de", "fr", "pt", "ar"])(
  "a list that is called as the newsletter is is named once, in %s",
  (lang) => {
    const newsletter = newsletterSchema.parse(CONFIG);
    for (const kind of KINDS) {
      const one = reasonOf(newsletter, { list: "one", lang, kind });
      expect([kind, one.split("The Letter").length - 1, /[{}]/.test(one)]).toEqual([kind, 1, false]);
      const two = reasonOf(newsletter, { list: "two", lang, kind });
      expect(two).toContain("The Weekly");
      expect(two).toContain("The Letter");
    }
  },
);

test("a newsletter's own sentence for two names stays until it has one for one name", () => {
  const say = (words: object, lang = "en") =>
    reasonOf(newsletterSchema.parse({ ...CONFIG, words }), { list: "one", lang, kind: "reason" });
  const reason = "Because you are on “{list}” of {name}.";
  expect(say({ en: { email: { reason } } })).toBe("Because you are on “The Letter” of The Letter.");
  expect(say({ en: { email: { reason, reason_one: "Because of {name}." } } }, "en-GB")).toBe(
    "Because of The Letter.",
  );
  // In a language of the newsletter's own, ours would be in English.
  expect(say({ it: { email: { reason: "Perché sei in «{list}» di {name}." } } }, "it")).toBe(
    "Perché sei in «The Letter» di The Letter.",
  );
  expect(wordsIn(newsletterSchema.parse(CONFIG), "en").email.reason).toContain("{list}");
});
