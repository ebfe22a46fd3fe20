import mjml2html from "mjml";
import { errorAt, type LetterpressError } from "#src/model/errors.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { fillMjml } from "./fill-mjml.ts";
import { lean } from "./lean.ts";
import type { MjmlNode } from "./mjml-node.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import { type MjmlTemplate, parseMjml } from "./parse-mjml.ts";
import { tighten } from "./tighten.ts";

interface MjmlFault {
  readonly line?: number;
  readonly message: string;
  readonly tagName?: string;
  readonly formattedMessage?: string;
}

/** Parsing is the slow half of an MJML render, and a template outlives many issues. */
const parsed = new WeakMap<MjmlTemplate, MjmlNode>();

/** Renders an MJML template to HTML. Throws `template/failed` with file and line for anything that MJML does not know. */
export async function renderMjml(template: MjmlTemplate, input: TemplateInput): Promise<string> {
  const root = parsed.get(template) ?? parseMjml(template);
  parsed.set(template, root);
  return runMjml(fillMjml(root, input, template.path), template.path);
}

/** Renders a complete MJML document to HTML. Throws `template/failed` for anything that MJML does not know. */
export async function runMjml(filled: MjmlNode, path: string): Promise<string> {
  try {
    // Without these options MJML would fetch, guess or beautify.
    const { html } = await withFixedDice(() =>
      mjml2html(filled as Parameters<typeof mjml2html>[0], {
        validationLevel: "strict",
        fonts: {},
        keepComments: false,
        minify: false,
        beautify: false,
        ignoreIncludes: true,
      }),
    );
    return lean(tighten(html));
  } catch (error) {
    throw failureOf(error, path);
  }
}

/**
 * Runs MJML with a `Math.random` of ours: MJML draws the ids of a menu and a carousel, and the same issue must give the same bytes. It
 * draws them before it first waits, so no other code runs while `Math.random` is ours.
 */
function withFixedDice<T>(run: () => T): T {
  const { random } = Math;
  let drawn = 0;
  Math.random = () => (drawn += GOLDEN) % 1;
  try {
    return run();
  } finally {
    Math.random = random;
  }
}

/** The fractional parts of its multiples repeat late and lie apart, so two menus get two ids. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** MJML reports every fault at once: the error has the place of the first one and lists the others with theirs. */
function failureOf(cause: unknown, path: string): LetterpressError {
  const { errors = [] } = cause as { errors?: readonly MjmlFault[] };
  const [first, ...others] = errors.map(({ line, message, tagName, formattedMessage = "" }) => {
    const file = /^Line \d+ of (\S+)/.exec(formattedMessage)?.[1];
    const known = file === undefined || file === "undefined" ? path : file;
    return { file: known, line: line ?? 1, text: `<${tagName}> ${message}` };
  });
  if (first === undefined) return templateFailed(path, cause);
  const message = [first.text, ...others.map(({ file, line, text }) => `${file}:${line}: ${text}`)].join(
    "\n",
  );
  return errorAt("template/failed", { ...first, column: null }, message, { cause });
}
