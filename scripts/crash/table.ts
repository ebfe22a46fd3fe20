import { BATCH_STEPS, type BatchState } from "#src/model/states.ts";
import type { Result, Situation } from "./situation.ts";

const STATES = Object.keys(BATCH_STEPS) as BatchState[];

const HEAD = [
  "| Situation | Database | Kills | Extra POSTs | Readers | Lost | Doubled | Books | Accounted for | Kills by batch state |",
  "|---|---|--:|--:|--:|--:|--:|---|---|---|",
];

export type Outcome = { readonly situation: Situation; readonly result: Result | Error };

/** The README's table. */
export function tableOf(outcomes: readonly Outcome[], total: Result): string {
  const rows = outcomes.map(({ situation, result }) =>
    result instanceof Error
      ? `| ${situation.name} | ${situation.database} | **failed**: ${firstLine(result)} |||||||||`
      : rowOf(situation.name, situation.database, result),
  );
  return [...HEAD, ...rows, rowOf("**all**", "", total)].join("\n");
}

function rowOf(name: string, database: string, result: Result): string {
  const kills = [...result.kills.values()].reduce((sum, n) => sum + n, 0);
  const accountedFor = Object.entries(result.accountedFor).map(([outcome, n]) => `${n} ${outcome}`);
  const cells = [
    result.note === undefined ? name : `${name}: ${result.note}`,
    database,
    kills,
    result.extraPosts,
    result.readers.toLocaleString("en"),
    result.lost,
    result.doubled,
    result.wrong.length === 0 ? "balanced" : "**wrong**",
    accountedFor.join(", "),
    STATES.flatMap((state) => (result.kills.has(state) ? [`${state} ${result.kills.get(state)}`] : [])).join(
      ", ",
    ),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Batch states in which nothing was killed. */
export function unmet({ kills }: Result): BatchState[] {
  return STATES.filter((state) => !kills.has(state));
}

function firstLine({ message }: Error): string {
  return (message.split("\n", 1)[0] ?? "").replaceAll("|", "\\|");
}
