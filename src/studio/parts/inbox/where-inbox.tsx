import { Alert, Code } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { newsletterQuery } from "../../queries.ts";
import { Trouble } from "../trouble.tsx";
import { Waiting } from "../waiting.tsx";

/**
 * Shows a page of the sandbox's inbox where there is one, also at its direct address. On the real ledger no sandbox runs, and the page asks
 * for nothing.
 */
export function WhereInbox({ children }: { readonly children: ReactNode }) {
  const { data, error } = useQuery(newsletterQuery);
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  if (data.hasInbox) return children;
  return (
    <Alert color="blue" title="There is no inbox here" m="md">
      Mail of this ledger goes through Resend. To read mail here, stop this and start{" "}
      <Code>npx letterpress dev</Code>, which mails nobody.
    </Alert>
  );
}
