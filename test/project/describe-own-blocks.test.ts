import { expect, test } from "vitest";
import { TooLate } from "#src/apart/author-thread.ts";
import { describeOwnBlocks } from "#src/project/templates/describe-own-blocks.ts";
import { tempProject } from "./temp-project.ts";

/** Longer than anybody waits for a suggestion: as on a machine that is busy. */
const SLOW = `import { defineBlock, z } from "letterpress";

Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6000);

export default defineBlock({
  attributes: z.object({ tone: z.enum(["calm", "loud"]) }),
  html: ({ tone }) => <p>{tone}</p>,
  text: ({ tone }) => tone,
});
`;

test("a block that takes longer than a suggestion may is loaded on, and is there for the next one", async () => {
  await using project = await tempProject({ "templates/blocks/slow.tsx": SLOW });
  await expect(describeOwnBlocks(project.root, ["slow"])).rejects.toThrow(TooLate);
  const next = async () => describeOwnBlocks(project.root, ["slow"]).catch(() => null);
  await expect.poll(next).toEqual({ slow: { tone: { choices: ["calm", "loud"] } } });
});
