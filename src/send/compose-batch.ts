import { createHash } from "node:crypto";
import type { Email, SlotValues } from "#src/model/email.ts";
import { mailableAddress } from "#src/model/address/canonical-address.ts";
import type { Parts, Slot } from "#src/model/merge-tag.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import {
  type TokenKeys,
  type TokenPurpose,
  isDerivedId,
  makeRateToken,
  makeToken,
  signingKey,
} from "#src/model/token.ts";
import {
  type JsonTemplate,
  type JsonText,
  compileJson,
  escapeJson,
  jsonBytes,
  writeJson,
  YES,
} from "#src/render/message/compile-json.ts";
import { fillSlot } from "#src/render/message/personalise.ts";
import type { BodyBuffers } from "#src/resend/body-buffers.ts";
import { messageJson } from "#src/resend/message-json.ts";
import type { BatchRow } from "#src/store/sends/batches.ts";
import type { Recipient } from "#src/store/sends/deliveries.ts";

/** Raised with every change that alters a message's bytes: a repeat composed by another version is not posted. */
const COMPOSER = 3;
/** For sends whose links are signed under an id not derived from its secret. They end as they began: repeats keep their bytes. */
const FORMER_COMPOSER = 2;

/** Makes the messages of a batch; prepared once per send. */
export type Composer = (
  batch: Pick<BatchRow, "id" | "revision">,
  recipients: readonly Recipient[],
) => Composed;

export interface Composed {
  readonly key: string;
  /** Version of the composer that made it. */
  readonly composer: number;
  /** Messages in it, 1 to 100. */
  readonly count: number;
  /**
   * SHA-256 (hex) over the email's digest, which stands for everything constant, and over every piece that varies, as it is
   * sent. Two hashes are equal exactly if the bodies are, at a tenth of the cost of hashing 100 copies of the letter.
   */
  readonly sha256: string;
  /** Write the body of the POST: the messages as a JSON array in UTF-8, at the start of a buffer from `buffers`. */
  readonly body: (buffers: BodyBuffers) => Body;
}

