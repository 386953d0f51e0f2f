// The stock of products: N buckets hold a product's units, each with its own counts. No AWS, no clock, no randomness.
import { shardOf } from '../shared/base/shard-of.ts';
import type { Line, Stock } from './contract.ts';

export interface BucketKey {
  readonly productId: string;
  readonly bucket: number;
}

/** Units an order holds in a bucket until a given time; an order has at most one hold per bucket. */
export interface Hold {
  /** Id of one hold request, never reused: it tells a hold that counts from a stray. */
  readonly id: string;
  readonly quantity: number;
  readonly untilMs: number;
}

/**
 * Only restocking changes `available + reserved + sold`: every other write to a bucket keeps that sum, and none moves
 * units to another bucket. So the sums over all buckets are right whenever and in whatever order they are read.
 */
export interface Bucket extends BucketKey, Stock {
  /** Holds of orders not yet confirmed or released; their quantities add up to `reserved`. */
  readonly holds: Readonly<Record<string, Hold>>;
}

/** A quantity taken from one bucket. */
export interface Take extends BucketKey {
  readonly quantity: number;
}

/** Merges lines of the same product into one. */
export function mergedLines(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
}

/** The bucket an order tries first: the same for all attempts of an order, evenly distributed across orders. */
export const homeBucket = (orderId: string, productId: string, buckets: number): number =>
  shardOf(`${orderId}#${productId}`, buckets);

export function totalOf(buckets: readonly Stock[]): Stock {
  const sum = (of: (bucket: Stock) => number) => buckets.reduce((total, bucket) => total + of(bucket), 0);
  return {
    available: sum(({ available }) => available),
    reserved: sum(({ reserved }) => reserved),
    sold: sum(({ sold }) => sold),
  };
}

/** Which buckets supply an order's lines, or which products are short. */
export function planTakes(
  orderId: string,
  lines: readonly Line[],
  buckets: readonly Bucket[],
  shards: number,
): { readonly takes: Take[] } | { readonly lacking: string[] } {
  const plans = lines.map(({ productId, quantity }) => {
    const home = homeBucket(orderId, productId, shards);
    const distance = ({ bucket }: Bucket) => (bucket - home + shards) % shards;
    const ring = buckets.filter((bucket) => bucket.productId === productId).sort((a, b) => distance(a) - distance(b));
    return { productId, takes: takeFrom(ring, quantity) };
  });
  const lacking = plans.flatMap(({ productId, takes }) => (takes ? [] : [productId]));
  return lacking.length > 0 ? { lacking } : { takes: plans.flatMap(({ takes = [] }) => takes) };
}

/** From the first bucket that has enough; otherwise from the fullest ones, so from as few as possible. */
function takeFrom(ring: readonly Bucket[], quantity: number): Take[] | undefined {
  const enough = ring.find(({ available }) => available >= quantity);
  if (enough) return [{ productId: enough.productId, bucket: enough.bucket, quantity }];
  const takes: Take[] = [];
  let missing = quantity;
  for (const { productId, bucket, available } of [...ring].sort((a, b) => b.available - a.available)) {
    const part = Math.min(available, missing);
    if (part > 0) takes.push({ productId, bucket, quantity: part });
    missing -= part;
  }
  return missing === 0 ? takes : undefined;
}

/** New units go to the emptiest buckets until all are level: restocking balances the buckets. */
export function planRestock(available: readonly number[], quantity: number): number[] {
  const added = available.map(() => 0);
  const emptiestFirst = available.map((units, bucket) => ({ units, bucket })).sort((a, b) => a.units - b.units);
  let left = quantity;
  // The level that the first n buckets reach with what is left, as long as the next one lies above it.
  for (let n = 1; n <= emptiestFirst.length; n += 1) {
    const filled = emptiestFirst.slice(0, n);
    const next = emptiestFirst[n]?.units ?? Number.POSITIVE_INFINITY;
    const level = filled.reduce((sum, { units }) => sum + units, left) / n;
    if (level > next) continue;
    for (const { units, bucket } of filled) {
      const share = Math.min(left, Math.max(0, Math.floor(level) - units));
      added[bucket] = share;
      left -= share;
    }
    for (const { bucket } of filled.slice(0, left)) added[bucket] = (added[bucket] ?? 0) + 1;
    return added;
  }
  return added;
}
