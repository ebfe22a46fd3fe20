/** Tags whose content MJML copies as HTML instead of parsing it. */
export const ENDING_TAGS: readonly string[] = [
  "mj-text",
  "mj-button",
  "mj-table",
  "mj-raw",
  "mj-style",
  "mj-title",
  "mj-preview",
  "mj-breakpoint",
  "mj-navbar-link",
  "mj-social-element",
  "mj-carousel-image",
  "mj-accordion-title",
  "mj-accordion-text",
  "block-text",
];
