import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { Suspense, lazy } from "react";
import type { Look } from "../../api.ts";
import { useAddress } from "../../use-address.ts";

const TestDialog = lazy(() =>
  import("./test-dialog.tsx").then(({ TestDialog: dialog }) => ({ default: dialog })),
);

/** Opens the form for a test. The open form has an address of its own, `?test`. */
export function TestButton({ look }: { readonly look: Look }) {
  const [address, change] = useAddress();
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconSend size={14} aria-hidden />}
        onClick={() => change({ test: "" })}
      >
        Send a test…
      </Button>
      {address.has("test") && (
        <Suspense>
          <TestDialog look={look} onClose={() => change({ test: null })} />
        </Suspense>
      )}
    </>
  );
}
