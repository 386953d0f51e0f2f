// Sample links with some clicks.
import { request } from 'node:http';
import type { Outputs } from '../outputs.ts';
import { post } from './api.ts';

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

/** Follows a short link through the CDN. Node's lookup may not know *.localhost, so the Host header has the name. */
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

/** Answers how many links are new. */
export async function seedLinks(outputs: Outputs, token: string): Promise<number> {
  let made = 0;
  for (const { alias, url, clicks } of links) {
    const answer = await post(`${outputs.apiDirectUrl}/links`, { url, alias }, { token, fine: ['ALIAS_TAKEN'] });
    if (answer.code !== alias) continue;
    made += 1;
    for (let click = 0; click < clicks; click += 1)
      await visit(outputs.consoleUrl, alias, { ...visitors[click % visitors.length] });
  }
  return made;
}
