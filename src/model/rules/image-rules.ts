import type { RuleEntry } from "./rule.ts";

/** What pictures cost readers whose mail program shows them late, in part or not at all. */
export const IMAGE_RULES = {
  "image/not-a-picture": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The address of a picture on another site answers with a page.",
    fix: "Save the picture beside the file, or write the address of the picture itself.",
    why: "Google Drive, Dropbox and Flickr give the address of a page that shows the picture. In an email it is an empty frame.",
    example: "![The press](https://www.dropbox.com/s/abc/press.jpg?dl=0)",
  },
  "image/instead-of-text": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Without its pictures the issue has hardly a word: fewer than 100 letters.",
    fix: "Write what the pictures say as text, too.",
    why: "Outlook and many companies load no pictures until they are asked to, and a letter of pictures alone is what spam looks like: SpamAssassin (`HTML_IMAGE_ONLY_…`) gives such a one 6.3 points, where 5 are enough.",
    example: "![Our programme for May, with all dates](./programme.png)",
  },
  "image/alt-is-caption": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The alt text of a picture is the same as its caption.",
    fix: "Describe in the alt text what the picture shows.",
    why: "A screen reader says both, one after the other, and nothing says what can be seen (WCAG 2, technique G94).",
    example: '![The old press](./press.jpg "The old press")',
  },
  "image/same-alt": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Two different pictures have the same alt text.",
    fix: "Say of each picture what it alone shows.",
    why: "While pictures are off, a reader sees the same sentence twice and learns nothing of either.",
    example: "![Photo of the meeting](./one.jpg)\n\n![Photo of the meeting](./two.jpg)",
  },
  "image/too-tall": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "A picture is shown more than 1,728 pixels high, and Outlook for Windows cuts off what is above that.",
    fix: "Cut it into several pictures, one below the other.",
    why: "Outlook for Windows draws with Word, where a picture is at most 18 inches high: of a higher one it shows a part, or all of it smaller.",
    example: "![A timeline of a hundred years](./timeline.png)",
  },
  "image/blank-start": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The first frame of an animation is one plain colour, and Outlook for Windows shows no other.",
    fix: "Begin the animation with the frame that says what it is about.",
    why: "Outlook 2007 to 2016 show the first frame of a GIF alone, and so does every reader who has animations switched off.",
    example: "![How the press closes](./fades-in-from-white.gif)",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
