/** Height that the bar at the top of the window covers, in CSS pixels. */
const CLEARANCE = 130;

/**
 * Scrolls the email to the block that holds a line of the file, and marks that block for a moment. The rendered blocks name their
 * first lines (`data-line`); what comes from a snippet (`data-file`) has lines of another file. Returns false if the email shows no such
 * block.
 */
export function showPlace(line: number): boolean {
  const frame = document.querySelector<HTMLIFrameElement>(".frames iframe:not(.coming)");
  const blocks = frame?.contentDocument?.querySelectorAll<HTMLElement>("[data-line]:not([data-file])") ?? [];
  const lineOf = (block: HTMLElement) => Number(block.dataset["line"]);
  const above = [...blocks].filter((block) => lineOf(block) <= line);
  const first = above.reduce((largest, block) => Math.max(largest, lineOf(block)), 0);
  const block = above.findLast((one) => lineOf(one) === first);
  if (frame === null || block === undefined) return false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = scrollY + frame.getBoundingClientRect().top + block.getBoundingClientRect().top - CLEARANCE;
  scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  const marked = { outline: "3px solid #e8590c", outlineOffset: "4px" };
  block.animate([marked, marked, { ...marked, outlineColor: "transparent" }], { duration: 2400 });
  return true;
}
