import { randomUUID } from "node:crypto";
import {
  type Answer,
  INVALID_JSON,
  invalid,
  isRefusal,
  ok,
  refuse,
  type Refusal,
} from "#src/sandbox/api/api-answer.ts";
import { domainOf, isTestAddress } from "./behaviour.ts";
import { recipientsOf } from "#src/sandbox/inbox/inbox.ts";
import { type ValidEmail, addressIn, validateEmail } from "./validate-email.ts";
import type { ApiRequest, World } from "#src/sandbox/team/world.ts";

const MAX_BATCH = 100;

/** `POST /emails` */
export async function sendEmail(request: ApiRequest, world: World): Promise<Answer> {
  const json = parseJson(request.raw);
  if (json === undefined) return INVALID_JSON;
  const email = validateEmail(json, { switches: world.switches, now: world.timeline.now(), inBatch: false });
  if (isRefusal(email)) return email;
  const ids = await accept([{ email, index: null }], request, world);
  return isRefusal(ids) ? ids : { ...ok({ id: ids[0] }), headers: world.quota.headers() };
}

/** `POST /emails/batch`, strict or permissive by the header `x-batch-validation`. */
export async function sendBatch(request: ApiRequest, world: World): Promise<Answer> {
  const { switches, timeline } = world;
  const json = parseJson(request.raw);
  if (json === undefined) return INVALID_JSON;
  const permissive = request.header("x-batch-validation")?.toLowerCase() === "permissive";
  if (!Array.isArray(json)) return invalid("The request body must be an array of emails.");
  if (json.length === 0) return invalid("The request body must have at least one email.");
  const perItem = switches.batch_over_limit === "per_item" && permissive;
  if (json.length > MAX_BATCH && !perItem) {
    const status = switches.batch_over_limit === "per_item" ? 422 : Number(switches.batch_over_limit);
    return refuse(status, "validation_error", TOO_MANY);
  }

  const good: { email: ValidEmail; index: number }[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, given] of json.entries()) {
    const email =
      index >= MAX_BATCH
        ? invalid(TOO_MANY)
        : validateEmail(given, { switches, now: timeline.now(), inBatch: true });
    if (!isRefusal(email)) good.push({ email, index });
    else if (!permissive) return email;
    else if (good.length === 0 && index === json.length - 1 && switches.permissive_none_valid === "422")
      return email;
    else errors.push({ index, message: permissiveWords(email) });
  }
  const ids = await accept(good, request, world);
  if (isRefusal(ids)) return ids;
  // Refused emails leave no gap: `data` is shorter, and only `errors` says which are missing.
  const data = ids.map((id) => ({ id }));
  return { ...ok(permissive ? { data, errors } : { data }), headers: world.quota.headers() };
}

/** Accept all emails or none. Returns their ids once they are in the inbox. */
async function accept(
  emails: readonly { readonly email: ValidEmail; readonly index: number | null }[],
  request: ApiRequest,
  world: World,
): Promise<readonly string[] | Refusal> {
  const { quota, switches, inbox, timeline } = world;
  for (const { email } of emails) {
    const refusal = complaintAboutSender(email, request, world);
    if (refusal !== null) return refusal;
  }
  const counted = emails
    .filter(({ email }) => email.scheduledAt === null || switches.scheduled_counts === "when_accepted")
    .reduce((sum, { email }) => sum + recipientsOf(email).length, 0);
  const broken = quota.broken(counted);
  if (broken !== null && switches.over_quota === "refuse") return quota.refusal(broken);
  if (broken === null) quota.add(counted);
  if (emails.length === 0) return [];

  const block = inbox.keepBody(request.raw);
  const createdAt = timeline.now();
  const apiKeyId = request.apiKey.id;
  const stored = emails.map(({ email, index }) =>
    inbox.add(email, { id: randomUUID(), createdAt, apiKeyId, block, index }),
  );
  world.mail.accept(stored, broken === null ? null : `reached_${broken}_quota`);
  const ids = stored.map(({ id }) => id);
  const { number, method, path, idempotencyKey } = request;
  await world.hooks.fire({
    point: "accepted",
    request: number,
    method,
    path,
    idempotencyKey,
    ids,
    status: null,
  });
  return ids;
}

/** Whether this team and this key may send from the email's `from` address. */
function complaintAboutSender(
  email: ValidEmail,
  { apiKey }: ApiRequest,
  { switches, domains, owner }: World,
): Refusal | null {
  const name = domainOf(addressIn(email.from) ?? "");
  const domain = domains.named(name);
  if (apiKey.domainId !== null && apiKey.domainId !== domain?.id) {
    return refuse(403, "invalid_permission", `This API key is not allowed to send emails from ${name}.`);
  }
  if (name === "resend.dev") {
    const elsewhere = recipientsOf(email).some((address) => !isTestAddress(address) && address !== owner);
    return elsewhere ? refuse(403, "validation_error", onlyToYourself(owner)) : null;
  }
  if (switches.sending_domains === "any" || domain?.status === "verified") return null;
  return refuse(
    403,
    "validation_error",
    `The ${name} domain is not verified. Please, add and verify your domain.`,
  );
}

/** The request's JSON; undefined if it is not valid. */
export function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return undefined;
  }
}

/** In the `errors` of a permissive batch Resend words a missing field differently than for a single email. */
function permissiveWords({ body }: Refusal): string {
  const field = body.name === "missing_required_field" ? /`(\w+)`/.exec(body.message)?.[1] : undefined;
  return field === undefined ? body.message : `The \`${field}\` field is missing.`;
}

const TOO_MANY = "You can send at most 100 emails in a batch.";
const onlyToYourself = (owner: string) =>
  `You can only send testing emails to your own email address (${owner}). To send emails to other recipients, please verify a domain at resend.com/domains, and change the \`from\` address to an email using this domain.`;
