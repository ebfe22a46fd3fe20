import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type SendView, answered, api } from "../../api.ts";
import { AskFirst } from "../ask-first.tsx";
import { Trouble } from "../trouble.tsx";

type Decision = SendView["actions"][number];

const WORDS: Readonly<Record<Decision, { name: string; effect: string; done: string }>> = {
  pause: {
    name: "Pause",
    effect: "The batch that is on its way is finished. Nothing else leaves until somebody resumes it.",
    done: "is paused",
  },
  resume: { name: "Resume", effect: "It goes on with those who do not have it yet.", done: "goes on" },
  approve: {
    name: "Approve",
    effect: "You have looked at it, and it goes on with those who do not have it yet.",
    done: "is approved",
  },
  unschedule: {
    name: "Unschedule",
    effect: "The issue is not sent unless send_at changes in its file or somebody schedules it again.",
    done: "is no longer scheduled",
  },
  cancel: {
    name: "Cancel",
    effect: "Those who do not have it yet never get it from this send. It cannot be resumed.",
    done: "is canceled",
  },
};

/** The decisions that a person may take about a send now. Each is confirmed with the count of readers it concerns. */
export function SendDecisions({ send }: { readonly send: SendView }) {
  const { slug, actions, concerns } = send;
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Decision | null>(null);
  const decide = useMutation({
    mutationFn: async (decision: Decision) =>
      answered(api.sends[":slug"].decide.$post({ param: { slug }, json: { decision } })),
    onSuccess: (_, decision) => {
      setAsked(null);
      notifications.show({ message: `${slug} ${WORDS[decision].done}.` });
    },
    // If somebody decided a moment before, what is on the screen is out of date.
    onSettled: () => void queries.invalidateQueries(),
  });
  const shown = asked ?? "pause";
  return (
    <Group gap="xs">
      {actions.map((decision) => (
        <Button
          key={decision}
          size="xs"
          variant={decision === "resume" || decision === "approve" ? "filled" : "default"}
          onClick={() => {
            decide.reset();
            setAsked(decision);
          }}
        >
          {WORDS[decision].name}…
        </Button>
      ))}
      <AskFirst
        isOpen={asked !== null}
        title={`${WORDS[shown].name} the send of ${slug}?`}
        yes={`${WORDS[shown].name} for ${concerns ?? "nobody"}`}
        isDangerous={asked === "cancel"}
        isBusy={decide.isPending}
        onYes={() => asked !== null && decide.mutate(asked)}
        onClose={() => setAsked(null)}
      >
        <Text size="sm">{WORDS[shown].effect}</Text>
        {decide.error !== null && <Trouble error={decide.error} />}
      </AskFirst>
    </Group>
  );
}
