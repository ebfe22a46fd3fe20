import { readUsage } from "#src/resend/read-usage.ts";
import { type Check, isOk, isUnknown } from "./check.ts";
import { domainOf } from "#src/model/address/domain-of.ts";
import { messageOf } from "#src/model/errors.ts";
import { type Fact, unavailable } from "#src/model/facts.ts";
import { type Quota, type Usage, leftOf } from "#src/model/quota.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { getDomain, listDomains } from "#src/resend/domains.ts";
import { checkAddress } from "./check-address.ts";
import { checkDmarc } from "./check-dmarc.ts";
import { checkDomain } from "./check-domain.ts";
import { checkEnvFile } from "./check-env-file.ts";
import { checkKey } from "./check-key.ts";
import { checkLists } from "./check-lists.ts";
import { checkWebhook } from "./check-webhook.ts";
import { type Connection, type Found, askWhole } from "./connection.ts";

/**
 * Checks everything between a newsletter and its readers that is not in its files. Changes nothing and mails nobody. The
 * checks run side by side, so that one which waits for an answer holds up no other. What Resend does not tell is unknown.
 */
export async function runChecks(connection: Connection): Promise<readonly Found[]> {
  const hasLedger = connection.newsletter.audience === "ledger";
  const [env, team, webhook, lists, dmarc, address] = await Promise.all([
    within(".env", () => checkEnvFile(connection)),
    within("key", () => checkTeam(connection)),
    within("webhook", async () => (hasLedger ? checkWebhook(connection) : [])),
    within("segment of each list", () => checkLists(connection)),
    within("dmarc", async () => [alone(await checkDmarc(connection))]),
    within("address", async () => [alone(await checkAddress(connection))]),
  ]);
  const isTracking = ({ check }: Found) => check.name === "tracking";
  return [
    ...env,
    ...team.filter((one) => !isTracking(one)),
    ...dmarc,
    ...team.filter(isTracking),
    ...webhook,
    ...lists,
    ...address,
  ];
}

/** Turns an error into an unknown check: a file that cannot be read, or a fault of ours, must not take the other checks away. */
async function within(name: Check["name"], check: () => Promise<Found[]>): Promise<Found[]> {
  try {
    return await check();
  } catch (error) {
    return [alone(isUnknown(name, `could not be checked: ${messageOf(error)}`))];
  }
}

const alone = (check: Check): Found => ({ check, remedy: null });

/**
 * Checks the key, its pace and quota, and the domain. They belong together: key, pace and domain need the
 * same list of the team's domains.
 */
async function checkTeam(connection: Connection): Promise<Found[]> {
  const { client, newsletter } = connection;
  const [team, usage] = await Promise.all([
    askWhole(connection, listDomains),
    client === null ? unavailable("RESEND_API_KEY is not set") : readUsage(client),
  ]);
  const line =
    team.kind === "done" ? team.value.find(({ name }) => name === domainOf(newsletter.from)) : undefined;
  const own = line === undefined ? null : await connection.ask((asked) => getDomain(asked, line.id));
  const rate = (usage.kind === "known" ? usage.value.rate : null) ?? team.limits.limit;
  return [
    checkKey(connection, team),
    ...(rate === null ? [] : [isOk("pace", `${rate} requests a second`)]),
    checkQuota(usage),
    ...checkDomain(connection, team, own),
  ].map(alone);
}

/** A plan may allow more than its quota, so a quota that is used up is no fault. It is not good either, so the check is unknown. */
function checkQuota(usage: Fact<Usage>): Check {
  if (usage.kind === "unavailable") return isUnknown("quota", usage.reason);
  const { daily, monthly } = usage.value;
  const isUsedUp = leftOf(daily) === 0 || leftOf(monthly) === 0;
  const says = `today ${inWords(daily)}, this month ${inWords(monthly)}`;
  return isUsedUp ? isUnknown("quota", `used up: ${says}`) : isOk("quota", says);
}

function inWords({ used, limit, resetsAt }: Quota): string {
  const of = `${used.toLocaleString("en")} of ${limit === null ? "no limit" : limit.toLocaleString("en")}`;
  return limit === null || !Number.isFinite(resetsAt)
    ? of
    : `${of}, renews ${instantInWords(resetsAt, "UTC")}`;
}
