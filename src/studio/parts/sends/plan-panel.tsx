import { Alert, Button, Group, Radio, Stack, Table, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Finding, type Plan, answered, api } from "../../api.ts";
import { planQuery } from "../../queries.ts";
import { AskFirst } from "../ask-first.tsx";
import { FindingsList } from "../findings-list.tsx";
import { RowsTable } from "../rows-table.tsx";
import { Trouble } from "../trouble.tsx";
import { Waiting } from "../waiting.tsx";

interface PlanPanelProps {
  readonly slug: string;
  readonly onScheduled: () => void;
}

/** "What will happen", and the button that makes it happen. */
export function PlanPanel({ slug, onScheduled }: PlanPanelProps) {
  const [ramp, setRamp] = useState<"accept" | "refuse" | null>(null);
  // Holds for the email of this digest only: another email has to be looked at again.
  const [forced, setForced] = useState<Forced | null>(null);
  const { data, error } = useQuery(planQuery(slug, ramp, forced?.rules ?? []));
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.kind === "missing") return <Text>No file of this project has the slug {slug} any more.</Text>;
  if (data.kind === "hosted")
    return (
      <Text>
        Resend sends this issue: <code>letterpress plan {slug}</code> shows what will happen.
      </Text>
    );
  const { digest, errors, forceable } = data;
  if (forced !== null && forced.digest !== digest) setForced(null);
  return (
    <Stack gap="lg">
      <RowsTable rows={data.rows} label="What will happen" />
      {data.unchecked.length > 0 && (
        <Text size="sm" c="dimmed" role="note" aria-label="Not checked">
          {data.unchecked.join(" ")} What was not checked does not count as passed.
        </Text>
      )}
      {errors.length > 0 && <FindingsList findings={errors} />}
      {data.isOpen && errors.length === 0 && (
        <Wish plan={data} ramp={ramp} onRamp={setRamp} onScheduled={onScheduled} />
      )}
      {data.isOpen && errors.length > 0 && (
        <Text fw={600}>It cannot be scheduled before its errors are fixed.</Text>
      )}
      {data.isOpen && digest !== null && forceable.length > 0 && (
        <div>
          <Button variant="default" onClick={() => setForced({ digest, rules: forceable })}>
            Let this email pass despite its errors…
          </Button>
          <Text size="sm" c="dimmed" mt={4}>
            You are responsible for it. After the next change to the email, its errors hold it back again.
          </Text>
        </div>
      )}
      {!data.isOpen && <Text c="dimmed">Its send has started; an issue is sent once.</Text>}
    </Stack>
  );
}

/** Rules that a person lets pass, for the email with this digest. */
interface Forced {
  readonly digest: string;
  readonly rules: readonly string[];
}

interface WishProps {
  readonly plan: Plan;
  readonly ramp: "accept" | "refuse" | null;
  readonly onRamp: (ramp: "accept" | "refuse") => void;
  readonly onScheduled: () => void;
}

