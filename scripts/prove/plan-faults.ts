import type { SeededFault } from "./faults.ts";

const PLAN = { tests: ["test/crash/plan.test.ts"] } as const;

/** Faults of a plan that is written in steps. */
export const PLAN_FAULTS: readonly SeededFault[] = [
  {
    name: "a planner goes on after its send was paused or canceled",
    file: "src/store/sends/planner.ts",
    find: /if \(numUpdatedRows !== 1n\) throw new PlanTaken\(\);/g,
    replace: "void numUpdatedRows;",
    ...PLAN,
    titles: "between two steps writes nothing more",
  },
  {
    name: "a planner goes on with a plan whose send was paused and is due again",
    file: "src/store/sends/sends.ts",
    find: /from === "planning" \? \{ planner: [^}]*\} : \{\}/g,
    replace: "{}",
    ...PLAN,
    titles: "was paused, edited and due again",
  },
  {
    name: "what a plan has written counts before it is finished",
    file: "src/store/sends/status.ts",
    find: /if \(send\.planner !== null\) return [^;]*;/g,
    replace: "",
    ...PLAN,
    titles: "killed at each of its commits",
  },
  {
    name: "a plan does not delete what the one before has left",
    file: "src/send/plan-send.ts",
    find: /await undoPlan\(db, sendId, token\);/g,
    replace: "",
    ...PLAN,
    titles: "killed at each of its commits",
  },
  {
    name: "the readers of a plan half written are left out of the next send",
    file: "src/store/sends/planner.ts",
    find: /if \(await undoPlan\(db, id\)\) await left/g,
    replace: "await left",
    ...PLAN,
    titles: "is deleted when its send is canceled",
  },
  {
    name: "two planners write one plan",
    file: "src/store/sends/planner.ts",
    find: /return until > now && until <= now \+ 2 \* LEASE_MS;/g,
    replace: "return until < now - 2 * LEASE_MS;",
    ...PLAN,
    titles: "a second planner waits for the first",
  },
];
