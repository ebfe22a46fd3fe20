import { expect, test } from "vitest";
import { validAddress } from "#src/model/address/valid-address.ts";
import { cpuTime } from "../helpers/cpu-time.ts";

test.each([
  ["a@b.co", "a@b.co"],
  ["  A.B+news@Example.org ", "A.B+news@Example.org"],
  ["o'brien@x.org", "o'brien@x.org"],
  ["-a@x.org", "-a@x.org"],
  ["!#$%&'*+/=?^_`{|}~-@x.org", "!#$%&'*+/=?^_`{|}~-@x.org"],
  ["a@münchen.de", "a@münchen.de"],
  ["a@xn--mnchen-3ya.de", "a@xn--mnchen-3ya.de"],
  ["a@example.xn--p1ai", "a@example.xn--p1ai"],
  [`${"l".repeat(64)}@x.org`, `${"l".repeat(64)}@x.org`],
])("takes %s as an address", (typed, address) => {
  expect(validAddress(typed)).toEqual({ ok: true, address });
});

test.each([
  ["", /no address/],
  ["ana", /not name@domain/],
  ["@x.org", /not name@domain/],
  ["a@", /not name@domain/],
  ["a@localhost", /not a domain/],
  ["a@example.c", /not a domain/],
  ["a@x..org", /not a domain/],
  ["a@x.org.", /not a domain/],
  ["a@-x.org", /not a domain/],
  ["a@x_y.org", /not a domain/],
  ["a@[192.0.2.1]", /not a domain/],
  ["a@192.0.2.1", /not a domain/],
  [`a@${"l".repeat(64)}.org`, /not a domain/],
  ["<a@x.org>", /not a domain/],
  ["a@x\0.org", /not a domain/],
  [`${"l".repeat(65)}@x.org`, /65 characters/],
  [`a@${"abcdefghi.".repeat(26)}org`, /not a domain|at most 254/],
  ["a..b@x.org", /not a valid name/],
  [".a@x.org", /not a valid name/],
  ["a.@x.org", /not a valid name/],
  ["a b@x.org", /not a valid name/],
  ["a@b@x.org", /not a valid name/],
  ["a@x.org,b@x.org", /not a valid name/],
  ["a@x.org\r\nBcc: b@x.org", /not a valid name/],
  ['"a b"@x.org', /quoted name/],
  ["ñandú@x.org", /outside ASCII/],
])("refuses %j and says why", (typed, reason) => {
  const checked = validAddress(typed);
  expect(checked.ok ? "accepted" : checked.reason).toMatch(reason);
});

test("answers for a long hostile text within a moment", () => {
  const hostile = [`${"a.".repeat(500_000)}@x.org`, `a@${"a.".repeat(500_000)}org`, "@".repeat(1_000_000)];
  const took = cpuTime(() => {
    for (const text of hostile) expect(validAddress(text).ok).toBe(false);
  });
  expect(took).toBeLessThan(500);
});
