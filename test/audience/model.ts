// A plain model of the audience: which views count and which media items they pair, with unlimited memory.
import { SAME_VIEW_MS, TOGETHER_MS, TOGETHER_WITH } from '../../lambdas/audience/history.ts';
import type { View } from '../../lambdas/audience/trend.ts';

/** A view that counts, and the items it is paired with. */
export interface Counted {
  readonly view: View;
  readonly together: readonly string[];
}

/** Counted views of one user, whose views come in order of time. */
export function countedOf(views: readonly View[]): Counted[] {
  const counted: Counted[] = [];
  for (const view of views) {
    const lasts = new Map(counted.map(({ view: { mediaId, atMs } }) => [mediaId, atMs]));
    const sinceMs = view.atMs - (lasts.get(view.mediaId) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < SAME_VIEW_MS) continue;
    lasts.delete(view.mediaId);
    const recent = [...lasts].filter(([, atMs]) => view.atMs - atMs < TOGETHER_MS).sort(([, a], [, b]) => b - a);
    const together = sinceMs < TOGETHER_MS ? [] : recent.slice(0, TOGETHER_WITH).map(([mediaId]) => mediaId);
    counted.push({ view, together });
  }
  return counted;
}

/** How often two media items were paired, by `a b` and `b a`. */
export function pairsOf(counted: readonly Counted[]): Map<string, number> {
  const pairs = new Map<string, number>();
  for (const { view, together } of counted) {
    for (const other of together) {
      for (const pair of [`${view.mediaId} ${other}`, `${other} ${view.mediaId}`]) {
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
    }
  }
  return pairs;
}
