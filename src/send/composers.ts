import type { SendSettings } from "#src/model/send-settings.ts";
import { type TokenKeys, signingKey } from "#src/model/token.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, asksToConfirm, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type Composer, composerOf } from "./compose-batch.ts";

/** The composers of the open sends, each made once. */
export class Composers {
  readonly #ledger: Ledger;
  readonly #keys: TokenKeys;
  /** Keyed by what a composer depends on (`nameOf`). */
  readonly #known = new Map<string, Composer>();

  constructor(ledger: Ledger, keys: TokenKeys) {
    this.#ledger = ledger;
    this.#keys = keys;
  }

  /** Forget all composers but those of these sends: a compiled letter for every issue ever sent would fill the memory. */
  keepOnly(sends: readonly SendRow[]): void {
    if (this.#known.size <= sends.length) return;
    const names = new Set(sends.map((send) => nameOf(send, settingsOf(send))));
    for (const name of this.#known.keys()) if (!names.has(name)) this.#known.delete(name);
  }

  /**
   * The composer of a send. Null if the key that signs its links is gone: the send is paused, because its links could
   * not be made, and its repeats would have other bytes.
   */
  async of(send: SendRow, settings: SendSettings): Promise<Composer | null> {
    const name = nameOf(send, settings);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { db, database, clock } = this.#ledger;
    if (signingKey(this.#keys, settings.kid) === null) {
      const note = `LETTERPRESS_SECRET has no secret with the id ${settings.kid} any more; put it back and resume.`;
      await stepSend(db, send.id, "submitting", "paused", clock.now(), { reason: "auth", note });
      return null;
    }
    const email = await loadEmail(db, send.email_digest);
    const composer = composerOf(
      email,
      {
        database,
        list: send.list,
        settings,
        test: send.kind === "test",
        confirm: asksToConfirm(send),
        // One composer serves all alike mails of triggers, so it must not name a single send.
        ...(send.kind === "trigger" ? {} : { publicId: send.public_id }),
      },
      this.#keys,
    );
    this.#known.set(name, composer);
    return composer;
  }
}

/** Each trigger's mail is a send of its own; one composer serves all mails that are alike. */
function nameOf(send: SendRow, settings: SendSettings): string {
  if (send.kind !== "trigger") return String(send.id);
  return [send.email_digest, send.list, asksToConfirm(send), settings.kid, settings.url].join(" ");
}
