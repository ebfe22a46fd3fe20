import type { Newsletter } from "#src/model/newsletter.ts";
import { splitNames } from "./split-names.ts";

/** One author as the file names them. */
interface WrittenAuthor {
  readonly written: string;
  /** Null for an author who is not in newsletter.config.ts. */
  readonly key: string | null;
  /** Whether the file says something about them that the config does not. */
  readonly saysMore: boolean;
}

/** Authors as other systems write them: a name, names in a line, `{name: …}`, or a list of these. */
export function authorKeys(value: unknown, authors: Newsletter["authors"]): readonly WrittenAuthor[] {
  if (Array.isArray(value)) return value.flatMap((one) => authorKeys(one, authors));
  if (typeof value === "object" && value !== null && "name" in value) {
    const { name, ...more } = value;
    return authorKeys(name, authors).map((author) => {
      const known = author.key === null ? [] : Object.values<unknown>(authors[author.key] ?? {});
      return { ...author, saysMore: Object.values(more).some((one) => !known.includes(one)) };
    });
  }
  if (typeof value !== "string") return [];
  const named = (written: string) => ({ written, key: keyOf(written, authors), saysMore: false });
  const { names, isCertain } = splitAuthors(value, authors);
  return (isCertain ? names : [value.trim()]).map(named);
}

/** The authors in a line of text; see `splitNames`. */
export function splitAuthors(line: string, authors: Newsletter["authors"]): ReturnType<typeof splitNames> {
  return splitNames(line, (name) => keyOf(name, authors) !== null);
}

/** Finds an author by key, or by name regardless of capitals and accents; `Inés Prado <ines@example.org>` is a name too. */
function keyOf(written: string, authors: Newsletter["authors"]): string | null {
  if (Object.hasOwn(authors, written)) return written;
  const name = plain(written.replace(/\s*[<(][^<>()]*[>)]\s*$/, "").replace(/^by\s+/i, ""));
  const [found, ...others] = Object.entries(authors).filter(
    ([key, author]) => plain(author.name) === name || plain(key) === name,
  );
  return found !== undefined && others.length === 0 ? found[0] : null;
}

function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}
