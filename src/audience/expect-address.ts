import { LetterpressError } from "#src/model/errors.ts";
import { validAddress } from "#src/model/address/valid-address.ts";

/** Returns the address as `validAddress` does. Throws `usage/invalid` for an invalid one. */
export function expectAddress(text: string): string {
  const checked = validAddress(text);
  if (checked.ok) return checked.address;
  throw new LetterpressError("usage/invalid", `Expected an address, but ${checked.reason}.`);
}
