/**
 * One arm of bench/send.ts in a process of its own: ARM URL RECIPIENTS KILOBYTES FOLDER. Prints a `Measure` as JSON;
 * `prepare` makes the ledger that `letterpress` then plans and sends from.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { Resend } from "resend";
import type { Email } from "#src/model/email.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import { planInWorker } from "#src/send/plan-in-worker.ts";
import { runWorker } from "#src/send/run-worker.ts";
import { scheduleSend } from "#src/send/schedule-send.ts";
import { seeIssue } from "#src/store/issues.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { openLedger } from "#src/store/open-ledger.ts";
import { type SendRow, sendById, sendsIn, stepSend } from "#src/store/sends.ts";
import type { Measure } from "./send.ts";

const [arm = "", url = "", recipientsText = "0", kilobytesText = "15", folder = ""] = process.argv.slice(2);
const recipients = Number(recipientsText);
const IN_FLIGHT = 4;
const KEY = "bench-suppression-key";

/** Words enough for the size, the same for every arm: text that JSON has to escape a little, as letters do. */
const filler = `<p style="margin:0 0 16px">“${randomBytes(24).toString("hex")}” said nobody, ever &amp; anywhere.</p>\n`;
const body = filler.repeat(Math.ceil((Number(kilobytesText) * 1024) / filler.length));
const plain = body.replace(/<[^>]+>/g, "").slice(0, 3000);

switch (arm) {
  case "floor":
    print(await floor());
    break;
  case "loop":
    print(await loop());
    break;
  case "prepare":
    await prepare();
    break;
  case "letterpress":
    print(await letterpress());
    break;
  default:
    throw new Error(`Expected floor, loop, prepare or letterpress, got ${arm}.`);
}

async function floor(): Promise<Measure> {
  const messages = Array.from({ length: 100 }, (_, n) => ({
    from: "a@b.example",
    to: `reader${n}@readers.example`,
    subject: "News",
    html: body,
    text: plain,
  }));
  const bytes = Buffer.from(JSON.stringify(messages));
  return measure(async () => {
    let left = recipients / 100;
    const post = async () => {
      while (left-- > 0) {
        const response = await fetch(`${url}/emails/batch`, {
          method: "POST",
          // A stream: undici copies every other kind of body, and a floor copies nothing.
          body: new ReadableStream({
            start(stream) {
              stream.enqueue(bytes);
              stream.close();
            },
          }),
          duplex: "half",
          headers: { "content-type": "application/json", "content-length": String(bytes.length) },
        });
        await response.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, post));
  });
}

