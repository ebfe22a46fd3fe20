import type { IssueSource } from "#src/model/issue.ts";
import type { TriggerName } from "#src/model/states.ts";
import { languageOf, wordsIn } from "#src/model/words/catalogue.ts";

/** A sentence, the button, and what happens without it. */
function askingBody({ asked, button, ignore }: { asked: string; button: string; ignore: string }): string {
  return `${asked}\n\n**[${button}]({{ urls.confirm }})**\n\n${ignore}`;
}

/**
 * The mail of a trigger for a newsletter that has written none, in one of our languages, as an issue's file: it goes
 * through the same parse, render and checks as an author's own.
 */
export function builtInTrigger(name: TriggerName, lang: string, newsletterName: string): IssueSource {
  const primary = lang.toLowerCase().split("-")[0] ?? "";
  const spoken = languageOf(lang);
  const { mails } = wordsIn(lang);
  const { title, subject, preview } = mails[name];
  const body = name === "welcome" ? mails.welcome.body : askingBody(mails[name]);
  // A name with a quotation mark in it must not end the string it stands in.
  const fill = (text: string) => JSON.stringify(text.replaceAll("{name}", newsletterName));
  const text = `---
title: ${fill(title)}
subject: ${fill(subject)}
preview_text: ${fill(preview)}
trigger: ${name}
lang: ${spoken === primary ? lang : spoken}
draft: false
---

${body}
`;
  return { slug: name, path: `(built in)/${name}.${primary}.md`, text };
}
