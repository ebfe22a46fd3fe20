import { render } from "@react-email/render";
import { findSourceMap } from "node:module";
import * as React from "react";
import { renderToReadableStream } from "react-dom/server";
import { errorAt, type LetterpressError } from "#src/model/errors.ts";
import type { Template, TemplateInput, TemplateText } from "#src/model/template.ts";
import { lineOf } from "#src/render/line-of.ts";
import { withoutVml } from "#src/render/mjml/without-vml.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import { InputMissing } from "./expect-input.ts";
import { watchInput } from "./watch-input.ts";

/**
 * Renders a React Email template to HTML. Markers are still in it; `finish` removes them. `onMissing` is told of what the template reads
 * and no input has.
 */
export async function renderReact(
  template: Extract<Template, { family: "react" }>,
  input: TemplateInput,
  onMissing: (path: string) => void = () => undefined,
): Promise<string> {
  const component = template.component as React.FunctionComponent<TemplateInput>;
  // React copies the input into props, so the copy is what is watched.
  const Watched = (props: TemplateInput) => component(watchInput(props, onMissing));
  const element = React.createElement(Watched, input);
  try {
    return withoutVml((await render(element)).replace(XHTML, "<!doctype html>"));
  } catch (error) {
    throw missingInput(template, error) ?? templateFailed(template.path, error, await ownersOf(element));
  }
}

/**
 * The doctype that the renderer writes before every document. Under it, browsers lay out cells and lines by other rules: the same blocks
 * would stand a pixel or two away from where they stand in MJML, whose doctype is that of HTML.
 */
const XHTML = /^<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1\.0 Transitional\/\/EN"[^>]*>/;

/**
 * Returns the error of a component that was not given the whole input, at its line in the source: `<Tailwind>` runs what stands in it by
 * itself, and the stack ends there. Null if the template's own file has no such element.
 */
function missingInput(template: TemplateText, error: unknown): LetterpressError | null {
  if (!(error instanceof InputMissing)) return null;
  const { tag, message } = error;
  const line = lineOf(template, new RegExp(`<${tag}\\b(?![^>]*\\{\\s*\\.\\.\\.)`));
  if (line === null) return null;
  return errorAt("template/failed", { file: template.path, line, column: null }, message, { cause: error });
}

/**
 * Renders again for the stack of the elements around what failed, as React knows it: if a component of a package throws because of a wrong
 * prop, the error's own stack has no line of the template. Empty if rendering does not fail again.
 */
async function ownersOf(element: React.ReactElement): Promise<string> {
  let owners = "";
  const onError = (_: unknown, { componentStack }: { componentStack?: string }) => {
    // React's development build knows the line of each element; the production build knows only that of each component.
    const written = "captureOwnerStack" in React ? React.captureOwnerStack() : null;
    owners ||= `${written ?? ""}\n${componentStack ?? ""}`;
  };
  try {
    const stream = await renderToReadableStream(element, { onError });
    await stream.allReady;
  } catch {
    // It is the same error again, which is known already.
  }
  return owners.replace(FRAME, mapped);
}

const FRAME = /(file:[^\s()]+):(\d+):(\d+)/g;

/** React asks for stacks in a way that bypasses Node's source maps: a line would be one of the code that was made from the template. */
function mapped(frame: string, url: string, line: string, column: string): string {
  const entry = findSourceMap(url)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (entry === undefined || !("originalLine" in entry)) return frame;
  return `${url}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