async function loop(): Promise<Measure> {
  const { Liquid } = await import("liquidjs");
  const liquid = new Liquid({ outputEscape: "escape" });
  const [html, text] = [
    `<p>Hello {{ first_name | default: "there" }}</p>${body}<a href="{{ unsubscribe }}">Unsubscribe</a>`,
    `Hello {{ first_name }}\n${plain}\n{{ unsubscribe }}`,
  ].map((source) => liquid.parse(source));
  const resend = new Resend("re_bench", { baseUrl: url });
  return measure(async () => {
    for (let start = 0; start < recipients; start += 100) {
      const messages = await Promise.all(
        Array.from({ length: 100 }, async (_, n) => {
          const values = {
            first_name: `Reader ${start + n}`,
            unsubscribe: `https://letters.example/u/${start + n}`,
          };
          return {
            from: "The Test <test@letters.example>",
            to: `reader${start + n}@readers.example`,
            subject: "News for you",
            html: (await liquid.render(html ?? [], values)) as string,
            text: (await liquid.render(text ?? [], values)) as string,
            headers: {
              "List-Unsubscribe": `<${values.unsubscribe}>`,
              "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
          };
        }),
      );
      const { error } = await resend.batch.send(messages);
      if (error !== null) throw new Error(error.message);
    }
  });
}

async function openBenchLedger(): Promise<Ledger> {
  return openLedger({
    url: "sqlite:ledger.db",
    root: folder,
    destination: "resend",
    clock: { now: Date.now },
    create: true,
  });
}

async function prepare(): Promise<void> {
  await using ledger = await openBenchLedger();
  await addReaders(ledger);
  await schedule(ledger);
}

/** As `serve` does it: planned in a thread, then sent. */
async function letterpress(): Promise<Measure> {
  await using ledger = await openBenchLedger();
  const [{ id }] = (await sendsIn(ledger.db, ["planning"])) as [SendRow];
  const rss: number[] = [];
  return await measure(async () => {
    await planInWorker(ledger, id);
    await runWorker(ledger, {
      client: new Resend("re_bench", { baseUrl: url }),
      keys: [{ kid: "k1", secret: "a secret of the benchmark, long enough for anybody" }],
      token: `bench:1:${newId()}`,
      signal: new AbortController().signal,
      concurrency: IN_FLIGHT,
      untilIdle: true,
      onSettled: () => rss.push(process.memoryUsage.rss() / 2 ** 20),
    });
    const send = await sendById(ledger.db, id);
    if (send?.state !== "submitted") throw new Error(`The send is ${send?.state}: ${send?.note}`);
  }, rss);
}

async function addReaders(ledger: Ledger): Promise<void> {
  await ledger.db.transaction().execute(async (db) => {
    for (let start = 0; start < recipients; start += 500) {
      const numbers = Array.from({ length: Math.min(500, recipients - start) }, (_, n) => start + n);
      const rows = numbers.map((n) => ({
        public_id: newId(),
        address: `reader${n}@readers.example`,
        address_key: addressKey(`reader${n}@readers.example`, KEY),
        timezone: null,
        attributes: `{"first_name":"Reader ${n}"}`,
        paused_until: null,
        created_at: 0,
        updated_at: 0,
      }));
      const ids = await db.insertInto("subscribers").values(rows).returning("id").execute();
      await db
        .insertInto("list_members")
        .values(ids.map(({ id }) => ({ list: "weekly", subscriber_id: id, state: "active" as const, at: 0 })))
        .execute();
    }
  });
}

async function schedule(ledger: Ledger): Promise<void> {
  const now = Date.now();
  const name = {
    name: "subscriber.first_name",
    filters: [{ name: "default" as const, args: ["there"] }],
    source: "",
  };
  const email: Email = {
    format: 1,
    from: "The Test <test@letters.example>",
    replyTo: null,
    subject: ["News for you"],
    html: [
      "<p>Hello ",
      { tag: 3, context: "text" },
      `</p>${body}<a href="`,
      { tag: 0, context: "url" },
      '">Unsubscribe</a>',
    ],
    text: ["Hello ", { tag: 3, context: "plain" }, `\n${plain}\n`, { tag: 0, context: "plain" }],
    headers: { "List-Id": "The Test <weekly.letters.example>" },
    list: "weekly",
    tags: [...BUILT_IN_TAGS, name],
    digest: newId(),
  };
  const issue = await seeIssue(ledger.db, { slug: "bench", path: "issues/bench.md", fileSendAt: null }, now);
  const { send } = await scheduleSend(ledger, {
    issue,
    email,
    assets: [],
    segment: null,
    dueAt: now,
    wallLocal: null,
    zone: "UTC",
    by: "file",
    fromFile: true,
    gitCommit: null,
    settings: {
      url: "https://letters.example",
      kid: "k1",
      team: "default",
      slug: "bench",
      archive: "public",
      brake: null,
      local: null,
      wave: null,
      ramp: { steps: null, by: "file" },
      links: [],
    },
  });
  await stepSend(ledger.db, send.id, "scheduled", "planning", now);
}

async function measure(work: () => Promise<void>, rss: number[] | null = null): Promise<Measure> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const children = childrenCpu();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    emailsPerSecond: recipients / ((performance.now() - began) / 1000),
    cpuMicrosPerEmail: (user + system + childrenCpu() - children) / recipients,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    quarters: rss === null ? null : [medianOf(rss, 0), medianOf(rss, 3)],
  };
}

/** CPU of processes that were started and have ended (the one that plans), µs. Linux tells; elsewhere it is left out. */
function childrenCpu(): number {
  if (process.platform !== "linux") return 0;
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
  const TICKS_PER_SECOND = 100;
  return ((Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND) * 1e6;
}

/** The median of one quarter (0 to 3) of a series. */
function medianOf(series: readonly number[], quarter: number): number {
  const length = Math.ceil(series.length / 4);
  const part = series.slice(quarter * length, (quarter + 1) * length).toSorted((a, b) => a - b);
  return part[Math.floor(part.length / 2)] ?? 0;
}

function print(result: Measure): void {
  console.log(JSON.stringify(result));
}
