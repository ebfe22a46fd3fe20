import { Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState } from "react";

type DialogProps = Omit<ModalProps, "opened">;

/** A dialog that is there only while it is open. The person who closes it is where they were before, and does not begin at the top of the page. */
export function Dialog(props: DialogProps) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The trap of the focus lets go first. What was pressed may be gone by then, as the fix that was made.
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
