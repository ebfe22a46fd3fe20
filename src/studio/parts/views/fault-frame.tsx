import { Button, Group, Text, Title } from "@mantine/core";
import type { Look } from "../../api.ts";
import { openEditor } from "../../open-editor.tsx";
import { Words } from "../words.tsx";

/** What kept an issue from becoming an email, with the lines of the file where it is. */
export function FaultFrame({ fault }: { readonly fault: NonNullable<Look["fault"]> }) {
  const { file, line, column, message, hint, lines } = fault;
  const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
  return (
    <section aria-label="What went wrong" className="fault">
      <Title order={2} size="h6" className="said">
        <Words>{message}</Words>
      </Title>
      {hint !== null && (
        <Text size="sm" c="dimmed" className="said">
          <Words>{hint}</Words>
        </Text>
      )}
      <Group justify="space-between" mt="sm">
        <Text size="sm" ff="monospace">
          {place}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => void openEditor({ file, line: line ?? 1, column: column ?? 1 })}
        >
          Open in editor
        </Button>
      </Group>
      {lines.length > 0 && (
        <pre tabIndex={0} aria-label={`Lines of ${file}`}>
          {lines.map(({ number, text }) => (
            <span key={number} className={number === line ? "line at" : "line"}>
              <span className="number">
                {number === line ? ">" : " "}
                {String(number).padStart(4)}
              </span>
              {` ${text}\n`}
              {number === line && column !== null && (
                <span className="caret">{`${" ".repeat(5 + column)}^\n`}</span>
              )}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}
