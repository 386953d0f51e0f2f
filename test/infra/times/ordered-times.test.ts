// Times that must be ordered: time-outs, leases, windows, retention, the sagas' waits, caches.
import { expect, test } from '@jest/globals';
import { contracts } from '../../../bin/app.ts';
import { functionsOf } from '../shape.ts';
import { resources, type Templates, textOf } from '../synth.ts';
import { jobRows } from './ordered-job-times.ts';
import { mediaRows } from './ordered-media-times.ts';
import { type Moments, rows, templates } from './ordered-times.ts';
import { tokenRows } from './ordered-token-times.ts';

const disordered = (moments: Moments): string[] =>
  moments.flatMap(([moment, atMs], i) => {
    const before = moments[i - 1];
    return before && before[1] >= atMs ? [`${before[0]} (${before[1]} ms) is not before ${moment} (${atMs} ms)`] : [];
  });

test.each([...rows, ...jobRows, ...mediaRows, ...tokenRows])('%s', (_, moments) => {
  expect(disordered(moments)).toEqual([]);
  expect(moments.every(([, atMs]) => Number.isFinite(atMs))).toBe(true);
  expect(disordered(moments.toReversed())).toHaveLength(moments.length - 1);
});

/** States by name, with the function that each calls. */
function calls(of: Templates): { state: string; waits: number; killed: number }[] {
  const timeOuts = new Map(functionsOf(of).map(({ name, properties }) => [name, properties.Timeout]));
  return resources<{ DefinitionString: unknown }>(of, 'AWS::StepFunctions::StateMachine')
    .filter(({ name }) => name.startsWith('orders/'))
    .flatMap(({ stack, name, properties }) => {
      const { States } = JSON.parse(textOf(of, stack, properties.DefinitionString)) as {
        States: Record<string, { TimeoutSeconds?: number; Arguments?: { FunctionName?: string } }>;
      };
      return Object.entries(States).flatMap(([state, { TimeoutSeconds: waits = 0, Arguments }]) => {
        const killed = timeOuts.get(Arguments?.FunctionName ?? '');
        return killed === undefined ? [] : [{ state: `${name} ${state}`, waits, killed }];
      });
    });
}

test('a saga waits for a function longer than it may take', () => {
  const made = calls(templates);
  expect(made.length).toBeGreaterThan(8);
  expect(made.filter(({ waits, killed }) => waits <= killed)).toEqual([]);
});

test('the CDN keeps an answer as long as its route promises, and no longer', () => {
  const policies = resources<{ CachePolicyConfig: { MinTTL: number; MaxTTL: number } }>(
    templates,
    'AWS::CloudFront::CachePolicy',
  );
  const routes = contracts.flatMap(({ routes }) => Object.values(routes));
  const promised = routes.flatMap(({ cacheSeconds }) => (cacheSeconds === undefined ? [] : [cacheSeconds]));
  expect(promised.length).toBeGreaterThan(0);
  for (const { properties } of policies) {
    const { MinTTL, MaxTTL } = properties.CachePolicyConfig;
    expect(MinTTL).toBeLessThanOrEqual(Math.min(...promised));
    expect(MaxTTL).toBeGreaterThanOrEqual(Math.max(...promised));
  }
});
