import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readersQuery } from "../../queries.ts";

interface SubscriberSelectProps {
  /** The address of the chosen subscriber; empty while none is chosen. */
  readonly value: string;
  readonly onChange: (address: string) => void;
}

/** A subscriber of the ledger, found by a part of the address. */
export function SubscriberSelect({ value, onChange }: SubscriberSelectProps) {
  const [typed, setTyped] = useState(value);
  const [asked] = useDebouncedValue(typed, 150);
  // The field holds the address of the chosen subscriber, which nobody searches for.
  const { data: found = [] } = useQuery(readersQuery(asked === value ? "" : asked));
  const addresses = [...new Set([...(value === "" ? [] : [value]), ...found.map(({ address }) => address)])];
  return (
    <Select
      label="The subscriber"
      placeholder="Part of an address"
      searchable
      nothingFoundMessage="No subscriber has this in the address."
      data={addresses}
      value={value === "" ? null : value}
      onSearchChange={setTyped}
      onChange={(address) => onChange(address ?? "")}
      // Inside the dialog: outside, the dialog's focus would keep the keys from it.
      comboboxProps={{ withinPortal: false }}
    />
  );
}
