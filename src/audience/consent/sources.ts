import { GENERIC_SOURCE } from "./generic-source.ts";
import { MAILER_SOURCES } from "./mailer-sources.ts";
import { MARKETING_SOURCES } from "./marketing-sources.ts";
import { NEWSLETTER_SOURCES } from "./newsletter-sources.ts";
import type { Source } from "./source.ts";

const ALL = [...NEWSLETTER_SOURCES, ...MARKETING_SOURCES, ...MAILER_SOURCES, GENERIC_SOURCE] as const;
export type SourceName = (typeof ALL)[number]["name"];

/** In the order in which they are tried. */
export const SOURCES: readonly Source<SourceName>[] = ALL;
