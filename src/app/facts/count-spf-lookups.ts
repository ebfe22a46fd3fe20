/** RFC 7208, 4.6.4: a receiver that needs more gives up, and the mail counts as one without SPF. */
const MOST = 10;

/**
 * Counts the DNS questions that a receiver needs to read an SPF record to its end. `exists`, `ptr`, `a` and `mx` cost one each.
 * `include` and `redirect` cost one and what the record that they name costs. A loop of records ends at the first question too many.
 */
export async function countSpfLookups(
  record: string,
  texts: (name: string) => Promise<readonly string[]>,
): Promise<number> {
  let count = 0;
  const read = async (text: string): Promise<void> => {
    const terms = text.trim().split(/\s+/).slice(1);
    const endsItself = terms.some((term) => /^[-+~?]?all$/i.test(term));
    for (const term of terms) {
      const [, , name = "", value = ""] = /^([-+~?]?)([a-z]+)(?:[:=]([^/]*))?/i.exec(term) ?? [];
      const mechanism = name.toLowerCase();
      // A redirect is followed only if the record has no `all`, which decides every case.
      if (mechanism === "redirect" && endsItself) continue;
      if (["a", "mx", "ptr", "exists"].includes(mechanism)) count += 1;
      if (mechanism !== "include" && mechanism !== "redirect") continue;
      count += 1;
      // A macro names another record for each mail.
      if (count > MOST || value === "" || value.includes("%")) continue;
      const next = (await texts(value)).find((one) => /^v=spf1(?:\s|$)/i.test(one.trim()));
      if (next !== undefined) await read(next);
    }
  };
  await read(record);
  return count;
}
