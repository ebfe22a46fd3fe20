import { type Newsletter, newsletterSchema } from "#src/model/newsletter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readMeta, writeMeta } from "#src/store/database/meta.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { tracesOfNewsletter } from "#src/store/issues/traces-of-newsletter.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** The name under which `meta` keeps the config as JSON. */
const NAME = "newsletter";

/**
 * Keeps the config in the ledger for the day on which newsletter.config.ts cannot be read: readers' pages, alerts and the pace
 * of confirmations then go on as they were. Editors are left out: they are people, and an erasure must find them in one place
 * only.
 */
export async function keepNewsletter({ db }: Ledger, newsletter: Newsletter): Promise<void> {
  const value = JSON.stringify({ ...newsletter, editors: [] });
  if ((await readMeta(db, NAME)) !== value) await writeMeta(db, NAME, value);
}

/**
 * Returns the newsletter as its config was last read; if that was never kept, as far as the ledger's sends and lists tell.
 * Nothing is scheduled from the result: a page in plain words is better than none.
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
