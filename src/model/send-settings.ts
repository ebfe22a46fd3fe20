/** What a send needs besides its email, copied when it is scheduled: delivery reads no file. Stored as JSON. */
export interface SendSettings {
  /** The newsletter's public address, without a trailing slash: what links in messages start with. */
  readonly url: string;
  /** Id of the key that signs this send's links: a newer key must not change bytes that were already posted. */
  readonly kid: string;
  /** Limiter row: all sends of one Resend team share one pace. */
  readonly team: string;
  readonly slug: string | null;
  readonly archive: "public" | "unlisted" | "none";
  readonly brake: { readonly bounces: number; readonly complaints: number };
  /** Where each link of the body stands in the file, for the report. */
  readonly links: readonly { readonly url: string; readonly line: number }[];
}
