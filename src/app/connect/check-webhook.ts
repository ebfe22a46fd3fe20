import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { type Webhook, listWebhooks, readWebhookSecret } from "#src/resend/webhooks.ts";
import { wouldCommit } from "#src/project/would-commit.ts";
import { type WebhookChange, changeWebhook, makeWebhook } from "./change-webhook.ts";
import { type Connection, type Found, type Remedy, askWhole, whyUnknown } from "./connection.ts";
import { hideFromGit } from "./check-env-file.ts";
import { nameOf, readVariable } from "./env-file.ts";
import { NEEDED_EVENTS, WEBHOOK_PATH, WELCOME_EVENTS, isSameEndpoint } from "./webhook-events.ts";

const SECRET = "RESEND_WEBHOOK_SECRET";
const WEBHOOKS = "https://resend.com/webhooks";

/**
 * Checks the webhook at this newsletter's address. The address tells it from the webhooks of the team's other
 * newsletters and programs, which are never touched. Its signing secret is in the environment or in the file of secrets.
 */
export async function checkWebhook(connection: Connection): Promise<Found[]> {
  const { config, newsletter } = connection;
  const endpoint = newsletter.url + WEBHOOK_PATH;
  if (config.destination === "sandbox")
    return found(isOk("webhook", "the sandbox has its own, named when it is started: --webhook URL"));
  const secrets = await secretsOf(connection);
  const team = await askWhole(connection, listWebhooks);
  if (team.kind !== "done") {
    const { says, next } = whyUnknown(team);
    const none = `${SECRET} is not set, so bounces and complaints would be missed; ${says}`;
    const some = `a signing secret is set, but it is unknown whether Resend sends events: ${says}`;
    return found(secrets.length === 0 ? isMissing("webhook", none, next) : isUnknown("webhook", some, next));
  }
  const own = team.value.filter((one) => isSameEndpoint(one.endpoint, endpoint));
  const [one] = own;
  if (one === undefined) return checkAbsent(connection, endpoint, team.value, secrets);
  if (own.length > 1)
    return found(
      isMissing(
        "webhook",
        `${own.length} webhooks go to ${endpoint}, so every event comes ${own.length} times`,
        `Delete all but one at ${WEBHOOKS}, then run \`letterpress connect\`.`,
      ),
    );
  return checkPresent(connection, one, secrets);
}

/** Tells what to do if no webhook of the team goes to the newsletter's address. */
async function checkAbsent(
  connection: Connection,
  endpoint: string,
  team: readonly Webhook[],
  secrets: readonly string[],
): Promise<Found[]> {
  if (!endpoint.startsWith("https://"))
    return found(
      isMissing(
        "webhook",
        `Resend sends events only to https addresses, and ${endpoint} is not one`,
        "Set PUBLIC_URL, or url in newsletter.config.ts, then run `letterpress connect`.",
      ),
    );
  const blocked = await blockedBy(connection);
  if (blocked !== null) return found(blocked);
  const others = team.filter((one) => one.endpoint.endsWith(WEBHOOK_PATH)).map((one) => one.endpoint);
  // A secret is set, so this newsletter had a webhook: one of these may be it, at its former address.
  const hasMoved = secrets.length > 0 && others.length > 0;
  const file = nameOf(connection.envFile, connection.config.root);
  return found(
    hasMoved
      ? isMissing(
          "webhook",
          `Resend has none for ${endpoint}, and ${SECRET} is of another one. This team has ${others.join(", ")}`,
          `\`letterpress connect --yes\` creates one. If another was this newsletter's at its former address, delete that at ${WEBHOOKS}.`,
        )
      : isMissing(
          "webhook",
          `Resend has none for ${endpoint}, so bounces and complaints would be missed`,
          "`letterpress connect` creates one.",
        ),
    {
      what: `create a webhook for ${endpoint} with the events of emails and suppressions, and keep its secret in ${file}`,
      asks: hasMoved,
      apply: () => makeWebhook(connection, endpoint),
    },
  );
}

/** Checks the existing webhook: it may be disabled, lack events, or sign with a secret that is not known here. */
async function checkPresent(
  connection: Connection,
  { id, endpoint, events, isEnabled }: Webhook,
  secrets: readonly string[],
): Promise<Found[]> {
  const { config, envFile } = connection;
  const lacking = events === null ? [] : NEEDED_EVENTS.filter((name) => !events.includes(name));
  const answer = await connection.ask((client) => readWebhookSecret(client, id));
  const isForeign = answer.kind === "done" && !secrets.includes(answer.value);
  const faults = [
    ...(isEnabled ? [] : ["is disabled"]),
    ...(lacking.length === 0 ? [] : [`is not told of ${lacking.join(", ")}`]),
    ...(isForeign ? [`signs with a secret that is not in ${SECRET}`] : []),
  ];
  if (faults.length > 0) {
    const changes = !isEnabled || lacking.length > 0;
    return checkFaulty(connection, faults, {
      id,
      endpoint,
      events: changes ? [...new Set([...NEEDED_EVENTS, ...(events ?? WELCOME_EVENTS)])] : null,
      secret: isForeign ? answer.value : null,
    });
  }
  if (answer.kind !== "done") {
    const { says, next } = whyUnknown(answer);
    return found(
      isUnknown(
        "webhook",
        `there is one for ${endpoint}, but it is unknown whether ${SECRET} is its secret: ${says}`,
        next,
      ),
    );
  }
  const where = config.webhookSecrets.includes(answer.value)
    ? ""
    : `; its secret is in ${nameOf(envFile, config.root)}, for \`letterpress serve\``;
  return found(isOk("webhook", `Resend sends every event to ${endpoint}${where}`));
}

async function checkFaulty(
  connection: Connection,
  faults: readonly string[],
  change: WebhookChange,
): Promise<Found[]> {
  const { endpoint, events, secret } = change;
  const blocked = secret === null ? null : await blockedBy(connection);
  if (blocked !== null) return found(blocked);
  const asks = events !== null;
  const steps = [
    ...(events === null ? [] : [`enable the webhook of ${endpoint} for ${events.join(", ")}`]),
    ...(secret === null ? [] : [`keep its secret in ${nameOf(connection.envFile, connection.config.root)}`]),
  ];
  return found(
    isMissing(
      "webhook",
      `the one for ${endpoint} ${faults.join(", and ")}`,
      `\`letterpress connect${asks ? " --yes" : ""}\` corrects it.`,
    ),
    { what: steps.join(", and "), asks, apply: () => changeWebhook(connection, change) },
  );
}

/** Why no secret may be written into the file; null if one may. */
async function blockedBy({ envFile, config }: Connection): Promise<Check | null> {
  const path = await wouldCommit(envFile, config.root);
  if (path === null) return null;
  return isMissing(
    "webhook",
    `its secret may not be kept in ${path}, which git would commit`,
    hideFromGit(path),
  );
}

/** The secrets of the environment, and those of the file that `connect` wrote, which this process may not have read. */
async function secretsOf({ config, envFile }: Connection): Promise<readonly string[]> {
  const kept = (await readVariable(envFile, SECRET).catch(() => null)) ?? "";
  const known = kept.split(",").map((one) => one.trim());
  return [...config.webhookSecrets, ...known].filter((one) => one !== "");
}

function found(check: Check, remedy: Remedy | null = null): Found[] {
  return [{ check, remedy }];
}
