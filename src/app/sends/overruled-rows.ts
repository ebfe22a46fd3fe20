import type { Finding, OverruledRule } from "#src/model/finding.ts";
import { instantInWords } from "#src/model/wall-clock.ts";

/** Findings that no longer keep an email back, with who let them pass and why, as rows of a table. */
export function overruledRows(findings: readonly Finding[], zone: string): [string, string][] {
  return findings.flatMap(({ rule, line, overruled }): [string, string][] => {
    if (overruled === undefined) return [];
    const { how, message } = overruled;
    const place = line === null ? rule : `${rule}, line ${line}`;
    const why =
      overruled.how === "accepted"
        ? `Accepted: ${overruled.reason}`
        : `Forced by ${overruled.by}, ${instantInWords(Date.parse(overruled.at), zone)}.`;
    return [[how, `${place}: ${message} ${why}`]];
  });
}

/** The same rows for a send, from what the ledger remembers of it. */
export function rememberedRows(rows: readonly OverruledRule[], zone: string): [string, string][] {
  return rows.map(({ how, rule, message, reason, person, at }) => {
    const why =
      how === "accepted"
        ? `Accepted: ${reason ?? ""}`
        : `Forced by ${person ?? ""}, ${instantInWords(at, zone)}.`;
    return [how, `${rule}: ${message.replaceAll("\n", " ")} ${why}`];
  });
}
