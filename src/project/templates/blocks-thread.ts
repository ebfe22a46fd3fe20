import { z } from "zod";
import { takeOrders } from "#src/apart/take-orders.ts";
import { mjmlAttributes } from "#src/render/own/mjml-block.ts";
import type { BlockAttributes, BlocksOrder } from "./describe-own-blocks.ts";
import { loadOwnBlocks } from "./load-own-blocks.ts";

takeOrders(async ({ root, names }: BlocksOrder): Promise<BlockAttributes> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await attributesOf(root, name)]))),
);

/** A block that fails is reported where an issue places it, and has no attributes here. */
async function attributesOf(root: string, name: string): Promise<BlockAttributes[string]> {
  try {
    const [block] = await loadOwnBlocks(root, [name]);
    if (block === undefined) return {};
    const schema = block.family === "react" ? block.attributes : mjmlAttributes(block);
    const { properties = {} } = z.toJSONSchema(schema as z.ZodObject, {
      io: "input",
      unrepresentable: "any",
    });
    return Object.fromEntries(
      Object.entries(properties).map(([key, shape]) => [
        key,
        typeof shape === "object" ? asShape(shape) : {},
      ]),
    );
  } catch {
    return {};
  }
}

function asShape({
  description,
  enum: choices,
}: z.core.JSONSchema.JSONSchema): BlockAttributes[string][string] {
  return {
    ...(description === undefined ? {} : { description }),
    ...(choices === undefined ? {} : { choices: choices.map(String) }),
  };
}
