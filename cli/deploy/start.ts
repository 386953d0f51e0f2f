// `npm start` and `npm run publish`: bring the target up, then print where everything is and what to try.
import { styleText } from 'node:util';
import { hasRecogniser } from '../../localstack/captions/captions.ts';
import type { Environment } from '../../localstack/environment.ts';
import type { Outputs } from '../../localstack/outputs.ts';
import { type Show, seconds } from '../../localstack/steps.ts';
import { buildConsole } from '../../web/build.ts';
import { bringUp } from './bring-up.ts';
import { publishConsole } from './console.ts';
import { stackOutputs } from './deploy.ts';

function tryNext({ consoleUrl, apiUrl, demoUsers }: Outputs): string[] {
  const site = consoleUrl.replace(/\/$/, '');
  if (!demoUsers?.customer) return [`open ${consoleUrl}`];
  const signIn = `TOKEN=$(curl -s ${apiUrl}/sessions -H 'content-type: application/json' -d '${JSON.stringify(demoUsers.customer)}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`;
  return [
    `# follow a short link\n  curl -i ${site}/cdk-docs`,
    `# sign in and create one\n  ${signIn}\n  curl -s ${apiUrl}/links -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{"url":"https://example.com/a"}'`,
    '# watch it work\n  npm run logs -- links',
  ];
}

const captionsHere = (environment: Environment): string =>
  hasRecogniser(environment)
    ? 'of English videos are recognised on this machine'
    : 'are samples; npm run setup:captions (0.5 GB) makes real ones';

function screen(outputs: Outputs, environment: Environment): string {
  const bold = (text: string) => styleText('bold', text);
  const users = Object.entries(outputs.demoUsers ?? {}).map(
    ([role, { email, password }]) => `  ${role.padEnd(9)} ${email.padEnd(24)} ${password}`,
  );
  return [
    '',
    `${bold('Console')}  ${outputs.consoleUrl}`,
    `${bold('API')}      ${outputs.apiUrl}`,
    ...(outputs.endpoint ? [`         ${outputs.apiDirectUrl}  (for clients that cannot resolve *.localhost)`] : []),
    ...(environment.target === 'local' ? [`${bold('Captions')} ${captionsHere(environment)}`] : []),
    ...(users.length > 0 ? ['', bold('Demo users'), ...users] : []),
    '',
    bold('Try next'),
    ...tryNext(outputs).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

export async function start(environment: Environment, show: Show): Promise<void> {
  const startedAt = performance.now();
  const outputs = await bringUp(environment, show);
  console.log(`✔ Up to date after ${seconds(startedAt)}`);
  console.log(screen(outputs, environment));
}

/** Needs only the stacks, so it also completes a plain `npx cdk deploy --all`. */
export async function publish(environment: Environment): Promise<void> {
  await buildConsole();
  const { consoleBucket = '', consoleUrl } = await stackOutputs();
  const { put, deleted } = await publishConsole(environment, consoleBucket);
  console.log(`✔ Console published: ${put} new files, ${deleted} gone\n  ${consoleUrl}`);
}
