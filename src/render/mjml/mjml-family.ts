import mjml2html from "mjml";
import { LetterpressError } from "#src/model/errors.ts";
import type { Template, TemplateInput } from "#src/model/template.ts";
import { fillMjml } from "./fill-mjml.ts";
import type { MjmlNode } from "./mjml-node.ts";
import { parseMjml } from "./parse-mjml.ts";

type MjmlTemplate = Extract<Template, { family: "mjml" }>;

/** Parsing is the slow half of an MJML render, and a template outlives many issues. */
const parsed = new WeakMap<MjmlTemplate, MjmlNode>();

/** HTML of an MJML template. Throws `template/failed` with file and line for whatever MJML does not know. */
export async function renderMjml(template: MjmlTemplate, input: TemplateInput): Promise<string> {
  const root = parsed.get(template) ?? parseMjml(template);
  parsed.set(template, root);
  const filled = fillMjml(root, input, template.path);
  try {
    // The options name everything MJML would otherwise fetch, guess or beautify.
    const { html } = await mjml2html(filled as Parameters<typeof mjml2html>[0], {
      validationLevel: "strict",
      fonts: {},
      keepComments: false,
      minify: false,
      beautify: false,
      ignoreIncludes: true,
    });
    return html;
  } catch (error) {
    throw new LetterpressError("template/failed", messageOf(error, template.path), { cause: error });
  }
}

function messageOf(error: unknown, path: string): string {
  const findings = (
    error as {
      errors?: readonly { line?: number; message: string; tagName?: string; formattedMessage?: string }[];
    }
  ).errors;
  if (!Array.isArray(findings) || findings.length === 0) {
    return `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
  return findings
    .map(({ line, message, tagName, formattedMessage = "" }) => {
      const file = /^Line \d+ of (\S+)/.exec(formattedMessage)?.[1];
      return `${file === undefined || file === "undefined" ? path : file}:${line ?? 1}: <${tagName}> ${message}`;
    })
    .join("\n");
}
