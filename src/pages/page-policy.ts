/**
 * The Content-Security-Policy of a page: no script, no other host, and only the one style sheet, by its hash. A page
 * may load nothing that it does not need. `sources` are hosts that may run a script and show a frame, for a CAPTCHA.
 * `script` is the text of the only script of a page of ours, which may read from our own host.
 */
export async function pagePolicy(
  css: string,
  { sources = [], script }: { readonly sources?: readonly string[]; readonly script?: string } = {},
): Promise<string> {
  const hosts = sources.join(" ");
  const scripts = [script === undefined ? "" : await hashOf(script), hosts].filter((one) => one !== "");
  return [
    "default-src 'none'",
    `style-src ${await hashOf(css)}`,
    ...(scripts.length === 0 ? [] : [`script-src ${scripts.join(" ")}`]),
    ...(hosts === "" ? [] : [`frame-src ${hosts}`]),
    ...(script === undefined ? [] : ["connect-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
