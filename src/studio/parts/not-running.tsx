import { Alert, Code } from "@mantine/core";

/** Says that what is on the screen may be old. It stays on the screen. */
export function NotRunning() {
  return (
    <Alert color="red" title="Letterpress is not running" m="md" role="alert">
      What you see is as it was when it stopped. Start it again with <Code>npx letterpress dev</Code>, and
      this page goes on by itself.
    </Alert>
  );
}
