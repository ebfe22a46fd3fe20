import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";

interface AskFirstProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** The words of the button: what it does, and how many readers it concerns. */
  readonly yes: string;
  readonly isDangerous?: boolean;
  readonly isBusy: boolean;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The question before something that cannot be taken back easily. */
export function AskFirst({
  isOpen,
  title,
  yes,
  isDangerous,
  isBusy,
  onYes,
  onClose,
  children,
}: AskFirstProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button color={isDangerous === true ? "red.9" : "press"} loading={isBusy} onClick={onYes}>
            {yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
