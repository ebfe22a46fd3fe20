import type { Guest } from "#src/model/issue.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { joinPresent } from "#src/render/join-present.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { shownImage } from "./image-html.ts";
import { linkLook } from "./inline-html.ts";
import { cell, sans, serif, sides, SMALL, TABLE } from "./styles.ts";

const PORTRAIT = 88;

/** The card of a guest: portrait or initials, name, role and organisation, a few words. */
export function guestHtml(block: BlockOf<"guest">, { input }: Emit, { gap, above }: Stand): string {
  const guest = input.issue.guests[block.index];
  const label = wordsIn(input.newsletter, input.issue.lang).email.guest;
  return guest === undefined ? "" : cardHtml(guest, label, input, { gap, above });
}

/** The card of an author of the newsletter, the same as a guest's. */
export function authorHtml(block: BlockOf<"author">, { input }: Emit, { gap, above }: Stand): string {
  const author = input.issue.authors[block.index];
  const label = wordsIn(input.newsletter, input.issue.lang).email.author;
  return author === undefined
    ? ""
    : cardHtml({ ...author, organization: null }, label, input, { gap, above });
}

function cardHtml(
  guest: Guest,
  label: string,
  input: TemplateInput,
  { gap, above }: Omit<Stand, "first">,
): string {
  const { theme, issue } = input;
  const { rule } = theme.light;
  const { end } = sides(issue.dir);
  const row = `<tr><td valign="top" width="${PORTRAIT}" style="padding-${end}:18px">${portraitHtml(guest, input)}</td><td class="lp-muted" valign="top" style="${sans(theme, 14, 1.4, 400, theme.light.muted)}">${wordsHtml(guest, label, input)}</td></tr>`;
  const table = `${TABLE}<tbody>${row}</tbody></table>`;
  return cell(
    table,
    `padding:20px 0;border-top:1px solid ${rule};border-bottom:1px solid ${rule}`,
    "lp-rule",
    gap + 4,
    above,
  );
}

/** Role and organisation on one line, or null. */
export function guestStanding(guest: Guest): string | null {
  return joinPresent([guest.role, guest.organization], ", ") || null;
}

/** The words of a card, in the type of their cell except for what each sets itself. */
function wordsHtml(guest: Guest, label: string, input: TemplateInput): string {
  const { theme } = input;
  const { ink } = theme.light;
  const name = escapeHtml(guest.name);
  const linked =
    guest.url === null ? name : `<a${linkLook(input)} href="${escapeHtml(guest.url)}">${name}</a>`;
  const standing = guestStanding(guest);
  return [
    `<p style="margin:0;font-size:13px">${escapeHtml(label)}</p>`,
    `<p class="lp-ink" style="margin:0;font-size:18px;font-weight:700;color:${ink}">${linked}</p>`,
    standing === null ? "" : `<p style="margin:0">${escapeHtml(standing)}</p>`,
    guest.bio === null
      ? ""
      : `<p class="lp-ink" style="margin:8px 0 0;${serif(theme, SMALL)}">${escapeHtml(guest.bio)}</p>`,
  ].join("");
}

/** Renders a square portrait. With images off its tint and alt text remain, and without an image it shows the initials. */
function portraitHtml(guest: Guest, { images, theme }: TemplateInput): string {
  const { tint, accent, muted } = theme.light;
  const shown = guest.image === null ? null : shownImage(guest.image.src, images);
  const square = `width="${PORTRAIT}" height="${PORTRAIT}"`;
  if (guest.image !== null && shown !== null) {
    const style = `display:block;width:${PORTRAIT}px;height:${PORTRAIT}px;object-fit:cover;border:0;background-color:${tint}`;
    return `<img class="lp-tint lp-muted" src="${escapeHtml(shown.url)}" alt="${escapeHtml(guest.image.alt)}" ${square} style="${style};${sans(theme, 11, 1.3, 400, muted)}">`;
  }
  const letters = `<span class="lp-accent" aria-hidden="true" style="${sans(theme, 26, 1, 700, accent)}">${escapeHtml(initials(guest.name))}</span>`;
  return `<table role="presentation" width="${PORTRAIT}" cellpadding="0" cellspacing="0"><tbody><tr><td class="lp-tint" bgcolor="${tint}" align="center" valign="middle" ${square}>${letters}</td></tr></tbody></table>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? "")[0]?.toUpperCase() ?? "")
    .join("");
}
