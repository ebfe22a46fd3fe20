import { globSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { ar } from "#src/model/words/ar.ts";
import { missingWords, wordsIn } from "#src/model/words/catalogue.ts";
import { fillCount } from "#src/model/words/counted.ts";
import { joinWordsIn } from "#src/model/words/join-catalogue.ts";
import { hasPages } from "#src/model/words/languages.ts";
import { voiceOf, withoutVoices } from "#src/model/words/voice.ts";
import { checkConfig } from "#src/project/check-config.ts";

const CONFIG = {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
};
const newsletter = (words: object = {}, lang = "en") => newsletterSchema.parse({ ...CONFIG, lang, words });
const linesOf = (words: object) => {
  const checked = checkConfig({ ...CONFIG, words });
  return checked.ok ? [] : checked.lines;
};

/** Each language has a file of its own. */
const BUILT_IN = globSync("src/model/words/??.ts").map((path) => basename(path, ".ts"));

/** Of each text its places; of a counted one those of all its forms. */
function shape(value: unknown): unknown {
  if (typeof value === "string") return [...new Set(value.match(/\{\w+\}/g))].toSorted();
  if (typeof value === "object" && value !== null && "other" in value) return shape(value.other);
  return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, shape(part)]));
}

test.each(BUILT_IN)("%s lacks no word that English has, and has the same places", (lang) => {
  const plain = newsletter();
  expect(hasPages(plain, lang)).toBe(true);
  expect(shape(wordsIn(plain, lang))).toEqual(shape(wordsIn(plain, "en")));
  expect(JSON.stringify(wordsIn(plain, lang))).not.toMatch(/[\uE020-\uE022]/);
  expect((["email", "mails", "pages"] as const).flatMap((part) => missingWords(plain, lang, part))).toEqual(
    [],
  );
  expect(joinWordsIn(plain, lang).pages.subscribe.title).toBe(wordsIn(plain, lang).pages.subscribe.title);
});

test("a language is written in its own script: nothing was left in English", () => {
  const english = new Set<string>();
  const collect = (value: unknown, into: (text: string) => void): void => {
    if (typeof value === "string") into(value);
    else if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) collect(inner, into);
  };
  collect(wordsIn(newsletter(), "en"), (text) => english.add(text));
  for (const lang of BUILT_IN.filter((one) => one !== "en")) {
    const same: string[] = [];
    collect(wordsIn(newsletter(), lang), (text) => {
      if (english.has(text) && /\p{L}{3}/u.test(text.replace(/\{\w+\}/g, ""))) same.push(text);
    });
    // Words that the languages share.
    expect(
      same.filter((text) => !["Notes", "Image", "Important", "Pages", "Feed", lang].includes(text)),
    ).toEqual([]);
  }
});

test("Arabic has each of its plural forms, and numbers in the digits of the country", () => {
  const forms = new Intl.PluralRules("ar").resolvedOptions().pluralCategories;
  expect(Object.keys(ar.email.minutes).toSorted()).toEqual([...forms].toSorted());
  const say = (lang: string, minutes: number) =>
    fillCount(wordsIn(newsletter(), lang).email.minutes, "minutes", minutes);
  expect([1, 2, 7, 12, 100].map((minutes) => say("ar", minutes))).toEqual([
    "دقيقة واحدة للقراءة",
    "دقيقتان للقراءة",
    "7 دقائق للقراءة",
    "12 دقيقة للقراءة",
    "100 دقيقة للقراءة",
  ]);
  expect(say("ar-EG", 7)).toBe("٧ دقائق للقراءة");
  expect([1, 7].map((minutes) => say("de", minutes))).toEqual(["1 Min. Lesezeit", "7 Min. Lesezeit"]);
});

