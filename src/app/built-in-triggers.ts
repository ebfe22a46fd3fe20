import type { IssueSource } from "#src/model/issue.ts";
import type { TriggerName } from "#src/model/states.ts";

/**
 * The mail of a trigger for a newsletter that has written none, in one of our languages, as an issue's file: it goes
 * through the same parse, render and checks as an author's own.
 */
export function builtInTrigger(name: TriggerName, lang: string, newsletterName: string): IssueSource {
  const primary = lang.toLowerCase().split("-")[0] ?? "";
  const words = (Object.hasOwn(WORDS, primary) ? WORDS[primary] : undefined) ?? EN;
  const { title, subject, preview, body } = words[name];
  // A name with a quotation mark in it must not end the string it stands in.
  const fill = (text: string) => JSON.stringify(text.replaceAll("{name}", newsletterName));
  const text = `---
title: ${fill(title)}
subject: ${fill(subject)}
preview_text: ${fill(preview)}
trigger: ${name}
lang: ${Object.hasOwn(WORDS, primary) ? lang : "en"}
draft: false
---

${body}
`;
  return { slug: name, path: `(built in)/${name}.${primary}.md`, text };
}

type Mail = Readonly<Record<"title" | "subject" | "preview" | "body", string>>;

const EN: Readonly<Record<TriggerName, Mail>> = {
  confirm: {
    title: "Please confirm",
    subject: "Please confirm {name}",
    preview: "One press and the next issue is yours. Do nothing, and you hear no more from us.",
    body: `Somebody, we hope you, has asked us to send a newsletter to this address.

**[Yes, send it to me]({{ urls.confirm }})**

If it was not you, there is nothing to do: without your yes nothing more is sent.`,
  },
  welcome: {
    title: "Welcome",
    subject: "Welcome to {name}",
    preview: "You are on the list. The next issue comes to this address, and you can leave at any time.",
    body: `Thank you. You are on the list, and the next issue comes to this address.

You can [choose what you receive]({{ urls.preferences }}) at any time, or leave by one press on the link below.`,
  },
};

const ES: Readonly<Record<TriggerName, Mail>> = {
  confirm: {
    title: "Confirma, por favor",
    subject: "Confirma tu suscripción a {name}",
    preview: "Una pulsación y recibirás el próximo número. Si no haces nada, no te escribiremos más.",
    body: `Alguien, esperamos que tú, nos ha pedido que enviemos un boletín a esta dirección.

**[Sí, quiero recibirlo]({{ urls.confirm }})**

Si no has sido tú, no tienes que hacer nada: sin tu sí no se envía nada más.`,
  },
  welcome: {
    title: "Te damos la bienvenida",
    subject: "Te damos la bienvenida a {name}",
    preview:
      "Tu dirección está en la lista. El próximo número te llegará aquí, y puedes irte cuando quieras.",
    body: `Gracias. Tu dirección está en la lista, y el próximo número te llegará aquí.

Puedes [elegir qué recibes]({{ urls.preferences }}) en cualquier momento, o irte con una sola pulsación en el enlace de abajo.`,
  },
};

const WORDS: Readonly<Record<string, typeof EN>> = { en: EN, es: ES };