function Wish({ plan, ramp, onRamp, onScheduled }: WishProps) {
  const queries = useQueryClient();
  const [kind, setKind] = useState(plan.due === null ? "now" : "file");
  const [wall, setWall] = useState("");
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<readonly Finding[]>([]);
  const when = kind === "at" ? wall.replace("T", " ") : kind;
  const schedule = useMutation({
    mutationFn: async () =>
      answered(
        api.sends[":slug"].schedule.$post({
          param: { slug: plan.slug },
          json: {
            digest: plan.digest ?? "",
            when,
            force: [...new Set(plan.forced.map(({ rule }) => rule))],
            ...(ramp === null ? {} : { ramp }),
          },
        }),
      ),
    onSuccess: (answer) => {
      setAsking(false);
      void queries.invalidateQueries();
      if (answer.kind === "scheduled") {
        notifications.show({ message: answer.words });
        onScheduled();
      } else if (answer.kind === "refused") setRefused(answer.findings);
      else notifications.show({ color: "yellow", message: "The file has changed. Look at the plan again." });
    },
    onError: () => setAsking(false),
  });
  if (plan.trigger !== null)
    return (
      <Text>This is the {plan.trigger} mail: what a reader does sends it, so it cannot be scheduled.</Text>
    );
  if (plan.isDraft)
    return (
      <Text>
        It is a draft: write <code>draft: false</code> when it is ready, and it can be scheduled here.
      </Text>
    );
  const readers = `${(plan.recipients ?? 0).toLocaleString("en")} ${plan.recipients === 1 ? "reader" : "readers"} of ${plan.list ?? ""}`;
  const errors = `${plan.forced.length} ${plan.forced.length === 1 ? "error" : "errors"}`;
  const despite = plan.forced.length === 0 ? "" : ` despite ${errors}`;
  const time = kind === "file" ? plan.due : kind === "now" ? "now" : `${when} (${plan.zone})`;
  const isReady =
    plan.recipients !== 0 && (plan.ramp === null || ramp !== null) && (kind !== "at" || wall !== "");
  return (
    <Stack gap="sm">
      <Radio.Group label="When" value={kind} onChange={setKind}>
        <Stack gap={6} mt={6}>
          {plan.due !== null && <Radio value="file" label={`As its file says: ${plan.due}`} />}
          <Radio value="at" label={`At another time, in ${plan.zone}`} />
          <Radio value="now" label="Now" />
        </Stack>
      </Radio.Group>
      {kind === "at" && (
        <TextInput
          type="datetime-local"
          label={`Time in ${plan.zone}`}
          value={wall}
          maw={260}
          onChange={(event) => setWall(event.currentTarget.value)}
        />
      )}
      {plan.ramp !== null && (
        <Radio.Group
          label="These are many more readers than in any send before. Should the send grow day by day?"
          value={ramp ?? ""}
          onChange={(answer) => onRamp(answer === "accept" ? "accept" : "refuse")}
        >
          <Stack gap={6} mt={6}>
            <Radio value="accept" label={`Yes: ${plan.ramp}`} />
            <Radio value="refuse" label="No, to all of them at once" />
          </Stack>
        </Radio.Group>
      )}
      {plan.forced.length > 0 && (
        <Alert color="red" title={`You let ${errors} pass`}>
          <ForcedRules forced={plan.forced} />
        </Alert>
      )}
      {refused.length > 0 && <FindingsList findings={refused} />}
      {schedule.error !== null && <Trouble error={schedule.error} />}
      {plan.recipients === 0 && (
        <Alert color="yellow">Nobody would get it now: its list has no reader who may be mailed.</Alert>
      )}
      <Group>
        <Button disabled={!isReady} onClick={() => setAsking(true)}>
          {kind === "now" ? "Send now…" : "Schedule…"}
        </Button>
      </Group>
      <AskFirst
        isOpen={isAsking}
        title={kind === "now" ? `Send ${plan.slug} now?` : `Schedule ${plan.slug}?`}
        yes={`${kind === "now" ? "Send to" : "Schedule for"} ${readers}${despite}`}
        isDangerous={plan.forced.length > 0}
        isBusy={schedule.isPending}
        onYes={() => schedule.mutate()}
        onClose={() => setAsking(false)}
      >
        <Table>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row">Readers</Table.Th>
              <Table.Td>{readers}, counted now</Table.Td>
            </Table.Tr>
            <Table.Tr>
              <Table.Th scope="row">When</Table.Th>
              <Table.Td>{time}</Table.Td>
            </Table.Tr>
            {plan.forced.length > 0 && (
              <Table.Tr>
                <Table.Th scope="row">Forced</Table.Th>
                <Table.Td>
                  <ForcedRules forced={plan.forced} />
                </Table.Td>
              </Table.Tr>
            )}
            <Table.Tr>
              <Table.Th scope="row">Through</Table.Th>
              <Table.Td>
                {plan.destination === "sandbox"
                  ? "the sandbox, which mails nobody"
                  : "Resend: people are mailed"}
              </Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </AskFirst>
    </Stack>
  );
}

function ForcedRules({ forced }: { readonly forced: Plan["forced"] }) {
  return forced.map(({ rule, message }) => (
    <Text key={`${rule} ${message}`} size="sm">
      <code>{rule}</code>: {message}
    </Text>
  ));
}
