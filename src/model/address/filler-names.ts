/** What people type to get past a form that asks for a name, in small letters. */
export const FILLER_NAMES: readonly string[] = [
  "test",
  "testing",
  "tester",
  "asdf",
  "qwerty",
  "xxx",
  "n/a",
  "none",
  "null",
  "undefined",
  "unknown",
  "-",
  ".",
];
