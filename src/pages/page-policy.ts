/**
 * The Content-Security-Policy of a page: no script, no other host, and only the one style sheet, by its hash. A page may
 * load nothing that it does not need. `sources` are hosts that may run a script and show a frame, for a CAPTCHA.
 */
export async function pagePolicy(css: string, sources: readonly string[] = []): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(css));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const hosts = sources.join(" ");
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    ...(hosts === "" ? [] : [`script-src ${hosts}`, `frame-src ${hosts}`]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
