import { once } from "node:events";
import { type FaultName, FAULT_NAMES } from "#src/app/rehearsal/faults.ts";
import type { RehearsalNews, RehearsalOrder } from "#src/app/rehearsal/rehearsal.ts";
import { createRehearsals } from "#src/app/rehearsal/rehearsals.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject } from "#src/cli/open-project.ts";
import { count, print, printNote, printRows } from "#src/cli/print/print.ts";
import { configOf, hasLedger } from "#src/cli/with-app.ts";
import type { RehearseOptions } from "./options.ts";

/** Send an issue to a copy of its audience in a sandbox of its own, with faults. Exit code 3 if somebody was lost or got it twice. */
export async function rehearse(named: string, options: RehearseOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const { slug } = chooseIssue(project, named).source;
  const faults = faultsIn(options.faults);
  const source = sourceOf(options, io);
  let last = "";
  await using rehearsals = createRehearsals(({ news }) => {
    const line = news === null ? "" : lineOf(news);
    if (line !== last && line !== "") printNote(io, line);
    last = line;
  });
  rehearsals.start({ root: options.project, slug, readers: options.readers, faults, source });
  const view = await Promise.race([rehearsals.over(), stopped(io.signal)]);
  if (view === null) return 3;
  const { news, failure } = view;
  if (failure !== null) throw new Error(`The rehearsal failed: ${failure}`);
  if (news?.count == null) return 3;
  printRows(io, rowsOf(news));
  const { lost, doubled, uncertain } = news.count;
  const isGood = lost + doubled === 0;
  print(
    io,
    `${isGood ? "Nobody was lost, and nobody got it twice." : "This must not happen. Please report it."} Nobody was mailed; the copy of the readers is deleted.`,
  );
  return isGood ? (uncertain > 0 || news.state === "paused" ? 4 : 0) : 3;
}

function faultsIn(given: string | undefined): readonly FaultName[] {
  const names = (given ?? "").split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !FAULT_NAMES.some((known) => known === name));
  if (unknown !== undefined)
    throw new LetterpressError(
      "usage/invalid",
      `Expected faults out of ${FAULT_NAMES.join(", ")}, got ${unknown}.`,
    );
  return FAULT_NAMES.filter((name) => names.includes(name));
}

/** The ledger whose audience is copied; null without one. If its secrets are missing it cannot be opened, and made-up readers do as well. */
function sourceOf(options: RehearseOptions, io: Io): RehearsalOrder["source"] {
  if (!hasLedger(options, io)) return null;
  try {
    const { ledgerUrl: url, destination, suppressionKey } = configOf(options, io);
    return { url, destination, suppressionKey };
  } catch (error) {
    printNote(io, `All readers are made up, because the ledger cannot be opened: ${messageOf(error)}`);
    return null;
  }
}

async function stopped(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await once(signal, "abort");
  return null;
}

function lineOf({ phase, outcomes, repeated, kills, readers, copied }: RehearsalNews): string {
  if (phase === "copying")
    return `copying the audience  ${copied.toLocaleString("en")} of ${readers.toLocaleString("en")}`;
  if (phase !== "sending" || outcomes === null) return "";
  const { submitted, uncertain } = outcomes;
  return `submitted ${submitted.toLocaleString("en")} of ${readers.toLocaleString("en")}, uncertain ${uncertain.toLocaleString("en")}, repeated ${count(repeated, "batch", "batches")}, killed ${count(kills, "time")}`;
}

function rowsOf({
  state,
  note,
  readers,
  copied,
  posts,
  repeated,
  kills,
  events,
  elapsedMs,
  count: counted,
}: RehearsalNews): [string, string][] {
  const n = (value: number) => value.toLocaleString("en");
  const heard = Object.entries(events).map(([name, value]) => `${n(value)} ${name}`);
  return [
    ["send", `${state?.replaceAll("_", " ") ?? ""}${note === null ? "" : `: ${note}`}`],
    ["readers", `${n(readers)}, ${n(copied)} of them copies of members`],
    ["posts", `${n(posts)} of batches, ${n(repeated)} of them repeats; killed ${count(kills, "time")}`],
    ["events", heard.join(", ") || "none"],
    ["time", `${(elapsedMs / 1000).toFixed(1)} s`],
    [
      "inbox",
      `${n(counted?.messages ?? 0)} messages: ${n(counted?.lost ?? 0)} lost, ${n(counted?.doubled ?? 0)} doubled`,
    ],
    ["uncertain", n(counted?.uncertain ?? 0)],
  ];
}
