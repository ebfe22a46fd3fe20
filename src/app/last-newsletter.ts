import { type Newsletter, newsletterSchema } from "#src/model/newsletter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readMeta, writeMeta } from "#src/store/database/meta.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { tracesOfNewsletter } from "#src/store/issues/traces-of-newsletter.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** Where `meta` keeps the config as JSON. */
const NAME = "newsletter";

/**
 * Keep what newsletter.config.ts says, for the day on which it cannot be read: readers' pages, alerts and the pace of
 * confirmations then go on as they were. Editors are people, whom an erasure must find in one place only.
 */
export async function keepNewsletter({ db }: Ledger, newsletter: Newsletter): Promise<void> {
  const value = JSON.stringify({ ...newsletter, editors: [] });
  if ((await readMeta(db, NAME)) !== value) await writeMeta(db, NAME, value);
}

/**
 * The newsletter as its config was last read, else as far as the ledger's sends and lists tell of it. Nothing is
 * scheduled by it: a page in plain words is better than none.
 */
export async function lastNewsletter({ db }: Ledger): Promise<Newsletter> {
  const { success, data } = newsletterSchema.safeParse(asJson(await readMeta(db, NAME)));
  if (success) return data;
  const { lists, send } = await tracesOfNewsletter(db);
  const from =
    send === undefined ? "newsletter@localhost.invalid" : (await loadEmail(db, send.email_digest)).from;
  const names = lists.length === 0 ? ["newsletter"] : lists;
  return newsletterSchema.parse({
    name: /^"?([^"<]*[^"<\s])/.exec(from)?.[1] ?? from,
    url: send === undefined ? "http://localhost" : settingsOf(send).url,
    from,
    postal_address: from,
    timezone: send?.zone ?? "UTC",
    lists: Object.fromEntries(names.map((list) => [list, { title: list }])),
  });
}

function asJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
