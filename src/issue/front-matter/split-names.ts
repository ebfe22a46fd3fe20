/** What separates two names in a line, in the languages that we have. */
const SEPARATOR =
  /\s*[,;&、，；]\s*(?:(?:and|y|e|und|et|en|och|og)\s+)?|\s+[+/|]\s+|\s+(?:and|y|e|und|et|en|och|og|with)\s+/iu;

/** Words in names of firms and offices, and in people's roles: "Jane Doe, Senior Editor" is one person. */
const NO_PERSON = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${[
    "the of for in on at from to",
    "co inc ltd llc llp plc gmbh ag kg corp corporation company limited sons bros brothers partners associates group agency",
    "press news magazine media publishing publishers books house studio studios bank team staff desk board committee council office",
    "university college school institute department ministry center centre society association foundation union club times post",
    "editor editors editor-in-chief writer reporter correspondent columnist contributor director manager founder co-founder chief",
    "head president chair partner senior junior assistant associate professor prof engineer developer designer author consultant",
    "jr sr ii iii iv phd md mba esq msc bsc ceo cto cfo coo",
  ]
    .join(" ")
    .replaceAll(" ", "|")})(?![\p{L}\p{N}])`,
  "iu",
);

/** A first and a last name. One word alone may be the last name of "Doe, Jane", or share it: "Jane and John Doe". */
const WHOLE_NAME = /^\p{L}[\p{L}\p{M}.'’-]*(?:\s+\p{L}[\p{L}\p{M}.'’-]*){1,4}$/u;
const CJK_NAME = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]{2,8}$/u;
/** A key as newsletter.config.ts has them. */
const KEY = /^[a-z0-9][a-z0-9_-]*$/;
/** A mail address or a role in brackets after a name. */
const ASIDE = /\s*[<(][^<>()]*[>)]\s*$/;

interface SplitNames {
  readonly names: readonly string[];
  /** False where a separator may belong to one name: "Doe, Jane", "Smith, Jones and Co.". Then `names` are a guess. */
  readonly isCertain: boolean;
}

/** Splits a line of names, which systems without lists of authors have, into people. */
export function splitNames(line: string, isKnown: (name: string) => boolean): SplitNames {
  const whole = line.trim();
  const names = whole.split(SEPARATOR).filter((name) => name !== "");
  if (isKnown(whole) || names.length < 2) return { names: whole === "" ? [] : [whole], isCertain: true };
  // A library's order ("Doe, Jane") of a name that is known in the usual order.
  const turned = names.toReversed().join(" ");
  if (names.length === 2 && whole.includes(",") && isKnown(turned))
    return { names: [turned], isCertain: true };
  const isKeys = names.every((name) => KEY.test(name));
  return { names, isCertain: isKeys || names.every((name) => isKnown(name) || isPerson(name)) };
}

function isPerson(name: string): boolean {
  const bare = name.replace(ASIDE, "").replace(/^by\s+/i, "");
  return (WHOLE_NAME.test(bare) && !NO_PERSON.test(bare)) || CJK_NAME.test(bare);
}
