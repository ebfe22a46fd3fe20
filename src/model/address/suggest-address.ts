/** Mail services with so many users that a domain one typing slip away from theirs is nearly always that slip. */
const SERVICES = new Map(
  [
    "com: gmail hotmail outlook yahoo icloud protonmail googlemail fastmail btinternet",
    "net: comcast verizon laposte sbcglobal",
    "de: t-online freenet outlook hotmail yahoo",
    "fr: orange wanadoo hotmail outlook yahoo",
    "es: hotmail outlook yahoo telefonica",
    "it: libero hotmail outlook virgilio",
    "co.uk: hotmail yahoo",
    "com.br: hotmail yahoo terra",
    "com.mx: hotmail yahoo prodigy",
    "com.ar: hotmail yahoo",
    "ru: yandex rambler",
    "me: proton",
    "nl: ziggo planet hotmail",
  ].map((line): [string, readonly string[]] => {
    const [end = "", names = ""] = line.split(": ");
    return [end, names.split(" ")];
  }),
);
/** Domains that are one slip away from a service's domain, but exist in their own right. */
const OTHERS = new Set([
  "mail.com",
  "email.com",
  "ymail.com",
  "gmx.com",
  "hotmail.ca",
  "yahoo.ca",
  "outlook.nl",
  "planet.com",
  "orange.com",
  "proton.com",
]);
/** Typing slips of ".com". `co` and `cm` are countries, in which these services have no mail. */
const SLIPS = new Set(
  "con cm co om comm cpm vom xom cim ocm cmo coom clm cok conm come dom fom comn ccom".split(" "),
);
const OF_COM = new Set(["gmail", "hotmail", "outlook", "yahoo", "icloud", "protonmail", "googlemail"]);

/**
 * Returns what somebody probably meant who typed an address one slip away from a large mail service's: `ana@gmial.com` gives
 * `ana@gmail.com`. Null for every other address. The result is a guess to be shown, never a reason to refuse: `address` may be right.
 */
export function suggestAddress(address: string): string | null {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  const dot = domain.indexOf(".");
  if (at < 1 || dot < 1 || OTHERS.has(domain)) return null;
  const [name, end] = [domain.slice(0, dot), domain.slice(dot + 1)];
  const ends = SLIPS.has(end) ? "com" : end;
  const names = SERVICES.get(ends) ?? [];
  if (names.includes(name)) {
    // The name is right: a different ending is another country's, unless it is a slip of ".com" and the service has ".com".
    return ends !== end && OF_COM.has(name) ? `${address.slice(0, at)}@${name}.com` : null;
  }
  if (ends !== end && !names.some((one) => OF_COM.has(one))) return null;
  const near = names.filter((one) => isSlip(name, one));
  return near.length === 1 ? `${address.slice(0, at)}@${near[0]}.${ends}` : null;
}

/**
 * True for one letter too many, too few or wrong, or two letters that have changed places: it compares what is left of both names
 * without their common beginning and end. Short names have too many neighbours. Written by hand, because the form of an edge function
 * holds no package that it can do without.
 */
function isSlip(typed: string, meant: string): boolean {
  if (meant.length < 5) return false;
  let [start, end] = [0, 0];
  const shorter = Math.min(typed.length, meant.length);
  while (start < shorter && typed[start] === meant[start]) start += 1;
  while (end < shorter - start && typed.at(-1 - end) === meant.at(-1 - end)) end += 1;
  const left = typed.slice(start, typed.length - end);
  const right = meant.slice(start, meant.length - end);
  const isSwapped = left.length === 2 && left[0] === right[1] && left[1] === right[0];
  return isSwapped || (left.length <= 1 && right.length <= 1 && left !== right);
}
