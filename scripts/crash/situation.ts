import type { BatchState, Outcome } from "#src/model/states.ts";
import type { CrashBench } from "../../test/crash/crash-bench.ts";
import { type Books, readBooks } from "../../test/crash/read-books.ts";
import type { PostgresServer } from "../../test/helpers/start-postgres.ts";

/** What a situation is given to work with. */
export interface Context {
  /** Returns numbers from 0 up to 1, independent for each situation: the same seed gives the same numbers. */
  readonly random: () => number;
  readonly postgres: PostgresServer;
  /** How many random kills the two long situations make between them. */
  readonly kills: number;
}

/** One row of the table: sends that something happens to. */
export interface Situation {
  readonly name: string;
  readonly database: "SQLite" | "PostgreSQL";
  readonly run: (context: Context) => Promise<Result>;
}

export interface Result {
  readonly kills: ReadonlyMap<BatchState, number>;
  /** POSTs beyond one for each batch: repeated, refused or failed ones. */
  readonly extraPosts: number;
  readonly readers: number;
  readonly lost: number;
  readonly doubled: number;
  /** What is wrong or unexpected, in sentences. */
  readonly wrong: readonly string[];
  /** Readers without a copy, or in doubt, whom the ledger accounts for as the situation expects. */
  readonly accountedFor: Partial<Record<Outcome, number>>;
  /** Anything else that a reader of the table should know. */
  readonly note?: string;
}

/** Count a bench's POSTs from now on; GETs only read Resend's list. */
export function countRequests({ sandbox }: CrashBench): () => number {
  let requests = 0;
  sandbox.on("request", ({ method }) => {
    if (method === "POST") requests += 1;
  });
  return () => requests;
}

/** Compares how a bench ended with what was expected of it: everybody `submitted`, unless the situation says otherwise. */
export async function resultOf(
  bench: CrashBench,
  requests: number,
  expected: Partial<Record<Outcome, number>> = {},
): Promise<Result> {
  const books = await readBooks(bench);
  const { batches } = await bench.status();
  const count = Object.values(batches).reduce((sum, n) => sum + n, 0);
  return {
    kills: bench.kills.byState,
    extraPosts: Math.max(0, requests - count),
    readers: books.readers,
    lost: books.lost.length,
    doubled: books.doubled.length,
    wrong: [...books.wrong, ...unexpected(books, expected)],
    accountedFor: expected,
  };
}

function unexpected({ outcomes }: Books, expected: Partial<Record<Outcome, number>>): string[] {
  const wanted = { refused: 0, withdrawn: 0, uncertain: 0, ...expected };
  return (["refused", "withdrawn", "uncertain"] as const)
    .filter((outcome) => outcomes[outcome] !== wanted[outcome])
    .map((outcome) => `${outcomes[outcome]} ${outcome}, ${wanted[outcome]} expected`);
}

export function sumResults(results: readonly Result[]): Result {
  const add = (value: (result: Result) => number): number =>
    results.reduce((sum, result) => sum + value(result), 0);
  const kills = new Map<BatchState, number>();
  for (const result of results)
    for (const [state, n] of result.kills) kills.set(state, (kills.get(state) ?? 0) + n);
  return {
    kills,
    extraPosts: add(({ extraPosts }) => extraPosts),
    readers: add(({ readers }) => readers),
    lost: add(({ lost }) => lost),
    doubled: add(({ doubled }) => doubled),
    wrong: results.flatMap(({ wrong }) => wrong),
    accountedFor: {},
  };
}
