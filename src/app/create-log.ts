import { pino } from "pino";
import { scrub } from "#src/app/job/scrub.ts";
import type { Config } from "./config.ts";

/** Logs what happened under a stable event name. Never logs an address or a secret. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;

/** Errors and warnings need a person; debug helps when something is wrong. Every other event is info. */
const LEVELS: Readonly<Record<string, "error" | "warn" | "debug">> = {
  error: "error",
  "send.failed": "error",
  "send.braked": "warn",
  "send.late": "warn",
  "send.paused": "warn",
  "send.uncertain": "warn",
  "alert.lost": "warn",
  "issue.refused": "warn",
  "issue.missed": "warn",
  "issue.held": "warn",
  "issue.kept": "warn",
  "issue.older": "warn",
  "issue.failed": "error",
  "batch.settled": "debug",
};

/**
 * A log with one JSON object per line: `level`, `time` (ISO), `event`, and the event's facts. No address, secret or
 * token gets into it, whatever a message quotes.
 */
export function createLog(stream: NodeJS.WritableStream, config: Config): Log {
  const logger = pino(
    {
      base: null,
      level: "debug",
      messageKey: "event",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  const secrets = secretsOf(config);
  return (event, facts = {}) => {
    const clean = Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [
        name,
        typeof value === "string" ? scrub(value, secrets) : value,
      ]),
    );
    logger[LEVELS[event] ?? "info"](clean, event);
  };
}

/** Every value of the configuration that must never be logged. */
export function secretsOf(config: Config): string[] {
  const { apiKey, webhookSecrets, tokenKeys, suppressionKey, notifySecret, ledgerUrl } = config;
  const password = URL.canParse(ledgerUrl) ? decodeURIComponent(new URL(ledgerUrl).password) : "";
  return [
    apiKey ?? "",
    ...webhookSecrets,
    ...tokenKeys.map(({ secret }) => secret),
    suppressionKey,
    notifySecret ?? "",
    password,
  ].filter((secret) => secret !== "");
}
