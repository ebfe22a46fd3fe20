import { Anchor, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../../queries.ts";
import { useAddress } from "../../use-address.ts";
import { PersonHistory } from "./person-history.tsx";
import { Trouble } from "../trouble.tsx";

/** Find one person, and see all that the ledger knows of them. */
export function PeoplePanel() {
  const [address, change] = useAddress();
  const typed = address.get("find") ?? "";
  const person = address.get("person");
  const [find] = useDebouncedValue(typed, 250);
  const { data, error } = useQuery(peopleQuery(find));
  return (
    <Stack gap="md">
      <TextInput
        label="Address, or a part of it"
        type="search"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        maw={420}
        onChange={(event) => change({ find: event.currentTarget.value || null, person: null })}
      />
      {error !== null && <Trouble error={error} />}
      {person === null && find !== "" && data?.length === 0 && (
        <Text>
          No subscriber has “{find}” in their address.{" "}
          {find.includes("@") && (
            <Anchor component="button" onClick={() => change({ person: find })}>
              Look for what else is known of {find}
            </Anchor>
          )}
        </Text>
      )}
      {person === null && (
        <Stack gap={6} component="ul" className="issues">
          {(data ?? []).map((found) => (
            <li key={found.address}>
              <Anchor component="button" onClick={() => change({ person: found.address })}>
                {found.address}
              </Anchor>
            </li>
          ))}
        </Stack>
      )}
      {person !== null && (
        <>
          <Anchor component="button" size="sm" ta="start" onClick={() => change({ person: null })}>
            Back to the search
          </Anchor>
          <PersonHistory address={person} />
        </>
      )}
      <Text size="sm" c="dimmed">
        Shown on this machine only. At most 20 are listed: type more of the address to find others.
      </Text>
    </Stack>
  );
}
