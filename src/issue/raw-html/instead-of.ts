const GROUP = "Remove the tag: blank lines divide an issue, and the template decides how it looks.";
const PLAYER = "Write a link to the page that it shows: [title](https://…).";
const HEADING = "Write ## and the words.";

/** What an author writes in place of a tag; tags of a document, of forms and of scripts have nothing in their place. */
const INSTEAD: Readonly<Record<string, string>> = {
  a: "Write [text](https://…).",
  img: "Write ![alt text](./image.png).",
  picture: "Write ![alt text](./image.png) alone: an email shows one picture.",
  figure: 'Write ![alt text](./image.png "Caption").',
  figcaption: 'Write the caption behind the address of the picture: ![alt text](./image.png "Caption").',
  b: "Write **text**.",
  strong: "Write **text**.",
  i: "Write *text*.",
  em: "Write *text*.",
  s: "Write ~~text~~.",
  del: "Write ~~text~~.",
  strike: "Write ~~text~~.",
  ins: "Write <u>text</u>.",
  hr: "Write ---.",
  p: "Remove the tag: a blank line divides paragraphs.",
  center: "Remove the tag. A picture is centred by {align=center} after it, words by the template.",
  div: GROUP,
  section: GROUP,
  article: GROUP,
  aside: "Begin the lines with >, and the first with > [!NOTE].",
  header: GROUP,
  footer: GROUP,
  main: GROUP,
  nav: GROUP,
  span: "Remove the tag: the template decides how words look.",
  font: "Remove the tag: the template decides how words look.",
  big: "Remove the tag: the template decides how words look.",
  ul: "Begin each item with -.",
  ol: "Begin each item with its number: 1.",
  li: "Begin each item with -, or with its number: 1.",
  dl: "Write a list whose items begin with the term: - **Term**: what it means.",
  dt: "Write a list whose items begin with the term: - **Term**: what it means.",
  dd: "Write a list whose items begin with the term: - **Term**: what it means.",
  details: "Write it open: an email has nothing to press. What is too long belongs on a page to link to.",
  summary: "Write **text** in a paragraph of its own.",
  blockquote: "Begin the lines with >.",
  q: "Write quotation marks.",
  table: "Write a Markdown table.",
  code: "Write `text`.",
  pre: "Write the lines between two lines of ```.",
  iframe: PLAYER,
  video: PLAYER,
  audio: PLAYER,
  button: 'Write ::button[text]{href="https://…"}.',
  h1: HEADING,
  h2: HEADING,
  h3: "Write ### and the words.",
  h4: "Write #### and the words.",
  h5: "Write #### and the words.",
  h6: "Write #### and the words.",
};

/** What to write in place of a tag; null where nothing is known to be meant. */
export function insteadOf(tag: string): string | null {
  return Object.hasOwn(INSTEAD, tag) ? (INSTEAD[tag] ?? null) : null;
}
