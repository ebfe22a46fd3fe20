import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import type { Finding } from "../api.ts";
import { Words } from "./words.tsx";

const COLOURS = { error: "red.9", warning: "yellow", info: "gray" } as const;

/** What preflight found, the most severe first. */
export function FindingsList({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <section aria-label="Findings">
      <Title order={2} size="h6" mb="xs">
        Findings
      </Title>
      {findings.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing to fix.
        </Text>
      )}
      <Stack component="ol" gap="sm" className="findings">
        {findings.map((finding) => (
          <li key={`${finding.rule} ${finding.line} ${finding.message}`}>
            <Group gap={6} wrap="nowrap" align="flex-start">
              <Badge size="sm" color={COLOURS[finding.severity]} tt="none" className="state">
                {finding.severity}
              </Badge>
              <div>
                <Text size="sm">
                  <Words>{finding.message}</Words>
                </Text>
                {finding.hint !== null && (
                  <Text size="sm" c="dimmed">
                    <Words>{finding.hint}</Words>
                  </Text>
                )}
                <Text size="xs" c="dimmed">
                  {placeOf(finding)} · {finding.rule}
                </Text>
              </div>
            </Group>
          </li>
        ))}
      </Stack>
    </section>
  );
}

function placeOf({ file, line, column }: Finding): string {
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
}
