import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Look } from "../api.ts";
import { readersQuery } from "../queries.ts";

interface ReaderSelectProps {
  readonly look: Look;
  readonly address: URLSearchParams;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** Chooses the reader to whom the email is shown: a made-up one, or a subscriber of the ledger, found by a part of the address. */
export function ReaderSelect({ look, address, onChange }: ReaderSelectProps) {
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 150);
  const samples = look.readers.map(({ key, label }) => ({ value: key, label }));
  // The field holds the name of the chosen reader, which nobody searches for.
  const shown = [look.person?.address, ...samples.map(({ label }) => label)];
  const { data: found = [] } = useQuery(readersQuery(shown.includes(asked) ? "" : asked));
  const person = look.person === null ? [] : [look.person];
  const others = found.filter(({ id }) => id !== look.person?.id);
  const people = [...person, ...others].map(({ id, address: label }) => ({ value: id, label }));
  return (
    <Select
      size="xs"
      w={200}
      aria-label="Reader"
      searchable
      allowDeselect={false}
      nothingFoundMessage="No subscriber has this in the address."
      value={look.person?.id ?? address.get("reader") ?? samples[0]?.value ?? null}
      data={[
        { group: "Made up", items: samples },
        { group: "Subscribers", items: people },
      ]}
      onSearchChange={setTyped}
      onChange={(reader) => onChange({ reader, in: null })}
    />
  );
}
