interface TextInfo {
  readonly direction?: "ltr" | "rtl";
}

/** The direction in which a language is written. */
export function directionOf(lang: string): "ltr" | "rtl" {
  const locale = new Intl.Locale(lang).maximize() as Intl.Locale & { getTextInfo?: () => TextInfo };
  return locale.getTextInfo?.().direction ?? (RTL_SCRIPTS.has(locale.script ?? "") ? "rtl" : "ltr");
}

/** For engines without `getTextInfo`. */
const RTL_SCRIPTS = new Set(["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"]);
