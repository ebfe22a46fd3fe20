import type { Video } from "#src/model/block.ts";

const YOUTUBE = /^(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com$/;
const YOUTUBE_ID = /^[\w-]{11}$/;
/** Also matches a film in a channel, a group or an album. */
const VIMEO_PATH = /^\/(?:(?:channels|groups|album|showcase)\/[\w-]+\/)?(?:videos?\/)?(\d{5,12})(?:\/|$)/;

/** Returns the film that an address shows; null for every other address. */
export function videoOf(address: string): Video | null {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return null;
  const { hostname, pathname, searchParams } = new URL(address);
  if (hostname === "youtu.be") return youtube(pathname.split("/")[1]);
  if (YOUTUBE.test(hostname)) {
    const [, kind, id] = pathname.split("/");
    if (kind === "watch") return youtube(searchParams.get("v"));
    return /^(?:shorts|live|embed|v)$/.test(kind ?? "") ? youtube(id) : null;
  }
  if (!/^(?:(?:www|player)\.)?vimeo\.com$/.test(hostname)) return null;
  const id = VIMEO_PATH.exec(pathname)?.[1];
  return id === undefined ? null : { site: "Vimeo", id };
}

/** The path of the film's picture: beside the file, so that no mail loads it from the site. */
export function videoPicture({ site, id }: Video): string {
  return `./${site.toLowerCase()}-${id}.jpg`;
}

function youtube(id: string | null | undefined): Video | null {
  return id != null && YOUTUBE_ID.test(id) ? { site: "YouTube", id } : null;
}
