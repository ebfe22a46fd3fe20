import { Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState } from "react";

type DialogProps = Omit<ModalProps, "opened">;

/** A dialog that is mounted only while it is open. Closing it puts the focus back where it was, and not at the top of the page. */
export function Dialog(props: DialogProps) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The dialog's focus trap lets go first. The button that was pressed may be gone by then, as that of a fix that was made.
      requestAnimationFrame(() => {
        const there = before?.isConnected === true && before !== document.body ? before : null;
        const place = there ?? document.getElementById("main");
        if (place instanceof HTMLElement && document.activeElement === document.body)
          place.focus({ preventScroll: true });
      });
    },
    [before],
  );
  return <Modal opened closeButtonProps={{ "aria-label": "Close" }} {...props} />;
}
