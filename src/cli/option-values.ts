import { InvalidArgumentError } from "commander";

/** A port number; 0 takes any free one. */
export function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError("Expected a port from 0 (any free one) to 65535.");
  }
  return number;
}

/** An option that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** When something happens, as cron writes it: five fields, or six with seconds first. */
export function cronPattern(text: string): string {
  if (/^(?:[\d*,/A-Za-z-]+\s+){4,5}[\d*,/A-Za-z-]+$/.test(text.trim())) return text.trim();
  throw new InvalidArgumentError('Expected a cron pattern such as "*/5 * * * *".');
}
