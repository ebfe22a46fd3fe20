/** An opening tag of an email's HTML, with its attributes as they are written, entities included. */
export interface Tag {
  readonly source: string;
  /** In small letters, as the names of its attributes. */
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

const TAG = /<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi;
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The opening tags in order, without those in comments. Words of an email that look like an attribute are no part of one. */
export function tagsOf(html: string): readonly Tag[] {
  return [...html.replace(/<!--[\s\S]*?-->/g, "").matchAll(TAG)].map(([source, name = "", rest = ""]) => ({
    source,
    name: name.toLowerCase(),
    attributes: [...rest.matchAll(ATTRIBUTE)].map(
      ([, key = "", double, single, bare]) => [key.toLowerCase(), double ?? single ?? bare ?? ""] as const,
    ),
  }));
}
