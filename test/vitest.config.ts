import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { roomyMemory } from "./helpers/roomy-memory.ts";
import { LongestFirst } from "./helpers/longest-first.ts";

// Nothing a test writes must survive it, and a ledger waits for its disk at every commit.
const memory = roomyMemory();
if (memory !== null) process.env["TMPDIR"] = memory;

// Workers, planning processes and killed commands are hundreds of starts: what the first of them has compiled serves
// all the others.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "letterpress-tests-compiled");

/** Only what hangs takes this long. A test that fails because the machine is busy says nothing about the code. */
const HANGING_MS = 900_000;

export default defineConfig({
  // What templates import: the package's own entry is built only when it is packed.
  resolve: { alias: { letterpress: resolve("src/index.ts") } },
  test: {
    root: ".",
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/helpers/shared-databases.ts"],
    testTimeout: HANGING_MS,
    hookTimeout: HANGING_MS,
    expect: { poll: { timeout: HANGING_MS / 3 } },
    restoreMocks: true,
    // Questions at a terminal are answered by keys, which Node reads in another way where the terminal of the person who runs the tests is dumb.
    env: { TERM: "xterm-256color" },
    pool: "forks",
    // A worker keeps what it has loaded: to load the renderers again for each file costs more than most files do.
    isolate: false,
    // Many tests wait for a process of their own or for a limit to let go: another worker has the processor meanwhile. Twice as many as
    // processors are no quicker, and take more memory from a machine that others use, too.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongestFirst },
  },
});
