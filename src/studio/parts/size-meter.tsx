import { Group, Progress, Text } from "@mantine/core";

/** Bytes of HTML after which Gmail clips an email. */
const GMAIL_CUTS_AT = 102_400;

export function SizeMeter({ bytes }: { readonly bytes: number }) {
  const colour = bytes >= 100_000 ? "red" : bytes >= 80_000 ? "yellow" : "green";
  return (
    <section aria-label="Size">
      <Group justify="space-between" mb={4}>
        <Text size="sm">Size of the HTML</Text>
        <Text size="sm" c="dimmed">
          {thousands(bytes)} of {thousands(GMAIL_CUTS_AT)} kB, where Gmail clips
        </Text>
      </Group>
      <Progress
        value={Math.min(100, (bytes / GMAIL_CUTS_AT) * 100)}
        color={colour}
        aria-label={`${thousands(bytes)} of ${thousands(GMAIL_CUTS_AT)} kilobytes`}
      />
    </section>
  );
}

function thousands(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
