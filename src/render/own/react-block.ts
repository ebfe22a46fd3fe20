import { render } from "@react-email/render";
import * as React from "react";
import { errorAt } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { OwnBlock, OwnShown, TemplateInput } from "#src/model/template.ts";
import { withoutMarkers } from "#src/render/react/raw-markers.ts";
import { Raw } from "#src/render/react/raw.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import type { OwnContent } from "./own-content.ts";

/** Renders a block of a `.tsx` file to HTML and text. An error that the block throws names the block's own file and line. */
export async function renderReactBlock(
  block: Extract<OwnBlock, { family: "react" }>,
  attributes: Record<string, unknown>,
  { label, content }: OwnContent,
  input: TemplateInput,
): Promise<OwnShown> {
  const raw = (html: string) => (html === "" ? null : React.createElement(Raw, { html }));
  const props = { attributes, label: raw(label.html), children: raw(content.html), input };
  try {
    const html = await render(
      React.createElement(block.html as React.FunctionComponent<typeof props>, props),
    );
    const text: unknown = block.text({ attributes, label: label.text, content: content.text, input });
    if (typeof text !== "string") {
      const message = `expected its text to be a string, found ${text === null ? "null" : typeof text}.`;
      throw errorAt("template/failed", whereOf(block.path, null), message);
    }
    // Around what a component gives, `render` writes only the beginning of a document.
    return { html: withoutMarkers(html.replace(/^\s*<!doctype[^>]*>/i, "")), text: text.trim() };
  } catch (error) {
    throw templateFailed(block.path, error);
  }
}
