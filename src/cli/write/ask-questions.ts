import type { Readable, Writable } from "node:stream";
import { isCancel, select, text } from "@clack/prompts";
import { type Answers, parseAnswer, sensibleAnswer, type Topic } from "#src/app/init/answers.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { QUESTIONS } from "./questions.ts";

/** Asks each question that has no answer yet, with its default filled in. Throws `usage/invalid` if the person stops. */
export async function askQuestions(given: Partial<Answers>, zone: string, io: Io): Promise<Partial<Answers>> {
  const streams = { input: io.stdin as Readable, output: io.stderr as Writable, signal: io.signal };
  const answers: Partial<Record<Topic, unknown>> = { ...given };
  for (const { topic, asks, example, choices } of QUESTIONS) {
    if (answers[topic] !== undefined) continue;
    const sensible = sensibleAnswer(topic, answers as Partial<Answers>, zone);
    const typed =
      choices === undefined
        ? await text({
            ...streams,
            message: asks,
            placeholder: example,
            initialValue: sensible ?? "",
            validate: (value) => whyNot(topic, value ?? ""),
          })
        : await select({
            ...streams,
            message: asks,
            initialValue: sensible ?? "",
            options: Object.entries(choices).map(([value, label]) => ({ value, label })),
          });
    if (isCancel(typed))
      throw new LetterpressError("usage/invalid", "Stopped: nothing was written.", { hint: "" });
    const parsed = parseAnswer(topic, typed);
    if (parsed.ok) answers[topic] = parsed.answer;
  }
  return answers as Partial<Answers>;
}

function whyNot(topic: Topic, value: string): string | undefined {
  const parsed = parseAnswer(topic, value);
  return parsed.ok ? undefined : `${parsed.why.charAt(0).toUpperCase()}${parsed.why.slice(1)}.`;
}
