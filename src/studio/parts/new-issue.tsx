import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { answered, api } from "../api.ts";
import { newsletterQuery } from "../queries.ts";
import { Dialog } from "./dialog.tsx";

/**
 * Writes the file of a new issue, with number, section and its next free slot filled in. Nothing is written before its button is pressed.
 */
export function NewIssue({ onClose }: { readonly onClose: () => void }) {
  const { data: newsletter } = useQuery(newsletterQuery);
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [title, setTitle] = useState("");
  const [section, setSection] = useState("");
  const write = useMutation({
    mutationFn: () =>
      answered(api.issues.$post({ json: { title, section: section === "" ? null : section } })),
    onSuccess: async ({ slug, path, sendAt }) => {
      const when = sendAt === null ? "" : ` Its time is ${sendAt}.`;
      notifications.show({ message: `Wrote ${path}.${when} It is a draft until you remove draft: true.` });
      await queries.invalidateQueries({ queryKey: ["files"] });
      go(`/issues/${slug}`);
    },
  });
  return (
    <Dialog onClose={onClose} title="New issue">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== "") write.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Title"
            data-autofocus
            required
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <NativeSelect
            label="Section"
            value={section}
            data={[
              { value: "", label: "None" },
              ...(newsletter?.sections ?? []).map(({ key, title: label }) => ({ value: key, label })),
            ]}
            onChange={({ currentTarget }) => setSection(currentTarget.value)}
          />
          {write.error !== null && (
            <Alert color="red" role="alert">
              {write.error.message}
            </Alert>
          )}
          <Text size="sm" c="dimmed">
            This writes one new file in issues/, with TK wherever text is missing.
          </Text>
          <Group justify="flex-end">
            <Button type="submit" loading={write.isPending} disabled={title.trim() === ""}>
              Write the file
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
