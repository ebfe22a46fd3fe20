/** Pages that stand between a link and its target, and the parameter that holds the target. */
const WRAPPERS: readonly (readonly [host: RegExp, path: RegExp, names: readonly string[]])[] = [
  [/\.safelinks\.protection\.outlook\.com$/, /./, ["url"]],
  [/^(?:www\.)?google\.[a-z.]+$/, /^\/url$/, ["q", "url"]],
  [/^lm?\.(?:facebook|instagram)\.com$/, /^\/(?:l\.php)?$/, ["u"]],
  [/^(?:www\.)?linkedin\.com$/, /^\/(?:safety\/go|redir\/redirect)\/?$/, ["url"]],
  [/^(?:www\.)?youtube\.com$/, /^\/redirect$/, ["q"]],
  [/^slack-redir\.net$/, /^\/link$/, ["url"]],
  [/^out\.reddit\.com$/, /./, ["url"]],
  [/^urldefense\.proofpoint\.com$/, /^\/v2\/url$/, []],
  [/^urldefense\.com$/, /^\/v3\//, []],
];

/**
 * Unwraps an address that a mail program, a chat or a search page changed when it was copied there. `target` is the address inside;
 * null if it is encoded in a way of its own. Returns null for every other address.
 */
export function unwrapped(url: URL): { readonly target: string | null } | null {
  const wrapper = WRAPPERS.find(([host, path]) => host.test(url.hostname) && path.test(url.pathname));
  if (wrapper === undefined) return null;
  const [, , names] = wrapper;
  const target = names.map((name) => url.searchParams.get(name)).find((value) => value !== null) ?? null;
  return {
    target:
      target !== null && /^https?:\/\/[^\s<>()"]+$/i.test(target) && URL.canParse(target) ? target : null,
  };
}
