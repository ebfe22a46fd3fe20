import type { WorldRule } from "#src/preflight/letter.ts";
import { inTemplate, quoted } from "#src/preflight/look/in-template.ts";

/** Reports what axe-core finds in a browser. If it was asked for and did not run, a warning says so: nothing has passed. */
export const checkDeep: WorldRule = (letter, report) => {
  const { deep } = letter.facts;
  if (deep.kind === "unavailable") {
    report.warning("deep/not-run", null, `--deep did not run: ${deep.reason}.`, {
      hint: "Run `npm install --save-dev axe-core playwright-core @sparticuz/chromium`, or name a browser in CHROME_PATH.",
    });
    return;
  }
  for (const { id, help, impact, looks, html, words, elements } of deep.value ?? []) {
    const many = elements === 1 ? "" : `, and in ${elements - 1} more`;
    const message = `axe-core finds ${id} in ${looks.join(" and ")}: ${help}, in ${quoted(html)}${many}.`;
    const target = inTemplate(letter, html, words);
    const hint = `Read https://dequeuniversity.com/rules/axe/4.14/${id}.`;
    if (impact === "minor") report.info("deep/axe", target, message, { hint });
    else report.warning("deep/axe", target, message, { hint });
  }
};
