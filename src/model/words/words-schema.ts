import { z } from "zod";
import { RESERVED } from "#src/model/merge-tag.ts";
import { en } from "./en.ts";
import { snake, type WrittenWords } from "./words.ts";

const PLACE = /\{\w+\}/g;
// oxlint-disable-next-line no-control-regex -- these are the characters to refuse
const CONTROLS = /[\u0000-\u001F\u007F\u2028\u2029]/;
const FORMS = ["zero", "one", "two", "few", "many"] as const;

/** What `words:` of the config may say in one language: any of our texts, each with the places that our text has. */
export const writtenWords = schemaOf(en) as unknown as z.ZodType<WrittenWords, WrittenWords>;

function schemaOf(words: unknown): z.ZodType {
  if (typeof words === "string") return text(words);
  if (Array.isArray(words)) {
    const [link, rest] = words as unknown as readonly [string, string];
    return z.tuple([text(link), text(rest, true)], "expected two texts: a link's words, and what follows it");
  }
  const entries = Object.entries(words as object);
  const forms = entries.find(([name]) => name === "other");
  if (forms !== undefined) {
    const form = text(String(forms[1]));
    const more = Object.fromEntries(FORMS.map((name) => [name, form.optional()]));
    return z.union(
      [form, z.strictObject({ ...more, other: form })],
      "expected a text, or one for each plural form: { one, other }",
    );
  }
  return z.strictObject(
    Object.fromEntries(entries.map(([name, inner]) => [snake(name), schemaOf(inner).optional()])),
  );
}

/** The schema of a text like ours: a place that our text does not have would reach readers as it stands. */
function text(ours: string, mayBeEmpty = false): z.ZodType<string> {
  const places = ours.match(PLACE) ?? [];
  // The body of a mail is an issue's body, with its merge tags and paragraphs.
  const isBody = ours.includes("{{");
  return z.string().superRefine((said, context) => {
    const fault = mayBeEmpty && said === "" ? null : faultOf(said, places, isBody);
    if (fault !== null) context.addIssue(fault);
  });
}

function faultOf(said: string, places: readonly string[], isBody: boolean): string | null {
  if (said.trim() === "") return "expected some text";
  if (RESERVED.test(said)) return "this text holds a private-use character that is reserved for Letterpress";
  if (isBody) return null;
  if (CONTROLS.test(said)) return "expected one line of text";
  if (/\{[{%]/.test(said)) return "merge tags are not filled here";
  const unknown = (said.match(PLACE) ?? []).find((place) => !places.includes(place));
  if (unknown === undefined) return null;
  const known = places.length === 0 ? "this text has no places" : `its places are ${places.join(" and ")}`;
  return `there is no ${unknown} here; ${known}`;
}
