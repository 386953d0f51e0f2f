// Parked messages are listed over all services, each with the number of its tries.
// @runs alone: it looks at everything that is parked, which nobody else may take or put back meanwhile
import { expect, test } from '@jest/globals';
import { eventually, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';
import { park } from './parked-clicks.ts';

test('a record that still fails is parked again, with the number of its tries', async () => {
  const poison = `still bad ${unique()}`;
  await park({ poison });
  for (const tries of ['once', '2 times']) {
    await npmRun('dlq', 'redrive', 'links');
    const { output } = await eventually(
      () => npmRun('dlq', 'list'),
      (answer) => answer.output.includes(poison),
    );
    expect(output).toContain(`redriven ${tries} and still failing`);
  }
});
