import type { Rule } from "#src/preflight/letter.ts";
import { inTemplate } from "#src/preflight/look/in-template.ts";
import { forOutlook } from "./for-outlook.ts";
import { type Misfit, misfitsIn } from "./nesting.ts";

/** Reports tags that do not fit together, also in Outlook's comments, whose tags nothing else reads. */
export const checkNesting: Rule = (letter, report) => {
  const { html } = letter;
  const seen = misfitsIn(html.replace(/<!--[\s\S]*?-->/g, ""));
  const [first] = seen.toSorted((a, b) => Number(a.harmless) - Number(b.harmless));
  if (first !== undefined) {
    const message = `${said(first)}${more(seen)}.`;
    const target = targetOf(first);
    if (first.harmless)
      report.warning("html/broken-nesting", target, message, { hint: "Use a <div> in place of the <p>." });
    else
      report.error("html/broken-nesting", target, message, {
        hint: "Close each tag in the template, the last opened first.",
      });
  }
  const fault = faultOfComments(html);
  if (fault !== null) {
    report.error("html/outlook-comment", inTemplate(letter, fault.tag, "[if mso"), fault.message, {
      hint: "Write <!--[if mso]> … <![endif]-->, and for all others <!--[if !mso]><!--> … <!--<![endif]-->.",
    });
    return;
  }
  const before = new Set(seen.map(said));
  const inOutlook = misfitsIn(forOutlook(html)).filter((one) => !one.harmless && !before.has(said(one)));
  const [broken] = inOutlook;
  if (broken === undefined) return;
  const message = `In Outlook for Windows, ${said(broken)}${more(inOutlook)}.`;
  report.error("html/outlook-nesting", targetOf(broken), message, {
    hint: "Whatever one comment for Outlook opens, another must close.",
  });

  function targetOf({ tag }: Misfit) {
    return inTemplate(letter, tag, /^<\/?[a-z][^\s/>]*/i.exec(tag)?.[0] ?? "");
  }
};

function said({ what }: Misfit): string {
  return what;
}

function more({ length }: readonly Misfit[]): string {
  return length < 2 ? "" : `, and ${length - 1} more like it`;
}

const MARK =
  /<!--\[if [^\]]*\]>(?:\s*(?:<!-->|-->))?|<!--\s*<!\[endif\]-->|<!\[endif\]-->|<!\[if [^\]]*\]>|<!\[endif\]>/g;

/** Finds a comment for Outlook that does not end as it began: other programs see what follows, or nobody does. */
function faultOfComments(html: string): { readonly tag: string; readonly message: string } | null {
  let open: string | null = null;
  for (const [mark] of html.matchAll(MARK)) {
    if (!mark.includes("[endif]")) {
      if (open !== null) return { tag: mark, message: `${open} is not closed before ${mark}.` };
      open = mark;
      continue;
    }
    if (open === null) return { tag: mark, message: `${mark} closes no comment for Outlook.` };
    if (endOf(open) !== kindOf(mark)) return { tag: open, message: `${open} is closed by ${mark}.` };
    open = null;
  }
  return open === null ? null : { tag: open, message: `${open} is not closed.` };
}

type Kind = "hidden" | "revealed" | "bare";

function endOf(opening: string): Kind {
  if (opening.startsWith("<![")) return "bare";
  return opening.endsWith("-->") ? "revealed" : "hidden";
}

function kindOf(closing: string): Kind {
  if (closing.startsWith("<!--")) return "revealed";
  return closing.endsWith("-->") ? "hidden" : "bare";
}
