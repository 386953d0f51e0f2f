// What a visitor of /{code} is told: where to go, or, on a small page or as a problem, why not.
import { type HttpAnswer, problemAnswer, problems } from '../shared/problem.ts';
import { linkProblems } from './names.ts';
import type { Destination } from './redirect-store.ts';

const REFUSALS = {
  unknown: {
    type: problems.notFound,
    text: 'This short link does not exist. Check it for a typing error.',
  },
  gone: {
    type: linkProblems.linkGone,
    text: 'This short link has expired or was deleted.',
  },
};

/** `nowMs` decides on expiry: it is honoured when read, however long the link was cached. */
export function redirectAnswer(
  found: Destination | 'gone' | 'unknown',
  nowMs: number,
  accept: string,
  requestId: string,
): HttpAnswer {
  const state = typeof found === 'string' ? found : nowMs >= found.expiresAtMs ? 'gone' : found;
  if (typeof state !== 'string') {
    return {
      statusCode: state.permanent ? 301 : 302,
      // A field value is bytes (RFC 9110, 5.5) and each character of this string becomes one: the URL's UTF-8, as it was given.
      // A browser may keep a permanent redirect 90 s; longer, and its clicks would never be seen again.
      headers: {
        location: Buffer.from(state.url).toString('latin1'),
        'cache-control': state.permanent ? 'private, max-age=90' : 'no-store',
      },
      body: '',
    };
  }
  const { type, text } = REFUSALS[state];
  if (!accept.includes('text/html')) return problemAnswer(type, requestId, { detail: text });
  return {
    statusCode: type.status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: page(type.title, text),
  };
}

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="/assets/page.css"></head>
<body><main><h1>${title}</h1><p>${text}</p><p><a href="/">Make a short link</a></p></main></body></html>`;
