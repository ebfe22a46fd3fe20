import "./findings.css";
import { Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Found, Findings } from "../../api.ts";
import { findingsQuery, newsletterQuery } from "../../queries.ts";
import { useAddress } from "../../use-address.ts";
import { Trouble } from "../trouble.tsx";
import { CloserLook } from "./closer-look.tsx";
import { type Asked, EditDialog } from "./edit-dialog.tsx";
import { FindingLine } from "./finding-line.tsx";

const SEVERITIES = [
  ["error", "errors", "An error keeps the issue from being sent."],
  ["warning", "warnings", null],
  ["info", "to know", null],
] as const;

/** What preflight found, live: by severity, then by place or by what it is about. */
export function FindingsPanel({ slug }: { readonly slug: string }) {
  const { data, error } = useQuery(findingsQuery(slug));
  const root = useQuery(newsletterQuery).data?.root ?? "";
  const [asked, setAsked] = useState<Asked | null>(null);
  const [address, change] = useAddress();
  const by = address.get("by") === "subject" ? "subject" : "place";
  if (error !== null) return <Trouble error={error} />;
  const findings = data?.findings ?? [];
  const fixable = findings.filter(({ hasFix }) => hasFix);
  return (
    <section aria-label="Findings">
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h6">
          Findings
        </Title>
        {findings.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Group findings by"
            value={by}
            data={[
              { value: "place", label: "By place" },
              { value: "subject", label: "By subject" },
            ]}
            onChange={(value) => change({ by: value === "place" ? null : value })}
          />
        )}
      </Group>
      {data !== undefined && findings.length === 0 && (
        <Text size="sm" c="dimmed">
          {data.unchecked.length === 0 ? "Nothing to fix." : "Nothing to fix in what was checked."}
        </Text>
      )}
      {fixable.length > 1 && (
        <Button
          size="compact-sm"
          variant="light"
          mb="sm"
          onClick={() =>
            setAsked({
              kind: "fix",
              findings: fixable.map(({ key }) => key),
              title: `Fix ${fixable.length} findings`,
            })
          }
        >
          Fix {fixable.length} at once…
        </Button>
      )}
      {data !== undefined &&
        SEVERITIES.map(([severity, words, note]) => {
          const own = findings.filter((finding) => finding.severity === severity);
          if (own.length === 0) return null;
          return (
            <Stack key={severity} gap="xs" mb="md">
              <Title order={3} size="sm">
                {own.length} {own.length === 1 && severity !== "info" ? severity : words}
              </Title>
              {note !== null && (
                <Text size="xs" c="dimmed">
                  {note}
                </Text>
              )}
              {grouped(own, by, data).map(([name, group]) => (
                <div key={name}>
                  <Text size="xs" fw={600} c="dimmed" mb={4} className="place">
                    {name}
                  </Text>
                  <Stack component="ol" gap="sm" className="findings">
                    {group.map((finding) => (
                      <FindingLine
                        key={finding.key}
                        finding={finding}
                        about={data.rules[finding.rule]}
                        file={data.file}
                        root={root}
                        onAsk={setAsked}
                      />
                    ))}
                  </Stack>
                </div>
              ))}
            </Stack>
          );
        })}
      {data !== undefined && <CloserLook slug={slug} findings={data} />}
      {asked !== null && <EditDialog slug={slug} asked={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

/**
 * Groups findings by their file, the issue's own first, or by the first word of their rule. They already come in the order of their lines.
 */
function grouped(
  findings: readonly Found[],
  by: "place" | "subject",
  { file }: Findings,
): readonly (readonly [string, readonly Found[]])[] {
  const nameOf = (finding: Found) => {
    if (by === "subject") return (finding.rule.split("/")[0] ?? "").replaceAll("-", " ");
    return finding.file === file ? "In this issue" : `In ${finding.file}`;
  };
  return [...Map.groupBy(findings, nameOf)].toSorted(
    ([a], [b]) => Number(b === "In this issue") - Number(a === "In this issue"),
  );
}
