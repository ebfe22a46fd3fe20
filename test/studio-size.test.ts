import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { build, type Rolldown } from "vite";

const SOURCES = join(import.meta.dirname, "../src/studio");

/** Built as it is shipped, and written nowhere. */
async function chunks(): Promise<ReadonlyMap<string, Rolldown.OutputChunk>> {
  // React is three times as large for who develops with it.
  vi.stubEnv("NODE_ENV", "production");
  const built = await build({
    configFile: join(SOURCES, "vite.config.ts"),
    logLevel: "silent",
    build: { write: false },
  });
  vi.unstubAllEnvs();
  const { output } = built as Rolldown.RolldownOutput;
  return new Map(output.flatMap((one) => (one.type === "chunk" ? [[one.fileName, one] as const] : [])));
}

function kilobytes(all: Iterable<Rolldown.OutputChunk>): number {
  return [...all].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
}

test("the studio is small: 385 kB of JavaScript, and 120 before the list of issues is seen", async () => {
  const all = await chunks();
  const entry = [...all.values()].find(({ isEntry }) => isEntry);
  expect(entry).toBeDefined();
  // With all that the entry waits for, and theirs.
  const first = new Set([entry!]);
  for (const chunk of first) for (const name of chunk.imports) first.add(all.get(name)!);
  expect(kilobytes(first)).toBeLessThan(120);
  expect(kilobytes(all.values())).toBeLessThan(385);
});

test("nothing of the studio's pages comes from the network, or is made from text", async () => {
  for (const name of await readdir(SOURCES, { recursive: true })) {
    if (!/\.(?:tsx?|css|html)$/.test(name)) continue;
    const text = await readFile(join(SOURCES, name), "utf8");
    expect([name, /dangerouslySetInnerHTML|\beval\(|new Function|@import url|src="http/.test(text)]).toEqual([
      name,
      false,
    ]);
  }
});
