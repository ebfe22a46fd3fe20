/**
 * Makes the page of a frame the email in `html`. What is equal stays as it is, with its pictures and what is selected in it: a new frame
 * for each save would take longer than the email itself. The frame's policy stays, too, so no script of either email runs. An element that
 * `dressEmail` coloured or enlarged is not equal, and gets back what the email says of it.
 */
export function replaceEmail(page: Document, html: string): void {
  const next = new DOMParser().parseFromString(html, "text/html");
  become(page.documentElement, next.documentElement);
}

/** Gives `old` the attributes and children of `next`. */
function become(old: Element, next: Element): void {
  for (const name of old.getAttributeNames()) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [before, after] = [[...old.childNodes], [...next.childNodes]];
  const most = Math.min(before.length, after.length);
  const isSame = (at: number) => before.at(at)?.isEqualNode(after.at(at) ?? null) === true;
  let start = 0;
  while (start < most && isSame(start)) start += 1;
  let end = 0;
  while (end < most - start && isSame(-1 - end)) end += 1;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  if (gone.length !== come.length) {
    for (const node of gone) node.remove();
    for (const node of come) old.insertBefore(node, before[before.length - end] ?? null);
    return;
  }
  for (const [index, node] of gone.entries()) {
    const twin = come[index];
    if (twin === undefined) continue;
    if (isElement(node) && isElement(twin) && node.nodeName === twin.nodeName) become(node, twin);
    else node.replaceWith(twin);
  }
}

/** A frame's nodes are of its own classes: `instanceof` would fail. */
function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}
