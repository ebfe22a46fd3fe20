import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter, NewsletterConfig } from "#src/model/newsletter.ts";
import { DEFAULT_THEME } from "#src/model/theme/default-theme.ts";

/** What the handler needs from newsletter.config.ts. All other keys are ignored. */
export type SubscribeConfig = Pick<
  NewsletterConfig,
  | "name"
  | "tagline"
  | "url"
  | "from"
  | "reply_to"
  | "postal_address"
  | "lang"
  | "languages"
  | "words"
  | "lists"
  | "theme"
>;

/** The newsletter as the handler knows it, complete. */
export type SubscribeNewsletter = Pick<
  Newsletter,
  | "name"
  | "tagline"
  | "url"
  | "from"
  | "reply_to"
  | "postal_address"
  | "lang"
  | "languages"
  | "words"
  | "theme"
> & {
  readonly lists: Readonly<Record<string, HostedList>>;
};

/** A list whose contacts are at Resend: names or ids of its segment and its topic. */
interface HostedList {
  readonly title: string;
  readonly description?: string | undefined;
  readonly segment: string;
  readonly topic: string;
}

/**
 * Fills in the config's defaults. `letterpress check` reads the config with the whole schema; that schema is larger
 * than everything else here, so an edge function only checks for what it could not work without. Throws
 * `config/invalid`.
 */
export function completeConfig(config: SubscribeConfig): SubscribeNewsletter {
  for (const key of ["name", "from", "postal_address"] as const)
    if (typeof config[key] !== "string" || config[key].trim() === "") throw invalid(`${key} is missing`);
  const lists = Object.entries(config.lists ?? {}).map(([key, { title, description, segment, topic }]) => {
    if (segment === undefined || topic === undefined)
      throw invalid(`lists.${key} does not name its segment and its topic at Resend`);
    return [key, { title, description, segment, topic }] as const;
  });
  if (lists.length === 0) throw invalid("lists has no list");
  const { theme = {} } = config;
  return {
    name: config.name,
    tagline: config.tagline,
    url: baseAddress(config.url, "url"),
    from: config.from,
    reply_to: config.reply_to,
    postal_address: config.postal_address,
    lang: config.lang ?? "en",
    languages: config.languages ?? [],
    words: config.words ?? {},
    theme: {
      ...(theme.logo === undefined ? {} : { logo: theme.logo }),
      accent: theme.accent ?? DEFAULT_THEME.accent,
      paper: theme.paper ?? DEFAULT_THEME.paper,
      ink: theme.ink ?? DEFAULT_THEME.ink,
      dark: theme.dark ?? DEFAULT_THEME.dark,
      serif: theme.serif ?? DEFAULT_THEME.serif,
      sans: theme.sans ?? DEFAULT_THEME.sans,
    },
    lists: Object.fromEntries(lists),
  };
}

/** Returns an address without the slash at its end. Throws `config/invalid`. */
export function baseAddress(url: string, name: string): string {
  const isAddress = typeof url === "string" && /^https?:\/\/[^\s?#]+$/i.test(url) && URL.canParse(url);
  if (!isAddress) throw invalid(`${name} is not an address such as https://news.example.org`);
  return url.replace(/\/+$/, "");
}

function invalid(what: string): LetterpressError {
  return new LetterpressError("config/invalid", `letterpress/subscribe cannot work: ${what}.`);
}
