import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "vitest";
import { DOCUMENTS } from "#src/cli/documents/documents.ts";

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const compiled = new Map<string, ValidateFunction>();

/** The schema of docs/schemas/, as a script would use it. */
function schemaOf(name: string): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(`docs/schemas/${name}.schema.json`, "utf8");
  const validate = ajv.compile(JSON.parse(text) as object);
  compiled.set(name, validate);
  return validate;
}

/**
 * Whatever a command prints with `--json` is one document, and is as its published schema says; its exit code is the one that it
 * names. Called for every command that a test runs, so that each form which any test reaches is looked at.
 */
export function expectDocument(args: readonly string[], exit: number, stdout: string): void {
  const command = commandOf(args);
  const isJson = args.includes("--json") || (command === "subscribers show" && exit === 0);
  if (!isJson || args.includes("--help")) return;
  // The command line itself refused: there is no command that could answer.
  if (stdout === "" && exit === 2) return;
  if (command === "schema") return;
  const [name = "answer", form] =
    Object.entries(DOCUMENTS).find(([, { commands }]) => commands.includes(command)) ?? [];
  if (form?.lines === true) {
    for (const line of stdout.trimEnd().split("\n")) expectValid(isAnswer(line) ? "answer" : name, line);
    return;
  }
  const own = isAnswer(stdout) ? "answer" : name;
  expectValid(own, stdout);
  if (own === "answer") expect(JSON.parse(stdout)).toMatchObject({ command, exit });
}

function expectValid(name: string, text: string): void {
  const validate = schemaOf(name);
  validate(JSON.parse(text));
  expect({ document: name, errors: validate.errors }).toEqual({ document: name, errors: null });
}

function isAnswer(text: string): boolean {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null && "error" in value && "command" in value;
}

/** `subscribers count` of all that was typed. Commands with parts are two words. */
function commandOf(args: readonly string[]): string {
  const words = args.filter((arg, index) => !arg.startsWith("-") && args[index - 1] !== "--project");
  const [first = "", second = ""] = words;
  if (args.includes("--eml")) return "doctor --eml";
  return ["subscribers", "suppressions", "import"].includes(first) ? `${first} ${second}` : first;
}
