/**
 * What the name of a broadcast tells: which issue it is (the identity) and which version of it. A tick has no other memory.
 * The name is written as `lp/<slug>/<digest>/<time>/<commit time>-<commit>`, with a mark behind it.
 */
export interface BroadcastName {
  readonly slug: string;
  /** First 12 hexadecimal digits of the digest over every field that is posted. */
  readonly digest: string;
  /** When the broadcast is sent, ms UTC, on the minute. */
  readonly at: number;
  /** When the commit was made that the broadcast comes from, ms UTC, on the second. */
  readonly commitAt: number;
  /** The commit's first seven hexadecimal digits: two commits of one second are two versions. Null in older names, which lack it. */
  readonly commit: string | null;
  /**
   * `set`: the broadcast was handed over with its time, so if it is a draft, a person canceled it. `off`: a person took
   * the issue back. `closed`: a person knows that the broadcast failed.
   */
  readonly mark: "set" | "off" | "closed" | null;
  /** True for a broadcast that was duplicated in Resend's dashboard, which adds " (copy)". */
  readonly isCopy: boolean;
}

const NAME =
  /^lp\/([^/]+)\/([0-9a-f]{12})\/(\d{8}T\d{4}Z)\/(\d{8}T\d{6}Z)(?:-([0-9a-f]{7}))?(?:\/(set|off|closed))?(.*)$/s;

export function writeName({
  slug,
  digest,
  at,
  commitAt,
  commit,
  mark,
}: Omit<BroadcastName, "isCopy">): string {
  const made = compact(commitAt, 14);
  const parts = ["lp", slug, digest, compact(at, 12), commit === null ? made : `${made}-${commit}`];
  return [...parts, ...(mark === null ? [] : [mark])].join("/");
}

/** Null for a name that is not ours. Whatever follows one of our names was put there by a person. */
export function readName(text: string): BroadcastName | null {
  const match = NAME.exec(text.trim());
  if (match === null) return null;
  const [, slug = "", digest = "", time = "", made = "", commit = null, mark = null, rest = ""] = match;
  const [at, commitAt] = [instant(time), instant(made)];
  if (at === null || commitAt === null) return null;
  return { slug, digest, at, commitAt, commit, mark: mark as BroadcastName["mark"], isCopy: rest !== "" };
}

/** `20261201T1400Z`: ISO without separators, as many digits as asked for. */
function compact(at: number, digits: 12 | 14): string {
  const all = new Date(at).toISOString().replace(/\D/g, "").slice(0, digits);
  return `${all.slice(0, 8)}T${all.slice(8)}Z`;
}

function instant(text: string): number | null {
  const [, year, month, day, hour, minute, second = "00"] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/.exec(text) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? null : at;
}
