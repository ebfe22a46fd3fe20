import { DAY_MS } from "#src/model/durations.ts";
import type { Email } from "#src/model/email.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Parts } from "#src/model/merge-tag.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import type { TemplateText } from "#src/model/template.ts";

/** An email, the template that made it, and the findings about that template. */
export interface Judged {
  readonly email: Email;
  readonly template: TemplateText;
  readonly findings: readonly Finding[];
}

/** Renders the email as it is approved: with the clock as it is, and with dice that always show the same. */
export async function renderFirst(render: () => Promise<Email>): Promise<Email> {
  return elsewhere({ later: 0, dice: 0.25 }, render);
}

/**
 * Renders the email again, a day later and with other random numbers. A template that reads the clock or rolls
 * dice would be approved as one email and sent as another, so a difference is an error that quotes where it
 * begins. The globals belong to the whole thread: nothing that depends on the time may run beside this.
 */
export async function judgePurity(
  first: Email,
  render: () => Promise<Email>,
  { path }: Pick<TemplateText, "path">,
): Promise<readonly Finding[]> {
  const second = await elsewhere({ later: DAY_MS, dice: 0.75 }, render);
  if (first.digest === second.digest) return [];
  const report = createReporter((file: string) => whereOf(file, null));
  const message = `Rendered a day later, this template gives another email. ${firstDifference(first, second)}`;
  report.error("template/impure", path, message, {
    hint: "Use the issue's own date (issue.date) instead of the clock, and no random numbers.",
  });
  return report.findings;
}

/** Renders the email and judges the template's purity at once. */
export async function checkPurity(
  render: () => Promise<Email>,
  { path, source }: TemplateText,
): Promise<Judged> {
  const email = await renderFirst(render);
  return { email, template: { path, source }, findings: await judgePurity(email, render, { path }) };
}

/** Calls `run` with the clock moved by `later` ms and with dice that always show `dice`. Both are put back in any case. */
async function elsewhere(
  { later, dice }: { later: number; dice: number },
  run: () => Promise<Email>,
): Promise<Email> {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  globalThis.Date = shiftedDate(RealDate, later);
  Math.random = () => dice;
  try {
    return await run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}

function shiftedDate(RealDate: DateConstructor, later: number): DateConstructor {
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now() + later] : args, newTarget) as object,
    apply: (target) => new target(target.now() + later).toString(),
    get: (target, key) => (key === "now" ? () => target.now() + later : Reflect.get(target, key)),
  });
}

function firstDifference(first: Email, second: Email): string {
  for (const part of ["subject", "html", "text"] as const) {
    const [a, b] = [flat(first[part]), flat(second[part])];
    if (a === b) continue;
    let at = 0;
    while (a[at] === b[at]) at += 1;
    const from = Math.max(0, at - 20);
    return `In its ${part}, "${excerpt(a, from)}" became "${excerpt(b, from)}".`;
  }
  return "Its sender or headers differ.";
}

function flat(parts: Parts): string {
  return joinParts(parts, ({ tag }) => `{{${tag}}}`);
}

function excerpt(text: string, from: number): string {
  return text
    .slice(from, from + 60)
    .replace(/\s+/g, " ")
    .trim();
}
