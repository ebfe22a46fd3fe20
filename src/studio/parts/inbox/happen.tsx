import { Button, Group, NativeSelect, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Happening, type Mail, answered, api } from "../../api.ts";
import { Trouble } from "../trouble.tsx";

const WAYS = [
  { what: "delivered", label: "Deliver" },
  { what: "opened", label: "Open" },
  { what: "clicked", label: "Click" },
  { what: "bounced", label: "Bounce permanently" },
  { what: "bounced_soft", label: "Bounce temporarily" },
  { what: "complained", label: "Complain" },
] as const;

/** Does to a mail what its reader or their mail program would do. The ledger hears of it as it would from Resend. */
export function Happen({ mail }: { readonly mail: Mail }) {
  const queries = useQueryClient();
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc].map(bare);
  const [chosen, setChosen] = useState<string | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const to = chosen ?? recipients[0] ?? "";
  const clicked = link ?? mail.links[0];
  const happen = useMutation({
    mutationFn: (what: Happening["what"]) =>
      answered(
        api.inbox[":id"].happen.$post({
          param: { id: mail.id },
          json: { to, what, ...(what === "clicked" && clicked !== undefined && { clicked }) },
        }),
      ),
    onSuccess: ({ happened }) => {
      notifications.show({ message: `${happened.replaceAll("_", " ")}: ${to}` });
      void queries.invalidateQueries({ queryKey: ["mail"] });
    },
  });
  return (
    <section aria-label="Make something happen">
      <Title order={2} size="h6">
        Make something happen
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        The ledger hears of it as it would from Resend. Nobody is mailed.
      </Text>
      <Group gap="xs" align="flex-end">
        {recipients.length > 1 && (
          <NativeSelect
            size="xs"
            label="Recipient"
            data={recipients}
            value={to}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
        {WAYS.map(({ what, label }) => (
          <Button
            key={what}
            size="xs"
            variant="default"
            disabled={happen.isPending || (what === "clicked" && mail.links.length === 0)}
            onClick={() => happen.mutate(what)}
          >
            {label}
          </Button>
        ))}
        {mail.links.length > 1 && (
          <NativeSelect
            size="xs"
            label="Link to click"
            data={mail.links.map((href) => ({ value: href, label: shortened(href) }))}
            value={clicked}
            onChange={(event) => setLink(event.currentTarget.value)}
          />
        )}
      </Group>
      {happen.error !== null && <Trouble error={happen.error} />}
    </section>
  );
}

/** `Ana <ana@example.org>` is one recipient, ana@example.org. */
function bare(entry: string): string {
  return (/<([^<>]+)>\s*$/.exec(entry)?.[1] ?? entry).trim();
}

function shortened(href: string): string {
  const words = href.replace(/^https?:\/\//, "");
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
