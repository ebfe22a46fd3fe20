/** Where a part of an email comes from: a line of the issue, or of a snippet that the issue includes. */
export interface EmailPlace {
  readonly file: string | null;
  readonly line: number;
}

/** What only a real page can say of an email. Sizes in CSS pixels. */
export interface Measured {
  readonly height: number;
  /** The widest thing that does not fit; null where all does. */
  readonly overflow: {
    readonly by: number;
    readonly what: string;
    readonly place: EmailPlace | null;
  } | null;
  /** How far down Gmail clips it; null where it shows all. */
  readonly cutAt: number | null;
}

export function measureEmail(page: Document): Measured {
  const { body, documentElement: root } = page;
  const room = root.clientWidth;
  const by = Math.max(root.scrollWidth, body.scrollWidth) - room;
  const cut = page.querySelector("[data-cut]")?.getBoundingClientRect().top;
  return {
    height: body.scrollHeight,
    overflow: by > 0 ? { by, ...widest(page, room) } : null,
    cutAt: cut === undefined ? null : cut + root.scrollTop,
  };
}

/** Returns the innermost element that reaches furthest: the elements around it only follow. */
function widest(page: Document, room: number): { what: string; place: EmailPlace | null } {
  let found: { element: Element; right: number } | null = null;
  for (const element of page.body.querySelectorAll("*")) {
    const { right, width } = element.getBoundingClientRect();
    if (width > 0 && right > room + 0.5 && right >= (found?.right ?? 0)) found = { element, right };
  }
  if (found === null) return { what: "something", place: null };
  const { element } = found;
  const words = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  const named = words === "" ? "" : ` “${words}”`;
  return { what: `<${element.tagName.toLowerCase()}>${named}`, place: placeOf(element) };
}

export function placeOf(element: Element | null): EmailPlace | null {
  const block = element?.closest("[data-line]");
  if (block == null) return null;
  return { file: block.getAttribute("data-file"), line: Number(block.getAttribute("data-line")) };
}

/** Returns the words of each block that names its line. */
export function wordsOfBlocks(page: Document): ReadonlySet<string> {
  return new Set(Array.from(page.querySelectorAll("[data-line]"), ({ textContent }) => textContent ?? ""));
}

/** Returns the innermost block whose words were not there before; null if there is none. */
export function editedBlock(page: Document, before: ReadonlySet<string>): Element | null {
  const isNew = ({ textContent }: Element) => !before.has(textContent ?? "");
  const found = [...page.querySelectorAll("[data-line]")].filter(isNew);
  return found.find((block) => ![...block.querySelectorAll("[data-line]")].some(isNew)) ?? null;
}
