/** Names that other systems have for what we have: small letters, without spaces, dots, hyphens and underlines. */
const NAMES: Readonly<Record<string, string>> = {
  firstname: "subscriber.first_name",
  fname: "subscriber.first_name",
  givenname: "subscriber.first_name",
  lastname: "subscriber.last_name",
  lname: "subscriber.last_name",
  surname: "subscriber.last_name",
  unsub: "urls.unsubscribe",
  unsubscribe: "urls.unsubscribe",
  unsubscribeurl: "urls.unsubscribe",
  unsubscribelink: "urls.unsubscribe",
  managesubscriptionurl: "urls.preferences",
  preferences: "urls.preferences",
  preferencesurl: "urls.preferences",
  updateprofile: "urls.preferences",
  archive: "urls.web",
  emailurl: "urls.web",
  posturl: "urls.web",
  weburl: "urls.web",
  webversion: "urls.web",
  viewinbrowser: "urls.web",
  viewonline: "urls.web",
};

/** Fields that other systems have and we have not, unless the config declares them. */
const FIELDS: readonly string[] = ["name", "fullname", "email", "emailaddress", "mergefields"];

/** The tag we have for a name of another system, such as `subscriber.first_name` for `FNAME`. Null where there is none. */
export function tagElsewhere(name: string, names: readonly string[]): string | null {
  const small = simple(name);
  const ours = NAMES[small] ?? names.find((one) => simple(one) === small);
  return ours !== undefined && names.includes(ours) ? ours : null;
}

/** True for what stands for a reader's own value in any system. */
export function isField(name: string, names: readonly string[]): boolean {
  const small = simple(name);
  return Object.hasOwn(NAMES, small) || FIELDS.includes(small) || names.some((one) => simple(one) === small);
}

function simple(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/^(?:subscriber|contact|recipient|user|urls|list|var|data)[.:_]/, "")
    .replace(/[\s._-]/g, "");
}
