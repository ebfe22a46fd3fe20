import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Issue } from "#src/model/issue.ts";
import type { NewsletterConfig } from "#src/model/newsletter.ts";
import { known, unavailable } from "#src/model/facts.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { parseFile } from "../issue/parse.ts";
import { everyKind, families, guests, images, issueWith, newsletterWith, place } from "./fixture.ts";

const everything = Object.values(everyKind).flat();
const values = {
  subscriber: {},
  urls: {
    unsubscribe: "https://x.example/u",
    preferences: "https://x.example/p",
    web: "https://x.example/w",
  },
};

async function mailIn(
  template: (typeof families)[number][1],
  issue: Partial<Issue>,
  config: Partial<NewsletterConfig> = {},
) {
  const newsletter = newsletterWith(config);
  const whole = issueWith(everything, { guests, keyPlaces: { lang: place }, ...issue });
  const email = await renderEmail({ issue: whole, newsletter, template, images });
  const facts = {
    newsletter,
    source: "",
    template,
    now: known(0),
    images: known({}),
    readers: unavailable("no ledger"),
    dns: unavailable("not asked"),
    spam: unavailable("not asked"),
    logo: known(null),
    deep: known(null),
    gaps: unavailable("no ledger"),
    pastLocalTime: unavailable("no ledger"),
    links: unavailable("nobody asked"),
    earlier: unavailable("no other issue was read"),
    spelling: unavailable("nobody looked"),
  };
  const findings = preflight(whole, email, facts).filter(({ rule }) => rule === "words/missing");
  return { ...personalise(email, values), findings };
}

for (const [family, template] of families) {
  test(`a German issue has a German frame in ${family}`, async () => {
    const { html, text, findings } = await mailIn(template, { lang: "de", updated: "2026-12-03" });
    for (const words of [
      "Nr. 7 · 24. November 2026",
      "Teil 2",
      "Von Ada und Bo · 6 Min. Lesezeit · Aktualisiert am 3. Dezember 2026",
      "Warnung",
      "Abbestellen",
      "Online ansehen",
    ]) {
      expect(html).toContain(words);
      expect(text).toContain(words);
    }
    expect(html).toContain('aria-label="erledigt"');
    expect(html + text).not.toMatch(/Unsubscribe|Warning|min read|View online|Sponsored/);
    expect(html.match(/\blang="[^"]*"/g)).toEqual(html.match(/\blang="de"/g));
    expect(findings).toEqual([]);
  });

  test(`an Arabic issue runs from right to left in ${family}, in Arabic words, numbers and plural forms`, async () => {
    const { html, text } = await mailIn(template, { lang: "ar", dir: "rtl", words: 500 });
    expect(html).toContain("بقلم Ada وBo · دقيقتان للقراءة");
    expect(text).toContain("إلغاء الاشتراك: https://x.example/u");
    // Without the mark its number would stand at the other end.
    expect(html).toMatch(/\u200E1 Type Street, Lima 15063, Peru/);
    expect(html).not.toMatch(/<span lang=/);
  });

  test(`words that a language lacks say in ${family} which language they are in, and one finding names them`, async () => {
    const words = { he: { email: { view_online: "לצפייה בדפדפן", callouts: { note: "הערה" } } } };
    const { html, text, findings } = await mailIn(template, { lang: "he", dir: "rtl" }, { words });
    expect(html).toContain(">לצפייה בדפדפן<");
    expect(html).toContain('<span lang="en" dir="ltr">No. 7</span> · 24 בנובמבר 2026');
    expect(html).toContain('<span lang="en" dir="ltr">By Ada and Bo</span>');
    expect(html).toContain('<span lang="en" dir="ltr">Warning</span>');
    expect(html).toContain('aria-label="done"');
    expect(html + text).not.toMatch(/[\uE020-\uE022]/);
    expect(text).toContain("By Ada and Bo · 6 min read");
    const [finding, ...others] = findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning", line: 1 });
    expect(finding?.message).toMatch(/in English \(en\), because there is none in Hebrew \(he\): email\.\w+/);
    for (const path of [
      "email.number",
      "email.done",
      "email.callouts.warning",
      "email.question",
      "email.forward",
    ])
      expect(finding?.message).toMatch(new RegExp(`${path.replaceAll(".", "\\.")}[,.]`));
    // Neither what is there nor what this issue has no use for.
    expect(finding?.message).not.toMatch(/view_online|callouts\.note|email\.updated|email\.asked/);
    expect(finding?.hint).toContain('words: { he: { email: { number: "No. {number}"');
    // What it says to write is what the config takes.
    const literal = /words: (\{.*\})$/.exec(finding?.hint ?? "")?.[1] ?? "";
    const written = runInNewContext(`(${literal})`) as NonNullable<NewsletterConfig["words"]>;
    const merged = { he: { ...written["he"], email: { ...words.he.email, ...written["he"]?.email } } };
    const again = await mailIn(template, { lang: "he", dir: "rtl" }, { words: merged });
    expect(again.findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("email.callouts.note"),
    ]);
  });
}

test.each(families)(
  "a German issue that says nothing but its language has no English word in %s",
  async (_, template) => {
    const file = "---\ntitle: Eine deutsche Ausgabe\nlang: de\n---\n> [!WARNING]\n> Vorsicht.\n";
    const { issue } = parseFile(file);
    if (issue === null) throw new Error("The file was not read.");
    const { html, text, findings } = await mailIn(template, issue);
    for (const words of ["Warnung", "1 Min. Lesezeit", "Online ansehen", "Abbestellen"]) {
      expect(html).toContain(words);
      expect(text).toContain(words);
    }
    expect(html + text).not.toMatch(/Warning|Unsubscribe|min read|lang="en"/);
    expect(findings).toEqual([]);
  },
);

test("the words of a config are text: no markup of theirs reaches a mail", async () => {
  const said = `</p><script>&"'`;
  const words = {
    en: {
      email: {
        notes: said,
        guest: said,
        forward: [said, said] as const,
        done: said,
        callouts: { tip: said },
      },
    },
  };
  for (const [, template] of families) {
    const { html } = await mailIn(template, {}, { words });
    expect(html).not.toContain("<script");
    expect(html.split("&lt;/p&gt;&lt;script&gt;&amp;&quot;&#39;").length).toBeGreaterThan(6);
  }
});

test("a language without names of months has its dates in English, whatever machine it is", async () => {
  const { html } = await mailIn(families[0][1], { lang: "tlh" });
  expect(html).toContain('<span lang="en" dir="ltr">November 24, 2026</span>');
});
