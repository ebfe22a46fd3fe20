/** Names in other systems, reduced to small letters and digits, and our name for each. */
const NAMES: Readonly<Record<string, string>> = {
  ...all("subscriber.first_name", "firstname fname givenname forename vorname prenom nombre primeironome"),
  ...all("subscriber.last_name", "lastname lname surname familyname nachname apellido sobrenome"),
  ...all(
    "urls.unsubscribe",
    "unsubscribe unsubscribeurl unsubscribelink unsubscribelinkurl unsubscribehref unsub unsuburl unsublink optout optouturl optoutlink globalunsubscribe globalunsubscribeurl oneclickunsubscribeurl asmgroupunsubscriberawurl asmgroupunsubscribeurl resendunsubscribeurl unsubscribeaddress tagunsubscribe",
  ),
  ...all(
    "urls.preferences",
    "preferences preferencesurl preferenceslink preferenceurl preferencecenter preferencecenterurl preferencecenterlink managepreferences managepreferencesurl managesubscription managesubscriptionurl managesubscriptions managesubscriptionsurl managesubscriptionpreferencesurl subscriptionpreferences subscriptionpreferencesurl updatepreferences updatepreferencesurl updateprofile updateprofileurl updateprofilelink profileurl editprofile asmpreferencesrawurl asmpreferencesurl",
  ),
  ...all(
    "urls.web",
    "web weburl webversion webversionurl webview webviewurl viewonline viewonlineurl viewinbrowser viewinbrowserurl viewaswebpage viewaswebpagelink browserurl onlineversion onlineurl archive archiveurl archivelink mirror mirrorurl messageurl emailurl posturl permalink publicationurl",
  ),
};

function all(ours: string, theirs: string): Record<string, string> {
  return Object.fromEntries(theirs.split(" ").map((name) => [name, ours]));
}

/**
 * Returns our name for a name of another system, such as `.Subscriber.FirstName`, `contact.FIRSTNAME`, `var:firstname` or
 * `UnsubscribeURL`; null if `names`, the tags that an issue may hold, has none.
 */
export function ourName(theirs: string, names: readonly string[]): string | null {
  const last = theirs.split(/[.:]/).at(-1) ?? "";
  const plain = plainOf(last);
  const known = Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
  const attribute = names.find((name) => name.startsWith("subscriber.") && plainOf(name.slice(11)) === plain);
  const ours = known ?? attribute;
  return ours !== undefined && names.includes(ours) ? ours : null;
}

/** Fields that other systems have and we have not, unless the config declares them. */
const FIELDS: readonly string[] =
  "name fullname yourname email emailaddress emailaddr mergefields uuid createdat defaultfromname defaultreplyto".split(
    " ",
  );

/** True for a name that stands for a reader's own value in any system. */
export function isField(theirs: string, names: readonly string[]): boolean {
  const plain = plainOf(theirs.split(/[.:]/).at(-1) ?? "");
  const isAttribute = names.some((name) => plainOf(name.split(".").at(-1) ?? "") === plain);
  return Object.hasOwn(NAMES, plain) || FIELDS.includes(plain) || isAttribute;
}

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The fallback in another system's tag: after `|`, `default:`, a comma or a colon, with or without quotation marks; null without one. */
export function fallbackIn(rest: string): string | null {
  const written =
    /\|\s*default\s*(?:[:=]\s*|\(\s*)(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^"'“”|)}]+?))\s*\)?\s*$/i.exec(
      rest,
    ) ??
    /^\s*(?:[|,:]|\bor\b|\|\|)\s*(?:fallback\s*=\s*)?(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^"'“”|]+?))\s*$/i.exec(
      rest,
    );
  const fallback = written?.slice(1).find((one) => one !== undefined) ?? "";
  return fallback === "" || /["\\]/.test(fallback) ? null : fallback;
}
