import type * as Verifier from "mailauth/lib/dkim/verify.js";
import type { Network } from "#src/app/connect/network.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { domainOf } from "#src/model/address/domain-of.ts";

/** A mail as it was received, as far as the checks look at it. */
export interface ReceivedMail {
  /** The address of the sender, and its domain; empty where there is none. */
  readonly from: string;
  readonly domain: string;
  readonly subject: string;
  /** Values of a header, in the order in which they stand, unfolded. */
  readonly header: (name: string) => readonly string[];
  readonly html: string;
  readonly text: string;
  readonly signatures: readonly Signature[];
}

/** One DKIM signature. */
export interface Signature {
  readonly domain: string;
  readonly selector: string;
  /** `pass`: key and body fit. `temperror`: DNS did not answer. */
  readonly result: string;
  /** Why it does not pass, in the library's words; null if the library gives no reason. */
  readonly comment: string | null;
  /** Whether its domain is aligned with that of the sender, by the relaxed rule of DMARC. */
  readonly isAligned: boolean;
  /** Names of the headers that it covers, in small letters. */
  readonly covers: readonly string[];
}

/** A larger file is of some other kind, and not worth parsing. */
const MOST_BYTES = 50_000_000;

/** Reads a mail in the format of RFC 5322, and verifies its DKIM signatures by the keys in DNS. Throws if it is not a mail. */
export async function readMail(bytes: Buffer, network: Pick<Network, "texts">): Promise<ReceivedMail> {
  if (bytes.length > MOST_BYTES) throw new TypeError(`it has ${bytes.length} bytes`);
  const { default: PostalMime } = await import("postal-mime");
  const mail = await PostalMime.parse(bytes);
  const from = mail.from?.address ?? "";
  if (mail.headers.length === 0 || !mail.headers.some(({ key }) => key === "from"))
    throw new TypeError("it has no From header");
  return {
    from,
    domain: domainOf(from),
    subject: mail.subject ?? "",
    header: (name) =>
      mail.headers
        .filter(({ key }) => key === name.toLowerCase())
        .map(({ value }) => value.replace(/\r?\n(?=[ \t])/g, "").trim()),
    html: mail.html ?? "",
    text: mail.text ?? "",
    signatures: await readSignatures(bytes, network),
  };
}

/**
 * Loads mailauth. Letterpress does not bring it along: its dependencies are 19 MB, for a question that is
 * asked once in a newsletter's life.
 */
async function loadVerifier(): Promise<typeof Verifier> {
  try {
    return await import("mailauth/lib/dkim/verify.js");
  } catch (error) {
    const isMissing = (error as { readonly code?: string }).code === "ERR_MODULE_NOT_FOUND";
    if (!isMissing) throw error;
    throw new LetterpressError(
      "usage/invalid",
      "The DKIM signature of a mail is read by mailauth, which is not installed.",
      {
        hint: "Run `npm install --save-dev mailauth`, then the command again.",
      },
    );
  }
}

async function readSignatures(bytes: Buffer, { texts }: Pick<Network, "texts">): Promise<Signature[]> {
  const { dkimVerify } = await loadVerifier();
  const { results } = await dkimVerify(bytes, {
    resolver: async (name, type) => {
      const found = type === "TXT" ? await texts(name) : [];
      if (found.length === 0) throw Object.assign(new Error(`no ${type} at ${name}`), { code: "ENOTFOUND" });
      return found.map((text) => [text]);
    },
  });
  return results.flatMap(({ signingDomain, selector, signingHeaders, status }) =>
    // A mail without a signature has one result, "none".
    signingDomain === undefined
      ? []
      : [
          {
            domain: signingDomain,
            selector: selector ?? "",
            result: status.result,
            comment: typeof status.comment === "string" ? status.comment : null,
            isAligned: typeof status.aligned === "string",
            covers: (signingHeaders?.keys ?? "").split(":").map((key) => key.trim().toLowerCase()),
          },
        ],
  );
}
