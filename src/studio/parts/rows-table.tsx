import { Table } from "@mantine/core";
import { Words } from "./words.tsx";

interface RowsTableProps {
  readonly label: string;
  readonly rows: readonly { readonly name: string; readonly lines: readonly string[] }[];
}

/** Rows of a name and the lines about it, as the terminal prints them. */
export function RowsTable({ label, rows }: RowsTableProps) {
  return (
    <Table aria-label={label} className="numbers" layout="fixed">
      <Table.Tbody>
        {rows.map(({ name, lines }) => (
          <Table.Tr key={name + lines.join("")}>
            <Table.Th scope="row" w={110}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: "anywhere" }}>
              {lines.map((line) => (
                <div key={line}>
                  <Words>{line}</Words>
                </div>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
