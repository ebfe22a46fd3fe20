import { pickNamed } from "#src/app/hosted/pick-named.ts";
import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { createList } from "#src/resend/create-list.ts";
import { type Named, listNames } from "#src/resend/list-names.ts";
import { type Connection, type Found, askWhole, whyUnknown } from "./connection.ts";

type What = "segment" | "topic";

/**
 * Checks the segment and the topic of each list if subscribers live at Resend. With a ledger, checks only
 * those that the config names, for a move to come.
 */
export async function checkLists(connection: Connection): Promise<Found[]> {
  const [segments, topics] = await Promise.all([
    checkNames(connection, "segment"),
    checkNames(connection, "topic"),
  ]);
  return segments.flatMap((ofList, at) => [...ofList, ...(topics[at] ?? [])]);
}

/** Returns the checks of each list, in the order of the config. */
async function checkNames(connection: Connection, what: What): Promise<Found[][]> {
  const { audience, lists } = connection.newsletter;
  const isNamed = Object.values(lists).some((names) => names[what] !== undefined);
  if (audience === "ledger" && !isNamed) return [];
  const known = await namesOf(connection, what);
  return Object.entries(lists).map(([list, names]) => {
    const wanted = names[what] ?? "";
    if (audience === "ledger" && wanted === "") return [];
    if (known.kind === "done") return [checkName(connection, { what, list, wanted }, known.value)];
    const { says, next } = whyUnknown(known);
    return [{ check: isUnknown(`${what} ${list}`, says, next), remedy: null }];
  });
}

interface Asked {
  readonly what: What;
  /** The list's key in the config. */
  readonly list: string;
  /** A name or an id. */
  readonly wanted: string;
}

function checkName(connection: Connection, asked: Asked, known: readonly Named[]): Found {
  const { what, list, wanted } = asked;
  const name = `${what} ${list}` as const;
  const path = `lists.${list}.${what}`;
  const picked = pickNamed(wanted, known);
  if (picked === null) {
    const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted);
    if (isId)
      return {
        check: isMissing(
          name,
          `this team has no ${what} with the id ${wanted}`,
          `Correct ${path} in newsletter.config.ts, then run \`letterpress doctor\`.`,
        ),
        remedy: null,
      };
    const others = known.map((one) => one.name).join(", ");
    return {
      check: isMissing(
        name,
        `this team has no ${what} ${wanted}${others === "" ? "" : `; it has ${others}`}`,
        `\`letterpress connect --yes\` creates it, unless ${path} in newsletter.config.ts is mistyped.`,
      ),
      remedy: { what: `create the ${what} ${wanted}`, asks: true, apply: () => make(connection, asked) },
    };
  }
  if ("several" in picked)
    return {
      check: isMissing(
        name,
        `this team has ${picked.several.length} with the name ${wanted}`,
        `Write the id of the one you mean as ${path} in newsletter.config.ts: ${picked.several.map(({ id }) => id).join(", ")}.`,
      ),
      remedy: null,
    };
  return { check: checkOne(name, path, picked.one), remedy: null };
}

function checkOne(name: `${What} ${string}`, path: string, { name: called, id, isOptOut }: Named): Check {
  if (!isOptOut) return isOk(name, `${called} (${id})`);
  return isMissing(
    name,
    `${called} is opt_out by default, so only readers who have chosen it at Resend get it; this default cannot be changed`,
    `Name another topic as ${path} in newsletter.config.ts, then run \`letterpress connect --yes\`, which creates it.`,
  );
}

/**
 * Creates the segment or topic, but looks for it first: another list may have the same name, and an earlier
 * run may have created it without hearing of it.
 */
async function make(connection: Connection, asked: Asked): Promise<Check> {
  const { what, list, wanted } = asked;
  const look = async () => {
    const known = await namesOf(connection, what);
    return known.kind === "done" ? checkName(connection, asked, known.value) : null;
  };
  const before = await look();
  if (before !== null && before.remedy === null) return before.check;
  const answer = await connection.ask((client) => createList(client, what, wanted));
  const name = `${what} ${list}` as const;
  if (answer.kind === "done") return isOk(name, `${wanted} was created (${answer.value})`);
  const after = answer.kind === "unclear" ? await look() : null;
  if (after !== null && after.remedy === null) return after.check;
  const { says } = whyUnknown(answer);
  return isMissing(name, `${wanted} could not be created: ${says}`, "Run `letterpress connect --yes` again.");
}

function namesOf(connection: Connection, what: What) {
  return askWhole(connection, (client, after) => listNames(client, `${what}s`, after));
}
