// Demo users and sample links, made through the public API like anybody's; doing it again changes nothing.

import { request } from 'node:http';
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DemoUser, Outputs } from './outputs.ts';

/** Known to everybody: for the local target only. */
export const demoUsers = {
  customer: { email: 'customer@demo.example', password: 'Demo-customer-1!' },
  merchant: { email: 'merchant@demo.example', password: 'Demo-merchant-1!' },
  driver: { email: 'driver@demo.example', password: 'Demo-driver-1!' },
  admin: { email: 'admin@demo.example', password: 'Demo-admin-1!' },
} as const;

const links = [
  { alias: 'cdk-docs', url: 'https://docs.aws.amazon.com/cdk/v2/guide/home.html', clicks: 5 },
  { alias: 'middy', url: 'https://middy.js.org/docs/', clicks: 3 },
  { alias: 'dynamo-paper', url: 'https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf', clicks: 4 },
  { alias: 'builders', url: 'https://aws.amazon.com/builders-library/', clicks: 2 },
  { alias: 'powertools', url: 'https://docs.aws.amazon.com/powertools/typescript/latest/', clicks: 1 },
  { alias: 'count-min', url: 'https://en.wikipedia.org/wiki/Count%E2%80%93min_sketch', clicks: 2 },
];
const visitors: readonly Record<string, string>[] = [
  { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/145.0', referer: 'https://news.ycombinator.com/' },
  {
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) Mobile/15E148',
    referer: 'https://lobste.rs/',
  },
  { 'user-agent': 'curl/8.17.0' },
];

/** Posts JSON; a problem whose code is in `fine` is an answer, any other refusal an error. */
async function post(
  url: string,
  body: object,
  fine: readonly string[],
  token?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  if (!response.ok && !fine.includes(String(answer.code)))
    throw new Error(`POST ${url} answered ${response.status}: ${text}`);
  return answer;
}

/** Follows a short link through the CDN; Node's lookup may not know *.localhost, so the name goes into the Host header. */
function visit(consoleUrl: string, code: string, headers: Record<string, string>): Promise<void> {
  const { port, host } = new URL(consoleUrl);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: `/${code}`, headers: { ...headers, host } }, (response) => {
      response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}

async function seedUser(outputs: Outputs, role: string, { email, password }: DemoUser): Promise<void> {
  await post(`${outputs.apiDirectUrl}/users`, { email, password, displayName: `Demo ${role}` }, ['EMAIL_TAKEN']);
  if (role === 'customer') return;
  const addToGroup = { UserPoolId: outputs.userPoolId, Username: email, GroupName: role };
  await new CognitoIdentityProviderClient().send(new AdminAddUserToGroupCommand(addToGroup));
}

/** Answers what it made; `local` target only. */
export async function seed(outputs: Outputs): Promise<string> {
  await Promise.all(Object.entries(demoUsers).map(([role, user]) => seedUser(outputs, role, user)));
  const { accessToken } = await post(`${outputs.apiDirectUrl}/sessions`, demoUsers.customer, []);
  let made = 0;
  for (const { alias, url, clicks } of links) {
    const answer = await post(`${outputs.apiDirectUrl}/links`, { url, alias }, ['ALIAS_TAKEN'], String(accessToken));
    if (answer.code !== alias) continue;
    made += 1;
    for (let click = 0; click < clicks; click += 1)
      await visit(outputs.consoleUrl, alias, { ...visitors[click % visitors.length] });
  }
  return `${Object.keys(demoUsers).length} users, ${made} new links`;
}
