import type { TemplateInput } from "#src/model/template.ts";

/** A component was not given the whole input: `tag` is its name, as a template writes it. */
export class InputMissing extends Error {
  override readonly name = "InputMissing";
  readonly tag: string;

  constructor(tag: string, field: string) {
    const end = tag === "Letter" ? ">" : " />";
    super(`<${tag}> got no \`${field}\`. Write <${tag} {...input}${end}.`);
    this.tag = tag;
  }
}

/**
 * Throws InputMissing if one of the `fields` that a component needs is missing, because a template wrote `issue={input.issue}` or
 * `input={input}` instead of `{...input}`. It would otherwise fail deep in Letterpress, with a message that names nothing of the template.
 */
export function expectInput(
  tag: string,
  input: Partial<TemplateInput>,
  fields: readonly (keyof TemplateInput)[],
): void {
  const missing = fields.find((field) => input[field] === undefined);
  if (missing !== undefined) throw new InputMissing(tag, missing);
}
