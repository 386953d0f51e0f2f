// The units that DynamoDB charges for a read, by the size of what it read: the emulator reports the same for any size.
// Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html

const UNIT_BYTES = 4096;

/** Bytes of a value as the document client gives it. */
function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  // A byte for two significant digits, and one.
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).replace(/\D|^0+|0+$/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (value instanceof Set) return sum([...value].map(valueBytes));
  if (Array.isArray(value)) return 3 + sum(value.map((one) => 1 + valueBytes(one)));
  if (typeof value === 'object' && value !== null) return 3 + sum(entryBytes(value).map((bytes) => 1 + bytes));
  return 1;
}

const entryBytes = (value: object): number[] =>
  Object.entries(value).map(([name, one]) => Buffer.byteLength(name) + valueBytes(one));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export const itemBytes = (item: object): number => sum(entryBytes(item));

const unitsOf = (bytes: number, isConsistent: boolean | undefined): number =>
  Math.max(1, Math.ceil(bytes / UNIT_BYTES)) * (isConsistent ? 1 : 0.5);

interface Batch {
  readonly Keys?: readonly object[];
  readonly ConsistentRead?: boolean;
}
interface Input {
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<Record<string, Batch>>;
}
interface Output {
  readonly Item?: object;
  readonly Items?: readonly object[];
  readonly Count?: number;
  readonly ScannedCount?: number;
  readonly Responses?: Readonly<Record<string, readonly object[]>>;
}

/** Of a GetItem, Query, Scan or BatchGetItem whose answer has whole items. A filter would hide what was read. */
export function readUnits(
  { ConsistentRead, RequestItems }: Input,
  { Item, Items, Responses, ...counts }: Output,
): number {
  if (counts.ScannedCount !== counts.Count) throw new Error('the units of a filtered read cannot be told');
  if (Items) return unitsOf(sum(Items.map(itemBytes)), ConsistentRead);
  if (!RequestItems) return unitsOf(Item ? itemBytes(Item) : 0, ConsistentRead);
  return sum(
    Object.entries(RequestItems).map(([table, { Keys = [], ConsistentRead: isConsistent }]) => {
      const items = Responses?.[table] ?? [];
      const missing = Keys.length - items.length;
      return sum(items.map((item) => unitsOf(itemBytes(item), isConsistent))) + missing * unitsOf(0, isConsistent);
    }),
  );
}
