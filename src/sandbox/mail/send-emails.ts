import { randomUUID } from "node:crypto";
import { type Answer, invalid, ok, orRefusal, Refusal } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { readJson } from "#src/sandbox/api/read-body.ts";
import { recipientsOf } from "#src/sandbox/inbox/inbox.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { checkSender } from "./check-sender.ts";
import { type ValidEmail, validateEmail } from "./validate-email.ts";

const MAX_BATCH = 100;
const TOO_MANY = "You can send at most 100 emails in a batch.";

/** `POST /emails` */
export async function sendEmail(request: ApiRequest, world: World): Promise<Answer> {
  const { switches, timeline } = world;
  const email = validateEmail(readJson(request), { switches, now: timeline.now(), inBatch: false });
  const [id] = await accept([{ email, index: null }], request, world);
  return { ...ok({ id }), headers: world.quota.headers() };
}

/** `POST /emails/batch`, strict or permissive by the header `x-batch-validation`. */
export async function sendBatch(request: ApiRequest, world: World): Promise<Answer> {
  const { switches, timeline } = world;
  const json = readJson(request);
  const permissive = request.header("x-batch-validation")?.toLowerCase() === "permissive";
  if (!Array.isArray(json)) throw invalid("The request body must be an array of emails.");
  if (json.length === 0) throw invalid("The request body must have at least one email.");
  const perItem = switches.batch_over_limit === "per_item";
  if (json.length > MAX_BATCH && !(perItem && permissive)) {
    throw new Refusal(perItem ? 422 : Number(switches.batch_over_limit), "validation_error", TOO_MANY);
  }

  const good: { email: ValidEmail; index: number }[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, given] of json.entries()) {
    const email = await orRefusal(() => {
      if (index >= MAX_BATCH) throw invalid(TOO_MANY);
      return validateEmail(given, { switches, now: timeline.now(), inBatch: true });
    });
    if (!(email instanceof Refusal)) {
      good.push({ email, index });
      continue;
    }
    const noneValid = good.length === 0 && index === json.length - 1;
    if (!permissive || (noneValid && switches.permissive_none_valid === "422")) throw email;
    errors.push({ index, message: permissiveWords(email) });
  }
  const ids = await accept(good, request, world);
  // Refused emails leave no gap: `data` is shorter, and only `errors` tells which emails are missing.
  const data = ids.map((id) => ({ id }));
  return { ...ok(permissive ? { data, errors } : { data }), headers: world.quota.headers() };
}

/** Accepts all emails or none. Returns their ids once they are in the inbox. */
async function accept(
  emails: readonly { readonly email: ValidEmail; readonly index: number | null }[],
  request: ApiRequest,
  world: World,
): Promise<readonly string[]> {
  const { quota, switches, inbox, timeline } = world;
  for (const { email } of emails) checkSender(email.from, recipientsOf(email), request, world);
  const counted = emails
    .filter(({ email }) => email.scheduledAt === null || switches.scheduled_counts === "when_accepted")
    .reduce((sum, { email }) => sum + recipientsOf(email).length, 0);
  const broken = quota.broken(counted);
  if (broken !== null && switches.over_quota === "refuse") throw quota.refusal(broken);
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
  await world.hooks.fire("accepted", request, { ids });
  return ids;
}

/** In the `errors` of a permissive batch, Resend words a missing field differently than for a single email. */
function permissiveWords({ body }: Refusal): string {
  const field = body.name === "missing_required_field" ? /`(\w+)`/.exec(body.message)?.[1] : undefined;
  return field === undefined ? body.message : `The \`${field}\` field is missing.`;
}
