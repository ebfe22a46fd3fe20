import type { ZodObject } from "zod";
import type { Block } from "./block.ts";
import type { Issue } from "./issue.ts";
import type { Newsletter } from "./newsletter.ts";

/** Six-digit hex colours (`#1f1d1a`), resolved from the newsletter's theme; `dark` is the mail's own dark palette. */
export interface Palette {
  /** The colour of links, buttons and rules that stand out. */
  readonly accent: string;
  /** The background of the text. */
  readonly paper: string;
  /** The colour of the text. */
  readonly ink: string;
  /** Secondary text, at least 4.5:1 on paper. */
  readonly muted: string;
  /** Hairlines. */
  readonly rule: string;
  /** The background of callouts, cards and code. */
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
   * Addresses are absolute. `width` and `height` are in CSS pixels; the dark image has its own in `darkSize`. `dark` is null if one
   * image serves both. Null without a logo.
   */
  readonly logo: {
    readonly light: string;
    readonly dark: string | null;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
    /** The address that the logo links to. */
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
  /** Addresses to put into `href` unchanged: a token must not be encoded. */
  readonly urls: {
    /** View online; null where the issue's archive is `none`. */
    readonly web: string | null;
    /** Tokens: replaced for each recipient. */
    readonly unsubscribe: string;
    readonly preferences: string;
    /** A token, too: the address of an answer to `::rate`, with `/good`, `/fair` or `/poor` appended. Null if the issue does not ask. */
    readonly rate: string | null;
    /** The page with the subscribe form. */
    readonly subscribe: string;
    /** `mailto:` with subject and the address of the issue. */
    readonly forward: string;
    /** `mailto:` to the address that replies go to. */
    readonly reply: string;
  };
  /** The text of the issue, for `<IssueBody>` and `blockHtml`. */
  readonly body: readonly Block[];
  /** How the newsletter's own blocks look, by their `index`. */
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
  /**
   * The pixel width of a picture's file if it exceeds `width`: in a column wider than 592 px, the picture is shown as
   * wide as the column, up to this.
   */
  readonly most?: number;
}

/**
 * Served images by the `src` that the author wrote. A prefix says what was made of the picture: `PLAYED`, or `ICON` for a path of
 * the config, because a picture of the issue may have the same path.
 */
export type Images = Readonly<Record<string, ServedImage>>;

/** Prefix for the picture of a video, with a play mark on it. */
export const PLAYED = "play:";
/** Prefix for an icon of the footer. */
export const ICON = "icon:";

/** A template's path and text: all that is needed to name one of its lines. */
export type TemplateText = Pick<Template, "path" | "source">;

/** A template, loaded by project/ and run by render/. `source` is the text of its file. */
export type Template = { readonly name: string; readonly path: string; readonly source: string } &
  /** `component` is the default export: `(input: TemplateInput) => ReactNode`. */
  (
    | { readonly family: "react"; readonly component: (input: TemplateInput) => unknown }
    /** `parts` are the files it may include, by path relative to templates/. */
    | { readonly family: "mjml"; readonly parts: Readonly<Record<string, string>> }
  );
