import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { type Findings, answered, api } from "../../api.ts";
import { Trouble } from "../trouble.tsx";

/** Checks that ask other people's servers or start a browser, and so run only on a click. */
export function CloserLook({ slug, findings }: { readonly slug: string; readonly findings: Findings }) {
  const { links, lookedWithAxe, unchecked } = findings;
  const param = { slug };
  const ask = useMutation({
    mutationFn: () => answered(api.issues[":slug"].links.$post({ param })),
    onSuccess: (asked) => notifications.show({ message: answersOf(asked) }),
  });
  const look = useMutation({
    mutationFn: () => answered(api.issues[":slug"].axe.$post({ param })),
    onSuccess: ({ faults, reason }) =>
      notifications.show({
        message:
          reason === null
            ? `axe found ${faults === 0 ? "no" : faults} fault${faults === 1 ? "" : "s"}.`
            : `axe did not look: ${reason}.`,
        color: reason === null ? "green" : "yellow",
      }),
  });
  return (
    <Stack gap="xs" className="closer">
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={links.wanted === 0}
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          Check links
        </Button>
        <Button size="compact-sm" variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          Look with axe
        </Button>
      </Group>
      <Text size="xs" c="dimmed" role="status">
        {ask.isPending
          ? "Asking other people’s servers, for at most 15 seconds."
          : links.wanted === 0
            ? "There are no external links or pictures."
            : answersOf(links)}{" "}
        {look.isPending
          ? "A browser draws the email in light and dark."
          : lookedWithAxe
            ? "axe has looked at this version."
            : "axe has not looked at this version."}
      </Text>
      {unchecked.length > 0 && (
        <div role="note" aria-label="Not checked">
          {unchecked.map((words) => (
            <Text key={words} size="xs" c="dimmed">
              {words}
            </Text>
          ))}
          <Text size="xs" c="dimmed">
            What was not checked does not count as passed. <code>letterpress check {slug}</code> checks it.
          </Text>
        </div>
      )}
      {ask.error !== null && <Trouble error={ask.error} />}
      {look.error !== null && <Trouble error={look.error} />}
    </Stack>
  );
}

/** Returns how many links are known. A check tries every link, but a server that does not answer in time leaves its link unknown. */
function answersOf({ wanted, answered: known }: Findings["links"]): string {
  return `${known} of ${wanted} external links and pictures ${known === 1 ? "has" : "have"} an answer.`;
}
