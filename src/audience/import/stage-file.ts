import type { Readable } from "node:stream";
import type { Kysely } from "kysely";
import { bucketOf, packRow, stageRows } from "#src/store/readers/import-stage.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { ImportOptions } from "./import-options.ts";
import { type ReadFile, readRows } from "./read-rows.ts";

/** Characters of rows packed into one row of the stage; memory holds one such pack per bucket. */
const PACK = 50_000;

/** Read a file row by row into the stage. */
export async function stageFile(
  db: Kysely<Database>,
  file: string | Readable,
  options: ImportOptions & { source: string },
  now: number,
): Promise<ReadFile> {
  const packs = createPacks(db);
  const read = await readRows(file, options, now, (row) => packs.add(bucketOf(row.addressKey), packRow(row)));
  await packs.flush();
  return read;
}

/** Rows on their way to the stage, many of one bucket at a time. */
function createPacks(db: Kysely<Database>) {
  const packs = new Map<string, { rows: string[]; length: number }>();
  let packed = 0;
  const write = async (bucket: string, rows: readonly string[]) => {
    await stageRows(db, packed, bucket, rows);
    packed += 1;
  };
  return {
    async add(bucket: string, row: string): Promise<void> {
      let pack = packs.get(bucket);
      if (pack === undefined) packs.set(bucket, (pack = { rows: [], length: 0 }));
      pack.rows.push(row);
      pack.length += row.length;
      if (pack.length < PACK) return;
      packs.delete(bucket);
      await write(bucket, pack.rows);
    },
    async flush(): Promise<void> {
      for (const [bucket, { rows }] of packs) await write(bucket, rows);
    },
  };
}
