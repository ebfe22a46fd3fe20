import { NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { Audience } from "../../api.ts";
import { segmentQuery } from "../../queries.ts";
import { useAddress } from "../../use-address.ts";
import { FindingsList } from "../findings-list.tsx";
import { RowsTable } from "../rows-table.tsx";
import { Trouble } from "../trouble.tsx";

/** Type a query, and see how many readers it finds now. */
export function SegmentPanel({ audience }: { readonly audience: Audience }) {
  const [address, change] = useAddress();
  const list = address.get("list") ?? audience.lists[0]?.key ?? "";
  const typed = address.get("query") ?? "";
  const [query] = useDebouncedValue(typed, 250);
  const { data, error, isFetching } = useQuery(segmentQuery(list, query));
  const example = audience.attributes.includes("city") ? "city:Lima" : "-received:a-slug";
  return (
    <Stack gap="md">
      <NativeSelect
        label="List"
        maw={320}
        value={list}
        data={audience.lists.map(({ key, title }) => ({ value: key, label: title }))}
        onChange={(event) => change({ list: event.currentTarget.value })}
      />
      <TextInput
        label="Segment"
        description={`As in the front matter of an issue, such as ${example}. Empty: the whole list.`}
        value={typed}
        spellCheck={false}
        onChange={(event) => change({ query: event.currentTarget.value || null })}
      />
      {error !== null && <Trouble error={error} />}
      {data !== undefined && (
        <>
          <Text size="xl" fw={600} role="status" className="numbers" opacity={isFetching ? 0.7 : 1}>
            {data.recipients === null
              ? "The query cannot be read yet"
              : `${data.recipients.toLocaleString("en")} ${data.recipients === 1 ? "reader" : "readers"}`}
          </Text>
          {data.findings.length > 0 && <FindingsList findings={data.findings} />}
          {data.rows.length > 0 && <RowsTable label="Who would get an issue now" rows={data.rows} />}
        </>
      )}
    </Stack>
  );
}
