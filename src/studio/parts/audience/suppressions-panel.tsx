import { Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api.ts";
import { suppressionsQuery } from "../../queries.ts";
import { useAddress } from "../../use-address.ts";
import { AskFirst } from "../ask-first.tsx";
import { Trouble } from "../trouble.tsx";
import { Waiting } from "../waiting.tsx";

/** Addresses that no send mails, and why. */
export function SuppressionsPanel() {
  const queries = useQueryClient();
  const [address, change] = useAddress();
  const after = address.get("after") ?? "";
  const { data, error } = useQuery(suppressionsQuery(after));
  const [typed, setTyped] = useState("");
  const [lifted, setLifted] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: async (json: { address: string }) => answered(api.audience.suppress.$post({ json })),
    onSuccess: ({ result }, json) => {
      setTyped("");
      notifications.show({
        message: `${json.address} ${result === "added" ? "is suppressed: no send mails it." : "was already suppressed."}`,
      });
      void queries.invalidateQueries({ queryKey: ["ledger"] });
    },
  });
  const lift = useMutation({
    mutationFn: async (json: { address: string }) => answered(api.audience.lift.$post({ json })),
    onSuccess: ({ result }, json) => {
      setLifted(null);
      notifications.show({ message: `${json.address} ${LIFTED[result]}` });
      void queries.invalidateQueries({ queryKey: ["ledger"] });
    },
  });
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const total = data.reasons.reduce((sum, { n }) => sum + n, 0);
  return (
    <Stack gap="md">
      <Text>
        {total === 0
          ? "No address is suppressed."
          : `${total.toLocaleString("en")} suppressed: ${data.reasons.map(({ reason, n }) => `${n.toLocaleString("en")} ${reason.replaceAll("_", " ")}`).join(", ")}.`}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") add.mutate({ address: typed.trim() });
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Never mail this address"
            type="email"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={add.isPending}>
            Suppress
          </Button>
        </Group>
      </form>
      {add.error !== null && <Trouble error={add.error} />}
      {data.rows.length > 0 && (
        <div className="wide" role="region" aria-label="Suppressed addresses" tabIndex={0}>
          <Table className="numbers" miw={520}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Address</Table.Th>
                <Table.Th>Why</Table.Th>
                <Table.Th>Since</Table.Th>
                <Table.Th>By</Table.Th>
                <Table.Th>Lift</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.rows.map(({ key, address: one, reason, at, by }) => (
                <Table.Tr key={key}>
                  <Table.Td>{one ?? `only its key, ${key.slice(0, 8)}…`}</Table.Td>
                  <Table.Td>{reason.replaceAll("_", " ")}</Table.Td>
                  <Table.Td>{at.slice(0, 10)}</Table.Td>
                  <Table.Td>{by}</Table.Td>
                  <Table.Td>
                    {one !== null && reason !== "erased" && (
                      <Button size="compact-xs" variant="default" onClick={() => setLifted(one)}>
                        Lift…
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Group>
        {after !== "" && (
          <Button size="xs" variant="default" onClick={() => change({ after: null })}>
            From the beginning
          </Button>
        )}
        {data.next !== null && (
          <Button size="xs" variant="default" onClick={() => change({ after: data.next })}>
            The next hundred
          </Button>
        )}
      </Group>
      <AskFirst
        isOpen={lifted !== null}
        title="Let this address be mailed again?"
        yes="Lift for 1 address"
        isDangerous
        isBusy={lift.isPending}
        onYes={() => lifted !== null && lift.mutate({ address: lifted })}
        onClose={() => setLifted(null)}
      >
        <Text size="sm">
          {lifted} bounced, complained or was suppressed for another reason. It receives what its lists
          receive from then on.
        </Text>
        {lift.error !== null && <Trouble error={lift.error} />}
      </AskFirst>
    </Stack>
  );
}

const LIFTED = {
  none: "is not suppressed.",
  rested: "is not suppressed. Its rest after repeated bounces has ended.",
  erased: "was erased, and an erased person is never mailed again.",
  lifted: "is no longer suppressed.",
  nowhere: "is in no ledger.",
} as const;
