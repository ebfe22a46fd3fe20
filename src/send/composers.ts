import type { SendSettings } from "#src/model/send-settings.ts";
import type { TokenKeys } from "#src/model/token.ts";
import { loadEmail } from "#src/store/emails.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendRow, asksToConfirm, stepSend } from "#src/store/sends.ts";
import { type Composer, composerOf } from "./compose-batch.ts";

/** The composers of the open sends, each made once. */
export class Composers {
  readonly #ledger: Ledger;
  readonly #keys: TokenKeys;
  /** By what they depend on. */
  readonly #known = new Map<string, Composer>();

  constructor(ledger: Ledger, keys: TokenKeys) {
    this.#ledger = ledger;
    this.#keys = keys;
  }

  /**
   * The composer of a send. Null where the key that signs its links is gone: the send is paused, because its links could
   * not be made, and its repeats would have other bytes.
   */
  async of(send: SendRow, settings: SendSettings): Promise<Composer | null> {
    const confirm = asksToConfirm(send);
    // Each trigger's mail is a send of its own; one composer for all that are alike, or they would fill the memory.
    const name =
      send.kind === "trigger"
        ? [send.email_digest, send.list, confirm, settings.kid, settings.url].join(" ")
        : String(send.id);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { db, database, clock } = this.#ledger;
    if (!this.#keys.some(({ kid }) => kid === settings.kid)) {
      const note = `LETTERPRESS_SECRET has no key ${settings.kid} any more; put it back and resume.`;
      await stepSend(db, send.id, "submitting", "paused", clock.now(), { reason: "auth", note });
      return null;
    }
    const email = await loadEmail(db, send.email_digest);
    const composer = composerOf(
      email,
      { database, list: send.list, settings, test: send.kind === "test", confirm },
      this.#keys,
    );
    this.#known.set(name, composer);
    return composer;
  }
}
