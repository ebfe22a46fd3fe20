import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

/** A mail that asks for a confirmation must hold the link to give it, in the HTML and in the plain text. */
export function checkConfirm(letter: Letter): readonly Finding[] {
  const { email, issue } = letter;
  if (issue.trigger !== "confirm") return [];
  return (["html", "text"] as const)
    .filter(
      (part) =>
        !email[part].some(
          (slot) => typeof slot !== "string" && email.tags[slot.tag]?.name === "urls.confirm",
        ),
    )
    .map((part) =>
      find(
        letter,
        "error",
        "confirm/missing",
        null,
        `The ${part === "html" ? "HTML" : "plain text"} has no link to confirm by.`,
        "Write **[Yes, send it to me]({{ urls.confirm }})** in a paragraph of its own.",
      ),
    );
}
