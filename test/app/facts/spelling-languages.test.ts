import { expect, test } from "vitest";
import { spellingFact } from "#src/app/facts/spelling-fact.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { letter } from "../../preflight/build-letter.ts";

/** Dictionaries of a few words, with the rules that make compounds and elisions in those of these languages. */
const languages = ["de", "fr", "es", "pt"];
const NEWSLETTER = newsletterSchema.parse({
  name: "The Harbour Letter",
  url: "https://news.example.org",
  from: "The Harbour Letter <desk@news.example.org>",
  postal_address: "12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  languages: ["en", ...languages],
  spelling: {
    dictionaries: Object.fromEntries(languages.map((lang) => [lang, `./test/fixtures/spelling/${lang}`])),
    known: ["Kajenfest", "goëlette"],
  },
});

/** What the rule says of an issue whose body starts at line 8. */
async function said(lang: string, body: string, title: string): Promise<readonly string[]> {
  const text = `---\ntitle: ${title}\nlang: ${lang}\nguests:\n  - name: Wiebke Ölschläger\n---\n\n${body}\n`;
  const source = { slug: "spelled", path: "issues/spelled.md", text };
  const { issue } = parseIssue(source, {
    newsletter: NEWSLETTER,
    templates: ["interview"],
    issues: [source],
  });
  if (issue === null) throw new Error("The issue does not parse.");
  const { email, facts } = letter();
  const spelling = await spellingFact(".", { newsletter: NEWSLETTER, issue });
  return preflight(issue, email, { ...facts, source: text, spelling })
    .filter(({ rule }) => rule.startsWith("spelling/"))
    .map(({ line, column, message, hint }) => `${line}:${column} ${message} ${hint}`);
}

const TITLES: Readonly<Record<string, string>> = {
  de: "Die Versammlung am Kai",
  fr: "L’école du port",
  es: "La capitana repara las redes",
  pt: "A capitã conserta as redes",
};

test.each([
  [
    "de",
    "Die Kaimauerinstandsetzung hat begonnen, und die Genossenschaftsversammlung beschloss den Hafenausbau. Wiebke Ölschläger: „Geht’s?“ Ölschlägers Kajenfest heißt jetzt neu.",
    "Arbeits- und Ruhezeit bleiben offen. Nord- und Südkai, Kund:innen, Ärzt*innen und Kolleg_innen grüßen.",
  ],
  [
    "fr",
    "Aujourd’hui l’école rouvre. C’est l'occasion. S’il pleut, on s’abrite ; quelqu’un vient jusqu’à midi. L’île, l’Espagne, le livre d’Ishiguro et la goëlette.",
    "Un tohu-bohu. Les lecteur·rice·s et étudiant·e·s saluent Wiebke Ölschläger.",
  ],
  [
    "es",
    "¡Buenos días! Las niñas estudian lingüística; el pingüino llegó ayer. «¿Qué aprendimos allí?» Dígamelo, cuéntenoslo.",
  ],
  ["pt", "Bom dia! Vendê-lo-emos. O guarda-chuva, a estrela-d’alva e o copo d’água; fazê-lo ontem."],
])("what is right in %s is no slip", async (lang, ...paragraphs) => {
  const aside = "`wroong kaputtt` https://a.example/wroong desk@wroong.example wroong.pdf 2wroong @wroong";
  expect(await said(lang, [...paragraphs, aside].join("\n\n"), TITLES[lang] ?? "")).toEqual([]);
});

test.each([
  [
    "de",
    "Die Genossenschaftsversamlung hat begonen.",
    ["8:5 Genossenschaftsversamlung", "8:35 begonen begonnen"],
  ],
  ["fr", "On y apprend.\n\nOn est à l’écolle, il pleutt.", ["10:10 l’écolle l'école", "10:23 pleutt pleut"]],
  ["es", "El ayuntamiento construyrá\nuna ramppa.", ["8:17 construyrá construirá", "9:5 ramppa rampa"]],
  ["pt", "O guarda-chuvva,\nas criansas.", ["8:10 chuvva chuva", "9:4 criansas crianças"]],
])("a slip in %s is found at its place, with what was meant", async (lang, body, expected) => {
  const found = await said(lang, body, TITLES[lang] ?? "");
  expect(found).toEqual(
    expected.map((one) => {
      const [at, word, meant] = one.split(" ");
      const hint = meant === undefined ? "" : `Did you mean ${meant}`;
      return expect.stringMatching(`^${at} The dictionary does not have “${word}”\\. ${hint}`) as string;
    }),
  );
});

test("a part of a compound that stands alone elsewhere is a slip there", async () => {
  expect(await said("fr", "Un tohu-bohu.\n\nLe tohu du port.", "L’école du port")).toEqual([
    expect.stringContaining("10:4 The dictionary does not have “tohu”"),
  ]);
});
