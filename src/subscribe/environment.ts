import { LetterpressError } from "#src/model/errors.ts";
import { deriveKeys, type SecretKeys } from "./secret-keys.ts";

/** Variables of the host, by name. Those that are not text are ignored. */
export type Environment = object;

export interface Secrets {
  readonly apiKey: string;
  /** Resend's address, or the sandbox's. */
  readonly baseUrl: string;
  /** The newest first: the first signs, and all of them verify. */
  readonly keys: readonly [SecretKeys, ...SecretKeys[]];
}

const RESEND = "https://api.resend.com";

/** Reads the environment, and derives the keys of each secret once. Throws `config/environment`; no message quotes a secret. */
export function createEnvironmentReader(): (env: Environment) => Promise<Secrets> {
  // Values, not promises: on some hosts a request must not wait for what another request has begun.
  const derived = new Map<string, SecretKeys>();
  const keysOf = async (secret: string): Promise<SecretKeys> => {
    const keys = derived.get(secret) ?? (await deriveKeys(secret));
    derived.set(secret, keys);
    return keys;
  };
  return async (env) => {
    const secrets = valueOf(env, "LETTERPRESS_SECRET")
      .split(",")
      .map((entry) => entry.trim().replace(/^[A-Za-z0-9_-]{1,32}:/, ""))
      .filter((entry) => entry !== "");
    const [first, ...others] = secrets;
    if (first === undefined || secrets.some((secret) => secret.length < 32))
      throw wrong(
        "LETTERPRESS_SECRET",
        "at least 32 random characters (create them with `openssl rand -hex 32`)",
      );
    const apiKey = valueOf(env, "RESEND_API_KEY");
    if (!/^[\x21-\x7e]+$/.test(apiKey)) throw wrong("RESEND_API_KEY", "a key of Resend with full access");
    return {
      apiKey,
      baseUrl: (valueOf(env, "RESEND_BASE_URL") || RESEND).replace(/\/+$/, ""),
      keys: [await keysOf(first), ...(await Promise.all(others.map(keysOf)))],
    };
  };
}

function valueOf(env: Environment, name: string): string {
  const value = (env as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value.trim() : "";
}

function wrong(name: string, expected: string): LetterpressError {
  return new LetterpressError("config/environment", `Expected ${name} to be ${expected}.`, {
    hint: "Set it where the function runs, then deploy again.",
  });
}
