import { Code } from "@mantine/core";

/** A sentence as the terminal prints it: what stands between backticks is typed as it is. */
export function Words({ children }: { readonly children: string }) {
  return children.split(/`([^`]+)`/).map((part, at) =>
    // Every second part stood between backticks. Parts have no key but their position.
    // oxlint-disable-next-line react/no-array-index-key
    at % 2 === 0 ? part : <Code key={at}>{part}</Code>,
  );
}
