/** Small letters, digits and hyphens, at most 60 characters; empty if the title has none of them. */
export function slugOfTitle(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}+|['’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}
