import { htmlText, labelEnd, setextUnderline } from "micromark-core-commonmark";
import type { Data } from "unified";

export type Extension = NonNullable<Data["micromarkExtensions"]>[number];
export type Construct = typeof htmlText;
type Effects = Parameters<Construct["tokenize"]>[0];
type Parser = ThisParameterType<Construct["tokenize"]>["parser"];
type Resolve = NonNullable<Construct["resolveAll"]>;

/** The most steps for one text: about a second. A long letter takes less than a hundredth of it. */
const MOST_STEPS = 1_000_000;
/** Steps for each bracket: a link takes a tenth of a millisecond to read, to draw and to check. */
const LINK = 200;
const RUN = /^(?:attentionSequence|strikethroughSequenceTemporary)$/;
const CODE = {
  asterisk: 42,
  hyphen: 45,
  colon: 58,
  lessThan: 60,
  equals: 61,
  bracket: 93,
  underscore: 95,
  tilde: 126,
};

/** Thrown for a text that only a typing or pasting mistake makes: it takes minutes to read, or overflows the stack. `at` is its offset. */
export class Unreadable extends Error {
  readonly rule: "issue/too-intricate" | "issue/too-deep" | "issue/too-long";
  readonly at: number;

  constructor(rule: Unreadable["rule"], at: number) {
    super(`The text at ${at} cannot be read: ${rule}.`);
    this.rule = rule;
    this.at = at;
  }
}

/** Steps so far for each text that is being parsed. Steps are counted instead of seconds, so that a slow machine finds the same. */
const taken = new WeakMap<Parser, number>();

/** How many containers the last line has begun. Each container is counted a few times, because it is tried a few times. */
const begun = new WeakMap<Parser, { readonly line: number; readonly count: number }>();
const MOST_BEGUN = 300;

function take(parser: Parser, steps: number, at: number): void {
  const sum = (taken.get(parser) ?? 0) + steps;
  taken.set(parser, sum);
  if (sum > MOST_STEPS) throw new Unreadable("issue/too-intricate", at);
}

/**
 * Returns a processor's extensions, changed to count the work that grows with the square of what an author wrote: delimiters without
 * a partner, brackets, comments that never end, containers in containers, underlined headings. `parse` then throws Unreadable.
 */
export function limitWork(extensions: readonly Extension[]): Extension[] {
  const counted = new Map<Construct, Construct>();
  const once = (construct: Construct, count: (one: Construct) => Construct) => {
    const known = counted.get(construct) ?? count(construct);
    counted.set(construct, known);
    return known;
  };
  const limited = extensions.map((extension): Extension => ({
    ...extension,
    text: mapped(extension.text, [CODE.asterisk, CODE.underscore, CODE.tilde], (one) =>
      once(one, countDelimiters),
    ),
    flow: mapped(extension.flow, [CODE.colon], (one) =>
      once(one, (container) => countCharacters(container, 2)),
    ),
    insideSpan: {
      null: (extension.insideSpan?.null ?? []).map((one) =>
        "tokenize" in one ? once(one as Construct, countDelimiters) : one,
      ),
    },
  }));
  return [...limited, CORE];
}

/**
 * Counts quotations and lists that begin on one line: thousands of them overflow a small stack, and take minutes on a large one. It
 * is tried before CommonMark's own constructs, which call themselves by name, and consumes nothing.
 */
const COUNTER: Construct = {
  tokenize(_effects, _ok, nok) {
    const { line, offset } = this.now();
    const last = begun.get(this.parser);
    const count = last?.line === line ? last.count + 1 : 1;
    begun.set(this.parser, { line, count });
    if (count > MOST_BEGUN) throw new Unreadable("issue/too-deep", offset);
    return nok;
  },
};

/** CommonMark's own constructs belong to no extension: they are switched off here, and added again with their work counted. */
const CORE: Extension = {
  disable: { null: ["htmlText", "labelEnd", "setextUnderline"] },
  document: Object.fromEntries(Array.from(">*+-0123456789", (mark) => [mark.charCodeAt(0), COUNTER])),
  text: {
    [CODE.lessThan]: { ...countCharacters(htmlText, 1 / 8), name: "countedHtmlText" },
    [CODE.bracket]: { ...countBrackets(labelEnd), name: "countedLabelEnd" },
  },
  flow: {
    [CODE.equals]: { ...countEvents(setextUnderline), name: "countedSetextUnderline" },
    [CODE.hyphen]: { ...countEvents(setextUnderline), name: "countedSetextUnderline" },
  },
};

function mapped(
  constructs: Extension["text"],
  codes: readonly number[],
  change: (one: Construct) => Construct,
): Extension["text"] {
  const changed = codes.flatMap((code) => {
    const here = constructs?.[code];
    if (here === undefined) return [];
    return [[code, Array.isArray(here) ? here.map(change) : change(here as Construct)] as const];
  });
  return { ...constructs, ...Object.fromEntries(changed) };
}

/** Counts delimiters: each closing run searches all runs before it for its opening one, and a run in a pair is visited again. */
function countDelimiters(construct: Construct): Construct {
  const resolve = construct.resolveAll;
  if (resolve === undefined) return construct;
  const counting: Resolve = (events, context) => {
    const runs = events.filter(([kind, { type }]) => kind === "enter" && RUN.test(type));
    const closing = runs.filter(([, token]) => token._close === true).length;
    take(context.parser, (runs.length * closing) / 8, events[0]?.[1].start.offset ?? 0);
    return resolve(events, context);
  };
  return { ...construct, resolveAll: counting };
}

/** Counts `steps` for each character: a character inside containers is read again by each container around it. */
function countCharacters(construct: Construct, steps: number): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const { parser } = this;
      const at = this.now().offset;
      const counting: Effects = {
        ...effects,
        consume: (code) => {
          take(parser, steps, at);
          effects.consume(code);
        },
      };
      return construct.tokenize.call(this, counting, ok, nok);
    },
  };
}

/** Counts brackets: each searches everything that was read before it in its paragraph for its opening bracket. */
function countBrackets(construct: Construct): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const open = this.events.findLastIndex(
        ([, token]) => (token.type === "labelLink" || token.type === "labelImage") && !token._balanced,
      );
      take(this.parser, LINK + (this.events.length - open) / 32, this.now().offset);
      return construct.tokenize.call(this, effects, ok, nok);
    },
  };
}

/** Counts an underlined heading: it moves everything that was read before it in the file. */
function countEvents(construct: Construct): Construct {
  const resolve = construct.resolveTo;
  if (resolve === undefined) return construct;
  const counting: Resolve = (events, context) => {
    take(context.parser, events.length / 16, events.at(-1)?.[1].start.offset ?? 0);
    return resolve(events, context);
  };
  return { ...construct, resolveTo: counting };
}
