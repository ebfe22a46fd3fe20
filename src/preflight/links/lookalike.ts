import { domainToUnicode } from "node:url";

/** Cyrillic letters that look like Latin ones in every font: a name of these alone is read as a Latin one. */
const DOUBLES = /^[асԁеһіјӏорԛѕԝху\d-]+$/u;
/** The ones that hardly any language has, and a deception needs. Without this condition `сахар`, sugar, would be a deception. */
const RARE = /[ӏԁһԛԝѕ]/u;

/**
 * The first part of a host that mixes letters of scripts that look alike, or is Cyrillic throughout and reads as Latin; null where there is
 * none. Unicode's UTS 39 calls these mixed-script and whole-script confusables; browsers show such a name as `xn--…`.
 */
export function lookalike(hostname: string): string | null {
  const labels = domainToUnicode(hostname).split(".");
  const isLatin = /^[a-z]+$/i.test(labels.at(-1) ?? "");
  return labels.find((label) => isMixed(label) || (isLatin && isDouble(label))) ?? null;
}

function isMixed(label: string): boolean {
  return /\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label);
}

function isDouble(label: string): boolean {
  return DOUBLES.test(label) && RARE.test(label);
}
