/**
 * Why nothing answered. `refused`: we do not connect there; `nowhere`: there is no such name; `certificate`: every browser warns of it;
 * `silent`: everything else, which may be over in a minute.
 */
export class Unreached extends Error {
  readonly kind: "refused" | "nowhere" | "certificate" | "silent";

  constructor(kind: Unreached["kind"], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** Certificates that no browser accepts. A chain that lacks a part is none of them: browsers fetch the part. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody whom browsers know",
};

const CONNECTIONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name is not found from here",
  EAI_AGAIN: "DNS does not answer",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it closed the connection",
  ENETUNREACH: "there is no way to it from here",
  EHOSTUNREACH: "there is no way to it from here",
  ETIMEDOUT: "it took too long",
};

/** Turns the error of a failed connection into an `Unreached`, whose message is half a sentence for people. */
export function unreached(error: unknown): Unreached {
  if (error instanceof Unreached) return error;
  if (!(error instanceof Error)) return new Unreached("silent", String(error));
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return new Unreached("silent", "it took too long");
  const code = "code" in error ? String(error.code) : "";
  const certificate = CERTIFICATES[code];
  if (certificate !== undefined) return new Unreached("certificate", certificate);
  const connection = CONNECTIONS[code];
  if (connection !== undefined) return new Unreached("silent", connection);
  // If a host has two addresses, the error about both has no message of its own.
  return new Unreached("silent", error.message || code || error.name);
}
