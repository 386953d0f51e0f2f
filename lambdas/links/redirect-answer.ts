// The response for a visitor of /{code}: the destination, or the reason there is none, as a small page or a problem.
import { type HttpAnswer, problemAnswer, problems, safeHeaders } from '../shared/base/problem.ts';
import type { Destination, Found } from './destination.ts';
import { linkProblems } from './problems.ts';

const REFUSALS = {
  unknown: {
    type: problems.notFound,
    text: 'This short link does not exist. Check it for typos.',
  },
  gone: {
    type: linkProblems.linkGone,
    text: 'This short link has expired or was deleted.',
  },
  failed: {
    type: problems.internal,
    text: 'This short link could not be looked up. Try again in a moment.',
  },
};

/** `nowMs` decides expiry, however long the link was cached. `failed`: the lookup failed, so the link is unknown. */
export function redirectAnswer(found: Found | 'failed', nowMs: number, accept: string, requestId: string): HttpAnswer {
  const state = typeof found === 'string' ? found : nowMs >= found.expiresAtMs ? 'gone' : found;
  if (typeof state !== 'string') {
    return {
      statusCode: state.permanent ? 301 : 302,
      headers: { location: asciiOf(state.url), 'cache-control': cacheControl(state, nowMs) },
      body: '',
    };
  }
  const { type, text } = REFUSALS[state];
  if (!accept.includes('text/html')) return problemAnswer(type, requestId, { detail: text });
  return {
    statusCode: type.status,
    headers: { ...safeHeaders, 'content-type': 'text/html; charset=utf-8' },
    body: page(type.title, text),
  };
}

/**
 * The same URL in ASCII, which gateways and clients read alike in a header (RFC 9110, 5.5). What is ASCII stays as it was
 * given; a host becomes Punycode, and the rest percent-encoded UTF-8, as browsers do it (RFC 3987, 3.1).
 */
function asciiOf(url: string): string {
  const [, scheme = '', authority = '', rest = url] = /^(https?:\/\/)([^/?#]+)(.*)$/is.exec(url) ?? [];
  const host = /\P{ASCII}/u.test(authority) ? new URL(url).host : authority;
  return scheme + host + rest.replaceAll(/\P{ASCII}+/gu, (text) => encodeURIComponent(text));
}

/** A browser may cache a permanent redirect for 90 s, but never past its expiry: longer would hide its clicks. */
function cacheControl({ permanent, expiresAtMs }: Destination, nowMs: number): string {
  if (!permanent) return 'no-store';
  return `private, max-age=${Math.min(90, Math.floor((expiresAtMs - nowMs) / 1000))}`;
}

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="/assets/page.css"><link rel="icon" href="/assets/favicon.svg"></head>
<body><main><h1>${title}</h1><p>${text}</p><p><a href="/">Create a short link</a></p></main></body></html>`;
