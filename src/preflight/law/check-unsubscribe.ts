import type { Email } from "#src/model/email.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Parts } from "#src/model/merge-tag.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

/** A visible way out, in the HTML and in the plain text: the law's demand, and what keeps readers from "spam". */
export function checkUnsubscribe(letter: Letter): readonly Finding[] {
  const { email } = letter;
  // Whoever is asked to confirm is on no list yet.
  if (letter.issue.trigger === "confirm") return [];
  return (["html", "text"] as const)
    .filter((part) => !holdsTag(email[part], email, "urls.unsubscribe", part))
    .map((part) =>
      find(
        letter,
        "error",
        "unsubscribe/missing",
        null,
        `The ${part === "html" ? "HTML" : "plain text"} has no unsubscribe link.`,
        "Let the template place urls.unsubscribe in a link.",
      ),
    );
}

function holdsTag(parts: Parts, email: Email, name: string, part: "html" | "text"): boolean {
  return parts.some((slot, index) => {
    if (typeof slot === "string" || email.tags[slot.tag]?.name !== name) return false;
    const before = parts[index - 1];
    // In HTML it must be a link somebody can press, not only a comment or a word.
    return part === "text" || (typeof before === "string" && /<a\b[^>]*\shref\s*=\s*["']?$/i.test(before));
  });
}
