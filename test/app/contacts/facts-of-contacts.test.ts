import { expect, test } from "vitest";
import { factsOfContacts } from "#src/app/contacts/facts-of-contacts.ts";

const contact = (firstName: string | null, unsubscribed = false) => ({
  id: "1",
  email: "a@a.example",
  firstName,
  lastName: null,
  unsubscribed,
  createdAt: null,
});

test("counts the names of contacts who are still subscribed, as the ledger counts those of readers", () => {
  const names = ["Ada", "test ", "LINUS", "jo@example.org", null, "李明", "JD"];
  const facts = factsOfContacts([...names.map((name) => contact(name)), contact("TEST", true)]);
  expect(facts).toEqual({
    subscribers: 7,
    onList: 7,
    attributes: {
      first_name: { lacking: 1, addresses: 1, fillers: 1, capitals: 1, longest: 14 },
      last_name: { lacking: 7, addresses: 0, fillers: 0, capitals: 0, longest: 0 },
    },
    inPart: [],
  });
});
