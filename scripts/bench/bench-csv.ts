/** A file of readers to import, for the benchmarks. */
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Writes `count` rows whose addresses are in no order, as in a real file. */
export async function writeCsv(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  file.write("email,first_name,last_name,city,status,created_at\n");
  for (let start = 0; start < count; start += 1000) {
    const lines = Array.from({ length: Math.min(1000, count - start) }, (_, n) => {
      const i = start + n;
      const name = `${randomBytes(6).toString("hex")}.reader`;
      return `${name}@mail${i % 977}.example.org,Ana${i % 300},Quispe${i % 500},Lima,active,2024-03-0${(i % 9) + 1} 10:23:10 UTC\n`;
    });
    if (!file.write(lines.join(""))) await new Promise<void>((resolve) => file.once("drain", resolve));
  }
  await finished(file.end());
}
