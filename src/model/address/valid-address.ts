import emailModule from "validator/lib/isEmail.js";
import fqdnModule from "validator/lib/isFQDN.js";
import { asciiHost } from "./canonical-address.ts";

// Imports these two checks alone: this file is also part of a function that is sent to an edge.
const { default: isEmail } = emailModule;
const { default: isFqdn } = fqdnModule;

type AddressCheck =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly reason: string };

/** How many checked domains to remember: a file has many rows but few domains, and checking a domain is most of the work. */
const REMEMBERED = 10_000;
/** Matches nearly every local part; any other goes through the library's rules. */
const PLAIN_LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_+-]|\.(?!\.|$))*$/;

/**
 * Whether mail can be sent to this address. Returns the address as typed, without surrounding space, or the reason why not,
 * as half a sentence. Stricter than the standard where providers are: no quoted local part, no local part outside ASCII, no
 * address literal, no domain without a dot.
 */
export function validAddress(text: string): AddressCheck {
  return createAddressCheck()(text);
}

/** The same check with a memory for domains, for files of many rows. */
export function createAddressCheck(): (text: string) => AddressCheck {
  const domains = new Map<string, string | null>();
  return (text) => {
    const typed = text.trim();
    const at = typed.lastIndexOf("@");
    if (typed === "") return refused("there is no address");
    if (at < 1 || at === typed.length - 1) return refused(`${quoted(typed)} is not name@domain`);
    const local = typed.slice(0, at);
    const typedDomain = typed.slice(at + 1);
    let domain = domains.get(typedDomain);
    if (domain === undefined) {
      domain = asciiDomain(typedDomain);
      if (domains.size >= REMEMBERED) domains.clear();
      domains.set(typedDomain, domain);
    }
    if (domain === null) return refused(`${quoted(typedDomain)} is not a domain that can receive mail`);
    return checkLocal(local, domain, typed);
  };
}

function checkLocal(local: string, domain: string, typed: string): AddressCheck {
  // eslint-disable-next-line no-control-regex
  if (/[^\x00-\x7f]/.test(local)) {
    return refused(`${quoted(local)} has letters outside ASCII before the @, which Resend cannot deliver to`);
  }
  if (local.startsWith('"')) return refused("a quoted name before the @ is not accepted");
  if (local.length > 64) return refused(`the part before the @ has ${local.length} characters (at most 64)`);
  const address = `${local}@${domain}`;
  if (address.length > 254) return refused(`the address has ${address.length} characters (at most 254)`);
  if (PLAIN_LOCAL.test(local) || isEmail(address)) return { ok: true, address: typed };
  return refused(`${quoted(local)} is not a valid name before the @`);
}

/** The domain as typed if it is ASCII, otherwise as A-label; null for a domain that cannot receive mail. */
function asciiDomain(typed: string): string | null {
  // A URL parser would take what follows one of these characters for a path or a port, and judge only the rest.
  if (typed.length > 254 || /[\s/?#@:\\%]/.test(typed)) return null;
  // eslint-disable-next-line no-control-regex
  const domain = /[^\x00-\x7f]/.test(typed) ? asciiHost(typed) : typed;
  const top = domain.slice(domain.lastIndexOf(".") + 1);
  if (!/^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/i.test(top)) return null;
  if (domain.split(".").some((label) => label.length > 63)) return null;
  return isFqdn(domain) && isEmail(`a@${domain}`) ? domain : null;
}

function refused(reason: string): AddressCheck {
  return { ok: false, reason };
}

/** A value for a message: always short and on one line. */
function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(short);
}
