import { MINUTE_MS } from "#src/model/durations.ts";
import { type Reconciled, reconcileSends } from "#src/send/reconcile-sends.ts";
import { sendsInDoubt, takeReconcileTurn } from "#src/store/sends/reconcile.ts";
import type { App } from "#src/app/open-app.ts";

/** The time between two readings of Resend's list, over all processes: events settle most batches long before. */
const EVERY_MS = 10 * MINUTE_MS;

/** Applications whose key may only send. */
const blind = new WeakSet<App>();

/**
 * Look in Resend's list for recipients whose batch is uncertain, if there are any and no process has looked recently.
 * Null if nothing was looked up. A key that may only send is tried once.
 */
export async function reconcile(app: App, signal: AbortSignal): Promise<Reconciled | null> {
  if (blind.has(app)) return null;
  if ((await sendsInDoubt(app.ledger.db)).length === 0) return null;
  if (!(await takeReconcileTurn(app.ledger.db, app.clock.now(), EVERY_MS))) return null;
  const result = await reconcileSends(app.ledger, { client: app.client(), signal });
  const { found, left, unread } = result;
  // The key of a process stays what it is: asking again would only be refused again.
  if (unread?.why === "forbidden") blind.add(app);
  app.log("uncertain.looked_up", { found, left, unread: unread?.why ?? null });
  return result;
}
