import { Alert, Badge, Group, Progress, Stack, Table, Text } from "@mantine/core";
import type { SendView } from "../../api.ts";
import { Words } from "../words.tsx";
import { SendBadge } from "./send-badge.tsx";
import { SendDecisions } from "./send-decisions.tsx";

/** One send: how far it is, what may be decided about it, and its books, which must balance at every moment. */
export function SendBooks({ send }: { readonly send: SendView }) {
  const { recipients, candidates, submitted, share, rate, left, errors, note, hint, due, goesOn } = send;
  return (
    <Stack component="section" gap="sm" aria-label={`Send due ${due}`}>
      <Group justify="space-between">
        <Group gap="xs">
          <SendBadge send={send} />
          <Text size="sm">due {due}</Text>
        </Group>
        <SendDecisions send={send} />
      </Group>
      {note !== null && <Text size="sm">{note}</Text>}
      {send.state === "paused" && (
        <Alert color="yellow" title={goesOn === null ? "It waits for a person" : `It goes on ${goesOn}`}>
          <Text size="sm">
            <Words>{`In the terminal: ${hint}`}</Words>
          </Text>
        </Alert>
      )}
      {recipients === null && send.concerns !== null && (
        <Text size="sm">
          It goes to {send.concerns}. Readers who are left out are counted when the send starts.
        </Text>
      )}
      {recipients !== null && (
        <>
          <div>
            <Group justify="space-between" className="numbers" mb={4}>
              <Text size="sm">
                {submitted.toLocaleString("en")} of {recipients.toLocaleString("en")} handed over
              </Text>
              <Text size="sm" c="dimmed">
                {[`${share ?? 0} %`, rate, left === null ? null : `${left} left`, lastOf(send)]
                  .filter((part) => part !== null)
                  .join(" · ")}
              </Text>
            </Group>
            <Progress
              value={share ?? 0}
              size="lg"
              animated={send.isMoving}
              aria-label={`${share ?? 0} per cent handed over`}
            />
          </div>
          <Table aria-label="Books" className="numbers" layout="fixed">
            <Table.Tbody>
              <Sum
                name="Candidates"
                total={candidates ?? 0}
                parts={[{ name: "recipients", n: recipients }, ...send.exclusions.map(excludedOf)]}
              />
              <Sum name="Recipients" total={recipients} parts={send.outcomes} />
              <Table.Tr>
                <Table.Th scope="row" w={110}>
                  Batches
                </Table.Th>
                <Table.Td>
                  {send.batches.map(({ name, n }) => `${n.toLocaleString("en")} ${name}`).join(", ") ||
                    "none"}
                  {send.waiting > 0 &&
                    ` (${send.waiting.toLocaleString("en")} readers wait for the next wave)`}
                </Table.Td>
              </Table.Tr>
            </Table.Tbody>
          </Table>
          <Badge color={send.isBalanced === false ? "red" : "green"} variant="light" tt="none">
            {send.isBalanced === false ? "The books do not balance" : "The books balance"}
          </Badge>
        </>
      )}
      {errors.map((line) => (
        <Alert key={line} color="red" title="Last error">
          {line}
        </Alert>
      ))}
    </Stack>
  );
}

interface SumProps {
  readonly name: string;
  readonly total: number;
  readonly parts: readonly { readonly name: string; readonly n: number }[];
}

/** Shows a total with its parts, so that anybody can add them up. */
function Sum({ name, total, parts }: SumProps) {
  const shown = parts.map((part) => `${part.n.toLocaleString("en")} ${part.name}`);
  return (
    <Table.Tr>
      <Table.Th scope="row" w={110}>
        {name}
      </Table.Th>
      <Table.Td>
        {total.toLocaleString("en")} = {shown.join(" + ") || "0"}
      </Table.Td>
    </Table.Tr>
  );
}

function excludedOf({ name, n }: { readonly name: string; readonly n: number }) {
  return { name: `excluded (${name})`, n };
}

function lastOf({ lastReader }: SendView): string | null {
  return lastReader === null ? null : `last reader ${lastReader}`;
}
