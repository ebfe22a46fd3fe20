import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api.ts";
import { suppressionsQuery } from "../../queries.ts";
import { useAddress } from "../../use-address.ts";
import { AskFirst } from "../ask-first.tsx";
import { ScrollTable } from "../scroll-table.tsx";
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
      notifications.show({ message: `${json.address} ${ADDED[result]}` });
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
        <ScrollTable
          label="Suppressed addresses"
          width={520}
          head={["Address", "Why", "Since", "By", "Lift"]}
          rows={data.rows.map(({ key, address: one, reason, at, by }) => ({
            key,
            cells: [
              one ?? `only its key, ${key.slice(0, 8)}…`,
              reason.replaceAll("_", " "),
              at.slice(0, 10),
              by,
              one !== null && reason !== "erased" && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Lift ${one}…`}
                  onClick={() => setLifted(one)}
                >
                  Lift…
                </Button>
              ),
            ],
          }))}
        />
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

const ADDED = {
  added: "is suppressed: no send mails it.",
  already: "was already suppressed.",
  nowhere: "was not suppressed, because no ledger is open.",
} as const;

const LIFTED = {
  none: "is not suppressed.",
  rested: "is not suppressed. Its rest after repeated bounces has ended.",
  erased: "was erased, and an erased person is never mailed again.",
  lifted: "is no longer suppressed.",
  nowhere: "is in no ledger.",
} as const;
