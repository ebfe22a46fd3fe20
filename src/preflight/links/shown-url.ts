import { TOKEN } from "#src/model/merge-tag.ts";

/** An address as a message quotes it: its beginning, and merge tags as braces. */
export function shownUrl(url: string): string {
  const plain = url.replace(TOKEN, "{{…}}");
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
