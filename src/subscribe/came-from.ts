/**
 * Whether a form was posted by a page of `sites` (origins; "*" for any). A browser says on which site a form was, and a
 * page elsewhere cannot make it say otherwise. Nobody posts a form by hand, so a request that names no site came from
 * no page.
 */
export function cameFrom(request: Request, sites: readonly string[]): boolean {
  if (request.headers.get("sec-fetch-site") === "same-origin") return true;
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  if (sites.includes("*")) return true;
  const host = hostOf(origin);
  // Behind a proxy that ends TLS, the address in the request begins with http.
  return host !== null && [request.url, ...sites].some((site) => hostOf(site) === host);
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
