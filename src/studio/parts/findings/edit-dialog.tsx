import { Alert, Button, Group, Loader, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type EditWish, answered, api } from "../../api.ts";
import { Dialog } from "../dialog.tsx";
import { Trouble } from "../trouble.tsx";
import { DiffLines } from "./diff-lines.tsx";

/** What an author has asked for: the edits of findings, or the acceptance of a rule, which first needs a reason. */
export type Asked =
  | { readonly kind: "fix"; readonly findings: string[]; readonly title: string }
  | { readonly kind: "accept"; readonly rule: string; readonly message: string };

interface EditDialogProps {
  readonly slug: string;
  readonly asked: Asked;
  readonly onClose: () => void;
}

/** Shows what would change in the file. Nothing is written before the last button is pressed, and then exactly what is shown. */
export function EditDialog({ slug, asked, onClose }: EditDialogProps) {
  const [reason, setReason] = useState<string | null>(null);
  const wish = wishOf(asked, reason);
  const look = useQuery({
    // Not under `files`: after the edit is written there is nothing left to propose, and the dialog is still closing.
    queryKey: ["edit", slug, wish],
    queryFn: async () =>
      wish === null ? null : answered(api.issues[":slug"].edits.look.$post({ param: { slug }, json: wish })),
    enabled: wish !== null,
    gcTime: 0,
  });
  const write = useMutation({
    mutationFn: async () => {
      if (wish === null || look.data == null) return null;
      const json = { wish, seen: look.data.seen };
      return answered(api.issues[":slug"].edits.$post({ param: { slug }, json }));
    },
    // The file may have been saved meanwhile: then another text would be written now, and the author has to see it.
    onError: () => void look.refetch(),
    onSuccess: (done) => {
      if (done === null) return;
      notifications.show({ message: `Written: ${done.written.join(", ")}`, color: "green" });
      onClose();
    },
  });
  const files = look.data?.files ?? [];
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={asked.kind === "accept" ? `Accept ${asked.rule}` : asked.title}
      closeButtonProps={{ "aria-label": "Close without a change" }}
    >
      <Stack gap="md">
        {asked.kind === "accept" && <ReasonForm {...asked} onReason={setReason} isAsked={reason !== null} />}
        {look.isFetching && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text size="sm">Working out the change</Text>
          </Group>
        )}
        {look.error !== null && <Trouble error={look.error} />}
        {files.map(({ file, diff }) => (
          <DiffLines key={file} diff={diff} />
        ))}
        {write.error !== null && <Trouble error={write.error} />}
        {files.length > 0 && (
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Change nothing
            </Button>
            <Button loading={write.isPending} onClick={() => write.mutate()}>
              {files.length === 1 ? "Write this to the file" : `Write this to ${files.length} files`}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  );
}

function wishOf(asked: Asked, reason: string | null): EditWish | null {
  if (asked.kind === "fix") return { kind: "fix", findings: asked.findings };
  return reason === null ? null : { kind: "accept", rule: asked.rule, reason };
}

interface ReasonFormProps {
  readonly rule: string;
  readonly message: string;
  readonly isAsked: boolean;
  readonly onReason: (reason: string) => void;
}

function ReasonForm({ rule, message, isAsked, onReason }: ReasonFormProps) {
  const [typed, setTyped] = useState("");
  const reason = typed.replace(/\s+/g, " ").trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== "") onReason(reason);
      }}
    >
      <Stack gap="sm">
        <Alert color="gray" title={message}>
          Once accepted, {rule} no longer holds this issue back, wherever it finds something. The reason is
          written into the file, under <code>accept:</code>.
        </Alert>
        <Textarea
          label="Why this is right as it is"
          required
          data-autofocus
          autosize
          minRows={2}
          maxLength={500}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" variant={isAsked ? "default" : "filled"} disabled={reason === ""}>
            Show the change
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
