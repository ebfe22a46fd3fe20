import { resolve } from "node:path";
import { type Answers, parseAnswer, sensibleAnswer, type Topic } from "#src/app/init/answers.ts";
import { startNewsletter } from "#src/app/init/start-newsletter.ts";
import { refuseExisting } from "#src/app/init/write-new-files.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { quoted } from "#src/cli/print/as-typed.ts";
import { count, print, style } from "#src/cli/print/print.ts";
import type { InitOptions } from "./options.ts";
import { QUESTIONS } from "./questions.ts";

/**
 * Start a newsletter in a folder of its own: `npx letterpress init newsletter`. What no flag answers is asked at a terminal, and
 * takes its default elsewhere. Nothing is ever overwritten.
 */
export async function init(dir: string | undefined, options: InitOptions, io: Io): Promise<number> {
  const folder = resolve(io.cwd, dir ?? ".");
  // A person who has answered ten questions must not learn only then that the folder is taken.
  await refuseExisting(
    folder,
    ["newsletter.config.ts", "package.json", ".env"].map((path) => ({ path })),
  );
  const given = readFlags(options);
  const asks = io.stdin.isTTY === true && options.yes !== true;
  const asked = asks ? await (await import("./ask-questions.ts")).askQuestions(given, zoneHere(), io) : given;
  const answers = complete(asked, dir);
  const files = await startNewsletter(answers, { folder, cwd: io.cwd, now: io.clock.now() });
  const where = dir ?? "this folder";
  print(io, `${count(files.length, "file")} written to ${style(io.stdout, "strong", where)}.`);
  for (const line of nextSteps(answers, dir)) print(io, line);
  return 0;
}

function readFlags(options: InitOptions): Partial<Answers> {
  const given: Partial<Record<Topic, unknown>> = {};
  for (const { topic, flag } of QUESTIONS) {
    const text = options[topic];
    if (text === undefined) continue;
    const parsed = parseAnswer(topic, text);
    if (!parsed.ok)
      throw new LetterpressError("usage/invalid", `--${flag}: ${parsed.why}, got ${JSON.stringify(text)}.`);
    given[topic] = parsed.answer;
  }
  return given as Partial<Answers>;
}

/** Completes the answers with defaults. Throws `usage/invalid` if an answer is missing that nobody can guess. */
function complete(given: Partial<Answers>, dir: string | undefined): Answers {
  const answers: Partial<Record<Topic, unknown>> = { ...given };
  const missing = QUESTIONS.filter(({ topic }) => {
    if (answers[topic] !== undefined) return false;
    const text = sensibleAnswer(topic, given, zoneHere());
    if (text === null) return true;
    const parsed = parseAnswer(topic, text);
    answers[topic] = parsed.ok ? parsed.answer : null;
    return false;
  });
  if (missing.length === 0) return answers as Answers;
  const flags = missing.map(({ flag }) => `--${flag}`).join(", ");
  const line = ["init", ...(dir === undefined ? [] : [quoted(dir)])];
  for (const { flag, example } of missing) line.push(`--${flag}`, JSON.stringify(example));
  throw new LetterpressError(
    "usage/invalid",
    `Expected ${flags}: there is no default. Nothing was written.`,
    {
      hint: `For example: \`letterpress ${line.join(" ")}\`. At a terminal, without --yes, each is asked.`,
    },
  );
}

function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function nextSteps({ audience, runsOn }: Answers, dir: string | undefined): string[] {
  return [
    "",
    "Next:",
    ...(dir === undefined || dir === "." ? [] : [`  cd ${quoted(dir)}`]),
    "  npm install",
    "  npx letterpress dev      preview the first letter, live as you save",
    "  npx letterpress check    what to fix, by file and line",
    "",
    runsOn === "github" || runsOn === "gitlab"
      ? "README.md says how a letter goes from a merge to its readers."
      : `README.md says how a letter goes to its readers${audience === "ledger" ? ", from a server of yours" : ""}.`,
  ];
}