interface Body {
  readonly buffer: Buffer;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Gaps in the message of every email. After them come the answers to the segments it asks about, then its own slots. */
const TO = 0;
const UNSUBSCRIBE = 1;
const BATCH = 2;
const DELIVERY = 3;
const OWN = 4;

const NO = "0";

/**
 * Returns the composer that makes the messages of a batch from an email. It depends only on what the ledger has frozen and
 * on the key that signs links, so a repeat after a crash gives the same bytes. Throws if the signing key is no longer there.
 */
export function composerOf(
  email: Email,
  send: {
    readonly database: string;
    readonly list: string;
    readonly settings: SendSettings;
    readonly test: boolean;
    /** The mail that asks for a confirmation: there is nothing to unsubscribe from yet. */
    readonly confirm?: boolean;
    /** Public id of the send, by which a reader's answer finds its issue; absent for a mail that asks nothing. */
    readonly publicId?: string;
  },
  keys: TokenKeys,
): Composer {
  const { settings } = send;
  const signing = signingKey(keys, settings.kid);
  if (signing === null)
    throw new Error(`LETTERPRESS_SECRET has no secret with the id ${settings.kid} any more.`);
  const key = signing;
  const composer = isDerivedId(settings.kid) ? COMPOSER : FORMER_COMPOSER;
  const slots: Slot[] = [];
  const asked = email.asked ?? [];
  const template = compileMessage(email, send, slots);

  return (batch, recipients) => {
    const name = `${send.database}_${batch.id}_${batch.revision}`;
    const hash = createHash("sha256").update(`${email.digest} ${send.test} ${send.confirm === true}\n`);
    const rows = recipients.map((recipient) => {
      const urls = urlsOf(recipient.subscriber_public_id);
      const subscriber = JSON.parse(recipient.slot_values) as SlotValues["subscriber"];
      const values = [mailableAddress(recipient.address), urls.unsubscribe, name, String(recipient.id)];
      for (const one of asked) values.push(isIn(one, subscriber) ? YES : NO);
      for (const slot of slots) values.push(fillSlot(email, slot, { subscriber, urls }));
      return values.map(escapeJson);
    });
    // An escaped value holds no line end, so two different lists of values give two different texts.
    for (const values of rows) hash.update(`${values.join("\n")}\n\n`);
    return {
      key: `lp_${name}`,
      composer,
      count: rows.length,
      sha256: hash.digest("hex"),
      body: (buffers) => writeBody(template, rows, buffers),
    };
  };

  /** Signing a link costs more than the rest of a message, so only the links that the message uses are signed. */
  function urlsOf(publicId: string | null): SlotValues["urls"] {
    const web = settings.slug === null ? settings.url : `${settings.url}/issues/${settings.slug}`;
    // A test is addressed to no real reader: its links lead to pages that say so and change nothing.
    const ids = { subscriber: publicId ?? "test", list: send.list };
    const link = (path: string, purpose: TokenPurpose) =>
      `${settings.url}/${path}/${makeToken(purpose, ids, key)}`;
    return {
      unsubscribe: link("u", "unsubscribe"),
      get preferences() {
        return link("p", "preferences");
      },
      get rate() {
        const token = makeRateToken({ subscriber: ids.subscriber, send: send.publicId ?? "test" }, key);
        return `${settings.url}/r/${token}`;
      },
      // One link confirms every list that the reader was entered for.
      ...(send.confirm === true
        ? { confirm: `${settings.url}/c/${makeToken("confirm", { ...ids, list: "all" }, key)}` }
        : {}),
      web,
    };
  }
}

/** Compiles one message with its gaps. Fills `slots` with the email's own slots, in the order of their gaps. */
function compileMessage(
  email: Email,
  { test, confirm }: { readonly test: boolean; readonly confirm?: boolean },
  slots: Slot[],
): JsonTemplate {
  const oneClick = {
    "List-Unsubscribe": ["<", UNSUBSCRIBE, ">"],
    "List-Unsubscribe-Post": ["List-Unsubscribe=One-Click"],
  };
  const own = OWN + (email.asked?.length ?? 0);
  const gaps = (parts: Parts) => gapsOf(parts, own, slots);
  const fixed = Object.entries(email.headers).map(([name, value]): [string, JsonText] => [name, [value]]);
  return compileJson(
    messageJson({
      from: email.from,
      replyTo: email.replyTo,
      to: [TO],
      subject: gaps(test ? ["[TEST] ", ...email.subject] : email.subject),
      html: gaps(email.html),
      text: gaps(email.text),
      headers: { ...Object.fromEntries(fixed), ...(confirm === true ? {} : oneClick) },
      tags: { lp_batch: [BATCH], lp_delivery: [DELIVERY] },
    }),
  );
}

/** Turns the slots of a text into gaps; a slot that occurs in several places gets one gap. `own`: the gap of the first slot. */
function gapsOf(parts: Parts, own: number, slots: Slot[]): JsonText {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    if (!("tag" in part)) {
      const [only, otherwise] = [gapsOf(part.only, own, slots), gapsOf(part.otherwise, own, slots)];
      return { gap: OWN + part.asked, only, otherwise };
    }
    const known = slots.findIndex(({ tag, context }) => tag === part.tag && context === part.context);
    return own + (known === -1 ? slots.push(part) - 1 : known);
  });
}

function writeBody(template: JsonTemplate, rows: readonly (readonly string[])[], buffers: BodyBuffers): Body {
  const most = rows.reduce((sum, values) => sum + jsonBytes(template, values) + 1, 2);
  const buffer = buffers.take(most);
  let end = 0;
  for (const values of rows) {
    // "[" before the first, "," before the others.
    buffer[end] = end === 0 ? 0x5b : 0x2c;
    end = writeJson(template, values, buffer, end + 1);
  }
  buffer[end] = 0x5d;
  return { buffer, bytes: new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, end + 1) };
}
