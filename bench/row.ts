// A row of the table: ours against a peer or a goal, measured in one run.

export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: number;
  /** Goal for the ratio ours / peer when there is a peer, else for ours. */
  readonly atMost?: number;
  /** How it was measured and, for a goal that may be missed, the reason. */
  readonly note?: string;
  /** The same at several sizes, `peer` first and `ours` last. */
  readonly series?: readonly number[];
}

const judged = ({ ours, peer }: Row): number => (peer === undefined ? ours : ours / peer);
export const isMissed = (row: Row): boolean => row.atMost !== undefined && judged(row) > row.atMost;

const shown = (value: number | undefined): string => {
  if (value === undefined) return '';
  if (value !== 0 && Math.abs(value) < 0.1) return value.toFixed(3);
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(2);
};

const cells = (row: Row): string[] => [
  row.name,
  `${shown(row.ours)} ${row.unit}`,
  row.peer === undefined ? '' : `${shown(row.peer)} ${row.unit}`,
  row.peer === undefined ? '' : `${shown(judged(row))}x`,
  row.atMost === undefined ? '' : `<= ${row.atMost}${row.peer === undefined ? ` ${row.unit}` : 'x'}`,
  row.atMost === undefined ? '' : isMissed(row) ? 'MISSED' : 'met',
];

export function table(rows: readonly Row[]): string {
  const lines = [['', 'ours', 'peer', 'ratio', 'goal', ''], ...rows.map(cells)];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}
