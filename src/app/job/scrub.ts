/**
 * Returns a text without addresses and secrets, for logs and alerts. Errors quote what they failed on, and logs are kept
 * longer, and read by more people, than the ledger.
 */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 8) clean = clean.replaceAll(secret, "[secret]");
  return clean
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, "$1[secret]@")
    .replace(/\b(?:re|whsec)_[A-Za-z0-9+/=_-]{8,}/g, "[secret]")
    .replace(/\/([ucp])\/v1\.[\w.-]+/g, "/$1/[token]")
    .replace(/[^\s<>"'(),;:=/@]+@(?!\])[^\s<>"'(),;:=/@]+/g, "[address]");
}
