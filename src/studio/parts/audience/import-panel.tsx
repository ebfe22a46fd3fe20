import "./import.css";
import "@mantine/dropzone/styles.css";
import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Table, Text, Textarea } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Audience, answered, api } from "../../api.ts";
import { AskFirst } from "../ask-first.tsx";
import { Trouble } from "../trouble.tsx";

/** Lets a person drop a file, look at what it would do, and only then write it. */
export function ImportPanel({ audience: { lists } }: { readonly audience: Audience }) {
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [list, setList] = useState(lists[0]?.key ?? "");
  const [isMine, setMine] = useState(false);
  const [map, setMap] = useState("");
  const [ignore, setIgnore] = useState("");
  const [isAsking, setAsking] = useState(false);
  const read = useMutation({
    mutationFn: async ({ from, confirmed }: { from: File; confirmed: string }) =>
      answered(
        api.audience.import.$post({
          form: { file: from, list, consent: isMine ? "mine" : "", map, ignore, confirmed },
        }),
      ),
    onSettled: () => setAsking(false),
    onSuccess: (answer) => {
      if (answer.kind === "read" && answer.isDone) void queries.invalidateQueries({ queryKey: ["ledger"] });
    },
  });
  const count = (from: File) => {
    setFile(from);
    read.mutate({ from, confirmed: "" });
  };
  /** Another answer makes another table: the table on the screen is no longer what would be written. */
  const changed = () => read.reset();
  const table = read.data?.kind === "read" ? read.data : null;
  const needsAnswer = read.error !== null || map !== "" || ignore !== "" || (table?.unstated ?? 0) > 0;
  return (
    <Stack gap="md">
      <NativeSelect
        label="List for rows that name none"
        maw={320}
        value={list}
        data={lists.map(({ key, title }) => ({ value: key, label: title }))}
        onChange={(event) => {
          setList(event.currentTarget.value);
          changed();
        }}
      />
      <Checkbox
        label="Rows that say nothing about consent become active: I am responsible for their consent"
        checked={isMine}
        onChange={(event) => {
          setMine(event.currentTarget.checked);
          changed();
        }}
      />
      <Dropzone
        onDrop={([dropped]: readonly File[]) => dropped !== undefined && count(dropped)}
        multiple={false}
        loading={read.isPending}
        inputProps={{ "aria-label": "A CSV file of subscribers" }}
      >
        <div className="drop">
          <Text fw={600}>{file === null ? "Drop a CSV of subscribers here" : file.name}</Text>
          <Text size="sm" c="dimmed">
            or click to choose one. It is only counted at first: nothing is written, and nobody is mailed.
          </Text>
        </div>
      </Dropzone>
      {read.error !== null && <Trouble error={read.error} />}
      {needsAnswer && (
        <>
          <Textarea
            label="What the words in a column mean, one column per line"
            description="As after --map: Accepts Marketing=status:yes>active,no>unsubscribed"
            autosize
            value={map}
            onChange={(event) => {
              setMap(event.currentTarget.value);
              changed();
            }}
          />
          <Textarea
            label="Columns that say nothing about consent, one per line"
            autosize
            value={ignore}
            onChange={(event) => {
              setIgnore(event.currentTarget.value);
              changed();
            }}
          />
        </>
      )}
      {file !== null && table === null && (
        <Group>
          <Button variant="default" loading={read.isPending} onClick={() => count(file)}>
            Count again
          </Button>
        </Group>
      )}
      {table !== null && (
        <section aria-label="What the file does">
          <Text fw={600} mb="xs" role="status">
            {table.isDone
              ? `Imported into ${list}; nobody was mailed.`
              : `What ${file?.name ?? "the file"} (${table.from}) would do. Nothing is written yet.`}
          </Text>
          <Table className="numbers" maw={420} aria-label="People in the file">
            <Table.Tbody>
              {table.rows.map(({ name, n }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{name}</Table.Th>
                  <Table.Td ta="right">{n.toLocaleString("en")}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {table.changes.length > 0 && (
            <Text size="sm" mt="xs">
              Of these: {table.changes.join(", ")}.
            </Text>
          )}
          {table.remarks.map((line) => (
            <Text key={line} size="sm" mt="xs">
              {line}
            </Text>
          ))}
          {table.refused > 0 && (
            <Alert
              color="yellow"
              mt="sm"
              title={
                table.refused === 1
                  ? "1 row cannot be read"
                  : `${table.refused.toLocaleString("en")} rows cannot be read`
              }
            >
              {table.refusals.map(({ line, reason }) => (
                <Text key={`${line} ${reason}`} size="sm">
                  Line {line}: {reason}
                </Text>
              ))}
            </Alert>
          )}
          {!table.isDone && (
            <Button mt="md" onClick={() => setAsking(true)}>
              Import…
            </Button>
          )}
          <AskFirst
            isOpen={isAsking}
            title={`Import ${file?.name ?? ""} into ${list}?`}
            yes={`Import ${rowsOf(table)} rows`}
            isBusy={read.isPending}
            onYes={() => file !== null && read.mutate({ from: file, confirmed: table.hash })}
            onClose={() => setAsking(false)}
          >
            <Text size="sm">
              {table.changes.join(", ")}. Nobody is mailed. Those who left before do not come back.
            </Text>
          </AskFirst>
        </section>
      )}
    </Stack>
  );
}

function rowsOf({
  rows,
}: {
  readonly rows: readonly { readonly name: string; readonly n: number }[];
}): string {
  return (rows.at(-1)?.n ?? 0).toLocaleString("en");
}
