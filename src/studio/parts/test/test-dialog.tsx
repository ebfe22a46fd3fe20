import { Alert, Anchor, Button, Group, Radio, Stack, TagsInput, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type Look, type TestOutcome, answered, api } from "../../api.ts";
import { newsletterQuery } from "../../queries.ts";
import { useAddress } from "../../use-address.ts";
import { SubscriberSelect } from "./subscriber-select.tsx";
import { Dialog } from "../dialog.tsx";
import { Trouble } from "../trouble.tsx";

const MOST = 20;

/** Asks to whom a test goes and for which reader it is written. On the real ledger one more click says how many people are mailed. */
export function TestDialog({ look, onClose }: { readonly look: Look; readonly onClose: () => void }) {
  const isReal = useQuery(newsletterQuery).data?.destination === "resend";
  const [address] = useAddress();
  const [to, setTo] = useLocalStorage<string[]>({ key: "letterpress-test-to", defaultValue: [] });
  // At first it is written to the reader whom the preview shows.
  const shown = look.person === null ? address.get("reader") : "subscriber";
  const [reader, setReader] = useState(shown ?? look.readers[0]?.key ?? "");
  const [subscriber, setSubscriber] = useState(look.person?.address ?? "");
  const [isAsking, setIsAsking] = useState(false);
  const send = useMutation({
    mutationFn: () => {
      const inSegments = look.asked.flatMap(({ isIn }, index) => (isIn ? [index] : []));
      const as =
        reader === "subscriber"
          ? { kind: "subscriber" as const, address: subscriber }
          : { kind: "sample" as const, reader, inSegments };
      const json = { to, as, confirmed: isReal ? to.length : null };
      return answered(api.issues[":slug"].test.$post({ param: { slug: look.slug }, json }));
    },
    onSettled: () => setIsAsking(false),
  });
  const tests = to.length === 0 ? "a test" : to.length === 1 ? "1 test" : `${to.length} tests`;
  const people = to.length === 1 ? "1 person" : `${to.length} people`;
  const isReady = to.length > 0 && (reader !== "subscriber" || subscriber.trim() !== "");
  return (
    <Dialog onClose={onClose} title="Send a test">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {isReal
            ? "The real ledger is open: a test is mailed through Resend."
            : "The sandbox is open: nobody is mailed, and the test arrives in the inbox here."}{" "}
          Its subject begins with [TEST], and its links change nothing.
        </Text>
        <TagsInput
          label="Addresses"
          description="Enter or a comma after each"
          placeholder="me@example.org"
          data-autofocus
          value={to}
          maxTags={MOST}
          // The field proposes nothing: an open, empty list would take the Escape key that is meant for the dialog.
          dropdownOpened={false}
          splitChars={[",", ";", " "]}
          onChange={(next) => {
            setTo(next.map((one) => one.trim()).filter((one) => one !== ""));
            setIsAsking(false);
          }}
        />
        <Radio.Group label="Written to" value={reader} onChange={setReader}>
          <Stack gap={6} mt={4}>
            {look.readers.map(({ key, label }) => (
              <Radio key={key} value={key} label={label} />
            ))}
            <Radio value="subscriber" label="a subscriber, with what is known of them" />
          </Stack>
        </Radio.Group>
        {reader === "subscriber" && <SubscriberSelect value={subscriber} onChange={setSubscriber} />}
        {send.error !== null && <Trouble error={send.error} />}
        {send.data !== undefined && !send.isPending && <Outcome outcome={send.data} onClose={onClose} />}
        {isAsking ? (
          <Alert color="red" title={`This mails ${people} through Resend.`}>
            <Text size="sm">{to.join(", ")}</Text>
            <Group justify="flex-end" mt="sm">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                Mail nobody
              </Button>
              <Button color="red.9" loading={send.isPending} onClick={() => send.mutate()}>
                Mail {people}
              </Button>
            </Group>
          </Alert>
        ) : (
          <Group justify="flex-end">
            <Button
              disabled={!isReady}
              loading={send.isPending}
              onClick={() => (isReal ? setIsAsking(true) : send.mutate())}
            >
              {isReal ? `Send ${tests} through Resend…` : `Send ${tests} to the sandbox`}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  );
}

function Outcome({ outcome, onClose }: { readonly outcome: TestOutcome; readonly onClose: () => void }) {
  const { submitted, of, to, problems } = outcome;
  const isWhole = submitted === of;
  return (
    <Alert
      color={isWhole ? "green" : "red"}
      title={
        isWhole
          ? `${of === 1 ? "The test was" : `${of} tests were`} handed to ${to}.`
          : `${submitted} of ${of} handed to ${to}.`
      }
    >
      {problems.map((problem) => (
        <Text key={problem} size="sm">
          {problem}
        </Text>
      ))}
      {to === "the sandbox" && submitted > 0 && (
        <Anchor component={Link} href="/inbox" size="sm" onClick={onClose}>
          Look in the inbox
        </Anchor>
      )}
    </Alert>
  );
}
