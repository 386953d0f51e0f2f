// GET /{code}: the hottest path. At most one eventually consistent read, no table write, no SDK, no framework. A click
// that cannot be sent never costs a visitor the redirect. It responds whatever fails: an instance that ends with an
// error would lose the clicks waiting in it.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { systemClock } from '../shared/base/clock.ts';
import { newId } from '../shared/base/ids.ts';
import { log } from '../shared/base/log.ts';
import { CORRELATION_HEADER } from '../shared/base/names.ts';
import { referrerOf } from './clicks/click.ts';
import { ClickSender } from './clicks/click-sender.ts';
import { DestinationCache } from './destination-cache.ts';
import { redirectAnswer } from './redirect-answer.ts';
import { findDestination, sendClicks } from './redirect-store.ts';
import { userAgentLength } from './resources.ts';

const cache = new DestinationCache(findDestination, systemClock);
const producer = newId().slice(0, 13);
const clicks = new ClickSender(sendClicks, producer, systemClock);

export const handler = async (event: APIGatewayProxyEventV2) => {
  const nowMs = systemClock.nowMs();
  const code = event.pathParameters?.code ?? '';
  const correlationId = event.requestContext.requestId;
  let cause: unknown;
  const destination = await cache.get(code).catch((error: unknown) => {
    cause = error;
    return 'failed' as const;
  });
  const answer = redirectAnswer(destination, nowMs, event.headers.accept ?? '', correlationId);
  answer.headers[CORRELATION_HEADER] = correlationId;
  const redirected = answer.statusCode < 400;
  let click: object = {};
  if (redirected && event.requestContext.http.method === 'GET') {
    const referrer = referrerOf(event.headers.referer);
    const userAgent = event.headers['user-agent']?.slice(0, userAgentLength);
    const { clickSent, place } = await clicks.send({ code, atMs: nowMs, referrer, userAgent, correlationId });
    // A later put of this producer carries a waiting click: it covers firstNumber to clickNumber.
    click = { clickSent, producer, clickNumber: clicks.lastNumber, ...place };
  }
  const fields = { correlationId, status: answer.statusCode, durationMs: systemClock.nowMs() - nowMs, ...click };
  log(destination === 'failed' ? 'error' : 'info', `GET /${code.slice(0, 32)}`, fields, cause);
  return answer;
};
