import type { IssueSource } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { TriggerName } from "#src/model/states.ts";
import { missingWords, wordsIn } from "#src/model/words/catalogue.ts";
import { primaryOf } from "#src/model/words/languages.ts";

/** The body of a mail that asks: a sentence, the button, and what happens if nobody presses it. */
function askingBody({ asked, button, ignore }: { asked: string; button: string; ignore: string }): string {
  return `${asked}\n\n**[${button}]({{ urls.confirm }})**\n\n${ignore}`;
}

/**
 * Makes the mail of a trigger for a newsletter that has written none, in our words or the config's. The mail has the form of
 * an issue's file, so that it goes through the same parse, render and checks as an author's own.
 */
export function builtInTrigger(name: TriggerName, lang: string, newsletter: Newsletter): IssueSource {
  const spoken = languageFor(name, lang, newsletter);
  const { mails } = wordsIn(newsletter, spoken);
  const { title, subject, preview } = mails[name];
  const body = name === "welcome" ? mails.welcome.body : askingBody(mails[name]);
  // A name with a quotation mark in it must not end the string it stands in.
  const fill = (text: string) => JSON.stringify(text.replaceAll("{name}", newsletter.name));
  const text = `---
title: ${fill(title)}
subject: ${fill(subject)}
preview_text: ${fill(preview)}
trigger: ${name}
lang: ${spoken}
draft: false
---

${body}
`;
  return { slug: name, path: `(built in)/${name}.${primaryOf(lang)}.md`, text };
}

/** The words that each mail says. Only `letterpress/subscribe` uses the other words of `mails`. */
const SAID: Readonly<Record<TriggerName, readonly string[]>> = {
  confirm: ["title", "subject", "preview", "asked", "button", "ignore"],
  welcome: ["title", "subject", "preview", "body"],
  change: ["title", "subject", "preview", "asked", "button", "ignore"],
  changed: ["title", "subject", "preview", "asked", "button", "ignore"],
};

/** The one language a mail is written in: the first in which none of its words is missing. */
function languageFor(name: TriggerName, lang: string, newsletter: Newsletter): string {
  const isWhole = (tag: string) =>
    !missingWords(newsletter, tag, "mails").some(({ path }) =>
      SAID[name].some((word) => path === `mails.${name}.${word}`),
    );
  return [lang, newsletter.lang].find(isWhole) ?? "en";
}
