import { Button, Code, Popover, Stack, Text } from "@mantine/core";
import type { FoundRule } from "../../api.ts";

/** The id of a rule, which opens what the rule means, why it is there, and what to do about it. */
export function RulePopover({
  rule,
  about,
}: {
  readonly rule: string;
  readonly about: FoundRule | undefined;
}) {
  const parts = [
    [null, about?.means],
    ["Why", about?.why],
    ["What to do", about?.fix],
  ] as const;
  return (
    <Popover width={340} position="bottom-start" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" size="compact-xs" color="gray" className="rule" aria-label={`About ${rule}`}>
          {rule}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={rule}>
        <Stack gap="xs" tabIndex={-1} data-autofocus>
          <Text size="sm" fw={600}>
            {rule}
          </Text>
          {parts.map(([title, words]) =>
            words == null ? null : (
              <div key={title}>
                {title !== null && (
                  <Text size="xs" fw={600} c="dimmed">
                    {title}
                  </Text>
                )}
                <Text size="sm">{plain(words)}</Text>
              </div>
            ),
          )}
          {about?.example != null && (
            <div>
              <Text size="xs" fw={600} c="dimmed">
                For example
              </Text>
              <Code block>{about.example}</Code>
            </div>
          )}
          {about?.protects === true && <Text size="sm">It protects readers and cannot be accepted.</Text>}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/**
 * Removes the Markdown of a rule's texts, which are a paragraph each. Their links lead out of the studio, and the links' words are enough
 * here.
 */
function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/`([^`]+)`/g, "$1");
}
