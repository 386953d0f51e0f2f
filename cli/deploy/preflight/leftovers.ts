// Resources of an earlier try that no stack owns any more. Those with fixed names stop the next creation with "already
// exists"; the others only cost money, or hold data that a new deployment does not use.
import type { Answered, Kind, Line } from './answers.ts';

interface Remedy {
  readonly one: string;
  /** What it costs or holds, unless its name is fixed. */
  readonly with?: string;
  readonly remove: (name: string) => string;
}

const remedies: Readonly<Record<Kind, Remedy>> = {
  logGroups: {
    one: 'log group',
    remove: (name) => `aws logs delete-log-group --log-group-name ${name}`,
  },
  buckets: {
    one: 'bucket',
    with: 'with objects that cost money',
    remove: (name) => `aws s3 rb s3://${name} --force`,
  },
  tables: {
    one: 'table',
    with: 'with data that a new deployment does not use',
    remove: (name) => `aws dynamodb delete-table --table-name ${name}`,
  },
  streams: {
    one: 'stream',
    with: 'at $10.95 a shard and month',
    remove: (name) => `aws kinesis delete-stream --stream-name ${name}`,
  },
};

const SHOWN = 5;

/** CloudFormation ends a name that it makes with random characters; those of pages' buckets end with the region. */
const isFixed = (kind: Kind, name: string, region: string): boolean =>
  kind === 'logGroups' || (kind === 'buckets' && name.endsWith(`-${region}`));

function lineOf(kind: Kind, names: readonly string[], fixed: boolean): Line[] {
  if (names.length === 0) return [];
  const { one, with: holding, remove } = remedies[kind];
  const count = `${names.length} ${one}${names.length > 1 ? 's' : ''}`;
  const commands = names.slice(0, SHOWN).map(remove);
  const more = names.length > SHOWN ? [`and so on: ${names.slice(SHOWN).join(', ')}`] : [];
  return [
    {
      level: fixed ? 'error' : 'warning',
      says: fixed
        ? `Left of an earlier try, and in the way of a deployment: ${count}`
        : `Left of an earlier try: ${count}, ${holding}`,
      fix: `If you need nothing of it, delete it:\n${[...commands, ...more].join('\n')}`,
    },
  ];
}

export function leftoverLines(
  { owned, ...found }: Answered['leftovers'],
  { region }: Answered['caller'],
): readonly Line[] {
  const known = new Set(owned);
  const lines = (Object.keys(remedies) as Kind[]).flatMap((kind) => {
    const left = found[kind].filter((name) => !known.has(name));
    return [true, false].flatMap((fixed) =>
      lineOf(
        kind,
        left.filter((name) => isFixed(kind, name, region) === fixed),
        fixed,
      ),
    );
  });
  return lines.length > 0 ? lines : [{ level: 'ok', says: 'Nothing is left of an earlier try' }];
}
