// The steps of reservation.ts in memory: each as atomic as in DynamoDB, run when `step` allows.
import type { Reservation, ReservationStore } from '../../lambdas/inventory/reservation.ts';
import { type Bucket, type BucketKey, type Hold, planRestock, type Take } from '../../lambdas/inventory/stock.ts';

/** Runs the effect at a time of its choice; may crash before or after it, or run it twice. */
export type Step = <Answer>(name: string, effect: () => Answer) => Promise<Answer>;

const id = ({ productId, bucket }: BucketKey): string => `${productId}#${bucket}`;
type Counts = Partial<Record<'available' | 'reserved' | 'sold', number>>;

export class MemoryStock {
  readonly shards: number;
  readonly buckets = new Map<string, Bucket>();
  readonly records = new Map<string, Reservation>();
  readonly #restocked = new Map<string, number>();
  readonly #operations = new Set<string>();
  #ids = 1;

  constructor(shards: number) {
    this.shards = shards;
  }

  restock(productId: string, quantity: number, operationId: string): void {
    if (this.#operations.has(operationId)) return;
    this.#operations.add(operationId);
    const keys = Array.from({ length: this.shards }, (_, bucket) => ({ productId, bucket }));
    const shares = planRestock(
      keys.map((at) => this.buckets.get(id(at))?.available ?? 0),
      quantity,
    );
    for (const [i, at] of keys.entries()) {
      if (!shares[i]) continue;
      const empty = { ...at, available: 0, reserved: 0, sold: 0, holds: {} };
      this.buckets.set(id(at), this.buckets.get(id(at)) ?? empty);
      this.#change(at, { available: shares[i] });
      this.#restocked.set(id(at), (this.#restocked.get(id(at)) ?? 0) + shares[i]);
    }
  }

  /** Lists violated invariants of the buckets; empty when there are none. */
  wrongs(): string[] {
    return [...this.buckets.values()].flatMap((bucket) => {
      const { available, reserved, sold, holds } = bucket;
      const held = Object.values(holds).reduce((sum, { quantity }) => sum + quantity, 0);
      return [
        ...(available + reserved + sold === this.#restocked.get(id(bucket))
          ? []
          : [`${id(bucket)} lost or made units`]),
        ...(Math.min(available, reserved, sold) >= 0 ? [] : [`${id(bucket)} is negative`]),
        ...(held === reserved ? [] : [`${id(bucket)} holds ${held} and says ${reserved}`]),
      ];
    });
  }

  #change(at: BucketKey, by: Counts, orderId?: string, hold?: Hold): void {
    const bucket = this.buckets.get(id(at));
    if (!bucket) throw new Error(`there is no bucket ${id(at)}`);
    const { [orderId ?? '']: _, ...others } = bucket.holds;
    this.buckets.set(id(at), {
      ...bucket,
      available: bucket.available + (by.available ?? 0),
      reserved: bucket.reserved + (by.reserved ?? 0),
      sold: bucket.sold + (by.sold ?? 0),
      holds: orderId === undefined ? bucket.holds : hold ? { ...others, [orderId]: hold } : others,
    });
  }

  #mayHold(orderId: string, take: Take): boolean {
    const bucket = this.buckets.get(id(take));
    return bucket !== undefined && bucket.available >= take.quantity && !bucket.holds[orderId];
  }

  #hold(orderId: string, take: Take, { id, untilMs }: Pick<Hold, 'id' | 'untilMs'>): void {
    const hold = { id, quantity: take.quantity, untilMs };
    this.#change(take, { available: -take.quantity, reserved: take.quantity }, orderId, hold);
  }

  #isHeld(orderId: string, at: BucketKey, holdId: string): boolean {
    return this.buckets.get(id(at))?.holds[orderId]?.id === holdId;
  }

  #keep(record: Reservation): Reservation {
    const kept = this.records.get(record.orderId) ?? record;
    this.records.set(record.orderId, kept);
    return kept;
  }

  store(step: Step): ReservationStore {
    const read = (keys: readonly BucketKey[]) => keys.flatMap((at) => this.buckets.get(id(at)) ?? []);
    return {
      shards: this.shards,
      find: (orderId) => step('find', () => this.records.get(orderId)),
      hold: (orderId, take, untilMs) =>
        step('hold', () => {
          if (this.#mayHold(orderId, take)) this.#hold(orderId, take, { id: String(this.#ids++), untilMs });
          return this.buckets.get(id(take))?.holds[orderId];
        }),
      keep: (record) => step('keep', () => this.#keep(record)),
      reserve: (record) =>
        step('reserve', () => {
          const { orderId, takes } = record;
          const kept = this.records.get(orderId);
          if (kept || !takes.every((take) => this.#mayHold(orderId, take))) return kept;
          for (const take of takes) this.#hold(orderId, take, record);
          return this.#keep(record);
        }),
      sell: (record, take) =>
        step('sell', () => {
          if (!this.#isHeld(record.orderId, take, record.id)) return false;
          this.#change(take, { reserved: -take.quantity, sold: take.quantity }, record.orderId);
          return true;
        }),
      drop: (orderId, at, { quantity, id: holdId }) =>
        step('drop', () => {
          if (!this.#isHeld(orderId, at, holdId)) return;
          this.#change(at, { reserved: -quantity, available: quantity }, orderId);
        }),
      release: ({ orderId, id: holdId, takes }, held) =>
        step('release', () => {
          const kept = this.records.get(orderId);
          const isSo = takes.every((take) => this.#isHeld(orderId, take, holdId) === held.includes(take));
          if (kept?.state !== 'RESERVED' || !isSo) return false;
          this.records.set(orderId, { ...kept, state: 'RELEASED' });
          for (const take of takes) {
            const { quantity } = take;
            if (held.includes(take)) this.#change(take, { reserved: -quantity, available: quantity }, orderId);
            else this.#change(take, { sold: -quantity, available: quantity });
          }
          return true;
        }),
      // Reads buckets one by one, so a reader sees each at a different moment.
      buckets: async (keys) => {
        const found: Bucket[] = [];
        for (const at of keys) found.push(...(await step('bucket', () => read([at]))));
        return found;
      },
      snapshot: (productIds) =>
        step('snapshot', () =>
          read(
            productIds.flatMap((productId) =>
              Array.from({ length: this.shards }, (_, bucket) => ({ productId, bucket })),
            ),
          ),
        ),
    };
  }
}
