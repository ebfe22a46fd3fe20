import { Alert, Text } from "@mantine/core";
import { Failure } from "../api.ts";
import { Words } from "./words.tsx";

/** The error of a failed request. The request is made again as soon as a file is saved. */
export function Trouble({ error }: { readonly error: Error }) {
  const { code, hint } = error instanceof Failure ? error : { code: null, hint: null };
  return (
    <Alert color="red" title={code ?? "This could not be read"} m="md">
      <Text size="sm" className="said">
        <Words>{error.message}</Words>
      </Text>
      {hint !== null && (
        <Text size="sm" c="dimmed" mt="xs" className="said">
          <Words>{hint}</Words>
        </Text>
      )}
    </Alert>
  );
}
