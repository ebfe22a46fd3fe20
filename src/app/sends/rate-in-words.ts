/** `12/s`; a slow one with a decimal. */
export function rateInWords(perSecond: number): string {
  return `${perSecond.toLocaleString("en", { maximumFractionDigits: perSecond < 10 ? 1 : 0 })}/s`;
}
