import { Button, CopyButton, Group, Text } from "@mantine/core";

/** The HTML as it is mailed. */
export function SourceView({ html }: { readonly html: string }) {
  return (
    <div className="source">
      <Group justify="space-between" px="md" py="xs">
        <Text size="sm" c="dimmed">
          {html.split("\n").length.toLocaleString("en")} lines, as this reader gets it
        </Text>
        <CopyButton value={html}>
          {({ copied, copy }) => (
            <Button size="xs" variant="light" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <pre tabIndex={0} aria-label="HTML source">
        {html}
      </pre>
    </div>
  );
}
