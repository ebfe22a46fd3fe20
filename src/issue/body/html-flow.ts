import { htmlFlow } from "micromark-core-commonmark";
import type { Construct, Extension } from "./limit-work.ts";
import { ALLOWED } from "#src/issue/raw-html/allowed-tags.ts";

type State = ReturnType<Construct["tokenize"]>;

const LESS_THAN = 60;

/**
 * CommonMark reads a whole line that begins with a tag or a comment as raw HTML, with the words on it. A comment before a sentence, a
 * closing tag and the allowed tags are therefore left to the sentence around them, so that its words are read as Markdown.
 */
export const HTML_FLOW: Extension = {
  disable: { null: ["htmlFlow"] },
  flow: {
    [LESS_THAN]: {
      ...htmlFlow,
      name: "htmlFlowAlone",
      tokenize(effects, ok, nok) {
        const aside: Construct = { partial: true, tokenize: tokenizeAside };
        return effects.check(aside, nok, htmlFlow.tokenize.call(this, effects, ok, nok));
      },
    },
  },
};

const ASIDE = new RegExp(`^(?:</[a-z]|<(?:br|${ALLOWED.join("|")})(?:[\\s/>]|$))`, "i");

/** True if a line begins with HTML that belongs to a sentence. A comment that is never closed does not count. */
function isAside(line: string): boolean {
  let rest = line;
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", 2);
    if (end === -1) return false;
    rest = rest.slice(end + 3).trimStart();
  }
  return rest === line ? ASIDE.test(line) : rest !== "";
}

/** Looks at the whole line without consuming it. */
const tokenizeAside: Construct["tokenize"] = (effects, ok, nok) => {
  let line = "";
  effects.enter("data");
  const inside: State = (code) => {
    if (code === null || code < -2) {
      effects.exit("data");
      return isAside(line) ? ok(code) : nok(code);
    }
    line += code < 0 ? " " : String.fromCharCode(code);
    effects.consume(code);
    return inside;
  };
  return inside;
};
