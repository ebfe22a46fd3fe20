import { render } from "@react-email/render";
import { createElement, type FunctionComponent } from "react";
import type { Template, TemplateInput } from "#src/model/template.ts";
import { templateFailed } from "#src/render/template-failed.ts";

/** HTML of a React Email template. Markers are still in it; `finish` removes them. */
export async function renderReact(
  template: Extract<Template, { family: "react" }>,
  input: TemplateInput,
): Promise<string> {
  try {
    return await render(createElement(template.component as FunctionComponent<TemplateInput>, input));
  } catch (error) {
    throw templateFailed(template.path, error);
  }
}
