import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** The bytes of one request, compressed. `data` is null once the store had to drop it. */
export interface StoredBody {
  data: Buffer | null;
  readonly bytes: number;
}

/**
 * Stores request bodies, each compressed as a whole: the messages of a batch differ in a few words, so a hundred take
 * little more space than one, and a fraction of the time. Beyond `maxBytes` of compressed data the oldest bodies are
 * dropped.
 */
export function createBodyStore(maxBytes: number) {
  let blocks: StoredBody[] = [];
  let bytes = 0;
  // Going through the messages of a batch reads the same block a hundred times.
  let last: { block: StoredBody; json: unknown } | null = null;
  return {
    get bytes() {
      return bytes;
    },
    add(raw: Uint8Array): StoredBody {
      const data = zstdCompressSync(raw, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
      const block: StoredBody = { data, bytes: data.byteLength };
      blocks.push(block);
      bytes += block.bytes;
      while (bytes > maxBytes) {
        const oldest = blocks.shift();
        if (oldest === undefined) break;
        oldest.data = null;
        bytes -= oldest.bytes;
      }
      return block;
    },
    /** The request's JSON, or undefined if it was dropped. */
    read(block: StoredBody): unknown {
      if (block.data === null) return undefined;
      if (last?.block !== block) {
        last = { block, json: JSON.parse(zstdDecompressSync(block.data).toString()) };
      }
      return last.json;
    },
    clear() {
      for (const block of blocks) block.data = null;
      blocks = [];
      bytes = 0;
      last = null;
    },
  };
}
