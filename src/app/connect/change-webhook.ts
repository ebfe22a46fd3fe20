import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { messageOf } from "#src/model/errors.ts";
import { createWebhook, enableWebhook, listWebhooks, readWebhookSecret } from "#src/resend/webhooks.ts";
import { type Connection, askWhole, whyUnknown } from "./connection.ts";
import { addSecret, nameOf } from "./env-file.ts";
import { NEEDED_EVENTS, WELCOME_EVENTS, isSameEndpoint } from "./webhook-events.ts";

const AGAIN = "Run `letterpress connect` again.";

/** Makes the newsletter's webhook and keeps its secret. */
export async function makeWebhook(connection: Connection, endpoint: string): Promise<Check> {
  const post = (events: readonly string[]) =>
    connection.ask((client) => createWebhook(client, { endpoint, events }));
  let answer = await post([...NEEDED_EVENTS, ...WELCOME_EVENTS]);
  if (answer.kind === "refused") answer = await post(NEEDED_EVENTS);
  // The webhook may have been created all the same, and a second one would double every event.
  if (answer.kind === "unclear") {
    const team = await askWhole(connection, listWebhooks);
    const made =
      team.kind === "done" ? team.value.find((one) => isSameEndpoint(one.endpoint, endpoint)) : undefined;
    if (made !== undefined) answer = await connection.ask((client) => readWebhookSecret(client, made.id));
  }
  if (answer.kind === "done") return keepSecret(connection, endpoint, answer.value, "was created");
  const { says } = whyUnknown(answer);
  return answer.kind === "unclear"
    ? isUnknown("webhook", `may have been created or not: ${says}`, `${AGAIN} It looks first.`)
    : isMissing("webhook", `could not be created: ${says}`, AGAIN);
}

/** What an existing webhook lacks. */
export interface WebhookChange {
  readonly id: string;
  readonly endpoint: string;
  /** The events to enable it for; null if it stays as it is. */
  readonly events: readonly string[] | null;
  /** The secret to keep; null where it is kept already. */
  readonly secret: string | null;
}

export async function changeWebhook(connection: Connection, change: WebhookChange): Promise<Check> {
  const { id, endpoint, events, secret } = change;
  if (events !== null) {
    const answer = await connection.ask((client) => enableWebhook(client, { id, events }));
    if (answer.kind !== "done")
      return isMissing("webhook", `could not be changed: ${whyUnknown(answer).says}`, AGAIN);
  }
  const how = events === null ? "was found" : "is enabled";
  return secret === null
    ? isOk("webhook", `Resend sends every event to ${endpoint}`)
    : keepSecret(connection, endpoint, secret, how);
}

async function keepSecret(
  { envFile, config }: Connection,
  endpoint: string,
  secret: string,
  how: string,
): Promise<Check> {
  const file = nameOf(envFile, config.root);
  try {
    await addSecret(envFile, "RESEND_WEBHOOK_SECRET", secret);
  } catch (error) {
    return isMissing(
      "webhook",
      `the one for ${endpoint} ${how}, but its secret could not be written: ${messageOf(error)}`,
      `Make ${file} writable, then run \`letterpress connect\`: it reads the secret again.`,
    );
  }
  return isOk(
    "webhook",
    `the one for ${endpoint} ${how}; its secret is in ${file}, for \`letterpress serve\``,
  );
}
