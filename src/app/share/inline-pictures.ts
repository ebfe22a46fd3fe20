import type { Asset } from "#src/model/email.ts";

/** The HTML of an email that asks nobody for anything. */
export interface Inlined {
  readonly html: string;
  /** Pictures of other hosts, which only a request could bring: they are left out. */
  readonly missing: number;
}

/** What is shown where a picture is not: its alternative text. */
const NO_PICTURE = "data:,";

/**
 * The email with its pictures in it. `url` is the newsletter's address, under which its pictures will be. What is on other hosts is
 * taken out and counted: who opens the file would tell those hosts that they do.
 */
export function inlinePictures(html: string, assets: readonly Asset[], url: string): Inlined {
  const byKey = new Map(assets.map((asset) => [asset.key, dataOf(asset)]));
  const start = `${url}/a/`;
  let missing = 0;
  const dataAt = (address: string): string => {
    if (address.startsWith("data:")) return address;
    const key = address.startsWith(start) ? address.slice(start.length).replace(/\.[a-z0-9]+$/, "") : "";
    const data = byKey.get(key);
    if (data === undefined) missing += 1;
    return data ?? NO_PICTURE;
  };
  const drawn = html
    // Outlook alone reads them, and it will not open this file.
    .replaceAll(/<!--[^]*?-->/g, "")
    .replaceAll(/<link\b[^>]*>/gi, "")
    .replaceAll(/@import\b[^;]*;/gi, "")
    .replaceAll(/\ssrcset="[^"]*"/gi, "")
    .replaceAll(
      /(<(?:img|source|video|input)\b[^>]*?\s(?:src|poster)=)"([^"]*)"/gi,
      (_all, head, address) => {
        return `${head as string}"${dataAt(address as string)}"`;
      },
    )
    .replaceAll(/(\sbackground=)"([^"]*)"/gi, (_all, head, address) => {
      return `${head as string}"${dataAt(address as string)}"`;
    })
    .replaceAll(/url\((&quot;|&#39;|["']?)(https?:[^)]*?)\1\)/gi, (_all, quote, address) => {
      return `url(${quote as string}${dataAt(address as string)}${quote as string})`;
    });
  return { html: drawn, missing };
}

function dataOf({ mediaType, bytes }: Asset): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
}
