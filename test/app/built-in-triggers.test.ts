import { expect, test } from "vitest";
import { builtInTrigger } from "#src/app/triggers/built-in-triggers.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { type NewsletterConfig, newsletterSchema } from "#src/model/newsletter.ts";

const newsletterWith = (config: Partial<NewsletterConfig>) =>
  newsletterSchema.parse({
    name: 'The "Letter"',
    url: "https://news.example.org",
    from: "The Letter <desk@news.example.org>",
    postal_address: "12 Press Street, Lima",
    timezone: "America/Lima",
    lists: { weekly: { title: "Weekly" } },
    ...config,
  });

const CONFIRM = {
  title: "Bevestig",
  subject: "Bevestig je abonnement op {name}",
  preview: "Bevestig, en het volgende nummer is voor jou.",
  asked: "Iemand vroeg ons een nieuwsbrief naar dit adres te sturen.",
  button: "Ja, graag",
  ignore: "Was jij het niet, doe dan niets.",
};

function mailOf(name: "confirm" | "welcome", lang: string, config: Partial<NewsletterConfig>) {
  const newsletter = newsletterWith(config);
  const source = builtInTrigger(name, lang, newsletter);
  const { issue, findings } = parseIssue(source, { newsletter, templates: ["interview"], issues: [] });
  return { issue, findings, text: source.text };
}

test.each(["en", "es-PE", "de", "fr", "pt-PT", "ar"])(
  "both mails can be written in %s as they are",
  (lang) => {
    for (const name of ["confirm", "welcome"] as const) {
      const { issue, findings } = mailOf(name, lang, { lang });
      expect(findings).toEqual([]);
      expect(issue).toMatchObject({ lang, trigger: name, dir: lang === "ar" ? "rtl" : "ltr" });
      expect(issue?.subject).toContain('The "Letter"');
      expect(issue?.body.some(({ kind }) => kind === "button")).toBe(name === "confirm");
    }
  },
);

test("a mail is in a language of the config where that has every word of it, and otherwise whole in another one", () => {
  const words = { nl: { mails: { confirm: CONFIRM } } };
  expect(mailOf("confirm", "nl-BE", { lang: "de", words })).toMatchObject({
    issue: { lang: "nl-BE", subject: 'Bevestig je abonnement op The "Letter"' },
    findings: [],
  });
  expect(mailOf("welcome", "nl", { lang: "de", words }).issue).toMatchObject({
    lang: "de",
    title: "Willkommen",
  });
  const { asked: _, ...part } = CONFIRM;
  const { issue, text } = mailOf("confirm", "nl", {
    lang: "fi",
    words: { nl: { mails: { confirm: part } } },
  });
  expect(issue).toMatchObject({ lang: "en", title: "Please confirm" });
  expect(text).not.toMatch(/[\uE020-\uE022]|Bevestig/);
});
