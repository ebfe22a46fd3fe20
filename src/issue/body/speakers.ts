import { distance } from "fastest-levenshtein";
import type { Paragraph, Root } from "mdast";
import type { Speaker } from "#src/model/block.ts";
import { type BodyContext, startOf, walkNodes } from "./body-context.ts";

/** The most words in a label: a longer sentence in bold that ends with a colon is a sentence. */
const MOST_WORDS = 4;
/** Shorter labels (`Q`, `A`, `PS`) are close to many names. */
const SHORTEST = 3;

/** Returns the role of the declared speaker whose name begins a paragraph, as `**Name:**` or `**Name**:`. */
export function speakerOf(node: Paragraph, speakers: readonly Speaker[]): Speaker["role"] | undefined {
  const label = labelOf(node);
  const named = label === null ? [] : namedBy(label, speakers);
  return named.length === 1 ? named[0]?.role : undefined;
}

/**
 * Warns about labels that name nobody, or several people. `**Note:**` begins many ordinary paragraphs, so an unknown label counts
 * only if a declared name is close to it, or if it appears twice and known people speak beside it.
 */
export function lintSpeakers(root: Root, { speakers, interview, report }: BodyContext): void {
  if (speakers.length === 0 || !interview) return;
  const labels: { readonly label: string; readonly at: number }[] = [];
  walkNodes(root, (node) => {
    const label = node.type === "paragraph" ? labelOf(node) : null;
    if (label !== null) labels.push({ label, at: startOf(node) });
  });
  const known = labels.filter(({ label }) => namedBy(label, speakers).length > 0).length;
  const hint = `Known are ${speakers.map(({ name }) => name).join(", ")}. Name everybody in guests: or authors:.`;
  const times = Map.groupBy(labels, ({ label }) => folded(label));
  for (const { label, at } of labels) {
    const named = namedBy(label, speakers);
    if (named.length > 1) {
      const message = `${label} may be ${named.map(({ name }) => name).join(" or ")}.`;
      report.warning("speaker/ambiguous", at, message, { hint: "Write the whole name." });
    }
    if (named.length > 0 || label.length < SHORTEST) continue;
    const near = misspelt(label, speakers);
    if (near === null && ((times.get(folded(label))?.length ?? 0) < 2 || known < 2)) continue;
    report.warning("speaker/unknown", at, `${label} speaks here, but is neither a guest nor an author.`, {
      hint: near === null ? hint : `Did you mean ${near}?`,
    });
  }
}

/** Returns the whole name, or the part of one, that a label misspells. Short names are close to each other: `Note` is no misspelt Soto. */
function misspelt(label: string, speakers: readonly Speaker[]): string | null {
  const names = speakers.flatMap(({ name }) => [name, ...name.split(/\s+/u)]);
  const near = names.find((name) => distance(folded(label), folded(name)) <= (name.length < 6 ? 1 : 2));
  return near ?? null;
}

/** The name in bold at the start of a paragraph, with its colon inside or behind it; null where there is none. */
function labelOf({ children: [first, second] }: Paragraph): string | null {
  if (first?.type !== "strong" || first.children.length !== 1) return null;
  const [name] = first.children;
  if (name?.type !== "text") return null;
  const inside = /^(.+?)\s*[:：]$/u.exec(name.value.trim())?.[1];
  const behind = second?.type === "text" && /^\s*[:：]/u.test(second.value) ? name.value.trim() : undefined;
  const label = inside ?? behind;
  if (label === undefined || second === undefined || label.split(/\s+/u).length > MOST_WORDS) return null;
  return label;
}

/** Finds speakers by the whole name first; then by the first or last words, or the initials, which may fit several people. */
function namedBy(label: string, speakers: readonly Speaker[]): readonly Speaker[] {
  const wanted = folded(label);
  const whole = speakers.filter(({ name }) => folded(name) === wanted);
  if (whole.length > 0) return whole.slice(0, 1);
  return speakers.filter(({ name }) => {
    const words = folded(name).split(" ");
    const parts = words.flatMap((_, at) => [words.slice(0, at).join(" "), words.slice(at).join(" ")]);
    const initials = words.map((word) => Array.from(word)[0] ?? "").join("");
    return parts.includes(wanted) || (words.length > 1 && initials === wanted.replaceAll(/[.\s]/g, ""));
  });
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase().trim().replaceAll(/\s+/gu, " ");
}
