// `npm run status`: the emulator, the stacks, the functions with the age of their code, parked messages, and URLs.
import { GetQueueAttributesCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { runningEmulator } from '../../localstack/emulator.ts';
import { type Environment, prefixHere } from '../../localstack/environment.ts';
import { readOutputs } from '../../localstack/outputs.ts';
import { ourStacks } from '../deploy/deploy.ts';
import { deployedFunctions } from '../deploy/functions.ts';

async function parkedMessages(): Promise<[string, string][]> {
  const sqs = new SQSClient();
  const counts: [string, string][] = [];
  for await (const page of paginateListQueues({ client: sqs }, { QueueNamePrefix: `${prefixHere()}-` }))
    for (const QueueUrl of page.QueueUrls ?? []) {
      const name = QueueUrl.split('/').at(-1) ?? '';
      if (!/park|dlq|deadletter/i.test(name)) continue;
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const counted = await sqs
        .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))
        .catch(() => undefined);
      counts.push([name, counted?.Attributes?.ApproximateNumberOfMessages ?? 'not readable']);
    }
  return counts;
}

const table = (title: string, rows: readonly (readonly unknown[])[]): void => {
  if (rows.length === 0) return;
  const width = Math.max(...rows.map(([first]) => String(first).length));
  console.log(`\n${title}`);
  for (const [first, ...rest] of rows) console.log(`  ${String(first).padEnd(width)}  ${rest.join('  ')}`);
};

export async function status(environment: Environment): Promise<void> {
  if (environment.target === 'local') {
    const running = await runningEmulator(environment);
    if (!running) return console.log('The emulator is not running. npm start starts it.');
    console.log(`Emulator: process ${running.pid}, port ${running.port}, since ${running.startedAt}`);
  }
  const [stacks, functions, parked] = await Promise.all([ourStacks(), deployedFunctions(), parkedMessages()]);
  table('Stacks', stacks.map((stack) => [stack.StackName, stack.StackStatus]).sort());
  table('Functions, code of', [...functions].map(([id, { LastModified }]) => [id, LastModified?.slice(0, 19)]).sort());
  table('Parked messages', parked);
  const outputs = await readOutputs(environment).catch(() => undefined);
  if (outputs)
    table('URLs', [
      ['console', outputs.consoleUrl],
      ['api', outputs.apiUrl],
      ['api, direct', outputs.apiDirectUrl],
    ]);
}
