/** Tags of raw HTML that are read; `br` is read too. */
export const ALLOWED = ["sub", "sup", "kbd", "mark", "small", "u"] as const;
export type Allowed = (typeof ALLOWED)[number];
