import { expect, test } from "vitest";
import { suggestAddress } from "#src/model/address/suggest-address.ts";

test.each([
  ["ana@gmial.com", "ana@gmail.com"],
  ["ana@gmai.com", "ana@gmail.com"],
  ["ana@gmaill.com", "ana@gmail.com"],
  ["ana@gnail.com", "ana@gmail.com"],
  ["ana@GMAIL.con", "ana@gmail.com"],
  ["ana@gmail.co", "ana@gmail.com"],
  ["ana@gamil.con", "ana@gmail.com"],
  ["ana@hotmial.com", "ana@hotmail.com"],
  ["ana@hotmai.com", "ana@hotmail.com"],
  ["ana@outlok.com", "ana@outlook.com"],
  ["ana@yaho.com", "ana@yahoo.com"],
  ["ana@yahooo.es", "ana@yahoo.es"],
  ["ana@icluod.com", "ana@icloud.com"],
  ["ana@hotmial.co.uk", "ana@hotmail.co.uk"],
  ["Ana.B+x@gmial.com", "Ana.B+x@gmail.com"],
])("guesses that %s was meant to be %s", (typed, meant) => {
  expect(suggestAddress(typed)).toBe(meant);
});

test.each([
  "ana@gmail.com",
  "ana@googlemail.com",
  "ana@mail.com",
  "ana@email.com",
  "ana@ymail.com",
  "ana@gmx.com",
  "ana@hotmail.fr",
  "ana@hotmail.ca",
  "ana@yahoo.co.jp",
  "ana@outlook.de",
  "ana@live.com",
  "ana@love.com",
  "ana@proton.me",
  "ana@example.org",
  "ana@gmail.example.org",
  "ana@grmail.example",
  "ana@company.co",
  "ana@gmial.example.com",
  "ana",
  "@gmial.com",
  "",
])("has nothing to say of %s", (typed) => {
  expect(suggestAddress(typed)).toBeNull();
});
