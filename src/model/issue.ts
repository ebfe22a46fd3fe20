import type { Block, ImageRef, OtherIssue, Place, Sponsor } from "./block.ts";
import type { MergeTag } from "./merge-tag.ts";
import type { TriggerName } from "./states.ts";

/** One issue file as text, before it is parsed. Only project/ makes one. */
export interface IssueSource {
  /** From front matter's `slug`, else the file's or folder's name without its date. Known before parsing. */
  readonly slug: string;
  /** Path relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Guest {
  readonly name: string;
  readonly role: string | null;
  readonly organization: string | null;
  readonly bio: string | null;
  readonly image: ImageRef | null;
  readonly url: string | null;
}

export interface Author {
  /** Of `authors` in the config. */
  readonly key: string;
  readonly name: string;
  readonly role: string | null;
  readonly bio: string | null;
  /** Its `src` is `author:<key>` for a file of the project, which is not beside the issue; otherwise an https URL. */
  readonly image: ImageRef | null;
  readonly url: string | null;
}

/** When an issue is meant to be sent, with the zone it is shown in and the author's own text. */
export type SendAt = { readonly zone: string; readonly source: string } &
  /**
   * `wall`: `2026-12-01 09:00` in `zone`. `local`: `2026-12-01 09:00 local`, nine in each reader's own zone; `at` is when
   * the first readers get it (UTC+14).
   */
  (
    | { readonly kind: "wall" | "local"; readonly local: string; readonly at: number }
    /** ISO with an offset. */
    | { readonly kind: "instant"; readonly at: number }
    /** `next`: the next free slot of the section, resolved when scheduled. */
    | { readonly kind: "next" }
  );

/** One Markdown file, parsed. Strings shown to readers may hold merge-tag tokens; nothing is escaped. */
export interface Issue {
  readonly slug: string;
  readonly path: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly subject: string;
  readonly previewText: string;
  readonly description: string;
  /** Slugs it had before. */
  readonly aliases: readonly string[];
  /** The same as the file writes them: a slug, or the path it had in another system. */
  readonly aliasPaths: readonly string[];
  readonly canonicalUrl: string | null;
  /** The calendar date shown, `YYYY-MM-DD`; null where neither `date` nor `send_at` gives one. */
  readonly date: string | null;
  readonly updated: string | null;
  readonly sendAt: SendAt | null;
  readonly timezone: string;
  readonly draft: boolean;
  readonly number: number | null;
  readonly section: {
    readonly key: string;
    readonly title: string;
    readonly intro: string | null;
    readonly slot: string | null;
  } | null;
  readonly series: {
    readonly key: string;
    readonly title: string;
    readonly part: number | null;
    /** The public part before this one, filled by project/. */
    readonly previous: (OtherIssue & { readonly part: number | null }) | null;
  } | null;
  readonly authors: readonly Author[];
  readonly guests: readonly Guest[];
  readonly sponsor: Sponsor | null;
  readonly image: ImageRef | null;
  readonly tags: readonly string[];
  readonly template: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Null: the newsletter's. */
  readonly from: string | null;
  readonly replyTo: string | null;
  readonly list: string;
  readonly segment: string | null;
  readonly archive: "public" | "unlisted" | "none";
  readonly accept: readonly { readonly rule: string; readonly reason: string }[];
  readonly trigger: TriggerName | null;
  readonly body: readonly Block[];
  /** Earlier issues, newest first, for each of the body's lists of them; filled by project/. */
  readonly related: readonly (readonly OtherIssue[])[];
  /** Every merge tag of front matter and body, `BUILT_IN_TAGS` first; tokens are indexes into it. */
  readonly mergeTags: readonly MergeTag[];
  /** Every link with its place, in order, for checks and the report. `url` may hold tokens. */
  readonly links: readonly { readonly url: string; readonly text: string; readonly place: Place }[];
  /** Every image, cover and guests' portraits first. */
  readonly images: readonly ImageRef[];
  /** Words of the body, for the reading time. */
  readonly words: number;
  /** Where each front matter key and each text of a guest (`guests.0.role`) is, so that later findings can name a line. */
  readonly keyPlaces: Readonly<Record<string, Place>>;
}
