import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import { useTitle } from "../use-title.ts";

/** For an address that leads nowhere. */
export function NotFound({ what = "There is no such page." }: { readonly what?: string }) {
  useTitle("Not found");
  return (
    <Stack p="xl" gap="sm" align="flex-start">
      <Title order={1} size="h3">
        {what}
      </Title>
      <Text>It may have been renamed or removed since this address was written down.</Text>
      <Anchor component={Link} href="/">
        All issues
      </Anchor>
    </Stack>
  );
}
