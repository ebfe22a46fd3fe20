import { z } from "zod";
import { hex, newsletterSchema } from "#src/model/newsletter.ts";
import { CHOICES } from "./choices.ts";

/** What a new newsletter is made of. `parseAnswer` reads each of them from text, as typed or as given by a flag. */
export interface Answers {
  readonly name: string;
  /** `Name <a@b.c>` or `a@b.c`. */
  readonly from: string;
  readonly postalAddress: string;
  /** IANA name. */
  readonly timezone: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly colours: Colours;
  /** A picture's path as it was typed; null if the name is set in type instead. */
  readonly logo: string | null;
  readonly audience: (typeof CHOICES.audience)[number];
  readonly runsOn: (typeof CHOICES.runsOn)[number];
}

interface Colours {
  readonly accent: string;
  readonly paper: string;
  readonly ink: string;
}

const PLAIN: Colours = { accent: "#9c2f1f", paper: "#ffffff", ink: "#1f1d1a" };

const colours = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
  .pipe(z.array(hex).min(1).max(3, "expected at most three colours: accent, paper, ink"))
  .transform(([accent = PLAIN.accent, paper = PLAIN.paper, ink = PLAIN.ink]): Colours => {
    return { accent, paper, ink };
  });

/** Checks each answer by the schema that will read it in newsletter.config.ts: an answer that is taken here is valid there. */
const answers = z.object({
  name: newsletterSchema.shape.name,
  from: newsletterSchema.shape.from,
  postalAddress: newsletterSchema.shape.postal_address,
  timezone: newsletterSchema.shape.timezone,
  url: newsletterSchema.shape.url,
  colours,
  logo: z
    .string()
    .trim()
    .transform((path) => (path === "" ? null : path)),
  audience: z.enum(CHOICES.audience),
  runsOn: z.enum(CHOICES.runsOn),
});

export type Topic = keyof Answers;

/** An answer, or what is wrong with it in half a sentence. */
export function parseAnswer<T extends Topic>(
  topic: T,
  text: string,
): { readonly ok: true; readonly answer: Answers[T] } | { readonly ok: false; readonly why: string } {
  const { success, data, error } = answers.shape[topic].safeParse(text.trim());
  if (success) return { ok: true, answer: data as Answers[T] };
  const why = error.issues[0]?.code === "too_small" ? "expected some text" : error.issues[0]?.message;
  return { ok: false, why: (why ?? "").replace(/^Invalid (?:input|option): /, "") };
}

/**
 * Returns the answer to take if nobody gave one, as text; null if none can be guessed: the
 * name, the sender and the postal address that the law requires are the newsletter's own.
 */
export function sensibleAnswer(topic: Topic, given: Partial<Answers>, zone: string): string | null {
  switch (topic) {
    case "name":
    case "from":
    case "postalAddress":
      return null;
    case "timezone":
      return zone;
    case "url":
      return `https://${/@([^\s>]+)/.exec(given.from ?? "")?.[1]?.toLowerCase() ?? "news.example.org"}`;
    case "colours":
      return Object.values(PLAIN).join(" ");
    case "logo":
      return "";
    case "audience":
      return CHOICES.audience[0];
    case "runsOn":
      return CHOICES.runsOn[0];
  }
}
