import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { domainOf } from "#src/model/address/domain-of.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { DnsRecord, Domain, DomainLine } from "#src/resend/domains.ts";
import { type Connection, whyUnknown } from "./connection.ts";

const DOMAINS = "https://resend.com/domains";
const PARTS = ["domain", "spf", "return path", "dkim", "tracking"] as const;

/** Checks the sender's domain at Resend, its DNS records as Resend has seen them, and whether it tracks readers as the config says. */
export function checkDomain(
  { config, newsletter }: Connection,
  team: Answer<readonly DomainLine[]>,
  own: Answer<Domain> | null,
): Check[] {
  const name = domainOf(newsletter.from);
  if (team.kind !== "done") return unknownParts(team);
  if (own === null) {
    if (config.destination === "sandbox")
      return [isOk("domain", "the sandbox accepts mail from every domain")];
    const others = team.value.map((one) => one.name).join(", ");
    return [
      isMissing(
        "domain",
        `${name} is missing: this team has ${others === "" ? "no domain" : others}`,
        `Add ${name} at ${DOMAINS} and its records at your DNS host, then run \`letterpress connect\`.`,
      ),
    ];
  }
  if (own.kind !== "done") return unknownParts(own);
  const domain = own.value;
  return [
    checkStatus(domain),
    ...checkRecords("spf", domain, (one) => one.purpose === "SPF" && one.type !== "MX"),
    ...checkRecords("return path", domain, (one) => one.purpose === "SPF" && one.type === "MX"),
    ...checkRecords("dkim", domain, (one) => one.purpose === "DKIM"),
    checkTracking(newsletter, domain),
  ];
}

function unknownParts(answer: Parameters<typeof whyUnknown>[0]): Check[] {
  const { says, next } = whyUnknown(answer);
  return PARTS.map((part) => isUnknown(part, says, next));
}

function checkStatus({ name, status, sends, records }: Domain): Check {
  if (!sends)
    return isMissing(
      "domain",
      `${name} may not send: sending is switched off`,
      `Switch sending on at ${DOMAINS}, then run \`letterpress doctor\`.`,
    );
  // Records for tracking and for receiving may be missing without any harm to what is sent.
  const needed = records.filter(({ purpose }) => purpose === "SPF" || purpose === "DKIM");
  const isWhole = needed.length > 0 && needed.every((record) => record.status === "verified");
  if (status === "verified" || (status.startsWith("partially_") && isWhole))
    return isOk("domain", `${name} is ${status.replace("_", " ")}`);
  return isMissing(
    "domain",
    `${name} is ${status.replace("_", " ")}: Resend refuses mail from it`,
    `Set the records at your DNS host, press Verify at ${DOMAINS}, then run \`letterpress doctor\`.`,
  );
}

/** A part for which Resend names no record is left out: newer domains need fewer. */
function checkRecords(
  part: "spf" | "return path" | "dkim",
  { name, records }: Domain,
  fits: (record: DnsRecord) => boolean,
): Check[] {
  const own = records.filter(fits);
  if (own.length === 0) return [];
  const bad = own.filter(({ status }) => status !== "verified");
  if (bad.length === 0) return [isOk(part, `Resend sees ${own.map(placeOf).join(", ")}`)];
  const lines = bad.map(
    (record) =>
      `${placeOf(record)} with the value ${record.priority === null ? "" : `${record.priority} `}${record.value} (${record.status.replace("_", " ")})`,
  );
  return [
    isMissing(
      part,
      `Resend does not see ${lines.join("; ")}`,
      `Set it at the DNS host of ${name}, press Verify at ${DOMAINS}, then run \`letterpress doctor\`.`,
    ),
  ];
}

function placeOf({ type, name }: DnsRecord): string {
  return `${type} ${name}`;
}

/** Compares the domain's tracking with the config, which cannot change it: Resend tracks by domain, whatever a mail says. */
function checkTracking({ resend: { tracking } }: Connection["newsletter"], { name, tracks }: Domain): Check {
  if (tracks === null) return isUnknown("tracking", `Resend did not say whether ${name} tracks readers`);
  const inWords = ({ opens, clicks }: typeof tracking) =>
    `opens ${opens ? "on" : "off"}, clicks ${clicks ? "on" : "off"}`;
  if (tracks.opens === tracking.opens && tracks.clicks === tracking.clicks)
    return isOk("tracking", inWords(tracking));
  return isMissing(
    "tracking",
    `${name} has ${inWords(tracks)} at Resend, and newsletter.config.ts says ${inWords(tracking)}`,
    `Switch it at ${DOMAINS}, or write resend: { tracking: { opens: ${tracks.opens}, clicks: ${tracks.clicks} } } in newsletter.config.ts; then run \`letterpress doctor\`.`,
  );
}
