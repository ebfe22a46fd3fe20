/** How receivers understand the TXT records of one `_dmarc` name. */
type DmarcPolicy =
  /** No record is a policy: receivers look at the domain above. */
  | { readonly kind: "none" }
  /** Several records are policies: none of them counts. */
  | { readonly kind: "several"; readonly count: number }
  | { readonly kind: "no-p"; readonly text: string }
  | {
      readonly kind: "policy";
      readonly p: "none" | "quarantine" | "reject";
      /** `aspf=s`: the domain of the return path must be the sender's own, not one below it. */
      readonly strictSpf: boolean;
    };

export function dmarcPolicy(texts: readonly string[]): DmarcPolicy {
  const policies = texts.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/i.test(text.trim()));
  const [text] = policies;
  if (text === undefined) return { kind: "none" };
  if (policies.length > 1) return { kind: "several", count: policies.length };
  const p = tagOf(text, "p");
  if (p !== "none" && p !== "quarantine" && p !== "reject") return { kind: "no-p", text };
  return { kind: "policy", p, strictSpf: tagOf(text, "aspf") === "s" };
}

function tagOf(text: string, name: string): string | null {
  const tags = text.split(";").map((tag) => tag.split("=").map((side) => side.trim().toLowerCase()));
  return tags.find(([key]) => key === name)?.[1] ?? null;
}
