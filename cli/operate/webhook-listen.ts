// `npm run webhook-listen`: the demo merchant's endpoint, on the one address that webhooks may call; prints deliveries.
import http from 'node:http';
import { styleText } from 'node:util';
import { isSignedBy, webhookHeaders } from '../../lambdas/shared/base/text/standard-webhook.ts';
import { type Environment, portOf } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { type Outputs, readOutputs } from '../../localstack/outputs.ts';
import { isPortFree, portHolder, portTaken } from '../../localstack/port.ts';

const EVENTS = ['OrderConfirmed', 'OrderCancelled'];

interface Made {
  readonly webhookId: string;
  readonly url: string;
  readonly secret: string;
}

/** Calls the API as the demo merchant. */
async function ask<Answer = Record<string, string>>(
  outputs: Outputs,
  method: string,
  path: string,
  token?: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${outputs.apiDirectUrl}${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Failure(`${method} ${path} answered ${response.status}`, text);
  return (text === '' ? {} : JSON.parse(text)) as Answer;
}

/** Whether the signature matches one of these secrets. */
const judge = (secrets: readonly string[], headers: http.IncomingHttpHeaders, body: string): string =>
  secrets.some((secret) => isSignedBy(secret, headers, body, Date.now()))
    ? styleText('green', 'signature valid')
    : styleText('red', 'signature invalid, or made with an unknown secret');

export async function webhookListen(
  environment: Environment,
  { answer, secret }: { readonly answer: number; readonly secret: string | undefined },
): Promise<void> {
  const outputs = await readOutputs(environment);
  const { webhookReceiver, demoUsers } = outputs;
  const merchant = demoUsers?.merchant;
  if (!webhookReceiver || !merchant || !portOf(environment))
    throw new Failure('Webhooks cannot call an address of this machine', 'Only the local target allows it: npm start');
  const { port } = new URL(webhookReceiver);
  if (!(await isPortFree(Number(port)))) throw portTaken(Number(port), portHolder(Number(port)));

  const known = secret ? [secret] : [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const time = new Date().toISOString().slice(11, 19);
      console.log(`${time}  ${judge(known, request.headers, body)}  ${request.headers[webhookHeaders.id]}  ${body}`);
      response.writeHead(answer).end();
    });
  });
  // Loopback only: other hosts of the network cannot connect.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(Number(port), '127.0.0.1', resolve));

  const { accessToken } = await ask(outputs, 'POST', '/sessions', undefined, merchant);
  const url = `${webhookReceiver}/demo`;
  const forget = async () => {
    const { items } = await ask<{ items: Made[] }>(outputs, 'GET', '/webhooks', accessToken);
    for (const old of items.filter((webhook) => webhook.url === url))
      await ask(outputs, 'DELETE', `/webhooks/${old.webhookId}`, accessToken);
  };
  // A previous run that was killed could not delete its webhook.
  await forget();
  const made = await ask<Made>(outputs, 'POST', '/webhooks', accessToken, { url, events: EVENTS });
  known.push(made.secret);
  console.log(`${url} answers ${answer}: webhook ${made.webhookId} of ${merchant.email}, secret ${made.secret}`);
  console.log(
    'Order one of the merchant’s products to see a delivery here. Ctrl-C stops listening and deletes the webhook.',
  );
  const end = async () => {
    server.close();
    await forget().catch(() => {});
  };
  await guard(end, () => new Promise<never>(() => {}), 0);
}
