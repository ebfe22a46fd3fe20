import type { ZodObject } from "zod";
import type { Block } from "./block.ts";
import type { Issue } from "./issue.ts";
import type { Newsletter } from "./newsletter.ts";

/** Six-digit hex colours (`#1f1d1a`), resolved from the newsletter's theme; `dark` is the mail's own dark palette. */
export interface Palette {
  /** Links, buttons and rules that stand out. */
  readonly accent: string;
  /** The ground that words stand on. */
  readonly paper: string;
  /** The words. */
  readonly ink: string;
  /** Secondary text, at least 4.5:1 on paper. */
  readonly muted: string;
  /** Hairlines. */
  readonly rule: string;
  /** Behind callouts, cards and code. */
  readonly tint: string;
  /** Text on an accent background, at least 4.5:1. */
  readonly onAccent: string;
}

/** The newsletter's look: both palettes, two font stacks for `font-family`, and the logo. */
export interface Theme {
  readonly light: Palette;
  readonly dark: Palette;
  readonly serif: string;
  readonly sans: string;
  /**
   * Absolute addresses, width and height in CSS pixels, those of the dark image its own; `dark` is null where one image does for both.
   * Null without a logo.
   */
  readonly logo: {
    readonly light: string;
    readonly dark: string | null;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
    /** Where it leads. */
    readonly url: string;
    /** Missing without a dark image. */
    readonly darkSize?: { readonly width: number; readonly height: number };
  } | null;
}

/** What every template, of either family, is given. Plain data: it can be printed, stored and tested. */
export interface TemplateInput {
  /** newsletter.config.ts with its defaults. */
  readonly newsletter: Newsletter;
  readonly issue: Issue;
  readonly theme: Theme;
  /** For `shownImage`. */
  readonly images: Images;
  /** Addresses for `href`, as they are: a token must not be encoded. */
  readonly urls: {
    /** View online; null where the issue's archive is `none`. */
    readonly web: string | null;
    /** Tokens: replaced for each recipient. */
    readonly unsubscribe: string;
    readonly preferences: string;
    /** A token, too: where an answer to `::rate` goes, with `/good`, `/fair` or `/poor` behind it. Null where the issue does not ask. */
    readonly rate: string | null;
    /** The form. */
    readonly subscribe: string;
    /** `mailto:` with subject and the address of the issue. */
    readonly forward: string;
    /** `mailto:` to the address that answers go to. */
    readonly reply: string;
  };
  /** The text of the issue, for `<IssueBody>` and `blockHtml`. */
  readonly body: readonly Block[];
  /** What the newsletter's own blocks look like, by their `index`. */
  readonly own: readonly OwnShown[];
}

/** A block of the newsletter's own as it is mailed: finished HTML, and its plain text. */
export interface OwnShown {
  readonly html: string;
  readonly text: string;
}

/** A file of templates/blocks/, loaded by project/ and run by render/. */
export type OwnBlock = Pick<Template, "name" | "path" | "source"> &
  (
    | {
        readonly family: "react";
        readonly attributes: ZodObject;
        readonly html: (props: never) => unknown;
        readonly text: (props: Readonly<Record<string, unknown>>) => unknown;
      }
    | { readonly family: "mjml" }
  );

/** An image as it is served: `url` is absolute; `width` and `height` are the shown size in CSS pixels. */
export interface ServedImage {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** The pixels of a picture's file, where they are more: in a column wider than 592 px it is shown as wide as that. */
  readonly most?: number;
}

/**
 * Served images by the `src` the author wrote. Before it may stand what was made of the picture: `PLAYED`, or `ICON` for a path of
 * the config, which an issue's picture may have, too.
 */
export type Images = Readonly<Record<string, ServedImage>>;

/** The picture of a film, with a mark to play it. */
export const PLAYED = "play:";
/** An icon of the footer. */
export const ICON = "icon:";

/** Where a template is and what stands there: all that is needed to name one of its lines. */
export type TemplateText = Pick<Template, "path" | "source">;

/** A template, loaded by project/ and run by render/. `source` is the text of its file. */
export type Template = { readonly name: string; readonly path: string; readonly source: string } &
  /** `component` is the default export: `(input: TemplateInput) => ReactNode`. */
  (
    | { readonly family: "react"; readonly component: (input: TemplateInput) => unknown }
    /** `parts` are the files it may include, by path relative to templates/. */
    | { readonly family: "mjml"; readonly parts: Readonly<Record<string, string>> }
  );
