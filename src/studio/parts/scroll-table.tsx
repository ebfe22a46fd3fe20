import { Table } from "@mantine/core";
import type { ReactNode } from "react";

interface ScrollTableProps {
  /** Names the region for those who scroll it by keyboard. */
  readonly label: string;
  /** The table scrolls by itself if it has less room than this, in CSS pixels. */
  readonly width: number;
  readonly head: readonly string[];
  readonly rows: readonly ScrollTableRow[];
}

interface ScrollTableRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
  /** The first cell names the row. */
  readonly isNamed?: boolean;
  readonly isStrong?: boolean;
}

/** A table that is wider than a phone scrolls by itself; its page does not. */
export function ScrollTable({ label, width, head, rows }: ScrollTableProps) {
  return (
    <div className="wide" role="region" aria-label={label} tabIndex={0}>
      <Table className="numbers" miw={width}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells, isNamed = false, isStrong = false }) => (
            <Table.Tr key={key}>
              {cells.map((cell, column) =>
                column === 0 && isNamed ? (
                  <Table.Th key={head[column]} scope="row" fw={isStrong ? 700 : 400}>
                    {cell}
                  </Table.Th>
                ) : (
                  <Table.Td key={head[column]}>{cell}</Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
