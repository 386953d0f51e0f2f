// Parts of a job crash at every point: each result equals that of one process.
// @takes 240 s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { start, started } from '../../local/jobs/jobs-world.ts';
import { eventually, unique } from '../../local/kit/client.ts';
import { disarm, meetEach } from '../kit/arm.ts';
import { Counting } from './counting.ts';

const KILLS = ['kill-before', 'kill-after'] as const;

let counting: Counting;
beforeAll(async () => {
  counting = await Counting.open();
}, 60_000);

/** Retries with the same key until there is an answer, as a client should. */
async function startUntilTaken(): Promise<string> {
  const key = unique();
  const { status, body } = await eventually(
    () => start(counting.owner, counting.few(), key).catch(() => ({ status: 0, body: undefined })),
    (answer) => answer.status === 202 || (answer.status < 500 && answer.body?.code !== 'IDEMPOTENCY_IN_FLIGHT'),
    45_000,
  );
  if (status !== 202) throw new Error(`refused: ${status} ${JSON.stringify(body)}`);
  return String(body.jobId);
}

describe('a job is right, wherever it dies:', () => {
  test.each(['jobs/run-task', 'jobs/advance-job'])(
    '%s, before and after each of its calls',
    async (functionId) => {
      const points = await meetEach(functionId, KILLS, async () =>
        counting.expectRight(await started(counting.owner, counting.few())),
      );
      expect(points).toBeGreaterThan(10);
    },
    900_000,
  );

  test('jobs/http, which started it: asked again with the same key it is one job', async () => {
    await meetEach('jobs/http', KILLS, async () => {
      const jobId = await startUntilTaken();
      disarm();
      await counting.expectRight(jobId);
    });
  }, 900_000);
});
