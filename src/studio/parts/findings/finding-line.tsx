import { ActionIcon, Badge, Button, Group, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { Found, FoundRule } from "../../api.ts";
import type { Asked } from "./edit-dialog.tsx";
import { openPlace } from "./open-place.ts";
import { RulePopover } from "./rule-popover.tsx";
import { showPlace } from "./show-place.ts";
import { Words } from "../words.tsx";

const COLOURS = { error: "red.9", warning: "yellow", info: "gray.7" } as const;

interface FindingLineProps {
  readonly finding: Found;
  readonly about: FoundRule | undefined;
  /** The issue's own file, whose lines the preview knows. */
  readonly file: string;
  readonly root: string;
  readonly onAsk: (asked: Asked) => void;
}

/** One finding: what it is, where, and what can be done about it from here. */
export function FindingLine({ finding, about, file, root, onAsk }: FindingLineProps) {
  const { key, rule, severity, message, hint, line, column } = finding;
  const isOwn = finding.file === file;
  const place = [isOwn ? null : finding.file, line === null ? null : `line ${line}`]
    .filter((part) => part !== null)
    .join(", ");
  const open = () => void openPlace(root, { file: finding.file, line, column });
  return (
    <li className="finding">
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Badge size="sm" color={COLOURS[severity]} tt="none" className="state">
          {severity}
        </Badge>
        <div className="about">
          <Text size="sm">
            <Words>{message}</Words>
          </Text>
          {hint !== null && (
            <Text size="sm" c="dimmed">
              <Words>{hint}</Words>
            </Text>
          )}
          <Group gap={4} mt={2}>
            {isOwn && line !== null ? (
              <Button
                variant="subtle"
                size="compact-xs"
                // If the email shows no such line, as with a line of the front matter, the editor opens its file.
                onClick={() => {
                  if (!showPlace(line)) open();
                }}
              >
                {place}
              </Button>
            ) : (
              place !== "" && (
                <Text size="xs" c="dimmed">
                  {place}
                </Text>
              )
            )}
            <ActionIcon
              variant="subtle"
              size="sm"
              color="gray"
              title="Open in the editor"
              aria-label={`Open ${finding.file}${line === null ? "" : ` at line ${line}`} in the editor`}
              onClick={open}
            >
              <IconPencil size={14} aria-hidden />
            </ActionIcon>
            <RulePopover rule={rule} about={about} />
            {finding.hasFix && (
              <Button
                size="compact-xs"
                variant="light"
                onClick={() => onAsk({ kind: "fix", findings: [key], title: `Fix ${rule}` })}
              >
                Fix…
              </Button>
            )}
            {finding.canAccept && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onAsk({ kind: "accept", rule, message })}
              >
                Accept…
              </Button>
            )}
          </Group>
        </div>
      </Group>
    </li>
  );
}
