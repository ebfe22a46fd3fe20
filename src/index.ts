/**
 * The module that templates and newsletter.config.ts import as `letterpress`. They may import nothing else of src/, so
 * that a newsletter can live outside this repository. docs/templates.md shows every export in use.
 */
import type { NewsletterConfig } from "#src/model/newsletter.ts";

export type { NewsletterConfig } from "#src/model/newsletter.ts";
export type { Block, BlockKind, Inline } from "#src/model/block.ts";
export type { TemplateInput, Theme, Palette } from "#src/model/template.ts";
export { blockHtml } from "#src/render/blocks/block-html.ts";
export { footerLinks } from "#src/render/blocks/links-html.ts";
export { shownImage } from "#src/render/blocks/image-html.ts";
export { EmailHead } from "#src/render/email-head.ts";
export { frameWords, type FrameWords } from "#src/render/frame-words.ts";
export { type BlockProps, type BlockTextProps, defineBlock } from "#src/render/own/define-block.ts";
export { z } from "zod";
export { Cover } from "#src/render/react/cover.ts";
export { FooterLinks } from "#src/render/react/footer-links.ts";
export { IssueBody, type BlockParts as Parts } from "#src/render/react/issue-body.ts";
export { Letter, type LetterProps } from "#src/render/react/letter.ts";
export { Masthead } from "#src/render/react/masthead.ts";
export { Preheader } from "#src/render/react/preheader.ts";
export { Raw } from "#src/render/react/raw.ts";

/**
 * Returns the config unchanged, so that an editor knows the names and types of newsletter.config.ts. It checks nothing: a
 * mistake becomes the error `config/invalid` when a command reads the file.
 */
export function defineNewsletter(config: NewsletterConfig): NewsletterConfig {
  return config;
}
