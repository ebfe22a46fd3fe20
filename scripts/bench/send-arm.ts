/**
 * One arm of bench/send.ts in a process of its own: ARM URL RECIPIENTS KILOBYTES FOLDER. Prints a `Measure` as JSON;
 * `prepare` makes the ledger that `letterpress` then plans and sends from.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Resend } from "resend";
import type { Email } from "#src/model/email.ts";
import { newId } from "#src/model/ids.ts";
import { planDue } from "#src/send/plan-due.ts";
import { runWorker } from "#src/send/run-worker.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, sendById, sendsIn } from "#src/store/sends/sends.ts";
import { addBenchReaders, benchEmail, benchKey, benchLedger, benchSend } from "./bench-ledger.ts";
import type { Measure } from "./send.ts";

const [arm = "", url = "", recipientsText = "0", kilobytesText = "15", folder = ""] = process.argv.slice(2);
const recipients = Number(recipientsText);
const IN_FLIGHT = 4;

/** A line to repeat up to the wanted size, the same for every arm: JSON has to escape a little of it, as in real letters. */
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

function openSendLedger(): Promise<Ledger> {
  return benchLedger(folder, "sqlite:ledger.db", "resend");
}

async function prepare(): Promise<void> {
  await using ledger = await openSendLedger();
  addBenchReaders(join(folder, "ledger.db"), recipients, { leavers: false });
  const email: Email = {
    ...benchEmail,
    html: [...benchEmail.html.slice(0, 2), `</p>${body}<a href="`, ...benchEmail.html.slice(3)],
    text: [...benchEmail.text.slice(0, 2), `\n${plain}\n`, ...benchEmail.text.slice(3)],
  };
  await benchSend(ledger, { email, waved: false });
}

/** Does as `serve` does: plans, in a process of its own if the list is long, then sends. */
async function letterpress(): Promise<Measure> {
  await using ledger = await openSendLedger();
  const [planning] = (await sendsIn(ledger.db, ["planning"])) as [SendRow];
  const rss: number[] = [];
  return await measure(async () => {
    await planDue(ledger, planning);
    await runWorker(ledger, {
      client: new Resend("re_bench", { baseUrl: url }),
      keys: [benchKey],
      token: `bench:1:${newId()}`,
      signal: new AbortController().signal,
      concurrency: IN_FLIGHT,
      untilIdle: true,
      onSettled: () => rss.push(process.memoryUsage.rss() / 2 ** 20),
    });
    const send = await sendById(ledger.db, planning.id);
    if (send?.state !== "submitted") throw new Error(`The send is ${send?.state}: ${send?.note}`);
  }, rss);
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

/** Returns the CPU time of child processes that have ended (the one that plans), µs. Only Linux reports it; elsewhere it is 0. */
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
