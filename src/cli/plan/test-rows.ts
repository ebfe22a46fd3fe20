import type { EmailChanges } from "#src/app/gate/compare-emails.ts";
import type { SinceTest } from "#src/app/gate/compare-test.ts";
import type { WordChange } from "#src/app/gate/compare-words.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Io } from "#src/cli/io.ts";
import { asTyped } from "#src/cli/print/as-typed.ts";
import { count, style } from "#src/cli/print/print.ts";

/** Places that are shown; who has changed more than these reads the email, not a list. */
const MOST = 12;
/** Letters of a changed passage that are shown. */
const LONGEST = 120;

/** What has changed in an email since its last test mail, as a row of a table with a line for each change. */
export function testRow(io: Io, slug: string, since: SinceTest, zone: string): [string, string] {
  const name = "last test";
  if (since.kind === "never") {
    const how = asTyped(`\`letterpress test ${slug} --to you@example.org\``, io);
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
  return [name, [`${sent}. Since then:`, ...lines(io, changes)].join("\n")];
}

function lines(io: Io, { fields, words, links, pictures }: EmailChanges): string[] {
  const all = [
    ...fields.map(({ name, before, after }) => `${name}: ${removed(io, before)}${added(io, after)}`),
    ...words.map((change) => ofWords(io, change)),
    ...links.removed.map((url) => `link ${removed(io, url)}`),
    ...links.added.map((url) => `link ${added(io, url)}`),
    ...pictures.removed.map((url) => `picture ${removed(io, url)}`),
    ...pictures.added.map((url) => `picture ${added(io, url)}`),
  ];
  const more = all.length - MOST;
  return more > 0 ? [...all.slice(0, MOST), `and ${count(more, "more place")}`] : all;
}

function ofWords(io: Io, { before, removed: gone, added: come, after }: WordChange): string {
  const change = `${gone === "" ? "" : removed(io, gone)}${come === "" ? "" : added(io, come)}`;
  return [before === "" ? "" : `… ${before}`, change, after === "" ? "" : `${after} …`]
    .filter((part) => part !== "")
    .join(" ");
}

/** As git marks words, so that it can be read without colours. */
function removed(io: Io, text: string): string {
  return style(io.stdout, "bad", `[-${shortened(text)}-]`);
}

function added(io: Io, text: string): string {
  return style(io.stdout, "accent", `{+${shortened(text)}+}`);
}

function shortened(text: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (letters.length <= LONGEST) return text;
  const half = LONGEST / 2;
  return `${letters.slice(0, half).join("")} … ${letters.slice(-half).join("")}`;
}