test("the config's words go before ours, those of the country before those of the language", () => {
  const own = newsletter({
    de: { email: { unsubscribe: "Abmelden", minutes: { one: "eine Minute", other: "{minutes} Minuten" } } },
    "de-CH": { email: { view_online: "Im Browser" } },
    // As a person may write it.
    "PT-pt": { email: { subscribe: ["Subscreva", ""] } },
  });
  const { email } = wordsIn(own, "de-ch");
  expect([email.unsubscribe, email.viewOnline, email.notes]).toEqual([
    "Abmelden",
    "Im Browser",
    "Anmerkungen",
  ]);
  expect([1, 3].map((count) => fillCount(email.minutes, "minutes", count))).toEqual([
    "eine Minute",
    "3 Minuten",
  ]);
  expect(wordsIn(own, "de-AT").email.viewOnline).toBe("Online ansehen");
  expect(wordsIn(own, "pt-PT").email.subscribe).toEqual(["Subscreva", ""]);
});

test("what a language lacks is said in the newsletter's, else in English, and carries its language", () => {
  const dutch = { nl: { email: { unsubscribe: "Uitschrijven" } } };
  const inGerman = wordsIn(newsletter(dutch, "de"), "nl-BE").email;
  expect(voiceOf(inGerman.unsubscribe, "nl-BE")).toBe("nl-BE");
  expect([voiceOf(inGerman.notes, "nl-BE"), withoutVoices(inGerman.notes)]).toEqual(["de", "Anmerkungen"]);
  const inEnglish = wordsIn(newsletter(dutch, "fi"), "nl").email;
  expect([voiceOf(inEnglish.notes, "nl"), withoutVoices(inEnglish.notes)]).toEqual(["en", "Notes"]);
  expect(withoutVoices(fillCount(inEnglish.minutes, "minutes", 3))).toBe("3 min read");
  const missing = missingWords(newsletter(dutch), "nl", "email").map(({ path }) => path);
  expect(missing).toContain("email.callouts.warning");
  expect(missing).not.toContain("email.unsubscribe");
});

test.each<[string, object, string]>([
  [
    "a key that there is not",
    { de: { email: { unsubscribed: "x" } } },
    'words.de.email: Unrecognized key: "unsubscribed". Did you mean unsubscribe?',
  ],
  [
    "a key in our own spelling",
    { de: { email: { viewOnline: "x" } } },
    'words.de.email: Unrecognized key: "viewOnline". Did you mean view_online?',
  ],
  [
    "a place that the text has not",
    { de: { email: { reason: "An {nmae}" } } },
    "words.de.email.reason: there is no {nmae} here; its places are {list} and {name}",
  ],
  [
    "a place in a text without any",
    { de: { email: { notes: "{n}" } } },
    "words.de.email.notes: there is no {n} here; this text has no places",
  ],
  [
    "a merge tag",
    { de: { email: { notes: "{{ subscriber.first_name }}" } } },
    "words.de.email.notes: merge tags are not filled here",
  ],
  [
    "two lines in a subject",
    { de: { mails: { confirm: { subject: "a\r\nBcc: x@y.z" } } } },
    "words.de.mails.confirm.subject: expected one line of text",
  ],
  ["nothing", { de: { email: { notes: " " } } }, "words.de.email.notes: expected some text"],
  [
    "one text for two",
    { de: { email: { reply: "Antworten" } } },
    "words.de.email.reply: expected two texts: a link's words, and what follows it",
  ],
  [
    "a mark of ours",
    { de: { email: { notes: "a\uE000\uE010\uE001" } } },
    "words.de.email.notes: this text holds a private-use character that is reserved for Letterpress",
  ],
  ["a language that is none", { german_: {} }, "words.german_: expected a language such as en, es-PE or ar"],
])("the config refuses %s", (_, words, line) => {
  expect(linesOf(words)).toEqual([line]);
});

test("an edge function that was given an unchecked config says our words instead of what is none", () => {
  const words = {
    de: { email: null, pages: { subscribe: { title: 7, button: "Los" } }, mails: "x" },
    fr: null,
  };
  const { pages } = joinWordsIn({ lang: "de", words: words as never }, "de");
  expect([pages.subscribe.title, pages.subscribe.button]).toEqual(["{newsletter} abonnieren", "Los"]);
  expect(joinWordsIn({ lang: "de", words: words as never }, "fr").pages.confirm.title).toBe(
    "Une dernière étape",
  );
});
