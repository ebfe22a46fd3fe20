import { MAIL_CLIENT_KEYS, MAIL_CLIENTS, type MailClient } from "#src/model/values/mail-clients.ts";
import type { Newsletter } from "#src/model/newsletter.ts";

/** The share of the readers, 0 to 1, who use each mail program. A maker’s weight is divided among its programs as usual. */
export function clientShares({ clients }: Pick<Newsletter, "clients">): ReadonlyMap<MailClient, number> {
  const written = Object.entries(clients);
  const weights = new Map<MailClient, number>();
  if (written.length === 0) for (const key of MAIL_CLIENT_KEYS) weights.set(key, MAIL_CLIENTS[key][1]);
  for (const [key, weight] of written) {
    const named = MAIL_CLIENT_KEYS.filter((client) => client.startsWith(`${key}/`));
    const usual = named.reduce((sum, client) => sum + MAIL_CLIENTS[client][1], 0);
    for (const client of named) {
      const part = usual === 0 ? 1 / named.length : MAIL_CLIENTS[client][1] / usual;
      // A program with a line of its own in the config has the weight written there.
      if (clients[client] === undefined) weights.set(client, weight * part);
    }
  }
  for (const client of MAIL_CLIENT_KEYS) {
    const own = clients[client];
    if (own !== undefined) weights.set(client, own);
  }
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  return new Map([...weights].map(([client, weight]) => [client, sum === 0 ? 0 : weight / sum]));
}
