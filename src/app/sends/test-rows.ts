import type { EmailChanges } from "#src/app/gate/compare-emails.ts";
import type { SinceTest } from "#src/app/gate/compare-test.ts";
import type { WordChange } from "#src/app/gate/compare-words.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { count } from "#src/model/values/count.ts";
import type { PlanPlace } from "./plan-place.ts";

/** How many changed places are shown; a person who has changed more reads the email, not a list. */
const MOST = 12;
/** How many letters of a changed passage are shown. */
const LONGEST = 120;

/** What has changed in an email since its last test mail, as a row of a table with a line for each change. */
export function testRow(place: PlanPlace, slug: string, since: SinceTest, zone: string): [string, string] {
  const name = "last test";
  if (since.kind === "never") {
    const how = place.typed(`\`letterpress test ${slug} --to you@example.org\``);
    return [name, `No test mail has been sent: ${how} mails one.`];
  }
  const { at, recipients, changes } = since;
  const sent = `${instantInWords(at, zone)}, to ${count(recipients, "address", "addresses")}`;
  if (changes === null) return [name, `${sent}: identical, byte for byte.`];
  if (changes.onlyLook)
    return [
      name,
      `${sent}: the same words, links and pictures since; only the HTML differs (template or styles).`,
    ];
  return [name, [`${sent}. Since then:`, ...lines(place, changes)].join("\n")];
}

function lines(place: PlanPlace, { fields, words, links, pictures }: EmailChanges): string[] {
  const all = [
    ...fields.map(({ name, before, after }) => `${name}: ${removed(place, before)}${added(place, after)}`),
    ...words.map((change) => ofWords(place, change)),
    ...links.removed.map((url) => `link ${removed(place, url)}`),
    ...links.added.map((url) => `link ${added(place, url)}`),
    ...pictures.removed.map((url) => `picture ${removed(place, url)}`),
    ...pictures.added.map((url) => `picture ${added(place, url)}`),
  ];
  const more = all.length - MOST;
  return more > 0 ? [...all.slice(0, MOST), `and ${count(more, "more place")}`] : all;
}

function ofWords(place: PlanPlace, { before, removed: gone, added: come, after }: WordChange): string {
  const change = `${gone === "" ? "" : removed(place, gone)}${come === "" ? "" : added(place, come)}`;
  return [before === "" ? "" : `… ${before}`, change, after === "" ? "" : `${after} …`]
    .filter((part) => part !== "")
    .join(" ");
}

/** Marks words as git does, so that they can be read without colours. */
function removed(place: PlanPlace, text: string): string {
  return place.removed(`[-${shortened(text)}-]`);
}

function added(place: PlanPlace, text: string): string {
  return place.added(`{+${shortened(text)}+}`);
}

function shortened(text: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (letters.length <= LONGEST) return text;
  const half = LONGEST / 2;
  return `${letters.slice(0, half).join("")} … ${letters.slice(-half).join("")}`;
}
