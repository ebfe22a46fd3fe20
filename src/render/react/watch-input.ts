import { newsletterSchema } from "#src/model/newsletter.ts";
import type { TemplateInput } from "#src/model/template.ts";

/** Keys that React and JavaScript look for in any object. */
const NOT_THE_AUTHORS = /^(?:\$|_|@@|(?:key|ref|then|toJSON|toString|valueOf|constructor|children)$)/;

/**
 * Returns the same input, which tells `onMissing` of each value that a template reads and no input has (`input.title`). Such a value is
 * `undefined`, which React draws as nothing: the mail would lack a line and nobody would be told.
 */
export function watchInput(input: TemplateInput, onMissing: (path: string) => void): TemplateInput {
  const watch = <T extends object>(
    path: string,
    value: T,
    keys: ReadonlySet<string> = new Set(Object.keys(value)),
  ): T =>
    new Proxy(value, {
      get: (target, key) => {
        if (typeof key === "string" && !keys.has(key) && !(key in target) && !NOT_THE_AUTHORS.test(key))
          onMissing(`${path}.${key}`);
        return Reflect.get(target, key) as unknown;
      },
    });
  return watch("input", {
    ...input,
    // A key that the config leaves out is absent here, but a template may read it all the same.
    newsletter: watch("input.newsletter", input.newsletter, new Set(Object.keys(newsletterSchema.shape))),
    issue: watch("input.issue", input.issue),
    urls: watch("input.urls", input.urls),
  });
}
