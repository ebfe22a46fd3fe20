import { CloseButton, Group, Kbd, Table, Title } from "@mantine/core";

import { Dialog } from "./dialog.tsx";

/** What each key does, and where. */
const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [["Ctrl K", "⌘ K"], "Search issues, pages and actions"],
  [["?"], "This list"],
  [["1", "…", "9"], "The views of an issue, in the order of their bar"],
  [["e"], "Your editor, at the paragraph at the top of the window"],
  [["←", "→"], "On an issue: the one before and the one after"],
  [["↑", "↓"], "In the list: the issue above and below"],
  [["Tab", "Shift Tab"], "To the next or the previous control"],
  [["Enter", "Space"], "Use it"],
  [["←", "→"], "In a bar of choices: the next or the previous one"],
  [["Esc"], "Close what is open"],
];

export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    // The dialog's own header would be a second banner of the page.
    <Dialog
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      attributes={{ content: { "aria-label": "Keyboard" } }}
    >
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          Keyboard
        </Title>
        <CloseButton aria-label="Close" onClick={onClose} />
      </Group>
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, does]) => (
            <Table.Tr key={does}>
              <Table.Td>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
